//! Orca, the screen reader, and the texts that it speaks.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use tokio::{
    sync::{Mutex, MutexGuard},
    time::{Instant, sleep},
};

use super::equipment::{Equipment, until};

/// Prefix of each spoken text in Orca's log.
const PREFIX: &str = "SPEECH OUTPUT: '";

/// Maximum wait for the first spoken text.
const PATIENCE: Duration = Duration::from_secs(4);

/// Silence after which the spoken text is complete.
const SILENCE: Duration = Duration::from_millis(1_500);

/// Longest speech without such a silence: Orca repeats something then.
const SPEECH_MAX: Duration = Duration::from_mins(1);

/// Lock that gives Orca to one test at a time, since it doesn't start beside another instance.
static TURN: Mutex<()> = Mutex::const_new(());

/// Running Orca.
pub(super) struct ScreenReader {
    log: PathBuf,
    /// Number of log lines that have been read.
    heard: AtomicUsize,
    _turn: MutexGuard<'static, ()>,
}

impl ScreenReader {
    /// Starts the accessibility bus. It must run before the browser starts.
    pub(super) fn add_bus(equipment: &mut Equipment) {
        let mut bus = Command::new("dbus-daemon");
        let address =
            equipment.start_and_read_line(bus.args(["--session", "--nofork", "--print-address"]));
        equipment.tell("DBUS_SESSION_BUS_ADDRESS", address);
        equipment.start(
            Command::new("/usr/libexec/at-spi-bus-launcher")
                .arg("--launch-immediately")
                .stdout(Stdio::null()),
        );
        for property in ["IsEnabled", "ScreenReaderEnabled"] {
            until("the accessibility bus", || {
                let mut set = Command::new("dbus-send");
                set.args([
                    "--session",
                    "--print-reply",
                    "--dest=org.a11y.Bus",
                    "/org/a11y/bus",
                    "org.freedesktop.DBus.Properties.Set",
                ])
                .args([
                    "string:org.a11y.Status",
                    &format!("string:{property}"),
                    "variant:boolean:true",
                ])
                .envs(equipment.environment().iter().map(|(name, value)| (name, value)));
                set.output().is_ok_and(|output| output.status.success())
            });
        }
    }

    /// Starts Orca, once no other test uses it.
    pub(super) async fn start(equipment: &mut Equipment, folder: &Path) -> Self {
        let turn = TURN.lock().await;
        let log = folder.join("orca.log");
        // In a terminal of its own, because Orca buffers its writes to a file.
        let mut orca = Command::new("script");
        orca.args(["--quiet", "--flush", "--command", "orca --debug-file=/dev/tty"]).arg(&log);
        orca.env("HOME", folder)
            .env("XDG_CONFIG_HOME", folder.join("config"))
            .env("XDG_DATA_HOME", folder.join("data"));
        equipment.start(orca.stdout(Stdio::null()));
        until("Orca's first words", || read(&log).contains(PREFIX));
        Self { log, heard: AtomicUsize::new(0), _turn: turn }
    }

    /// Waits until Orca has finished and returns the texts that it has spoken since the last call.
    pub(super) async fn spoken(&self) -> Vec<String> {
        let begin = self.heard.load(Ordering::Relaxed);
        let (start, mut since) = (Instant::now(), Instant::now());
        let mut texts = Vec::new();
        while since.elapsed() < if texts.is_empty() { PATIENCE } else { SILENCE } {
            assert!(start.elapsed() < SPEECH_MAX, "Orca goes on and on: {texts:?}");
            sleep(Duration::from_millis(100)).await;
            let log = read(&self.log);
            let lines: Vec<&str> = log.lines().collect();
            let now: Vec<String> =
                lines[begin..].iter().filter_map(|line| spoken_text(line)).collect();
            self.heard.store(lines.len(), Ordering::Relaxed);
            if now.len() > texts.len() {
                (texts, since) = (now, Instant::now());
            }
        }
        texts
    }
}

/// Reads the log, which may end in the middle of a character.
fn read(log: &Path) -> String {
    String::from_utf8_lossy(&fs::read(log).unwrap_or_default()).into_owned()
}

fn spoken_text(line: &str) -> Option<String> {
    let (_, text) = line.split_once(PREFIX)?;
    // Voice properties follow the text.
    let text = text.rsplit_once("'{").map_or(text.trim_end_matches('\''), |(text, _)| text).trim();
    (!text.is_empty()).then(|| text.to_owned())
}
