//! Recounts: entities whose calendar has changed, and the progress of recomputing their cases'
//! timers.

use domain::{
    Timestamp,
    case::{Case, event::Recorded, queue_order},
    intake::kind::Kind,
    reference::Reference,
    slug::Slug,
};
use serde::{Deserialize, Serialize};

use crate::store::{
    Database, Result, Statement,
    case::{cases::Times, events},
    list, statement, unreadable,
};

/// Pending recount of an entity.
#[derive(Deserialize)]
pub(crate) struct Recount {
    entity: Slug,
    due_at: Timestamp,
    /// Last case that was recomputed.
    reached: Option<Reference>,
}

/// Open case, or the error of replaying it.
pub(crate) struct Open {
    pub(crate) reference: Reference,
    pub(crate) case: Result<Case>,
}

#[derive(Deserialize)]
struct Row {
    reference: Reference,
    kind: Kind,
}

/// Times of a case to write.
#[derive(Serialize)]
struct Retimed<'a> {
    reference: &'a str,
    head: &'a str,
    /// Due times stay unchanged if the case has ended.
    first_response_due: Option<Timestamp>,
    resolution_due: Option<Timestamp>,
    wake_at: Option<Timestamp>,
    due_at: Option<Timestamp>,
    place: Option<String>,
}

/// Returns the statement that schedules a recount of all cases of an entity for `due_at`.
pub(crate) fn begin(db: &Database, entity: &Slug, due_at: Timestamp) -> Result<Statement> {
    let sql = "INSERT INTO recounts (entity, due_at) VALUES (:entity, :due_at)
               ON CONFLICT DO UPDATE SET due_at = excluded.due_at, reached = NULL";
    statement(db, sql, [("entity", entity.as_str().into()), ("due_at", due_at.into())])
}

/// Returns the recounts that are due.
pub(crate) async fn due(db: &Database, now: Timestamp) -> Result<Vec<Recount>> {
    let sql = "SELECT entity, due_at, reached FROM recounts WHERE due_at <= :now";
    statement(db, sql, [("now", now.into())])?.run().await?.results()
}

/// Returns the next open cases that were sent to an entity, or are in its custody.
pub(crate) async fn page(db: &Database, recount: &Recount, at_most: u32) -> Result<Vec<Open>> {
    let page = "SELECT reference, kind FROM participations
                WHERE entity = :entity AND wake_at IS NOT NULL AND reference > :after
                UNION ALL
                SELECT reference, kind FROM participations
                WHERE turn = :entity AND turn <> entity AND wake_at IS NOT NULL
                      AND reference > :after
                ORDER BY reference LIMIT :limit";
    let events = format!(
        "SELECT participation AS reference, sequence, at, actor, what, stage, events.entity,
         content_digest, previous, hash
         FROM ({page}) AS page JOIN events ON participation = page.reference
         ORDER BY participation, sequence"
    );
    let reached = recount.reached.as_ref().map_or("", Reference::digits);
    let values = || {
        [
            ("entity", recount.entity.as_str().into()),
            ("after", reached.into()),
            ("limit", at_most.into()),
        ]
    };
    let results =
        db.batch(vec![statement(db, page, values())?, statement(db, &events, values())?]).await?;
    let [rows, events] = &results[..] else { return Err(unreadable("open cases")) };
    let events = events.results::<Recorded>()?;
    let mut histories = events.chunk_by(|one, next| one.reference == next.reference).peekable();
    let open = |row: Row| {
        let history = histories.next_if(|history| {
            history.iter().all(|event| event.reference == row.reference.digits())
        });
        Open { reference: row.reference, case: told(history.unwrap_or_default(), row.kind) }
    };
    Ok(rows.results::<Row>()?.into_iter().map(open).collect())
}

fn told(history: &[Recorded], kind: Kind) -> Result<Case> {
    Case::tell(&events::read(history, kind)?).map_err(|_| unreadable("a history"))
}

/// Writes the recomputed times, unless an event has changed a case meanwhile, and the progress of
/// the recount.
pub(crate) async fn advance(
    db: &Database,
    recount: &mut Recount,
    to: Reference,
    counted: &[(&Case, Times)],
) -> Result<()> {
    let retimed = counted.iter().map(|(case, times)| {
        let is_open = case.ended_at.is_none();
        let due = is_open.then_some(times.due);
        Retimed {
            reference: case.standing.reference.digits(),
            head: &case.standing.head,
            first_response_due: due.map(|due| due.first_response),
            resolution_due: due.map(|due| due.resolution),
            wake_at: times.wake_at,
            due_at: times.next_due,
            place: is_open.then(|| {
                queue_order::place(case, times.next_due, times.due.resolution, recount.due_at)
            }),
        }
    });
    let retimed: Vec<_> = retimed.collect();
    let sql = "UPDATE participations
               SET first_response_due =
                       coalesce(value ->> 'first_response_due', first_response_due),
                   resolution_due = coalesce(value ->> 'resolution_due', resolution_due),
                   wake_at = value ->> 'wake_at', due_at = value ->> 'due_at',
                   place = coalesce(value ->> 'place', place)
               FROM json_each(:cases)
               WHERE reference = value ->> 'reference' AND head = value ->> 'head'";
    let hands = "UPDATE hands SET place = participations.place
                 FROM json_each(:cases) JOIN participations ON reference = value ->> 'reference'
                 WHERE participation = reference AND hands.place <> participations.place";
    let reach =
        "UPDATE recounts SET reached = :reached WHERE entity = :entity AND due_at = :due_at";
    let values = [
        ("entity", recount.entity.as_str().into()),
        ("due_at", recount.due_at.into()),
        ("reached", to.digits().into()),
    ];
    let retimed = list(&retimed)?;
    let statements = vec![
        statement(db, sql, [("cases", (&retimed).into())])?,
        statement(db, hands, [("cases", (&retimed).into())])?,
        statement(db, reach, values)?,
    ];
    db.batch(statements).await?;
    recount.reached = Some(to);
    Ok(())
}

/// Deletes a finished recount, unless the calendar has changed again.
pub(crate) async fn done(db: &Database, recount: &Recount) -> Result<()> {
    let sql = "DELETE FROM recounts WHERE entity = :entity AND due_at = :due_at";
    statement(
        db,
        sql,
        [("entity", recount.entity.as_str().into()), ("due_at", recount.due_at.into())],
    )?
    .run()
    .await?;
    Ok(())
}
