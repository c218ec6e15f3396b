//! Counts of entities that are hidden, by period: of a quarter by its own table, of a year by those
//! of its quarters.

use std::collections::{BTreeMap, BTreeSet};

use super::protection::{self, CountTable, HiddenRow, KINDS, Protection};
use crate::{
    figures::{
        figure::{Figure, Mark, Scope},
        tally::Span,
    },
    intake::kind::Kind,
    slug::Slug,
};

/// Indicator whose counts are exact.
pub(super) const RECEIVED: &str = "received";

/// Figures as an earlier release had them.
#[derive(Clone, Debug, Default)]
pub struct Earlier {
    /// As they were published.
    pub shown: Vec<Figure>,
    /// As they were.
    pub whole: Vec<Figure>,
}

/// Counts of a period that are hidden.
pub(super) struct Hidden {
    pub(super) rows: BTreeMap<Slug, HiddenRow>,
    pub(super) is_withheld: bool,
}

/// Counts of entities by kind, in one period.
type Rows = BTreeMap<Slug, [u64; KINDS]>;

/// Returns the column of a kind.
pub(super) fn column_of(kind: Kind) -> usize {
    Kind::ALL.iter().position(|other| *other == kind).unwrap_or_default()
}

/// Returns what is hidden in each quarter and year of the figures.
pub(super) fn hidden_of(figures: &[Figure], earlier: &[Earlier]) -> BTreeMap<Span, Hidden> {
    let counts = counts(figures);
    let mut protections: BTreeMap<Span, (Vec<Slug>, Protection)> = BTreeMap::new();
    for (period, rows) in &counts {
        if let Span::Quarter(..) = period {
            protections.insert(*period, of_quarter(*period, rows, earlier));
        }
    }
    let mut hidden: BTreeMap<Span, Hidden> =
        protections.iter().map(|(quarter, protection)| (*quarter, of_period(protection))).collect();
    for period in counts.keys() {
        if let Span::Year(year) = *period {
            hidden.insert(*period, of_year(year, &counts[period], &protections));
        }
    }
    hidden
}

/// Returns the numbers of participations of entities by kind, by period.
fn counts(figures: &[Figure]) -> BTreeMap<Span, Rows> {
    let mut counts: BTreeMap<Span, Rows> = BTreeMap::new();
    for (period, entity, column, figure) in received(figures) {
        let row = counts.entry(period).or_default().entry(entity.clone()).or_default();
        if let Some(count) = row.get_mut(column) {
            *count = figure.numerator.unwrap_or_default();
        }
    }
    counts
}

/// Protects the table of a quarter. One that was released before is protected as a correction, and
/// withheld if it was withheld once.
fn of_quarter(period: Span, rows: &Rows, earlier: &[Earlier]) -> (Vec<Slug>, Protection) {
    let mut before = Vec::new();
    for release in earlier {
        let counted = counts(&release.whole).remove(&period).unwrap_or_default();
        let shown: Vec<_> =
            received(&release.shown).filter(|(shown, ..)| *shown == period).collect();
        if shown.iter().any(|(.., figure)| figure.mark == Some(Mark::Unavailable)) {
            let entities = rows.keys().cloned().collect();
            return (entities, Protection::Withheld);
        }
        if !shown.is_empty() {
            before.push((counted, shown));
        }
    }
    let entities: BTreeSet<&Slug> =
        rows.keys().chain(before.iter().flat_map(|(counted, _)| counted.keys())).collect();
    let table = |rows: &Rows| {
        let row = |entity: &&Slug| rows.get(*entity).copied().unwrap_or_default();
        CountTable::new(entities.iter().map(row))
    };
    let protection = match before.first() {
        None => table(rows).protect(),
        Some((_, shown)) => {
            let hidden = |entity: &&Slug| {
                let mut row = HiddenRow::default();
                for (_, of, column, figure) in shown {
                    row[*column] |= of == entity && figure.mark == Some(Mark::Confidential);
                }
                row
            };
            let hidden: Vec<HiddenRow> = entities.iter().map(hidden).collect();
            let tables: Vec<CountTable> =
                before.iter().map(|(counted, _)| table(counted)).collect();
            table(rows).protect_again(&hidden, &tables)
        }
    };
    (entities.into_iter().cloned().collect(), protection)
}

fn of_period((entities, protection): &(Vec<Slug>, Protection)) -> Hidden {
    match protection {
        Protection::Withheld => Hidden { rows: BTreeMap::new(), is_withheld: true },
        Protection::Hidden(rows) => {
            let rows = entities.iter().cloned().zip(rows.iter().copied()).collect();
            Hidden { rows, is_withheld: false }
        }
    }
}

/// Returns what is hidden in a year: what one of its quarters hides. A year without one of its
/// quarters is withheld.
fn of_year(
    year: i16,
    rows: &BTreeMap<Slug, [u64; KINDS]>,
    protections: &BTreeMap<Span, (Vec<Slug>, Protection)>,
) -> Hidden {
    let entities: Vec<Slug> = rows.keys().cloned().collect();
    let quarters = (1..=4).map(|quarter| {
        let Some((of_quarter, Protection::Hidden(hidden))) =
            protections.get(&Span::Quarter(year, quarter))
        else {
            return Protection::Withheld;
        };
        let row = |entity: &Slug| {
            let place = of_quarter.iter().position(|other| other == entity);
            place.and_then(|place| hidden.get(place).copied()).unwrap_or_default()
        };
        Protection::Hidden(entities.iter().map(row).collect())
    });
    let quarters: Vec<Protection> = quarters.collect();
    of_period(&(entities, protection::of_year(&quarters)))
}

/// Returns the numbers of participations of entities by kind and of all kinds, with period, entity
/// and column.
fn received(figures: &[Figure]) -> impl Iterator<Item = (Span, &Slug, usize, &Figure)> {
    figures.iter().filter_map(|figure| {
        let Scope { period, entity, service, kind, channel } = &figure.scope;
        let is_whole = service.is_none() && channel.is_none() && figure.indicator == RECEIVED;
        let column = kind.map_or(KINDS, column_of);
        Some((*period, entity.as_ref().filter(|_| is_whole)?, column, figure))
    })
}
