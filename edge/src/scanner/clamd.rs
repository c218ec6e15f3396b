//! Adapter to `clamd` by the platform's `connect()`.

use std::pin::pin;

use domain::media::scan::{self, ANSWER_MAX, Finding, ScannerAddress};
use futures_util::{Stream, StreamExt, future::join};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use worker::{ByteStream, SecureTransport, Socket};

/// Sends a file and returns what the scanner finds.
pub(super) async fn scan(to: &ScannerAddress, file: ByteStream) -> Result<Finding, String> {
    let transport = if to.is_private { SecureTransport::On } else { SecureTransport::Off };
    let socket = Socket::builder()
        .secure_transport(transport)
        .connect(to.host.as_str(), to.port)
        .map_err(|_| "the scanner can't be reached".to_owned())?;
    converse(socket, file).await
}

/// Sends a file over a connection and reads the answer.
///
/// The scanner may answer before it has read all, as when a file is too large for it: so the answer
/// counts even if the rest couldn't be sent.
async fn converse(
    connection: impl AsyncRead + AsyncWrite,
    file: impl Stream<Item = worker::Result<Vec<u8>>>,
) -> Result<Finding, String> {
    let (reader, writer) = tokio::io::split(connection);
    let (sent, answer) = join(send(writer, file), receive(reader)).await;
    match scan::parse(&answer) {
        Ok(finding) => Ok(finding),
        Err(error) => Err(sent.err().unwrap_or_else(|| error.to_string())),
    }
}

async fn send(
    writer: impl AsyncWrite,
    file: impl Stream<Item = worker::Result<Vec<u8>>>,
) -> Result<(), String> {
    let (mut writer, mut file) = (pin!(writer), pin!(file));
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
async fn receive(reader: impl AsyncRead) -> Vec<u8> {
    let mut reader = pin!(reader);
    let (mut answer, mut piece) = (Vec::new(), [0; ANSWER_MAX]);
    while answer.len() < ANSWER_MAX && !answer.contains(&0) {
        match reader.read(&mut piece).await {
            Ok(length) if length > 0 => answer.extend(&piece[..length]),
            _ => break,
        }
    }
    answer
}

#[cfg(test)]
mod tests {
    use domain::media::scan::Scan;
    use futures_util::stream;
    use tokio::io::{DuplexStream, duplex};

    use super::*;

    /// Sends a file of three pieces to a scanner that behaves so.
    async fn scanned(scanner: impl AsyncFnOnce(DuplexStream)) -> Result<Finding, String> {
        // Less than the file fits into the connection.
        let (ours, theirs) = duplex(64);
        let pieces = [vec![1; 100], Vec::new(), vec![2; 100]];
        let file = stream::iter(pieces.map(Ok));
        join(converse(ours, file), scanner(theirs)).await.0
    }

    #[tokio::test]
    async fn the_whole_file_is_sent_and_the_answer_read() {
        let finding = scanned(async |mut theirs| {
            let expected =
                [b"zINSTREAM\0\0\0\0\x64".as_slice(), &[1; 100], b"\0\0\0\x64", &[2; 100], &[0; 4]]
                    .concat();
            let mut found = vec![0; expected.len()];
            theirs.read_exact(&mut found).await.unwrap();
            assert_eq!(found, expected);
            theirs.write_all(b"stream: Eicar ").await.unwrap();
            theirs.write_all(b"FOUND\0").await.unwrap();
        });
        let finding = finding.await.unwrap();
        assert_eq!((finding.scan, finding.name.as_deref()), (Scan::Infected, Some("Eicar")));
    }

    #[tokio::test]
    async fn an_answer_counts_even_if_the_scanner_has_not_read_all() {
        let finding = scanned(async |mut theirs| {
            theirs.write_all(b"INSTREAM size limit exceeded. ERROR\0").await.unwrap();
        });
        assert_eq!(finding.await.unwrap().scan, Scan::Unscannable);
    }

    #[tokio::test]
    async fn a_scanner_that_closes_leaves_the_file_unscanned() {
        for answer in [b"".as_slice(), b"stream: OK"] {
            let finding = scanned(async |mut theirs| theirs.write_all(answer).await.unwrap());
            assert!(finding.await.is_err());
        }
    }
}
