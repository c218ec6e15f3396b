//! Mail server of a test's own: npm's `smtp-server`, with `mailparser` reading what comes.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use serde::Deserialize;
use serde_json::json;
use tokio::time::sleep;

use crate::server::free_port;

/// Mail that the server has taken.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Mail {
    /// Sender of the envelope.
    pub sender: String,
    /// Recipients of the envelope.
    pub to: Vec<String>,
    /// Subject.
    pub subject: String,
    /// Body as plain text.
    pub text: String,
    /// Body as HTML.
    pub html: String,
    /// Header fields by their names in lower case, folded as they came.
    pub headers: BTreeMap<String, String>,
    /// The message as it came.
    pub raw: String,
    /// True if it came over TLS.
    pub is_secure: bool,
}

/// Files of a certificate and its key.
#[derive(Clone, Copy)]
pub struct Tls<'a> {
    /// Certificate in PEM.
    pub certificate: &'a Path,
    /// Key in PEM.
    pub key: &'a Path,
    /// True for TLS from the first byte, false for STARTTLS.
    pub from_first: bool,
}

/// Running server. It is killed when dropped.
pub struct MailServer {
    port: u16,
    child: Child,
    taken: Arc<Mutex<Vec<Mail>>>,
}

impl MailServer {
    /// Starts a server that speaks plain SMTP.
    pub async fn start() -> Self {
        Self::start_with(None).await
    }

    /// Starts a server that takes mail over TLS alone.
    pub async fn start_with(tls: Option<Tls<'_>>) -> Self {
        let port = free_port();
        let mut options = json!({ "port": port });
        if let Some(tls) = tls {
            options["cert"] = json!(tls.certificate);
            options["key"] = json!(tls.key);
            options["tls"] = json!(tls.from_first);
        }
        let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut child = Command::new(tests.join("../node_modules/.bin/node"))
            .arg(tests.join("smtp_server.mjs"))
            .arg(options.to_string())
            .stdout(Stdio::piped())
            .spawn()
            .expect("node runs");
        let output = BufReader::new(child.stdout.take().expect("its output"));
        let (taken, is_up) = (Arc::<Mutex<Vec<Mail>>>::default(), Arc::new(Mutex::new(false)));
        let (kept, up) = (Arc::clone(&taken), Arc::clone(&is_up));
        std::thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                match serde_json::from_str(&line) {
                    Ok(mail) => kept.lock().unwrap_or_else(PoisonError::into_inner).push(mail),
                    Err(_) => *up.lock().unwrap_or_else(PoisonError::into_inner) = true,
                }
            }
        });
        for _ in 0..200 {
            if *is_up.lock().unwrap_or_else(PoisonError::into_inner) {
                return Self { port, child, taken };
            }
            sleep(Duration::from_millis(50)).await;
        }
        let _ = child.kill();
        let _ = child.wait();
        panic!("the mail server doesn't listen");
    }

    /// Returns the variables that make an edge send its mail here, by this scheme and host.
    pub fn variables(&self, address: &str) -> Vec<String> {
        vec![
            format!("SMTP_URL:{address}:{}", self.port),
            "MAIL_FROM:صوتك <notices@voice.example>".to_owned(),
            "SMTP_USER:sawtak".to_owned(),
            "SMTP_PASSWORD:secret".to_owned(),
        ]
    }

    /// Returns what was taken so far.
    pub fn taken(&self) -> Vec<Mail> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Waits until at least `count` mails were taken, and returns all.
    pub async fn until_taken(&self, count: usize) -> Vec<Mail> {
        for _ in 0..600 {
            let taken = self.taken();
            if taken.len() >= count {
                return taken;
            }
            sleep(Duration::from_millis(100)).await;
        }
        panic!("{} of {count} mails were taken", self.taken().len());
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
