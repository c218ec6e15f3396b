//! The comparison itself: all widgets in turn, again and again, so that what the machine does besides meets each of them alike.

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::{peers, statistics::Spread};
use crate::{
    build,
    process::{self, Group},
    project,
    say::Steps,
    serve::{self, Log, Servers, database, ports::Ports},
    tools::{self, debian},
};

/// How often each is measured unless told.
const RUNS: usize = 9;

/// Where the table goes, between these lines.
const DOCUMENT: &str = "docs/performance.md";
const BEGIN: &str = "<!-- cargo xtask bench widget -->";
const END: &str = "<!-- end -->";

/// Every widget: its name for `measure`, its name for people, and whether it is opened (else the page alone is looked at).
const WIDGETS: [(&str, &str, &[&str]); 6] = [
    ("page", "the page alone", &["cold"]),
    ("sawtak", "**Sawtak**", &["cold", "warm"]),
    ("floor", "floor, written by hand", &["cold", "warm"]),
    ("sentry", "Sentry feedback, asynchronous", &["cold", "warm"]),
    ("sentry-lean", "the same without screenshots", &["cold", "warm"]),
    ("posthog", "PostHog surveys", &["cold", "warm"]),
];

/// What is read from a measurement: title, whether of the cold or the warm visit, member, divisor, decimal places.
type Figure = (&'static str, &'static str, &'static str, f64, usize);

const FIGURES: [Figure; 11] = [
    ("requests before interest", "cold", "requests", 1.0, 0),
    ("kB before", "cold", "bytes", 1000.0, 1),
    ("blocking time at load, ms", "cold", "blocked", 1.0, 0),
    ("layout shift before", "cold", "shift", 1.0, 3),
    ("button usable, ms", "cold", "trigger", 1.0, 0),
    ("click to frame, ms", "cold", "frame", 1.0, 0),
    ("click to first field, ms", "cold", "field", 1.0, 0),
    ("kB more until then", "cold", "more", 1000.0, 1),
    ("kB more in all", "cold", "all", 1000.0, 1),
    ("layout shift after the click", "cold", "shift_after", 1.0, 3),
    ("click to first field after interest, ms", "warm", "field", 1.0, 0),
];

/// The measurements of each widget in each kind of visit.
type Measured = BTreeMap<(&'static str, &'static str), Vec<Value>>;

pub(crate) fn run(runs: Option<&str>) -> Result<()> {
    let runs = runs.map_or(Ok(RUNS), str::parse).context("how often to measure is a number")?;
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
    let state = tempfile::Builder::new().prefix("sawtak-bench-").tempdir().context("no temporary folder")?;
    database::prepare(state.path())?;
    steps.next("servers");
    let (ports, others) = (Ports::any()?, Ports::any()?);
    let logs = state.path().join("servers");
    fs::create_dir(&logs)?;
    let servers = Servers::start(ports, state.path(), Log::Folder(logs))?;
    let peers = Group::start(peers::server(others.demo, &built).stdout(Stdio::null()))?;
    steps.next(&format!("{runs} rounds"));
    let address = |name: &str| match name {
        "page" => format!("{}/any/plain?without", ports.demo_origin()),
        "sawtak" => format!("{}/any/plain", ports.demo_origin()),
        peer => format!("{}/{peer}", others.demo_origin()),
    };
    let measured = measure(runs, address)?;
    drop((servers, peers));
    let report = report(&measured, runs)?;
    println!("\n{report}");
    write_down(&project::root().join(DOCUMENT), &report)
}

fn measure(runs: usize, address: impl Fn(&str) -> String) -> Result<Measured> {
    let mut measured = Measured::new();
    for round in 1..=runs {
        println!("   round {round} of {runs}");
        for (name, _, visits) in WIDGETS {
            for &visit in visits {
                let mut command = Command::new(project::target().join("debug/measure"));
                let line = process::output(command.args([name, &address(name), visit]))?;
                let line = line.lines().last().with_context(|| format!("nothing was measured of {name}"))?;
                measured.entry((name, visit)).or_default().push(serde_json::from_str(line)?);
            }
        }
    }
    Ok(measured)
}

fn report(measured: &Measured, runs: usize) -> Result<String> {
    let date = process::output(Command::new("date").args(["-u", "+%Y-%m-%d"]))?;
    let browser = process::output(Command::new("chromium").arg("--version").stderr(Stdio::null()))?;
    let browser = browser.split_whitespace().take(2).collect::<Vec<_>>().join(" ");
    let mut text = format!(
        "{}, {browser}, {}: {runs} rounds, interleaved, each visit with a fresh browser; median (lowest to highest). Slow 4G (150 ms, \
         1.6 Mbit/s), processor slowed four times. kB of 1000 bytes as transferred, headers included, compressed with gzip as the local \
         edge does; all but the page itself.\n\n",
        date.trim(),
        machine()
    );
    let row = |title: &str, cells: Vec<String>| format!("| {title} | {} |\n", cells.join(" | "));
    text.push_str(&row("", WIDGETS.map(|widget| widget.1.to_owned()).into()));
    text.push_str(&row("---", WIDGETS.map(|_| "---:".to_owned()).into()));
    for figure in &FIGURES {
        text.push_str(&row(figure.0, WIDGETS.map(|widget| cell(measured, widget.0, figure)).into()));
    }
    Ok(text)
}

fn cell(measured: &Measured, name: &str, &(_, visit, member, divisor, places): &Figure) -> String {
    let visits = measured.iter().filter(|((of, kind), _)| *of == name && *kind == visit).flat_map(|(_, values)| values);
    let values = visits.filter_map(|value| value[member].as_f64()).map(|value| value / divisor).collect();
    Spread::of(values).map_or_else(String::new, |spread| format!("{spread:.places$}"))
}

/// What the machine says of itself.
fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let about = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = about.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": ")).map_or("", |(_, model)| model);
    format!("{cores} cores{}{model}", if model.is_empty() { "" } else { " of " })
}

/// Puts the report where the last one stood.
fn write_down(document: &Path, report: &str) -> Result<()> {
    let text = fs::read_to_string(document).with_context(|| format!("cannot read {}", document.display()))?;
    let Some(text) = replaced(&text, report) else { bail!("{DOCUMENT} has no lines `{BEGIN}` and `{END}` to write between") };
    fs::write(document, text).with_context(|| format!("cannot write {}", document.display()))
}

fn replaced(text: &str, report: &str) -> Option<String> {
    let (before, rest) = text.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}\n{report}\n{END}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_takes_the_place_of_the_last_one_alone() {
        let text = format!("Before.\n{BEGIN}\nold\n{END}\nAfter.\n");
        assert_eq!(replaced(&text, "new\n").unwrap(), format!("Before.\n{BEGIN}\nnew\n\n{END}\nAfter.\n"));
        assert_eq!(replaced("nothing", "new"), None);
    }

    #[test]
    fn a_cell_holds_the_visits_of_its_own_kind() {
        let measured = Measured::from([
            (("sawtak", "cold"), vec![serde_json::json!({ "bytes": 2500 })]),
            (("sawtak", "warm"), vec![serde_json::json!({ "bytes": 9000 })]),
        ]);
        assert_eq!(cell(&measured, "sawtak", &FIGURES[1]), "2.5");
        assert_eq!(cell(&measured, "floor", &FIGURES[1]), "");
    }
}
