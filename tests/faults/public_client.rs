//! A tus client that we didn't write: it pauses, goes on after a cut and after a restart, and cancels.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic as tests do")]

use std::{path::Path, process::Stdio};

use domain::upload::PART;
use reqwest::Method;
use tests::{
    client::Visitor,
    fixtures::{complaint_with, digest, picture},
    workerd::Workerd,
};
use tokio::{
    io::{AsyncBufReadExt, BufReader, Lines},
    process::{Child, ChildStdout, Command},
};

struct Client {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Client {
    fn start(edge: &Workerd, file: &Path, chunk: usize, plan: &str) -> Self {
        let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut command = Command::new(tests.join("../node_modules/.bin/node"));
        command.arg(tests.join("tus_client.mjs")).arg(format!("{}/api/v1/uploads", edge.origin())).arg(file);
        command.arg(chunk.to_string()).arg(plan).stdin(Stdio::null()).stdout(Stdio::piped()).kill_on_drop(true);
        let mut child = command.spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { child, lines }
    }

    /// What follows the next line that begins with this word.
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_megabytes_go_through_a_restart_of_the_server() {
    let mut edge = Workerd::start(&[]).await;
    let bytes = picture(100_000_000);
    let file = file_of(&bytes);
    let mut client = Client::start(&edge, file.path(), 7_777_777, "complete");
    client.hears("at").await;
    client.hears("at").await;
    edge.kill();
    edge.resume().await;
    let url = client.hears("done").await;
    assert_eq!(digest(&stored(&edge.visitor(), &url).await), digest(&bytes));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn any_size_arrives_in_any_chunks_and_through_a_pause() {
    let edge = Workerd::start(&[]).await;
    let part = usize::try_from(PART).unwrap();
    for (size, chunk) in [(0, 10), (1, 10), (part - 1, 1_000_003), (part, part), (part + 1, part), (2 * part + 7, 3_333_333)] {
        let bytes = if size < 16 { vec![b'a'; size] } else { picture(size) };
        let file = file_of(&bytes);
        let url = Client::start(&edge, file.path(), chunk, "pause").hears("done").await;
        assert_eq!(digest(&stored(&edge.visitor(), &url).await), digest(&bytes), "{size} bytes in chunks of {chunk}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_cancelled_is_gone_with_all_its_parts() {
    let edge = Workerd::start(&[]).await;
    let file = file_of(&picture(13_000_000));
    let url = Client::start(&edge, file.path(), 2_000_000, "cancel").hears("gone").await;
    let head = edge.visitor().request(Method::HEAD, &url).header("Tus-Resumable", "1.0.0").send().await.unwrap();
    assert!(matches!(head.status().as_u16(), 404 | 410), "{}", head.status());
    assert_eq!(edge.media(), 0);
}
