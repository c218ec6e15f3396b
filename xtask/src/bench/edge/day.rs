//! `cargo xtask bench edge day`: what a minute of a mixed day costs in D1, with visitors, look-ups
//! and staff online, before and after live connections and caches.
//!
//! Each call's cost is measured on the edge; how often it comes in a minute is a model, since no
//! machine at hand holds a thousand consoles.

use std::{fs, path::Path, process::Command};

use anyhow::{Context, Result};

use super::{Figures, Line, prepare, seeded};
use crate::{
    bench::{
        document::{self, row},
        statistics::Spread,
    },
    process,
    progress::{Steps, note},
    project,
    serve::{self, Log, ports::Ports},
};

/// The default numbers of stored cases and of staff online.
const CASES: u64 = 100_000;
const STAFF: f64 = 1_000.0;

/// The duration of each call's measurement, in seconds.
const WHILE: &str = "2";

/// Of the staff, the share who look at a case; the others look at a queue.
const ON_A_CASE: f64 = 0.4;

/// A call: the name for `load`, method and route in the log, and how often it comes in a minute,
/// before and after.
struct Call {
    title: &'static str,
    name: &'static str,
    method: &'static str,
    route: &'static str,
    a_minute: fn(staff: f64) -> [f64; 2],
}

/// Visits, submissions and look-ups in a minute, and changes to cases by a thousand staff.
const VISITS: f64 = 600.0;
const SUBMISSIONS: f64 = 30.0;
const LOOK_UPS: f64 = 120.0;

/// Changes to cases in a minute: each member of staff acts every ten minutes.
fn changes(staff: f64) -> f64 {
    staff / 10.0 + SUBMISSIONS
}

/// Refreshes of queues in a minute. Before: every 15 seconds. After: when something has happened at
/// one's entity, of fifty, but at most every 15 seconds.
fn refreshes(staff: f64) -> [f64; 2] {
    let watching = staff * (1.0 - ON_A_CASE);
    [watching * 4.0, watching * (changes(staff) / 50.0).min(4.0)]
}

/// Questions for a case's head in a minute. After: when the open case has changed, and every five
/// minutes.
fn heads(staff: f64) -> [f64; 2] {
    [0.0, staff * ON_A_CASE / 5.0 + changes(staff)]
}

const CALLS: [Call; 8] = [
    Call {
        title: "the form's first question",
        name: "first",
        method: "GET",
        route: "/embed/{}/{}",
        a_minute: |_| [VISITS; 2],
    },
    Call {
        title: "the directory",
        name: "entities",
        method: "GET",
        route: "/api/v1/entities",
        a_minute: |_| [VISITS / 10.0; 2],
    },
    Call {
        title: "submissions",
        name: "submit",
        method: "POST",
        route: "/api/v1/participations",
        a_minute: |_| [SUBMISSIONS; 2],
    },
    Call {
        title: "look-ups",
        name: "status",
        method: "GET",
        route: "/api/v1/participations/{}",
        a_minute: |_| [LOOK_UPS; 2],
    },
    Call {
        title: "queues",
        name: "queue",
        method: "GET",
        route: "/console/api/cases",
        a_minute: refreshes,
    },
    Call {
        title: "counts of queues",
        name: "counts",
        method: "GET",
        route: "/console/api/cases/counts",
        a_minute: refreshes,
    },
    Call {
        title: "cases",
        name: "case",
        method: "GET",
        route: "/console/api/cases/{}",
        a_minute: |staff| [staff / 10.0; 2],
    },
    Call {
        title: "heads of open cases",
        name: "head",
        method: "GET",
        route: "/console/api/cases/{}/head",
        a_minute: heads,
    },
];

/// Costs before, which the edge can't be asked for any more: trips, rows read, rows written. The
/// first question and the directory asked D1 each time; a presence call came every twelve seconds
/// for each open case, with the look-up of the session, the case's history and the presence.
const FIRST_BEFORE: [f64; 3] = [1.0, 60.0, 0.0];
const DIRECTORY_BEFORE: [f64; 3] = [1.0, 785.0, 0.0];
const PRESENCE_BEFORE: [f64; 3] = [3.0, 12.0, 2.0];

/// `[cases [staff]]`.
pub(super) fn run(words: &[&str]) -> Result<()> {
    let (cases, staff) = plan(words)?;
    let mut steps = Steps::of(5);
    prepare(&mut steps)?;
    steps.next(&format!("each call with {cases} cases stored"));
    let costs = measure(cases)?;
    document::publish("edge day", &report(cases, staff, &costs)?)
}

fn plan(words: &[&str]) -> Result<(u64, f64)> {
    let cases = words.first().map_or(Ok(CASES), |cases| cases.parse());
    let staff = words.get(1).map_or(Ok(STAFF), |staff| staff.parse());
    Ok((
        cases.context("how many cases are stored is a number")?,
        staff.context("how many staff are online is a number")?,
    ))
}

/// Returns trips, rows read and rows written of each call, at the median.
fn measure(cases: u64) -> Result<Vec<[f64; 3]>> {
    let seeded = seeded::state(cases)?;
    let folder = tempfile::Builder::new()
        .prefix("sawtak-bench-")
        .tempdir()
        .context("no temporary folder")?;
    let state = folder.path().join("edge");
    process::run(Command::new("cp").arg("-R").arg(&seeded).arg(&state))?;
    let ports = Ports::any();
    let config = project::root().join("wrangler.toml");
    let _running = serve::start_worker(ports, &state, &config, &Log::Folder(state.clone()))?;
    CALLS.iter().map(|call| cost(call, ports, &state, &seeded)).collect()
}

fn cost(call: &Call, ports: Ports, state: &Path, seeded: &Path) -> Result<[f64; 3]> {
    note(call.title);
    let log = || fs::read_to_string(state.join("edge.log")).context("the log can't be read");
    let before = log()?.len();
    let is_console = call.route.starts_with("/console/");
    let about = if is_console { state.to_owned() } else { seeded::references(seeded) };
    let mut command = Command::new(project::target().join("debug/load"));
    command.args([&ports.edge_origin(), call.name, WHILE]).arg(about);
    let _: Figures = serde_json::from_str(&process::output(&mut command)?)?;
    let log = log()?;
    let lines: Vec<_> = log[before..]
        .lines()
        .filter_map(Line::read)
        .filter(|line| line.is_of(call.method, call.route))
        .collect();
    let median = |of: fn(&Line) -> f64| {
        Spread::of(lines.iter().map(of).collect()).map(|spread| spread.median)
    };
    let figures = [
        median(|line| line.trips),
        median(|line| line.rows_read),
        median(|line| line.rows_written),
    ];
    let [Some(trips), Some(read), Some(written)] = figures else {
        anyhow::bail!("nothing was measured of {}", call.title)
    };
    Ok([trips, read, written])
}

/// Returns the sums of a minute: before and after, each with trips, rows read, rows written.
fn sums(staff: f64, costs: &[[f64; 3]]) -> [[f64; 3]; 2] {
    let mut sums = [[0.0; 3]; 2];
    let presences = staff * ON_A_CASE * 5.0;
    add(&mut sums[0], presences, PRESENCE_BEFORE);
    for (call, cost) in CALLS.iter().zip(costs) {
        let [before, after] = (call.a_minute)(staff);
        let earlier = match call.name {
            "first" => FIRST_BEFORE,
            "entities" => DIRECTORY_BEFORE,
            _ => *cost,
        };
        add(&mut sums[0], before, earlier);
        add(&mut sums[1], after, *cost);
    }
    sums
}

fn add(sum: &mut [f64; 3], times: f64, cost: [f64; 3]) {
    for (sum, cost) in sum.iter_mut().zip(cost) {
        *sum += times * cost;
    }
}

fn report(cases: u64, staff: f64, costs: &[[f64; 3]]) -> Result<String> {
    let titles = ["calls before", "calls after", "trips of one", "rows read", "rows written"];
    let mut table = row("in a minute", &titles.map(str::to_owned));
    table += &row("---", &vec!["---:".to_owned(); titles.len()]);
    for (call, [trips, read, written]) in CALLS.iter().zip(costs) {
        let [before, after] = (call.a_minute)(staff);
        let cells = [before, after, *trips, *read, *written].map(|figure| format!("{figure:.0}"));
        table += &row(call.title, &cells);
    }
    let mut total =
        row("a minute in all", &["trips", "rows read", "rows written"].map(str::to_owned));
    total += &row("---", &vec!["---:".to_owned(); 3]);
    for (title, sum) in ["before", "after"].iter().zip(sums(staff, costs)) {
        total += &row(title, &sum.map(|figure| format!("{figure:.0}")));
    }
    Ok(format!(
        "{}, workerd through `wrangler dev`, {}; {cases} cases stored, {staff} staff online. The cost of each call is measured, at the median; how often it comes is a model \
         (`xtask/src/bench/edge/day.rs`).\n\n{table}\n{total}",
        document::date()?,
        document::machine(),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_said_is_the_day_of_the_goal() {
        assert_eq!(plan(&[]).unwrap(), (CASES, STAFF));
        assert_eq!(plan(&["1000", "20"]).unwrap(), (1_000, 20.0));
        assert!(plan(&["many"]).is_err());
    }

    #[test]
    fn a_quiet_console_costs_less_than_one_that_polls() {
        let costs = [[1.0, 10.0, 0.0]; CALLS.len()];
        let [before, after] = sums(STAFF, &costs);
        assert!(after.iter().zip(before).all(|(after, before)| *after < before || before == 0.0));
        assert!(after[0] > 0.0);
    }
}
