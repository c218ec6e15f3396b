//! Participations, and the events of their history.

use domain::{
    Timestamp,
    contact::Contact,
    entity::Slug,
    event::Event,
    kind::{Kind, Mood},
    participation::Participation,
    reference::Reference,
    stage::Stage,
    text::Text,
    wire,
};
use serde::Deserialize;
use worker::{D1Database, D1PreparedStatement, D1Result};

use super::{Result, attachments, statement, unreadable};

#[derive(Deserialize)]
pub(crate) struct Row {
    pub(crate) kind: Kind,
    pub(crate) entity: String,
    pub(crate) service: Option<String>,
    pub(crate) stage: Stage,
    pub(crate) text: Option<String>,
    pub(crate) language: String,
    contact_name: Option<String>,
    contact_email: Option<String>,
    contact_phone: Option<String>,
    pub(crate) received_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    pub(crate) first_response_due: Timestamp,
    pub(crate) resolution_due: Timestamp,
    pub(crate) tracking_key_hash: String,
}

impl Row {
    pub(crate) fn contact(&self) -> Option<wire::Contact> {
        let contact =
            wire::Contact { name: self.contact_name.clone(), email: self.contact_email.clone(), phone: self.contact_phone.clone() };
        (contact != wire::Contact::default()).then_some(contact)
    }
}

/// A participation with everything that belongs to it.
pub(crate) struct Whole {
    pub(crate) row: Row,
    pub(crate) timeline: Vec<wire::TimelineEntry>,
    pub(crate) suggestion: Option<Reference>,
    pub(crate) attachments: Vec<attachments::Row>,
    pub(crate) messages: Vec<wire::Message>,
}

/// What the acknowledgement of a participation is made of again.
pub(crate) async fn find(db: &D1Database, reference: Reference) -> Result<Option<Row>> {
    Ok(one(db, reference)?.first(None).await?)
}

pub(crate) async fn whole(db: &D1Database, reference: Reference) -> Result<Option<Whole>> {
    let digits = || reference.digits().into();
    let statements = vec![
        one(db, reference)?,
        statement(db, "SELECT at, stage, entity FROM events WHERE participation = ?1 ORDER BY sequence", [digits()])?,
        statement(db, "SELECT reference FROM participations WHERE complaint = ?1", [digits()])?,
        attachments::of(db, reference.digits())?,
        statement(
            db,
            "SELECT id, at, author AS \"from\", text FROM messages WHERE participation = ?1 ORDER BY at, id",
            [digits()],
        )?,
    ];
    let results = db.batch(statements).await?;
    let [row, timeline, suggestion, attachments, messages] = &results[..] else { return Err(unreadable("a participation")) };
    let Some(row) = row.results()?.pop() else { return Ok(None) };
    Ok(Some(Whole {
        row,
        timeline: timeline.results()?,
        suggestion: paired(suggestion)?,
        attachments: attachments.results()?,
        messages: messages.results::<MessageRow>()?.into_iter().map(MessageRow::message).collect(),
    }))
}

#[derive(Deserialize)]
struct MessageRow {
    id: String,
    at: Timestamp,
    from: String,
    text: String,
}

impl MessageRow {
    fn message(self) -> wire::Message {
        wire::Message { id: self.id, at: self.at, from: self.from, text: self.text, attachments: Vec::new() }
    }
}

fn paired(result: &D1Result) -> Result<Option<Reference>> {
    #[derive(Deserialize)]
    struct Paired {
        reference: Reference,
    }
    Ok(result.results::<Paired>()?.pop().map(|row| row.reference))
}

fn one(db: &D1Database, reference: Reference) -> Result<D1PreparedStatement> {
    let sql = "SELECT kind, entity, service, stage, text, language, contact_name, contact_email, contact_phone, received_at,
                      updated_at, first_response_due, resolution_due, tracking_key_hash
               FROM participations WHERE reference = ?1";
    statement(db, sql, [reference.digits().into()])
}

pub(crate) fn insert(db: &D1Database, new: &Participation) -> Result<D1PreparedStatement> {
    let sql = "INSERT INTO participations (reference, kind, entity, service, stage, text, language, contact_name, contact_email,
                      contact_phone, mood, page, elapsed_ms, complaint, received_at, updated_at, first_response_due,
                      resolution_due, salt, tracking_key_hash)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?15, ?16, ?17, ?18, ?19)";
    let contact = |part: fn(&Contact) -> Option<&String>| new.contact.as_ref().and_then(part);
    let values = [
        new.reference.digits().into(),
        new.kind.as_str().into(),
        new.entity.as_str().into(),
        new.service.as_ref().map(Slug::as_str).into(),
        new.stage.as_str().into(),
        new.text.as_ref().map(Text::as_str).into(),
        (&new.language).into(),
        contact(|contact| contact.name.as_ref()).into(),
        contact(|contact| contact.email.as_ref()).into(),
        contact(|contact| contact.phone.as_ref()).into(),
        new.mood.map(Mood::as_str).into(),
        new.page.as_ref().into(),
        new.elapsed_ms.into(),
        new.complaint.as_ref().map(Reference::digits).into(),
        new.received_at.into(),
        new.due.first_response.into(),
        new.due.resolution.into(),
        (&new.salt).into(),
        (&new.tracking_key_hash).into(),
    ];
    statement(db, sql, values)
}

pub(crate) fn insert_event(db: &D1Database, event: &Event) -> Result<D1PreparedStatement> {
    let sql = "INSERT INTO events (participation, sequence, at, actor, stage, entity, content_digest, previous, hash)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    let values = [
        event.reference.digits().into(),
        event.sequence.into(),
        event.at.into(),
        event.actor.as_str().into(),
        event.stage.as_str().into(),
        event.entity.as_str().into(),
        (&event.content_digest).into(),
        (&event.previous).into(),
        event.hash().into(),
    ];
    statement(db, sql, values)
}
