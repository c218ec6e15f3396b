//! Participations in a profile.

use domain::{
    Timestamp,
    case::stage::Stage,
    intake::{kind::Kind, tracking::TrackingKey},
    profile::{ProfileId, file::PARTICIPATIONS_MAX},
    reference::Reference,
};
use serde::Deserialize;

use crate::store::{Database, Result, Statement, statement};

/// Participation in the list of its author.
#[derive(Deserialize)]
pub(crate) struct Row {
    pub(crate) reference: Reference,
    pub(crate) kind: Kind,
    /// Entity with custody.
    pub(crate) entity: String,
    pub(crate) stage: Stage,
    pub(crate) is_merged: u8,
    is_unread: u8,
    pub(crate) text: Option<String>,
    pub(crate) received_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    pub(crate) first_response_due: Timestamp,
    pub(crate) resolution_due: Timestamp,
}

impl Row {
    /// Returns whether it was merged into another one.
    pub(crate) const fn is_merged(&self) -> bool {
        self.is_merged == 1
    }

    /// Returns whether the entity wrote something since its author opened it here.
    pub(crate) const fn is_unread(&self) -> bool {
        self.is_unread == 1
    }
}

/// Returns the participations of a profile, the latest change first. Messages count as unread if
/// they came until `told`, from when on customers are told of them.
pub(crate) async fn list(db: &Database, profile: &ProfileId, told: Timestamp) -> Result<Vec<Row>> {
    let sql = "SELECT p.reference, p.kind, coalesce(p.turn, p.entity) AS entity, p.stage,
                      p.merged_into IS NOT NULL AS is_merged, p.text, p.received_at, p.updated_at,
                      p.first_response_due, p.resolution_due,
                      EXISTS (SELECT 1 FROM messages m
                              WHERE m.participation = p.reference AND m.audience = 'everyone'
                              AND m.author = 'entity' AND m.at > coalesce(own.seen_at, '')
                              AND m.at <= :told) AS is_unread
               FROM profile_participations own
               CROSS JOIN participations p ON p.reference = own.participation
               WHERE own.profile = :profile ORDER BY p.updated_at DESC, p.reference LIMIT :limit";
    let values = [
        ("profile", profile.as_str().into()),
        ("told", told.into()),
        ("limit", PARTICIPATIONS_MAX.into()),
    ];
    statement(db, sql, values)?.run().await?.results()
}

/// Returns the statement that adds a participation. One that is there already stays as it is, and a
/// full profile takes no more.
pub(crate) fn add(
    db: &Database,
    profile: &ProfileId,
    reference: Reference,
    now: Timestamp,
) -> Result<Statement> {
    let sql = "INSERT INTO profile_participations (profile, participation, added_at)
               SELECT id, :participation, :added_at FROM profiles WHERE id = :profile
               AND (SELECT COUNT(*) FROM profile_participations WHERE profile = :profile) < :most
               ON CONFLICT DO NOTHING";
    let values = [
        ("profile", profile.as_str().into()),
        ("participation", reference.digits().into()),
        ("added_at", now.into()),
        ("most", PARTICIPATIONS_MAX.into()),
    ];
    statement(db, sql, values)
}

/// Lets the profile's own key open a participation that is in it, marks that as read, and returns
/// whether it is in it.
pub(crate) async fn open(
    db: &Database,
    profile: &ProfileId,
    reference: Reference,
    key: &TrackingKey,
    now: Timestamp,
) -> Result<bool> {
    let opened = "UPDATE profile_participations SET seen_at = :now, key_hash = :key_hash
                  WHERE profile = :profile AND participation = :participation";
    let keyed = "INSERT INTO link_keys (participation, key_hash, created_at)
                 SELECT participation, key_hash, seen_at FROM profile_participations
                 WHERE profile = :profile AND participation = :participation
                 ON CONFLICT DO NOTHING";
    let opened_values = [
        ("profile", profile.as_str().into()),
        ("participation", reference.digits().into()),
        ("now", now.into()),
        ("key_hash", key.hash().into()),
    ];
    let values =
        [("profile", profile.as_str().into()), ("participation", reference.digits().into())];
    let statements = vec![
        withdraw(db, profile, reference, Some(key))?,
        statement(db, opened, opened_values)?,
        statement(db, keyed, values)?,
    ];
    let results = db.batch(statements).await?;
    Ok(results.get(1).is_some_and(|opened| opened.changes() > 0))
}

/// Returns the statements that take a participation out of a profile, with the profile's key.
pub(crate) fn remove(
    db: &Database,
    profile: &ProfileId,
    reference: Reference,
) -> Result<[Statement; 2]> {
    let sql = "DELETE FROM profile_participations
               WHERE profile = :profile AND participation = :participation";
    let values =
        [("profile", profile.as_str().into()), ("participation", reference.digits().into())];
    Ok([withdraw(db, profile, reference, None)?, statement(db, sql, values)?])
}

/// Returns the statement that withdraws the profile's key to a participation, but for `kept`.
fn withdraw(
    db: &Database,
    profile: &ProfileId,
    reference: Reference,
    kept: Option<&TrackingKey>,
) -> Result<Statement> {
    let sql = "DELETE FROM link_keys WHERE participation = :participation
               AND key_hash <> :kept AND key_hash =
                   (SELECT key_hash FROM profile_participations
                    WHERE profile = :profile AND participation = :participation)";
    let values = [
        ("profile", profile.as_str().into()),
        ("participation", reference.digits().into()),
        ("kept", kept.map(TrackingKey::hash).unwrap_or_default().into()),
    ];
    statement(db, sql, values)
}

/// Returns whether a participation is in a profile other than `own`.
pub(crate) async fn is_elsewhere(
    db: &Database,
    own: Option<&ProfileId>,
    reference: Reference,
) -> Result<bool> {
    #[derive(Deserialize)]
    struct Found {
        #[serde(rename = "participation")]
        _participation: Reference,
    }
    let sql = "SELECT participation FROM profile_participations
               WHERE participation = :participation AND profile <> :own LIMIT 1";
    let values = [
        ("participation", reference.digits().into()),
        ("own", own.map_or("", ProfileId::as_str).into()),
    ];
    Ok(statement(db, sql, values)?.first::<Found>().await?.is_some())
}

/// Takes a participation out of all profiles but `own`, and withdraws their keys.
pub(crate) async fn take_back(
    db: &Database,
    own: Option<&ProfileId>,
    reference: Reference,
) -> Result<()> {
    let others = "SELECT key_hash FROM profile_participations
                  WHERE participation = :participation AND profile <> :own";
    let keys = format!(
        "DELETE FROM link_keys WHERE participation = :participation AND key_hash IN ({others})"
    );
    let rows = "DELETE FROM profile_participations
                WHERE participation = :participation AND profile <> :own";
    let values = || {
        [
            ("participation", reference.digits().into()),
            ("own", own.map_or("", ProfileId::as_str).into()),
        ]
    };
    db.batch(vec![statement(db, &keys, values())?, statement(db, rows, values())?]).await?;
    Ok(())
}
