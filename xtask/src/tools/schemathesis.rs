//! Schemathesis, a property-based tester of HTTP contracts, in a virtual environment in the user's
//! cache.

use std::{fs, path::PathBuf};

use anyhow::{Context, Result};

use crate::{
    process,
    progress::note,
    project,
    tools::{command, debian},
};

const VERSION: &str = "4.32.5";

/// Installs Schemathesis if it is missing; returns the path of its program.
pub(crate) fn install() -> Result<PathBuf> {
    let folder = project::cache()?.join(format!("schemathesis-{VERSION}"));
    let program = folder.join("bin/schemathesis");
    let marker = folder.join("whole");
    if marker.exists() {
        return Ok(program);
    }
    debian::require("try the published contract", &[debian::PYTHON])?;
    note("installing Schemathesis from PyPI (half a minute, once)");
    process::run_quietly(command("python3").args(["-m", "venv"]).arg(&folder))
        .context("Python 3.10 or newer cannot make a virtual environment")?;
    process::run_quietly(command(folder.join("bin/pip")).args([
        "install",
        "--quiet",
        &format!("schemathesis=={VERSION}"),
    ]))
    .context(
        "Schemathesis could not be installed: check the connection to PyPI, then start again",
    )?;
    fs::write(marker, VERSION)?;
    Ok(program)
}
