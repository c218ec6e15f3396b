//! Sign-ins that have been sent to the provider and haven't come back yet.

use domain::{Timestamp, access::oidc::Attempt};
use serde::Deserialize;

use crate::store::{Database, Result, Statement, statement};

/// Values drawn for a sign-in, needed when it comes back.
#[derive(Deserialize)]
pub(crate) struct Pending {
    pub(crate) nonce: String,
    pub(crate) verifier: String,
    pub(crate) target: String,
}

/// Returns the statement that stores an attempt. `browser` is the hash of the token that the
/// browser holds in a cookie.
pub(crate) fn begin(
    db: &Database,
    attempt: &Attempt,
    browser: &str,
    target: &str,
    until: Timestamp,
) -> Result<Statement> {
    let sql = "INSERT INTO sign_ins (digest, browser, nonce, verifier, target, expires_at)
               VALUES (:digest, :browser, :nonce, :verifier, :target, :expires_at)";
    let values = [
        ("digest", attempt.state.hash().into()),
        ("browser", browser.into()),
        ("nonce", (&attempt.nonce).into()),
        ("verifier", (&attempt.verifier).into()),
        ("target", target.into()),
        ("expires_at", until.into()),
    ];
    statement(db, sql, values)
}

/// Takes an attempt out of the table. It can come back once only, in the browser that started it.
pub(crate) async fn take(
    db: &Database,
    state: &str,
    browser: &str,
    now: Timestamp,
) -> Result<Option<Pending>> {
    let sql = "DELETE FROM sign_ins WHERE digest = :digest AND browser = :browser
               AND expires_at > :now RETURNING nonce, verifier, target";
    statement(
        db,
        sql,
        [("digest", state.into()), ("browser", browser.into()), ("now", now.into())],
    )?
    .first()
    .await
}

/// Deletes expired attempts, and returns their number.
pub(crate) async fn forget_before(db: &Database, now: Timestamp) -> Result<usize> {
    Ok(statement(db, "DELETE FROM sign_ins WHERE expires_at <= :now", [("now", now.into())])?
        .run()
        .await?
        .changes())
}
