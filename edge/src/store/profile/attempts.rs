//! Sign-ins of customers under way: at UAE PASS, or between a passkey's challenge and its answer.

use domain::{Timestamp, access::session::Token, profile::ProfileId};
use serde::Deserialize;

use crate::store::{Database, Result, Statement, statement};

/// Sign-in that begins.
pub(crate) struct Begun<'a> {
    /// Parameter `state`, or challenge of a passkey.
    pub(crate) state: &'a Token,
    /// Token in the cookie of the browser.
    pub(crate) browser: &'a Token,
    pub(crate) verifier: &'a str,
    /// Profile to which the way is added; `None` for a sign-in.
    pub(crate) profile: Option<&'a ProfileId>,
    pub(crate) language: &'a str,
    pub(crate) expires_at: Timestamp,
}

/// Values that are needed when it comes back.
#[derive(Deserialize)]
pub(crate) struct Pending {
    pub(crate) verifier: String,
    pub(crate) profile: Option<ProfileId>,
    pub(crate) language: String,
}

/// Returns the statement that stores an attempt.
pub(crate) fn begin(db: &Database, begun: &Begun<'_>) -> Result<Statement> {
    let sql = "INSERT INTO profile_attempts
                      (digest, browser, verifier, profile, language, expires_at)
               VALUES (:digest, :browser, :verifier, :profile, :language, :expires_at)";
    let values = [
        ("digest", begun.state.hash().into()),
        ("browser", begun.browser.hash().into()),
        ("verifier", begun.verifier.into()),
        ("profile", begun.profile.map(ProfileId::as_str).into()),
        ("language", begun.language.into()),
        ("expires_at", begun.expires_at.into()),
    ];
    statement(db, sql, values)
}

/// Takes an attempt out of the table. It can come back once only, in the browser that started it.
pub(crate) async fn take(
    db: &Database,
    state: &Token,
    browser: &Token,
    now: Timestamp,
) -> Result<Option<Pending>> {
    let sql = "DELETE FROM profile_attempts WHERE digest = :digest AND browser = :browser
               AND expires_at > :now RETURNING verifier, profile, language";
    let values =
        [("digest", state.hash().into()), ("browser", browser.hash().into()), ("now", now.into())];
    statement(db, sql, values)?.first().await
}

/// Deletes expired attempts, and returns their number.
pub(crate) async fn forget_before(db: &Database, now: Timestamp) -> Result<usize> {
    let sql = "DELETE FROM profile_attempts WHERE expires_at <= :now";
    Ok(statement(db, sql, [("now", now.into())])?.run().await?.changes())
}
