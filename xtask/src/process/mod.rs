//! Child processes.
//!
//! Each leads a process group of its own. So stopping it stops all processes that it started, and
//! no others. All groups end with this process: on a signal, on an error, and by the watchdog even
//! if this process is killed. Only `deploy` starts a process in another way, at the terminal.

pub(crate) mod watchdog;

use std::{
    collections::BTreeSet,
    ffi::OsStr,
    io::{BufRead, BufReader, Read},
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio, exit},
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use nix::{
    sys::signal::{Signal, killpg},
    unistd::Pid,
};

static STOPPING: AtomicBool = AtomicBool::new(false);
static GROUPS: Mutex<BTreeSet<i32>> = Mutex::new(BTreeSet::new());

/// The time that a process has between SIGTERM and SIGKILL.
const GRACE: Duration = Duration::from_secs(8);

/// Handles Ctrl-C, SIGTERM and SIGHUP.
///
/// The first sends SIGTERM to all groups, so that the main thread sees its children end and
/// returns.
/// The second kills all groups and exits.
pub(crate) fn stop_on_signal() -> Result<()> {
    ctrlc::set_handler(|| {
        let again = STOPPING.swap(true, Ordering::SeqCst);
        let signal = if again { Signal::SIGKILL } else { Signal::SIGTERM };
        for group in groups().iter() {
            let _ = killpg(Pid::from_raw(*group), signal);
        }
        if again {
            exit(130);
        }
    })
    .context("cannot listen for Ctrl-C")
}

/// Returns true once the user has asked for the end.
pub(crate) fn stopping() -> bool {
    STOPPING.load(Ordering::SeqCst)
}

fn groups() -> MutexGuard<'static, BTreeSet<i32>> {
    GROUPS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A running child and all processes that it has started. Dropping it stops them.
pub(crate) struct Group {
    child: Child,
    id: i32,
    ended: bool,
}

impl Group {
    pub(crate) fn start(command: &mut Command) -> Result<Self> {
        if stopping() {
            bail!("stopped");
        }
        command.process_group(0).stdin(Stdio::null());
        let child = command.spawn().with_context(|| format!("cannot start {}", name(command)))?;
        let id = i32::try_from(child.id()).context("a process id out of range")?;
        groups().insert(id);
        // From here on, an early return drops the group and so stops it.
        let group = Self { child, id, ended: false };
        watchdog::add(id)?;
        if stopping() {
            let _ = killpg(Pid::from_raw(id), Signal::SIGTERM);
        }
        Ok(group)
    }

    pub(crate) fn wait(&mut self) -> Result<ExitStatus> {
        let status = self.child.wait()?;
        self.end();
        Ok(status)
    }

    /// Returns the processor time of all its processes in seconds, user and system.
    ///
    /// `/proc` gives hundredths of a second.
    pub(crate) fn processor_seconds(&self) -> f64 {
        let processes = std::fs::read_dir("/proc").into_iter().flatten().flatten();
        let stats = processes
            .filter_map(|process| std::fs::read_to_string(process.path().join("stat")).ok());
        let hundredths = stats.filter_map(|stat| {
            // The name may hold anything. After it come state, parent and group; the times are the
            // twelfth and thirteenth field.
            let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
            let number = |place: usize| fields.get(place)?.parse::<u32>().ok();
            (fields.get(2)?.parse() == Ok(self.id)).then_some(number(11)? + number(12)?)
        });
        f64::from(hundredths.sum::<u32>()) / 100.0
    }

    pub(crate) fn has_ended(&mut self) -> Result<bool> {
        let ended = self.child.try_wait()?.is_some();
        if ended {
            self.end();
        }
        Ok(ended)
    }

    pub(crate) fn stop(&mut self) {
        if self.ended {
            return;
        }
        let _ = killpg(Pid::from_raw(self.id), Signal::SIGTERM);
        let deadline = Instant::now() + GRACE;
        while Instant::now() < deadline && matches!(self.child.try_wait(), Ok(None)) {
            thread::sleep(Duration::from_millis(30));
        }
        self.end();
        let _ = self.child.wait();
    }

    /// Kills processes that the leader left behind, such as a test's browser or a server's helper.
    fn end(&mut self) {
        let _ = killpg(Pid::from_raw(self.id), Signal::SIGKILL);
        groups().remove(&self.id);
        watchdog::remove(self.id);
        self.ended = true;
    }

    /// Passes each line of output to `show`, from its own threads, until the pipes close.
    pub(crate) fn show_lines(&mut self, show: impl Fn(&str) + Clone + Send + 'static) {
        if let Some(out) = self.child.stdout.take() {
            forward(out, show.clone());
        }
        if let Some(err) = self.child.stderr.take() {
            forward(err, show);
        }
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        self.stop();
    }
}

fn forward(
    pipe: impl Read + Send + 'static,
    mut show: impl FnMut(&str) + Send + 'static,
) -> thread::JoinHandle<()> {
    thread::spawn(move || {
        for line in BufReader::new(pipe).split(b'\n').map_while(Result::ok) {
            show(String::from_utf8_lossy(&line).trim_end());
        }
    })
}

/// Runs a command to its end and shows its output as it comes.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = Group::start(command)?.wait()?;
    success(command, status)
}

/// Runs a command and shows its output only if it fails.
pub(crate) fn run_quietly(command: &mut Command) -> Result<()> {
    let (status, text) = captured(command.stderr(Stdio::piped()))?;
    if !status.success() {
        eprintln!("{text}");
    }
    success(command, status)
}

/// Runs a command and returns its standard output.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let (status, text) = captured(command)?;
    success(command, status)?;
    Ok(text)
}

/// Runs a command, shows its standard output, and passes each line to `read` as well.
pub(crate) fn run_reading(
    command: &mut Command,
    mut read: impl FnMut(&str) + Send + 'static,
) -> Result<ExitStatus> {
    let mut group = Group::start(command.stdout(Stdio::piped()))?;
    let reader = group.child.stdout.take().map(|pipe| {
        forward(pipe, move |line| {
            println!("{line}");
            read(line);
        })
    });
    // Waits for the process first: a process left behind could hold the pipe open for ever.
    let status = group.wait()?;
    if let Some(reader) = reader {
        let _ = reader.join();
    }
    Ok(status)
}

/// Runs a command and returns its exit status and its standard output.
///
/// Standard error is in the text too, if it is a pipe.
pub(crate) fn captured(command: &mut Command) -> Result<(ExitStatus, String)> {
    let mut group = Group::start(command.stdout(Stdio::piped()))?;
    let (sender, lines) = std::sync::mpsc::channel();
    group.show_lines(move |line| {
        let _ = sender.send(format!("{line}\n"));
    });
    let status = group.wait()?;
    Ok((status, lines.iter().collect()))
}

fn success(command: &Command, status: ExitStatus) -> Result<()> {
    if stopping() {
        bail!("stopped");
    }
    if !status.success() {
        let words: Vec<_> = command.get_args().take(4).map(OsStr::to_string_lossy).collect();
        bail!("`{} {}` failed ({status}): see above", name(command), words.join(" "));
    }
    Ok(())
}

fn name(command: &Command) -> String {
    let program = Path::new(command.get_program());
    program.file_name().unwrap_or_default().display().to_string()
}
/// Returns a path that starts the running program as long as it runs.
///
/// A build may replace the program's file meanwhile: `cargo test` links `xtask` anew for its
/// integration tests. Linux then reports a path that doesn't exist; the link in `/proc` still
/// works. A process started by the link is named after it, so `pkill xtask` misses it.
pub(crate) fn this_program() -> Result<PathBuf> {
    let link = PathBuf::from(format!("/proc/{}/exe", std::process::id()));
    if link.exists() {
        Ok(link)
    } else {
        std::env::current_exe().context("this program has no path")
    }
}
