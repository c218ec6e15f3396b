//! Adapter to `clamd` by the platform's `connect()`.

use domain::media::scan::{self, ANSWER_MAX, Finding, ScannerAddress};
use futures_util::{StreamExt, future::join};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use worker::{ByteStream, SecureTransport, Socket};

/// Sends a file and returns what the scanner finds.
pub(super) async fn scan(to: &ScannerAddress, file: ByteStream) -> Result<Finding, String> {
    let transport = if to.is_private { SecureTransport::On } else { SecureTransport::Off };
    let socket = Socket::builder()
        .secure_transport(transport)
        .connect(to.host.as_str(), to.port)
        .map_err(|_| "the scanner can't be reached".to_owned())?;
    let (reader, writer) = tokio::io::split(socket);
    // The scanner may answer before it has read all, as when a file is too large for it: so the
    // answer counts even if the rest couldn't be sent.
    let (sent, answer) = join(send(writer, file), receive(reader)).await;
    match scan::parse(&answer) {
        Ok(finding) => Ok(finding),
        Err(error) => Err(sent.err().unwrap_or_else(|| error.to_string())),
    }
}

async fn send(mut writer: impl AsyncWrite + Unpin, mut file: ByteStream) -> Result<(), String> {
    let unsent = |_| "the scanner can't be reached, or takes no more".to_owned();
    writer.write_all(scan::COMMAND).await.map_err(unsent)?;
    let mut framed = Vec::new();
    while let Some(piece) = file.next().await {
        let piece = piece.map_err(|_| "the file can't be read".to_owned())?;
        framed.clear();
        scan::frame(&piece, &mut framed);
        writer.write_all(&framed).await.map_err(unsent)?;
    }
    writer.write_all(&scan::END).await.map_err(unsent)?;
    writer.flush().await.map_err(unsent)
}

/// Reads up to the zero byte that ends an answer, or to the end of the connection.
async fn receive(mut reader: impl AsyncRead + Unpin) -> Vec<u8> {
    let (mut answer, mut piece) = (Vec::new(), [0; ANSWER_MAX]);
    while answer.len() < ANSWER_MAX && !answer.contains(&0) {
        match reader.read(&mut piece).await {
            Ok(length) if length > 0 => answer.extend(&piece[..length]),
            _ => break,
        }
    }
    answer
}
