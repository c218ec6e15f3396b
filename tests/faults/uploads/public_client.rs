//! Third-party tus clients, tus-js-client and Uppy: pause, resumption after a broken connection and
//! after a restart, and cancellation.

use std::{
    path::Path,
    process::Stdio,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
};

use domain::media::upload::PART;
use reqwest::Method;
use rstest::rstest;
use tests::{
    client::Visitor,
    fixtures::{complaint_with, digest, picture},
    server::free_port,
    workerd::Workerd,
};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, Lines},
    net::{TcpListener, TcpStream},
    process::{Child, ChildStdout, Command},
};

const TUS: &str = "tus_client.mjs";
const UPPY: &str = "uppy_client.mjs";

struct Client {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Client {
    fn start(script: &str, origin: &str, file: &Path, chunk: usize, plan: &str) -> Self {
        let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut command = Command::new(tests.join("../node_modules/.bin/node"));
        command.arg(tests.join(script)).arg(format!("{origin}/api/v1/uploads")).arg(file);
        command
            .arg(chunk.to_string())
            .arg(plan)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true);
        let mut child = command.spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { child, lines }
    }

    /// Waits for the client's next line with this prefix and returns the rest of it.
    async fn hears(&mut self, word: &str) -> String {
        while let Some(line) = self.lines.next_line().await.unwrap() {
            if let Some(rest) = line.strip_prefix(word) {
                return rest.trim().to_owned();
            }
        }
        panic!("the client ended without `{word}`: {:?}", self.child.wait().await);
    }
}

fn file_of(bytes: &[u8]) -> tempfile::NamedTempFile {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), bytes).unwrap();
    file
}

async fn stored(visitor: &Visitor, url: &str) -> Vec<u8> {
    let acknowledgement = visitor.submit(&complaint_with(&[url.rsplit('/').next().unwrap()])).await;
    let attachment = visitor.content(&acknowledgement).await.attachments.remove(0);
    visitor.get(&attachment.url).await.bytes().await.unwrap().to_vec()
}

/// Runs a proxy between client and edge that breaks one connection, once `after` bytes have been
/// sent on it.
async fn network_that_is_torn(port: u16, edge: String, after: usize) {
    let listener = TcpListener::bind(("127.0.0.1", port)).await.unwrap();
    let torn = Arc::new(AtomicBool::new(false));
    loop {
        let (client, _) = listener.accept().await.unwrap();
        let server = TcpStream::connect(&edge).await.unwrap();
        tokio::spawn(carry(client, server, after, Arc::clone(&torn)));
    }
}

/// Copies bytes in both directions until one side ends or the connection is broken.
async fn carry(client: TcpStream, server: TcpStream, after: usize, torn: Arc<AtomicBool>) {
    let (mut client_reads, mut client_writes) = client.into_split();
    let (mut server_reads, mut server_writes) = server.into_split();
    let up = async {
        let (mut sent, mut buffer) = (0, vec![0; 1 << 16]);
        while let Ok(count @ 1..) = client_reads.read(&mut buffer).await {
            sent += count;
            if sent > after && !torn.swap(true, SeqCst) {
                return;
            }
            if server_writes.write_all(&buffer[..count]).await.is_err() {
                return;
            }
        }
    };
    let down = async { _ = tokio::io::copy(&mut server_reads, &mut client_writes).await };
    // The direction that ends first ends the other, and closes both connections.
    tokio::select! { () = up => {}, () = down => {} }
}

#[rstest]
#[case(TUS)]
#[case(UPPY)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_megabytes_go_through_a_restart_of_the_server(#[case] script: &str) {
    let mut edge = Workerd::start(&[]).await;
    let bytes = picture(100_000_000);
    let file = file_of(&bytes);
    let mut client = Client::start(script, &edge.origin(), file.path(), 7_777_777, "complete");
    client.hears("at").await;
    client.hears("at").await;
    edge.kill();
    edge.resume().await;
    let url = client.hears("done").await;
    assert_eq!(digest(&stored(&edge.visitor(), &url).await), digest(&bytes));
}

#[rstest]
#[case(TUS)]
#[case(UPPY)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_upload_goes_on_when_the_network_is_torn_in_the_middle_of_a_piece(#[case] script: &str) {
    let port = free_port();
    let between = format!("http://127.0.0.1:{port}");
    // The addresses of uploads lead through the proxy too.
    let edge = Workerd::start(&[&format!("BASE_URL:{between}")]).await;
    let network =
        tokio::spawn(network_that_is_torn(port, edge.origin().replace("http://", ""), 3_000_000));
    let bytes = picture(20_000_000);
    let url = Client::start(script, &between, file_of(&bytes).path(), 5_000_000, "complete")
        .hears("done")
        .await;
    assert!(url.starts_with(&between), "{url}");
    assert!(
        edge.log().matches("\"method\":\"HEAD\"").count() > 0,
        "nobody had to ask how far it had come: {}",
        edge.log()
    );
    // Their address leads through the proxy too.
    assert_eq!(digest(&stored(&edge.visitor(), &url).await), digest(&bytes));
    network.abort();
}

#[rstest]
#[case(TUS)]
#[case(UPPY)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn any_size_arrives_in_any_chunks_and_through_a_pause(#[case] script: &str) {
    let edge = Workerd::start(&[]).await;
    let part = usize::try_from(PART).unwrap();
    for (size, chunk) in
        [(1, 10), (part - 1, 1_000_003), (part, part), (part + 1, part), (2 * part + 7, 3_333_333)]
    {
        let bytes = if size < 16 { vec![b'a'; size] } else { picture(size) };
        let file = file_of(&bytes);
        let url =
            Client::start(script, &edge.origin(), file.path(), chunk, "pause").hears("done").await;
        assert_eq!(
            digest(&stored(&edge.visitor(), &url).await),
            digest(&bytes),
            "{size} bytes in chunks of {chunk}"
        );
    }
}

#[rstest]
#[case(TUS)]
#[case(UPPY)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_cancelled_is_gone_with_all_its_parts(#[case] script: &str) {
    let edge = Workerd::start(&[]).await;
    let file = file_of(&picture(13_000_000));
    let url =
        Client::start(script, &edge.origin(), file.path(), 2_000_000, "cancel").hears("gone").await;
    let head = edge
        .visitor()
        .request(Method::HEAD, &url)
        .header("Tus-Resumable", "1.0.0")
        .send()
        .await
        .unwrap();
    assert!(matches!(head.status().as_u16(), 404 | 410), "{}", head.status());
    assert_eq!(edge.media(), 0);
}
