//! Participations: the rows that authors, jobs and the status page read and write.

use std::collections::HashMap;

use domain::{
    Timestamp,
    case::{
        event::{Event, Recorded},
        lesson::PublicWords,
        queue_order,
        receipt::Participation,
        stage::Stage,
    },
    intake::{
        channel::Channel,
        kind::{Kind, Mood},
        tracking::TrackingKey,
    },
    reference::Reference,
    search,
    slug::Slug,
    text::Text,
    wire,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{
    crypto::seal::Sealed,
    store::{
        Chosen, D1Result, Database, Result, Statement,
        case::events,
        figures::lessons,
        intake::limits::{self, Counter},
        list,
        media::attachments,
        other_key::SealedColumn,
        search as search_index, statement, unreadable,
    },
};

/// Number of participations that one batch reads whole.
const AT_ONCE: usize = 100;

#[derive(Deserialize)]
pub(crate) struct Row {
    pub(crate) reference: Reference,
    pub(crate) kind: Kind,
    pub(crate) channel: Channel,
    /// Entity with custody.
    pub(crate) entity: String,
    /// Entity that the author chose.
    pub(crate) addressee: String,
    pub(crate) service: Option<String>,
    pub(crate) stage: Stage,
    pub(crate) text: Option<String>,
    pub(crate) language: String,
    pub(crate) mood: Option<Mood>,
    pub(crate) page: Option<String>,
    pub(crate) elapsed_ms: Option<u32>,
    contact: Option<String>,
    contact_key: Option<String>,
    location: Option<String>,
    location_key: Option<String>,
    pub(crate) received_at: Timestamp,
    pub(crate) first_response_due: Timestamp,
    pub(crate) resolution_due: Timestamp,
    tracking_key_hash: String,
    /// Hashes of the keys in links of notices, as a JSON list.
    link_keys: String,
    pub(crate) rating: Option<Mood>,
    /// Version of the unified guide by which it was received.
    pub(crate) guide: Option<u16>,
    is_test: u8,
}

impl Row {
    /// Returns whether it is a test.
    pub(crate) fn is_test(&self) -> bool {
        self.is_test == 1
    }

    /// Returns the author's contact, sealed.
    pub(crate) fn contact(&self) -> Option<Sealed> {
        Sealed::read(self.contact.clone(), self.contact_key.clone())
    }

    /// Returns the place, sealed.
    pub(crate) fn location(&self) -> Option<Sealed> {
        Sealed::read(self.location.clone(), self.location_key.clone())
    }

    /// Returns whether a tracking key opens the participation.
    pub(crate) fn is_opened_by(&self, key: &TrackingKey) -> bool {
        key.opens(&self.tracking_key_hash)
            || serde_json::from_str::<Vec<String>>(&self.link_keys)
                .is_ok_and(|all| all.iter().any(|kept| key.opens(kept)))
    }
}

/// Participation with all rows that belong to it.
pub(crate) struct Whole {
    pub(crate) row: Row,
    pub(crate) history: Vec<Event>,
    pub(crate) suggestion: Option<Reference>,
    pub(crate) attachments: Vec<attachments::Row>,
    /// Messages without their attachments, which are in `attachments`.
    pub(crate) messages: Vec<MessageRow>,
    /// Published words about what was changed.
    pub(crate) lessons: Vec<PublicWords>,
}

/// Returns the row of a participation, from which its acknowledgement is built again.
pub(crate) async fn find(db: &Database, reference: Reference) -> Result<Option<Row>> {
    rows(db, &reference.into())?.first().await
}

/// Returns the participation with this reference, if there is one.
pub(crate) async fn whole(db: &Database, reference: Reference) -> Result<Option<Whole>> {
    let statements = reading(db, &reference.into())?;
    let results = db.batch(statements).await?;
    Ok(wholes_in(&results)?.pop())
}

/// Returns these participations, in no particular order.
pub(crate) async fn wholes(db: &Database, references: &[Reference]) -> Result<Vec<Whole>> {
    let mut wholes = Vec::new();
    for page in references.chunks(AT_ONCE) {
        let statements = reading(db, &Chosen::each(page)?)?;
        let results = db.batch(statements).await?;
        wholes.extend(wholes_in(&results)?);
    }
    Ok(wholes)
}

/// Returns the participation with this reference for a client that may be guessing, and the
/// client's count of wrong guesses, this one included. `key_hash` and `ceiling` are those of
/// [`limits::count_unless_right`].
pub(crate) async fn guessed(
    db: &Database,
    reference: Reference,
    key_hash: Option<&str>,
    misses: &Counter<'_>,
    ceiling: u32,
) -> Result<(Option<Whole>, u32)> {
    let count = limits::count_unless_right(db, misses, reference, key_hash, ceiling)?;
    let mut statements = vec![count];
    statements.extend(reading(db, &reference.into())?);
    statements.push(limits::find(db, misses)?);
    let results = db.batch(statements).await?;
    let [_, whole @ .., misses] = &results[..] else { return Err(unreadable("a participation")) };
    Ok((wholes_in(whole)?.pop(), limits::count_of(misses)?))
}

fn reading(db: &Database, chosen: &Chosen) -> Result<Vec<Statement>> {
    let of = chosen.condition();
    let suggestions =
        format!("SELECT complaint, reference FROM participations WHERE complaint {of}");
    let messages = format!(
        "SELECT participation, id, sequence, at, author AS \"from\", text FROM messages
         WHERE participation {of} AND audience = 'everyone' ORDER BY at, sequence"
    );
    Ok(vec![
        rows(db, chosen)?,
        events::history(db, chosen)?,
        statement(db, &suggestions, [chosen.parameter()])?,
        attachments::of(db, chosen)?,
        statement(db, &messages, [chosen.parameter()])?,
        lessons::of(db, chosen)?,
    ])
}

fn wholes_in(results: &[D1Result]) -> Result<Vec<Whole>> {
    #[derive(Deserialize)]
    struct Paired {
        complaint: Reference,
        reference: Reference,
    }
    let [rows, history, suggestions, attachments, messages, lessons] = results else {
        return Err(unreadable("a participation"));
    };
    let mut histories = Grouped::new(history.results()?, |row: &Recorded| &row.reference);
    let mut suggestions =
        Grouped::new(suggestions.results()?, |row: &Paired| row.complaint.digits());
    let mut attachments =
        Grouped::new(attachments.results()?, |row: &attachments::Row| row.participation.digits());
    let mut messages =
        Grouped::new(messages.results()?, |row: &MessageRow| row.participation.digits());
    let mut lessons =
        Grouped::new(lessons.results()?, |row: &lessons::WordsRow| row.participation.digits());
    let whole = |row: Row| -> Result<Whole> {
        let reference = row.reference;
        Ok(Whole {
            history: events::read(&histories.take(reference), row.kind)?,
            suggestion: suggestions.take(reference).pop().map(|pair| pair.reference),
            attachments: attachments.take(reference),
            messages: messages.take(reference),
            lessons: lessons
                .take(reference)
                .iter()
                .map(lessons::WordsRow::read)
                .collect::<Result<_>>()?,
            row,
        })
    };
    rows.results::<Row>()?.into_iter().map(whole).collect()
}

/// Rows of several participations, by reference number, in the order in which they were read.
struct Grouped<T>(HashMap<String, Vec<T>>);

impl<T> Grouped<T> {
    fn new(rows: Vec<T>, digits: impl Fn(&T) -> &str) -> Self {
        let mut groups = HashMap::<_, Vec<_>>::new();
        for row in rows {
            groups.entry(digits(&row).to_owned()).or_default().push(row);
        }
        Self(groups)
    }

    fn take(&mut self, reference: Reference) -> Vec<T> {
        self.0.remove(reference.digits()).unwrap_or_default()
    }
}

/// Message that its author may read.
#[derive(Deserialize)]
pub(crate) struct MessageRow {
    participation: Reference,
    pub(crate) id: String,
    /// Sequence of the event that it came with.
    pub(crate) sequence: Option<u32>,
    at: Timestamp,
    from: String,
    text: String,
}

impl MessageRow {
    /// Returns the message with its attachments.
    pub(crate) fn with(&self, attachments: Vec<wire::Attachment>) -> wire::Message {
        wire::Message {
            id: self.id.clone(),
            at: self.at,
            from: self.from.clone(),
            text: self.text.clone(),
            attachments,
        }
    }
}

fn rows(db: &Database, chosen: &Chosen) -> Result<Statement> {
    let sql = format!(
        "SELECT reference, kind, channel, coalesce(turn, entity) AS entity, entity AS addressee,
                service, stage, text, language, mood, page, elapsed_ms, contact, contact_key,
                location, location_key, received_at, first_response_due, resolution_due,
                tracking_key_hash, rating, is_test,
                (SELECT what ->> 'guide' FROM events
                 WHERE participation = p.reference AND sequence = 1) AS guide,
                (SELECT json_group_array(key_hash) FROM link_keys
                 WHERE participation IN (p.reference, p.complaint)) AS link_keys
         FROM participations p WHERE reference {}",
        chosen.condition()
    );
    statement(db, &sql, [chosen.parameter()])
}

pub(crate) fn insert(
    db: &Database,
    new: &Participation,
    first: &Event,
    [contact, location]: [Option<&Sealed>; 2],
) -> Result<Statement> {
    let sql = "INSERT INTO participations
                      (reference, kind, channel, entity, turn, service, stage, text, language,
                       contact, contact_key, location, location_key, mood, page, elapsed_ms, complaint, received_at,
                       updated_at, first_response_due, resolution_due, due_at, place, salt,
                       tracking_key_hash, head, wake_at, search_id,
                       search_version, is_test)
               VALUES
                      (:reference, :kind, :channel, :entity, :turn, :service, :stage, :text, :language,
                       :contact, :contact_key, :location, :location_key, :mood, :page, :elapsed_ms, :complaint, :received_at,
                       :updated_at, :first_response_due, :resolution_due, :due_at, :place, :salt,
                       :tracking_key_hash, :head, :wake_at, :search_id,
                       :search_version, :is_test)";
    let search_id = search::row(new.received_at, new.reference);
    let first_due = new.due.first_response.min(new.due.resolution);
    let values = [
        ("reference", new.reference.digits().into()),
        ("kind", new.kind.as_str().into()),
        ("channel", new.channel.as_str().into()),
        ("entity", new.entity.as_str().into()),
        // No entity has custody of a test, and no search finds it.
        ("turn", Some(new.entity.as_str()).filter(|_| !new.is_test).into()),
        ("service", new.service.as_ref().map(Slug::as_str).into()),
        ("stage", new.stage.as_str().into()),
        ("text", new.text.as_ref().map(Text::as_str).into()),
        ("language", (&new.language).into()),
        ("contact", contact.map(|sealed| sealed.text.as_str()).into()),
        ("contact_key", contact.map(|sealed| sealed.key.as_str()).into()),
        ("location", location.map(|sealed| sealed.text.as_str()).into()),
        ("location_key", location.map(|sealed| sealed.key.as_str()).into()),
        ("mood", new.mood.map(Mood::as_str).into()),
        ("page", new.page.as_ref().into()),
        ("elapsed_ms", new.elapsed_ms.into()),
        ("complaint", new.complaint.as_ref().map(Reference::digits).into()),
        ("received_at", new.received_at.into()),
        ("updated_at", new.received_at.into()),
        ("first_response_due", new.due.first_response.into()),
        ("resolution_due", new.due.resolution.into()),
        ("due_at", first_due.into()),
        ("place", queue_order::due_place(first_due, new.received_at).into()),
        ("salt", (&new.salt).into()),
        ("tracking_key_hash", (&new.tracking_key_hash).into()),
        ("head", first.hash().into()),
        ("wake_at", new.wake_at.into()),
        ("search_id", Some(search_id).filter(|_| !new.is_test).into()),
        ("search_version", search::VERSION.into()),
        ("is_test", u32::from(new.is_test).into()),
    ];
    statement(db, sql, values)
}

/// Sealed contact of a participation.
#[derive(Deserialize)]
pub(crate) struct ContactRow {
    pub(crate) reference: String,
    contact: String,
    contact_key: String,
}

impl ContactRow {
    pub(crate) fn sealed(&self) -> Sealed {
        Sealed { key: self.contact_key.clone(), text: self.contact.clone() }
    }

    pub(crate) fn replaced(self, new: Sealed, codes: String) -> Replacement {
        Replacement {
            reference: self.reference,
            old: self.contact,
            contact: new.text,
            contact_key: new.key,
            codes,
        }
    }
}

/// Contact that is sealed again under another key.
#[derive(Serialize)]
pub(crate) struct Replacement {
    reference: String,
    old: String,
    contact: String,
    contact_key: String,
    codes: String,
}

/// Returns contacts that are sealed under another key than `key`. `except` is a JSON list of
/// references.
pub(crate) async fn sealed_otherwise(
    db: &Database,
    key: &str,
    except: &str,
    at_most: u32,
) -> Result<Vec<ContactRow>> {
    let sealed = SealedColumn {
        table: "participations",
        id: "reference",
        key: "contact_key",
        columns: "reference, contact, contact_key",
    };
    sealed.otherwise(db, key, except, at_most).await
}

/// Replaces contacts by the same ones sealed under another key, unless they have changed meanwhile.
pub(crate) async fn replace_contacts(db: &Database, replacements: &[Replacement]) -> Result<()> {
    let sql = "UPDATE participations
               SET contact = value ->> 'contact', contact_key = value ->> 'contact_key'
               FROM json_each(:contacts)
               WHERE reference = value ->> 'reference' AND contact = value ->> 'old'";
    let replacements = list(replacements)?;
    // The codes come first: they belong to the contact, under whichever key it is sealed.
    db.batch(vec![
        search_index::recode(db, &replacements)?,
        statement(db, sql, [("contacts", replacements.into())])?,
    ])
    .await?;
    Ok(())
}

/// Returns the statements that remove the text of a participation, from the search too.
pub(crate) fn retract(db: &Database, reference: Reference) -> Result<[Statement; 2]> {
    let text = "UPDATE participations SET text = ''
                WHERE reference = :reference AND erased_at IS NULL";
    let found = "DELETE FROM search WHERE rowid =
                 (SELECT search_id FROM participations WHERE reference = :reference)";
    let values = || [("reference", reference.digits().into())];
    Ok([statement(db, text, values())?, statement(db, found, values())?])
}

/// Returns the statements that replace the author's contact, for the batch of the event that
/// records it. `codes` are those of the new contact's blind index.
pub(crate) fn correct_contact(
    db: &Database,
    reference: Reference,
    sealed: &Sealed,
    codes: &str,
) -> Result<[Statement; 2]> {
    let sql = "UPDATE participations SET contact = :contact, contact_key = :contact_key
               WHERE reference = :reference AND erased_at IS NULL";
    let values = [
        ("reference", reference.digits().into()),
        ("contact", (&sealed.text).into()),
        ("contact_key", (&sealed.key).into()),
    ];
    let entry = list(&[json!({ "reference": reference.digits(), "codes": codes })])?;
    Ok([statement(db, sql, values)?, search_index::recode(db, &entry)?])
}
