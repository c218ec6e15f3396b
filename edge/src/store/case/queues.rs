//! Queues of cases. Each queue and each filter is a range of one index in the queue's order, so a
//! page costs the same however many cases are stored.

use domain::{
    Timestamp,
    case::{
        queue_order::{END, Horizon},
        stage::Stage,
    },
    intake::kind::Kind,
    sla::priority::Priority,
    slug::Slug,
    staff::StaffId,
    wire::console::{COUNTED, Counts, PAGE, Queue},
};
use serde::{Deserialize, Serialize};

use super::queue_row::{After, SHOWN, UNREAD};
use crate::store::{Database, Parameter, Result, Statement, Value, list};

/// Number of search results that are examined for one page: enough for any filter that passes one
/// in four.
const EXAMINED: u32 = 200;

/// Number of characters that are read of a text without search terms to find in it: enough to
/// notice danger to people, and little for a page of rows.
pub(super) const BEGINNING: u32 = 1_000;

/// Selection of cases: a queue of a person, and a filter.
pub(crate) struct Wanted<'a> {
    pub(crate) queue: Queue,
    pub(crate) person: &'a StaffId,
    pub(crate) now: Timestamp,
    pub(crate) filter: Filter,
}

/// Entity whose cases are listed, with the times until which they are due, by its working calendar.
#[derive(Serialize)]
pub(crate) struct Keeper {
    entity: Slug,
    day: String,
    week: String,
    last: String,
}

impl Keeper {
    pub(crate) fn new(entity: Slug, horizon: Horizon) -> Self {
        let Horizon { day, week, last } = horizon;
        Self { entity, day: day.to_string(), week: week.to_string(), last: last.to_string() }
    }

    /// Returns the id of the entity.
    pub(super) fn entity(&self) -> &str {
        self.entity.as_str()
    }

    /// Returns the end of a queue's range, if the calendar sets it.
    pub(super) fn end(&self, queue: Queue) -> Option<&str> {
        match queue {
            Queue::DueToday => Some(&self.day),
            Queue::DueWeek => Some(&self.week),
            Queue::ActionsDue => Some(&self.last),
            _ => None,
        }
    }
}

/// End of a queue's range that a calendar sets.
#[derive(Clone, Copy)]
pub(super) enum End<'a> {
    /// Value of one entity, if the queue has one.
    Of(Option<&'a str>),
    /// Member of the row `e`, a [`Keeper`] as JSON.
    OfRow,
}

/// Further conditions on the cases.
#[derive(Clone, Default, PartialEq, Deserialize)]
pub(crate) struct Filter {
    pub(crate) kind: Option<Kind>,
    pub(crate) service: Option<Slug>,
    pub(crate) stage: Option<Stage>,
    pub(crate) priority: Option<Priority>,
    pub(crate) owner: Option<StaffId>,
    pub(crate) language: Option<String>,
}

/// Text of a query that is composed of parts. Each part adds the parameters that it names.
#[derive(Default)]
pub(super) struct Query<'a> {
    pub(super) sql: String,
    pub(super) parameters: Vec<Parameter<'a>>,
}

impl<'a> Query<'a> {
    /// Appends a part without parameters.
    pub(super) fn push(&mut self, sql: &str) {
        self.sql += sql;
    }

    /// Appends a part that names one parameter.
    pub(super) fn push_with(&mut self, sql: &str, name: &'static str, value: impl Into<Value<'a>>) {
        self.push(sql);
        self.parameters.push((name, value.into()));
    }

    /// Appends a part that names the parameter `:person`, which several parts may do.
    fn push_for(&mut self, sql: &str, person: &'a StaffId) {
        self.push(sql);
        if self.parameters.iter().all(|(name, _)| *name != "person") {
            self.parameters.push(("person", person.as_str().into()));
        }
    }

    pub(super) fn statement(self, db: &Database) -> Result<Statement> {
        db.statement(&self.sql, self.parameters)
    }
}

impl Wanted<'_> {
    /// Returns the index that holds the cases in order.
    pub(super) fn index(&self) -> &'static str {
        let is_rare = self.filter.priority.is_some_and(|priority| priority != Priority::Ordinary);
        match self.queue {
            Queue::ActionsDue => "participations_by_action",
            Queue::Unread => "participations_by_news",
            Queue::Mine | Queue::Unassigned => "participations_by_owner",
            _ if self.filter.owner.is_some() => "participations_by_owner",
            Queue::ToJudge => "participations_by_kind",
            _ if is_rare => "participations_by_priority",
            Queue::AwaitingCustomer | Queue::Transferred => "participations_by_stage",
            _ if self.filter.stage.is_some() => "participations_by_stage",
            _ if self.filter.service.is_some() => "participations_by_service",
            _ if self.filter.language.is_some() => "participations_by_language",
            _ if self.filter.kind.is_some() => "participations_by_kind",
            _ => "participations_by_place",
        }
    }

    /// Returns the column that the queue is ordered by.
    const fn key(&self) -> &'static str {
        match self.queue {
            Queue::ActionsDue => "p.action_due",
            _ => "p.place",
        }
    }

    /// Appends the conditions of the queue on `p`.
    pub(super) fn add_queue<'a>(&'a self, query: &mut Query<'a>, end: End<'a>) {
        match self.queue {
            Queue::Mine => {
                query.push_for(" AND p.owner = :person", self.person);
                query.push(&format!(" AND p.place < '{END}'"));
            }
            Queue::Unread => query.push_for(&format!(" AND {UNREAD}"), self.person),
            Queue::Unassigned => query.push(&format!(
                " AND p.owner IS NULL AND p.place < '{END}' AND p.stage <> 'transferred'"
            )),
            Queue::DueToday | Queue::DueWeek => self.add_end(query, " AND p.place <", end),
            Queue::Overdue => query.push_with(" AND p.place < :now", "now", self.now),
            Queue::ToJudge => {
                query.push(&format!(" AND p.kind = 'suggestion' AND p.place < '{END}'"));
            }
            Queue::ActionsDue => {
                query.push(" AND p.action_due IS NOT NULL");
                self.add_end(query, " AND p.action_due <=", end);
            }
            Queue::AwaitingCustomer => query.push(" AND p.stage = 'awaiting_customer'"),
            Queue::Transferred => query.push(" AND p.stage = 'transferred'"),
            Queue::All => {}
        }
    }

    /// Appends a comparison with the end of the queue's range.
    fn add_end<'a>(&self, query: &mut Query<'a>, comparison: &str, end: End<'a>) {
        let member = match self.queue {
            Queue::DueToday => "day",
            Queue::ActionsDue => "last",
            _ => "week",
        };
        match end {
            End::Of(value) => {
                query.push_with(&format!("{comparison} :end"), "end", value.unwrap_or_default());
            }
            End::OfRow => query.push(&format!("{comparison} e.value ->> '{member}'")),
        }
    }

    /// Appends the conditions of the filter on `p`.
    pub(super) fn add_filter<'a>(&'a self, query: &mut Query<'a>) {
        let Filter { kind, service, stage, priority, owner, language } = &self.filter;
        if let Some(owner) = owner {
            query.push_with(" AND p.owner = :owner", "owner", owner.as_str());
            // The partial index holds only open cases. SQLite uses it only if the condition says
            // so.
            query.push(&format!(" AND p.place < '{END}'"));
        }
        if let Some(language) = language {
            query.push_with(" AND p.language = :language", "language", language.as_str());
        }
        if let Some(kind) = kind {
            query.push_with(" AND p.kind = :kind", "kind", kind.as_str());
        }
        if let Some(service) = service {
            query.push_with(" AND p.service = :service", "service", service.as_str());
        }
        if let Some(stage) = stage {
            query.push_with(" AND p.stage = :stage", "stage", stage.as_str());
        }
        match priority {
            None => {}
            Some(Priority::Ordinary) => query.push(" AND p.priority = 'ordinary'"),
            // The partial index holds only the other priorities. SQLite uses it only if the
            // condition says so.
            Some(rare) => query.push(&format!(
                " AND p.priority <> 'ordinary' AND p.priority = '{}'",
                rare.as_str()
            )),
        }
    }

    /// Returns the position before the queue's first row. The cases that are due begin after the
    /// overdue ones.
    fn first(&self) -> After {
        let place = match self.queue {
            Queue::DueToday | Queue::DueWeek => self.now.to_string(),
            _ => String::new(),
        };
        After { place, reference: String::new() }
    }

    /// Returns whether one index holds all entities' cases in the queue's order, so that one
    /// statement reads them.
    pub(crate) fn is_in_one(&self) -> bool {
        matches!(self.queue, Queue::Overdue | Queue::All) && self.filter == Filter::default()
    }

    /// Returns the statement of a page over all entities, for a person who sees all of them. Each
    /// case is listed once, whichever entities had custody of it.
    pub(crate) fn page_of_all(&self, db: &Database, after: Option<&After>) -> Result<Statement> {
        let first = self.first();
        self.everywhere(after.unwrap_or(&first)).statement(db)
    }

    /// Begins the query of a page: the columns of its rows.
    pub(super) fn rows(&self) -> Query<'_> {
        let mut query = Query::default();
        let rows = format!("SELECT {SHOWN}, {UNREAD} AS unread");
        query.push_for(&rows, self.person);
        query
    }

    fn everywhere<'a>(&'a self, after: &'a After) -> Query<'a> {
        let mut query = self.rows();
        query.push(&format!(
            ", substr(p.text, 1, {BEGINNING}) AS text, p.place
             FROM participations p INDEXED BY participations_by_place_everywhere WHERE "
        ));
        query.push_with("(p.place, p.reference) > (:place,", "place", &after.place);
        query.push_with(" :reference)", "reference", &after.reference);
        // Tests are in no entity's custody, so the other queries don't find them.
        query.push(" AND p.is_test = 0");
        self.add_queue(&mut query, End::Of(None));
        query.push_with(" ORDER BY p.place, p.reference LIMIT :limit", "limit", PAGE + 1);
        query
    }

    /// Returns the statements of a page of one entity, for a batch: cases in its custody and, in
    /// the queue of all, those that it had custody of before. Each result is in order.
    pub(crate) fn page(
        &self,
        db: &Database,
        keeper: &Keeper,
        after: Option<&After>,
    ) -> Result<Vec<Statement>> {
        let first = self.first();
        let after = after.unwrap_or(&first);
        let gone = (self.queue == Queue::All).then(|| self.gone(&keeper.entity, after));
        let queries = [Some(self.here(keeper, after)), gone];
        queries.into_iter().flatten().map(|query| query.statement(db)).collect()
    }

    /// Returns the query of a page of cases in an entity's custody.
    fn here<'a>(&'a self, keeper: &'a Keeper, after: &'a After) -> Query<'a> {
        let (mut query, key) = (self.rows(), self.key());
        query.push(&format!(
            ", substr(p.text, 1, {BEGINNING}) AS text, {key} AS place
             FROM participations p INDEXED BY {} WHERE ",
            self.index()
        ));
        query.push_with("p.turn = :entity AND ", "entity", keeper.entity.as_str());
        query.push_with(&format!("({key}, p.reference) > (:place,"), "place", &after.place);
        query.push_with(" :reference)", "reference", &after.reference);
        self.add_queue(&mut query, End::Of(keeper.end(self.queue)));
        self.add_filter(&mut query);
        query.push_with(&format!(" ORDER BY {key}, p.reference LIMIT :limit"), "limit", PAGE + 1);
        query
    }

    /// Returns the query of a page of cases that an entity had custody of before.
    fn gone<'a>(&'a self, entity: &'a Slug, after: &'a After) -> Query<'a> {
        let mut query = self.rows();
        query.push(&format!(
            ", substr(p.text, 1, {BEGINNING}) AS text, h.place
             FROM hands h CROSS JOIN participations p ON p.reference = h.participation WHERE "
        ));
        query.push_with("h.entity = :entity AND ", "entity", entity.as_str());
        query.push_with("(h.place, h.participation) > (:place,", "place", &after.place);
        query.push_with(" :reference)", "reference", &after.reference);
        self.add_filter(&mut query);
        query.push_with(" ORDER BY h.place, h.participation LIMIT :limit", "limit", PAGE + 1);
        query
    }

    /// Returns the statements of a page of search results, for a batch: one for the rows, one that
    /// tells how far it has looked. `keepers` is a JSON list of the entities whose queue it is.
    pub(crate) fn found(
        &self,
        db: &Database,
        expression: &str,
        before: &str,
        keepers: &str,
    ) -> Result<[Statement; 2]> {
        let examined = examined(expression, before);
        let looked = Query {
            sql: format!(
                "SELECT COUNT(*) AS count, CAST(min(place) AS TEXT) AS last FROM ({})",
                examined.sql
            ),
            parameters: examined.parameters,
        };
        Ok([self.results(expression, before, keepers).statement(db)?, looked.statement(db)?])
    }

    /// Returns the query of the search results that are in the queue and pass the filter.
    fn results<'a>(&'a self, expression: &'a str, before: &'a str, keepers: &'a str) -> Query<'a> {
        let Query { sql: examined, parameters } = examined(expression, before);
        let mut query = self.rows();
        query.parameters.extend(parameters);
        query.push(&format!(
            ", p.text, CAST(f.place AS TEXT) AS place FROM ({examined}) f
             CROSS JOIN participations p ON p.reference = f.participation WHERE "
        ));
        self.add_found(&mut query, keepers);
        query.push(&format!(" ORDER BY f.place DESC LIMIT {PAGE}"));
        query
    }

    /// Appends the conditions of queue and filter on a search result `p`.
    pub(super) fn add_found<'a>(&'a self, query: &mut Query<'a>, keepers: &'a str) {
        if self.queue == Queue::All {
            query.push("true");
        } else {
            let is_here = "EXISTS (SELECT 1 FROM json_each(:keepers) e
                                   WHERE e.value ->> 'entity' = p.turn";
            query.push_with(is_here, "keepers", keepers);
            query.push_with(" AND p.place >= :from", "from", self.first().place);
            self.add_queue(query, End::OfRow);
            query.push(")");
        }
        self.add_filter(query);
    }

    /// Returns the query that counts the cases. `keepers` is a JSON list.
    fn count<'a>(&'a self, keepers: &'a str) -> Query<'a> {
        let mut query = Query::default();
        query.push_with(
            "SELECT COUNT(*) AS count FROM (SELECT 1 FROM json_each(:keepers) e",
            "keepers",
            keepers,
        );
        query.push(&format!(
            " CROSS JOIN participations p INDEXED BY {} ON p.turn = e.value ->> 'entity'",
            self.index()
        ));
        query.push_with(&format!(" WHERE {} >= :from", self.key()), "from", self.first().place);
        self.add_queue(&mut query, End::OfRow);
        if self.queue == Queue::All {
            query.push(
                " UNION ALL SELECT 1 FROM json_each(:keepers) e
                 CROSS JOIN hands h ON h.entity = e.value ->> 'entity'",
            );
        }
        query.push_with(" LIMIT :limit)", "limit", COUNTED);
        query
    }
}

/// Returns the query of the search results that are examined for one page, latest first.
fn examined<'a>(expression: &'a str, before: &'a str) -> Query<'a> {
    Query {
        sql: "SELECT rowid AS place, participation FROM search
              WHERE search MATCH :expression AND rowid < CAST(:before AS INTEGER)
              ORDER BY rowid DESC LIMIT :examined"
            .to_owned(),
        parameters: vec![
            ("expression", expression.into()),
            ("before", before.into()),
            ("examined", EXAMINED.into()),
        ],
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
    keepers: &[Keeper],
) -> Result<Counts> {
    #[derive(Deserialize)]
    struct Count {
        count: u32,
    }
    let keepers = list(keepers)?;
    let of = |queue| Wanted { queue, filter: Filter::default(), ..*wanted };
    let statements = Queue::ALL
        .into_iter()
        .map(|queue| of(queue).count(&keepers).statement(db))
        .collect::<Result<_>>()?;
    let results = db.batch(statements).await?;
    let mut counts = Counts::default();
    for (queue, result) in Queue::ALL.into_iter().zip(results) {
        counts.0.insert(queue, result.results::<Count>()?.pop().map_or(0, |row| row.count));
    }
    Ok(counts)
}

#[cfg(test)]
mod tests {
    use domain::sla::calendar::Calendar;

    use super::*;
    use crate::store::database::named;

    /// Returns the filters of a page: none, each condition alone, and all of them.
    fn filters() -> Vec<Filter> {
        let kind = Some(Kind::Complaint);
        let service = Slug::parse("parking").ok();
        let stage = Some(Stage::Received);
        let priority = Some(Priority::Urgent);
        let (owner, language) = (Some(StaffId::draw([9; 16])), Some("ur".to_owned()));
        vec![
            Filter::default(),
            Filter { kind, ..Filter::default() },
            Filter { service: service.clone(), ..Filter::default() },
            Filter { stage, ..Filter::default() },
            Filter { priority, ..Filter::default() },
            Filter { priority: Some(Priority::Ordinary), ..Filter::default() },
            Filter { owner: owner.clone(), ..Filter::default() },
            Filter { language: language.clone(), ..Filter::default() },
            Filter { kind, service, stage, priority, owner, language },
        ]
    }

    #[test]
    fn every_query_names_the_parameters_that_it_binds() {
        let person = StaffId::draw([7; 16]);
        let calendar = Calendar::federal(2026..=2027);
        let horizon = Horizon::of(&calendar, Timestamp::UNIX_EPOCH);
        let keeper = Keeper::new(Slug::parse("rta").unwrap(), horizon);
        let after = After::default();
        for queue in Queue::ALL {
            for filter in filters() {
                let now = Timestamp::UNIX_EPOCH;
                let wanted = Wanted { queue, person: &person, now, filter };
                for query in [
                    wanted.everywhere(&after),
                    wanted.here(&keeper, &after),
                    wanted.gone(&keeper.entity, &after),
                    wanted.results("words", "9", "[]"),
                    wanted.count("[]"),
                ] {
                    let numbered = named::number(&query.sql, query.parameters);
                    assert!(numbered.is_ok(), "{:?}: {}", numbered.err(), query.sql);
                }
            }
        }
    }
}
