//! Child processes. Each leads a process group of its own, so that stopping it stops all that it started, and nothing else.

use std::{
    collections::BTreeSet,
    ffi::OsStr,
    io::{BufRead, BufReader, Read},
    os::unix::process::CommandExt,
    path::Path,
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

/// How long a process may take to end by itself once it is asked to.
const GRACE: Duration = Duration::from_secs(8);

/// On Ctrl-C, SIGTERM or SIGHUP: asks all groups to end, so that the main thread sees its children go and returns. A second
/// signal ends everything at once.
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

/// Whether the user has asked for the end.
pub(crate) fn stopping() -> bool {
    STOPPING.load(Ordering::SeqCst)
}

fn groups() -> MutexGuard<'static, BTreeSet<i32>> {
    GROUPS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A running child and everything that it has started. Dropping it stops them.
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
        if stopping() {
            let _ = killpg(Pid::from_raw(id), Signal::SIGTERM);
        }
        Ok(Self { child, id, ended: false })
    }

    pub(crate) fn wait(&mut self) -> Result<ExitStatus> {
        let status = self.child.wait()?;
        self.end();
        Ok(status)
    }

    /// The processor time of all that run in it, in seconds: user and system, as `/proc` has it in hundredths.
    pub(crate) fn processor_seconds(&self) -> f64 {
        let processes = std::fs::read_dir("/proc").into_iter().flatten().flatten();
        let stats = processes
            .filter_map(|process| std::fs::read_to_string(process.path().join("stat")).ok());
        let hundredths = stats.filter_map(|stat| {
            // Behind the name, which may hold anything: state, parent, group; the times are the twelfth and thirteenth.
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

    /// What the leader leaves behind goes with it: a test's browser, a server's helper.
    fn end(&mut self) {
        let _ = killpg(Pid::from_raw(self.id), Signal::SIGKILL);
        groups().remove(&self.id);
        self.ended = true;
    }

    /// Hands each line of output to `show`, from threads of its own, until the pipes close.
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

/// Runs a command to its end, its output shown as it comes.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = Group::start(command)?.wait()?;
    success(command, status)
}

/// Runs a command whose output matters only when it fails.
pub(crate) fn run_quietly(command: &mut Command) -> Result<()> {
    let (status, text) = captured(command.stderr(Stdio::piped()))?;
    if !status.success() {
        eprintln!("{text}");
    }
    success(command, status)
}

/// Runs a command and returns what it writes to its standard output.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let (status, text) = captured(command)?;
    success(command, status)?;
    Ok(text)
}

/// Runs a command, shows its standard output line by line, and hands each line to `heed` as well.
pub(crate) fn run_heeding(
    command: &mut Command,
    heed: impl FnMut(&str) + Send + 'static,
) -> Result<ExitStatus> {
    let mut group = Group::start(command.stdout(Stdio::piped()))?;
    let mut heed = heed;
    let reader = group.child.stdout.take().map(|pipe| {
        forward(pipe, move |line| {
            println!("{line}");
            heed(line);
        })
    });
    // The process first, the pipe second: something left behind could hold the pipe open for ever.
    let status = group.wait()?;
    if let Some(reader) = reader {
        let _ = reader.join();
    }
    Ok(status)
}

/// Runs a command and returns how it ended and what it wrote to those of its outputs that are pipes, as its standard output is.
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
