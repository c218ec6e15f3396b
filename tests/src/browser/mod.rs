//! Visitor with a browser, driven over WebDriver: Chromium, Firefox or WebKit, with a microphone
//! that plays a text chosen by the test.
//!
//! [`Visit`] describes the browser's configuration and [`Browser::start`] starts it. [`find`]
//! locates elements, [`action`] holds actions of a person, [`check`] holds assertions on the
//! visible state. Settings that differ between engines stand only in [`engine`]. The browser and
//! speech tests and the benchmarks call this module.

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

use std::{
    env, fs,
    path::{Path, PathBuf},
    time::Duration,
};

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

/// Default time limit for a condition, on a machine with other work to do.
const PATIENCE: Duration = Duration::from_secs(30);

/// Configuration of a browser. By default it is Chromium with a microphone and a camera that pages
/// may use, and with scripts.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "each can be had without the others")]
pub struct Visit {
    /// Browser engine.
    pub engine: Engine,
    /// Recording device.
    pub microphone: Microphone,
    /// Support for WebM recording. It can be turned off only in Firefox.
    pub records_webm: bool,
    /// Execution of scripts in pages.
    pub scripts: bool,
    /// Log of network traffic.
    pub network: bool,
    /// Presence of a screen reader.
    pub screen_reader: bool,
}

/// Recording device of a browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Microphone {
    /// The engine's own fake microphone and camera.
    Made,
    /// A microphone that plays this text in a loop: language (`en`, `ar`), then text.
    Hears(&'static str, &'static str),
    /// A microphone that pages may not use.
    Refused,
    /// No microphone.
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

/// Browser with one window. It ends when dropped.
pub struct Browser {
    visit: Visit,
    client: Client,
    driver: Driver,
    _equipment: Equipment,
    // Dropped after the equipment, so that Orca has ended before the next one may start.
    screen_reader: Option<ScreenReader>,
    folder: TempDir,
}

impl Browser {
    /// Starts a fresh browser without history or storage, and with the visit's permissions only.
    pub async fn start(visit: impl Into<Visit>) -> Self {
        let folder = tempfile::Builder::new()
            .prefix("sawtak-browser-")
            .tempdir()
            .expect("a temporary folder");
        Self::start_in(folder, visit.into()).await
    }

    /// Kills Chromium, as in a crash, and starts it again with the same profile.
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
        if visit.screen_reader {
            ScreenReader::add_bus(&mut equipment);
        }
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

    /// Returns the browser's engine.
    pub fn engine(&self) -> Engine {
        self.visit.engine
    }

    /// Returns the WebDriver client, for actions without a helper here.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Returns the folder of this visit's files, which is removed with the browser.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Goes to an address.
    pub async fn visit(&self, address: &str) {
        self.client.goto(address).await.expect("the page loads");
    }

    /// Runs a script in the page's own JavaScript context.
    pub async fn script(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.client.execute(script, arguments).await.expect("the script runs")
    }

    /// Runs this script before the scripts of every page from now on, for effects that no browser
    /// setting offers.
    pub async fn before_each_page(&self, script: &str) {
        self.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script })).await;
    }

    /// Drops a file or a folder of this machine at a point of the page, in CSS pixels.
    pub async fn drop_at(&self, path: &Path, [x, y]: [f64; 2]) {
        let data = json!({ "items": [], "files": [path], "dragOperationsMask": 1 });
        for step in ["dragEnter", "dragOver", "drop"] {
            let event = json!({ "type": step, "x": x, "y": y, "data": data });
            self.devtools("Input.dispatchDragEvent", event).await;
        }
    }

    /// Translates every page from now on, as a browser's translator does.
    pub async fn translate_pages(&self) {
        self.before_each_page(include_str!("translator.js")).await;
    }

    /// Returns the network events since the last call, in the format of the `DevTools`
    /// protocol.
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

    /// Returns the errors that the browser reported in pages since the last call.
    pub async fn errors(&self) -> Vec<String> {
        self.driver.errors().await
    }

    /// Returns the warnings in Chromium's console since the last call.
    pub async fn warnings(&self) -> Vec<String> {
        self.driver.console("WARNING").await
    }

    /// Returns the texts that the screen reader has spoken since the last call.
    pub async fn spoken(&self) -> Vec<String> {
        match &self.screen_reader {
            Some(reader) => reader.spoken().await,
            None => panic!("no screen reader came along: ask for one in the visit"),
        }
    }

    /// Gives Chromium a device for passkeys, whose owner is there and consents (`WebAuthn`,
    /// section 11.2).
    pub async fn add_authenticator(&self) {
        let device = json!({
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": true,
            "hasUserVerification": true,
            "isUserConsenting": true,
            "isUserVerified": true,
        });
        self.driver.command("webauthn/authenticator", &device).await;
    }

    /// Sends a command of the `DevTools` protocol.
    pub async fn devtools(&self, command: &str, parameters: Value) -> Value {
        self.driver
            .command("goog/cdp/execute", &json!({ "cmd": command, "params": parameters }))
            .await
    }

    /// Waits until `look` returns a value, and returns it.
    ///
    /// `look` is called repeatedly. After the time limit the test fails with `what` was missed, the
    /// widget's text and the browser's errors.
    pub async fn eventually<T>(&self, what: &str, look: impl AsyncFn() -> Option<T>) -> T {
        self.within(PATIENCE, what, look).await
    }

    /// Waits like [`eventually`](Self::eventually), with a time limit of the caller's.
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

/// Records that an engine ran, and its version, for `cargo xtask test` to check at the end.
fn takes_part(engine: Engine, client: &Client) {
    let Some(folder) = env::var_os("SAWTAK_TEST_ENGINES").map(PathBuf::from) else { return };
    fs::create_dir_all(&folder).expect("a folder for the names of the engines");
    let capabilities = client.capabilities().expect("what the session was given");
    let text =
        |name: &str| capabilities.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    fs::write(folder.join(format!("{engine:?}")), text("browserVersion"))
        .expect("an engine's version is written down");
}
