//! Histories of cases: replay from the stored events, and the statements that write a decision.

use domain::{
    Timestamp,
    case::{
        Case, Command, Decided,
        action::Action,
        corrective_action::RootCause,
        event::{Actor, Event},
        lesson::PublicWords,
        life_cycle::{Audience, Verb, Words},
        milestones::Facts,
        queue_order,
    },
    entity::hold::Hold,
    figures::lesson::LessonKind,
    intake::kind::{Kind, Mood},
    media::file_digest::FileDigests,
    reference::Reference,
    sla::{agreement::DueTimes, escalation::Level},
    slug::Slug,
    staff::StaffId,
    text::Text,
};
use serde::Deserialize;

use crate::{
    crypto::seal::Sealed,
    store::{
        Database, Result, Statement,
        case::events::{self, Entry},
        figures::lessons::{self, Approval},
        list,
        media::attachments,
        search, statement, unreadable,
    },
};

/// Case replayed from its history, with the salt and the contact that its next event needs.
pub(crate) struct Told {
    pub(crate) case: Case,
    pub(crate) salt: String,
    /// Contact of the author, sealed.
    pub(crate) contact: Option<Sealed>,
    /// True if it came by a messenger, by which its author can be told.
    pub(crate) has_address: bool,
    pub(crate) facts: Facts,
}

/// Times that follow from a case's head and from the entities' policies. They are recomputed when
/// either changes.
pub(crate) struct Times {
    pub(crate) due: DueTimes,
    /// Due time of the entity's next step.
    pub(crate) next_due: Option<Timestamp>,
    /// Time of the next change by a timer.
    pub(crate) wake_at: Option<Timestamp>,
    /// Hold of messages to customers.
    pub(crate) hold: Hold,
}

#[derive(Deserialize)]
struct Row {
    kind: Kind,
    salt: String,
    contact: Option<String>,
    contact_key: Option<String>,
    has_address: u8,
    service: Option<Slug>,
    language: String,
    mood: Option<Mood>,
    elapsed_ms: Option<u32>,
}

/// Replays a case from its history; `None` if there is no such participation, or only a test.
pub(crate) async fn tell(db: &Database, reference: Reference) -> Result<Option<Told>> {
    let row = "SELECT kind, salt, contact, contact_key, service, language, mood, elapsed_ms,
               EXISTS (SELECT 1 FROM addresses WHERE participation = reference) AS has_address
               FROM participations
               WHERE reference = :reference AND is_test = 0";
    let statements = vec![
        statement(db, row, [("reference", reference.digits().into())])?,
        events::history(db, &reference.into())?,
    ];
    let results = db.batch(statements).await?;
    let [row, history] = &results[..] else { return Err(unreadable("a history")) };
    let Some(row) = row.results::<Row>()?.pop() else {
        return Ok(None);
    };
    let case = Case::tell(&events::read(&history.results()?, row.kind)?);
    let case = case.map_err(|_| unreadable("a history"))?;
    let has_address = row.has_address == 1;
    let Row { salt, contact, contact_key, service, language, mood, elapsed_ms, .. } = row;
    let facts = Facts { service, language, mood, elapsed_ms };
    let contact = Sealed::read(contact, contact_key);
    Ok(Some(Told { case, salt, contact, has_address, facts }))
}

/// Returns the cases whose wake-up time has come.
pub(crate) async fn awake(db: &Database, now: Timestamp, at_most: u32) -> Result<Vec<Reference>> {
    #[derive(Deserialize)]
    struct Row {
        reference: Reference,
    }
    let sql =
        "SELECT reference FROM participations WHERE wake_at <= :now ORDER BY wake_at LIMIT :limit";
    let rows = statement(db, sql, [("now", now.into()), ("limit", at_most.into())])?.run().await?;
    Ok(rows.results::<Row>()?.into_iter().map(|row| row.reference).collect())
}

/// Sets the wake-up time of a case, if its head is still `head`.
pub(crate) async fn sleep(
    db: &Database,
    reference: Reference,
    head: &str,
    until: Option<Timestamp>,
) -> Result<()> {
    let sql =
        "UPDATE participations SET wake_at = :until WHERE reference = :reference AND head = :head";
    let values =
        [("reference", reference.digits().into()), ("head", head.into()), ("until", until.into())];
    statement(db, sql, values)?.run().await?;
    Ok(())
}

/// Postpones the wake-up of cases that are due at `now`.
pub(crate) async fn lease(
    db: &Database,
    cases: &[Reference],
    [now, until]: [Timestamp; 2],
) -> Result<()> {
    let sql = "UPDATE participations SET wake_at = :until
               WHERE reference IN (SELECT value FROM json_each(:references)) AND wake_at <= :now";
    let references: Vec<_> = cases.iter().map(Reference::digits).collect();
    let values =
        [("references", list(&references)?.into()), ("now", now.into()), ("until", until.into())];
    statement(db, sql, values)?.run().await?;
    Ok(())
}

/// Postpones the wake-up of a case, unless an event has set it to a time after `now` meanwhile.
pub(crate) async fn put_off(
    db: &Database,
    reference: Reference,
    [now, until]: [Timestamp; 2],
) -> Result<()> {
    let sql = "UPDATE participations SET wake_at = :until
               WHERE reference = :reference AND wake_at <= :now";
    let values =
        [("reference", reference.digits().into()), ("now", now.into()), ("until", until.into())];
    statement(db, sql, values)?.run().await?;
    Ok(())
}

/// Returns the statements that write a decision, for a batch: the event, which fails if another has
/// taken its place in the chain; the case's new columns; and the words. `told` is the case before
/// the event. `message` is the id of the message, if there are words or attachments; `files` are
/// the digests of the attachments.
pub(crate) fn write(
    db: &Database,
    told: &Told,
    (command, decided): (&Command, &Decided),
    times: &Times,
    (message, files): (&str, &FileDigests),
) -> Result<Vec<Statement>> {
    let Decided { event, case } = decided;
    let update = "UPDATE participations
                  SET kind = :kind, stage = :stage, head = :head, updated_at = :updated_at,
                      first_response_due = :first_response_due, resolution_due = :resolution_due,
                      rating = :rating, wake_at = :wake_at, turn = :turn, owner = :owner,
                      priority = :priority, offered_by = :offered_by, due_at = :due_at,
                      escalated = :escalated, merged_into = :merged_into, place = :place,
                      action_due = :action_due, news = :news
                  WHERE reference = :reference";
    let place = queue_order::place(case, times.next_due, times.due.resolution, event.at);
    let action_due = queue_order::action_due(case).map(|day| day.to_string());
    let handed_over_by = case.handed_over.as_ref().map(|handover| handover.from.as_str());
    let values = [
        ("reference", event.reference.digits().into()),
        ("kind", case.kind.as_str().into()),
        ("stage", event.stage.as_str().into()),
        ("head", (&case.standing.head).into()),
        ("updated_at", event.at.into()),
        ("first_response_due", times.due.first_response.into()),
        ("resolution_due", times.due.resolution.into()),
        ("rating", case.rating.map(Mood::as_str).into()),
        ("wake_at", times.wake_at.into()),
        ("turn", case.standing.entity.as_str().into()),
        ("owner", case.owner.as_ref().map(StaffId::as_str).into()),
        ("priority", case.priority.as_str().into()),
        ("offered_by", handed_over_by.into()),
        ("due_at", times.next_due.into()),
        ("escalated", case.escalated().map(Level::as_str).into()),
        ("merged_into", case.merged_into.as_ref().map(Reference::digits).into()),
        ("place", (&place).into()),
        ("action_due", action_due.into()),
        ("news", case.news.into()),
    ];
    let entry = Entry::counted(event, Some(&told.case), case, &told.facts, times.hold);
    let mut statements = events::insert(db, &[entry])?;
    statements.push(statement(db, update, values)?);
    statements.extend(hands(db, decided, &place)?);
    if event.change.deed == Action::Undo {
        statements.push(hide_undone(db, event)?);
    }
    if let Action::Publish { action, proposal } = event.change.deed {
        let approval = Approval {
            reference: event.reference,
            action,
            proposal,
            entity: case.clocks.home(),
            service: told.facts.service.as_ref(),
            kind: match case.kind {
                Kind::Suggestion => LessonKind::Implemented,
                Kind::Observation | Kind::Complaint => LessonKind::Effective,
            },
            day: event.change.day_of(event.at),
        };
        statements.push(lessons::publish(db, &approval)?);
    }
    let has_words = command.words.is_some() || command.public_words.is_some();
    if has_words || !command.attachments.is_empty() {
        statements.extend(said(db, command, decided, message, files)?);
    }
    Ok(statements)
}

/// Returns the statements that update `hands`, the entities that had custody and still see the
/// whole case: at the same place in their queue, and by search. An entity that returned the case is
/// none of them: rows and search would tell what has happened since.
fn hands(db: &Database, Decided { event, case }: &Decided, place: &str) -> Result<Vec<Statement>> {
    let moves = matches!(
        event.change.deed.verb(),
        Verb::Classify | Verb::Transfer | Verb::Return | Verb::Invite | Verb::Relay | Verb::Undo
    );
    if case.before.is_empty() && !moves {
        return Ok(Vec::new());
    }
    let digits = || event.reference.digits().into();
    let before: Vec<_> = case
        .before
        .iter()
        .filter(|entity| **entity != case.standing.entity)
        .filter(|entity| !case.returned.contains_key(*entity))
        .map(Slug::as_str)
        .collect();
    let insert = "INSERT INTO hands (entity, place, participation)
                  SELECT value, :place, :participation FROM json_each(:entities)";
    let mut statements = vec![
        statement(
            db,
            "DELETE FROM hands WHERE participation = :participation",
            [("participation", digits())],
        )?,
        statement(
            db,
            insert,
            [
                ("participation", digits()),
                ("place", place.into()),
                ("entities", list(&before)?.into()),
            ],
        )?,
    ];
    if moves {
        let all: Vec<_> = before.into_iter().chain([case.standing.entity.as_str()]).collect();
        statements.push(search::show(db, event.reference, &all.join(" "))?);
    }
    Ok(statements)
}

/// Returns the statement that hides the message of the event that an undo takes back from its
/// customer. Staff go on seeing it, and the digest of its event covers it.
fn hide_undone(db: &Database, undo: &Event) -> Result<Statement> {
    let sql = "UPDATE messages SET audience = 'staff'
               WHERE participation = :participation AND sequence = :sequence";
    let undone = undo.sequence.saturating_sub(1);
    let values = [("participation", undo.reference.digits().into()), ("sequence", undone.into())];
    statement(db, sql, values)
}

fn said(
    db: &Database,
    command: &Command,
    Decided { event, .. }: &Decided,
    message: &str,
    files: &FileDigests,
) -> Result<Vec<Statement>> {
    let insert = "INSERT INTO messages
                         (id, participation, sequence, at, author, audience, text, root_cause,
                          public_words)
                  VALUES (:id, :participation, :sequence, :at, :author, :audience, :text,
                          :root_cause, :public_words)";
    let root_cause: Vec<_> =
        command.root_cause.iter().flat_map(RootCause::answers).map(Text::as_str).collect();
    let public_words: Vec<_> = command.public_words.iter().flat_map(PublicWords::texts).collect();
    let digits = event.reference.digits();
    let author = if command.actor == Actor::Customer { "customer" } else { "entity" };
    let values = [
        ("id", message.into()),
        ("participation", digits.into()),
        ("sequence", event.sequence.into()),
        ("at", event.at.into()),
        ("author", author.into()),
        ("audience", audience(command).into()),
        ("text", command.words.as_ref().map_or("", Text::as_str).into()),
        ("root_cause", list(&root_cause)?.into()),
        ("public_words", list(&public_words)?.into()),
    ];
    let mut statements = vec![statement(db, insert, values)?];
    let owner = attachments::Owner {
        participation: digits,
        sequence: event.sequence,
        message: Some(message),
    };
    statements.extend(attachments::take(db, &command.attachments, files, &owner, event.at)?);
    Ok(statements)
}

const fn audience(command: &Command) -> &'static str {
    match command.deed.verb().rule().words {
        Words::May(Audience::Staff) | Words::Must(Audience::Staff) => "staff",
        _ => "everyone",
    }
}
