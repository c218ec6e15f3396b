//! Systems of entities: templates, and secrets as they lie sealed.

use domain::{Timestamp, slug::Slug, wire::console::SystemTemplate};
use serde::Deserialize;

use crate::{
    crypto::seal::Sealed,
    store::{Database, Result, Statement, StoreError, statement, unreadable},
};

/// System of an entity.
#[derive(Deserialize)]
pub(crate) struct Row {
    template: String,
    secret: Option<String>,
    secret_key: Option<String>,
    is_on: u8,
    pub(crate) failing_since: Option<Timestamp>,
}

impl Row {
    /// Returns the template.
    pub(crate) fn template(&self) -> Result<SystemTemplate> {
        read_template(&self.template)
    }

    /// Returns the secret, sealed.
    pub(crate) fn secret(&self) -> Option<Sealed> {
        Sealed::read(self.secret.clone(), self.secret_key.clone())
    }

    /// Returns whether cases are created there now.
    pub(crate) const fn is_on(&self) -> bool {
        self.is_on == 1
    }
}

/// Parses a template as it is stored.
pub(super) fn read_template(text: &str) -> Result<SystemTemplate> {
    serde_json::from_str(text).map_err(|_| unreadable("the template of a system"))
}

/// Returns the system of an entity.
pub(crate) async fn of(db: &Database, entity: &Slug) -> Result<Option<Row>> {
    let sql = "SELECT template, secret, secret_key, is_on, failing_since FROM systems
               WHERE entity = :entity";
    statement(db, sql, [("entity", entity.as_str().into())])?.first().await
}

/// Returns the statement that writes the system of an entity. It begins in good health.
pub(crate) fn write(
    db: &Database,
    entity: &Slug,
    template: &SystemTemplate,
    (secret, is_on): (Option<&Sealed>, bool),
    now: Timestamp,
) -> Result<Statement> {
    let sql = "INSERT INTO systems (entity, template, secret, secret_key, is_on, changed_at)
               VALUES (:entity, :template, :secret, :secret_key, :is_on, :changed_at)
               ON CONFLICT (entity) DO UPDATE
               SET template = excluded.template, secret = excluded.secret,
                   secret_key = excluded.secret_key, is_on = excluded.is_on,
                   failing_since = NULL, rests_until = NULL, changed_at = excluded.changed_at";
    let template =
        serde_json::to_string(template).map_err(|error| StoreError::Other(error.to_string()))?;
    let values = [
        ("entity", entity.as_str().into()),
        ("template", template.into()),
        ("secret", secret.map(|sealed| &sealed.text).into()),
        ("secret_key", secret.map(|sealed| &sealed.key).into()),
        ("is_on", u32::from(is_on).into()),
        ("changed_at", now.into()),
    ];
    statement(db, sql, values)
}

/// Returns the statement that removes the system of an entity. The ids under which cases are known
/// there stay.
pub(crate) fn remove(db: &Database, entity: &Slug) -> Result<Statement> {
    let sql = "DELETE FROM systems WHERE entity = :entity";
    statement(db, sql, [("entity", entity.as_str().into())])
}

/// Returns the statement that records since when a system fails, and until when it rests; none of
/// both after a success.
pub(crate) fn record(
    db: &Database,
    entity: &Slug,
    [failing, rest]: [Option<Timestamp>; 2],
) -> Result<Statement> {
    let sql = "UPDATE systems
               SET failing_since = CASE WHEN :now IS NULL THEN NULL
                                   ELSE coalesce(failing_since, :now) END,
                   rests_until = :rests_until
               WHERE entity = :entity";
    let values =
        [("entity", entity.as_str().into()), ("now", failing.into()), ("rests_until", rest.into())];
    statement(db, sql, values)
}

/// Returns the statement that ends the rest of a system that fails.
pub(crate) fn wake(db: &Database, entity: &Slug) -> Result<Statement> {
    let sql = "UPDATE systems SET rests_until = NULL WHERE entity = :entity";
    statement(db, sql, [("entity", entity.as_str().into())])
}

/// Secret of a system, sealed.
#[derive(Deserialize)]
pub(crate) struct SecretRow {
    pub(crate) entity: Slug,
    secret: String,
    secret_key: String,
}

impl SecretRow {
    /// Returns the secret.
    pub(crate) fn sealed(&self) -> Sealed {
        Sealed { key: self.secret_key.clone(), text: self.secret.clone() }
    }
}

/// Returns secrets that are sealed under another key than `key`, but those of the JSON list
/// `except`.
pub(crate) async fn sealed_otherwise(
    db: &Database,
    key: &str,
    except: &str,
    at_most: u32,
) -> Result<Vec<SecretRow>> {
    let sql = "SELECT entity, secret, secret_key FROM systems
               WHERE secret_key <> :key
               AND entity NOT IN (SELECT value FROM json_each(:except)) LIMIT :limit";
    let values = [("key", key.into()), ("except", except.into()), ("limit", at_most.into())];
    statement(db, sql, values)?.run().await?.results()
}

/// Replaces a secret by the same one under another key, unless it was changed meanwhile.
pub(crate) async fn reseal(db: &Database, row: &SecretRow, anew: &Sealed) -> Result<()> {
    let sql = "UPDATE systems SET secret = :secret, secret_key = :secret_key
               WHERE entity = :entity AND secret = :old";
    let values = [
        ("secret", (&anew.text).into()),
        ("secret_key", (&anew.key).into()),
        ("entity", row.entity.as_str().into()),
        ("old", (&row.secret).into()),
    ];
    statement(db, sql, values)?.run().await?;
    Ok(())
}
