//! An edge of a test's own: to be killed, starved and started again on the same data. `cargo xtask test` provides a fresh database to copy.

use std::{
    env, fs,
    fs::File,
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use nix::{
    sys::signal::{Signal, killpg},
    unistd::Pid,
};
use reqwest::StatusCode;
use tempfile::TempDir;
use tokio::time::sleep;

use crate::{client::Visitor, database::Database, fixtures, server::free_port};

/// Among the variables of an edge: it runs with a clock and a media store that a test can set, and says how much memory its Wasm has; see
/// [`Workerd::instruments`] and [`Workerd::delay_media`].
pub const INSTRUMENTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/faults/instrumented/edge.js");

/// What is started in the place of workerd; see [`Workerd::limit_files`].
const WORKERD: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/faults/instrumented/workerd.sh");

/// Data, a port, and the process that serves them while there is one.
pub struct Workerd {
    state: TempDir,
    port: u16,
    variables: Vec<String>,
    child: Option<Child>,
}

impl Workerd {
    /// Starts an edge on fresh data; `variables` are `NAME:value`.
    pub async fn start(variables: &[&str]) -> Self {
        let mut new = Self::stopped(variables);
        new.resume().await;
        new
    }

    /// The same, but not started yet.
    pub fn stopped(variables: &[&str]) -> Self {
        let template =
            env::var("SAWTAK_TEST_FRESH").expect("run these tests through `cargo xtask test`");
        let state =
            tempfile::Builder::new().prefix("sawtak-fault-").tempdir().expect("a temporary folder");
        copy(Path::new(&template), state.path());
        let variables = variables.iter().map(ToString::to_string).collect();
        Self { state, port: free_port(), variables, child: None }
    }

    /// The folder of its data.
    pub fn state(&self) -> &Path {
        self.state.path()
    }

    /// Starts it again on the data that it left.
    pub async fn resume(&mut self) {
        self.resume_with(StatusCode::OK).await;
    }

    /// Starts it again and waits until it answers with this.
    pub async fn resume_with(&mut self, status: StatusCode) {
        let xtask =
            env::var_os("SAWTAK_TEST_XTASK").expect("run these tests through `cargo xtask test`");
        let log = File::options().create(true).append(true).open(self.log()).expect("a log");
        let mut command = Command::new(xtask);
        command.arg("edge").arg(self.state.path()).arg(self.port.to_string()).args(&self.variables);
        command.env("MINIFLARE_WORKERD_PATH", WORKERD);
        command
            .stdin(Stdio::null())
            .stdout(log.try_clone().expect("a log"))
            .stderr(log)
            .process_group(0);
        self.child = Some(command.spawn().expect("the edge starts"));
        let visitor = self.visitor();
        for _ in 0..600 {
            let answer = visitor.request(reqwest::Method::GET, "/api/v1/entities/rta").send().await;
            if answer.is_ok_and(|answer| answer.status() == status) {
                return;
            }
            let ended = self.child.as_mut().and_then(|child| child.try_wait().ok().flatten());
            assert!(ended.is_none(), "the edge ended by itself: {}", self.said());
            sleep(Duration::from_millis(100)).await;
        }
        panic!("the edge doesn't answer: {}", self.said());
    }

    /// Ends it and all its helpers this instant, in the middle of whatever they do.
    pub fn kill(&mut self) {
        let Some(mut child) = self.child.take() else { return };
        if let Ok(id) = i32::try_from(child.id()) {
            let _ = killpg(Pid::from_raw(id), Signal::SIGKILL);
        }
        let _ = child.wait();
    }

    /// Lets no file of its stores grow beyond so many bytes, or any as they like.
    pub fn limit_files(&self, bytes: Option<u32>) {
        let id = self.child.as_ref().expect("it runs").id().to_string();
        let most = bytes.map_or_else(|| "unlimited".to_owned(), |bytes| bytes.to_string());
        for process in fs::read_dir("/proc").expect("processes").flatten() {
            // Number, name, state, parent, group.
            let stat = fs::read_to_string(process.path().join("stat")).unwrap_or_default();
            let fields: Vec<&str> = stat.split(' ').take(5).collect();
            if let [number, "(workerd)", _, _, group] = fields[..]
                && group == id
            {
                let status = Command::new("prlimit")
                    .args(["--pid", number, &format!("--fsize={most}:")])
                    .status();
                assert!(status.expect("prlimit runs").success());
            }
        }
    }

    /// Other variables for the next start.
    pub fn set(&mut self, variables: &[&str]) {
        self.variables = variables.iter().map(ToString::to_string).collect();
    }

    /// The bytes of one of its secrets.
    pub fn secret(&self, name: &str) -> Vec<u8> {
        let secrets = fs::read_to_string(self.state.path().join("secrets.env")).expect("secrets");
        let hex = secrets
            .lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix('='))
            .expect("a secret of this name");
        (0..hex.len())
            .step_by(2)
            .map(|place| u8::from_str_radix(&hex[place..place + 2], 16).expect("digits"))
            .collect()
    }

    /// Whether `cargo xtask verify-history` finds nothing, and what it says.
    pub fn verify_history(&self) -> (bool, String) {
        self.operate(&["verify-history"])
    }

    /// Looks at the heap of its isolate until it is asked what the most was.
    pub fn watch_heap(&self) -> Heap {
        let id = self.child.as_ref().expect("it runs").id();
        let words = fs::read_to_string(format!("/proc/{id}/cmdline")).expect("how it was started");
        let port = words
            .split('\0')
            .skip_while(|word| *word != "--inspector-port")
            .nth(1)
            .expect("an inspector");
        let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut command = Command::new(tests.join("../node_modules/.bin/node"));
        command.arg(tests.join("heap.mjs")).arg(port).stdin(Stdio::piped()).stdout(Stdio::piped());
        Heap(command.spawn().expect("node runs"))
    }

    /// What an operator does with `cargo xtask`: whether it went well, and what it says.
    pub fn operate(&self, words: &[&str]) -> (bool, String) {
        let xtask =
            env::var_os("SAWTAK_TEST_XTASK").expect("run these tests through `cargo xtask test`");
        let output = Command::new(xtask)
            .args(words)
            .arg("--local")
            .arg(self.state.path())
            .output()
            .expect("xtask runs");
        let said = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8_lossy(&said).into_owned())
    }

    /// Puts a new key in front of the secret's older ones, for the next start.
    pub fn add_key(&self, secret: &str, id: &str) {
        let path = self.state.path().join("secrets.env");
        let new =
            format!("{}{}", fixtures::key().as_str(), fixtures::key().as_str()).replace('-', "");
        let lines = fs::read_to_string(&path).expect("secrets");
        let line = |line: &str| match line.split_once('=') {
            Some((name, old)) if name == secret => format!("{name}={id}:{new},{old}\n"),
            _ => format!("{line}\n"),
        };
        fs::write(&path, lines.lines().map(line).collect::<String>()).expect("secrets");
    }

    /// Sets the clock of an edge that is [`INSTRUMENTED`], by so many milliseconds from now, and gives the most bytes that its Wasm has had.
    pub async fn instruments(&self, clock: i64) -> u64 {
        self.set_instrument("clock", clock).await
    }

    /// Lets the media store of an edge that is [`INSTRUMENTED`] take so many milliseconds before it begins to write anything.
    pub async fn delay_media(&self, milliseconds: i64) {
        self.set_instrument("delay", milliseconds).await;
    }

    async fn set_instrument(&self, name: &str, value: i64) -> u64 {
        let said = self
            .visitor()
            .get(&format!("/instruments?{name}={value}"))
            .await
            .json::<serde_json::Value>()
            .await;
        said.expect("instruments")["memory"].as_u64().expect("a number of bytes")
    }

    /// Lets the clock strike.
    pub async fn strike(&self) -> String {
        let response = self.visitor().get("/cdn-cgi/local/scheduled").await;
        assert!(response.status().is_success(), "{}", response.status());
        response.text().await.unwrap_or_default()
    }

    /// Someone who speaks to it.
    pub fn visitor(&self) -> Visitor {
        Visitor::at(self.origin())
    }

    /// Where it is.
    pub fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// What it keeps in D1.
    pub fn database(&self) -> Database {
        Database::in_state(self.state.path())
    }

    /// How many objects and parts lie in the media store.
    pub fn media(&self) -> usize {
        let folder = self.state.path().join("v3/r2");
        files_below(&folder)
            .iter()
            .filter(|path| path.parent().is_some_and(|folder| folder.ends_with("blobs")))
            .count()
    }

    /// What it has logged.
    pub fn said(&self) -> String {
        fs::read_to_string(self.log()).unwrap_or_default()
    }

    /// What it has logged, once this is part of it: lines take their time.
    pub async fn said_until(&self, part: &str) -> String {
        for _ in 0..100 {
            if self.said().contains(part) {
                break;
            }
            sleep(Duration::from_millis(100)).await;
        }
        self.said()
    }

    fn log(&self) -> PathBuf {
        self.state.path().join("edge.log")
    }
}

/// Somebody who looks at a heap.
pub struct Heap(Child);

impl Heap {
    /// The most bytes that lived on it at once, those of buffers among them.
    pub fn most(self) -> u64 {
        // Its input ends here, which it takes for the question.
        let output = self.0.wait_with_output().expect("node runs");
        String::from_utf8_lossy(&output.stdout).trim().parse().expect("a number of bytes")
    }
}

impl Drop for Workerd {
    fn drop(&mut self) {
        self.kill();
    }
}

fn copy(from: &Path, to: &Path) {
    for path in files_below(from) {
        let target = to.join(path.strip_prefix(from).expect("a path below"));
        fs::create_dir_all(target.parent().expect("a folder")).expect("a folder");
        fs::copy(&path, &target).expect("a copy");
    }
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    entries.flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect()
}
