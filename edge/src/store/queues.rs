//! The queues: each, and each filter, is a range of one index in its order, so that a page costs the same whatever is stored.

use std::fmt::Write;

use domain::{
    Timestamp,
    access::staff::StaffId,
    case::{priority::Priority, queue_order::END, stage::Stage},
    entity::slug::Slug,
    intake::kind::Kind,
    reference::Reference,
    sla::escalation::Level,
    wire::console::{COUNTED, CaseRow, Counts, Excerpt, PAGE, Queue},
};
use serde::Deserialize;

use super::{Database, Result, Statement, list, statement};

/// How many that were found are looked at for one page: enough for any filter that lets one in four pass.
const EXAMINED: u32 = 200;

/// How much of a text is read where nothing has to be found in it, in characters.
const BEGINNING: u32 = 300;

/// Which cases.
pub(crate) struct Wanted<'a> {
    pub(crate) queue: Queue,
    pub(crate) person: &'a StaffId,
    pub(crate) now: Timestamp,
    /// Until when something is due soon.
    pub(crate) soon: Timestamp,
    pub(crate) filter: Filter,
}

/// What else they are.
#[derive(Clone, Default, PartialEq, Deserialize)]
pub(crate) struct Filter {
    pub(crate) kind: Option<Kind>,
    pub(crate) service: Option<Slug>,
    pub(crate) stage: Option<Stage>,
    pub(crate) priority: Option<Priority>,
}

/// The last row of the page before.
#[derive(Clone, Default)]
pub(crate) struct After {
    pub(crate) place: String,
    pub(crate) reference: String,
}

/// A row, with its place.
#[derive(Deserialize)]
pub(crate) struct Row {
    reference: Reference,
    kind: Kind,
    turn: Slug,
    offered_by: Option<Slug>,
    service: Option<Slug>,
    sent_to: Slug,
    stage: Stage,
    priority: Priority,
    pub(crate) owner: Option<StaffId>,
    pub(crate) owner_name: Option<String>,
    received_at: Timestamp,
    updated_at: Timestamp,
    due_at: Option<Timestamp>,
    escalated: Option<Level>,
    language: String,
    text: Option<String>,
    attachments: u32,
    pub(crate) place: String,
}

impl Row {
    pub(crate) fn after(&self) -> After {
        After { place: self.place.clone(), reference: self.reference.digits().to_owned() }
    }

    pub(crate) fn shown(self, excerpt: impl FnOnce(&str) -> Excerpt) -> CaseRow {
        CaseRow {
            reference: self.reference,
            kind: self.kind,
            entity: self.turn,
            offered_by: self.offered_by,
            service: self.service,
            sent_to: self.sent_to,
            stage: self.stage,
            priority: self.priority,
            owner: self.owner,
            received_at: self.received_at,
            updated_at: self.updated_at,
            due_at: self.due_at,
            escalated: self.escalated,
            language: self.language,
            excerpt: excerpt(&self.text.unwrap_or_default()),
            attachments: self.attachments,
        }
    }
}

/// What a row shows; `?11` says how much of the text.
const SHOWN: &str = "p.reference, p.kind, p.turn, p.offered_by, p.service, p.entity AS sent_to, p.stage, p.priority, p.owner,
    (SELECT name FROM staff WHERE id = p.owner) AS owner_name, p.received_at, p.updated_at, p.due_at, p.escalated, p.language,
    substr(p.text, 1, ?11) AS text, (SELECT COUNT(*) FROM attachments WHERE participation = p.reference) AS attachments";

impl Wanted<'_> {
    /// The index that has them in order.
    fn index(&self) -> &'static str {
        let is_rare = self.filter.priority.is_some_and(|priority| priority != Priority::Ordinary);
        match self.queue {
            Queue::Mine | Queue::Unassigned => "participations_by_owner",
            _ if is_rare => "participations_by_priority",
            Queue::AwaitingCustomer | Queue::Transferred => "participations_by_stage",
            _ if self.filter.stage.is_some() => "participations_by_stage",
            _ if self.filter.service.is_some() => "participations_by_service",
            _ if self.filter.kind.is_some() => "participations_by_kind",
            _ => "participations_by_place",
        }
    }

    /// What makes the queue, of `p`: `?4` is whoever asks, `?5` now, `?6` when soon ends.
    fn queue(&self) -> String {
        match self.queue {
            Queue::Mine => format!(" AND p.owner = ?4 AND p.place < '{END}'"),
            Queue::Unassigned => {
                format!(" AND p.owner IS NULL AND p.place < '{END}' AND p.stage <> 'transferred'")
            }
            Queue::DueSoon => " AND p.place < ?6".to_owned(),
            Queue::Overdue => " AND p.place < ?5".to_owned(),
            Queue::AwaitingCustomer => " AND p.stage = 'awaiting_customer'".to_owned(),
            Queue::Transferred => " AND p.stage = 'transferred'".to_owned(),
            Queue::All => String::new(),
        }
    }

    /// What else is asked for, of `p`.
    fn filter(&self) -> String {
        let Filter { kind, service, stage, priority } = &self.filter;
        let mut terms = String::new();
        for (is_asked, term) in [
            (kind.is_some(), "kind = ?7"),
            (service.is_some(), "service = ?8"),
            (stage.is_some(), "stage = ?9"),
        ] {
            if is_asked {
                terms += " AND p.";
                terms += term;
            }
        }
        match priority {
            None => {}
            Some(Priority::Ordinary) => terms += " AND p.priority = 'ordinary'",
            // The index holds the others alone, and wants to hear it.
            Some(rare) => {
                _ = write!(
                    terms,
                    " AND p.priority <> 'ordinary' AND p.priority = '{}'",
                    rare.as_str()
                );
            }
        }
        terms
    }

    /// Where the queue begins: what is due soon is due after what is overdue.
    fn first(&self) -> After {
        let place = if self.queue == Queue::DueSoon { self.now.to_string() } else { String::new() };
        After { place, reference: String::new() }
    }

    fn bound(
        &self,
        db: &Database,
        sql: &str,
        place: &str,
        after: &After,
        limits: [u32; 2],
    ) -> Result<Statement> {
        let values = [
            place.into(),
            (&after.place).into(),
            (&after.reference).into(),
            self.person.as_str().into(),
            self.now.into(),
            self.soon.into(),
            self.filter.kind.map(Kind::as_str).into(),
            self.filter.service.as_ref().map(Slug::as_str).into(),
            self.filter.stage.map(Stage::as_str).into(),
            limits[0].into(),
            limits[1].into(),
        ];
        statement(db, sql, values)
    }

    /// Whether all entities' cases lie in one index in the queue's order, so that nobody has to be asked one by one.
    pub(crate) fn is_in_one(&self) -> bool {
        matches!(self.queue, Queue::DueSoon | Queue::Overdue | Queue::All)
            && self.filter == Filter::default()
    }

    /// A page of all entities', for those who see it all: each case stands there once, whosever turn it was.
    pub(crate) fn page_of_all(&self, db: &Database, after: Option<&After>) -> Result<Statement> {
        let first = self.first();
        let sql = format!(
            "SELECT {SHOWN}, p.place FROM participations p INDEXED BY participations_by_place_everywhere
             WHERE (p.place, p.reference) > (?2, ?3){} ORDER BY p.place, p.reference LIMIT ?10",
            self.queue()
        );
        self.bound(db, &sql, "", after.unwrap_or(&first), [PAGE + 1, BEGINNING])
    }

    /// A page of one entity's, for a batch: those whose turn it is, and in the queue of all those whose turn it was. Each in order.
    pub(crate) fn page(
        &self,
        db: &Database,
        entity: &Slug,
        after: Option<&After>,
    ) -> Result<Vec<Statement>> {
        let first = self.first();
        let after = after.unwrap_or(&first);
        let filter = self.filter();
        let here = format!(
            "SELECT {SHOWN}, p.place FROM participations p INDEXED BY {} WHERE p.turn = ?1 AND (p.place, p.reference) > (?2, ?3){}{filter}
             ORDER BY p.place, p.reference LIMIT ?10",
            self.index(),
            self.queue(),
        );
        let gone = format!(
            "SELECT {SHOWN}, h.place FROM hands h CROSS JOIN participations p ON p.reference = h.participation
             WHERE h.entity = ?1 AND (h.place, h.participation) > (?2, ?3){filter} ORDER BY h.place, h.participation LIMIT ?10"
        );
        let both = [Some(here), (self.queue == Queue::All).then_some(gone)];
        let limits = [PAGE + 1, BEGINNING];
        both.into_iter()
            .flatten()
            .map(|sql| self.bound(db, &sql, entity.as_str(), after, limits))
            .collect()
    }

    /// Of what was found under an expression a page, for a batch; the other one says how far it has looked. `entities` is a JSON list of those
    /// whose queue it is.
    pub(crate) fn found(
        &self,
        db: &Database,
        expression: &str,
        before: &str,
        entities: &str,
    ) -> Result<[Statement; 2]> {
        let found = "SELECT rowid AS place, participation FROM search WHERE search MATCH ?1 AND rowid < CAST(?2 AS INTEGER)
                     ORDER BY rowid DESC LIMIT ?10";
        let turn = if self.queue == Queue::All {
            "?3 <> ''"
        } else {
            "p.turn IN (SELECT value FROM json_each(?3))"
        };
        let rows = format!(
            "SELECT {SHOWN}, CAST(f.place AS TEXT) AS place FROM ({found}) f CROSS JOIN participations p ON p.reference = f.participation
             WHERE {turn}{}{} ORDER BY f.place DESC LIMIT {PAGE}",
            self.queue(),
            self.filter()
        );
        let looked = format!(
            "SELECT COUNT(*) AS count, CAST(min(place) AS TEXT) AS last FROM ({})",
            found.replace("?10", "?3")
        );
        let after = After { place: before.to_owned(), reference: entities.to_owned() };
        Ok([
            self.bound(db, &rows, expression, &after, [EXAMINED, u32::MAX])?,
            statement(db, &looked, [expression.into(), before.into(), EXAMINED.into()])?,
        ])
    }

    /// How many there are, for a batch. `entities` is a JSON list.
    pub(crate) fn count(&self, db: &Database, entities: &str) -> Result<Statement> {
        let gone = if self.queue == Queue::All {
            "UNION ALL SELECT 1 FROM json_each(?1) e CROSS JOIN hands h ON h.entity = e.value"
        } else {
            ""
        };
        let sql = format!(
            "SELECT COUNT(*) AS count, max(?11) FROM (SELECT 1 FROM json_each(?1) e CROSS JOIN participations p INDEXED BY {}
             ON p.turn = e.value WHERE p.place >= ?2 AND ?3 = ''{} {gone} LIMIT ?10)",
            self.index(),
            self.queue(),
        );
        self.bound(db, &sql, entities, &self.first(), [COUNTED, 0])
    }
}

/// How far a search has looked.
#[derive(Deserialize)]
pub(crate) struct Looked {
    count: u32,
    last: Option<String>,
}

impl Looked {
    /// Where to go on, if there may be more.
    pub(crate) fn next(self) -> Option<String> {
        self.last.filter(|_| self.count == EXAMINED)
    }
}

/// How many there are in each queue of these entities.
pub(crate) async fn counts(
    db: &Database,
    wanted: &Wanted<'_>,
    entities: &[Slug],
) -> Result<Counts> {
    #[derive(Deserialize)]
    struct Count {
        count: u32,
    }
    let entities = list(entities)?;
    let of = |queue| Wanted { queue, filter: Filter::default(), ..*wanted };
    let statements = Queue::ALL
        .into_iter()
        .map(|queue| of(queue).count(db, &entities))
        .collect::<Result<_>>()?;
    let results = db.batch(statements).await?;
    let mut counts = Counts::default();
    for (queue, result) in Queue::ALL.into_iter().zip(results) {
        counts.0.insert(queue, result.results::<Count>()?.pop().map_or(0, |row| row.count));
    }
    Ok(counts)
}
