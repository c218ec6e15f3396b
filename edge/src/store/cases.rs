//! Histories of cases: replay from the stored events, and the statements that write a decision.

use domain::{
    Timestamp,
    case::{
        Case, Command, Decided,
        corrective_action::RootCause,
        event::{Actor, Event, Recorded},
        life_cycle::{Audience, Verb, Words},
        queue_order,
    },
    intake::kind::{Kind, Mood},
    media::upload::UploadId,
    reference::Reference,
    sla::{agreement::DueTimes, escalation::Level},
    slug::Slug,
    staff::StaffId,
    text::Text,
};
use serde::Deserialize;

use super::{
    Database, Result, Statement, attachments, list, participations, search, statement, unreadable,
};
use crate::crypto::seal::Sealed;

/// Case replayed from its history, with the salt and the contact that its next event needs.
pub(crate) struct Told {
    pub(crate) case: Case,
    pub(crate) salt: String,
    /// Contact of the author, sealed.
    pub(crate) contact: Option<Sealed>,
}

/// Times that follow from a case's head and from the entities' policies. They are recomputed when
/// either changes.
pub(crate) struct Times {
    pub(crate) due: DueTimes,
    /// Due time of the entity's next step.
    pub(crate) next_due: Option<Timestamp>,
    /// Time of the next change by a timer.
    pub(crate) wake_at: Option<Timestamp>,
}

#[derive(Deserialize)]
struct Row {
    kind: Kind,
    salt: String,
    contact: Option<String>,
    contact_key: Option<String>,
}

/// Replays a case from its history; `None` if there is no such participation.
pub(crate) async fn tell(db: &Database, reference: Reference) -> Result<Option<Told>> {
    let row = "SELECT kind, salt, contact, contact_key FROM participations WHERE reference = ?1";
    let statements =
        vec![statement(db, row, [reference.digits().into()])?, history(db, reference)?];
    let results = db.batch(statements).await?;
    let [row, events] = &results[..] else { return Err(unreadable("a history")) };
    let Some(Row { kind, salt, contact, contact_key }) = row.results()?.pop() else {
        return Ok(None);
    };
    let case = Case::tell(&read(&events.results()?, kind)?).map_err(|_| unreadable("a history"))?;
    Ok(Some(Told { case, salt, contact: Sealed::read(contact, contact_key) }))
}

/// Returns the statement that reads a whole history, for a batch.
pub(crate) fn history(db: &Database, reference: Reference) -> Result<Statement> {
    let sql = "SELECT participation AS reference, sequence, at, actor, what, stage, entity, content_digest, previous, hash
               FROM events WHERE participation = ?1 ORDER BY sequence";
    statement(db, sql, [reference.digits().into()])
}

/// Parses the events of a history.
pub(crate) fn read(events: &[Recorded], kind: Kind) -> Result<Vec<Event>> {
    let events: Option<Vec<_>> = events.iter().map(|event| event.read(kind)).collect();
    events.ok_or_else(|| unreadable("an event"))
}

/// Returns the cases whose wake-up time has come.
pub(crate) async fn awake(db: &Database, now: Timestamp, at_most: u32) -> Result<Vec<Reference>> {
    #[derive(Deserialize)]
    struct Row {
        reference: Reference,
    }
    let sql = "SELECT reference FROM participations WHERE wake_at <= ?1 ORDER BY wake_at LIMIT ?2";
    let rows = statement(db, sql, [now.into(), at_most.into()])?.run().await?;
    Ok(rows.results::<Row>()?.into_iter().map(|row| row.reference).collect())
}

/// Sets the wake-up time of a case, if its head is still `head`.
pub(crate) async fn sleep(
    db: &Database,
    reference: Reference,
    head: &str,
    until: Option<Timestamp>,
) -> Result<()> {
    let sql = "UPDATE participations SET wake_at = ?3 WHERE reference = ?1 AND head = ?2";
    statement(db, sql, [reference.digits().into(), head.into(), until.into()])?.run().await?;
    Ok(())
}

/// Postpones the wake-up of a case, unless an event has changed its wake-up time meanwhile.
pub(crate) async fn put_off(
    db: &Database,
    reference: Reference,
    [now, until]: [Timestamp; 2],
) -> Result<()> {
    let sql = "UPDATE participations SET wake_at = ?3 WHERE reference = ?1 AND wake_at <= ?2";
    statement(db, sql, [reference.digits().into(), now.into(), until.into()])?.run().await?;
    Ok(())
}

/// Returns the statements that write a decision, for a batch: the event, which fails if another has
/// taken its place in the chain; the case's new columns; and the words. `message` is the id of the
/// message, if there are words or attachments.
pub(crate) fn write(
    db: &Database,
    command: &Command,
    decided: &Decided,
    times: &Times,
    message: &str,
) -> Result<Vec<Statement>> {
    let Decided { event, case } = decided;
    let update = "UPDATE participations SET stage = ?2, head = ?3, updated_at = ?4, first_response_due = ?5, resolution_due = ?6,
                         rating = ?7, wake_at = ?8, turn = ?9, owner = ?10, priority = ?11, offered_by = ?12, due_at = ?13, escalated = ?14,
                         merged_into = ?15, place = ?16 WHERE reference = ?1";
    let place = queue_order::place(case, times.next_due, times.due.resolution, event.at);
    let values = [
        event.reference.digits().into(),
        event.stage.as_str().into(),
        (&case.standing.head).into(),
        event.at.into(),
        times.due.first_response.into(),
        times.due.resolution.into(),
        case.rating.map(Mood::as_str).into(),
        times.wake_at.into(),
        case.standing.entity.as_str().into(),
        case.owner.as_ref().map(StaffId::as_str).into(),
        case.priority.as_str().into(),
        case.handed_over.as_ref().map(|handover| handover.from.as_str()).into(),
        times.next_due.into(),
        case.escalated().map(Level::as_str).into(),
        case.merged_into.as_ref().map(Reference::digits).into(),
        (&place).into(),
    ];
    let mut statements =
        vec![participations::insert_event(db, event)?, statement(db, update, values)?];
    statements.extend(hands(db, decided, &place)?);
    if command.words.is_some() || !command.attachments.is_empty() {
        statements.extend(said(db, command, decided, message)?);
    }
    Ok(statements)
}

/// Returns the statements that update `hands`, the entities that had custody. They still see the
/// case, at the same place in their queue, and find it by search.
fn hands(db: &Database, Decided { event, case }: &Decided, place: &str) -> Result<Vec<Statement>> {
    let moves = matches!(event.change.deed.verb(), Verb::Transfer | Verb::Return | Verb::Undo);
    if case.before.is_empty() && !moves {
        return Ok(Vec::new());
    }
    let digits = || event.reference.digits().into();
    let before: Vec<_> = case
        .before
        .iter()
        .filter(|entity| **entity != case.standing.entity)
        .map(Slug::as_str)
        .collect();
    let insert =
        "INSERT INTO hands (entity, place, participation) SELECT value, ?2, ?1 FROM json_each(?3)";
    let mut statements = vec![
        statement(db, "DELETE FROM hands WHERE participation = ?1", [digits()])?,
        statement(db, insert, [digits(), place.into(), list(&before)?.into()])?,
    ];
    if moves {
        let all: Vec<_> = before.into_iter().chain([case.standing.entity.as_str()]).collect();
        statements.push(search::show(db, event.reference, &all.join(" "))?);
    }
    Ok(statements)
}

fn said(
    db: &Database,
    command: &Command,
    Decided { event, .. }: &Decided,
    message: &str,
) -> Result<Vec<Statement>> {
    let insert = "INSERT INTO messages (id, participation, sequence, at, author, audience, text, root_cause) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    let root_cause: Vec<_> =
        command.root_cause.iter().flat_map(RootCause::answers).map(Text::as_str).collect();
    let digits = event.reference.digits();
    let values = [
        message.into(),
        digits.into(),
        event.sequence.into(),
        event.at.into(),
        (if command.actor == Actor::Customer { "customer" } else { "entity" }).into(),
        audience(command).into(),
        command.words.as_ref().map_or("", Text::as_str).into(),
        list(&root_cause)?.into(),
    ];
    let mut statements = vec![statement(db, insert, values)?];
    for (place, upload) in (0..).zip(&command.attachments) {
        let owner = attachments::Owner {
            participation: digits,
            sequence: event.sequence,
            message: Some(message),
        };
        statements.extend(attachments::take(
            db,
            UploadId::as_str(upload),
            &owner,
            place,
            event.at,
        )?);
    }
    Ok(statements)
}

const fn audience(command: &Command) -> &'static str {
    match command.deed.verb().rule().words {
        Words::May(Audience::Staff) | Words::Must(Audience::Staff) => "staff",
        _ => "everyone",
    }
}
