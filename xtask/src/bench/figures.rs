//! `cargo xtask bench figures`: the first screen of the figures with so many cases stored, and what
//! counting them costs an intake.

use std::{fs, path::Path, process::Command};

use anyhow::{Context, Result, bail};

use super::{
    document::{self, row},
    edge::{Figures, Line, prepare, seeded},
    statistics::Spread,
};
use crate::{
    process,
    progress::{Steps, note},
    project,
    serve::{self, Log, database, ports::Ports},
    tools,
};

/// The default numbers of stored cases.
const SIZES: [u64; 2] = [1_000, 1_000_000];

/// The duration of each measurement, in seconds.
const WHILE: &str = "5";

/// Most trips to D1, the look-up of the session included.
const TRIPS: f64 = 3.0;

/// The most rows that the first screen reads besides the overdue cases.
const ROWS: f64 = 6_000.0;

/// The longest page, compressed.
const BYTES: f64 = 35_000.0;

/// The route and the method in the log, and the name for `load`.
const SCREEN: [&str; 3] = ["/console/figures", "GET", "figures"];
const SUBMIT: [&str; 3] = ["/api/v1/participations", "POST", "submit"];

/// Triggers that leave out what an event adds to the figures: an intake as if there were none.
const UNCOUNTED: &str = "
    CREATE TRIGGER no_tally BEFORE INSERT ON tallies BEGIN SELECT RAISE(IGNORE); END;
    CREATE TRIGGER no_time BEFORE INSERT ON measured_times BEGIN SELECT RAISE(IGNORE); END;";

/// Medians of a call.
struct Cost {
    trips: f64,
    read: f64,
    written: f64,
    milliseconds: f64,
    bytes: f64,
}

/// Costs with so many cases stored.
struct Measured {
    cases: u64,
    overdue: f64,
    screen: Cost,
    /// An intake that counts, and one that doesn't.
    intake: [Cost; 2],
}

/// `[cases …]`.
pub(crate) fn run(words: &[&str]) -> Result<()> {
    let sizes = plan(words)?;
    let mut steps = Steps::of(4 + sizes.len());
    prepare(&mut steps)?;
    let mut all = Vec::new();
    for cases in sizes {
        steps.next(&format!("the first screen and an intake with {cases} cases stored"));
        all.push(measure(cases)?);
    }
    document::publish("figures", &report(&all)?)?;
    let is_beyond = |it: &Measured| {
        it.screen.read - it.overdue > ROWS || it.screen.bytes > BYTES || it.screen.trips > TRIPS
    };
    if all.iter().any(is_beyond) {
        bail!(
            "the first screen makes more than {TRIPS} trips, reads more than {ROWS} rows, or is longer than {BYTES} bytes"
        );
    }
    Ok(())
}

fn plan(words: &[&str]) -> Result<Vec<u64>> {
    if words.is_empty() {
        return Ok(SIZES.into());
    }
    let sizes = words.iter().map(|size| size.parse().context("the number of cases is a number"));
    sizes.collect()
}

fn measure(cases: u64) -> Result<Measured> {
    let seeded = seeded::state(cases)?;
    let folder = tempfile::Builder::new()
        .prefix("sawtak-bench-")
        .tempdir()
        .context("no temporary folder")?;
    let counting = folder.path().join("counting");
    process::run(Command::new("cp").arg("-R").arg(&seeded).arg(&counting))?;
    note("figures of all of them");
    node(&[
        &project::root().join("tests/bench/figures.mjs").to_string_lossy(),
        &database::file(&counting)?.to_string_lossy(),
    ])?;
    let plain = folder.path().join("plain");
    process::run(Command::new("cp").arg("-R").arg(&counting).arg(&plain))?;
    sql(&plain, UNCOUNTED)?;
    let overdue = sql(
        &counting,
        "SELECT COUNT(*) AS n FROM participations WHERE place < strftime('%Y-%m-%dT%H:%M:%SZ')",
    )?;
    let overdue = overdue.trim().parse().context("the number of overdue cases")?;
    let [screen, counted] = costs(&counting, [SCREEN, SUBMIT])?;
    let [uncounted] = costs(&plain, [SUBMIT])?;
    Ok(Measured { cases, overdue, screen, intake: [counted, uncounted] })
}

/// Serves a database and measures calls one after another.
fn costs<const N: usize>(state: &Path, calls: [[&str; 3]; N]) -> Result<[Cost; N]> {
    let ports = Ports::any();
    let config = project::root().join("wrangler.toml");
    let _running = serve::start_worker(ports, state, &config, &Log::Folder(state.to_owned()))?;
    let costs = calls.map(|call| cost(call, ports, state));
    let costs = costs.into_iter().collect::<Result<Vec<_>>>()?;
    costs.try_into().ok().context("a call wasn't measured")
}

fn cost([route, method, name]: [&str; 3], ports: Ports, state: &Path) -> Result<Cost> {
    note(name);
    let log = || fs::read_to_string(state.join("edge.log")).context("the log can't be read");
    let before = log()?.len();
    let mut command = Command::new(project::target().join("debug/load"));
    // One caller: how long it takes, and not how long it waits.
    command.args([&*ports.edge_origin(), name, WHILE]).arg(state).arg("1");
    let figures: Figures = serde_json::from_str(&process::output(&mut command)?)?;
    let log = log()?;
    let lines: Vec<_> = log[before..]
        .lines()
        .filter_map(Line::read)
        .filter(|line| line.is_of(method, route))
        .collect();
    let median = |of: fn(&Line) -> f64| {
        let spread = Spread::of(lines.iter().map(of).collect());
        spread.map(|spread| spread.median).context("nothing was logged")
    };
    let of_load = |name: &str| figures.get(name).copied().context("nothing was measured");
    Ok(Cost {
        trips: median(|line| line.trips)?,
        read: median(|line| line.rows_read)?,
        written: median(|line| line.rows_written)?,
        milliseconds: of_load("p50")?,
        bytes: of_load("bytes")?,
    })
}

/// Runs SQL on the database of a state folder, and returns the number that it selects as `n`.
fn sql(state: &Path, text: &str) -> Result<String> {
    const RUN: &str = "const { DatabaseSync } = require('node:sqlite');
        const [file, text] = process.argv.slice(1);
        const db = new DatabaseSync(file);
        if (text.startsWith('SELECT')) console.log(db.prepare(text).get().n); else db.exec(text);";
    node(&["-e", RUN, &database::file(state)?.to_string_lossy(), text])
}

fn node(words: &[&str]) -> Result<String> {
    process::output(tools::command("node").arg("--no-warnings").args(words))
}

fn report(all: &[Measured]) -> Result<String> {
    Ok(format!(
        "{}, workerd through `wrangler dev`, {}; one caller. Cases of 46 entities over two years, \
         figures of each in buckets drawn at random; an intake without figures is one whose \
         tallies a trigger leaves out.\n\n{}",
        document::date()?,
        document::machine(),
        table(all),
    ))
}

/// Returns the table of a report.
fn table(all: &[Measured]) -> String {
    let titles: Vec<_> = all.iter().map(|it| format!("{} cases", it.cases)).collect();
    let mut table = row("", &titles);
    table += &row("---", &vec!["---:".to_owned(); titles.len()]);
    let mut add = |title: &str, of: &dyn Fn(&Measured) -> String| {
        table += &row(title, &all.iter().map(of).collect::<Vec<_>>());
    };
    let whole = |number: f64| format!("{number:.0}");
    add("first screen: trips to D1, the look-up of the session included", &|it| {
        whole(it.screen.trips)
    });
    add("rows read", &|it| whole(it.screen.read));
    add("of them overdue cases", &|it| whole(it.overdue));
    add("milliseconds, median", &|it| whole(it.screen.milliseconds));
    add("bytes, gzip", &|it| whole(it.screen.bytes));
    let both = |it: &Measured, of: fn(&Cost) -> f64, places: usize| {
        let [counted, uncounted] = it.intake.each_ref().map(of);
        format!("{counted:.places$} / {uncounted:.places$}")
    };
    add("intake: rows written, with and without figures", &|it| both(it, |cost| cost.written, 0));
    add("intake: rows read, likewise", &|it| both(it, |cost| cost.read, 0));
    add("intake: milliseconds, likewise", &|it| both(it, |cost| cost.milliseconds, 1));
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_said_is_a_thousand_and_a_million() {
        assert_eq!(plan(&[]).unwrap(), SIZES);
        assert_eq!(plan(&["10", "20"]).unwrap(), [10, 20]);
        assert!(plan(&["many"]).is_err());
    }

    #[test]
    fn a_report_has_a_column_for_each_number_of_cases() {
        let cost = || Cost { trips: 2.0, read: 9.0, written: 3.0, milliseconds: 4.0, bytes: 5.0 };
        let of = |cases| Measured { cases, overdue: 7.0, screen: cost(), intake: [cost(), cost()] };
        let report = table(&[of(10), of(20)]);
        assert!(report.contains("|  | 10 cases | 20 cases |"), "{report}");
        assert!(report.contains("with and without figures | 3 / 3 | 3 / 3 |"), "{report}");
    }
}
