//! Chromedriver: started for one browser, ended with it.

use std::{
    io::{Read, Write},
    net::TcpStream,
    process::Stdio,
    time::Duration,
};

use reqwest::Client;
use serde_json::Value;
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

/// A running chromedriver.
pub(super) struct Driver {
    address: String,
    session: Option<String>,
    // Killed when dropped.
    _process: Child,
}

impl Driver {
    /// Starts chromedriver on a port that nobody has.
    pub(super) async fn start() -> Self {
        let mut command = Command::new("chromedriver");
        command.arg("--port=0").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).kill_on_drop(true);
        let mut process = command.spawn().expect("chromedriver starts: install the Debian package chromium-driver");
        let output = process.stdout.take().expect("what chromedriver says");
        let mut lines = BufReader::new(output).lines();
        loop {
            let line = lines.next_line().await.ok().flatten().expect("chromedriver says on which port it listens");
            if let Some((_, port)) = line.split_once("started successfully on port ") {
                let address = format!("http://127.0.0.1:{}", port.trim().trim_end_matches('.'));
                // Someone has to read on, or chromedriver would stop at a full pipe.
                tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
                return Self { address, session: None, _process: process };
            }
        }
    }

    pub(super) fn address(&self) -> &str {
        &self.address
    }

    /// Tells which session to end in the end.
    pub(super) fn has(&mut self, session: String) {
        self.session = Some(session);
    }

    /// A command of the session that is chromedriver's own and not in the standard.
    pub(super) async fn command(&self, path: &str, body: &Value) -> Value {
        let session = self.session.as_deref().expect("a session");
        let address = format!("{}/session/{session}/{path}", self.address);
        let response = Client::new().post(address).json(body).send().await.expect("chromedriver answers");
        let mut answer: Value = response.json().await.expect("an answer in JSON");
        answer["value"].take()
    }
}

impl Driver {
    /// Asks chromedriver to end Chromium: killed, it would leave it behind. Waits for the answer, and not on the runtime, which may be
    /// ending too.
    fn end_session(&self, session: &str) -> std::io::Result<()> {
        let authority = self.address.trim_start_matches("http://");
        let mut stream = TcpStream::connect(authority)?;
        stream.set_read_timeout(Some(Duration::from_secs(10)))?;
        write!(stream, "DELETE /session/{session} HTTP/1.1\r\nHost: {authority}\r\nConnection: close\r\n\r\n")?;
        stream.read_exact(&mut [0; 12])
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        if let Some(session) = &self.session
            && let Err(error) = self.end_session(session)
        {
            eprintln!("Chromium may still be there: {error}");
        }
    }
}
