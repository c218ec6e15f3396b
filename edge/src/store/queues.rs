//! Queues of cases. Each queue and each filter is a range of one index in the queue's order, so a
//! page costs the same however many cases are stored.

use std::fmt::Write;

use domain::{
    Timestamp,
    case::{queue_order::END, stage::Stage},
    intake::kind::Kind,
    reference::Reference,
    search::Excerpt,
    sla::{escalation::Level, priority::Priority},
    slug::Slug,
    staff::StaffId,
    wire::console::{COUNTED, CaseRow, Counts, PAGE, Queue},
};
use serde::Deserialize;

use super::{Database, Result, Statement, list, statement};

/// Number of search results that are examined for one page: enough for any filter that passes one
/// in four.
const EXAMINED: u32 = 200;

/// Number of characters that are read of a text without search terms to find in it.
const BEGINNING: u32 = 300;

/// Selection of cases: a queue of a person, and a filter.
pub(crate) struct Wanted<'a> {
    pub(crate) queue: Queue,
    pub(crate) person: &'a StaffId,
    pub(crate) now: Timestamp,
    /// Time until which a case counts as due soon.
    pub(crate) soon: Timestamp,
    pub(crate) filter: Filter,
}

/// Further conditions on the cases.
#[derive(Clone, Default, PartialEq, Deserialize)]
pub(crate) struct Filter {
    pub(crate) kind: Option<Kind>,
    pub(crate) service: Option<Slug>,
    pub(crate) stage: Option<Stage>,
    pub(crate) priority: Option<Priority>,
}

/// Position of the last row of the preceding page.
#[derive(Clone, Default)]
pub(crate) struct After {
    pub(crate) place: String,
    pub(crate) reference: String,
}

/// Row of a page, with its position.
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

/// Columns of a row; `?11` is the number of characters to read of the text.
const SHOWN: &str = "p.reference, p.kind, p.turn, p.offered_by, p.service, p.entity AS sent_to, p.stage, p.priority, p.owner,
    (SELECT name FROM staff WHERE id = p.owner) AS owner_name, p.received_at, p.updated_at, p.due_at, p.escalated, p.language,
    substr(p.text, 1, ?11) AS text, (SELECT COUNT(*) FROM attachments WHERE participation = p.reference) AS attachments";

impl Wanted<'_> {
    /// Returns the index that holds the cases in order.
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

    /// Returns the conditions of the queue on `p`. `?4` is the person, `?5` is now, `?6` is the end
    /// of "soon".
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

    /// Returns the conditions of the filter on `p`.
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
            // The partial index holds only the other priorities. SQLite uses it only if the
            // condition says so.
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

    /// Returns the position before the queue's first row. The cases that are due soon begin after
    /// the overdue ones.
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

    /// Returns whether one index holds all entities' cases in the queue's order, so that one
    /// statement reads them.
    pub(crate) fn is_in_one(&self) -> bool {
        matches!(self.queue, Queue::DueSoon | Queue::Overdue | Queue::All)
            && self.filter == Filter::default()
    }

    /// Returns the statement of a page over all entities, for a person who sees all of them. Each
    /// case is listed once, whichever entities had custody of it.
    pub(crate) fn page_of_all(&self, db: &Database, after: Option<&After>) -> Result<Statement> {
        let first = self.first();
        let sql = format!(
            "SELECT {SHOWN}, p.place FROM participations p INDEXED BY participations_by_place_everywhere
             WHERE (p.place, p.reference) > (?2, ?3){} ORDER BY p.place, p.reference LIMIT ?10",
            self.queue()
        );
        self.bound(db, &sql, "", after.unwrap_or(&first), [PAGE + 1, BEGINNING])
    }

    /// Returns the statements of a page of one entity, for a batch: cases in its custody and, in
    /// the queue of all, those that it had custody of before. Each result is in order.
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

    /// Returns the statements of a page of search results, for a batch: one for the rows, one that
    /// tells how far it has looked. `entities` is a JSON list of the entities whose queue it is.
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

    /// Returns the statement that counts the cases, for a batch. `entities` is a JSON list.
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

/// Progress of a search: the number of results examined, and the last of them.
#[derive(Deserialize)]
pub(crate) struct Looked {
    count: u32,
    last: Option<String>,
}

impl Looked {
    /// Returns the position to continue from, if there may be more results.
    pub(crate) fn next(self) -> Option<String> {
        self.last.filter(|_| self.count == EXAMINED)
    }
}

/// Returns the number of cases in each queue of these entities.
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
