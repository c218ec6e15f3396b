//! `cargo xtask close`: the closing of a month by hand, such as one from before the first release,
//! and the correction of a closed one.

use anyhow::{Result, ensure};
use domain::{figures::tally::Span, open_data::release::REASON_MAX};
use serde_json::Value;

use super::d1::Database;

/// Asks for the closing of a month, or, with a reason, for the correction of a closed one. The edge
/// does it with its next scheduled jobs, as it closes each month: two programs that write the same
/// files could disagree.
pub(crate) fn ask(database: &Database<'_>, month: &str, reason: Option<&str>) -> Result<()> {
    let is_month = matches!(Span::parse(month), Some(Span::Month(..)));
    ensure!(is_month, "which month? 2026-10, for example");
    let quoted = match reason.map(str::trim) {
        None => "NULL".to_owned(),
        Some(reason) => {
            let length = reason.chars().count();
            let is_text = (1..=REASON_MAX).contains(&length) && !reason.contains(char::is_control);
            ensure!(is_text, "a reason has up to {REASON_MAX} characters on one line");
            format!("'{}'", reason.replace('\'', "''"))
        }
    };
    database.ask::<Value>(&format!(
        "INSERT INTO closings (month, reason) VALUES ('{month}', {quoted})
         ON CONFLICT DO UPDATE SET reason = coalesce(excluded.reason, reason)"
    ))?;
    let what = if reason.is_some() {
        "if it is closed and its figures have changed, a correction of it follows, and of the \
         quarter and the year that it counts in; the reason is public"
    } else {
        "it is closed"
    };
    println!(
        "{month}: {what}, by the next scheduled jobs, within an hour (`cargo xtask dev` runs them \
         as it starts); /open/releases.json then lists it"
    );
    Ok(())
}
