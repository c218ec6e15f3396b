//! Debian packages: installed where we may, named where we may not.

use std::{
    env,
    path::Path,
    process::{Command, Stdio},
};

use anyhow::{Result, bail};
use nix::unistd::geteuid;

use crate::{process, say::note, tools::command};

/// A Debian package and what shows that it, or its like on another system, is there.
pub(crate) struct Package {
    name: &'static str,
    sign: Sign,
}

enum Sign {
    Program(&'static str),
    PkgConfig(&'static str),
}

/// What worker-build links against.
pub(crate) const OPENSSL_HEADERS: Package = Package { name: "libssl-dev pkg-config", sign: Sign::PkgConfig("openssl") };

/// What the browser tests drive and speak with.
pub(crate) const BROWSER: &[Package] = &[
    Package { name: "chromium", sign: Sign::Program("chromium") },
    Package { name: "chromium-driver", sign: Sign::Program("chromedriver") },
    Package { name: "espeak-ng", sign: Sign::Program("espeak-ng") },
    Package { name: "sox", sign: Sign::Program("sox") },
    Package { name: "ffmpeg", sign: Sign::Program("ffmpeg") },
];

/// Makes sure that the packages are there; `purpose` completes "to …".
pub(crate) fn require(purpose: &str, packages: &[Package]) -> Result<()> {
    let missing: Vec<&str> = packages.iter().filter(|package| !package.is_there()).map(|package| package.name).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let missing = missing.join(" ");
    if !geteuid().is_root() || !on_path("apt-get") {
        bail!("to {purpose}, install these first: {missing} (on Debian: sudo apt-get install --no-install-recommends {missing})");
    }
    note(&format!("installing Debian packages: {missing} (a minute or two, once)"));
    process::run(apt_get().args(["update", "-q"]))?;
    process::run(apt_get().args(["install", "-y", "-q", "--no-install-recommends"]).args(missing.split(' ')))
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
            Sign::PkgConfig(library) => {
                process::output(command("pkg-config").args(["--exists", library]).stderr(Stdio::null())).is_ok()
            }
        }
    }
}

fn on_path(program: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).any(|folder: std::path::PathBuf| Path::new(&folder).join(program).is_file())
}
