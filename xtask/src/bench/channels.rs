//! `cargo xtask bench channels`: how soon webhooks of a messenger are answered at a steady rate,
//! what each costs in D1, and how soon all of them are handled.

use std::{collections::BTreeMap, process::Command};

use anyhow::{Context, Result, ensure};

use crate::{
    bench::{
        document::{self, row},
        statistics::Spread,
    },
    build, process,
    progress::{Steps, note},
    project,
    serve::database,
    tools,
};

/// Default number of rounds, events a second, and seconds of a round.
const ROUNDS: u32 = 3;
const RATE: u32 = 100;
const SECONDS: u32 = 20;

/// Rows of the table: title, name of the figure, decimal places.
const FIGURES: [(&str, &str, usize); 11] = [
    ("events", "events", 0),
    ("of the answers the middle one, ms", "p50", 1),
    ("the slowest of twenty, ms", "p95", 1),
    ("the slowest of a hundred, ms", "p99", 1),
    ("the slowest, ms", "slowest", 1),
    ("round trips to D1 before an answer", "trips", 0),
    ("rows read before an answer", "read", 0),
    ("rows written before an answer", "written", 0),
    ("ids of messages stored for an event", "taken", 2),
    ("replies stored for an event", "replies", 2),
    ("seconds from the last event until all were handled", "handled", 1),
];

type Measured = BTreeMap<String, Vec<f64>>;

/// `[rounds [events a second]]`.
pub(crate) fn run(words: &[&str]) -> Result<()> {
    let (rounds, rate) = plan(words)?;
    let mut steps = Steps::of(build::STEPS + 2);
    build::all(&mut steps, build::Grade::Served)?;
    steps.next("measuring program");
    process::run(tools::cargo().args(["build", "--package", "tests", "--bin", "webhooks"]))?;
    steps.next(&format!("{rounds} rounds of {SECONDS} seconds with {rate} events a second"));
    let fresh = tempfile::Builder::new()
        .prefix("sawtak-bench-")
        .tempdir()
        .context("no temporary folder")?;
    database::prepare(fresh.path())?;
    let mut measured = Measured::new();
    for round in 1..=rounds {
        note(&format!("round {round}"));
        let mut command = Command::new(project::target().join("debug/webhooks"));
        command
            .args([rate.to_string(), SECONDS.to_string()])
            .env("SAWTAK_TEST_FRESH", fresh.path())
            .env("SAWTAK_TEST_XTASK", process::this_program()?);
        let figures: BTreeMap<String, f64> = serde_json::from_str(&process::output(&mut command)?)?;
        ensure!(
            figures.get("refused") == Some(&0.0),
            "webhooks were answered otherwise than with 200: {figures:?}"
        );
        for (name, value) in figures {
            measured.entry(name).or_default().push(value);
        }
    }
    document::publish("channels", &report(rounds, rate, &measured)?)
}

fn plan(words: &[&str]) -> Result<(u32, u32)> {
    let number = |place: usize, default| words.get(place).map_or(Ok(default), |word| word.parse());
    let rounds = number(0, ROUNDS).context("the number of rounds is a number")?;
    let rate = number(1, RATE).context("events a second are a number")?;
    ensure!(rounds > 0 && rate > 0, "nothing would be measured");
    Ok((rounds, rate))
}

fn report(rounds: u32, rate: u32, measured: &Measured) -> Result<String> {
    let table = table(rate, measured)?;
    Ok(format!(
        "{}, workerd through `wrangler dev`, {}; rounds: {rounds} of {SECONDS} seconds on a fresh database; median (lowest to highest). Each webhook brings one \
         text of one of a hundred people, signed. The messenger's API, the sender of the webhooks and the edge share the machine.\n\n{table}",
        document::date()?,
        document::machine(),
    ))
}

/// Returns the table of a report.
fn table(rate: u32, measured: &Measured) -> Result<String> {
    let title = format!("{rate} events a second");
    let mut table = row("WhatsApp", &[title]) + &row("---", &["---:".to_owned()]);
    for (title, name, places) in FIGURES {
        let spread = measured.get(name).and_then(|values| Spread::of(values.clone()));
        let spread = spread.with_context(|| format!("{name} wasn't measured"))?;
        table += &row(title, &[format!("{spread:.places$}")]);
    }
    Ok(table)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_said_is_as_usual() {
        assert_eq!(plan(&[]).unwrap(), (ROUNDS, RATE));
        assert_eq!(plan(&["1", "10"]).unwrap(), (1, 10));
        assert!(plan(&["many"]).is_err() && plan(&["0"]).is_err());
    }

    #[test]
    fn a_report_names_every_figure() {
        let mut measured: Measured =
            FIGURES.iter().map(|(_, name, _)| ((*name).to_owned(), vec![1.0, 2.0])).collect();
        let text = table(100, &measured).unwrap();
        assert!(FIGURES.iter().all(|(title, ..)| text.contains(title)), "{text}");
        measured.remove("p99");
        assert!(table(100, &measured).is_err());
    }
}
