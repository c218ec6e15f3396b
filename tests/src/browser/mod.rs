//! A visitor with a browser, driven over WebDriver: Chromium, Firefox or WebKit, with a microphone that hears what a test says.
//!
//! Where to start: [`Visit`] says how someone comes, [`Browser::start`] lets them in. [`find`] knows where things are, [`action`] what
//! a person does, [`check`] what a person sees. What the engines want to be told differs, and stands in [`engine`] alone.

pub mod action;
pub mod check;
pub mod checkers;
pub mod console;
mod driver;
pub mod engine;
mod equipment;
pub mod find;
mod network;
mod screen_reader;
pub mod sight;
pub mod tour;
pub mod tree;

use std::{env, fs, path::PathBuf, time::Duration};

use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::time::{Instant, sleep};

use driver::Driver;
pub use engine::Engine;
use equipment::Equipment;
pub use network::Network;
use screen_reader::ScreenReader;

/// How long a visitor waits for anything, on a machine that does other things too.
const PATIENCE: Duration = Duration::from_secs(30);

/// How someone comes: by default with Chromium, with a microphone and a camera that may be used, and with scripts.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "each can be had without the others")]
pub struct Visit {
    /// The browser.
    pub engine: Engine,
    /// What there is to record with.
    pub microphone: Microphone,
    /// Whether the browser can record WebM. Only Firefox can be told not to.
    pub records_webm: bool,
    /// Whether the browser runs scripts.
    pub scripts: bool,
    /// Whether the browser writes down what goes over the network.
    pub network: bool,
    /// Whether a screen reader reads along.
    pub screen_reader: bool,
}

/// What a browser has to record with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Microphone {
    /// The engine's own make-believe microphone and camera.
    Made,
    /// A microphone into which this is said, over and over, in this language (`en`, `ar`).
    Hears(&'static str, &'static str),
    /// There is one, but pages may not use it.
    Refused,
    /// There is none.
    Missing,
}

impl Default for Visit {
    fn default() -> Self {
        Self {
            engine: Engine::Chromium,
            microphone: Microphone::Made,
            records_webm: true,
            scripts: true,
            network: false,
            screen_reader: false,
        }
    }
}

impl From<Engine> for Visit {
    fn from(engine: Engine) -> Self {
        Self { engine, ..Self::default() }
    }
}

/// A browser with one window. Dropping it ends it.
pub struct Browser {
    visit: Visit,
    client: Client,
    driver: Driver,
    _equipment: Equipment,
    // After the equipment, so that Orca has gone when the next may come.
    screen_reader: Option<ScreenReader>,
    folder: TempDir,
}

impl Browser {
    /// A fresh browser: no history, no storage, no permissions but those of the visit.
    pub async fn start(visit: impl Into<Visit>) -> Self {
        let folder = tempfile::Builder::new()
            .prefix("sawtak-browser-")
            .tempdir()
            .expect("a temporary folder");
        Self::start_in(folder, visit.into()).await
    }

    /// Chromium, killed as by a crash and started again with the profile that it left.
    pub async fn killed(self) -> Self {
        let process =
            self.client.capabilities().and_then(|given| given.get("goog:processID")?.as_i64());
        let process = process.and_then(|id| i32::try_from(id).ok()).expect("Chromium's process");
        kill(Pid::from_raw(process), Signal::SIGKILL).expect("it is killed");
        let Self { visit, folder, .. } = self;
        Self::start_in(folder, visit).await
    }

    async fn start_in(folder: TempDir, visit: Visit) -> Self {
        let mut equipment = Equipment::of(&visit, folder.path());
        let mut driver = Driver::start(visit.engine, &equipment).await;
        let mut builder = ClientBuilder::new(HttpConnector::new());
        let client = builder
            .capabilities(visit.engine.capabilities(&visit, folder.path()))
            .connect(driver.address())
            .await;
        let client =
            client.unwrap_or_else(|error| panic!("{:?} does not start: {error}", visit.engine));
        driver.has(client.session_id().await.ok().flatten().expect("a session"));
        takes_part(visit.engine, &client);
        let screen_reader = if visit.screen_reader {
            Some(ScreenReader::start(&mut equipment, folder.path()).await)
        } else {
            None
        };
        Self { visit, client, driver, screen_reader, _equipment: equipment, folder }
    }

    /// Which engine it is.
    pub fn engine(&self) -> Engine {
        self.visit.engine
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

    /// From now on this script runs in every page before the page's own: what a browser can't be told to do is done to it so.
    pub async fn before_each_page(&self, script: &str) {
        self.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script })).await;
    }

    /// What went over the network since this was last asked, as the protocol of Chromium's developer tools tells it.
    pub async fn network(&self) -> Vec<Value> {
        let entries = self.driver.log("performance").await.into_iter();
        entries
            .filter_map(|entry| {
                Some(
                    serde_json::from_str::<Value>(entry["message"].as_str()?).ok()?["message"]
                        .take(),
                )
            })
            .collect()
    }

    /// What went wrong in the page since this was last asked, as far as the browser knows.
    pub async fn errors(&self) -> Vec<String> {
        self.driver.errors().await
    }

    /// What the screen reader has said since this was last asked.
    pub async fn said(&self) -> Vec<String> {
        match &self.screen_reader {
            Some(reader) => reader.said().await,
            None => panic!("no screen reader came along: ask for one in the visit"),
        }
    }

    /// A command of the protocol that Chromium's developer tools speak.
    pub async fn devtools(&self, command: &str, parameters: Value) -> Value {
        self.driver
            .command("goog/cdp/execute", &json!({ "cmd": command, "params": parameters }))
            .await
    }

    /// Waits until `look` finds something.
    ///
    /// `look` is asked again and again; when it has found nothing for long enough, the test fails with `what` was missed and what the
    /// browser knows about it.
    pub async fn eventually<T>(&self, what: &str, look: impl AsyncFn() -> Option<T>) -> T {
        self.within(PATIENCE, what, look).await
    }

    /// The same for what may take longer, or less long.
    pub async fn within<T>(
        &self,
        patience: Duration,
        what: &str,
        look: impl AsyncFn() -> Option<T>,
    ) -> T {
        let start = Instant::now();
        loop {
            if let Some(found) = look().await {
                return found;
            }
            if start.elapsed() > patience {
                let (text, errors) = (find::dialog_text(self).await, self.errors().await);
                panic!(
                    "{what}: not within {} seconds.\nThe box says: {text}\nThe browser says: {errors:#?}",
                    patience.as_secs()
                );
            }
            sleep(Duration::from_millis(100)).await;
        }
    }
}

/// Writes down that an engine ran, and which version, for `cargo xtask test` to look at in the end.
fn takes_part(engine: Engine, client: &Client) {
    let Some(folder) = env::var_os("SAWTAK_TEST_ENGINES").map(PathBuf::from) else { return };
    fs::create_dir_all(&folder).expect("a folder for the names of the engines");
    let capabilities = client.capabilities().expect("what the session was given");
    let text =
        |name: &str| capabilities.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    fs::write(folder.join(format!("{engine:?}")), text("browserVersion"))
        .expect("an engine's version is written down");
}
