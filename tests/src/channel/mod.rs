//! Other sides of channels, for an edge of a test's own, and what tests of channels wait for.

pub mod accounts;
pub mod whatsapp;

use std::time::Duration;

use tokio::time::sleep;

use crate::workerd::Workerd;

/// Returns the number of rows of a table, or of those for which a condition holds, as
/// `inbox WHERE failures > 0`.
pub fn count(edge: &Workerd, rows: &str) -> u64 {
    edge.database().count(&format!("SELECT COUNT(*) AS n FROM {rows}"))
}

/// Waits until there are so many rows.
///
/// # Panics
///
/// Panics if there aren't within a minute.
pub async fn until(edge: &Workerd, rows: &str, expected: u64) {
    for _ in 0..600 {
        if count(edge, rows) == expected {
            return;
        }
        sleep(Duration::from_millis(100)).await;
    }
    panic!("{} rows of {rows}, not {expected}: {}", count(edge, rows), edge.log());
}
