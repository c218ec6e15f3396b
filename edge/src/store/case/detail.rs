//! Details of one case as staff see them, and the record of readings.

use std::collections::BTreeMap;

use domain::{
    Timestamp,
    case::{
        content::{StoredContent, StoredFile, StoredMessage},
        event::Recorded,
        life_cycle::Audience,
        stage::Stage,
    },
    intake::kind::{Kind, Mood},
    media::transcription::Outcome,
    reference::Reference,
    slug::Slug,
    staff::StaffId,
    wire::console::{Names, Reading, ReadingKind},
};
use serde::Deserialize;

use crate::{
    crypto::seal::Sealed,
    store::{
        Database, Result, Statement,
        case::events,
        deliveries, list,
        media::{
            attachments,
            machine_transcripts::{self, Made},
        },
        statement, unreadable,
    },
};

/// Rows of one case.
pub(crate) struct Dossier {
    pub(crate) row: Row,
    pub(crate) events: Vec<Recorded>,
    pub(crate) attachments: Vec<attachments::Row>,
    /// Outcomes of machines that were sent its recordings.
    pub(crate) machine_transcripts: Vec<Made>,
    pub(crate) messages: Vec<MessageRow>,
    pub(crate) companions: Vec<CompanionRow>,
    /// Histories of the companions.
    pub(crate) companion_events: Vec<Recorded>,
    pub(crate) merged_here: Vec<Reference>,
    pub(crate) deliveries: Vec<deliveries::ShownRow>,
}

#[derive(Deserialize)]
pub(crate) struct Row {
    pub(crate) kind: Kind,
    pub(crate) sent_to: String,
    pub(crate) service: Option<String>,
    pub(crate) text: Option<String>,
    pub(crate) language: String,
    pub(crate) mood: Option<Mood>,
    pub(crate) page: Option<String>,
    pub(crate) salt: String,
    contact: Option<String>,
    contact_key: Option<String>,
    location: Option<String>,
    location_key: Option<String>,
    pub(crate) received_at: Timestamp,
    pub(crate) head: String,
    outside_ids: Option<String>,
}

impl Row {
    pub(crate) fn contact(&self) -> Option<Sealed> {
        Sealed::read(self.contact.clone(), self.contact_key.clone())
    }

    pub(crate) fn location(&self) -> Option<Sealed> {
        Sealed::read(self.location.clone(), self.location_key.clone())
    }

    /// Returns the id under which the case is known in the system of an entity.
    pub(crate) fn outside_id(&self, entity: &Slug) -> Option<String> {
        let ids: BTreeMap<Slug, String> = serde_json::from_str(self.outside_ids.as_ref()?).ok()?;
        ids.get(entity).cloned()
    }

    /// Removes the contact and the place, for a reader who doesn't see them.
    pub(crate) fn hide_contact(&mut self) {
        self.contact = None;
        self.location = None;
    }
}

#[derive(Deserialize)]
pub(crate) struct MessageRow {
    pub(crate) id: String,
    pub(crate) sequence: Option<u32>,
    pub(crate) at: Timestamp,
    pub(crate) audience: Audience,
    pub(crate) text: String,
    pub(crate) root_cause: String,
    pub(crate) public_words: String,
}

#[derive(Deserialize)]
pub(crate) struct CompanionRow {
    pub(crate) reference: Reference,
    pub(crate) kind: Kind,
    pub(crate) stage: Stage,
    pub(crate) text: Option<String>,
}

#[derive(Deserialize)]
struct Merged {
    reference: Reference,
}

impl Dossier {
    /// Returns the outcome of a machine that was sent an attachment.
    pub(crate) fn outcome(&self, attachment: &str) -> Option<&Outcome> {
        let made = self.machine_transcripts.iter().find(|made| made.attachment == attachment);
        made.map(|made| &made.outcome)
    }

    /// Returns the place of the first event whose stored content isn't what its digest says.
    pub(crate) fn first_exchanged(&self) -> Option<u32> {
        let messages = self.messages.iter().map(|row| StoredMessage {
            id: row.id.clone(),
            sequence: row.sequence,
            text: row.text.clone(),
            root_cause: row.root_cause.clone(),
            public_words: row.public_words.clone(),
        });
        let files = self.attachments.iter().map(|row| StoredFile {
            id: row.id.clone(),
            message: row.message.clone(),
            sha256: row.sha256.clone().map(Into::into),
        });
        let content = StoredContent {
            kind: self.row.kind,
            salt: self.row.salt.clone(),
            text: self.row.text.clone(),
            messages: messages.collect(),
            files: files.collect(),
        };
        content.first_exchanged(&self.events)
    }
}

/// Reads a case in one round trip; `None` if there is no such participation, or only a test.
pub(crate) async fn read(db: &Database, reference: Reference) -> Result<Option<Dossier>> {
    let with = |sql: &str| statement(db, sql, [("reference", reference.digits().into())]);
    let statements = vec![
        with(
            "SELECT kind, entity AS sent_to, service, text, language, mood, page, salt, contact,
             contact_key, location, location_key, received_at, head,
             (SELECT json_group_object(entity, outside_id) FROM system_creations c
              WHERE c.participation = reference AND outside_id IS NOT NULL) AS outside_ids
             FROM participations WHERE reference = :reference AND is_test = 0",
        )?,
        events::history(db, &reference.into())?,
        attachments::of(db, &reference.into())?,
        with(
            "SELECT id, sequence, at, audience, text, root_cause, public_words FROM messages
             WHERE participation = :reference ORDER BY at, sequence",
        )?,
        with(
            "SELECT reference, kind, stage, text FROM participations
             WHERE complaint = :reference
             UNION ALL SELECT c.reference, c.kind, c.stage, c.text
             FROM participations s CROSS JOIN participations c ON c.reference = s.complaint
             WHERE s.reference = :reference",
        )?,
        with("SELECT reference FROM participations WHERE merged_into = :reference")?,
        events::histories_of_companions(db, reference)?,
        deliveries::of_case(db, reference)?,
        machine_transcripts::of_case(db, reference)?,
    ];
    let results = db.batch(statements).await?;
    let [row, events, attachments, messages, companions, merged, theirs, told, made] = &results[..]
    else {
        return Err(unreadable("a case"));
    };
    let Some(row) = row.results()?.pop() else { return Ok(None) };
    Ok(Some(Dossier {
        row,
        events: events.results()?,
        attachments: attachments.results()?,
        messages: messages.results()?,
        companions: companions.results()?,
        companion_events: theirs.results()?,
        merged_here: merged.results::<Merged>()?.into_iter().map(|row| row.reference).collect(),
        deliveries: told.results()?,
        machine_transcripts: machine_transcripts::read(made)?,
    }))
}

/// Records a reading of a whole case, and returns the names of `people`. `seen` is the sequence of
/// the last event that was read. What is news to the owner is none any more then.
pub(crate) async fn note_reading(
    db: &Database,
    (reference, seen, staff): (Reference, u32, &StaffId),
    people: &[&StaffId],
    now: Timestamp,
) -> Result<Names> {
    let note = "INSERT INTO readings (participation, at, staff, what, seen)
                VALUES (:participation, :at, :staff, 'case', :seen)
                ON CONFLICT DO UPDATE SET seen = max(seen, excluded.seen)";
    let values = [
        ("participation", reference.digits().into()),
        ("at", now.into()),
        ("staff", staff.as_str().into()),
        ("seen", seen.into()),
    ];
    let note = statement(db, note, values)?;
    let clear = "UPDATE participations SET news = NULL
                 WHERE reference = :reference AND owner = :staff AND news <= :seen";
    let values = [
        ("reference", reference.digits().into()),
        ("staff", staff.as_str().into()),
        ("seen", seen.into()),
    ];
    let clear = statement(db, clear, values)?;
    let results = db.batch(vec![named(db, people)?, note, clear]).await?;
    let [names, ..] = &results[..] else { return Err(unreadable("names")) };
    Ok(names.results::<Named>()?.into_iter().map(|row| (row.id, row.name)).collect())
}

/// Records readings of excerpts, but for cases of which the same person has read some since
/// `since`.
pub(crate) async fn note_excerpts(
    db: &Database,
    cases: &[Reference],
    reader: &StaffId,
    times: [Timestamp; 2],
) -> Result<()> {
    if !cases.is_empty() {
        reading(db, cases, reader, (ReadingKind::Excerpt, None), times)?.run().await?;
    }
    Ok(())
}

/// Records the reading of a file, unless the same person has read it since `since`.
pub(crate) async fn note_file(
    db: &Database,
    (case, file): (Reference, &str),
    reader: &StaffId,
    times: [Timestamp; 2],
) -> Result<()> {
    reading(db, &[case], reader, (ReadingKind::File, Some(file)), times)?.run().await?;
    Ok(())
}

fn reading(
    db: &Database,
    cases: &[Reference],
    reader: &StaffId,
    (what, file): (ReadingKind, Option<&str>),
    [now, since]: [Timestamp; 2],
) -> Result<Statement> {
    let sql = "INSERT INTO readings (participation, at, staff, what, file)
               SELECT value, :at, :staff, :what, :file FROM json_each(:cases)
               WHERE NOT EXISTS (
                   SELECT 1 FROM readings WHERE participation = value AND at > :since
                   AND staff = :staff AND what = :what AND file IS :file)
               ON CONFLICT DO NOTHING";
    let cases: Vec<_> = cases.iter().map(Reference::digits).collect();
    let values = [
        ("at", now.into()),
        ("staff", reader.as_str().into()),
        ("what", what.as_str().into()),
        ("file", file.into()),
        ("cases", list(&cases)?.into()),
        ("since", since.into()),
    ];
    statement(db, sql, values)
}

#[derive(Deserialize)]
struct Named {
    id: StaffId,
    name: String,
}

fn named(db: &Database, people: &[&StaffId]) -> Result<Statement> {
    let sql = "SELECT staff.id, name FROM json_each(:people) CROSS JOIN staff ON staff.id = value";
    statement(db, sql, [("people", list(people)?.into())])
}

/// Returns the names of `people`.
pub(crate) async fn names(db: &Database, people: &[&StaffId]) -> Result<Names> {
    let rows = named(db, people)?.run().await?;
    Ok(rows.results::<Named>()?.into_iter().map(|row| (row.id, row.name)).collect())
}

/// Returns the readings of a case, latest first.
pub(crate) async fn readings(
    db: &Database,
    reference: Reference,
    at_most: u32,
) -> Result<Vec<Reading>> {
    let sql =
        "SELECT staff AS person, at, what, file FROM readings WHERE participation = :participation
               ORDER BY at DESC, staff DESC LIMIT :limit";
    statement(db, sql, [("participation", reference.digits().into()), ("limit", at_most.into())])?
        .run()
        .await?
        .results()
}

/// Returns whether a person is an active employee or supervisor of an entity.
pub(crate) async fn answers_for(db: &Database, person: &StaffId, entity: &str) -> Result<bool> {
    let sql = concat!(
        "SELECT 1 FROM roles CROSS JOIN staff ON id = staff
         WHERE staff = :staff AND entity = :entity AND active AND ",
        handles_cases!(),
        " LIMIT 1"
    );
    let rows = statement(db, sql, [("staff", person.as_str().into()), ("entity", entity.into())])?
        .run()
        .await?;
    Ok(!rows.results::<serde::de::IgnoredAny>()?.is_empty())
}

/// Returns the ids of all entities.
pub(crate) async fn entities(db: &Database) -> Result<Vec<Slug>> {
    #[derive(Deserialize)]
    struct Id {
        id: Slug,
    }
    let rows = statement(db, "SELECT id FROM entities", [])?.run().await?;
    Ok(rows.results::<Id>()?.into_iter().map(|row| row.id).collect())
}
