//! Tallies of the figures: the statements that add to them with each event, and the queries that
//! read them.
//!
//! Only `store::case::events` writes them, but for `cargo xtask demo`, which fills a database.

pub(crate) mod closings;
pub(crate) mod lessons;
mod read;
pub(crate) mod rising;
pub(crate) mod volumes;

use std::{fmt::Write as _, sync::LazyLock};

use domain::figures::{counts::Counts, tally::Tallies};

pub(crate) use read::{
    Of, Overdue, Wanted, first_months, overdue, overdue_actions, tallies, tallies_of, times,
    times_of,
};

use crate::store::{Database, Result, Statement, list, statement};

/// Statement that adds counters to the tallies.
static ADD_COUNTS: LazyLock<String> = LazyLock::new(add_counts);

/// Returns the statements that add differences to the tallies, for a batch; none if there are no
/// differences.
pub(super) fn add(db: &Database, difference: &Tallies) -> Result<Vec<Statement>> {
    let (counts, times) = difference.rows();
    let mut statements = Vec::new();
    if !counts.is_empty() {
        statements.push(statement(db, &ADD_COUNTS, [("rows", list(&counts)?.into())])?);
    }
    if !times.is_empty() {
        let sql = "INSERT INTO measured_times (measure, month, kind, entity, bucket, cases)
                   SELECT value ->> 'measure', value ->> 'month', value ->> 'kind',
                          value ->> 'entity', value ->> 'bucket', value ->> 'cases'
                   FROM json_each(:rows) WHERE true
                   ON CONFLICT DO UPDATE SET cases = cases + excluded.cases";
        statements.push(statement(db, sql, [("rows", list(&times)?.into())])?);
    }
    Ok(statements)
}

/// Returns the statement that adds counters to the tallies. Counters that a row doesn't name stay.
fn add_counts() -> String {
    let (mut columns, mut values, mut sums) = (String::new(), String::new(), String::new());
    for (place, name) in Counts::NAMES.iter().enumerate() {
        let separator = if place == 0 { "" } else { ", " };
        // Writing to a text can't fail.
        let _ = write!(columns, ", {name}");
        let _ = write!(values, ", coalesce(value ->> '{name}', 0)");
        let _ = write!(sums, "{separator}{name} = {name} + excluded.{name}");
    }
    format!(
        "INSERT INTO tallies (dimension, period, entity, kind, member{columns})
         SELECT value ->> 'dimension', value ->> 'period', value ->> 'entity', value ->> 'kind',
                value ->> 'member'{values}
         FROM json_each(:rows) WHERE true
         ON CONFLICT DO UPDATE SET {sums}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_counter_has_a_column_in_the_schema() {
        let schema = include_str!("../../../schema.sql");
        let table = schema.split("CREATE TABLE tallies").nth(1).unwrap_or_default();
        let table = table.split("WITHOUT ROWID").next().unwrap_or_default();
        for name in Counts::NAMES {
            assert!(table.contains(&format!(" {name} INTEGER NOT NULL")), "{name}");
        }
        let counters = table.matches("DEFAULT 0").count();
        assert_eq!(counters, Counts::NAMES.len());
    }
}
