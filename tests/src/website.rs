//! Website of a test's own: one page on an origin that no other test uses, which can be registered
//! for an entity.

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
    time::{Duration, sleep},
};

use crate::{client, database::Database};

/// Server of the page. It stops when dropped.
pub struct Website {
    origin: String,
    serving: JoinHandle<()>,
}

impl Website {
    /// Serves `page` with this Content-Security-Policy.
    pub async fn serve(policy: &str, page: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let origin = format!("http://{}", listener.local_addr().expect("an address"));
        let policy = policy.split_whitespace().collect::<Vec<_>>().join(" ");
        let answer = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Security-Policy: {policy}\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n{page}",
            page.len()
        );
        let serving = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                // In a task of its own, because browsers open connections that they never use.
                tokio::spawn(reply(stream, answer.clone()));
            }
        });
        Self { origin, serving }
    }

    /// Registers the origin for an entity in the database of this edge, and waits until the edge
    /// knows it: an origin that wasn't entered in the console is known within a minute.
    pub async fn register_for(&self, entity: &str, edge: &str, database: &Database) {
        let statement =
            format!("INSERT INTO origins (entity, origin) VALUES ('{entity}', '{}')", self.origin);
        database.run(&[&statement]);
        let first = format!("{edge}/embed/{entity}/first?lang=en");
        for _ in 0..90 {
            let request = client::http().get(&first).header("Origin", &self.origin);
            if request.send().await.is_ok_and(|answer| answer.status().is_success()) {
                return;
            }
            sleep(Duration::from_secs(1)).await;
        }
        panic!("the edge doesn't know {}", self.origin);
    }

    /// Returns the website's origin.
    pub fn origin(&self) -> &str {
        &self.origin
    }
}

async fn reply(mut stream: TcpStream, answer: String) {
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        let Ok(byte) = stream.read_u8().await else { return };
        request.push(byte);
    }
    let _ = stream.write_all(answer.as_bytes()).await;
    let _ = stream.shutdown().await;
}

impl Drop for Website {
    fn drop(&mut self) {
        self.serving.abort();
    }
}
