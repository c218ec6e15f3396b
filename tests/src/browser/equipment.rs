//! What a browser finds on its machine: a screen to draw on, a microphone to hear with. Each browser has its own.

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

use super::{Microphone, Visit, screen_reader::ScreenReader};
use crate::sound;

/// How often a short text is said into the microphone: longer than any visit.
const REPETITIONS: &str = "200";

/// How long a program may take to start, or to end when asked to.
const PATIENCE: Duration = Duration::from_secs(20);

/// Programs that run beside a browser and end with it, and what the browser must know of them.
#[derive(Default)]
pub(super) struct Equipment {
    environment: Vec<(&'static str, String)>,
    programs: Vec<Program>,
}

impl Equipment {
    /// What this visit needs; its files go into `folder`.
    pub(super) fn of(visit: &Visit, folder: &Path) -> Self {
        let mut equipment = Self::default();
        // What a browser that is killed would leave behind.
        equipment.tell("TMPDIR", folder.display().to_string());
        // Nobody's real microphone, and no sound server that starts itself.
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
        if visit.screen_reader {
            ScreenReader::add_bus(&mut equipment);
        }
        equipment
    }

    /// The variables that the browser must find in its environment.
    pub(super) fn environment(&self) -> &[(&'static str, String)] {
        &self.environment
    }

    /// Tells a variable to the browser and to what is started from now on.
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

    /// Starts a program and gives the first line that it writes.
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

    /// A sound card of our own, whose microphone hears a file over and over.
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

/// Waits for what a program does soon after its start.
pub(super) fn until(what: &str, is_so: impl Fn() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < PATIENCE, "{what}: not within {} seconds", PATIENCE.as_secs());
        thread::sleep(Duration::from_millis(50));
    }
}

/// Asked to end when dropped, so that it takes its files along; made to if it doesn't.
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
