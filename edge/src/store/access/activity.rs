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

use crate::store::{
    Database, Parameter, Result, Statement, Value, lower_bound, statement, unreadable,
};

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

/// Table that holds activity, for which `a` stands in these parts of its query. Its indices are
/// `<table>_by_staff` and `<table>_by_time`.
struct Source {
    table: &'static str,
    /// Columns besides the case and the time.
    columns: &'static str,
    joined: &'static str,
    /// Condition that every row fulfils.
    only: &'static str,
    /// Column of the person.
    person: &'static str,
    /// Column that orders the rows of one case and time.
    last: &'static str,
}

/// Actions of staff, with the entity that a case came from and the reason, where it has changed
/// hands.
const EVENTS: Source = Source {
    table: "events",
    columns: "a.sequence, a.actor, a.what, a.entity, nullif(b.entity, a.entity) AS came_from,
              (SELECT m.text FROM messages m
               WHERE m.participation = a.participation AND m.at = a.at
               AND m.sequence = a.sequence AND b.entity <> a.entity LIMIT 1) AS reason",
    joined: "LEFT JOIN events b
             ON b.participation = a.participation AND b.sequence = a.sequence - 1",
    only: "substr(a.actor, 1, 6) = 'staff:'",
    person: "actor",
    last: "sequence",
};

/// Cases, files and histories that staff have read.
const READINGS: Source = Source {
    table: "readings",
    columns: "a.staff AS person, a.what",
    joined: "",
    only: "TRUE",
    person: "staff",
    last: "staff",
};

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
    /// last entry of the page before, or that of the period's end.
    fn bounds(&self) -> [String; 2] {
        let [from, until] = self.period.bounds();
        let until = match &self.after {
            Some(place) => place.at.clone(),
            None => until.map_or_else(|| END.to_owned(), lower_bound),
        };
        [from.map_or_else(String::new, lower_bound), until]
    }

    fn events(&self, db: &Database) -> Result<Statement> {
        let (digits, sequence) = self.after.as_ref().map_or(("", 0), Place::events_before);
        let person = self.person.map(|id| format!("staff:{}", id.as_str()));
        self.statement(db, &EVENTS, [digits.into(), sequence.into()], person)
    }

    fn readings(&self, db: &Database) -> Result<Statement> {
        let (digits, reader) = self.after.as_ref().map_or(("", ""), Place::readings_before);
        let person = self.person.map(|id| id.as_str().to_owned());
        self.statement(db, &READINGS, [digits.into(), reader.into()], person)
    }

    /// Returns the statement for a table's rows before a case and the value of the last column.
    fn statement(
        &self,
        db: &Database,
        source: &Source,
        [digits, last]: [Value<'_>; 2],
        person: Option<String>,
    ) -> Result<Statement> {
        let Source { table, columns, joined, only, person: by, last: column } = source;
        let [from, until] = self.bounds();
        let (index, condition) = match person {
            Some(_) => ("staff", format!("AND a.{by} = :person")),
            None => ("time", String::new()),
        };
        let sql = format!(
            "SELECT a.participation AS reference, a.at, {columns}
             FROM {table} a INDEXED BY {table}_by_{index} {joined}
             WHERE {only} AND a.at >= :from {condition}
             AND (a.at, a.participation, a.{column}) < (:until, :digits, :last)
             ORDER BY a.at DESC, a.participation DESC, a.{column} DESC LIMIT :limit"
        );
        let mut values: Vec<Parameter<'_>> = vec![
            ("from", from.into()),
            ("until", until.into()),
            ("digits", digits),
            ("last", last),
            ("limit", self.at_most.into()),
        ];
        values.extend(person.map(|person| ("person", person.into())));
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
