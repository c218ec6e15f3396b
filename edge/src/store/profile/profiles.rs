//! Profiles themselves: their beginning and their end.

use domain::{Timestamp, profile::ProfileId};

use crate::store::{Database, Result, Statement, statement};

/// Returns the statement that adds a profile.
pub(crate) fn insert(db: &Database, profile: &ProfileId, now: Timestamp) -> Result<Statement> {
    let sql = "INSERT INTO profiles (id, created_at) VALUES (:id, :created_at)";
    statement(db, sql, [("id", profile.as_str().into()), ("created_at", now.into())])
}

/// Returns the statements that delete a profile with all that is known of it. Its keys to
/// participations end with its sessions; the participations stay.
pub(crate) fn remove(db: &Database, profile: &ProfileId) -> Result<Vec<Statement>> {
    let own = [
        "DELETE FROM profile_bars WHERE profile = :profile",
        "DELETE FROM profile_participations WHERE profile = :profile",
        "DELETE FROM profile_sessions WHERE profile = :profile",
        "DELETE FROM profile_attempts WHERE profile = :profile",
        "DELETE FROM profile_history WHERE profile = :profile",
        "DELETE FROM ways_in WHERE profile = :profile",
        "DELETE FROM profiles WHERE id = :profile",
    ];
    own.into_iter().map(|sql| statement(db, sql, [("profile", profile.as_str().into())])).collect()
}
