//! Events of the cases' histories, and what an event means for other tables.
//!
//! This file holds the only `INSERT INTO events`; `cargo xtask tidy` checks that. A submission, an
//! action on a case, an erasure by the author and an erasure by the retention job all write their
//! events by [`insert`]. A table that follows from events, such as counted figures or a log for
//! other systems, is therefore written by a further statement of [`insert`], in the same batch,
//! and no caller can forget it. The figures, the messages to webhooks and the cases to create in
//! the systems of entities are such tables.

use domain::{
    case::{
        Case,
        action::Action,
        event::{Event, Recorded},
        milestones::Facts,
    },
    entity::hold::Hold,
    figures::{contribution::Contribution, tally::Tallies},
    intake::kind::Kind,
    reference::Reference,
    webhook::snapshot::Told,
};

use crate::store::{
    Chosen, Database, Result, Statement, figures, list, statement, system::creations, unreadable,
    webhook::deliveries,
};

/// Event to insert, with the difference that it makes to the figures, and what webhooks tell of it.
pub(crate) struct Entry<'a> {
    event: &'a Event,
    difference: Tallies,
    told: Option<Told>,
    /// Hold of messages to customers, for which webhooks wait too.
    hold: Hold,
}

impl<'a> Entry<'a> {
    /// Returns an event that leads from one state of a case to another. `before` is `None` if it
    /// begins the history.
    pub(crate) fn counted(
        event: &'a Event,
        before: Option<&Case>,
        after: &Case,
        facts: &Facts,
        hold: Hold,
    ) -> Self {
        let told = Told::of(event, before, after, facts.service.as_ref());
        let before = before.map(|before| Contribution::of(before, facts));
        let after = Contribution::of(after, facts);
        Self { event, difference: Tallies::difference(before.as_ref(), &after), told, hold }
    }

    /// Returns an event that is counted, and that happened before this system was used: nobody is
    /// told of it.
    pub(crate) fn imported(event: &'a Event, after: &Case, facts: &Facts) -> Self {
        Self { told: None, ..Self::counted(event, None, after, facts, Hold::default()) }
    }

    /// Returns the event.
    pub(crate) const fn event(&self) -> &'a Event {
        self.event
    }

    /// Returns an event that changes no figure, and that no webhook tells: one of a test, or the
    /// erasure of an ended case.
    pub(crate) fn uncounted(event: &'a Event) -> Self {
        Self { event, difference: Tallies::default(), told: None, hold: Hold::default() }
    }
}

/// Returns the statements that insert events, for a batch. The batch fails if another event has
/// taken the place of one of them in its chain, or if an event's participation doesn't exist.
pub(crate) fn insert(db: &Database, entries: &[Entry<'_>]) -> Result<Vec<Statement>> {
    let sql = "INSERT INTO events (participation, sequence, at, actor, what, stage, entity,
                                   content_digest, previous, hash)
               SELECT value ->> 'reference', value ->> 'sequence', value ->> 'at',
                      value ->> 'actor', value ->> 'what', value ->> 'stage', value ->> 'entity',
                      value ->> 'content_digest', value ->> 'previous', value ->> 'hash'
               FROM json_each(:events)";
    let events = recorded(entries.iter().map(|entry| entry.event))?;
    let mut statements = vec![statement(db, sql, [("events", events.into())])?];
    let mut difference = Tallies::default();
    for entry in entries {
        difference.merge(&entry.difference);
        let event = entry.event;
        if let Some(told) = &entry.told {
            statements.push(deliveries::insert(db, event, told, entry.hold)?);
            statements.extend(creations::insert(db, event, told, entry.hold)?);
        }
        if event.change.deed == Action::Undo {
            let undone = event.sequence.saturating_sub(1);
            statements.push(deliveries::take_back(db, event.reference, undone)?);
            statements.push(creations::take_back(db, event.reference, undone)?);
        }
    }
    statements.extend(figures::add(db, &difference)?);
    Ok(statements)
}

/// Encodes events as the JSON list that statements about several events take.
pub(super) fn recorded<'a>(events: impl Iterator<Item = &'a Event>) -> Result<String> {
    list(&events.map(Event::recorded).collect::<Vec<_>>())
}

/// Returns the statement that reads whole histories, for a batch.
pub(in crate::store) fn history(db: &Database, chosen: &Chosen) -> Result<Statement> {
    let sql = format!(
        "SELECT participation AS reference, sequence, at, actor, what, stage, entity,
                content_digest, previous, hash
         FROM events WHERE participation {} ORDER BY participation, sequence",
        chosen.condition()
    );
    statement(db, &sql, [chosen.parameter()])
}

/// Returns the statement that reads the history of the suggestion paired with a complaint, or of
/// the complaint paired with a suggestion, for a batch.
pub(crate) fn histories_of_companions(db: &Database, reference: Reference) -> Result<Statement> {
    let sql = "SELECT participation AS reference, sequence, at, actor, what, stage, entity,
                      content_digest, previous, hash
               FROM events WHERE participation IN (
                   SELECT reference FROM participations WHERE complaint = :participation
                   UNION ALL
                   SELECT complaint FROM participations
                   WHERE reference = :participation AND complaint IS NOT NULL)
               ORDER BY participation, sequence";
    statement(db, sql, [("participation", reference.digits().into())])
}

/// Parses the events of a history.
pub(crate) fn read(events: &[Recorded], kind: Kind) -> Result<Vec<Event>> {
    let events: Option<Vec<_>> = events.iter().map(|event| event.read(kind)).collect();
    events.ok_or_else(|| unreadable("an event"))
}
