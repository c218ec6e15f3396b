//! History of a profile: sign-ins, and changes of its ways in.

use domain::{
    Timestamp,
    profile::{
        HISTORY_DAYS, ProfileId,
        way::{Happening, Provider},
    },
};
use serde::Deserialize;

use crate::store::{Database, Result, Statement, statement};

/// Most rows that are shown.
const SHOWN: u32 = 50;

/// Row of the history.
#[derive(Deserialize)]
pub(crate) struct Row {
    pub(crate) at: Timestamp,
    pub(crate) what: Happening,
    pub(crate) provider: Option<Provider>,
    pub(crate) device: String,
}

/// Returns the statement that adds a row.
pub(crate) fn insert(
    db: &Database,
    profile: &ProfileId,
    (what, provider): (Happening, Option<Provider>),
    device: &str,
    now: Timestamp,
) -> Result<Statement> {
    let sql = "INSERT INTO profile_history (profile, at, what, provider, device)
               VALUES (:profile, :at, :what, :provider, :device)";
    let values = [
        ("profile", profile.as_str().into()),
        ("at", now.into()),
        ("what", what.as_str().into()),
        ("provider", provider.map(Provider::as_str).into()),
        ("device", device.into()),
    ];
    statement(db, sql, values)
}

/// Returns the statement that reads the latest rows, as many as a page shows.
pub(crate) fn latest(db: &Database, profile: &ProfileId) -> Result<Statement> {
    read(db, profile, Some(SHOWN))
}

/// Returns the statement that reads all rows.
pub(crate) fn all(db: &Database, profile: &ProfileId) -> Result<Statement> {
    read(db, profile, None)
}

fn read(db: &Database, profile: &ProfileId, most: Option<u32>) -> Result<Statement> {
    let sql = "SELECT at, what, provider, device FROM profile_history
               WHERE profile = :profile ORDER BY at DESC, id DESC LIMIT coalesce(:limit, -1)";
    statement(db, sql, [("profile", profile.as_str().into()), ("limit", most.into())])
}

/// Deletes rows whose period is over, and returns their number.
pub(crate) async fn forget_before(db: &Database, now: Timestamp) -> Result<usize> {
    let sql = "DELETE FROM profile_history
               WHERE at < strftime('%Y-%m-%dT%H:%M:%SZ', :now, '-' || :days || ' days')";
    let values = [("now", now.into()), ("days", HISTORY_DAYS.into())];
    Ok(statement(db, sql, values)?.run().await?.changes())
}
