//! Figures as the public sees them, from figures as they are.
//!
//! Figures of all entities together are exact, unless they would tell small counts. Of an entity
//! there are quarters and years: the number of participations by kind exactly, unless it is hidden,
//! everything else rounded. Where the number of participations is hidden, so is all that follows
//! from them.

use std::collections::BTreeMap;

pub use super::hidden::Earlier;
use super::{
    hidden::{Hidden, RECEIVED, column_of, hidden_of},
    protection::KINDS,
    rounding::{rate, rounded_since},
    sums::hidden_beside,
};
use crate::{
    figures::{
        catalogue::Indicator,
        figure::{COMPLAINT_RATE, Figure, Mark, Scope, complaint_rate},
        tally::Span,
    },
    statistics::proportion::Proportion,
};

/// Returns the figures that are published. `figures` has each quarter of a year that is among them.
/// `earlier` are the releases with figures of the same quarters and years, the first one first. A
/// figure that differs from the last of them has a mark.
pub fn public<'a>(figures: &'a [Figure], earlier: &[Earlier]) -> Vec<Figure> {
    let hidden = hidden_of(figures, earlier);
    let last_shown = by_subject(earlier.iter().flat_map(|release| &release.shown));
    let first_whole = by_subject(earlier.iter().rev().flat_map(|release| &release.whole));
    let before = |figure: &Figure| last_shown.get(&(&figure.scope, &*figure.indicator)).copied();
    let alone = |figure: &'a Figure| {
        let first = first_whole.get(&(&figure.scope, &*figure.indicator)).copied();
        Some((figure, of(figure, &hidden, first.unwrap_or(figure))?))
    };
    let alone: Vec<(&Figure, Figure)> = figures.iter().filter_map(alone).collect();
    let pairs: Vec<_> = alone.iter().map(|(figure, shown)| (*figure, shown)).collect();
    let was_hidden = |(place, figure): (usize, &&Figure)| {
        let mark = before(figure)?.mark?;
        (mark == Mark::Confidential).then_some(place)
    };
    let was_hidden = pairs.iter().map(|(figure, _)| figure).enumerate().filter_map(was_hidden);
    let beside = hidden_beside(&pairs, was_hidden.collect());
    let publish = |(place, (figure, shown)): (usize, (&Figure, Figure))| {
        let is_hidden = beside.contains(&place) && shown.mark != Some(Mark::Unavailable);
        let mut shown = if is_hidden { without_numbers(figure, Mark::Confidential) } else { shown };
        if let Some(before) = before(figure) {
            let has_changed = differs(&shown, before) || before.mark == Some(Mark::Revised);
            if has_changed && shown.mark.is_none() {
                shown.mark = Some(Mark::Revised);
            }
        }
        shown
    };
    alone.into_iter().enumerate().map(publish).collect()
}

/// Returns the last figure of each scope and indicator.
fn by_subject<'a>(
    figures: impl Iterator<Item = &'a Figure>,
) -> BTreeMap<(&'a Scope, &'a str), &'a Figure> {
    figures.map(|figure| ((&figure.scope, &*figure.indicator), figure)).collect()
}

/// Returns whether the numbers of two figures differ. The last digit of a number with a point may
/// change on its way through a file.
pub fn differs(one: &Figure, other: &Figure) -> bool {
    let is_far = |one: Option<f64>, other: Option<f64>| match (one, other) {
        (Some(one), Some(other)) => (one - other).abs() > 1e-9 * one.abs().max(1.0),
        (one, other) => one.is_some() != other.is_some(),
    };
    (one.numerator, one.denominator) != (other.numerator, other.denominator)
        || is_far(one.value, other.value)
        || is_far(one.lower, other.lower)
}

/// Returns a figure as it is published. `first` is the same figure as it was in its first release.
fn of(figure: &Figure, hidden: &BTreeMap<Span, Hidden>, first: &Figure) -> Option<Figure> {
    let Scope { period, entity, service, kind, channel } = &figure.scope;
    let is_whole = service.is_none() && channel.is_none();
    let Some(entity) = entity else {
        return Some(if is_whole { figure.clone() } else { coarse(figure, first) });
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
        Some(coarse(figure, first))
    }
}

/// Returns a figure of rounded counts.
fn coarse(figure: &Figure, first: &Figure) -> Figure {
    let confidential = || without_numbers(figure, Mark::Confidential);
    let counts = [(first.numerator, figure.numerator), (first.denominator, figure.denominator)];
    let [numerator, denominator] =
        counts.map(|(first, count)| rounded_since(first.or(count)?, count?));
    if figure.denominator.is_none() {
        return numerator.map_or_else(confidential, |count| Figure {
            numerator: Some(count),
            value: Some(crate::statistics::float(count)),
            ..figure.clone()
        });
    }
    let Some([numerator, denominator]) = rate(numerator, denominator) else {
        return confidential();
    };
    let counted =
        Figure { numerator: Some(numerator), denominator: Some(denominator), ..figure.clone() };
    // Ids of quantiles aren't those of the catalogue: they have an end of their own. A quantile
    // keeps its time, if enough cases were measured.
    if figure.value.is_none() || Indicator::parse(&figure.indicator).is_none() {
        return counted;
    }
    if figure.indicator == COMPLAINT_RATE {
        let rate = complaint_rate(&figure.scope, numerator, denominator);
        return rate.unwrap_or_else(confidential);
    }
    let share = Proportion::new(numerator, denominator);
    let interval = share.map(Proportion::interval);
    Figure {
        value: share.map(Proportion::rate),
        lower: interval.map(|interval| interval.lower),
        upper: interval.map(|interval| interval.upper),
        ..counted
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{intake::kind::Kind, slug::Slug};

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

    /// Returns what a release publishes, for the next one.
    fn release(whole: &[Figure], earlier: &[Earlier]) -> Earlier {
        Earlier { shown: public(whole, earlier), whole: whole.to_vec() }
    }

    #[test]
    fn what_was_withheld_once_stays_withheld() {
        let quarter = Span::Quarter(2026, 3);
        let first = release(&figures(quarter, [[0; KINDS], [2, 0, 0], [0; KINDS]]), &[]);
        let second = public(&figures(quarter, [[20; KINDS]; 3]), &[first]);
        let total = find(&second, quarter, Some("rta"), None).unwrap();
        assert_eq!((total.mark, total.numerator), (Some(Mark::Unavailable), None));
    }

    #[test]
    fn what_a_release_has_hidden_a_correction_hides_too_and_changes_are_marked() {
        let quarter = Span::Quarter(2026, 3);
        let first = release(&figures(quarter, SMALL), &[]);
        let corrected = [[6, 20, 40], [25, 60, 70], [80, 90, 97]];
        let second = release(&figures(quarter, corrected), std::slice::from_ref(&first));
        let found = |earlier: &Earlier, entity, kind| {
            let figure = find(&earlier.shown, quarter, entity, Some(kind)).unwrap();
            (figure.numerator, figure.mark)
        };
        let [suggestion, observation, complaint] = Kind::ALL;
        assert_eq!(found(&second, Some("dewa"), suggestion), (None, Some(Mark::Confidential)));
        assert_eq!(found(&second, Some("rta"), complaint), (Some(97), Some(Mark::Revised)));
        assert_eq!(found(&second, Some("rta"), observation), (Some(90), None));
        assert_eq!(found(&second, None, complaint), (Some(207), Some(Mark::Revised)));
        let third = release(&figures(quarter, corrected), &[first, second]);
        assert_eq!(found(&third, Some("rta"), complaint), (Some(97), Some(Mark::Revised)));
    }

    #[test]
    fn a_correction_that_needs_other_counts_hidden_is_withheld() {
        let quarter = Span::Quarter(2026, 3);
        let first = release(&figures(quarter, SMALL), &[]);
        let corrected = [[3, 20, 40], [25, 60, 70], [80, 4, 95]];
        let second = public(&figures(quarter, corrected), &[first]);
        let rta = find(&second, quarter, Some("rta"), Some(Kind::Complaint)).unwrap();
        assert_eq!(rta.mark, Some(Mark::Unavailable));
        let all = find(&second, quarter, None, Some(Kind::Observation)).unwrap();
        assert_eq!((all.numerator, all.mark), (Some(84), Some(Mark::Revised)));
    }

    #[test]
    fn rounded_counts_of_a_correction_follow_from_the_first_release_and_the_change() {
        let quarter = Span::Quarter(2026, 3);
        let all = |answered| {
            let mut all = figures(quarter, [[20; KINDS]; 3]);
            let answers = figure(quarter, Some("dm"), None, answered);
            all.push(Figure { indicator: "answered".to_owned(), ..answers });
            all
        };
        let shown = |counts: &[u64]| {
            let mut releases: Vec<Earlier> = Vec::new();
            for count in counts {
                let next = release(&all(*count), &releases);
                releases.push(next);
            }
            let answered = |release: &Earlier| release.shown.last().unwrap().numerator;
            releases.iter().map(answered).collect::<Vec<_>>()
        };
        assert_eq!(shown(&[12, 13, 16, 20]), [Some(10), Some(10), Some(15), Some(20)]);
        // From any other count with the same multiple, the same changes look the same.
        assert_eq!(shown(&[8, 9, 12, 16]), shown(&[12, 13, 16, 20]));
        let hidden = [release(&all(6), &[])];
        let second = public(&all(30), &hidden);
        assert_eq!(second.last().unwrap().mark, Some(Mark::Confidential));
    }
}
