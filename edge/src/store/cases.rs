//! Histories on their way to the rules, and what the rules decided on its way back.

use domain::{
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

/// What was decided, for a batch: the event, which another one in its place refuses; where the case stands now; and what was said.
/// `message` names the words, if there are any.
pub(crate) fn write(db: &Database, command: &Command, decided: &Decided, due: [Time; 2], message: &str) -> Result<Vec<Statement>> {
    let Decided { event, case } = decided;
    let update = "UPDATE participations SET stage = ?2, head = ?3, updated_at = ?4, first_response_due = ?5, resolution_due = ?6,
                         rating = ?7 WHERE reference = ?1";
    let [first_response_due, resolution_due] = due;
    let values = [
        event.reference.digits().into(),
        event.stage.as_str().into(),
        (&case.standing.head).into(),
        event.at.into(),
        first_response_due.into(),
        resolution_due.into(),
        case.rating.map(Mood::as_str).into(),
    ];
    let mut statements = vec![participations::insert_event(db, event)?, statement(db, update, values)?];
    if command.words.is_some() || !command.attachments.is_empty() {
        statements.extend(said(db, command, decided, message)?);
    }
    Ok(statements)
}

type Time = domain::Timestamp;

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
