//! What was measured, as a table for people, and its place in `docs/performance.md`.

use std::{
    collections::BTreeMap,
    fs,
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::{
    statistics::Spread,
    widget::{COLD, PROOF, PROOF_PLACES, WARM, WIDGETS},
};
use crate::{process, project};

/// Where the table goes, between these lines.
const DOCUMENT: &str = "docs/performance.md";
const BEGIN: &str = "<!-- cargo xtask bench widget -->";
const END: &str = "<!-- end -->";

/// The measurements of each widget in each kind of visit.
pub(super) type Measured = BTreeMap<(&'static str, &'static str), Vec<Value>>;

/// A line of the table: a member of what `measure` says of one kind of visit.
struct Figure {
    title: &'static str,
    visit: &'static str,
    member: &'static str,
    unit: f64,
    places: usize,
}

const fn figure(title: &'static str, visit: &'static str, member: &'static str, unit: f64, places: usize) -> Figure {
    Figure { title, visit, member, unit, places }
}

const FIGURES: [Figure; 11] = [
    figure("requests before interest", COLD, "requests", 1.0, 0),
    figure("kB before", COLD, "bytes", 1000.0, 1),
    figure("blocking time before, ms", COLD, "blocked", 1.0, 0),
    figure("layout shift before", COLD, "shift", 1.0, 3),
    figure("button usable, ms", COLD, "trigger", 1.0, 0),
    figure("cold click to frame, ms", COLD, "frame", 1.0, 0),
    figure("cold click to first field, ms", COLD, "field", 1.0, 0),
    figure("kB more until then", COLD, "more", 1000.0, 1),
    figure("kB more in all", COLD, "all", 1000.0, 1),
    figure("layout shift after the click", COLD, "shift_after", 1.0, 3),
    figure("click to first field after interest, ms", WARM, "field", 1.0, 0),
];

/// Prints the table and puts it where the last one stood.
pub(super) fn publish(measured: &Measured, rounds: usize) -> Result<()> {
    let report = format!("{}\n\n{}\n{}", circumstances(rounds)?, table(measured), proofs(measured));
    println!("\n{report}");
    let path = project::root().join(DOCUMENT);
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {DOCUMENT}"))?;
    let Some(text) = replaced(&text, &report) else { bail!("{DOCUMENT} has no lines `{BEGIN}` and `{END}` to write between") };
    fs::write(&path, text).with_context(|| format!("cannot write {DOCUMENT}"))
}

fn circumstances(rounds: usize) -> Result<String> {
    let date = process::output(Command::new("date").args(["-u", "+%Y-%m-%d"]))?;
    let browser = process::output(Command::new("chromium").arg("--version").stderr(Stdio::null()))?;
    let browser = browser.split_whitespace().take(2).collect::<Vec<_>>().join(" ");
    Ok(format!(
        "{}, {browser}, {}; rounds: {rounds}, interleaved, each visit with a fresh browser; median (lowest to highest). Slow 4G (150 ms, 1.6 Mbit/s), \
         processor slowed four times. kB of 1000 bytes as transferred, headers included, compressed with gzip as the local edge does; all but \
         the page itself.",
        date.trim(),
        machine()
    ))
}

/// What the machine says of itself.
fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let about = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = about.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": ")).map_or("", |(_, model)| model);
    format!("{cores} cores{}{model}", if model.is_empty() { "" } else { " of " })
}

fn table(measured: &Measured) -> String {
    let row = |title: &str, cells: Vec<String>| format!("| {title} | {} |\n", cells.join(" | "));
    let head = row("", WIDGETS.map(|(_, title)| title.to_owned()).into()) + &row("---", WIDGETS.map(|_| "---:".to_owned()).into());
    FIGURES
        .iter()
        .fold(head, |table, figure| table + &row(figure.title, WIDGETS.map(|(widget, _)| figure.of(measured, widget)).into()))
}

/// How long the most work takes that the edge asks for in a flood.
fn proofs(measured: &Measured) -> String {
    let [page, worker] = PROOF_PLACES.map(|place| figure("", place, "proof", 1.0, 0).of(measured, PROOF));
    format!("The hardest proof of work, ms: in the page {page}; in a Worker, which Chromium doesn't slow down, {worker}.")
}

impl Figure {
    /// What it is for a widget; empty where it can't be measured.
    fn of(&self, measured: &Measured, widget: &'static str) -> String {
        let visits = measured.get(&(widget, self.visit)).into_iter().flatten();
        let values = visits.filter_map(|visit| visit[self.member].as_f64()).map(|value| value / self.unit).collect();
        let places = self.places;
        Spread::of(values).map_or_else(String::new, |spread| format!("{spread:.places$}"))
    }
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
    fn a_figure_is_of_the_visits_of_its_own_kind() {
        let measured = Measured::from([
            (("sawtak", COLD), vec![serde_json::json!({ "bytes": 2500 })]),
            (("sawtak", WARM), vec![serde_json::json!({ "bytes": 9000 })]),
        ]);
        let kilobytes = figure("kB", COLD, "bytes", 1000.0, 1);
        assert_eq!(kilobytes.of(&measured, "sawtak"), "2.5");
        assert_eq!(kilobytes.of(&measured, "floor"), "");
    }
}
