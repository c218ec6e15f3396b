//! Pages of a queue, or of a search, in another order than its own.
//!
//! All cases of an entity are read by an index in that order. A queue of open cases is read whole
//! by its own index and sorted: it has as many rows as are open. The order by priority is made of
//! the queue's own pages, one of each priority.

use domain::{
    sla::priority::Priority,
    wire::console::{Order, PAGE, Queue},
};

use super::{
    queue_row::{After, Row},
    queues::{BEGINNING, End, Filter, Keeper, Query, Wanted},
};
use crate::store::{Database, Result, Statement};

/// Number of search results that are sorted, the latest ones.
const SORTED: u32 = 2_000;

/// Set of cases that a page is of.
#[derive(Clone, Copy)]
pub(crate) enum Set<'a> {
    /// Cases that an expression of the search index matches, at most [`SORTED`] of them.
    Matching(&'a str),
    /// Cases whose digits a JSON list holds.
    Numbered(&'a str),
}

impl<'a> Set<'a> {
    /// Appends the columns and the source of a `SELECT` of the cases' digits.
    fn add_to(self, query: &mut Query<'a>) {
        match self {
            Self::Matching(expression) => {
                query.push("participation FROM search WHERE ");
                query.push_with("search MATCH :expression", "expression", expression);
                query.push_with(" ORDER BY rowid DESC LIMIT :sorted", "sorted", SORTED);
            }
            Self::Numbered(list) => {
                query.push_with("value AS participation FROM json_each(:cases)", "cases", list);
            }
        }
    }
}

/// Order of rows by a time.
#[derive(Clone, Copy)]
struct Times {
    column: &'static str,
    /// Index on all cases of an entity in this order.
    index: &'static str,
    descends: bool,
}

impl Times {
    const fn of(order: Order) -> Option<Self> {
        let (column, index, descends) = match order {
            Order::Due | Order::Priority => return None,
            Order::Newest => ("p.received_at", "participations_by_receipt", true),
            Order::Oldest => ("p.received_at", "participations_by_receipt", false),
            Order::Changed => ("p.updated_at", "participations_by_change", true),
        };
        Some(Self { column, index, descends })
    }

    /// Appends the condition that a row comes after the last one of the preceding page.
    fn add_after<'a>(self, query: &mut Query<'a>, after: Option<&'a After>) {
        let Some(After { place, reference }) = after else { return };
        let comparison = if self.descends { '<' } else { '>' };
        query.push_with(
            &format!(" AND ({}, p.reference) {comparison} (:place,", self.column),
            "place",
            place,
        );
        query.push_with(" :reference)", "reference", reference);
    }

    fn add_end(self, query: &mut Query<'_>) {
        let direction = if self.descends { " DESC" } else { "" };
        let end =
            format!(" ORDER BY {}{direction}, p.reference{direction} LIMIT :limit", self.column);
        query.push_with(&end, "limit", PAGE + 1);
    }
}

/// Position of the last row of the preceding page, in an order.
pub(crate) struct Position {
    /// Rank of the row's priority, in the order by priority.
    rank: u8,
    after: After,
}

impl Position {
    /// Reads a cursor.
    pub(crate) fn read(order: Order, cursor: &str) -> Self {
        let (rank, place) = match (order, cursor.split_once(' ')) {
            (Order::Priority, Some((rank, place))) => (rank.parse().unwrap_or_default(), place),
            _ => (0, cursor),
        };
        let (place, reference) = place.rsplit_once(' ').unwrap_or((place, ""));
        let after = After { place: place.to_owned(), reference: reference.to_owned() };
        Self { rank, after }
    }

    /// Returns the position of a row.
    pub(crate) fn of(order: Order, row: &Row) -> Self {
        let rank = if order == Order::Priority { row.priority().rank() } else { 0 };
        Self { rank, after: row.after() }
    }

    /// Returns the cursor for the page after it.
    pub(crate) fn cursor(&self, order: Order) -> String {
        let After { place, reference } = &self.after;
        match order {
            Order::Priority => format!("{} {place} {reference}", self.rank),
            _ => format!("{place} {reference}"),
        }
    }

    /// Returns the position in the queue's own order.
    pub(crate) const fn after(&self) -> &After {
        &self.after
    }
}

/// Appends the order of search results by priority, and the condition that a row comes after the
/// last one of the preceding page.
fn add_priority<'a>(query: &mut Query<'a>, position: Option<&'a Position>) {
    let rank =
        |priority: Priority| format!(" WHEN '{}' THEN {}", priority.as_str(), priority.rank());
    let rank = format!("CASE p.priority{} END", Priority::ALL.map(rank).concat());
    if let Some(Position { rank: last, after: After { place, reference } }) = position {
        let condition = format!(" AND ({rank}, p.place, p.reference) > (:rank,");
        query.push_with(&condition, "rank", u32::from(*last));
        query.push_with(" :place,", "place", place);
        query.push_with(" :reference)", "reference", reference);
    }
    let end = format!(" ORDER BY {rank}, p.place, p.reference LIMIT :limit");
    query.push_with(&end, "limit", PAGE + 1);
}

/// Puts the rows of several pages together: each case once, in this order.
pub(crate) fn merge(order: Order, rows: &mut Vec<Row>) {
    rows.sort_by_cached_key(|row| {
        let Position { rank, after } = Position::of(order, row);
        (rank, after.place, after.reference)
    });
    if Times::of(order).is_some_and(|times| times.descends) {
        rows.reverse();
    }
    // A case that two of the person's entities have held is listed once.
    rows.dedup_by_key(|row| row.after().reference);
}

impl Wanted<'_> {
    /// Returns the statements of a page of one entity in this order, for a batch. [`merge`] puts
    /// their results together.
    pub(crate) fn ordered_page(
        &self,
        db: &Database,
        keeper: &Keeper,
        order: Order,
        position: Option<&Position>,
    ) -> Result<Vec<Statement>> {
        let after = position.map(Position::after);
        let Some(times) = Times::of(order) else {
            return match order {
                Order::Priority => self.page_by_priority(db, keeper, position),
                _ => self.page(db, keeper, after),
            };
        };
        let gone = (self.queue == Queue::All).then(|| self.gone_by(keeper, times, after));
        let queries = [Some(self.here_by(keeper, times, after)), gone];
        queries.into_iter().flatten().map(|query| query.statement(db)).collect()
    }

    /// Returns the statement of a page of a set of cases in this order, which isn't the usual one
    /// of search results. `keepers` is a JSON list of the entities whose queue it is.
    pub(crate) fn found_in_order(
        &self,
        db: &Database,
        (set, keepers): (Set<'_>, &str),
        order: Order,
        position: Option<&Position>,
    ) -> Result<Statement> {
        self.found_by(set, keepers, order, position).statement(db)
    }

    fn found_by<'a>(
        &'a self,
        set: Set<'a>,
        keepers: &'a str,
        order: Order,
        position: Option<&'a Position>,
    ) -> Query<'a> {
        let times = Times::of(order);
        let key = times.map_or("p.place", |times| times.column);
        let mut query = self.rows();
        query.push(&format!(
            ", p.text, f.place FROM (
                 SELECT p.reference, {key} AS place FROM (
                     SELECT "
        ));
        set.add_to(&mut query);
        query.push(") f CROSS JOIN participations p ON p.reference = f.participation WHERE ");
        self.add_found(&mut query, keepers);
        match times {
            Some(times) => {
                times.add_after(&mut query, position.map(Position::after));
                times.add_end(&mut query);
            }
            None => add_priority(&mut query, position),
        }
        query.push(") f CROSS JOIN participations p ON p.reference = f.reference");
        query
    }

    fn page_by_priority(
        &self,
        db: &Database,
        keeper: &Keeper,
        position: Option<&Position>,
    ) -> Result<Vec<Statement>> {
        let mut statements = Vec::new();
        for priority in Priority::ALL {
            let after = match position {
                Some(last) if priority.rank() < last.rank => continue,
                Some(last) if priority.rank() == last.rank => Some(&last.after),
                _ => None,
            };
            if let Some(wanted) = self.of_priority(priority) {
                statements.extend(wanted.page(db, keeper, after)?);
            }
        }
        Ok(statements)
    }

    /// Returns the selection of the cases of one priority; `None` if the filter has another one.
    fn of_priority(&self, priority: Priority) -> Option<Wanted<'_>> {
        let is_wanted = self.filter.priority.is_none_or(|wanted| wanted == priority);
        is_wanted.then(|| Wanted {
            filter: Filter { priority: Some(priority), ..self.filter.clone() },
            ..*self
        })
    }

    /// Returns the query of cases in an entity's custody.
    fn here_by<'a>(
        &'a self,
        keeper: &'a Keeper,
        times: Times,
        after: Option<&'a After>,
    ) -> Query<'a> {
        let index = if self.queue == Queue::All { times.index } else { self.index() };
        let mut query = self.rows();
        query.push(&format!(
            ", substr(p.text, 1, {BEGINNING}) AS text, {} AS place
             FROM participations p INDEXED BY {index} WHERE ",
            times.column
        ));
        query.push_with("p.turn = :entity", "entity", keeper.entity());
        times.add_after(&mut query, after);
        if matches!(self.queue, Queue::DueToday | Queue::DueWeek) {
            query.push_with(" AND p.place > :from", "from", self.now);
        }
        self.add_queue(&mut query, End::Of(keeper.end(self.queue)));
        self.add_filter(&mut query);
        times.add_end(&mut query);
        query
    }

    /// Returns the query of cases that an entity had custody of before.
    fn gone_by<'a>(
        &'a self,
        keeper: &'a Keeper,
        times: Times,
        after: Option<&'a After>,
    ) -> Query<'a> {
        let mut query = self.rows();
        query.push(&format!(
            ", substr(p.text, 1, {BEGINNING}) AS text, {} AS place
             FROM hands h CROSS JOIN participations p ON p.reference = h.participation WHERE ",
            times.column
        ));
        query.push_with("h.entity = :entity", "entity", keeper.entity());
        times.add_after(&mut query, after);
        self.add_filter(&mut query);
        times.add_end(&mut query);
        query
    }
}

#[cfg(test)]
mod tests {
    use domain::{
        Timestamp, case::queue_order::Horizon, sla::calendar::Calendar, slug::Slug, staff::StaffId,
    };

    use super::*;
    use crate::store::database::named;

    #[test]
    fn every_query_names_the_parameters_that_it_binds() {
        let person = StaffId::draw([7; 16]);
        let horizon = Horizon::of(&Calendar::federal(2026..=2027), Timestamp::UNIX_EPOCH);
        let keeper = Keeper::new(Slug::parse("rta").unwrap(), horizon);
        let after = After::default();
        for queue in Queue::ALL {
            for order in Order::ALL {
                let Some(times) = Times::of(order) else { continue };
                let filter = Filter { language: Some("ur".to_owned()), ..Filter::default() };
                let wanted = Wanted { queue, person: &person, now: Timestamp::UNIX_EPOCH, filter };
                for after in [None, Some(&after)] {
                    for query in [
                        wanted.here_by(&keeper, times, after),
                        wanted.gone_by(&keeper, times, after),
                    ] {
                        let numbered = named::number(&query.sql, query.parameters);
                        assert!(numbered.is_ok(), "{:?}: {}", numbered.err(), query.sql);
                    }
                }
            }
        }
    }

    #[test]
    fn every_search_names_the_parameters_that_it_binds() {
        let person = StaffId::draw([7; 16]);
        for queue in Queue::ALL {
            for order in Order::ALL {
                let filter = Filter { language: Some("ur".to_owned()), ..Filter::default() };
                let wanted = Wanted { queue, person: &person, now: Timestamp::UNIX_EPOCH, filter };
                let position = Position::read(order, "1 a 123456789012");
                for set in [Set::Matching("words"), Set::Numbered("[]")] {
                    for position in [None, Some(&position)] {
                        let query = wanted.found_by(set, "[]", order, position);
                        let numbered = named::number(&query.sql, query.parameters);
                        assert!(numbered.is_ok(), "{:?}: {}", numbered.err(), query.sql);
                    }
                }
            }
        }
    }

    #[test]
    fn a_cursor_is_read_as_it_was_written() {
        for (order, cursor) in [
            (Order::Due, "2026-11-24T06:00:00Z 123456789012"),
            (Order::Due, "~paused 5 123456789012"),
            (Order::Newest, "2026-11-24T06:00:00Z 123456789012"),
            (Order::Priority, "1 ~paused 5 123456789012"),
        ] {
            let position = Position::read(order, cursor);
            assert_eq!(position.cursor(order), cursor, "{order:?}");
            assert_eq!(position.after().reference, "123456789012", "{order:?}");
        }
        assert_eq!(Position::read(Order::Priority, "1 a b").rank, 1);
    }

    #[test]
    fn a_filter_by_priority_leaves_one_of_the_priorities() {
        let person = StaffId::draw([7; 16]);
        let of = |priority| Wanted {
            queue: Queue::All,
            person: &person,
            now: Timestamp::UNIX_EPOCH,
            filter: Filter { priority, ..Filter::default() },
        };
        let left = |wanted: &Wanted<'_>| {
            let mut all = Priority::ALL;
            all.sort_by_key(|priority| priority.rank());
            all.into_iter().filter(|each| wanted.of_priority(*each).is_some()).collect::<Vec<_>>()
        };
        assert_eq!(left(&of(None)), [Priority::Urgent, Priority::Complex, Priority::Ordinary]);
        assert_eq!(left(&of(Some(Priority::Complex))), [Priority::Complex]);
    }
}
