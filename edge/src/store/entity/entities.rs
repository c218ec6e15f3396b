//! Entities, for those who add them.

use domain::{entity::new_entity::NewEntity, slug::Slug};
use serde::de::IgnoredAny;

use crate::store::{Database, Result, Statement, statement};

/// Returns whether an entity has this short name.
pub(crate) async fn is_taken(db: &Database, id: &Slug) -> Result<bool> {
    let sql = "SELECT id FROM entities WHERE id = :id";
    Ok(statement(db, sql, [("id", id.as_str().into())])?.first::<IgnoredAny>().await?.is_some())
}

/// Returns the statement that inserts an entity. It fails its batch if the short name is taken.
pub(crate) fn insert(db: &Database, entity: &NewEntity) -> Result<Statement> {
    let sql = "INSERT INTO entities (id, name_ar, name_en, kind)
               VALUES (:id, :name_ar, :name_en, 'government')";
    let NewEntity { id, name, origins: _ } = entity;
    let values = [
        ("id", id.as_str().into()),
        ("name_ar", (&name.ar).into()),
        ("name_en", (&name.en).into()),
    ];
    statement(db, sql, values)
}
