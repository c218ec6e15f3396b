//! Ways in: accounts that identify a profile.

use domain::{
    Timestamp,
    access::oidc::keys::Key,
    profile::{
        ProfileId,
        way::{Account, Happening, Level, Provider},
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

/// Returns the statement that adds a way, unless the profile was left. It fails if the account has
/// a profile.
pub(crate) fn insert(
    db: &Database,
    profile: &ProfileId,
    account: &Account,
    passkey: Option<(&str, u32)>,
    now: Timestamp,
) -> Result<Statement> {
    let sql = "INSERT INTO ways_in (provider, subject, profile, level, public_key, signatures,
                                    created_at, used_at)
               SELECT :provider, :subject, id, :level, :public_key, :signatures, :created_at,
                      :used_at
               FROM profiles WHERE id = :profile AND left_at IS NULL";
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

/// Returns the statement that records a use of a way, with the level that its provider states now
/// or the counter of a passkey.
pub(crate) fn used(
    db: &Database,
    account: &Account,
    counter: Option<u32>,
    now: Timestamp,
) -> Result<Statement> {
    let sql = "UPDATE ways_in SET level = :level, signatures = coalesce(:counter, signatures),
                      used_at = :now
               WHERE provider = :provider AND subject = :subject";
    let values = [
        ("provider", account.provider.as_str().into()),
        ("subject", (&account.subject).into()),
        ("level", account.level.map(Level::as_str).into()),
        ("counter", counter.into()),
        ("now", now.into()),
    ];
    statement(db, sql, values)
}

/// Condition that a profile has a way and that it isn't the last one.
macro_rules! removable {
    () => {
        "(SELECT COUNT(*) FROM ways_in WHERE profile = :profile) > 1
         AND EXISTS (SELECT 1 FROM ways_in WHERE provider = :provider AND subject = :subject
                     AND profile = :profile)"
    };
}

/// Removal of a way from a profile.
pub(crate) struct Removal<'a> {
    pub(crate) profile: &'a ProfileId,
    pub(crate) way: (Provider, &'a str),
    /// Hash of the token of the session in which it is removed.
    pub(crate) session: &'a str,
    pub(crate) device: &'a str,
    pub(crate) now: Timestamp,
}

/// Removes a way, unless it is the last one, notes that in the history, and ends the profile's
/// sessions but for the one in which it is removed. Returns whether it was removed.
pub(crate) async fn remove(db: &Database, removal: &Removal<'_>) -> Result<bool> {
    let Removal { profile, way: (provider, subject), session, device, now } = *removal;
    let way = || {
        [
            ("profile", profile.as_str().into()),
            ("provider", provider.as_str().into()),
            ("subject", subject.into()),
        ]
    };
    let sessions = concat!(
        "DELETE FROM profile_sessions WHERE profile = :profile AND digest <> :session AND ",
        removable!()
    );
    let noted = concat!(
        "INSERT INTO profile_history (profile, at, what, provider, device)
         SELECT :profile, :at, :what, :provider, :device WHERE ",
        removable!()
    );
    let removed = concat!(
        "DELETE FROM ways_in
         WHERE provider = :provider AND subject = :subject AND profile = :profile AND ",
        removable!()
    );
    let [own, by, account] = way();
    let sessions = statement(db, sessions, [own, by, account, ("session", session.into())])?;
    let [own, by, account] = way();
    let facts = [
        own,
        by,
        account,
        ("at", now.into()),
        ("what", Happening::Unlinked.as_str().into()),
        ("device", device.into()),
    ];
    let noted = statement(db, noted, facts)?;
    // The last statement: the others ask whether there is a way to remove.
    let results = db.batch(vec![sessions, noted, statement(db, removed, way())?]).await?;
    Ok(results.last().is_some_and(|removed| removed.changes() > 0))
}
