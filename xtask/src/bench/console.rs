//! `cargo xtask bench console`: how long staff wait for the console on a slow network, and for a
//! queue, a search and a case, from the click until it shows in Chromium and from the edge alone,
//! and what each reads of D1, with so many stored.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};
use serde::Deserialize;

use super::{
    document::{self, row},
    edge::{Figures, Line, plan, prepare, seeded},
    statistics::Spread,
};
use crate::{
    process,
    progress::{Steps, note},
    project,
    serve::{self, Log, Servers, ports::Ports},
    tools::{self, debian},
};

/// The calls: the name for `load` and `click`, and the route in the log.
const CALLS: [(&str, &str); 3] = [
    ("queue", "/console/api/cases"),
    ("search", "/console/api/cases"),
    ("case", "/console/api/cases/{}"),
];

/// The duration of each call's measurement in a round, in seconds.
const WHILE: &str = "3";

/// The number of clicks on each in a round.
const CLICKS: usize = 5;

/// Of one size and call: how long each click took; round by round the middle one and the slowest of
/// a hundred in milliseconds, and the rows that were read.
#[derive(Default)]
struct Measured {
    shown: Vec<f64>,
    p50: Vec<f64>,
    p99: Vec<f64>,
    read: Vec<f64>,
}

/// Measurements of the console's opening on a slow network: milliseconds and bytes.
#[derive(Deserialize)]
struct Opened {
    /// Until anything is drawn.
    frame: Vec<f64>,
    /// Until the queue's cases can be opened.
    usable: Vec<f64>,
    /// Received by then.
    bytes: Vec<f64>,
    /// Until the words of a case can be read that is opened by its address.
    case: Vec<f64>,
}

/// Number of cases that are stored when the opening is measured. A page shows fifty of one entity.
const OPENED_WITH: u64 = 100_000;

/// `[rounds [size …]]`, or `open [rounds]` for the opening alone.
pub(crate) fn run(words: &[&str]) -> Result<()> {
    let (words, is_opening_alone) = match words {
        ["open", rest @ ..] => (rest, true),
        words => (words, false),
    };
    let (rounds, sizes) = plan(words)?;
    let mut steps = Steps::of(5 + if is_opening_alone { 0 } else { sizes.len() });
    debian::require("measure in a browser", debian::BROWSER)?;
    prepare(&mut steps)?;
    let programs = ["--bin", "click", "--bin", "open"];
    process::run(tools::cargo().args(["build", "--package", "tests"]).args(programs))?;
    serve::build_programs()?;
    steps.next(&format!("{} openings on a slow network", rounds * CLICKS));
    document::publish("console open", &opening(rounds)?)?;
    if is_opening_alone {
        return Ok(());
    }
    let mut columns = Vec::new();
    for size in &sizes {
        steps.next(&format!("{rounds} rounds with {size} cases stored"));
        columns.push(measure(*size, rounds)?);
    }
    document::publish("console", &report(&sizes, rounds, &columns)?)
}

/// Measures the opening and returns the report.
fn opening(rounds: usize) -> Result<String> {
    let (_folder, state) = copy_of_state(OPENED_WITH)?;
    let ports = Ports::any();
    let _running = Servers::start(ports, &state, Log::Folder(state.clone()))?;
    let rounds = rounds * CLICKS;
    let mut command = Command::new(project::target().join("debug/open"));
    command.arg(rounds.to_string()).env("SAWTAK_TEST_EDGE", ports.edge_origin());
    let output = process::output(&mut command)?;
    let opened: Opened = serde_json::from_str(output.lines().last().unwrap_or_default())
        .context("what was measured can't be read")?;
    let lines = [
        ("first drawing, ms", opened.frame),
        ("the queue's cases can be opened, ms", opened.usable),
        ("bytes by then", opened.bytes),
        ("a case that is opened by its address can be read, ms", opened.case),
    ];
    let table = lines.into_iter().map(|(title, values)| {
        row(title, &[Spread::of(values).map_or_else(String::new, |spread| format!("{spread:.0}"))])
    });
    Ok(format!(
        "{}, {}, workerd through `wrangler dev`, {}, not slowed down; Chromium's \"Slow 4G\" (562.5 ms, 1.44 Mbit/s), empty cache, signed in; {rounds} openings of a queue and of a case; \
         median (lowest to highest).\n\n{}{}{}",
        document::date()?,
        document::browser()?,
        document::machine(),
        row("from the request until", &[String::new()]),
        row("---", &["---:".to_owned()]),
        table.collect::<String>(),
    ))
}

/// Copies the state with so many cases into a temporary folder, which goes with the first value.
fn copy_of_state(size: u64) -> Result<(tempfile::TempDir, PathBuf)> {
    let seeded = seeded::state(size)?;
    let folder = tempfile::Builder::new()
        .prefix("sawtak-bench-")
        .tempdir()
        .context("no temporary folder")?;
    let state = folder.path().join("edge");
    process::run(Command::new("cp").arg("-R").arg(&seeded).arg(&state))?;
    Ok((folder, state))
}

fn measure(size: u64, rounds: usize) -> Result<[Measured; 3]> {
    let (_folder, state) = copy_of_state(size)?;
    let ports = Ports::any();
    let _running = Servers::start(ports, &state, Log::Folder(state.clone()))?;
    let mut measured: [Measured; 3] = <_>::default();
    note("clicking");
    let shown = click(ports, rounds)?;
    for ((name, _), one) in CALLS.iter().zip(&mut measured) {
        one.shown.clone_from(
            shown.get(*name).with_context(|| format!("nothing was measured of the {name}"))?,
        );
    }
    // The first round only warms it up.
    for round in 0..=rounds {
        note(&if round == 0 { "warming up".to_owned() } else { format!("round {round}") });
        for ((name, route), one) in CALLS.iter().zip(&mut measured) {
            let before = log(&state)?.len();
            let mut command = Command::new(project::target().join("debug/load"));
            command.args([&ports.edge_origin(), *name, WHILE]).arg(&state);
            let figures: Figures = serde_json::from_str(&process::output(&mut command)?)?;
            if round > 0 {
                one.p50.extend(figures.get("p50"));
                one.p99.extend(figures.get("p99"));
                let log = log(&state)?;
                one.read.extend(
                    log[before..]
                        .lines()
                        .filter_map(Line::read)
                        .filter(|line| line.is_of("GET", route))
                        .map(|line| line.rows_read),
                );
            }
        }
    }
    Ok(measured)
}

/// Measures the duration of each click, by the name of the call.
fn click(ports: Ports, rounds: usize) -> Result<BTreeMap<String, Vec<f64>>> {
    let mut command = Command::new(project::target().join("debug/click"));
    let output = process::output(
        command.arg((rounds * CLICKS).to_string()).env("SAWTAK_TEST_EDGE", ports.edge_origin()),
    )?;
    serde_json::from_str(output.lines().last().unwrap_or_default())
        .context("what was measured can't be read")
}

fn log(state: &Path) -> Result<String> {
    fs::read_to_string(state.join("edge.log")).context("the server's log can't be read")
}

fn report(sizes: &[u64], rounds: usize, columns: &[[Measured; 3]]) -> Result<String> {
    let titles: Vec<_> = sizes.iter().map(u64::to_string).collect();
    let mut table = row("stored", &titles) + &row("---", &vec!["---:".to_owned(); titles.len()]);
    for (place, (name, _)) in CALLS.iter().enumerate() {
        for (title, of) in FIGURES {
            let cells: Vec<_> = columns
                .iter()
                .map(|column| {
                    Spread::of(of(&column[place]))
                        .map_or_else(String::new, |spread| format!("{spread:.1}"))
                })
                .collect();
            table += &row(&format!("{name}: {title}"), &cells);
        }
    }
    Ok(format!(
        "{}, {}, workerd through `wrangler dev`, {}; {} clicks on each, one after the other, from the click until what it is for was drawn; rounds: {rounds} of \
         {WHILE} seconds for each call, eight callers on kept connections; median (lowest to highest). What is asked for is one entity's; the look-up of the \
         session is in it. Of a thousand cases an entity has about twenty, of more than that a page shows fifty.\n\n{table}",
        document::date()?,
        document::browser()?,
        document::machine(),
        rounds * CLICKS,
    ))
}

/// A line of the table.
type Figure = (&'static str, fn(&Measured) -> Vec<f64>);

const FIGURES: [Figure; 4] = [
    ("from click to shown, ms", |one| one.shown.clone()),
    ("of the calls the middle one, ms", |one| one.p50.clone()),
    ("the slowest of a hundred, ms", |one| one.p99.clone()),
    ("rows read", |one| one.read.clone()),
];
