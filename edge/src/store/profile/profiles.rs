//! Profiles themselves: their beginning and their end.

use domain::{Timestamp, profile::ProfileId};
use serde::Deserialize;

use crate::store::{Database, Result, Statement, statement};

/// Most profiles that are handed on at once.
const AT_ONCE: u32 = 100;

/// Returns the statement that adds a profile.
pub(crate) fn insert(db: &Database, profile: &ProfileId, now: Timestamp) -> Result<Statement> {
    let sql = "INSERT INTO profiles (id, created_at) VALUES (:id, :created_at)";
    statement(db, sql, [("id", profile.as_str().into()), ("created_at", now.into())])
}

/// Returns the statements that close a profile for good, and delete all that is known of it but for
/// the list of its participations, which remain to be erased.
pub(crate) fn close(db: &Database, profile: &ProfileId, now: Timestamp) -> Result<Vec<Statement>> {
    let sql = "UPDATE profiles SET left_at = :now WHERE id = :profile";
    let mut statements = emptied(db, profile)?;
    statements.push(statement(
        db,
        sql,
        [("now", now.into()), ("profile", profile.as_str().into())],
    )?);
    Ok(statements)
}

/// Returns profiles that were closed and aren't removed yet.
pub(crate) async fn left(db: &Database) -> Result<Vec<ProfileId>> {
    #[derive(Deserialize)]
    struct Found {
        id: ProfileId,
    }
    let sql = "SELECT id FROM profiles WHERE left_at IS NOT NULL ORDER BY left_at LIMIT :limit";
    let rows = statement(db, sql, [("limit", AT_ONCE.into())])?.run().await?.results::<Found>()?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Returns the statements that delete a profile with all that is known of it. Its keys to
/// participations end with its sessions; the participations stay.
pub(crate) fn remove(db: &Database, profile: &ProfileId) -> Result<Vec<Statement>> {
    let mut statements = emptied(db, profile)?;
    for sql in [
        "DELETE FROM profile_participations WHERE profile = :profile",
        "DELETE FROM profiles WHERE id = :profile",
    ] {
        statements.push(statement(db, sql, [("profile", profile.as_str().into())])?);
    }
    Ok(statements)
}

fn emptied(db: &Database, profile: &ProfileId) -> Result<Vec<Statement>> {
    let own = [
        "DELETE FROM profile_bars WHERE profile = :profile",
        "DELETE FROM profile_sessions WHERE profile = :profile",
        "DELETE FROM profile_attempts WHERE profile = :profile",
        "DELETE FROM profile_history WHERE profile = :profile",
        "DELETE FROM ways_in WHERE profile = :profile",
    ];
    own.into_iter().map(|sql| statement(db, sql, [("profile", profile.as_str().into())])).collect()
}
