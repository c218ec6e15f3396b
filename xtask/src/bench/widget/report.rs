//! The report of `bench widget` as a table.

use std::collections::BTreeMap;

use anyhow::Result;
use serde_json::Value;

use super::visits::{COLD, IDLE, PROOF, PROOF_PLACES, WARM, WIDGETS};
use crate::bench::{
    document::{self, row},
    statistics::Spread,
};

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

const fn figure(
    title: &'static str,
    visit: &'static str,
    member: &'static str,
    unit: f64,
    places: usize,
) -> Figure {
    Figure { title, visit, member, unit, places }
}

const FIGURES: [Figure; 14] = [
    figure("requests before interest", COLD, "requests", 1.0, 0),
    figure("kB before", COLD, "bytes", 1000.0, 1),
    figure("blocking time before, ms", COLD, "blocked", 1.0, 0),
    figure("layout shift before", COLD, "shift", 1.0, 3),
    figure("idle page, requests", IDLE, "requests", 1.0, 0),
    figure("idle page, kB", IDLE, "bytes", 1000.0, 1),
    figure("idle page, blocking time, ms", IDLE, "blocked", 1.0, 0),
    figure("button usable, ms", COLD, "trigger", 1.0, 0),
    figure("cold click to frame, ms", COLD, "frame", 1.0, 0),
    figure("cold click to first field, ms", COLD, "field", 1.0, 0),
    figure("kB more until then", COLD, "more", 1000.0, 1),
    figure("kB more in all", COLD, "all", 1000.0, 1),
    figure("layout shift after the click", COLD, "shift_after", 1.0, 3),
    figure("click to first field after interest, ms", WARM, "field", 1.0, 0),
];

/// The goal for our widget on an idle page with the box in view, in requests and bytes.
const IDLE_REQUESTS: f64 = 2.0;
const IDLE_BYTES: f64 = 8_000.0;

/// Prints the table and puts it where the last one stood.
pub(super) fn publish(measured: &Measured, rounds: usize) -> Result<()> {
    document::publish(
        "widget",
        &format!(
            "{}\n\n{}\n{}\n\n{}",
            circumstances(rounds)?,
            table(measured),
            idle_goal(measured),
            proofs(measured)
        ),
    )
}

fn circumstances(rounds: usize) -> Result<String> {
    Ok(format!(
        "{}, {}, {}; rounds: {rounds}, interleaved, each visit with a fresh browser; median (lowest to highest). Slow 4G (150 ms, 1.6 Mbit/s), \
         processor slowed four times. kB of 1000 bytes as transferred, headers included, compressed with gzip as the local edge does; all but \
         the page itself.",
        document::date()?,
        document::browser()?,
        document::machine()
    ))
}

fn table(measured: &Measured) -> String {
    let head = row("", &WIDGETS.map(|(_, title)| title.to_owned()))
        + &row("---", &WIDGETS.map(|_| "---:".to_owned()));
    FIGURES.iter().fold(head, |table, figure| {
        table + &row(figure.title, &WIDGETS.map(|(widget, _)| figure.of(measured, widget)))
    })
}

/// Compares our widget's idle page with its goal. Without a measurement the goal is missed.
fn idle_goal(measured: &Measured) -> String {
    let at_most = |value: &Value, most: f64| value.as_f64().is_some_and(|value| value <= most);
    let is_reached = measured.get(&("sawtak", IDLE)).is_some_and(|visits| {
        let mut visits = visits.iter();
        visits.all(|visit| {
            at_most(&visit["requests"], IDLE_REQUESTS) && at_most(&visit["bytes"], IDLE_BYTES)
        })
    });
    format!(
        "Goal for the idle page: {IDLE_REQUESTS} requests, {} kB at most; {}.",
        IDLE_BYTES / 1000.0,
        if is_reached { "reached" } else { "missed" }
    )
}

/// Describes the time of the hardest proof of work, which the edge asks for in a flood.
fn proofs(measured: &Measured) -> String {
    let [page, worker] =
        PROOF_PLACES.map(|place| figure("", place, "proof", 1.0, 0).of(measured, PROOF));
    format!(
        "The hardest proof of work, ms: in the page {page}; in a Worker, which Chromium doesn't slow down, {worker}."
    )
}

impl Figure {
    /// Formats the figure of a widget; empty without measurements.
    fn of(&self, measured: &Measured, widget: &'static str) -> String {
        let visits = measured.get(&(widget, self.visit)).into_iter().flatten();
        let values = visits
            .filter_map(|visit| visit[self.member].as_f64())
            .map(|value| value / self.unit)
            .collect();
        let places = self.places;
        Spread::of(values).map_or_else(String::new, |spread| format!("{spread:.places$}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn the_idle_goal_is_missed_by_a_request_or_a_byte_too_many() {
        for (requests, bytes, expected) in
            [(2, 8_000, "reached"), (3, 8_000, "missed"), (2, 8_001, "missed")]
        {
            let visit = serde_json::json!({ "requests": requests, "bytes": bytes });
            let line = idle_goal(&Measured::from([(("sawtak", IDLE), vec![visit])]));
            assert!(line.ends_with(&format!("{expected}.")), "{line}");
        }
    }
}
