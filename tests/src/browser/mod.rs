//! A visitor with a browser: Chromium, driven over WebDriver, with a microphone that hears a file.
//!
//! Where to start: [`Visit`] says how someone comes, [`Browser::start`] lets them in. [`find`] knows where things are, [`action`] what
//! a person does, [`check`] what a person sees.

pub mod action;
pub mod check;
mod driver;
pub mod find;

use std::{path::PathBuf, time::Duration};

use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value, json};
use tempfile::TempDir;
use tokio::time::{Instant, sleep};

use crate::sound;
use driver::Driver;

/// How long a visitor waits for anything, on a machine that does other things too.
const PATIENCE: Duration = Duration::from_secs(30);

/// How someone comes: by default with a microphone that may be used, and with scripts.
pub struct Visit {
    /// What is said into the microphone, and in which language (`en`, `ar`).
    pub speech: Option<(&'static str, &'static str)>,
    /// Whether the browser lets pages use the microphone.
    pub microphone: bool,
    /// Whether the browser runs scripts.
    pub scripts: bool,
    /// Whether the browser writes down what goes over the network.
    pub network: bool,
}

impl Default for Visit {
    fn default() -> Self {
        Self { speech: None, microphone: true, scripts: true, network: false }
    }
}

/// A browser with one window. Dropping it ends it.
pub struct Browser {
    client: Client,
    driver: Driver,
    folder: TempDir,
}

impl Browser {
    /// A fresh browser: no history, no storage, no permissions but those of the visit.
    pub async fn start(visit: Visit) -> Self {
        let folder = tempfile::Builder::new().prefix("sawtak-browser-").tempdir().expect("a temporary folder");
        let speech = visit.speech.map(|(language, text)| sound::speak(folder.path(), language, text));
        let mut driver = Driver::start().await;
        let mut builder = ClientBuilder::new(HttpConnector::new());
        let client = builder.capabilities(capabilities(&visit, speech)).connect(driver.address()).await.expect("Chromium starts");
        driver.has(client.session_id().await.ok().flatten().expect("a session"));
        Self { client, driver, folder }
    }

    /// The WebDriver client, for what no helper here does.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Where this visit's files lie; they go with the browser.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// Goes to an address.
    pub async fn visit(&self, address: &str) {
        self.client.goto(address).await.expect("the page loads");
    }

    /// Runs a script in the page, as its own scripts run.
    pub async fn script(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.client.execute(script, arguments).await.expect("the script runs")
    }

    /// What Chromium wrote into its console since this was last asked.
    pub async fn console(&self) -> Vec<Value> {
        self.log("browser").await
    }

    /// What went over the network since this was last asked, as the protocol of Chromium's developer tools tells it.
    pub async fn network(&self) -> Vec<Value> {
        let entries = self.log("performance").await.into_iter();
        entries
            .filter_map(|entry| Some(serde_json::from_str::<Value>(entry["message"].as_str()?).ok()?["message"].take()))
            .collect()
    }

    async fn log(&self, kind: &str) -> Vec<Value> {
        let log = self.driver.command("se/log", &json!({ "type": kind })).await;
        log.as_array().cloned().unwrap_or_default()
    }

    /// A command of the protocol that Chromium's developer tools speak.
    pub async fn devtools(&self, command: &str, parameters: Value) -> Value {
        self.driver.command("goog/cdp/execute", &json!({ "cmd": command, "params": parameters })).await
    }

    /// Waits until `look` finds something.
    ///
    /// `look` is asked again and again; when it has found nothing for long enough, the test fails with `what` was missed and what the
    /// browser knows about it.
    pub async fn eventually<T>(&self, what: &str, look: impl AsyncFn() -> Option<T>) -> T {
        let start = Instant::now();
        loop {
            if let Some(found) = look().await {
                return found;
            }
            if start.elapsed() > PATIENCE {
                let (text, console) = (find::dialog_text(self).await, self.console().await);
                panic!("{what}: not within {} seconds.\nThe box says: {text}\nThe console says: {console:#?}", PATIENCE.as_secs());
            }
            sleep(Duration::from_millis(100)).await;
        }
    }
}

fn capabilities(visit: &Visit, speech: Option<PathBuf>) -> Map<String, Value> {
    let mut arguments = vec![
        "--headless=new".to_owned(),
        "--no-sandbox".to_owned(),
        "--disable-dev-shm-usage".to_owned(),
        "--window-size=1200,900".to_owned(),
        "--use-fake-device-for-media-stream".to_owned(),
    ];
    if visit.microphone {
        arguments.push("--use-fake-ui-for-media-stream".to_owned());
    }
    if let Some(path) = speech {
        arguments.push(format!("--use-file-for-fake-audio-capture={}", path.display()));
    }
    let mut preferences = Map::new();
    if !visit.microphone {
        preferences.insert("profile.default_content_setting_values.media_stream_mic".to_owned(), json!(2));
    }
    if !visit.scripts {
        preferences.insert("profile.managed_default_content_settings.javascript".to_owned(), json!(2));
    }
    let mut logs = json!({ "browser": "ALL" });
    if visit.network {
        logs["performance"] = json!("ALL");
    }
    let capabilities = json!({
        "browserName": "chrome",
        "goog:chromeOptions": { "binary": "/usr/bin/chromium", "args": arguments, "prefs": preferences },
        "goog:loggingPrefs": logs,
    });
    capabilities.as_object().cloned().expect("an object")
}
