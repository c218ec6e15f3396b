//! The end of all child processes if this process dies without stopping them, for example by
//! SIGKILL.
//!
//! A second process of the same program holds the read end of a pipe. The first writes the process
//! groups that it starts and ends. The kernel closes the pipe when the first is gone, however it
//! died; the second then stops the groups that are left. So no child needs to know of it.

use std::{
    collections::BTreeSet,
    io::{BufRead, Write},
    os::unix::process::CommandExt,
    process::{ChildStdin, Command, Stdio},
    sync::{Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use nix::{
    sys::signal::{Signal, killpg},
    unistd::Pid,
};

use super::GRACE;

/// The command by which this program becomes a watchdog.
pub(crate) const COMMAND: &str = "watchdog";

/// The write end of the pipe. The first group opens it.
static PIPE: Mutex<Option<ChildStdin>> = Mutex::new(None);

/// Notes a group that has started.
pub(super) fn add(group: i32) -> Result<()> {
    let mut pipe = pipe();
    let pipe = match &mut *pipe {
        Some(pipe) => pipe,
        none => none.insert(start()?),
    };
    writeln!(pipe, "+{group}").context("the watchdog over child processes is gone")
}

/// Notes a group that has ended.
pub(super) fn remove(group: i32) {
    if let Some(pipe) = &mut *pipe() {
        let _ = writeln!(pipe, "-{group}");
    }
}

fn pipe() -> MutexGuard<'static, Option<ChildStdin>> {
    PIPE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Starts a watchdog in a process group of its own, where Ctrl-C doesn't reach it.
fn start() -> Result<ChildStdin> {
    let watchdog = Command::new(super::this_program()?)
        .arg(COMMAND)
        .process_group(0)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .context("cannot start the watchdog over child processes")?;
    watchdog.stdin.context("the watchdog has no pipe")
}

/// Becomes the watchdog: reads groups until the pipe closes, then stops those that are left.
pub(crate) fn run(pipe: impl BufRead) {
    let mut groups = left(pipe);
    groups.retain(|group| killpg(*group, Signal::SIGTERM).is_ok());
    let deadline = Instant::now() + GRACE;
    while Instant::now() < deadline && !groups.is_empty() {
        thread::sleep(Duration::from_millis(30));
        groups.retain(|group| killpg(*group, None).is_ok());
    }
    for group in groups {
        let _ = killpg(group, Signal::SIGKILL);
    }
}

/// Reads to the end, and returns the groups that have started and not ended.
fn left(pipe: impl BufRead) -> BTreeSet<Pid> {
    let mut groups = BTreeSet::new();
    for line in pipe.lines().map_while(Result::ok) {
        let Some((sign, group)) = line.split_at_checked(1) else { continue };
        // 0 and 1 are no groups that this program starts: 0 is the watchdog's own.
        let Some(group) = group.parse().ok().filter(|group| *group > 1) else { continue };
        let group = Pid::from_raw(group);
        if sign == "+" {
            groups.insert(group);
        } else {
            groups.remove(&group);
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_that_have_not_ended_are_left() {
        let groups = left(&b"+20\n+30\n-20\n+0\n+1\n\n+40\n"[..]);
        assert_eq!(groups, BTreeSet::from([30, 40].map(Pid::from_raw)));
    }
}
