//! Figures as the public sees them, from figures as they are.
//!
//! Figures of all entities together are exact. Of an entity there are quarters and years: the
//! number of participations by kind exactly, unless it is hidden, everything else rounded. Where
//! the number of participations is hidden, so is all that follows from them.

use std::collections::BTreeMap;

use super::{
    protection::{self, CountTable, HiddenRow, KINDS, Protection},
    rounding::{rounded, rounded_rate},
};
use crate::{
    figures::{
        catalogue::Indicator,
        figure::{COMPLAINT_RATE, Figure, Mark, Scope, complaint_rate},
        tally::Span,
    },
    intake::kind::Kind,
    slug::Slug,
    statistics::proportion::Proportion,
};

/// Indicator whose counts are exact.
const RECEIVED: &str = "received";

/// Counts of a period that are hidden.
struct Hidden {
    rows: BTreeMap<Slug, HiddenRow>,
    is_withheld: bool,
}

/// Returns the figures that are published. `figures` has each quarter of a year that is among them.
/// `before` are the same figures as an earlier release published them, if there is one.
pub fn public(figures: &[Figure], before: &[Figure]) -> Vec<Figure> {
    let hidden = hidden_of(figures, before);
    figures.iter().filter_map(|figure| of(figure, &hidden)).collect()
}

fn of(figure: &Figure, hidden: &BTreeMap<Span, Hidden>) -> Option<Figure> {
    let Scope { period, entity, service, kind, channel } = &figure.scope;
    let is_whole = service.is_none() && channel.is_none();
    let Some(entity) = entity else {
        return Some(if is_whole { figure.clone() } else { coarse(figure) });
    };
    // Months of an entity, beside its quarters, would tell too much.
    let hidden = hidden.get(period)?;
    let indicator = Indicator::parse(&figure.indicator);
    let only = indicator.and_then(Indicator::kind);
    let column = kind.or(only).map_or(KINDS, column_of);
    if hidden.is_withheld {
        Some(without_numbers(figure, Mark::Unavailable))
    } else if hidden.rows.get(entity).is_some_and(|row| row[column] || !is_whole && row[KINDS]) {
        Some(without_numbers(figure, Mark::Confidential))
    } else if is_whole && figure.indicator == RECEIVED {
        Some(figure.clone())
    } else {
        Some(coarse(figure))
    }
}

/// Returns a figure of rounded counts.
fn coarse(figure: &Figure) -> Figure {
    let confidential = || without_numbers(figure, Mark::Confidential);
    match (figure.numerator, figure.denominator, figure.value) {
        (Some(count), None, _) => rounded(count).map_or_else(confidential, |count| Figure {
            numerator: Some(count),
            value: Some(crate::statistics::float(count)),
            ..figure.clone()
        }),
        // Ids of quantiles aren't those of the catalogue: they have an end of their own.
        (Some(numerator), Some(denominator), _)
            if figure.value.is_some() && Indicator::parse(&figure.indicator).is_some() =>
        {
            let Some([numerator, denominator]) = rounded_rate(numerator, denominator) else {
                return confidential();
            };
            if figure.indicator == COMPLAINT_RATE {
                let rate = complaint_rate(&figure.scope, numerator, denominator);
                return rate.unwrap_or_else(confidential);
            }
            let share = Proportion::new(numerator, denominator);
            let interval = share.map(Proportion::interval);
            Figure {
                numerator: Some(numerator),
                denominator: Some(denominator),
                value: share.map(Proportion::rate),
                lower: interval.map(|interval| interval.lower),
                upper: interval.map(|interval| interval.upper),
                ..figure.clone()
            }
        }
        // A quantile keeps its time, if enough cases were measured.
        (Some(numerator), Some(denominator), _) => match rounded_rate(numerator, denominator) {
            Some([numerator, denominator]) => Figure {
                numerator: Some(numerator),
                denominator: Some(denominator),
                ..figure.clone()
            },
            None => confidential(),
        },
        _ => confidential(),
    }
}

fn without_numbers(figure: &Figure, mark: Mark) -> Figure {
    Figure {
        scope: figure.scope.clone(),
        indicator: figure.indicator.clone(),
        numerator: None,
        denominator: None,
        value: None,
        lower: None,
        upper: None,
        mark: Some(mark),
    }
}

fn column_of(kind: Kind) -> usize {
    Kind::ALL.iter().position(|other| *other == kind).unwrap_or_default()
}

/// Returns what is hidden in each quarter and year of the figures.
fn hidden_of(figures: &[Figure], before: &[Figure]) -> BTreeMap<Span, Hidden> {
    let mut counts: BTreeMap<Span, BTreeMap<Slug, [u64; KINDS]>> = BTreeMap::new();
    for (period, entity, column, figure) in received(figures) {
        let row = counts.entry(period).or_default().entry(entity.clone()).or_default();
        if let Some(count) = row.get_mut(column) {
            *count = figure.numerator.unwrap_or_default();
        }
    }
    let mut earlier: BTreeMap<(Span, Slug), HiddenRow> = BTreeMap::new();
    for (period, entity, column, figure) in received(before) {
        let row = earlier.entry((period, entity.clone())).or_default();
        row[column] = matches!(figure.mark, Some(Mark::Confidential | Mark::Unavailable));
    }
    let mut protections: BTreeMap<Span, (Vec<Slug>, Protection)> = BTreeMap::new();
    for (period, rows) in &counts {
        if let Span::Quarter(..) = period {
            let entities: Vec<Slug> = rows.keys().cloned().collect();
            let before = entities
                .iter()
                .map(|entity| earlier.get(&(*period, entity.clone())).copied().unwrap_or_default());
            let before: Vec<HiddenRow> = before.collect();
            let table = CountTable::new(rows.values().copied());
            protections.insert(*period, (entities, table.protect(&before)));
        }
    }
    let quarters = protections.keys().copied().collect::<Vec<_>>();
    let mut hidden: BTreeMap<Span, Hidden> =
        quarters.into_iter().map(|quarter| (quarter, of_period(&protections[&quarter]))).collect();
    for period in counts.keys() {
        if let Span::Year(year) = *period {
            hidden.insert(*period, of_year(year, &counts[period], &protections));
        }
    }
    hidden
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

#[cfg(test)]
mod tests {
    use super::*;

    fn slug(name: &str) -> Slug {
        Slug::parse(name).unwrap()
    }

    fn figure(period: Span, entity: Option<&str>, kind: Option<Kind>, count: u64) -> Figure {
        let entity = entity.map(slug);
        Figure {
            scope: Scope { period, entity, service: None, kind, channel: None },
            indicator: RECEIVED.to_owned(),
            numerator: Some(count),
            denominator: None,
            value: Some(crate::statistics::float(count)),
            lower: None,
            upper: None,
            mark: None,
        }
    }

    /// Returns the received figures of three entities in a period, and of all.
    fn figures(period: Span, rows: [[u64; KINDS]; 3]) -> Vec<Figure> {
        let mut figures = Vec::new();
        for (name, row) in ["dewa", "dm", "rta"].into_iter().zip(rows) {
            for (kind, count) in Kind::ALL.into_iter().zip(row) {
                figures.push(figure(period, Some(name), Some(kind), count));
            }
            figures.push(figure(period, Some(name), None, row.iter().sum()));
        }
        for (column, kind) in Kind::ALL.into_iter().enumerate() {
            let sum = rows.iter().map(|row| row[column]).sum();
            figures.push(figure(period, None, Some(kind), sum));
        }
        figures
    }

    const SMALL: [[u64; KINDS]; 3] = [[3, 20, 40], [25, 60, 70], [80, 90, 95]];

    fn find<'a>(
        figures: &'a [Figure],
        period: Span,
        entity: Option<&str>,
        kind: Option<Kind>,
    ) -> Option<&'a Figure> {
        let entity = entity.map(slug);
        figures.iter().find(|figure| {
            (figure.scope.period, &figure.scope.entity, figure.scope.kind)
                == (period, &entity, kind)
        })
    }

    #[test]
    fn small_counts_and_their_companions_are_hidden_and_sums_over_all_are_exact() {
        let quarter = Span::Quarter(2026, 3);
        let public = public(&figures(quarter, SMALL), &[]);
        let mark = |entity, kind| {
            let found = find(&public, quarter, entity, Some(kind)).unwrap();
            (found.numerator, found.mark)
        };
        let [suggestion, observation, complaint] = Kind::ALL;
        for (entity, kind) in
            [("dewa", suggestion), ("dewa", observation), ("dm", suggestion), ("dm", observation)]
        {
            assert_eq!(mark(Some(entity), kind), (None, Some(Mark::Confidential)));
        }
        assert_eq!(mark(Some("dewa"), complaint), (Some(40), None));
        assert_eq!(mark(None, suggestion), (Some(108), None));
        let all = find(&public, quarter, Some("dewa"), None).unwrap();
        assert_eq!(all.numerator, Some(63));
    }

    #[test]
    fn a_year_hides_what_a_quarter_hides_and_needs_all_four() {
        let year = Span::Year(2026);
        let large = [[20; KINDS]; 3];
        let mut all = figures(year, [[63, 80, 100], [85, 120, 130], [140, 150, 155]]);
        for quarter in 1..=3 {
            all.extend(figures(Span::Quarter(2026, quarter), large));
        }
        let three = public(&all, &[]);
        let found = find(&three, year, Some("rta"), Some(Kind::Complaint)).unwrap();
        assert_eq!((found.numerator, found.mark), (None, Some(Mark::Unavailable)));
        all.extend(figures(Span::Quarter(2026, 4), SMALL));
        let four = public(&all, &[]);
        let found = |entity| find(&four, year, Some(entity), Some(Kind::Suggestion)).unwrap();
        assert_eq!(found("dewa").mark, Some(Mark::Confidential));
        assert_eq!(found("rta").numerator, Some(140));
    }

    #[test]
    fn months_of_an_entity_are_left_out_and_finer_figures_rounded() {
        let (month, quarter) = (Span::Month(2026, 10), Span::Quarter(2026, 3));
        let mut all = figures(month, SMALL);
        all.extend(figures(quarter, [[20; KINDS]; 3]));
        let rate = |entity: &str, numerator, denominator| Figure {
            denominator: Some(denominator),
            value: Some(0.5),
            lower: Some(0.1),
            upper: Some(0.9),
            indicator: "full_on_time".to_owned(),
            ..figure(quarter, Some(entity), Some(Kind::Complaint), numerator)
        };
        all.extend([rate("dewa", 17, 22), rate("dm", 3, 22)]);
        let public = public(&all, &[]);
        assert!(find(&public, month, Some("rta"), Some(Kind::Complaint)).is_none());
        assert!(find(&public, month, None, Some(Kind::Complaint)).is_some());
        let rates: Vec<&Figure> =
            public.iter().filter(|figure| figure.indicator == "full_on_time").collect();
        assert_eq!((rates[0].numerator, rates[0].denominator), (Some(15), Some(20)));
        assert_eq!(rates[0].value, Some(0.75));
        assert_eq!((rates[1].numerator, rates[1].mark), (None, Some(Mark::Confidential)));
    }

    #[test]
    fn what_counts_cases_of_one_kind_alone_is_hidden_with_them() {
        let quarter = Span::Quarter(2026, 3);
        let mut all = figures(quarter, SMALL);
        let of_suggestions = ["accepted", "full_on_time"].map(|indicator| Figure {
            denominator: Some(60),
            indicator: indicator.to_owned(),
            ..figure(quarter, Some("dewa"), None, 30)
        });
        all.extend(of_suggestions);
        let public = public(&all, &[]);
        let mark = |id| public.iter().find(|figure| figure.indicator == id).unwrap().mark;
        assert_eq!((mark("accepted"), mark("full_on_time")), (Some(Mark::Confidential), None));
    }

    #[test]
    fn more_than_all_is_rounded_like_any_share() {
        let quarter = Span::Quarter(2026, 3);
        let mut all = figures(quarter, [[20; KINDS]; 3]);
        all.push(Figure {
            denominator: Some(11),
            value: Some(23.0 / 11.0),
            indicator: "escalated".to_owned(),
            ..figure(quarter, Some("dm"), None, 23)
        });
        let public = public(&all, &[]);
        let escalated = public.iter().find(|figure| figure.indicator == "escalated").unwrap();
        assert_ne!(escalated.value, Some(23.0 / 11.0), "{escalated:?}");
    }

    #[test]
    fn a_total_that_was_withheld_once_stays_hidden() {
        let quarter = Span::Quarter(2026, 3);
        let mut first = public(&figures(quarter, SMALL), &[]);
        let is_total = |figure: &&mut Figure| {
            figure.scope.kind.is_none() && figure.scope.entity == Some(slug("rta"))
        };
        first.iter_mut().find(is_total).unwrap().mark = Some(Mark::Unavailable);
        let second = public(&figures(quarter, SMALL), &first);
        let total = find(&second, quarter, Some("rta"), None).unwrap();
        assert_eq!(total.mark, Some(Mark::Confidential));
    }

    #[test]
    fn what_a_release_has_hidden_a_correction_hides_too() {
        let quarter = Span::Quarter(2026, 3);
        let first = public(&figures(quarter, SMALL), &[]);
        let corrected = [[6, 20, 40], [25, 60, 70], [80, 90, 95]];
        let second = public(&figures(quarter, corrected), &first);
        let found = find(&second, quarter, Some("dewa"), Some(Kind::Suggestion)).unwrap();
        assert_eq!(found.mark, Some(Mark::Confidential));
    }
}
