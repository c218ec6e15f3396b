//! `cargo xtask bench widget`: the widget in Chromium beside its peers.
//!
//! Every round visits all widgets in turn, so that other load on the machine affects all of them.

mod peers;
mod report;
mod visits;

use std::{
    fs,
    process::{Command, Stdio},
};

use anyhow::{Context, Result};

use report::Measured;
use visits::{COLD, IDLE, PAGE, PROOF, PROOF_PLACES, WARM, WIDGETS};

use crate::{
    build,
    process::{self, Group},
    progress::Steps,
    project,
    serve::{self, Log, Servers, database, ports::Ports},
    tools::{self, debian},
};

/// Default number of rounds.
const ROUNDS: usize = 9;

pub(crate) fn run(rounds: Option<&str>) -> Result<()> {
    let rounds =
        rounds.map_or(Ok(ROUNDS), str::parse).context("how often to measure is a number")?;
    let mut steps = Steps::of(build::STEPS + 4);
    debian::require("measure in a browser", debian::BROWSER)?;
    build::all(&mut steps, build::Grade::Served)?;
    steps.next("demo site, peers, measuring program");
    serve::build_programs()?;
    let built = peers::build()?;
    process::run(tools::cargo().args(["build", "--package", "tests", "--bin", "measure"]))?;
    steps.next("fresh local database");
    let state = tempfile::Builder::new()
        .prefix("sawtak-bench-")
        .tempdir()
        .context("no temporary folder")?;
    database::prepare(state.path())?;
    steps.next("servers");
    let (ports, others) = (Ports::any(), Ports::any());
    let logs = state.path().join("servers");
    fs::create_dir(&logs)?;
    let servers = Servers::start(ports, state.path(), Log::Folder(logs))?;
    let peers = Group::start(peers::server(others.demo, &built).stdout(Stdio::null()))?;
    steps.next(&format!("{rounds} rounds"));
    let address = |name: &str| match name {
        PAGE => format!("{}/any/plain?without", ports.demo_origin()),
        PROOF => format!("{}/f/rta?lang=en", ports.edge_origin()),
        "sawtak" => format!("{}/any/plain", ports.demo_origin()),
        peer => format!("{}/{peer}", others.demo_origin()),
    };
    let measured = measure(rounds, address)?;
    drop((servers, peers));
    report::publish(&measured, rounds)
}

fn measure(rounds: usize, address: impl Fn(&str) -> String) -> Result<Measured> {
    let mut measured = Measured::new();
    for round in 1..=rounds {
        println!("   round {round} of {rounds}");
        for name in WIDGETS.map(|(name, _)| name).into_iter().chain([PROOF]) {
            let visits: &[&str] = match name {
                PAGE => &[COLD, IDLE],
                PROOF => &PROOF_PLACES,
                _ => &[COLD, WARM, IDLE],
            };
            for &visit in visits {
                let mut command = Command::new(project::target().join("debug/measure"));
                let output = process::output(command.args([name, &address(name), visit]))?;
                let line = output
                    .lines()
                    .last()
                    .with_context(|| format!("nothing was measured of {name}"))?;
                measured.entry((name, visit)).or_default().push(serde_json::from_str(line)?);
            }
        }
    }
    Ok(measured)
}
