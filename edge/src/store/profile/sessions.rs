//! Sessions of customers in their profiles. The keys by which a session opened participations are
//! deleted with it (`link_keys.session`).

use domain::{
    Timestamp,
    access::session::Session,
    profile::{ProfileId, way::Provider},
};
use serde::Deserialize;

use crate::store::{Database, Result, Statement, statement};

/// Session of a profile.
#[derive(Deserialize)]
pub(crate) struct Row {
    /// Hash of the token.
    pub(crate) digest: String,
    pub(crate) profile: ProfileId,
    pub(crate) provider: Provider,
    pub(crate) device: String,
    created_at: Timestamp,
    seen_at: Timestamp,
}

impl Row {
    /// Returns the times of the session.
    pub(crate) const fn session(&self) -> Session {
        Session { created_at: self.created_at, seen_at: self.seen_at }
    }
}

/// Returns the session with this hash. `domain` decides whether it has expired.
pub(crate) async fn find(db: &Database, digest: &str) -> Result<Option<Row>> {
    let sql = "SELECT digest, profile, provider, device, created_at, seen_at
               FROM profile_sessions WHERE digest = :digest";
    statement(db, sql, [("digest", digest.into())])?.first().await
}

/// Returns the statement that reads all sessions of a profile.
pub(crate) fn list(db: &Database, profile: &ProfileId) -> Result<Statement> {
    let sql = "SELECT digest, profile, provider, device, created_at, seen_at
               FROM profile_sessions WHERE profile = :profile ORDER BY seen_at DESC";
    statement(db, sql, [("profile", profile.as_str().into())])
}

/// Returns the statement that starts a session, unless the profile was left.
pub(crate) fn begin(
    db: &Database,
    digest: &str,
    profile: &ProfileId,
    (provider, device): (Provider, &str),
    now: Timestamp,
) -> Result<Statement> {
    let sql = "INSERT INTO profile_sessions
                      (digest, profile, provider, device, created_at, seen_at)
               SELECT :digest, id, :provider, :device, :created_at, :seen_at
               FROM profiles WHERE id = :profile AND left_at IS NULL";
    let values = [
        ("digest", digest.into()),
        ("profile", profile.as_str().into()),
        ("provider", provider.as_str().into()),
        ("device", device.into()),
        ("created_at", now.into()),
        ("seen_at", now.into()),
    ];
    statement(db, sql, values)
}

/// Records the time of a session's latest request.
pub(crate) async fn see(db: &Database, digest: &str, now: Timestamp) -> Result<()> {
    let sql = "UPDATE profile_sessions SET seen_at = :now WHERE digest = :digest";
    statement(db, sql, [("digest", digest.into()), ("now", now.into())])?.run().await?;
    Ok(())
}

/// Returns the statement that ends the session of a browser.
pub(crate) fn end(db: &Database, digest: &str) -> Result<Statement> {
    let sql = "DELETE FROM profile_sessions WHERE digest = :digest RETURNING provider";
    statement(db, sql, [("digest", digest.into())])
}

/// Ends the session of a browser, and returns the provider by which it began.
pub(crate) async fn sign_out(db: &Database, digest: &str) -> Result<Option<Provider>> {
    #[derive(Deserialize)]
    struct Ended {
        provider: Provider,
    }
    Ok(end(db, digest)?.first::<Ended>().await?.map(|ended| ended.provider))
}

/// Returns the statement that ends a session of this profile.
pub(crate) fn end_own(db: &Database, profile: &ProfileId, digest: &str) -> Result<Statement> {
    let sql = "DELETE FROM profile_sessions WHERE digest = :digest AND profile = :profile";
    statement(db, sql, [("digest", digest.into()), ("profile", profile.as_str().into())])
}

/// Returns the statement that ends all sessions of a profile.
pub(crate) fn end_all(db: &Database, profile: &ProfileId) -> Result<Statement> {
    let sql = "DELETE FROM profile_sessions WHERE profile = :profile";
    statement(db, sql, [("profile", profile.as_str().into())])
}

/// Deletes sessions without a request since `seen`, and returns their number.
pub(crate) async fn forget_before(db: &Database, seen: Timestamp) -> Result<usize> {
    let sql = "DELETE FROM profile_sessions WHERE seen_at < :seen";
    Ok(statement(db, sql, [("seen", seen.into())])?.run().await?.changes())
}
