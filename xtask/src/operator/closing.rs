//! `cargo xtask close`: the closing of a month by hand, such as one from before the first release.

use anyhow::{Result, ensure};
use domain::figures::tally::Span;
use serde_json::Value;

use super::d1::Database;

/// Asks for the closing of a month. The edge does it with its next scheduled jobs, as it closes
/// each month: two programs that write the same files could disagree.
pub(crate) fn ask(database: &Database<'_>, month: &str) -> Result<()> {
    let is_month = matches!(Span::parse(month), Some(Span::Month(..)));
    ensure!(is_month, "which month? 2026-10, for example");
    database.ask::<Value>(&format!(
        "INSERT INTO closings (month) VALUES ('{month}') ON CONFLICT DO NOTHING"
    ))?;
    println!(
        "{month} is closed by the next scheduled jobs, within an hour (`cargo xtask dev` runs them \
         as it starts); /open/releases.json then lists it"
    );
    Ok(())
}
