//! The comparison itself: all widgets in turn, again and again, so that what the machine does besides meets each of them alike.

use std::{
    fs,
    process::{Command, Stdio},
};

use anyhow::{Context, Result};

use super::{
    peers,
    report::{self, Measured},
};
use crate::{
    build,
    process::{self, Group},
    project,
    say::Steps,
    serve::{self, Log, Servers, database, ports::Ports},
    tools::{self, debian},
};

/// How often each is measured unless told.
const ROUNDS: usize = 9;

/// How someone comes to a widget; `measure` knows what each means.
pub(super) const COLD: &str = "cold";
pub(super) const WARM: &str = "warm";

/// Not a widget: the most work that the edge asks for, and where it is done.
pub(super) const PROOF: &str = "proof";
pub(super) const PROOF_PLACES: [&str; 2] = ["page", "worker"];

/// The page that has no widget to open.
const PAGE: &str = "page";

/// Every widget: its name for `measure`, its name for people.
pub(super) const WIDGETS: [(&str, &str); 6] = [
    (PAGE, "the page alone"),
    ("sawtak", "**Sawtak**"),
    ("floor", "floor, written by hand"),
    ("sentry", "Sentry feedback, asynchronous"),
    ("sentry-lean", "the same without screenshots"),
    ("posthog", "PostHog surveys"),
];

pub(crate) fn run(rounds: Option<&str>) -> Result<()> {
    let rounds =
        rounds.map_or(Ok(ROUNDS), str::parse).context("how often to measure is a number")?;
    let mut steps = Steps::of(7);
    steps.next("tools");
    let tools = tools::install()?;
    debian::require("measure in a browser", debian::BROWSER)?;
    build::all(&tools, &mut steps)?;
    steps.next("demo site, peers, measuring program");
    serve::build_demo()?;
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
                PAGE => &[COLD],
                PROOF => &PROOF_PLACES,
                _ => &[COLD, WARM],
            };
            for &visit in visits {
                let mut command = Command::new(project::target().join("debug/measure"));
                let said = process::output(command.args([name, &address(name), visit]))?;
                let line = said
                    .lines()
                    .last()
                    .with_context(|| format!("nothing was measured of {name}"))?;
                measured.entry((name, visit)).or_default().push(serde_json::from_str(line)?);
            }
        }
    }
    Ok(measured)
}
