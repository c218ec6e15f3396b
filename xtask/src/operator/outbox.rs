//! `cargo xtask outbox`: what could not be sent, and sending it once more.

use anyhow::{Result, bail};
use serde::Deserialize;

use super::d1::Database;

#[derive(Deserialize)]
struct Count {
    outcome: String,
    count: u64,
}

#[derive(Deserialize)]
struct Notice {
    id: String,
    about: String,
    template: String,
    created_at: String,
    failures: u32,
    failed_of: Option<String>,
    outcome: String,
}

/// The number of notices shown at most.
const AT_MOST: usize = 200;

/// Prints the number of notices of each outcome, and those that wait for an operator or have
/// failed.
pub(crate) fn list(database: &Database<'_>) -> Result<()> {
    let counts: Vec<Count> =
        database.ask("SELECT COALESCE(outcome, 'waiting') AS outcome, COUNT(*) AS count FROM outbox GROUP BY outcome")?;
    for Count { outcome, count } in counts {
        println!("{outcome}: {count}");
    }
    let notices: Vec<Notice> = database.ask(&format!(
        "SELECT id, COALESCE(participation, 'staff ' || staff) AS about, template, created_at, failures, failed_of, COALESCE(outcome, 'waiting') AS outcome FROM outbox
         WHERE outcome IN ('dead', 'held') OR (due_at IS NOT NULL AND failures > 0) ORDER BY created_at LIMIT {AT_MOST}"
    ))?;
    for Notice { id, about, template, created_at, failures, failed_of, outcome } in notices {
        let failed_of =
            failed_of.map(|reason| format!(", the last of {reason}")).unwrap_or_default();
        println!(
            "{outcome}  {id}  {template}  {about}  {created_at}  {failures} failures{failed_of}"
        );
    }
    Ok(())
}

/// Has the clock put notices into the queue again: one, or all that are `dead` or `held`.
pub(crate) fn replay(database: &Database<'_>, which: &str) -> Result<()> {
    let which = match which {
        "dead" | "held" => format!("outcome = '{which}'"),
        id if id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
            format!("id = '{id}' AND outcome IN ('dead', 'held')")
        }
        _ => bail!("replay what? `dead`, `held`, or the id that `outbox list` shows"),
    };
    let replayed: Vec<serde_json::Value> = database.ask(&format!(
        "UPDATE outbox SET outcome = NULL, settled_at = NULL, taken_until = NULL, failures = 0, due_at = created_at
         WHERE {which} RETURNING id"
    ))?;
    println!("{} put back; within five minutes they are in the queue", replayed.len());
    Ok(())
}
