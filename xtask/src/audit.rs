//! `cargo xtask audit`: what is known against the libraries that we depend on, and whether their licences suit ours. It asks the advisory
//! databases, so it is no part of the tests, which need no network.

use std::path::Path;

use anyhow::{Result, bail};

use crate::{
    process, project,
    tools::{binaries, command},
};

pub(crate) fn run() -> Result<()> {
    let steps = [
        ("cargo audit: RustSec advisories", cargo_audit()),
        ("cargo deny: licences, duplicates, sources", cargo_deny()),
        ("npm audit: advisories on the tools", npm_audit(&project::root())),
        ("npm audit: advisories on the widgets that ours is compared with", npm_audit(&project::root().join("tests/bench/peers"))),
    ];
    let mut failed = Vec::new();
    for (name, outcome) in steps {
        match outcome {
            Ok(()) => println!("{name}: nothing"),
            Err(error) => failed.push(format!("{name}: {error:#}")),
        }
    }
    if failed.is_empty() { Ok(()) } else { bail!("{}", failed.join("\n")) }
}

fn cargo_audit() -> Result<()> {
    process::run(command(binaries::cargo_audit()?).arg("audit"))
}

fn cargo_deny() -> Result<()> {
    process::run(command(binaries::cargo_deny()?).args(["check", "licenses", "bans", "sources"]))
}

fn npm_audit(folder: &Path) -> Result<()> {
    process::run(command("npm").args(["audit", "--audit-level=high"]).current_dir(folder))
}
