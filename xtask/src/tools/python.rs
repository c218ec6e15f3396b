//! Programs from PyPI, each in a virtual environment of its own in the user's cache.

use std::{fs, path::PathBuf};

use anyhow::{Context, Result};

use crate::{
    process,
    progress::note,
    project,
    tools::{command, debian},
};

/// Programs in one environment.
pub(crate) struct Environment {
    /// Main package.
    pub(crate) name: &'static str,
    /// Its version.
    pub(crate) version: &'static str,
    /// Further packages, each with its version: `openpyxl==3.1.5`.
    pub(crate) beside: &'static [&'static str],
    /// Purpose, after "needed to".
    pub(crate) purpose: &'static str,
}

/// Readers of published files that share no code with us: Frictionless checks tables against their
/// descriptions, openpyxl reads spreadsheets.
const READERS: Environment = Environment {
    name: "frictionless",
    version: "5.21.0",
    beside: &["openpyxl==3.1.5"],
    purpose: "read published files",
};

/// Clients of Open311 servers by others.
const OPEN311: Environment = Environment {
    name: "three",
    version: "0.8.0",
    beside: &["civicbot==0.4.0", "georeport==0.3.1"],
    purpose: "call Open311 as others do",
};

/// Installs the clients of Open311 servers if they are missing; returns the path of their Python.
pub(crate) fn open311_clients() -> Result<PathBuf> {
    Ok(install(&OPEN311)?.join("bin/python"))
}

/// Installs the readers of published files if they are missing; returns the path of their Python.
pub(crate) fn readers() -> Result<PathBuf> {
    Ok(install(&READERS)?.join("bin/python"))
}

/// Installs an environment if it is missing; returns its folder.
pub(super) fn install(environment: &Environment) -> Result<PathBuf> {
    let Environment { name, version, beside, purpose } = environment;
    let folder = project::cache()?.join(format!("{name}-{version}"));
    let marker = folder.join("whole");
    if marker.exists() {
        return Ok(folder);
    }
    debian::require(purpose, &[debian::PYTHON])?;
    note(&format!("installing {name} from PyPI (half a minute, once)"));
    process::run_quietly(command("python3").args(["-m", "venv"]).arg(&folder))
        .context("Python 3.10 or newer cannot make a virtual environment")?;
    process::run_quietly(
        command(folder.join("bin/pip"))
            .args(["install", "--quiet", &format!("{name}=={version}")])
            .args(*beside),
    )
    .with_context(|| {
        format!("{name} could not be installed: check the connection to PyPI, then start again")
    })?;
    fs::write(marker, version)?;
    Ok(folder)
}
