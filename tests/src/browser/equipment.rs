//! Screen, microphone and sound server of a browser. Each browser has its own. The screen reader
//! starts its programs here too.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};

use super::{Microphone, Visit};
use crate::sound;

/// Number of times that a short text is spoken into the microphone, longer than any visit.
const REPETITIONS: &str = "200";

/// Time limit for a program to start, or to end after SIGTERM.
const PATIENCE: Duration = Duration::from_secs(20);

/// Programs that run beside a browser and end with it, and the browser's environment variables.
#[derive(Default)]
pub(super) struct Equipment {
    environment: Vec<(&'static str, String)>,
    programs: Vec<Program>,
}

impl Equipment {
    /// Starts the equipment for this visit; its files go into `folder`.
    pub(super) fn of(visit: &Visit, folder: &Path) -> Self {
        let mut equipment = Self::default();
        // Holds temporary files that a killed browser leaves behind.
        equipment.tell("TMPDIR", folder.display().to_string());
        // Keeps the browser away from the machine's real microphone and from a sound server that
        // starts by itself.
        equipment.tell("PULSE_SERVER", format!("unix:{}", folder.join("sound").display()));
        if let Microphone::Hears(language, text) = visit.microphone {
            let speech = sound::speak(folder, language, text);
            if visit.engine.needs_sound_server() {
                equipment.hear(&speech, folder);
            }
        }
        if visit.engine.needs_screen(visit) {
            equipment.add_screen();
        }
        equipment
    }

    /// Returns the environment variables that the browser needs.
    pub(super) fn environment(&self) -> &[(&'static str, String)] {
        &self.environment
    }

    /// Sets an environment variable for the browser and for programs started from now on.
    pub(super) fn tell(&mut self, name: &'static str, value: String) {
        self.environment.push((name, value));
    }

    /// Starts a program that ends with the browser.
    pub(super) fn start(&mut self, command: &mut Command) -> &mut Child {
        let environment = self.environment.iter().map(|(name, value)| (name, value));
        command.envs(environment).stdin(Stdio::null()).stderr(Stdio::null());
        let child = command.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}"));
        self.programs.push(Program(child));
        &mut self.programs.last_mut().expect("the one that was just added").0
    }

    /// Starts a program and returns the first line that it writes.
    pub(super) fn start_and_read_line(&mut self, command: &mut Command) -> String {
        let output = self.start(command.stdout(Stdio::piped())).stdout.take().expect("a pipe");
        let mut line = String::new();
        BufReader::new(output)
            .read_line(&mut line)
            .unwrap_or_else(|error| panic!("{command:?}: {error}"));
        line.trim().to_owned()
    }

    fn add_screen(&mut self) {
        let mut command = Command::new("Xvfb");
        command.args(["-displayfd", "1", "-screen", "0", "1366x900x24", "-nolisten", "tcp"]);
        let number = self.start_and_read_line(&mut command);
        self.tell("DISPLAY", format!(":{number}"));
    }

    /// Starts a sound server whose microphone plays a file in a loop.
    fn hear(&mut self, speech: &Path, folder: &Path) {
        let (socket, long) = (folder.join("sound"), folder.join("over-and-over.wav"));
        let mut server = Command::new("pulseaudio");
        server
            .args(["-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "-L"])
            .arg(format!(
                "module-native-protocol-unix auth-anonymous=1 socket={}",
                socket.display()
            ))
            .args(["-L", "module-null-sink sink_name=mouth"])
            .args(["-L", "module-remap-source master=mouth.monitor source_name=ear"])
            .env("PULSE_RUNTIME_PATH", folder)
            .env("PULSE_STATE_PATH", folder)
            .stdout(Stdio::null());
        self.start(&mut server);
        until("the sound server", || socket.exists());
        sound::repeat(speech, &long, REPETITIONS);
        let mut player = Command::new("paplay");
        self.start(player.args(["--device=mouth"]).arg(long).stdout(Stdio::null()));
    }
}

/// Waits until `is_so` holds, for conditions that follow soon after a program's start.
pub(super) fn until(what: &str, is_so: impl Fn() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < PATIENCE, "{what}: not within {} seconds", PATIENCE.as_secs());
        thread::sleep(Duration::from_millis(50));
    }
}

/// Process that gets SIGTERM when dropped, so that it removes its files, and SIGKILL if it doesn't
/// end in time.
struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        if let Ok(id) = i32::try_from(self.0.id()) {
            let _ = kill(Pid::from_raw(id), Signal::SIGTERM);
        }
        let start = Instant::now();
        while matches!(self.0.try_wait(), Ok(None)) && start.elapsed() < PATIENCE {
            thread::sleep(Duration::from_millis(10));
        }
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
