//! `cargo xtask shots`: screenshots of every step, and of three steps side by side for the README.

use std::fs;

use anyhow::{Context, Result};

use crate::{
    build, process,
    progress::Steps,
    project,
    serve::{self, Log, Servers, database, ports::Ports},
    tools::{self, debian},
};

pub(crate) fn run() -> Result<()> {
    let mut steps = Steps::of(build::STEPS + 4);
    debian::require("take pictures in a browser", debian::BROWSER)?;
    build::all(&mut steps, build::Grade::Served)?;
    steps.next("demo site, the program that takes pictures");
    serve::build_programs()?;
    process::run(tools::cargo().args(["build", "--package", "tests", "--bin", "shots"]))?;
    steps.next("fresh local database");
    let state = tempfile::Builder::new()
        .prefix("sawtak-shots-")
        .tempdir()
        .context("no temporary folder")?;
    database::prepare(state.path())?;
    steps.next("servers");
    let ports = Ports::any();
    let logs = state.path().join("servers");
    fs::create_dir(&logs)?;
    let servers = Servers::start(ports, state.path(), Log::Folder(logs))?;
    steps.next("pictures (five minutes)");
    let folder = project::root().join("shots");
    let mut program = tools::command(project::target().join("debug/shots"));
    process::run(
        program
            .arg(&folder)
            .env("SAWTAK_TEST_EDGE", ports.edge_origin())
            .env("SAWTAK_TEST_DEMO", ports.demo_origin()),
    )?;
    drop(servers);
    println!("look at {}", folder.display());
    Ok(())
}
