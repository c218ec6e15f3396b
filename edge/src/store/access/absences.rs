//! Absences of staff, with their deputies.

use domain::{
    Date, Timestamp, absence::Absence, case::stage::Stage, reference::Reference, slug::Slug,
    staff::StaffId, wire::console::AbsenceView,
};
use serde::Deserialize;

use crate::store::{Database, Result, Statement, statement};

#[derive(Deserialize)]
struct Row {
    staff: StaffId,
    name: String,
    deputy: StaffId,
    deputy_name: String,
    first_day: Date,
    last_day: Date,
}

/// Returns the absences at an entity that end on this day or later. A deputy who doesn't handle its
/// cases any more stands in for nobody.
pub(crate) async fn of(db: &Database, entity: &Slug, day: Date) -> Result<Vec<AbsenceView>> {
    let sql = concat!(
        "SELECT a.staff, s.name, a.deputy, d.name AS deputy_name, a.first_day, a.last_day
         FROM absences a CROSS JOIN staff s ON s.id = a.staff
         CROSS JOIN staff d ON d.id = a.deputy
         WHERE a.entity = :entity AND a.last_day >= :day AND d.active AND EXISTS (
             SELECT 1 FROM roles WHERE staff = a.deputy AND entity = a.entity AND ",
        handles_cases!(),
        ")"
    );
    let day = day.to_string();
    let values = [("entity", entity.as_str().into()), ("day", day.into())];
    let rows = statement(db, sql, values)?.run().await?.results::<Row>()?;
    let view = |row: Row| AbsenceView {
        staff: row.staff,
        name: row.name,
        deputy: row.deputy,
        deputy_name: row.deputy_name,
        first: row.first_day,
        last: row.last_day,
    };
    Ok(rows.into_iter().map(view).collect())
}

/// Returns the statement that replaces a person's absence at an entity.
pub(crate) fn replace(
    db: &Database,
    entity: &Slug,
    absence: &Absence,
    by: &StaffId,
    now: Timestamp,
) -> Result<Statement> {
    let sql = "INSERT INTO absences (entity, staff, deputy, first_day, last_day, set_by, set_at)
               VALUES (:entity, :staff, :deputy, :first_day, :last_day, :set_by, :set_at)
               ON CONFLICT (entity, staff) DO UPDATE
               SET deputy = excluded.deputy, first_day = excluded.first_day,
                   last_day = excluded.last_day, set_by = excluded.set_by,
                   set_at = excluded.set_at";
    let values = [
        ("entity", entity.as_str().into()),
        ("staff", absence.staff.as_str().into()),
        ("deputy", absence.deputy.as_str().into()),
        ("first_day", absence.first.to_string().into()),
        ("last_day", absence.last.to_string().into()),
        ("set_by", by.as_str().into()),
        ("set_at", now.into()),
    ];
    statement(db, sql, values)
}

/// Ends a person's absence at an entity, and returns whether there was one.
pub(crate) async fn end(db: &Database, entity: &Slug, person: &StaffId) -> Result<bool> {
    let sql = "DELETE FROM absences WHERE entity = :entity AND staff = :staff";
    let values = [("entity", entity.as_str().into()), ("staff", person.as_str().into())];
    Ok(statement(db, sql, values)?.run().await?.changes() > 0)
}

/// Case with news whose owner may be away.
#[derive(Deserialize)]
pub(crate) struct Waiting {
    pub(crate) reference: Reference,
    pub(crate) entity: Slug,
    pub(crate) owner: StaffId,
    pub(crate) stage: Stage,
}

/// Returns cases with news whose owner may be away, in the order of their references after this
/// one. The days are those of UTC, so the entity's calendar has the last word.
pub(crate) async fn waiting(
    db: &Database,
    [from, to]: [Date; 2],
    after: Option<Reference>,
    at_most: u32,
) -> Result<Vec<Waiting>> {
    let sql = "SELECT p.reference, a.entity, a.staff AS owner, p.stage FROM absences a
               CROSS JOIN participations p INDEXED BY participations_by_news
               ON p.turn = a.entity AND p.owner = a.staff
               WHERE p.news IS NOT NULL AND a.first_day <= :to AND a.last_day >= :from
               AND p.reference > :after
               ORDER BY p.reference LIMIT :limit";
    let values = [
        ("from", from.to_string().into()),
        ("to", to.to_string().into()),
        ("after", after.as_ref().map_or("", Reference::digits).into()),
        ("limit", at_most.into()),
    ];
    statement(db, sql, values)?.run().await?.results()
}
