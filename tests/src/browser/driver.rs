//! WebDriver process that starts and ends with one browser.

use std::{
    io::{Read, Write},
    net::TcpStream,
    process::Stdio,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use reqwest::{Client, RequestBuilder};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt, AsyncRead, BufReader},
    process::{Child, Command},
    time::{Instant, sleep},
};

use super::{engine::Engine, equipment::Equipment};
use crate::server::free_port;

/// Time limit for the start of a driver on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// Running WebDriver.
pub(super) struct Driver {
    engine: Engine,
    address: String,
    session: Option<String>,
    /// Lines that the driver and its browser wrote to the terminal.
    lines: Arc<Mutex<Vec<String>>>,
    // Killed when dropped.
    process: Child,
}

impl Driver {
    /// Starts an engine's driver.
    ///
    /// If it ends at once, another process took its port, so it is started again on another port.
    pub(super) async fn start(engine: Engine, equipment: &Equipment) -> Self {
        let mut logs = Vec::new();
        for _ in 0..3 {
            let mut driver = Self::spawn(engine, equipment);
            if driver.is_ready().await {
                return driver;
            }
            logs.push(driver.lines.clone());
        }
        panic!("{engine:?}'s driver ends at once: {logs:?}");
    }

    fn spawn(engine: Engine, equipment: &Equipment) -> Self {
        let port = free_port();
        let environment = equipment.environment().iter().map(|(name, value)| (name, value));
        let mut command = Command::new(engine.driver());
        command
            .arg(format!("--port={port}"))
            .envs(environment)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut process = command
            .kill_on_drop(true)
            .spawn()
            .unwrap_or_else(|error| panic!("{command:?}: {error}"));
        let lines = Arc::default();
        keep(process.stdout.take(), &lines);
        keep(process.stderr.take(), &lines);
        Self { engine, address: format!("http://127.0.0.1:{port}"), session: None, lines, process }
    }

    /// Returns whether the driver answers before its process ends.
    async fn is_ready(&mut self) -> bool {
        let start = Instant::now();
        while Client::new().get(format!("{}/status", self.address)).send().await.is_err() {
            if matches!(self.process.try_wait(), Ok(Some(_))) {
                return false;
            }
            assert!(
                start.elapsed() < PATIENCE,
                "{:?}'s driver does not answer: {:?}",
                self.engine,
                self.lines
            );
            sleep(Duration::from_millis(50)).await;
        }
        true
    }

    pub(super) fn address(&self) -> &str {
        &self.address
    }

    /// Stores the session to end when the driver is dropped.
    pub(super) fn has(&mut self, session: String) {
        self.session = Some(session);
    }

    /// Returns the errors that the browser reported in pages since the last call.
    pub(super) async fn errors(&self) -> Vec<String> {
        if self.engine != Engine::Chromium {
            let lines =
                std::mem::take(&mut *self.lines.lock().unwrap_or_else(PoisonError::into_inner));
            return lines.into_iter().filter(|line| self.engine.is_error(line)).collect();
        }
        self.console("SEVERE").await
    }

    /// Returns the lines of this level in Chromium's console since the last call.
    pub(super) async fn console(&self, level: &str) -> Vec<String> {
        let entries = self.log("browser").await.into_iter();
        let of_level = entries.filter(|entry| entry["level"] == level);
        of_level.map(|entry| entry["message"].to_string()).collect()
    }

    /// Returns the entries of one of Chromium's logs since the last call.
    pub(super) async fn log(&self, kind: &str) -> Vec<Value> {
        let log = self.command("se/log", &json!({ "type": kind })).await;
        log.as_array().cloned().unwrap_or_default()
    }

    /// Sends a command of the session that is specific to this driver and not in the WebDriver
    /// standard.
    pub(super) async fn command(&self, path: &str, body: &Value) -> Value {
        let session = self.session.as_deref().expect("a session");
        self.ask(
            Client::new().post(format!("{}/session/{session}/{path}", self.address)).json(body),
        )
        .await
    }

    async fn ask(&self, request: RequestBuilder) -> Value {
        let response = request.send().await.expect("the driver answers");
        let is_success = response.status().is_success();
        let mut answer: Value = response.json().await.expect("an answer in JSON");
        assert!(is_success, "{answer:#}");
        answer["value"].take()
    }

    /// Asks the driver to end the browser, which would outlive a killed driver.
    ///
    /// It blocks until the driver answers and doesn't use the async runtime, which may be ending
    /// too.
    fn end_session(&self, session: &str) -> std::io::Result<()> {
        let authority = self.address.trim_start_matches("http://");
        let mut stream = TcpStream::connect(authority)?;
        stream.set_read_timeout(Some(Duration::from_secs(10)))?;
        write!(
            stream,
            "DELETE /session/{session} HTTP/1.1\r\nHost: {authority}\r\nConnection: close\r\n\r\n"
        )?;
        stream.read_exact(&mut [0; 12])
    }
}

/// Collects the lines of a pipe in the background, because the driver would block on a full pipe.
fn keep(pipe: Option<impl AsyncRead + Unpin + Send + 'static>, lines: &Arc<Mutex<Vec<String>>>) {
    let (pipe, lines) = (pipe.expect("a pipe"), lines.clone());
    tokio::spawn(async move {
        let mut read = BufReader::new(pipe).lines();
        while let Ok(Some(line)) = read.next_line().await {
            lines.lock().unwrap_or_else(PoisonError::into_inner).push(line);
        }
    });
}

impl Drop for Driver {
    fn drop(&mut self) {
        if let Some(session) = &self.session
            && let Err(error) = self.end_session(session)
        {
            eprintln!("{:?} may still be there: {error}", self.engine);
        }
    }
}
