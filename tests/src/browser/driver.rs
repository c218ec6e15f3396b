//! Chromedriver: started for one browser, ended with it.

use std::process::Stdio;

use reqwest::Client;
use serde_json::Value;
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

/// A running chromedriver.
pub(super) struct Driver {
    address: String,
    // Killed when dropped; Chromium goes with it.
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
                return Self { address, _process: process };
            }
        }
    }

    pub(super) fn address(&self) -> &str {
        &self.address
    }

    /// A command that is chromedriver's own and not in the standard.
    pub(super) async fn command(&self, session: &str, path: &str, body: &Value) -> Value {
        let address = format!("{}/session/{session}/{path}", self.address);
        let response = Client::new().post(address).json(body).send().await.expect("chromedriver answers");
        let mut answer: Value = response.json().await.expect("an answer in JSON");
        answer["value"].take()
    }
}
