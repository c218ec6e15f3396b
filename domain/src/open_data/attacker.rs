//! Attacker of published tables, for tests: somebody who knows every published count and sum, and
//! that a hidden count isn't zero, and looks for the values that a hidden count may have.
//!
//! It solves the equations of all sums by search, and shares nothing with the protection.

use super::protection::{COLUMNS, CountTable, KINDS, Protection, VALUES_MIN};

/// Equation: the sum of these unknowns, each with its sign, is a number.
struct Equation {
    terms: Vec<(usize, i64)>,
    sum: i64,
}

/// Everything that is published of several tables.
#[derive(Default)]
pub(super) struct Published {
    /// Lowest and highest possible value of each count.
    bounds: Vec<(i64, i64)>,
    equations: Vec<Equation>,
    /// The counts themselves, where the search begins. An attacker would find what it finds
    /// without them, but later.
    truth: Vec<i64>,
    hidden: Vec<usize>,
    rows: usize,
}

impl Published {
    /// Collects what is published of tables with the same rows. The last may be the sum of all
    /// others.
    pub(super) fn of(tables: &[(&CountTable, &Protection)], last_is_sum: bool) -> Self {
        let rows = tables[0].0.rows().len();
        let index =
            |table: usize, row: usize, column: usize| (table * rows + row) * COLUMNS + column;
        let mut published = Self { rows, ..Self::default() };
        for (number, (table, protection)) in tables.iter().enumerate() {
            let sum = |column: usize| -> i64 {
                table.rows().iter().map(|row| i64::try_from(row[column]).unwrap()).sum()
            };
            for (row, counts) in table.rows().iter().enumerate() {
                for column in 0..COLUMNS {
                    let count = i64::try_from(counts[column]).unwrap();
                    let bounds = match protection {
                        Protection::Withheld => (0, sum(column)),
                        Protection::Hidden(hidden) if hidden[row][column] => {
                            published.hidden.push(published.truth.len());
                            (1, sum(column))
                        }
                        Protection::Hidden(_) => (count, count),
                    };
                    published.bounds.push(bounds);
                    published.truth.push(count);
                }
                let mut terms: Vec<_> =
                    (0..KINDS).map(|column| (index(number, row, column), 1)).collect();
                terms.push((index(number, row, KINDS), -1));
                published.equations.push(Equation { terms, sum: 0 });
            }
            for column in 0..COLUMNS {
                let terms = (0..rows).map(|row| (index(number, row, column), 1)).collect();
                published.equations.push(Equation { terms, sum: sum(column) });
            }
        }
        if last_is_sum {
            let last = tables.len() - 1;
            let parts: Vec<usize> = (0..last).collect();
            published = published.knowing_sum(&parts, last);
        }
        published
    }

    /// Collects what is published of one count of entities by kind, in a quarter. `shown` has for
    /// each entity, and last for all of them together, what is published by kind and of all kinds.
    pub(super) fn of_counts(counts: &[[u64; COLUMNS]], shown: &[[Option<u64>; COLUMNS]]) -> Self {
        let rows = counts.len();
        let mut published = Self { rows, ..Self::default() };
        for (row, (counts, shown)) in counts.iter().zip(shown).enumerate() {
            for (count, shown) in counts.iter().zip(shown) {
                let most = counts[KINDS].max(40);
                let bounds = match shown {
                    Some(shown) if row + 1 == rows => (*shown, *shown),
                    Some(shown) => (shown.saturating_sub(2).max(8), shown + 2),
                    None if *count <= 7 => {
                        published.hidden.push(published.truth.len());
                        (0, 7)
                    }
                    None => (0, most),
                };
                let bound = |count: u64| i64::try_from(count).unwrap();
                published.bounds.push((bound(bounds.0), bound(bounds.1)));
                published.truth.push(bound(*count));
            }
            let mut terms: Vec<_> = (0..KINDS).map(|column| (row * COLUMNS + column, 1)).collect();
            terms.push((row * COLUMNS + KINDS, -1));
            published.equations.push(Equation { terms, sum: 0 });
        }
        for column in 0..COLUMNS {
            let mut terms: Vec<_> = (0..rows - 1).map(|row| (row * COLUMNS + column, 1)).collect();
            terms.push(((rows - 1) * COLUMNS + column, -1));
            published.equations.push(Equation { terms, sum: 0 });
        }
        published
    }

    /// Returns the hidden counts of which few values are left by the bounds that sums set, but for
    /// those that a sum of nothing shows to be nothing.
    pub(super) fn bounded(&self) -> Vec<usize> {
        let mut bounds = self.bounds.clone();
        assert!(self.narrow(&mut bounds), "the truth is possible");
        let few = |count: &usize| {
            let (low, high) = bounds[*count];
            (low, high) != (0, 0) && u64::try_from(high - low + 1).unwrap() < VALUES_MIN
        };
        self.hidden.iter().copied().filter(few).collect()
    }

    /// Adds that the sum of tables is another one.
    pub(super) fn knowing_sum(mut self, parts: &[usize], sum: usize) -> Self {
        for place in 0..self.rows * COLUMNS {
            let mut terms: Vec<_> =
                parts.iter().map(|table| (table * self.rows * COLUMNS + place, 1)).collect();
            terms.push((sum * self.rows * COLUMNS + place, -1));
            self.equations.push(Equation { terms, sum: 0 });
        }
        self
    }

    /// Adds by how much each count of a table differs from that of another one.
    pub(super) fn knowing_changes(mut self, first: usize, second: usize) -> Self {
        for place in 0..self.rows * COLUMNS {
            let [first, second] = [first, second].map(|table| table * self.rows * COLUMNS + place);
            let sum = self.truth[second] - self.truth[first];
            self.equations.push(Equation { terms: vec![(second, 1), (first, -1)], sum });
        }
        self
    }

    /// Returns the hidden counts that can have fewer than [`VALUES_MIN`] values.
    pub(super) fn known(&self) -> Vec<usize> {
        let hidden = self.hidden.iter().copied();
        hidden.filter(|count| self.values(*count) < VALUES_MIN).collect()
    }

    /// Returns the number of hidden counts.
    pub(super) fn hidden(&self) -> usize {
        self.hidden.len()
    }

    /// Counts the values that a hidden count may have, up to [`VALUES_MIN`], those next to the
    /// truth first.
    fn values(&self, count: usize) -> u64 {
        let (low, high) = self.bounds[count];
        let mut candidates: Vec<i64> = (low..=high).collect();
        candidates.sort_by_key(|value| value.abs_diff(self.truth[count]));
        let mut found = 0;
        for value in candidates {
            let mut bounds = self.bounds.clone();
            bounds[count] = (value, value);
            let mut steps = 20_000;
            found += u64::from(self.is_possible(bounds, &mut steps));
            if found == VALUES_MIN {
                break;
            }
        }
        found
    }

    /// Returns whether some counts within these bounds fulfil all equations.
    fn is_possible(&self, mut bounds: Vec<(i64, i64)>, steps: &mut u32) -> bool {
        if *steps == 0 || !self.narrow(&mut bounds) {
            return false;
        }
        *steps -= 1;
        let open = (0..bounds.len()).filter(|count| bounds[*count].0 < bounds[*count].1);
        let Some(next) = open.min_by_key(|count| bounds[*count].1 - bounds[*count].0) else {
            return true;
        };
        let (low, high) = bounds[next];
        let mut candidates: Vec<i64> = (low..=high).collect();
        candidates.sort_by_key(|value| value.abs_diff(self.truth[next]));
        candidates.into_iter().any(|value| {
            let mut bounds = bounds.clone();
            bounds[next] = (value, value);
            self.is_possible(bounds, steps)
        })
    }

    /// Narrows bounds by the equations until nothing changes. Returns `false` if none are left.
    fn narrow(&self, bounds: &mut [(i64, i64)]) -> bool {
        let mut has_changed = true;
        while has_changed {
            has_changed = false;
            for Equation { terms, sum } in &self.equations {
                let ends = |bounds: &[(i64, i64)], (count, sign): (usize, i64)| {
                    let (low, high) = bounds[count];
                    if sign > 0 { (low, high) } else { (-high, -low) }
                };
                let lowest: i64 = terms.iter().map(|term| ends(bounds, *term).0).sum();
                let highest: i64 = terms.iter().map(|term| ends(bounds, *term).1).sum();
                if lowest > *sum || highest < *sum {
                    return false;
                }
                for (count, sign) in terms {
                    let (low, high) = ends(bounds, (*count, *sign));
                    let (new_low, new_high) =
                        (low.max(sum - (highest - high)), high.min(sum - (lowest - low)));
                    if new_low > new_high {
                        return false;
                    }
                    if (new_low, new_high) != (low, high) {
                        bounds[*count] =
                            if *sign > 0 { (new_low, new_high) } else { (-new_high, -new_low) };
                        has_changed = true;
                        // The sums above are those of the wider bounds.
                        break;
                    }
                }
            }
        }
        true
    }
}
