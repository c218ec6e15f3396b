//! `cargo xtask verify-history`: a check of the hash chains, which shows any event that was
//! changed, removed, reordered or inserted after the fact.

use std::collections::BTreeMap;

use anyhow::{Result, bail};
use domain::case::event::{self, Recorded};
use serde::Deserialize;

use super::d1::Database;

/// The number of participations per query: an answer of wrangler's is held in memory.
const AT_ONCE: usize = 2_000;

#[derive(Deserialize)]
struct Participation {
    reference: String,
    head: String,
}

pub(crate) fn verify(database: &Database<'_>) -> Result<()> {
    let (mut after, mut intact, mut broken) = (String::new(), 0, Vec::new());
    loop {
        let page = participations(database, &after)?;
        let Some(last) = page.last() else { break };
        let histories = histories(database, &after, &last.reference)?;
        for participation in &page {
            let history = histories.get(&participation.reference).map_or(&[][..], Vec::as_slice);
            match event::first_fault(history, &participation.head) {
                Some(sequence) => {
                    broken.push(format!("events row ({}, {sequence})", participation.reference));
                }
                None => intact += 1,
            }
        }
        after.clone_from(&last.reference);
    }
    println!("{intact} histories are whole");
    if broken.is_empty() {
        return Ok(());
    }
    bail!(
        "{} histories were changed after the fact; the first row of each that is not what it was:\n  {}",
        broken.len(),
        broken.join("\n  ")
    )
}

fn participations(database: &Database<'_>, after: &str) -> Result<Vec<Participation>> {
    let sql = format!(
        "SELECT reference, head FROM participations WHERE reference > '{after}' ORDER BY reference LIMIT {AT_ONCE}"
    );
    database.ask(&sql)
}

fn histories(
    database: &Database<'_>,
    after: &str,
    last: &str,
) -> Result<BTreeMap<String, Vec<Recorded>>> {
    let sql = format!(
        "SELECT participation AS reference, sequence, at, actor, what, stage, entity, content_digest, previous, hash FROM events
         WHERE participation > '{after}' AND participation <= '{last}' ORDER BY participation, sequence"
    );
    let mut histories: BTreeMap<String, Vec<Recorded>> = BTreeMap::new();
    for event in database.ask::<Recorded>(&sql)? {
        histories.entry(event.reference.clone()).or_default().push(event);
    }
    Ok(histories)
}
