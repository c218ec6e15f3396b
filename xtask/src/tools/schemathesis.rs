//! Schemathesis, a property-based tester of HTTP contracts.

use std::path::PathBuf;

use anyhow::Result;

use crate::tools::python::{self, Environment};

const SCHEMATHESIS: Environment = Environment {
    name: "schemathesis",
    version: "4.32.5",
    beside: &[],
    purpose: "try the published contract",
};

/// Installs Schemathesis if it is missing; returns the path of its program.
pub(crate) fn install() -> Result<PathBuf> {
    Ok(python::install(&SCHEMATHESIS)?.join("bin/schemathesis"))
}
