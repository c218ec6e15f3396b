//! A website of a test's own: one page, on an origin that nobody else has, registered for an entity as a web team has it registered.

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

use crate::database::Database;

/// The page, served until this is dropped.
pub struct Website {
    origin: String,
    serving: JoinHandle<()>,
}

impl Website {
    /// Serves this page under this Content-Security-Policy.
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
                // Browsers open connections that they don't use; nobody waits for those.
                tokio::spawn(reply(stream, answer.clone()));
            }
        });
        Self { origin, serving }
    }

    /// Lets its page send to an entity, at the edge with this database.
    pub fn register_for(&self, entity: &str, database: &Database) {
        let statement =
            format!("INSERT INTO origins (entity, origin) VALUES ('{entity}', '{}')", self.origin);
        database.run(&[&statement]);
    }

    /// Its origin.
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
