//! Introductions: what an entity has entered about staff whom others had known before.

use std::collections::BTreeMap;

use domain::{access::staff_update::Introduction, slug::Slug, staff::StaffId};
use serde::Deserialize;

use crate::store::{Database, Result, Statement, statement};

#[derive(Deserialize)]
struct Row {
    staff: StaffId,
    name: String,
    version: u32,
}

/// Returns the introductions of an entity.
pub(crate) async fn of(db: &Database, entity: &Slug) -> Result<BTreeMap<StaffId, Introduction>> {
    let sql = "SELECT staff, name, version FROM introductions WHERE entity = :entity";
    let rows = statement(db, sql, [("entity", entity.as_str().into())])?.run().await?;
    let pair = |Row { staff, name, version }: Row| (staff, Introduction { name, version });
    Ok(rows.results::<Row>()?.into_iter().map(pair).collect())
}

/// Returns the statement that writes an introduction.
pub(crate) fn write(
    db: &Database,
    staff: &StaffId,
    entity: &Slug,
    introduction: &Introduction,
) -> Result<Statement> {
    let sql = "INSERT INTO introductions (staff, entity, name, version)
               VALUES (:staff, :entity, :name, :version)
               ON CONFLICT DO UPDATE SET name = :name, version = :version";
    let values = [
        ("staff", staff.as_str().into()),
        ("entity", entity.as_str().into()),
        ("name", (&introduction.name).into()),
        ("version", introduction.version.into()),
    ];
    statement(db, sql, values)
}

/// Returns the statement that ends a person's introductions, once they have signed in.
pub(crate) fn end(db: &Database, staff: &StaffId) -> Result<Statement> {
    let sql = "DELETE FROM introductions WHERE staff = :staff";
    statement(db, sql, [("staff", staff.as_str().into())])
}
