//! Ways in: accounts that identify a profile.

use domain::{
    Timestamp,
    access::oidc::keys::Key,
    profile::{
        ProfileId,
        way::{Account, Level, Provider},
    },
};
use serde::Deserialize;

use crate::store::{Database, Result, Statement, statement, unreadable};

/// Way in, as its owner sees it.
#[derive(Deserialize)]
pub(crate) struct Row {
    pub(crate) provider: Provider,
    pub(crate) subject: String,
    pub(crate) level: Option<Level>,
    pub(crate) created_at: Timestamp,
    pub(crate) used_at: Timestamp,
}

/// Passkey with what its next answer is checked by.
pub(crate) struct Passkey {
    pub(crate) profile: ProfileId,
    pub(crate) key: Key,
    pub(crate) counter: u32,
}

/// Returns the profile that an account identifies.
pub(crate) async fn profile_of(db: &Database, account: &Account) -> Result<Option<ProfileId>> {
    #[derive(Deserialize)]
    struct Found {
        profile: ProfileId,
    }
    let sql = "SELECT profile FROM ways_in WHERE provider = :provider AND subject = :subject";
    let values =
        [("provider", account.provider.as_str().into()), ("subject", (&account.subject).into())];
    Ok(statement(db, sql, values)?.first::<Found>().await?.map(|row| row.profile))
}

/// Returns the passkey with this credential id.
pub(crate) async fn passkey(db: &Database, id: &str) -> Result<Option<Passkey>> {
    #[derive(Deserialize)]
    struct Found {
        profile: ProfileId,
        public_key: String,
        signatures: u32,
    }
    let sql = "SELECT profile, public_key, signatures FROM ways_in
               WHERE provider = 'passkey' AND subject = :subject";
    let Some(row) = statement(db, sql, [("subject", id.into())])?.first::<Found>().await? else {
        return Ok(None);
    };
    let key = serde_json::from_str(&row.public_key).map_err(|_| unreadable("a passkey"))?;
    Ok(Some(Passkey { profile: row.profile, key, counter: row.signatures }))
}

/// Returns the statement that reads the ways of a profile.
pub(crate) fn list(db: &Database, profile: &ProfileId) -> Result<Statement> {
    let sql = "SELECT provider, subject, level, created_at, used_at FROM ways_in
               WHERE profile = :profile ORDER BY created_at";
    statement(db, sql, [("profile", profile.as_str().into())])
}

/// Returns the statement that adds a way. It fails if the account has a profile.
pub(crate) fn insert(
    db: &Database,
    profile: &ProfileId,
    account: &Account,
    passkey: Option<(&str, u32)>,
    now: Timestamp,
) -> Result<Statement> {
    let sql = "INSERT INTO ways_in (provider, subject, profile, level, public_key, signatures,
                                    created_at, used_at)
               VALUES (:provider, :subject, :profile, :level, :public_key, :signatures,
                       :created_at, :used_at)";
    let values = [
        ("provider", account.provider.as_str().into()),
        ("subject", (&account.subject).into()),
        ("profile", profile.as_str().into()),
        ("level", account.level.map(Level::as_str).into()),
        ("public_key", passkey.map(|(key, _)| key).into()),
        ("signatures", passkey.map_or(0, |(_, counter)| counter).into()),
        ("created_at", now.into()),
        ("used_at", now.into()),
    ];
    statement(db, sql, values)
}

/// Returns the statement that records a use of a way, with the level that its provider states now.
pub(crate) fn used(db: &Database, account: &Account, now: Timestamp) -> Result<Statement> {
    let sql = "UPDATE ways_in SET level = :level, used_at = :now
               WHERE provider = :provider AND subject = :subject";
    let values = [
        ("provider", account.provider.as_str().into()),
        ("subject", (&account.subject).into()),
        ("level", account.level.map(Level::as_str).into()),
        ("now", now.into()),
    ];
    statement(db, sql, values)
}

/// Returns the statement that records the counter of a passkey.
pub(crate) fn counted(db: &Database, id: &str, counter: u32) -> Result<Statement> {
    let sql = "UPDATE ways_in SET signatures = :signatures
               WHERE provider = 'passkey' AND subject = :subject";
    statement(db, sql, [("subject", id.into()), ("signatures", counter.into())])
}

/// Removes a way of a profile, unless it is the last one. Returns whether it was removed.
pub(crate) async fn remove(
    db: &Database,
    profile: &ProfileId,
    (provider, subject): (Provider, &str),
) -> Result<bool> {
    let sql = "DELETE FROM ways_in
               WHERE provider = :provider AND subject = :subject AND profile = :profile
               AND (SELECT COUNT(*) FROM ways_in WHERE profile = :profile) > 1";
    let values = [
        ("provider", provider.as_str().into()),
        ("subject", subject.into()),
        ("profile", profile.as_str().into()),
    ];
    Ok(statement(db, sql, values)?.run().await?.changes() > 0)
}
