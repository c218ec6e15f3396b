//! Edge of a test's own, which can be killed, restricted and restarted on the same data.
//!
//! `cargo xtask test` provides a fresh database to copy.

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
use serde_json::Value;
use tempfile::TempDir;
use tokio::time::sleep;

use crate::{
    client::Visitor,
    database::Database,
    fixtures,
    server::{free_port, tls::Certificate},
};

/// Variable that starts an instrumented edge: a test can set its clock and the delay of its media
/// store, and read the size of its Wasm memory. See [`Workerd::instruments`] and
/// [`Workerd::delay_media`].
pub const INSTRUMENTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/faults/instrumented/edge.js");

/// Script that is started instead of workerd; see [`Workerd::limit_files`].
const WORKERD: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/faults/instrumented/workerd.sh");

/// State folder, port and process of an edge. The process is absent while the edge is stopped.
pub struct Workerd {
    state: TempDir,
    port: u16,
    variables: Vec<String>,
    /// File of a certificate that it trusts beside those of the system.
    trusted: Option<PathBuf>,
    child: Option<Child>,
}

impl Workerd {
    /// Starts an edge on fresh data; `variables` are `NAME:value`.
    pub async fn start(variables: &[&str]) -> Self {
        loop {
            let mut new = Self::stopped(variables);
            if new.answers_with(StatusCode::OK).await {
                return new;
            }
        }
    }

    /// Prepares an edge on fresh data without starting it.
    pub fn stopped(variables: &[&str]) -> Self {
        let template =
            env::var("SAWTAK_TEST_FRESH").expect("run these tests through `cargo xtask test`");
        let state =
            tempfile::Builder::new().prefix("sawtak-fault-").tempdir().expect("a temporary folder");
        copy(Path::new(&template), state.path());
        let variables = variables.iter().map(ToString::to_string).collect();
        Self { state, port: free_port(), variables, trusted: None, child: None }
    }

    /// Returns the folder of its data.
    pub fn state(&self) -> &Path {
        self.state.path()
    }

    /// Starts the edge on its present data.
    pub async fn resume(&mut self) {
        self.resume_with(StatusCode::OK).await;
    }

    /// Starts the edge and waits until it answers with `status`.
    pub async fn resume_with(&mut self, status: StatusCode) {
        assert!(self.answers_with(status).await, "{}", self.log());
    }

    /// Starts the edge and waits until it answers with `status`. Returns false if another program
    /// has taken the port, which was free a moment ago.
    async fn answers_with(&mut self, status: StatusCode) -> bool {
        let xtask =
            env::var_os("SAWTAK_TEST_XTASK").expect("run these tests through `cargo xtask test`");
        // A cache that survives would hold what a test has changed in the database meanwhile.
        let _ = fs::remove_dir_all(self.state.path().join("v3/cache"));
        let log = File::options().create(true).append(true).open(self.log_file()).expect("a log");
        let mut command = Command::new(xtask);
        command.arg("edge").arg(self.state.path()).arg(self.port.to_string()).args(&self.variables);
        command.env("MINIFLARE_WORKERD_PATH", WORKERD);
        command.envs(self.trusted.iter().map(|certificate| ("NODE_EXTRA_CA_CERTS", certificate)));
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
                return true;
            }
            let ended = self.child.as_mut().and_then(|child| child.try_wait().ok().flatten());
            if ended.is_some() && self.log().contains("Address already in use") {
                return false;
            }
            assert!(ended.is_none(), "the edge ended by itself: {}", self.log());
            sleep(Duration::from_millis(100)).await;
        }
        panic!("the edge doesn't answer: {}", self.log());
    }

    /// Kills the edge and its helper processes at once, with SIGKILL.
    pub fn kill(&mut self) {
        let Some(mut child) = self.child.take() else { return };
        if let Ok(id) = i32::try_from(child.id()) {
            let _ = killpg(Pid::from_raw(id), Signal::SIGKILL);
        }
        let _ = child.wait();
    }

    /// Limits the size of the files that the edge writes to `bytes`, or removes the limit.
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

    /// Replaces the variables for the next start.
    pub fn set(&mut self, variables: &[&str]) {
        self.variables = variables.iter().map(ToString::to_string).collect();
    }

    /// Makes it trust a certificate from the next start on.
    pub fn trust(&mut self, certificate: &Certificate) {
        self.trusted = Some(certificate.path());
    }

    /// Returns the bytes of one of its secrets.
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

    /// Runs `cargo xtask verify-history` and returns whether it succeeded, and its output.
    pub fn verify_history(&self) -> (bool, String) {
        self.operate(&["verify-history"])
    }

    /// Runs `cargo xtask verify-history files` and returns whether it succeeded, and its output.
    pub fn verify_files(&self) -> (bool, String) {
        self.operate(&["verify-history", "files"])
    }

    /// Starts to sample the heap of the edge's isolate, until [`Heap::most`] is called.
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

    /// Runs a command of `cargo xtask` on this edge's data and returns whether it succeeded, and
    /// its output.
    pub fn operate(&self, words: &[&str]) -> (bool, String) {
        let xtask =
            env::var_os("SAWTAK_TEST_XTASK").expect("run these tests through `cargo xtask test`");
        let output = Command::new(xtask)
            .args(words)
            .arg("--local")
            .arg(self.state.path())
            .output()
            .expect("xtask runs");
        let text = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8_lossy(&text).into_owned())
    }

    /// Puts a new key in front of a secret's older ones, for the next start.
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

    /// Moves the clock of an [`INSTRUMENTED`] edge by `clock` milliseconds from the real time, and
    /// returns the largest size of its Wasm memory in bytes.
    pub async fn instruments(&self, clock: i64) -> u64 {
        self.set_instrument("clock", clock).await
    }

    /// Delays each write of an [`INSTRUMENTED`] edge to the media store by `milliseconds`.
    pub async fn delay_media(&self, milliseconds: i64) {
        self.set_instrument("delay", milliseconds).await;
    }

    async fn set_instrument(&self, name: &str, value: i64) -> u64 {
        let response =
            self.visitor().get(&format!("/instruments?{name}={value}")).await.json::<Value>().await;
        response.expect("instruments")["memory"].as_u64().expect("a number of bytes")
    }

    /// Runs the cron jobs and returns the response.
    pub async fn strike(&self) -> String {
        let response = self.visitor().get("/cdn-cgi/local/scheduled").await;
        assert!(response.status().is_success(), "{}", response.status());
        response.text().await.unwrap_or_default()
    }

    /// Returns a visitor of this edge.
    pub fn visitor(&self) -> Visitor {
        Visitor::at(self.origin())
    }

    /// Returns the edge's origin.
    pub fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Returns the edge's D1 database.
    pub fn database(&self) -> Database {
        Database::in_state(self.state.path())
    }

    /// Returns the number of objects and parts in the media store.
    pub fn media(&self) -> usize {
        let folder = self.state.path().join("v3/r2");
        files_below(&folder)
            .iter()
            .filter(|path| path.parent().is_some_and(|folder| folder.ends_with("blobs")))
            .count()
    }

    /// Returns the keys of the objects in the media store that begin with `prefix`.
    pub fn media_keys(&self, prefix: &str) -> Vec<String> {
        let rows = self.media_rows("SELECT key FROM _mf_objects ORDER BY key").into_iter();
        let keys = rows.filter_map(|row| row["key"].as_str().map(str::to_owned));
        keys.filter(|key| key.starts_with(prefix)).collect()
    }

    /// Overwrites the content of an object in the media store.
    pub fn spoil_media(&self, key: &str) {
        let sql = format!("SELECT blob_id FROM _mf_objects WHERE key = '{key}'");
        let row = self.media_rows(&sql).pop().expect("an object");
        let blob = row["blob_id"].as_str().expect("a blob");
        let files = files_below(&self.state.path().join("v3/r2"));
        let path = files.into_iter().find(|path| path.ends_with(blob)).expect("a file");
        let length = fs::metadata(&path).expect("a file").len();
        let spoilt = vec![b'x'; usize::try_from(length).expect("a length")];
        fs::write(path, spoilt).expect("a file that can be written");
    }

    /// Queries the indices of the media store.
    fn media_rows(&self, sql: &str) -> Vec<Value> {
        let folder = self.state.path().join("v3/r2");
        let is_index = |path: &PathBuf| path.extension().is_some_and(|end| end == "sqlite");
        let indices = files_below(&folder).into_iter().filter(is_index);
        // The emulator, killed at its start, leaves a file without the table.
        let has_table = "SELECT 1 FROM sqlite_master WHERE name = '_mf_objects'";
        indices
            .map(Database::at)
            .filter(|index| !index.run(&[has_table]).is_empty())
            .flat_map(|index| index.run(&[sql]))
            .collect()
    }

    /// Returns the edge's log.
    pub fn log(&self) -> String {
        fs::read_to_string(self.log_file()).unwrap_or_default()
    }

    /// Waits until the log contains `part`, for at most ten seconds, and returns the log.
    pub async fn log_with(&self, part: &str) -> String {
        for _ in 0..100 {
            if self.log().contains(part) {
                break;
            }
            sleep(Duration::from_millis(100)).await;
        }
        self.log()
    }

    fn log_file(&self) -> PathBuf {
        self.state.path().join("edge.log")
    }
}

/// Process that samples a heap.
pub struct Heap(Child);

impl Heap {
    /// Returns the maximum number of bytes in use at once, including buffers.
    pub fn most(self) -> u64 {
        // Closes its standard input, which is the signal to report.
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
