//! Saved views of lists of cases.

use domain::{
    Timestamp,
    saved_view::{ListQuery, SavedView, SavedViewId, VIEWS_MAX},
    slug::Slug,
    staff::StaffId,
};
use serde::Deserialize;

use crate::store::{Database, Result, list, statement};

const COLUMNS: &str = "id, staff, entity, name, query";

#[derive(Deserialize)]
struct Row {
    id: SavedViewId,
    staff: StaffId,
    entity: Option<Slug>,
    name: String,
    query: ListQuery,
}

impl From<Row> for SavedView {
    fn from(Row { id, staff, entity, name, query }: Row) -> Self {
        Self { id, staff, entity, name, query }
    }
}

/// Returns the views of a person and those shared with these entities, by name.
pub(crate) async fn seen_by(
    db: &Database,
    person: &StaffId,
    entities: &[&Slug],
) -> Result<Vec<SavedView>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM saved_views WHERE staff = :staff
         UNION SELECT {COLUMNS} FROM saved_views
         WHERE entity IN (SELECT value FROM json_each(:entities)) ORDER BY name, id"
    );
    let values = [("staff", person.as_str().into()), ("entities", list(entities)?.into())];
    let rows = statement(db, &sql, values)?.run().await?.results::<Row>()?;
    Ok(rows.into_iter().map(SavedView::from).collect())
}

/// Returns the view with this id.
pub(crate) async fn find(db: &Database, id: &SavedViewId) -> Result<Option<SavedView>> {
    let sql = format!("SELECT {COLUMNS} FROM saved_views WHERE id = :id");
    let row = statement(db, &sql, [("id", id.as_str().into())])?.first::<Row>().await?;
    Ok(row.map(SavedView::from))
}

/// Inserts a view, unless the person has as many as anybody may have. Returns whether it did.
pub(crate) async fn insert(db: &Database, view: &SavedView, now: Timestamp) -> Result<bool> {
    let sql = "INSERT INTO saved_views (id, staff, entity, name, query, created_at)
               SELECT :id, :staff, :entity, :name, :query, :now
               WHERE (SELECT COUNT(*) FROM saved_views WHERE staff = :staff) < :most";
    let values = [
        ("id", view.id.as_str().into()),
        ("staff", view.staff.as_str().into()),
        ("entity", view.entity.as_ref().map(Slug::as_str).into()),
        ("name", (&view.name).into()),
        ("query", view.query.as_str().into()),
        ("now", now.into()),
        ("most", VIEWS_MAX.into()),
    ];
    Ok(statement(db, sql, values)?.run().await?.changes() == 1)
}

/// Removes a view.
pub(crate) async fn remove(db: &Database, id: &SavedViewId) -> Result<()> {
    let sql = "DELETE FROM saved_views WHERE id = :id";
    statement(db, sql, [("id", id.as_str().into())])?.run().await?;
    Ok(())
}
