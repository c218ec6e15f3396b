//! Protection of rounded counts beside sums that are published exactly.
//!
//! Whoever subtracts the least of all other counts from a sum learns how large a hidden count can
//! be at most, and may learn all of it. So further counts are hidden, the smallest first, until
//! each small one may have five values. If those of entities don't suffice, sums are hidden too.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    hidden::RECEIVED,
    protection::VALUES_MIN,
    rounding::{HIDDEN_MAX, SPREAD},
};
use crate::{
    figures::{
        figure::{Figure, Scope},
        tally::Span,
    },
    intake::kind::Kind,
    slug::Slug,
};

/// Most rounds in which an attacker narrows ranges.
const ROUNDS: usize = 50;

/// Largest number that an attacker considers.
const UNKNOWN: i64 = 1 << 50;

/// Figure as it is, and as it is published so far.
pub(super) type Pair<'a> = (&'a Figure, &'a Figure);

/// Range of the values that an attacker considers possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Range {
    low: i64,
    high: i64,
}

/// Side of a figure: its numerator or its denominator.
type Side = fn(&Figure) -> Option<u64>;

/// Both sides.
const SIDES: [Side; 2] = [|figure| figure.numerator, |figure| figure.denominator];

/// Place of a count among those that are summed.
type Key<'a> = (Span, Option<&'a Slug>, Option<Kind>);

/// Place of a count, place of the figure that tells it, and the count.
type Told<'a> = (Key<'a>, usize, u64);

/// Count, with all figures that tell it.
#[derive(Clone, Debug)]
struct Cell {
    figures: Vec<usize>,
    is_of_all: bool,
    truth: i64,
    range: Range,
}

/// Counts that sum to another one.
#[derive(Clone, Debug)]
struct Sum {
    whole: usize,
    parts: Vec<usize>,
}

/// Counts of one fact, with all sums among them.
#[derive(Debug, Default)]
pub(super) struct Sums {
    cells: Vec<Cell>,
    sums: Vec<Sum>,
}

/// Figures that tell one fact, by the place of the count. The answers are the numerators of one
/// indicator and the denominators of another.
struct Fact<'a>(BTreeMap<Key<'a>, Vec<(usize, Side)>>);

fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(UNKNOWN).min(UNKNOWN)
}

/// Returns the places of the figures to hide. `was_hidden` has those that an earlier release has
/// hidden.
pub(super) fn hidden_beside(pairs: &[Pair<'_>], was_hidden: BTreeSet<usize>) -> BTreeSet<usize> {
    let facts = facts(pairs);
    let mut hidden = was_hidden;
    loop {
        let next: BTreeSet<usize> =
            facts.iter().flat_map(|fact| Sums::of(pairs, fact, &hidden).next_to_hide()).collect();
        if next.is_empty() {
            return hidden;
        }
        hidden.extend(next);
    }
}

/// Returns the facts that figures of all entities and of each entity as a whole tell, but for the
/// participations received, which have a protection of their own.
fn facts<'a>(pairs: &[Pair<'a>]) -> Vec<Fact<'a>> {
    let mut told: BTreeMap<(&str, usize), Vec<Told<'a>>> = BTreeMap::new();
    for (place, (whole, _)) in pairs.iter().enumerate() {
        let Scope { service, channel, .. } = &whole.scope;
        if service.is_some() || channel.is_some() || whole.indicator == RECEIVED {
            continue;
        }
        for (number, side) in SIDES.iter().enumerate() {
            if let Some(count) = side(whole) {
                let of = told.entry((&whole.indicator, number)).or_default();
                of.push((key(&whole.scope), place, count));
            }
        }
    }
    // Two counts that are the same everywhere are one fact.
    let mut same: BTreeMap<Vec<(Key<'a>, u64)>, Fact<'a>> = BTreeMap::new();
    for ((_, number), mut counts) in told {
        counts.sort_unstable();
        let known = counts.iter().map(|(key, _, count)| (*key, *count)).collect();
        let Fact(fact) = same.entry(known).or_insert_with(|| Fact(BTreeMap::new()));
        for (key, place, _) in counts {
            fact.entry(key).or_default().extend(SIDES.get(number).map(|side| (place, *side)));
        }
    }
    same.into_values().collect()
}

impl Sums {
    /// Collects what is published of a fact.
    fn of(pairs: &[Pair<'_>], Fact(fact): &Fact<'_>, hidden: &BTreeSet<usize>) -> Self {
        let mut sums = Self::default();
        let mut parts: BTreeMap<(Key<'_>, u8), Vec<usize>> = BTreeMap::new();
        let mut places = BTreeMap::new();
        for (key, figures) in fact {
            let place = sums.cells.len();
            places.insert(*key, place);
            for (whole, number) in wholes(*key).into_iter().zip(0..) {
                if let Some(whole) = whole {
                    parts.entry((whole, number)).or_default().push(place);
                }
            }
            let told = figures
                .iter()
                .filter_map(|(figure, side)| Some((*figure, *side, pairs.get(*figure)?)));
            let mut cell = Cell {
                figures: figures.iter().map(|(figure, _)| *figure).collect(),
                is_of_all: key.1.is_none(),
                truth: 0,
                range: Range { low: 0, high: UNKNOWN },
            };
            for (figure, side, (whole, shown)) in told {
                let truth = side(whole).unwrap_or_default();
                cell.truth = signed(truth);
                let is_hidden = hidden.contains(&figure);
                let shown = side(shown).filter(|_| !is_hidden);
                let Range { low, high } = Range::of(cell.is_of_all, truth, shown, is_hidden);
                cell.range.narrow(low, high);
            }
            sums.cells.push(cell);
        }
        for ((whole, _), parts) in parts {
            let Some(whole) = places.get(&whole).copied() else { continue };
            let truth = |cell: usize| sums.cells.get(cell).map_or(0, |cell| cell.truth);
            let sum: i64 = parts.iter().map(|part| truth(*part)).sum();
            // What is open at the end of a quarter isn't the sum over its months.
            if sum == truth(whole) {
                sums.sums.push(Sum { whole, parts });
            }
        }
        sums
    }

    /// Returns the range of each count that follows from all that is published.
    fn narrowed(&self) -> Vec<Range> {
        let mut ranges: Vec<Range> = self.cells.iter().map(|cell| cell.range).collect();
        for _ in 0..ROUNDS {
            let mut has_changed = false;
            for Sum { whole, parts } in &self.sums {
                let low: i64 = parts.iter().map(|part| ranges[*part].low).sum();
                let high: i64 = parts.iter().map(|part| ranges[*part].high).sum();
                let of = ranges[*whole];
                has_changed |= ranges[*whole].narrow(low, high);
                for part in parts {
                    let own = ranges[*part];
                    let others = (low - own.low, high - own.high);
                    has_changed |= ranges[*part].narrow(of.low - others.1, of.high - others.0);
                }
            }
            if !has_changed {
                break;
            }
        }
        ranges
    }

    /// Returns the small hidden counts that may have too few values.
    fn known(&self) -> Vec<usize> {
        let ranges = self.narrowed();
        let is_known = |cell: &usize| {
            let Cell { truth, range, .. } = &self.cells[*cell];
            let is_small = *truth <= signed(HIDDEN_MAX) && range.low != range.high;
            // A sum of nothing tells that its parts are nothing: nobody is behind them.
            let is_nothing = ranges[*cell] == Range { low: 0, high: 0 };
            is_small && !is_nothing && ranges[*cell].values() < signed(VALUES_MIN)
        };
        (0..self.cells.len()).filter(is_known).collect()
    }

    /// Chooses a count to hide for each small one that isn't protected: the smallest that stands in
    /// a sum with it, one of an entity first; if there is none, one that stands in a sum with
    /// those.
    fn next_to_hide(&self) -> BTreeSet<usize> {
        let order = |place: &usize| {
            let Cell { is_of_all, truth, range, .. } = &self.cells[*place];
            let is_shown = range.high < UNKNOWN && (*is_of_all || *truth > signed(HIDDEN_MAX));
            is_shown.then_some((*is_of_all, *truth, *place))
        };
        let choose = |cell: usize| {
            let mut near = BTreeSet::from([cell]);
            loop {
                let before = near.len();
                for Sum { whole, parts } in &self.sums {
                    if near.contains(whole) || parts.iter().any(|part| near.contains(part)) {
                        near.insert(*whole);
                        near.extend(parts);
                    }
                }
                let least = near.iter().filter_map(order).min();
                if least.is_some() || near.len() == before {
                    return least.map(|(.., place)| place);
                }
            }
        };
        let chosen: BTreeSet<usize> = self.known().into_iter().filter_map(choose).collect();
        chosen.into_iter().flat_map(|place| self.cells[place].figures.iter().copied()).collect()
    }
}

impl Range {
    /// Returns what is published of a count by itself. A correction may be farther from the truth
    /// than the spread.
    fn of(is_of_all: bool, truth: u64, shown: Option<u64>, is_hidden_beside: bool) -> Self {
        let (low, high) = match shown {
            Some(count) if is_of_all => (signed(count), signed(count)),
            Some(count) => {
                let low = count.saturating_sub(SPREAD).max(HIDDEN_MAX + 1);
                (signed(low), signed(count + SPREAD))
            }
            None if is_hidden_beside || truth > HIDDEN_MAX => (0, UNKNOWN),
            None => (0, signed(HIDDEN_MAX)),
        };
        let truth = signed(truth);
        Self { low: low.min(truth), high: high.max(truth) }
    }

    /// Narrows the range, and returns whether it has changed.
    fn narrow(&mut self, low: i64, high: i64) -> bool {
        let before = *self;
        self.low = self.low.max(low);
        self.high = self.high.min(high);
        *self != before
    }

    const fn values(self) -> i64 {
        self.high - self.low + 1
    }
}

fn key(scope: &Scope) -> Key<'_> {
    (scope.period, scope.entity.as_ref(), scope.kind)
}

/// Returns the figures that a figure is a part of.
fn wholes((period, entity, kind): Key<'_>) -> [Option<Key<'_>>; 3] {
    let longer = match period {
        Span::Month(year, month) => Some(Span::Quarter(year, (month - 1) / 3 + 1)),
        Span::Quarter(year, _) => Some(Span::Year(year)),
        _ => None,
    };
    [
        kind.map(|_| (period, entity, None)),
        entity.map(|_| (period, None, kind)),
        longer.map(|longer| (longer, entity, kind)),
    ]
}
