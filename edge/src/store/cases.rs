//! Histories on their way to the rules, and what the rules decided on its way back.

use domain::{
    Timestamp,
    agreement::DueTimes,
    case::{Case, Command, Decided},
    event::{Actor, Recorded},
    kind::{Kind, Mood},
    life_cycle::{Audience, Words},
    reference::Reference,
    text::Text,
    upload::UploadId,
};
use serde::Deserialize;

use super::{Database, Result, Statement, attachments, participations, statement, unreadable};

/// A case, and what its next event takes from the store.
pub(crate) struct Told {
    pub(crate) case: Case,
    pub(crate) salt: String,
}

/// What follows from where a case stands and from what the entities have set: computed anew whenever either changes.
pub(crate) struct Times {
    pub(crate) due: DueTimes,
    /// When time next does something to it.
    pub(crate) wake_at: Option<Timestamp>,
}

#[derive(Deserialize)]
struct Row {
    kind: Kind,
    salt: String,
}

/// Tells a case from its history; `None` if there is no such participation.
pub(crate) async fn tell(db: &Database, reference: Reference) -> Result<Option<Told>> {
    let digits = || reference.digits().into();
    let events = "SELECT participation AS reference, sequence, at, actor, what, stage, entity, content_digest, previous, hash
                  FROM events WHERE participation = ?1 ORDER BY sequence";
    let statements = vec![
        statement(db, "SELECT kind, salt FROM participations WHERE reference = ?1", [digits()])?,
        statement(db, events, [digits()])?,
    ];
    let results = db.batch(statements).await?;
    let [row, events] = &results[..] else { return Err(unreadable("a history")) };
    let Some(Row { kind, salt }) = row.results()?.pop() else { return Ok(None) };
    let events = events.results::<Recorded>()?;
    let history: Option<Vec<_>> = events.iter().map(|event| event.read(kind)).collect();
    let case = Case::tell(&history.ok_or_else(|| unreadable("an event"))?).map_err(|_| unreadable("a history"))?;
    Ok(Some(Told { case, salt }))
}

/// Those whose time has come.
pub(crate) async fn awake(db: &Database, now: Timestamp, at_most: u32) -> Result<Vec<Reference>> {
    #[derive(Deserialize)]
    struct Row {
        reference: Reference,
    }
    let sql = "SELECT reference FROM participations WHERE wake_at <= ?1 ORDER BY wake_at LIMIT ?2";
    let rows = statement(db, sql, [now.into(), at_most.into()])?.run().await?;
    Ok(rows.results::<Row>()?.into_iter().map(|row| row.reference).collect())
}

/// Lets one sleep on, unless something has happened to it since the event with this hash.
pub(crate) async fn sleep(db: &Database, reference: Reference, head: &str, until: Option<Timestamp>) -> Result<()> {
    let sql = "UPDATE participations SET wake_at = ?3 WHERE reference = ?1 AND head = ?2";
    statement(db, sql, [reference.digits().into(), head.into(), until.into()])?.run().await?;
    Ok(())
}

/// Looks at one again later, unless something has happened to it meanwhile.
pub(crate) async fn put_off(db: &Database, reference: Reference, [now, until]: [Timestamp; 2]) -> Result<()> {
    let sql = "UPDATE participations SET wake_at = ?3 WHERE reference = ?1 AND wake_at <= ?2";
    statement(db, sql, [reference.digits().into(), now.into(), until.into()])?.run().await?;
    Ok(())
}

/// What was decided, for a batch: the event, which another one in its place refuses; where the case stands now; and what was said.
/// `message` names the words, if there are any.
pub(crate) fn write(db: &Database, command: &Command, decided: &Decided, times: &Times, message: &str) -> Result<Vec<Statement>> {
    let Decided { event, case } = decided;
    let update = "UPDATE participations SET stage = ?2, head = ?3, updated_at = ?4, first_response_due = ?5, resolution_due = ?6,
                         rating = ?7, wake_at = ?8 WHERE reference = ?1";
    let values = [
        event.reference.digits().into(),
        event.stage.as_str().into(),
        (&case.standing.head).into(),
        event.at.into(),
        times.due.first_response.into(),
        times.due.resolution.into(),
        case.rating.map(Mood::as_str).into(),
        times.wake_at.into(),
    ];
    let mut statements = vec![participations::insert_event(db, event)?, statement(db, update, values)?];
    if command.words.is_some() || !command.attachments.is_empty() {
        statements.extend(said(db, command, decided, message)?);
    }
    Ok(statements)
}

fn said(db: &Database, command: &Command, Decided { event, .. }: &Decided, message: &str) -> Result<Vec<Statement>> {
    let insert =
        "INSERT INTO messages (id, participation, sequence, at, author, audience, text) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    let digits = event.reference.digits();
    let values = [
        message.into(),
        digits.into(),
        event.sequence.into(),
        event.at.into(),
        (if command.actor == Actor::Customer { "customer" } else { "entity" }).into(),
        audience(command).into(),
        command.words.as_ref().map_or("", Text::as_str).into(),
    ];
    let mut statements = vec![statement(db, insert, values)?];
    for (place, upload) in (0..).zip(&command.attachments) {
        let owner = attachments::Owner { participation: digits, sequence: event.sequence, message: Some(message) };
        statements.extend(attachments::take(db, UploadId::as_str(upload), &owner, place, event.at)?);
    }
    Ok(statements)
}

const fn audience(command: &Command) -> &'static str {
    match command.deed.verb().rule().words {
        Words::May(Audience::Staff) | Words::Must(Audience::Staff) => "staff",
        _ => "everyone",
    }
}
