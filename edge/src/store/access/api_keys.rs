//! API keys of entities. The store holds their hashes alone.

use std::collections::BTreeSet;

use domain::{
    Timestamp,
    access::api_key::{ApiKey, KEYS_MAX, KeyHolder, KeyId, KeyName, Scope},
    slug::Slug,
    staff::StaffId,
    wire::console::KeyView,
};
use serde::Deserialize;

use crate::store::{Database, Result, Statement, list, statement, unreadable};

/// Key to insert.
pub(crate) struct New<'a> {
    pub(crate) id: &'a KeyId,
    pub(crate) entity: &'a Slug,
    pub(crate) name: &'a KeyName,
    pub(crate) scopes: &'a BTreeSet<Scope>,
    pub(crate) key: &'a ApiKey,
    pub(crate) at: Timestamp,
    pub(crate) by: &'a StaffId,
}

/// Returns the statement that inserts a key.
pub(crate) fn insert(db: &Database, new: &New<'_>) -> Result<Statement> {
    let sql = "INSERT INTO api_keys (id, entity, name, scopes, key_hash, created_at, created_by)
               VALUES (:id, :entity, :name, :scopes, :key_hash, :created_at, :created_by)";
    let scopes: Vec<_> = new.scopes.iter().collect();
    let values = [
        ("id", new.id.as_str().into()),
        ("entity", new.entity.as_str().into()),
        ("name", new.name.as_str().into()),
        ("scopes", list(&scopes)?.into()),
        ("key_hash", new.key.hash().into()),
        ("created_at", new.at.into()),
        ("created_by", new.by.as_str().into()),
    ];
    statement(db, sql, values)
}

/// Returns whether the entity has as many keys as may be.
pub(crate) async fn is_full(db: &Database, entity: &Slug) -> Result<bool> {
    #[derive(Deserialize)]
    struct Row {
        count: usize,
    }
    let sql = "SELECT count(*) AS count FROM api_keys
               WHERE entity = :entity AND revoked_at IS NULL";
    let row = statement(db, sql, [("entity", entity.as_str().into())])?.first::<Row>().await?;
    Ok(row.is_some_and(|row| row.count >= KEYS_MAX))
}

/// Returns the keys of an entity that aren't revoked, the latest first.
pub(crate) async fn of(db: &Database, entity: &Slug) -> Result<Vec<KeyView>> {
    #[derive(Deserialize)]
    struct Row {
        id: KeyId,
        name: KeyName,
        scopes: String,
        created_at: Timestamp,
        created_by: Option<String>,
        last_used_at: Option<Timestamp>,
    }
    let sql = "SELECT k.id, k.name, k.scopes, k.created_at, s.name AS created_by, k.last_used_at
               FROM api_keys k LEFT JOIN staff s ON s.id = k.created_by
               WHERE k.entity = :entity AND k.revoked_at IS NULL
               ORDER BY k.created_at DESC, k.id";
    let rows = statement(db, sql, [("entity", entity.as_str().into())])?.run().await?;
    let view = |row: Row| {
        Ok(KeyView {
            id: row.id,
            name: row.name,
            scopes: scopes(&row.scopes)?,
            created_at: row.created_at,
            created_by: row.created_by,
            last_used_at: row.last_used_at,
        })
    };
    rows.results::<Row>()?.into_iter().map(view).collect()
}

/// Returns the holder of a key, unless it is unknown or revoked.
pub(crate) async fn holder(db: &Database, key: &ApiKey) -> Result<Option<KeyHolder>> {
    #[derive(Deserialize)]
    struct Row {
        id: KeyId,
        entity: Slug,
        scopes: String,
        last_used_at: Option<Timestamp>,
    }
    let sql = "SELECT id, entity, scopes, last_used_at FROM api_keys
               WHERE key_hash = :key_hash AND revoked_at IS NULL";
    let row = statement(db, sql, [("key_hash", key.hash().into())])?.first::<Row>().await?;
    let read = |Row { id, entity, scopes: of, last_used_at }| {
        Ok(KeyHolder { id, entity, scopes: scopes(&of)?, last_used_at })
    };
    row.map(read).transpose()
}

/// Stores the time of a use.
pub(crate) async fn used(db: &Database, id: &KeyId, at: Timestamp) -> Result<()> {
    let sql = "UPDATE api_keys SET last_used_at = :at WHERE id = :id";
    statement(db, sql, [("id", id.as_str().into()), ("at", at.into())])?.run().await?;
    Ok(())
}

/// Returns whether an entity has this key, and it isn't revoked.
pub(crate) async fn is_in_force(db: &Database, entity: &Slug, id: &KeyId) -> Result<bool> {
    let sql = "SELECT id FROM api_keys
               WHERE id = :id AND entity = :entity AND revoked_at IS NULL";
    let values = [("id", id.as_str().into()), ("entity", entity.as_str().into())];
    Ok(statement(db, sql, values)?.first::<serde_json::Value>().await?.is_some())
}

/// Returns the statement that revokes a key.
pub(crate) fn revoke(db: &Database, id: &KeyId, at: Timestamp) -> Result<Statement> {
    let sql = "UPDATE api_keys SET revoked_at = :at WHERE id = :id AND revoked_at IS NULL";
    statement(db, sql, [("id", id.as_str().into()), ("at", at.into())])
}

fn scopes(json: &str) -> Result<BTreeSet<Scope>> {
    serde_json::from_str(json).map_err(|_| unreadable("the scopes of a key"))
}
