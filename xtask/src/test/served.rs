//! Tests against the running system: a fresh database, the real workerd, the demo site, free ports.

use std::{
    collections::{BTreeSet, VecDeque},
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::{Mutex, MutexGuard, PoisonError},
    thread::{self, ScopedJoinHandle},
};

use anyhow::{Context, Result, anyhow, bail, ensure};
use nix::unistd::geteuid;
use tempfile::TempDir;

use crate::{
    build, fingerprint, process,
    progress::Steps,
    project,
    serve::{self, Log, Servers, database, ports::Ports},
    test::{contract, executables::Executables, tally::Tally},
    tools::{self, binaries, debian, python, schemathesis},
};

pub(crate) struct Suite {
    name: &'static str,
    /// The test target of the crate `tests`, and the folder that it is made of.
    pub(super) target: &'static str,
    needs: &'static [&'static [debian::Package]],
    /// True if the published contract is tested as well.
    tries_contract: bool,
    /// The engines that must have taken part, as the tests name them.
    engines: &'static [&'static str],
    /// True if tests read published files by programs of others.
    reads_files: bool,
    /// True if each test starts an edge of its own, on a copy of the fresh database.
    starts_its_own: bool,
}

const PLAIN: Suite = Suite {
    name: "",
    target: "",
    needs: &[],
    engines: &[],
    tries_contract: false,
    reads_files: false,
    starts_its_own: false,
};
pub(crate) const HTTP: Suite =
    Suite { name: "HTTP tests", target: "http", tries_contract: true, ..PLAIN };
pub(crate) const FAULTS: Suite = Suite {
    name: "fault tests",
    target: "faults",
    needs: &[debian::SCANNER],
    reads_files: true,
    starts_its_own: true,
    ..PLAIN
};
pub(crate) const BROWSER: Suite = Suite {
    name: "browser tests",
    target: "browser",
    needs: &[debian::BROWSER],
    engines: &["Chromium", "Firefox", "Webkit"],
    reads_files: true,
    ..PLAIN
};
pub(crate) const SPEECH: Suite = Suite {
    name: "speech tests",
    target: "speech",
    needs: &[debian::BROWSER, debian::SPEECH],
    engines: &["Firefox"],
    ..PLAIN
};

/// Messages of staff aren't held: most tests look at what the customer sees right after. Those of
/// the hold start an edge of their own.
const AT_ONCE: &[&str] = &["HOLD_SECONDS:0"];

/// The number of log lines shown of a server when tests fail.
const TAIL: usize = 40;

/// Everything that suites run: the system and the test programs.
pub(super) struct Built {
    executables: Executables,
    geckodriver: Option<PathBuf>,
    /// Python with readers of published files, if a suite reads any.
    readers: Option<PathBuf>,
    /// Python with clients of Open311, for the suite that tests contracts.
    clients: Option<PathBuf>,
}

impl Built {
    /// Installs and builds what these suites need. What only the tests need comes beside the
    /// system.
    pub(super) fn new(suites: &[&Suite]) -> Result<Self> {
        let mut steps = Steps::of(build::STEPS);
        for suite in suites {
            debian::require(&format!("run the {}", suite.name), &suite.needs.concat())?;
        }
        let is_firefox_needed = suites.iter().any(|suite| suite.engines.contains(&"Firefox"));
        let tries_contract = suites.iter().any(|suite| suite.tries_contract);
        let reads_files = suites.iter().any(|suite| suite.reads_files);
        let targets: Vec<&str> = suites.iter().map(|suite| suite.target).collect();
        thread::scope(|scope| {
            let programs = scope.spawn(|| {
                serve::build_programs()?;
                Executables::build(&targets)
            });
            let geckodriver =
                scope.spawn(|| is_firefox_needed.then(binaries::geckodriver).transpose());
            // Mostly waits for downloads.
            let pythons = scope.spawn(|| {
                if tries_contract {
                    schemathesis::install()?;
                }
                let clients = tries_contract.then(python::open311_clients).transpose()?;
                anyhow::Ok((clients, reads_files.then(python::readers).transpose()?))
            });
            build::all(&mut steps, build::Grade::Served)?;
            let executables = join(programs, "the build of the test programs")?;
            let geckodriver = join(geckodriver, "the build of geckodriver")?;
            let (clients, readers) = join(pythons, "the installation of Python's tools")?;
            steps.print_times();
            Ok(Self { executables, geckodriver, readers, clients })
        })
    }

    /// Runs a suite. `only` is the beginning of a name: of all files, those that go on with it.
    pub(super) fn run(&self, tally: &mut Tally, suite: &Suite, only: Option<&str>) {
        match Files::of(suite, only) {
            Ok(files) => self.run_files(tally, suite, &files),
            Err(error) => tally.fail(suite.name, &error),
        }
    }

    /// Runs those files of a suite that nobody else has taken.
    pub(super) fn run_files(&self, tally: &mut Tally, suite: &Suite, files: &Files) {
        if process::stopping() || files.are_taken() {
            return;
        }
        if let Err(error) = self.serve_and_run(tally, suite, files) {
            tally.fail(suite.name, &error);
        }
    }

    fn serve_and_run(&self, tally: &mut Tally, suite: &Suite, files: &Files) -> Result<()> {
        println!("-- {}: fresh database and servers", suite.name);
        let state = temporary_folder("sawtak-test-")?;
        database::prepare(state.path())?;
        // Nobody writes to this one: tests that start an edge of their own copy it.
        let fresh = temporary_folder("sawtak-fresh-")?;
        process::run(tools::command("cp").arg("-R").arg(state.path().join(".")).arg(fresh.path()))?;
        let ports = Ports::any();
        let logs = state.path().join("servers");
        fs::create_dir(&logs)?;
        let start = || {
            Servers::start_with(ports, state.path(), Log::Folder(logs.clone()), AT_ONCE)
                .inspect_err(|_| show_logs(&logs))
        };
        let servers = if suite.starts_its_own { None } else { Some(start()?) };
        let failed_before = tally.failed();
        // One after the other: what a test may do to the database is settled within its file.
        while let Some(file) = files.take() {
            let mut command = self.executables.command(suite.target)?;
            command.arg(format!("{file}::"));
            set_up(&mut command, suite, ports, state.path());
            command.env("SAWTAK_TEST_FRESH", fresh.path());
            command.envs(self.clients.iter().map(|program| ("SAWTAK_TEST_OPEN311", program)));
            command.envs(self.readers.iter().map(|program| ("SAWTAK_TEST_READERS", program)));
            command
                .envs(self.geckodriver.iter().map(|program| ("SAWTAK_TEST_GECKODRIVER", program)));
            tally.tests(&format!("{}: {file}", suite.name), &mut command);
        }
        if !suite.engines.is_empty() && files.are_all {
            let engines = state.path().join("engines");
            tally.check("engines that took part", || take_part(suite, &engines));
        }
        if suite.tries_contract && files.are_all {
            let origin = ports.edge_origin();
            tally.check("the contract, by Schemathesis", || contract::check(&origin));
        }
        if tally.failed() > failed_before {
            show_logs(&logs);
        }
        let is_logged = servers.is_some();
        drop(servers);
        if is_logged && files.are_all {
            let typed = state.path().join("typed.txt");
            tally.check(&format!("logs of the {}", suite.name), || {
                says_nothing_typed(&logs, &typed)
            });
        }
        Ok(())
    }
}

/// Waits for the end of a thread and returns what it made.
fn join<T>(thread: ScopedJoinHandle<'_, Result<T>>, work: &str) -> Result<T> {
    thread.join().map_err(|_| anyhow!("{work} panicked"))?
}

fn temporary_folder(prefix: &str) -> Result<TempDir> {
    tempfile::Builder::new().prefix(prefix).tempdir().context("no temporary folder")
}

/// Checks that the edge's log holds nothing that the tests typed or were given.
///
/// Wrangler's own lines are skipped: they hold URLs, which a deployed worker doesn't log.
fn says_nothing_typed(logs: &Path, typed: &Path) -> Result<()> {
    let typed =
        fs::read_to_string(typed).context("the tests have noted nothing that they typed")?;
    let log = fs::read_to_string(logs.join("edge.log"))?;
    let lines: Vec<&str> = log.lines().filter(|line| !line.starts_with("[wrangler:")).collect();
    let requests = lines.iter().filter(|line| line.contains("\"route\"")).count();
    ensure!(requests > 0, "the log tells of no request");
    let words: BTreeSet<&str> = typed.lines().filter(|line| !line.is_empty()).collect();
    let found =
        words.iter().find_map(|word| Some((word, lines.iter().find(|line| line.contains(*word))?)));
    if let Some((word, line)) = found {
        bail!("the log says `{word}`, which a test typed: {line}");
    }
    println!("{} typed texts and keys looked for in the lines of {requests} requests", words.len());
    Ok(())
}

/// Prints the name and version of each engine that took part, and fails if one is missing.
fn take_part(suite: &Suite, folder: &Path) -> Result<()> {
    for engine in suite.engines {
        let version = fs::read_to_string(folder.join(engine))
            .with_context(|| format!("{engine} did not take part"))?;
        println!("{engine} {version}");
    }
    Ok(())
}

/// The files of a suite that are still to be run, as module paths: `visitor::draft` for
/// `visitor/draft.rs`. Several threads may take from them.
pub(super) struct Files {
    waiting: Mutex<VecDeque<String>>,
    /// True unless a name selects some of the suite's files.
    are_all: bool,
}

impl Files {
    /// Finds the files of a suite.
    ///
    /// `only` selects by the beginning of a file's or a folder's name. Front files (`main.rs`,
    /// `mod.rs`) hold no tests.
    pub(super) fn of(suite: &Suite, only: Option<&str>) -> Result<Self> {
        let folder = project::root().join("tests").join(suite.target);
        let prefix = only.unwrap_or_default();
        let mut modules = VecDeque::new();
        for path in fingerprint::files_below(&folder)? {
            if path.extension() != Some(OsStr::new("rs")) {
                continue;
            }
            let relative = path.strip_prefix(&folder)?.with_extension("");
            let names: Vec<&str> = relative.iter().filter_map(OsStr::to_str).collect();
            let is_front = matches!(names.last(), Some(&("main" | "mod")));
            if !is_front && names.iter().any(|name| name.starts_with(prefix)) {
                modules.push_back(names.join("::"));
            }
        }
        ensure!(!modules.is_empty(), "there is no such file in {}", folder.display());
        Ok(Self { waiting: Mutex::new(modules), are_all: only.is_none() })
    }

    fn take(&self) -> Option<String> {
        self.waiting().pop_front()
    }

    fn are_taken(&self) -> bool {
        self.waiting().is_empty()
    }

    fn waiting(&self) -> MutexGuard<'_, VecDeque<String>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Sets a test program's environment and libtest's flags.
fn set_up(command: &mut Command, suite: &Suite, ports: Ports, state: &Path) {
    command
        .env("SAWTAK_TEST_EDGE", ports.edge_origin())
        .env("SAWTAK_TEST_DEMO", ports.demo_origin())
        .env("SAWTAK_TEST_STANDINS", ports.stand_ins_origin())
        .env("SAWTAK_TEST_SMTP", format!("127.0.0.1:{}", ports.smtp))
        .env("SAWTAK_TEST_STATE", state)
        .env("SAWTAK_TEST_XTASK", process::this_program().unwrap_or_default())
        .env("SAWTAK_TEST_ENGINES", state.join("engines"));
    if suite.starts_its_own {
        // Each test is several processes already.
        command.env("RUST_TEST_THREADS", "2");
        if geteuid().is_root() {
            command.arg("--include-ignored");
        }
    }
}

fn show_logs(folder: &Path) {
    for name in ["edge", "demo", "identity", "stand-ins", "mail"] {
        let text = fs::read_to_string(folder.join(format!("{name}.log"))).unwrap_or_default();
        let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
        for line in &lines[lines.len().saturating_sub(TAIL)..] {
            println!("{name}: {line}");
        }
    }
}
