//! Activity: all that people have done and read over all cases. Two tables hold it, and each is
//! read by an index in the order of the list.

use std::collections::BTreeSet;

use domain::{
    Timestamp,
    access::activity::{Entry, Period, Place},
    case::action::Change,
    reference::Reference,
    slug::Slug,
    staff::StaffId,
    wire::console::{ActivePerson, ActivityEntry, Done, ReadingKind},
};
use serde::Deserialize;

use crate::store::{Database, Parameter, Result, Statement, statement, unreadable};

/// Most people of one round. There is one statement for each round.
const ROUND: u32 = 1_000;

/// Text behind every time.
const END: &str = "~";

/// Part of the activity.
pub(crate) struct Wanted<'a> {
    pub(crate) person: Option<&'a StaffId>,
    pub(crate) period: Period,
    /// Place before which the entries come.
    pub(crate) after: Option<Place>,
    pub(crate) at_most: u32,
}

#[derive(Deserialize)]
struct EventRow {
    reference: Reference,
    sequence: u32,
    at: String,
    actor: String,
    what: String,
    entity: Slug,
    came_from: Option<Slug>,
    reason: Option<String>,
}

#[derive(Deserialize)]
struct ReadingRow {
    reference: Reference,
    at: String,
    person: StaffId,
    what: ReadingKind,
}

impl Wanted<'_> {
    /// Returns the bounds of time as texts: that of the period's beginning, and the time of the
    /// last entry of the page before, or that of the period's end. Without the letter of the time
    /// zone, the text of a second comes before those of its parts.
    fn bounds(&self) -> [String; 2] {
        let [from, until] = self.period.bounds();
        let text = |at: Timestamp| at.to_string().trim_end_matches('Z').to_owned();
        let until = match &self.after {
            Some(place) => place.at.clone(),
            None => until.map_or_else(|| END.to_owned(), text),
        };
        [from.map_or_else(String::new, text), until]
    }

    fn events(&self, db: &Database) -> Result<Statement> {
        let [from, until] = self.bounds();
        let (digits, sequence) = self.after.as_ref().map_or(("", 0), Place::events_before);
        let (index, by) = match self.person {
            Some(_) => ("events_by_staff", "AND e.actor = :actor"),
            None => ("events_by_time", ""),
        };
        let sql = format!(
            "SELECT e.participation AS reference, e.sequence, e.at, e.actor, e.what, e.entity,
                    nullif(f.entity, e.entity) AS came_from,
                    (SELECT m.text FROM messages m
                     WHERE m.participation = e.participation AND m.at = e.at
                     AND m.sequence = e.sequence AND f.entity <> e.entity LIMIT 1) AS reason
             FROM events e INDEXED BY {index}
             LEFT JOIN events f
             ON f.participation = e.participation AND f.sequence = e.sequence - 1
             WHERE substr(e.actor, 1, 6) = 'staff:' {by} AND e.at >= :from
             AND (e.at, e.participation, e.sequence) < (:until, :digits, :sequence)
             ORDER BY e.at DESC, e.participation DESC, e.sequence DESC LIMIT :limit"
        );
        let mut values: Vec<Parameter<'_>> = vec![
            ("from", from.into()),
            ("until", until.into()),
            ("digits", digits.into()),
            ("sequence", sequence.into()),
            ("limit", self.at_most.into()),
        ];
        values.extend(self.person.map(|id| ("actor", format!("staff:{}", id.as_str()).into())));
        db.statement(&sql, values)
    }

    fn readings(&self, db: &Database) -> Result<Statement> {
        let [from, until] = self.bounds();
        let (digits, reader) = self.after.as_ref().map_or(("", ""), Place::readings_before);
        let (index, by) = match self.person {
            Some(_) => ("readings_by_staff", "AND r.staff = :staff"),
            None => ("readings_by_time", ""),
        };
        let sql = format!(
            "SELECT r.participation AS reference, r.at, r.staff AS person, r.what
             FROM readings r INDEXED BY {index}
             WHERE r.at >= :from {by}
             AND (r.at, r.participation, r.staff) < (:until, :digits, :reader)
             ORDER BY r.at DESC, r.participation DESC, r.staff DESC LIMIT :limit"
        );
        let mut values: Vec<Parameter<'_>> = vec![
            ("from", from.into()),
            ("until", until.into()),
            ("digits", digits.into()),
            ("reader", reader.into()),
            ("limit", self.at_most.into()),
        ];
        values.extend(self.person.map(|id| ("staff", id.as_str().into())));
        db.statement(&sql, values)
    }

    /// Returns the entries with their places, the latest first.
    pub(crate) async fn entries(&self, db: &Database) -> Result<Vec<(Place, ActivityEntry)>> {
        let results = db.batch(vec![self.events(db)?, self.readings(db)?]).await?;
        let [events, readings] = &results[..] else { return Err(unreadable("activity")) };
        let events = events.results::<EventRow>()?.into_iter().map(EventRow::entry);
        let readings = readings.results::<ReadingRow>()?.into_iter().map(ReadingRow::entry);
        let mut entries = events.chain(readings).collect::<Result<Vec<_>>>()?;
        entries.sort_by(|(one, _), (other, _)| other.cmp(one));
        entries.truncate(self.at_most as usize);
        Ok(entries)
    }
}

impl EventRow {
    fn entry(self) -> Result<(Place, ActivityEntry)> {
        let Self { reference, sequence, at, actor, what, entity, came_from, reason } = self;
        let person = actor.strip_prefix("staff:").and_then(|id| StaffId::parse(id).ok());
        let deed = Change::decode(&what).map(|change| change.deed.without_scores());
        let entry = ActivityEntry {
            at: time(&at)?,
            person: person.ok_or_else(|| unreadable("the actor of an event"))?,
            reference,
            what: Done::Act { deed, entity, from: came_from, reason },
        };
        Ok((Place { at, of: Entry::Event(reference.digits().to_owned(), sequence) }, entry))
    }
}

impl ReadingRow {
    fn entry(self) -> Result<(Place, ActivityEntry)> {
        let Self { reference, at, person, what } = self;
        let of = Entry::Reading(reference.digits().to_owned(), person.clone());
        let entry = ActivityEntry { at: time(&at)?, person, reference, what: Done::Read { what } };
        Ok((Place { at, of }, entry))
    }
}

fn time(at: &str) -> Result<Timestamp> {
    at.parse().map_err(|_| unreadable("a time"))
}

/// Returns all staff by name, with the entities at which each has a role.
pub(crate) async fn people(db: &Database) -> Result<Vec<ActivePerson>> {
    #[derive(Deserialize)]
    struct Row {
        id: StaffId,
        name: String,
        entities: String,
    }
    let sql = "SELECT id, name,
                      (SELECT json_group_array(entity) FROM roles
                       WHERE staff = staff.id AND entity IS NOT NULL) AS entities
               FROM staff INDEXED BY staff_by_name
               WHERE (name, id) > (:name, :id) ORDER BY name, id LIMIT :limit";
    let mut people: Vec<ActivePerson> = Vec::new();
    loop {
        let (name, id) =
            people.last().map_or(("", ""), |last| (last.name.as_str(), last.id.as_str()));
        let values = [("name", name.into()), ("id", id.into()), ("limit", ROUND.into())];
        let rows = statement(db, sql, values)?.run().await?.results::<Row>()?;
        let is_last = rows.len() < ROUND as usize;
        for Row { id, name, entities } in rows {
            let entities: BTreeSet<Slug> =
                serde_json::from_str(&entities).map_err(|_| unreadable("a person's entities"))?;
            let entities = entities.into_iter().collect();
            people.push(ActivePerson { id, name, entities });
        }
        if is_last {
            return Ok(people);
        }
    }
}
