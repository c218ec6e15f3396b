//! Storage in D1: all SQL, one file for each table or query, with the shapes of its rows.
//!
//! Handlers, services and cron jobs call it. Rules belong to `domain`.

pub(crate) mod attachments;
pub(crate) mod case_detail;
pub(crate) mod cases;
mod database;
pub(crate) mod directory;
pub(crate) mod erasure;
mod error;
pub(crate) mod events;
pub(crate) mod idempotency;
pub(crate) mod limits;
mod named;
pub(crate) mod outbox;
pub(crate) mod participations;
pub(crate) mod people;
pub(crate) mod presences;
pub(crate) mod proofs;
pub(crate) mod queues;
pub(crate) mod recounts;
pub(crate) mod search;
pub(crate) mod sessions;
pub(crate) mod settings;
pub(crate) mod sign_ins;
pub(crate) mod staff;
pub(crate) mod uploads;

use serde::Serialize;

use database::Value;
pub(crate) use database::{Cost, D1Result, Database, Statement};

pub(crate) use error::{Constraint, StoreError};

/// Name of a statement's parameter, and its value.
type Parameter<'a> = (&'static str, Value<'a>);

type Result<T> = std::result::Result<T, StoreError>;

/// Returns a statement with named parameters, such as `:reference`, and their values.
fn statement<const COUNT: usize>(
    db: &Database,
    sql: &str,
    parameters: [Parameter<'_>; COUNT],
) -> Result<Statement> {
    db.statement(sql, parameters.into())
}

/// Encodes values as the JSON list that a statement takes.
pub(crate) fn list(values: &[impl Serialize]) -> Result<String> {
    serde_json::to_string(values).map_err(|error| StoreError::Other(error.to_string()))
}

/// Checks that the database answers, by a table that everything needs.
pub(crate) async fn answers(db: &Database) -> Result<()> {
    statement(db, "SELECT id FROM entities LIMIT 1", [])?.run().await?;
    Ok(())
}

/// Returns the error for a value that this program can't have written.
fn unreadable(what: &str) -> StoreError {
    StoreError::Other(format!("unreadable in the store: {what}"))
}
