//! The demo site: a ministry's page on another origin.

use std::process::Command;

use anyhow::Result;

use crate::{fingerprint::Inputs, process, project, serve::ports::Ports, tools};

/// Builds the demo site and returns a hash of the program.
pub(crate) fn build() -> Result<String> {
    process::run(tools::cargo().args(["build", "--package", "demo-site"]))?;
    Ok(Inputs::default().file(&program())?.hash())
}

/// Returns the command that starts the demo site.
pub(crate) fn command(ports: Ports) -> Command {
    let mut command = tools::command(program());
    command
        .env("SAWTAK_EDGE_PORT", ports.edge.to_string())
        .env("SAWTAK_STANDINS_PORT", ports.stand_ins.to_string())
        .env("SAWTAK_DEMO_PORT", ports.demo.to_string());
    command
}

fn program() -> std::path::PathBuf {
    project::target().join("debug/demo-site")
}
