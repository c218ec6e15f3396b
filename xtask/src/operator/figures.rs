//! `cargo xtask verify-figures`: a count of all figures from the histories, which names each tally
//! that isn't the sum over them.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use domain::{
    case::{Case, event::Recorded, milestones::Facts},
    figures::{
        contribution::Contribution,
        tally::{Tallies, TallyRow, TimesRow},
    },
    intake::kind::{Kind, Mood},
    slug::Slug,
};
use serde::Deserialize;

use super::d1::Database;

/// The number of participations per query: an answer of wrangler's is held in memory.
const AT_ONCE: usize = 1_000;

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

/// Compares the stored tallies with those of the histories.
pub(crate) fn verify(database: &Database<'_>) -> Result<()> {
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
    let listed = &differing[..differing.len().min(LISTED)];
    bail!(
        "{} figures aren't the sum over {counted} histories; an action while this ran is such a \
         difference too:\n  {}",
        differing.len(),
        listed.join("\n  ")
    )
}
