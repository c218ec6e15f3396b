//! Tests that attack what is published.

use proptest::prelude::*;

use super::{
    attacker::Published,
    protection::{COLUMNS, CountTable, KINDS, Protection, SMALLEST_SHOWN, of_year},
    publish::public,
};
use crate::{
    figures::{
        catalogue::{Formula, Indicator},
        figure::{Figure, Scope},
        tally::Span,
    },
    intake::kind::Kind,
    slug::Slug,
};

const QUARTER: Span = Span::Quarter(2026, 3);

/// Returns the figures of an indicator for each entity, and for all of them together. `counts` are
/// by kind; a share counts them among forty for each kind.
fn figures_of(indicator: &str, counts: &[[u64; KINDS]], is_share: bool) -> Vec<Figure> {
    let figure = |entity: Option<usize>, kind: Option<Kind>, count: u64, among: u64| Figure {
        scope: Scope {
            period: QUARTER,
            entity: entity.map(|row| Slug::parse(&format!("e{row}")).unwrap()),
            service: None,
            kind,
            channel: None,
        },
        indicator: indicator.to_owned(),
        numerator: Some(count),
        denominator: is_share.then_some(among),
        value: Some(1.0),
        lower: None,
        upper: None,
        mark: None,
    };
    let columns = || Kind::ALL.into_iter().map(Some).chain([None]);
    let of = |row: &[u64; KINDS], kind: Option<Kind>| match kind {
        Some(kind) => row[Kind::ALL.iter().position(|other| *other == kind).unwrap()],
        None => row.iter().sum(),
    };
    let mut figures = Vec::new();
    for kind in columns() {
        let among = if kind.is_some() { 40 } else { 120 };
        for (row, counts) in counts.iter().enumerate() {
            figures.push(figure(Some(row), kind, of(counts, kind), among));
        }
        let sum = counts.iter().map(|row| of(row, kind)).sum();
        let rows = u64::try_from(counts.len()).unwrap();
        figures.push(figure(None, kind, sum, among * rows));
    }
    figures
}

/// Attacks the published numerators of one indicator.
fn attack(indicator: &str, counts: &[[u64; KINDS]], shown: &[Figure]) -> Vec<usize> {
    let rows = counts.len();
    let truth = |row: &[u64; KINDS]| {
        let mut all = [0; COLUMNS];
        all[..KINDS].copy_from_slice(row);
        all[KINDS] = row.iter().sum();
        all
    };
    let mut table: Vec<[u64; COLUMNS]> = counts.iter().map(truth).collect();
    let sum = |column: usize| table.iter().map(|row| row[column]).sum();
    table.push(std::array::from_fn(sum));
    let mut published = vec![[None; COLUMNS]; rows + 1];
    for figure in shown.iter().filter(|figure| figure.indicator == indicator) {
        let entity = figure.scope.entity.as_ref();
        let row = entity.map_or(rows, |entity| entity.as_str()[1..].parse().unwrap());
        let place = |kind| Kind::ALL.iter().position(|other| *other == kind).unwrap();
        published[row][figure.scope.kind.map_or(KINDS, place)] = figure.numerator;
    }
    Published::of_counts(&table, &published).bounded()
}

/// Dubai Municipality answered nine, everybody else none or one.
#[test]
fn an_exact_sum_beside_rounded_counts_tells_no_small_one() {
    for small in [[0, 0, 0], [0, 0, 1]] {
        let counts = [[0, 0, 9], small];
        let mut whole = figures_of("received", &[[20; KINDS]; 2], false);
        whole.extend(figures_of("answered", &counts, false));
        let shown = public(&whole, &[]);
        assert_eq!(attack("answered", &counts, &shown), Vec::<usize>::new(), "{shown:?}");
        let of_one = shown.iter().find(|figure| {
            figure.indicator == "answered"
                && figure.scope.entity.is_some()
                && figure.numerator.is_some()
        });
        assert_eq!(of_one, None, "the nine would tell the others");
        let of_all = shown
            .iter()
            .rfind(|figure| figure.indicator == "answered" && figure.scope.entity.is_none());
        assert_eq!(of_all.unwrap().numerator, Some(counts.iter().flatten().sum()));
    }
}

fn counts() -> impl Strategy<Value = u64> {
    prop_oneof![Just(0), 1..5_u64, 5..15_u64]
}

/// Returns a change of a count between two releases.
fn change() -> impl Strategy<Value = i64> {
    prop_oneof![5 => Just(0), 1 => -3..4_i64]
}

fn table(rows: usize) -> impl Strategy<Value = Vec<[u64; KINDS]>> {
    prop::collection::vec(prop::array::uniform3(counts()), rows)
}

fn hidden(protection: &Protection) -> &[[bool; COLUMNS]] {
    match protection {
        Protection::Hidden(hidden) => hidden,
        Protection::Withheld => panic!("withheld"),
    }
}

#[test]
fn a_table_without_small_counts_is_published_whole() {
    let table = CountTable::new([[5, 0, 12], [0, 0, 0], [7, 9, 30]]);
    let protection = table.protect();
    assert!(hidden(&protection).iter().flatten().all(|is_hidden| !is_hidden));
}

#[test]
fn a_small_count_takes_others_of_its_row_and_column_along() {
    let table = CountTable::new([[3, 20, 40], [25, 60, 70], [80, 90, 95]]);
    let protection = table.protect();
    let rows = hidden(&protection);
    assert!(rows[0][0] && rows[0][1] && rows[1][0] && rows[1][1], "{rows:?}");
    assert!(!rows[0][2] && !rows[0][KINDS] && rows[2] == [false; COLUMNS], "{rows:?}");
}

#[test]
fn two_hidden_counts_that_sum_to_two_are_known_and_need_a_third() {
    // Both ones of the first row are hidden for their size; its sum says that each is 1.
    let table = CountTable::new([[1, 1, 30], [1, 1, 40], [20, 20, 50]]);
    let small = |row: &[u64; COLUMNS]| row.map(|count| (1..SMALLEST_SHOWN).contains(&count));
    let only_small = Protection::Hidden(table.rows().iter().map(small).collect());
    assert_eq!(Published::of(&[(&table, &only_small)], false).known().len(), 4);
    let protection = table.protect();
    assert_eq!(Published::of(&[(&table, &protection)], false).known().len(), 0);
    assert!(hidden(&protection)[0][2] || hidden(&protection)[0][KINDS]);
}

#[test]
fn what_nothing_protects_is_withheld() {
    // One entity alone has anything: the sums of all entities are its own counts.
    assert_eq!(CountTable::new([[2, 0, 0], [0, 0, 0]]).protect(), Protection::Withheld);
}

#[test]
fn what_an_earlier_release_has_hidden_stays_hidden() {
    let first = CountTable::new([[4, 20, 40], [25, 60, 70], [80, 90, 95]]);
    let before = first.protect();
    let revised = CountTable::new([[5, 20, 40], [25, 60, 70], [80, 90, 95]]);
    assert!(!hidden(&revised.protect())[0][0]);
    assert!(hidden(&revised.protect_again(hidden(&before), &[first]))[0][0]);
}

/// Each release alone leaves five values to each hidden count; both together don't, once it is
/// known by how much the counts have changed.
#[test]
fn a_correction_that_would_tell_something_beside_the_first_release_is_withheld() {
    let first = CountTable::new([[1, 5, 30], [5, 4, 40], [20, 20, 50]]);
    let second = CountTable::new([[5, 1, 30], [1, 5, 40], [20, 20, 50]]);
    let mut small = vec![[false; COLUMNS]; 3];
    for (row, column) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
        small[row][column] = true;
    }
    let same = Protection::Hidden(small.clone());
    for table in [&first, &second] {
        assert_eq!(Published::of(&[(table, &same)], false).known().len(), 0);
    }
    let together = Published::of(&[(&first, &same), (&second, &same)], false).knowing_changes(0, 1);
    assert_ne!(together.known().len(), 0);
    assert_eq!(second.protect_again(&small, &[first]), Protection::Withheld);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn an_attacker_finds_five_values_for_each_hidden_count(rows in (2..5_usize).prop_flat_map(table)) {
        let table = CountTable::new(rows);
        let protection = table.protect();
        let published = Published::of(&[(&table, &protection)], false);
        prop_assert_eq!(published.known(), Vec::<usize>::new(), "{:?} {:?}", table, protection);
        if let Protection::Hidden(hidden) = &protection {
            for (counts, hidden) in table.rows().iter().zip(hidden) {
                for (count, is_hidden) in counts.iter().zip(hidden) {
                    prop_assert!(*is_hidden || *count == 0 || *count >= SMALLEST_SHOWN);
                    prop_assert!(*count > 0 || !is_hidden);
                }
            }
        }
    }

    #[test]
    fn nor_does_the_year_beside_its_quarters_tell_more(
        (first, second) in (2..4_usize).prop_flat_map(|rows| (table(rows), table(rows))),
    ) {
        let sum = first.iter().zip(&second).map(|(first, second)| {
            let mut sum = *first;
            sum.iter_mut().zip(second).for_each(|(sum, count)| *sum += count);
            sum
        });
        let year = CountTable::new(sum.collect::<Vec<_>>());
        let quarters = [CountTable::new(first), CountTable::new(second)];
        let protections = [quarters[0].protect(), quarters[1].protect()];
        let of_year = of_year(&protections);
        let published = Published::of(
            &[(&quarters[0], &protections[0]), (&quarters[1], &protections[1]), (&year, &of_year)],
            true,
        );
        prop_assert_eq!(published.known(), Vec::<usize>::new(), "{:?} {:?}", quarters, protections);
    }

    #[test]
    fn nor_do_corrections_of_a_quarter_beside_the_year(
        (first, second, changes) in (2..4_usize).prop_flat_map(|rows| {
            let changes = prop::collection::vec(prop::array::uniform3(change()), rows);
            (table(rows), table(rows), changes)
        }),
    ) {
        let corrected = first.iter().zip(&changes).map(|(counts, changes)| {
            let mut counts = *counts;
            counts.iter_mut().zip(changes).for_each(|(count, change)| {
                *count = count.saturating_add_signed(*change);
            });
            counts
        });
        let corrected: Vec<[u64; KINDS]> = corrected.collect();
        let sum = |one: &[[u64; KINDS]], other: &[[u64; KINDS]]| {
            let sum = one.iter().zip(other).map(|(one, other)| {
                let mut sum = *one;
                sum.iter_mut().zip(other).for_each(|(sum, count)| *sum += count);
                sum
            });
            CountTable::new(sum.collect::<Vec<_>>())
        };
        let years = [sum(&first, &second), sum(&corrected, &second)];
        let [first, second, corrected] = [first, second, corrected].map(CountTable::new);
        let [of_first, of_second] = [first.protect(), second.protect()];
        let of_corrected = match &of_first {
            Protection::Withheld => Protection::Withheld,
            Protection::Hidden(hidden) => {
                corrected.protect_again(hidden, std::slice::from_ref(&first))
            }
        };
        let of_years = [
            of_year(&[of_first.clone(), of_second.clone()]),
            of_year(&[of_corrected.clone(), of_second.clone()]),
        ];
        let published = Published::of(
            &[
                (&first, &of_first),
                (&second, &of_second),
                (&corrected, &of_corrected),
                (&years[0], &of_years[0]),
                (&years[1], &of_years[1]),
            ],
            false,
        );
        let published = published.knowing_sum(&[0, 1], 3).knowing_sum(&[2, 1], 4);
        // What a withheld correction has changed, nobody can compare.
        let published = if of_corrected == Protection::Withheld {
            published
        } else {
            published.knowing_changes(0, 2)
        };
        prop_assert_eq!(published.known(), Vec::<usize>::new(), "{:?} {:?}", first, corrected);
    }

    #[test]
    fn nor_do_all_releases_of_a_quarter_together(
        (first, changes) in (2..4_usize).prop_flat_map(|rows| {
            let changes = prop::collection::vec(prop::array::uniform3(change()), rows);
            (table(rows), prop::collection::vec(changes, 1..4))
        }),
    ) {
        let mut counts = first.clone();
        let mut tables = vec![CountTable::new(first)];
        let mut protections = vec![tables[0].protect()];
        for changes in changes {
            for (count, change) in counts.iter_mut().flatten().zip(changes.iter().flatten()) {
                *count = count.saturating_add_signed(*change);
            }
            let next = CountTable::new(counts.clone());
            let protection = match &protections[0] {
                _ if protections.contains(&Protection::Withheld) => Protection::Withheld,
                Protection::Withheld => Protection::Withheld,
                Protection::Hidden(hidden) => next.protect_again(hidden, &tables),
            };
            tables.push(next);
            protections.push(protection);
        }
        let released: Vec<_> = tables.iter().zip(&protections).collect();
        let mut published = Published::of(&released, false);
        for (number, pair) in protections.windows(2).enumerate() {
            // What a withheld table has changed, nobody can compare.
            if pair[1] != Protection::Withheld {
                published = published.knowing_changes(number, number + 1);
            }
        }
        prop_assert_eq!(published.known(), Vec::<usize>::new(), "{:?}", tables);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Each indicator that is published, as a number or as a share.
    #[test]
    fn no_indicator_tells_a_small_count(
        rows in (2..5_usize).prop_flat_map(|rows| {
            prop::collection::vec(prop::array::uniform3(0..30_u64), rows)
        }),
    ) {
        let mut whole = figures_of("received", &vec![[40; KINDS]; rows.len()], false);
        let published = Indicator::all().filter(|indicator| indicator.id() != "received");
        let published: Vec<_> = published
            .filter(|indicator| !matches!(indicator.formula(), Formula::Now | Formula::Times(_)))
            .collect();
        for indicator in &published {
            let is_share = matches!(indicator.formula(), Formula::Ratio(_) | Formula::Volume);
            whole.extend(figures_of(indicator.id(), &rows, is_share));
        }
        let shown = public(&whole, &[]);
        for indicator in published {
            let known = attack(indicator.id(), &rows, &shown);
            prop_assert_eq!(known, Vec::<usize>::new(), "{}: {:?}", indicator.id(), rows);
        }
    }
}

/// The attacker is one: without further counts hidden, it finds the small ones.
#[test]
fn an_attacker_finds_what_is_hidden_alone() {
    let table = CountTable::new([[3, 20, 40], [25, 60, 70]]);
    let mut alone = vec![[false; COLUMNS]; 2];
    alone[0][0] = true;
    let published = Published::of(&[(&table, &Protection::Hidden(alone))], false);
    assert_eq!((published.hidden(), published.known()), (1, vec![0]));
}
