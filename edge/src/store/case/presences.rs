//! Presences: staff who are viewing a case right now.

use domain::{Timestamp, reference::Reference, staff::StaffId, wire::console::Present};
use serde::Deserialize;

use crate::store::{Database, Result, statement, unreadable};

#[derive(Deserialize)]
struct Row {
    staff: StaffId,
    name: Option<String>,
    is_writing: u8,
}

/// Records a person's presence, and returns the others who have been present since `then`.
pub(crate) async fn meet(
    db: &Database,
    reference: Reference,
    who: (&StaffId, bool),
    [now, then]: [Timestamp; 2],
) -> Result<Vec<Present>> {
    let note = "INSERT INTO presences (participation, staff, is_writing, seen_at)
                VALUES (:participation, :staff, :is_writing, :seen_at)
                ON CONFLICT DO UPDATE SET is_writing = :is_writing, seen_at = :seen_at";
    let others = "SELECT staff, name, is_writing FROM presences LEFT JOIN staff ON id = staff
                  WHERE participation = :participation AND staff <> :staff AND seen_at > :then";
    let (person, is_writing) = (|| who.0.as_str().into(), u32::from(who.1).into());
    let digits = || reference.digits().into();
    let statements = vec![
        statement(
            db,
            note,
            [
                ("participation", digits()),
                ("staff", person()),
                ("is_writing", is_writing),
                ("seen_at", now.into()),
            ],
        )?,
        statement(
            db,
            others,
            [("participation", digits()), ("staff", person()), ("then", then.into())],
        )?,
    ];
    let results = db.batch(statements).await?;
    let [_, others] = &results[..] else { return Err(unreadable("presences")) };
    let present = |row: Row| Present {
        person: row.staff,
        name: row.name.unwrap_or_default(),
        is_writing: row.is_writing != 0,
    };
    Ok(others.results::<Row>()?.into_iter().map(present).collect())
}

/// Deletes presences from before `then`, and returns their number.
pub(crate) async fn forget_before(db: &Database, then: Timestamp) -> Result<usize> {
    Ok(statement(db, "DELETE FROM presences WHERE seen_at < :then", [("then", then.into())])?
        .run()
        .await?
        .changes())
}
