//! Protection of small counts in a table of entities by kind, for one period.
//!
//! Published beside the table are the counts of all entities by kind and of all kinds together,
//! exactly. A count of 1 to 4 is hidden, and further counts with it, until each hidden one may have
//! five values at least for whoever knows everything that is published, and that a hidden count
//! isn't zero.
//!
//! Sums of rows and columns make the hidden counts the arcs of a network: an arc joins the row and
//! the column of its count, and a change of counts that leaves all published sums as they are is a
//! circulation. So the lowest and the highest value of a count follow from two maximum flows, and
//! every whole number between them is possible too.

use std::collections::VecDeque;

use crate::intake::kind::Kind;

/// Number of kinds.
pub const KINDS: usize = Kind::ALL.len();

/// Columns of a table: the kinds, and all of them together.
pub const COLUMNS: usize = KINDS + 1;

/// Lowest count, above zero, that isn't hidden for its size.
pub const SMALLEST_SHOWN: u64 = 5;

/// Number of values that a hidden count must be able to have.
pub const VALUES_MIN: u64 = 5;

/// Counts of one entity: by kind, and all together.
pub type Row = [u64; COLUMNS];

/// Counts of a row that are hidden.
pub type HiddenRow = [bool; COLUMNS];

/// Counts of entities by kind in one period.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CountTable {
    rows: Vec<Row>,
}

/// Protection of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Protection {
    /// Counts to hide, by row. All others are published exactly.
    Hidden(Vec<HiddenRow>),
    /// No choice of counts protects the small ones: no entity's counts are published at all.
    Withheld,
}

/// Place of a count: row and column.
type Place = (usize, usize);

/// Line of a table, which has a sum.
#[derive(Clone, Copy)]
enum Line {
    Row(usize),
    Column(usize),
}

impl Line {
    const fn both((row, column): Place) -> [Self; 2] {
        [Self::Row(row), Self::Column(column)]
    }

    const fn has(self, (row, column): Place) -> bool {
        match self {
            Self::Row(own) => own == row,
            Self::Column(own) => own == column,
        }
    }
}

impl CountTable {
    /// Creates a table from the counts of each entity by kind.
    pub fn new(counts: impl IntoIterator<Item = [u64; KINDS]>) -> Self {
        let row = |counts: [u64; KINDS]| {
            let mut row = [0; COLUMNS];
            row[..KINDS].copy_from_slice(&counts);
            row[KINDS] = counts.iter().sum();
            row
        };
        Self { rows: counts.into_iter().map(row).collect() }
    }

    /// Returns the rows, with all kinds together in the last column.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Chooses the counts to hide.
    pub fn protect(&self) -> Protection {
        let mut hidden: Vec<HiddenRow> = vec![[false; COLUMNS]; self.rows.len()];
        for (row, column) in self.places() {
            hidden[row][column] = (1..SMALLEST_SHOWN).contains(&self.rows[row][column]);
        }
        loop {
            let known = self.known(&hidden);
            if known.is_empty() {
                return Protection::Hidden(hidden);
            }
            match self.next_to_hide(&known, &hidden) {
                Some((row, column)) => hidden[row][column] = true,
                None => return Protection::Withheld,
            }
        }
    }

    /// Protects the table of a correction. `hidden` is what the first release of the table has
    /// hidden, `earlier` are the tables of all releases so far, with the same rows.
    ///
    /// A correction hides the same counts. Whoever compares the releases may know by how much each
    /// count has changed: so a hidden count can take only a value that is possible in every one of
    /// them, and the least of its counts is how far it can fall. If the same counts don't protect
    /// this table, it is withheld.
    pub fn protect_again(&self, hidden: &[HiddenRow], earlier: &[Self]) -> Protection {
        let mut least = self.clone();
        for (row, column) in self.places() {
            let before = earlier.iter().filter_map(|table| Some(table.rows.get(row)?[column]));
            let count = before.chain([self.rows[row][column]]).min().unwrap_or_default();
            least.rows[row][column] = count;
            let is_hidden = hidden.get(row).is_some_and(|row| row[column]);
            let is_small = (1..SMALLEST_SHOWN).contains(&self.rows[row][column]);
            if if is_hidden { count == 0 } else { is_small } {
                return Protection::Withheld;
            }
        }
        let mut hidden = hidden.to_vec();
        hidden.resize(self.rows.len(), [false; COLUMNS]);
        if least.known(&hidden).is_empty() {
            Protection::Hidden(hidden)
        } else {
            Protection::Withheld
        }
    }

    /// Returns the hidden counts that have too few possible values.
    fn known(&self, hidden: &[HiddenRow]) -> Vec<Place> {
        let network = Network { table: self, hidden };
        let is_known =
            |place: &Place| hidden[place.0][place.1] && network.values(*place) < VALUES_MIN;
        self.places().filter(is_known).collect()
    }

    /// Returns the count to hide next for the sake of others: the smallest of a row or a column in
    /// which one of them is alone, then of the rows and columns of all of them, then of the table.
    /// Counts that close a circle of hidden ones precede those that need yet another.
    fn next_to_hide(&self, known: &[Place], hidden: &[HiddenRow]) -> Option<Place> {
        let is_hidden = |place: &Place| hidden[place.0][place.1];
        let is_alone = |line: Line| {
            self.places().filter(|place| line.has(*place) && is_hidden(place)).count() < 2
        };
        let smallest = |lines: &[Line]| {
            let shown = self.places().filter(|place| {
                lines.iter().any(|line| line.has(*place))
                    && !is_hidden(place)
                    && self.rows[place.0][place.1] > 0
            });
            shown.min_by_key(|place| {
                let opens = Line::both(*place)
                    .into_iter()
                    .any(|line| !self.places().any(|other| line.has(other) && is_hidden(&other)));
                (opens, self.rows[place.0][place.1], *place)
            })
        };
        let all: Vec<Line> = known.iter().flat_map(|place| Line::both(*place)).collect();
        let alone = all.iter().filter(|line| is_alone(**line));
        let mut of_alone = alone.filter_map(|line| smallest(&[*line]));
        of_alone.next().or_else(|| smallest(&all)).or_else(|| {
            let rows: Vec<Line> = (0..self.rows.len()).map(Line::Row).collect();
            smallest(&rows)
        })
    }

    fn places(&self) -> impl Iterator<Item = Place> + use<> {
        let rows = self.rows.len();
        (0..rows).flat_map(|row| (0..COLUMNS).map(move |column| (row, column)))
    }
}

/// Hidden counts as the arcs of a network. Its nodes are the rows, and after them the columns. A
/// count of a kind is an arc from its row to its column, one of all kinds from its column to its
/// row.
struct Network<'a> {
    table: &'a CountTable,
    hidden: &'a [HiddenRow],
}

impl Network<'_> {
    /// Returns the number of values that a hidden count may have, counted up to [`VALUES_MIN`].
    fn values(&self, place: Place) -> u64 {
        let (from, to) = self.ends(place);
        let enough = VALUES_MIN - 1;
        let lower = self.flow((from, to), place, enough.min(self.table.rows[place.0][place.1] - 1));
        let higher = self.flow((to, from), place, enough);
        (lower + higher + 1).min(VALUES_MIN)
    }

    /// Returns the nodes that a count joins.
    fn ends(&self, (row, column): Place) -> (usize, usize) {
        let column_node = self.table.rows.len() + column;
        if column == KINDS { (column_node, row) } else { (row, column_node) }
    }

    /// Returns the maximum flow between two nodes by all hidden counts but one, at most `limit`.
    fn flow(&self, (from, to): (usize, usize), without: Place, limit: u64) -> u64 {
        let mut counts = self.table.rows.clone();
        let mut total = 0;
        while total < limit {
            let Some(path) = self.path((from, to), without, &counts) else { break };
            let room =
                path.iter().map(
                    |(place, is_rise)| {
                        if *is_rise { u64::MAX } else { counts[place.0][place.1] - 1 }
                    },
                );
            let step = room.min().unwrap_or(0).min(limit - total);
            for ((row, column), is_rise) in path {
                let count = &mut counts[row][column];
                *count = if is_rise { *count + step } else { *count - step };
            }
            total += step;
        }
        total
    }

    /// Returns a shortest path of counts that can rise or fall.
    fn path(
        &self,
        (from, to): (usize, usize),
        without: Place,
        counts: &[Row],
    ) -> Option<Vec<(Place, bool)>> {
        let nodes = self.table.rows.len() + COLUMNS;
        let mut reached: Vec<Option<(usize, Place, bool)>> = vec![None; nodes];
        let mut queue = VecDeque::from([from]);
        while let Some(node) = queue.pop_front() {
            for place in self.table.places() {
                if place == without || !self.hidden[place.0][place.1] {
                    continue;
                }
                let (start, end) = self.ends(place);
                let (next, is_rise) = if start == node {
                    (end, true)
                } else if end == node && counts[place.0][place.1] > 1 {
                    (start, false)
                } else {
                    continue;
                };
                if next != from && reached[next].is_none() {
                    reached[next] = Some((node, place, is_rise));
                    queue.push_back(next);
                }
            }
        }
        let (mut node, mut path) = (to, Vec::new());
        while node != from {
            let (before, place, is_rise) = reached[node]?;
            path.push((place, is_rise));
            node = before;
        }
        Some(path)
    }
}

/// Returns the protection of a year's table from those of its quarters: what one of them hides is
/// hidden in the year. Then a change that a quarter's sums allow is allowed by the year's too.
pub fn of_year(quarters: &[Protection]) -> Protection {
    let mut year: Vec<HiddenRow> = Vec::new();
    for quarter in quarters {
        let Protection::Hidden(hidden) = quarter else { return Protection::Withheld };
        year.resize(year.len().max(hidden.len()), [false; COLUMNS]);
        for (row, other) in year.iter_mut().zip(hidden) {
            for (cell, other) in row.iter_mut().zip(other) {
                *cell |= other;
            }
        }
    }
    Protection::Hidden(year)
}
