//! Orca, which reads a browser aloud, and what it said.

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

/// What Orca writes before each thing that it says.
const SAID: &str = "SPEECH OUTPUT: '";

/// When nothing has been said for so long, nothing is to come.
const PATIENCE: Duration = Duration::from_secs(4);

/// When something has been said and then nothing for so long, nothing more is to come.
const SILENCE: Duration = Duration::from_millis(1_500);

/// Orca will not start beside another, so tests take turns.
static TURN: Mutex<()> = Mutex::const_new(());

/// Orca, reading.
pub(super) struct ScreenReader {
    log: PathBuf,
    /// How many lines of the log have been read.
    heard: AtomicUsize,
    _turn: MutexGuard<'static, ()>,
}

impl ScreenReader {
    /// A bus on which programs tell of themselves. It must be there before the browser is.
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

    /// Starts reading, once no other test listens.
    pub(super) async fn start(equipment: &mut Equipment, folder: &Path) -> Self {
        let turn = TURN.lock().await;
        let log = folder.join("orca.log");
        // On a terminal of its own: into a file it would write with delay.
        let mut orca = Command::new("script");
        orca.args(["--quiet", "--flush", "--command", "orca --debug-file=/dev/tty"]).arg(&log);
        orca.env("HOME", folder)
            .env("XDG_CONFIG_HOME", folder.join("config"))
            .env("XDG_DATA_HOME", folder.join("data"));
        equipment.start(orca.stdout(Stdio::null()));
        until("Orca's first words", || read(&log).contains(SAID));
        Self { log, heard: AtomicUsize::new(0), _turn: turn }
    }

    /// What it has said since this was last asked, one thing after the other, once it has finished.
    pub(super) async fn said(&self) -> Vec<String> {
        let begin = self.heard.load(Ordering::Relaxed);
        let mut since = Instant::now();
        let mut said = Vec::new();
        while since.elapsed() < if said.is_empty() { PATIENCE } else { SILENCE } {
            sleep(Duration::from_millis(100)).await;
            let log = read(&self.log);
            let lines: Vec<&str> = log.lines().collect();
            let now: Vec<String> = lines[begin..].iter().filter_map(|line| spoken(line)).collect();
            self.heard.store(lines.len(), Ordering::Relaxed);
            if now.len() > said.len() {
                (said, since) = (now, Instant::now());
            }
        }
        said
    }
}

/// The log as far as it has got, perhaps to the middle of a character.
fn read(log: &Path) -> String {
    String::from_utf8_lossy(&fs::read(log).unwrap_or_default()).into_owned()
}

fn spoken(line: &str) -> Option<String> {
    let (_, said) = line.split_once(SAID)?;
    // What follows are properties of the voice.
    let said = said.rsplit_once("'{").map_or(said.trim_end_matches('\''), |(said, _)| said).trim();
    (!said.is_empty()).then(|| said.to_owned())
}
