//! `cargo xtask verify-figures`: a count of all figures from the histories, which names each tally
//! that isn't the sum over them. With `--write` it makes the tallies that sum.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail, ensure};
use domain::{
    case::{Case, event::Recorded, milestones::Facts},
    figures::{
        contribution::Contribution,
        counts::Counts,
        tally::{Tallies, TallyRow, TimesRow},
    },
    intake::kind::{Kind, Mood},
    slug::Slug,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::d1::Database;

/// The number of participations per query: an answer of wrangler's is held in memory.
const AT_ONCE: usize = 1_000;

/// Longest list of rows in a statement, in bytes.
const LIST_MAX: usize = 60_000;

/// Most differences that are listed.
const LISTED: usize = 20;

/// Columns of a participation that its contribution depends on.
#[derive(Deserialize)]
pub(crate) struct Participation {
    reference: String,
    kind: Kind,
    service: Option<Slug>,
    language: String,
    mood: Option<Mood>,
    elapsed_ms: Option<u32>,
}

/// Counts the figures from histories. `events` are those of all participations, in their order.
pub(crate) fn count(participations: Vec<Participation>, events: Vec<Recorded>) -> Result<Tallies> {
    let mut histories: BTreeMap<String, Vec<Recorded>> = BTreeMap::new();
    for event in events {
        histories.entry(event.reference.clone()).or_default().push(event);
    }
    let mut tallies = Tallies::default();
    for participation in participations {
        let Participation { reference, kind, service, language, mood, elapsed_ms } = participation;
        let history = histories.remove(&reference).unwrap_or_default();
        let events: Option<Vec<_>> = history.iter().map(|event| event.read(kind)).collect();
        let events = events.with_context(|| format!("an event of {reference} can't be read"))?;
        let case = Case::tell(&events).with_context(|| format!("the history of {reference}"))?;
        let facts = Facts { service, language, mood, elapsed_ms };
        tallies.add(&Contribution::of(&case, &facts), 1);
    }
    Ok(tallies)
}

/// Compares the stored tallies with those of the histories. If `writes`, adds the differences to
/// the stored ones.
pub(crate) fn verify(database: &Database<'_>, writes: bool) -> Result<()> {
    let events = events(database)?;
    let (mut after, mut counted, mut expected) = (String::new(), 0, Tallies::default());
    loop {
        let participations: Vec<Participation> = database.ask(&format!(
            "SELECT reference, kind, service, language, mood, elapsed_ms FROM participations
             WHERE reference > '{after}' AND is_test = 0 ORDER BY reference LIMIT {AT_ONCE}"
        ))?;
        let Some(last) = participations.last() else { break };
        let until = last.reference.clone();
        let events = database.ask(&format!(
            "SELECT participation AS reference, sequence, at, actor, what, stage, entity,
                    content_digest, previous, hash
             FROM events WHERE participation > '{after}' AND participation <= '{until}'
             ORDER BY participation, sequence"
        ))?;
        counted += participations.len();
        expected.merge(&count(participations, events)?);
        after = until;
    }
    let counts: Vec<TallyRow> = database.ask("SELECT * FROM tallies")?;
    let times: Vec<TimesRow> = database.ask("SELECT * FROM measured_times")?;
    let stored = Tallies::read(counts, times).context("a tally can't be read")?;
    let differing = stored.differing(&expected);
    if differing.is_empty() {
        println!("the figures are the sum over {counted} histories");
        return Ok(());
    }
    if writes {
        write(database, &expected.less(&stored), events)?;
        println!(
            "{} figures weren't the sum over {counted} histories, and are now",
            differing.len()
        );
        return Ok(());
    }
    let listed = &differing[..differing.len().min(LISTED)];
    bail!(
        "{} figures aren't the sum over {counted} histories; an action while this ran is such a \
         difference too. `--write` mends them:\n  {}",
        differing.len(),
        listed.join("\n  ")
    )
}

/// Returns the number of events.
fn events(database: &Database<'_>) -> Result<u64> {
    #[derive(Deserialize)]
    struct Row {
        events: u64,
    }
    let rows: Vec<Row> = database.ask("SELECT COUNT(*) AS events FROM events")?;
    Ok(rows.first().context("the number of events")?.events)
}

/// Adds differences to the stored tallies, if there are still so many events: otherwise some of
/// them are in the stored tallies and not in what was counted.
fn write(database: &Database<'_>, difference: &Tallies, expected: u64) -> Result<()> {
    let (counts, times) = difference.rows();
    let list = |format: fn(&str) -> String| {
        Counts::NAMES.iter().map(|name| format(name)).collect::<String>()
    };
    let head = format!(
        "INSERT INTO tallies (dimension, period, entity, kind, member{})
         SELECT value ->> 'dimension', value ->> 'period', value ->> 'entity', value ->> 'kind',
                value ->> 'member'{}",
        list(|name| format!(", {name}")),
        list(|name| format!(", coalesce(value ->> '{name}', 0)"))
    );
    let sums = list(|name| format!(", {name} = {name} + excluded.{name}"));
    add(database, (&head, &sums), &counts, expected)?;
    let head = "INSERT INTO measured_times (measure, month, kind, entity, bucket, cases)
                SELECT value ->> 'measure', value ->> 'month', value ->> 'kind',
                       value ->> 'entity', value ->> 'bucket', value ->> 'cases'";
    add(database, (head, ", cases = cases + excluded.cases"), &times, expected)?;
    ensure!(
        events(database)? == expected,
        "something was done while this ran, so not all differences were written; run it once more"
    );
    Ok(())
}

/// Adds rows to a table by statements that are short enough for D1.
fn add<Row: Serialize>(
    database: &Database<'_>,
    (head, sums): (&str, &str),
    rows: &[Row],
    expected: u64,
) -> Result<()> {
    let texts = rows.iter().map(serde_json::to_string).collect::<Result<Vec<_>, _>>()?;
    let mut texts = texts.iter().peekable();
    while texts.peek().is_some() {
        let mut list = String::new();
        while let Some(text) = texts.next_if(|text| list.len() + text.len() < LIST_MAX) {
            let separator = if list.is_empty() { "" } else { "," };
            list.extend([separator, &text.replace('\'', "''")]);
        }
        ensure!(!list.is_empty(), "a tally is too long for a statement");
        database.ask::<Value>(&format!(
            "{head} FROM json_each('[{list}]')
             WHERE (SELECT COUNT(*) FROM events) = {expected}
             ON CONFLICT DO UPDATE SET {}",
            sums.trim_start_matches(", ")
        ))?;
    }
    Ok(())
}
