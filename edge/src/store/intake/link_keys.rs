//! Tracking keys in the links of notices. Each notice has its own, which can be withdrawn.

use domain::{Timestamp, intake::tracking::TrackingKey, reference::Reference};

use crate::{
    crypto::seal::Sealed,
    store::{Database, Result, Statement, statement},
};

/// Query of a participation, of the complaint that it was sent with, and of the suggestion that was
/// sent with it: a key to a complaint opens both.
macro_rules! paired {
    () => {
        "SELECT reference FROM participations WHERE reference = :participation
         UNION ALL SELECT complaint FROM participations
         WHERE reference = :participation AND complaint IS NOT NULL
         UNION ALL SELECT reference FROM participations WHERE complaint = :participation"
    };
}

pub(in crate::store) use paired;

/// Lets the key in a notice to `contact` open a participation, and returns whether it does. It
/// doesn't if the author has replaced the contact meanwhile.
pub(crate) async fn insert_for(
    db: &Database,
    reference: Reference,
    contact: &Sealed,
    key: &TrackingKey,
    now: Timestamp,
) -> Result<bool> {
    let sql = "INSERT INTO link_keys (participation, key_hash, created_at)
               SELECT reference, :key_hash, :created_at FROM participations
               WHERE reference = :participation AND coalesce(contact, '{}') = :contact
               AND erased_at IS NULL
               ON CONFLICT DO UPDATE SET created_at = excluded.created_at";
    let values = [
        ("participation", reference.digits().into()),
        ("key_hash", key.hash().into()),
        ("created_at", now.into()),
        ("contact", (&contact.text).into()),
    ];
    Ok(statement(db, sql, values)?.run().await?.changes() > 0)
}

/// Returns the statement that lets a key open a participation.
pub(crate) fn insert(
    db: &Database,
    reference: Reference,
    key: &TrackingKey,
    now: Timestamp,
) -> Result<Statement> {
    let sql = "INSERT INTO link_keys (participation, key_hash, created_at)
               VALUES (:participation, :key_hash, :created_at) ON CONFLICT DO NOTHING";
    let values = [
        ("participation", reference.digits().into()),
        ("key_hash", key.hash().into()),
        ("created_at", now.into()),
    ];
    statement(db, sql, values)
}

/// Returns the statement that withdraws all keys in links to a participation, and to the one that
/// it was sent with, but for the one with the hash `kept`.
pub(crate) fn withdraw(db: &Database, reference: Reference, kept: &str) -> Result<Statement> {
    let sql = concat!(
        "DELETE FROM link_keys WHERE key_hash <> :kept AND participation IN (",
        paired!(),
        ")"
    );
    statement(db, sql, [("participation", reference.digits().into()), ("kept", kept.into())])
}
