//! Debian packages: installed where we may, named where we may not.

use std::{
    env,
    path::Path,
    process::{Command, Stdio},
};

use anyhow::{Result, bail};
use nix::unistd::geteuid;

use crate::{process, progress::note, tools::command};

/// A Debian package and what shows that it, or its like on another system, is there.
#[derive(Clone, Copy)]
pub(crate) struct Package {
    name: &'static str,
    sign: Sign,
}

#[derive(Clone, Copy)]
enum Sign {
    Program(&'static str),
    PkgConfig(&'static str),
    /// A module of Python's.
    Python(&'static str),
    /// A package without a visible sign: only dpkg knows whether it is installed.
    Installed,
}

/// The headers that worker-build links against.
pub(crate) const OPENSSL_HEADERS: Package =
    Package { name: "libssl-dev pkg-config", sign: Sign::PkgConfig("openssl") };

/// The packages that install Schemathesis.
pub(crate) const PYTHON: Package =
    Package { name: "python3 python3-venv", sign: Sign::Python("ensurepip") };

/// The packages that the browser tests drive browsers and play speech with.
pub(crate) const BROWSER: &[Package] = &[
    Package { name: "chromium", sign: Sign::Program("chromium") },
    Package { name: "chromium-driver", sign: Sign::Program("chromedriver") },
    Package { name: "firefox-esr", sign: Sign::Program("firefox-esr") },
    Package { name: "webkit2gtk-driver", sign: Sign::Program("WebKitWebDriver") },
    // Without it WebKit has no recorder.
    Package { name: "gstreamer1.0-plugins-bad", sign: Sign::Installed },
    Package { name: "xvfb", sign: Sign::Program("Xvfb") },
    Package { name: "pulseaudio", sign: Sign::Program("pulseaudio") },
    Package { name: "pulseaudio-utils", sign: Sign::Program("paplay") },
    Package { name: "espeak-ng", sign: Sign::Program("espeak-ng") },
    Package { name: "sox", sign: Sign::Program("sox") },
    Package { name: "ffmpeg", sign: Sign::Program("ffmpeg") },
];

/// The malware scanner that the fault tests start, kill and starve, and the TLS in front of it.
pub(crate) const SCANNER: &[Package] = &[
    Package { name: "clamav-daemon", sign: Sign::Installed },
    Package { name: "stunnel4", sign: Sign::Installed },
    Package { name: "openssl", sign: Sign::Program("openssl") },
];

/// The packages of the screen reader.
pub(crate) const SPEECH: &[Package] = &[
    Package { name: "orca", sign: Sign::Program("orca") },
    Package { name: "at-spi2-core", sign: Sign::Installed },
    Package { name: "dbus", sign: Sign::Program("dbus-daemon") },
    Package { name: "speech-dispatcher", sign: Sign::Program("speech-dispatcher") },
];

/// Makes sure that the packages are there; `purpose` completes "to …".
pub(crate) fn require(purpose: &str, packages: &[Package]) -> Result<()> {
    let missing: Vec<&str> =
        packages.iter().filter(|package| !package.is_there()).map(|package| package.name).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let missing = missing.join(" ");
    if !geteuid().is_root() || !on_path("apt-get") {
        bail!(
            "to {purpose}, install these first: {missing} (on Debian: sudo apt-get install --no-install-recommends {missing})"
        );
    }
    note(&format!("installing Debian packages: {missing} (a minute or two, once)"));
    process::run(apt_get().args(["update", "-q"]))?;
    process::run(
        apt_get().args(["install", "-y", "-q", "--no-install-recommends"]).args(missing.split(' ')),
    )
}

fn apt_get() -> Command {
    let mut apt_get = command("apt-get");
    apt_get.env("DEBIAN_FRONTEND", "noninteractive");
    apt_get
}

impl Package {
    fn is_there(&self) -> bool {
        match self.sign {
            Sign::Program(program) => on_path(program),
            Sign::Installed => {
                let state = process::output(
                    command("dpkg-query")
                        .args(["-W", "-f", "${Status}", self.name])
                        .stderr(Stdio::null()),
                );
                state.is_ok_and(|state| state.trim() == "install ok installed")
            }
            Sign::PkgConfig(library) => process::output(
                command("pkg-config").args(["--exists", library]).stderr(Stdio::null()),
            )
            .is_ok(),
            Sign::Python(module) => process::output(
                command("python3").args(["-c", &format!("import {module}")]).stderr(Stdio::null()),
            )
            .is_ok(),
        }
    }
}

fn on_path(program: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path)
        .any(|folder: std::path::PathBuf| Path::new(&folder).join(program).is_file())
}
