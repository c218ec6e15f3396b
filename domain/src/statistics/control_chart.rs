//! Control chart of single values with their moving ranges (`XmR`), which tells change from
//! chance.
//!
//! Formula and the first three signals: Wheeler, "Understanding Variation" (1993). The factor 2.66
//! is 3 ÷ 1.128, as in the NIST/SEMATECH e-Handbook, section 6.3.2.2. Seven points for a run and
//! for a trend are the choice of this project's catalogue of indicators.

use std::ops::RangeInclusive;

/// Fewest points from which limits are computed.
pub const FEWEST_POINTS: usize = 12;

/// Points in a row that make a run or a trend.
const RUN: usize = 7;

/// Three standard deviations by the mean moving range.
const FACTOR: f64 = 2.66;

/// Limits within which values vary by chance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// Mean of the values.
    pub mean: f64,
    /// Lower limit.
    pub lower: f64,
    /// Upper limit.
    pub upper: f64,
}

/// Points that chance hardly explains.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signal {
    /// Rule that the points fulfil.
    pub rule: Rule,
    /// Direction in which they differ.
    pub side: Side,
    /// Places of the points in the series.
    pub points: RangeInclusive<usize>,
}

/// Rule of a signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// A point beyond a limit.
    Outside,
    /// Seven or more points in a row on one side of the mean.
    OneSide,
    /// Seven or more points in a row, each higher or each lower than the one before.
    Trend,
    /// Two of three points in a row in the outer third of one side, or beyond it.
    OuterThird,
}

/// Direction of a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Higher than usual.
    Above,
    /// Lower than usual.
    Below,
}

impl Limits {
    /// Returns the limits of a series: those of its first twelve points. They stay as they are when
    /// points follow. Fewer than twelve points have none.
    pub fn of(series: &[f64]) -> Option<Self> {
        series.get(..FEWEST_POINTS).and_then(Self::around)
    }

    fn around(points: &[f64]) -> Option<Self> {
        let mean = mean(points.iter().copied())?;
        let range = mean_range(points)?;
        Some(Self { mean, lower: mean - FACTOR * range, upper: mean + FACTOR * range })
    }

    /// Returns the signals of a series, by the rules in their order.
    pub fn signals(&self, series: &[f64]) -> Vec<Signal> {
        let sides = |distance: f64| -> Vec<Option<Side>> {
            series.iter().map(|point| self.beyond(*point, distance)).collect()
        };
        let outside = runs(&sides(1.0), 1).into_iter().flat_map(|(side, points)| {
            points.map(move |point| Signal { rule: Rule::Outside, side, points: point..=point })
        });
        let signal = |rule| move |(side, points)| Signal { rule, side, points };
        let one_side = runs(&sides(0.0), RUN).into_iter().map(signal(Rule::OneSide));
        let trends = trends(series).into_iter().map(signal(Rule::Trend));
        let outer = outer_thirds(&sides(2.0 / 3.0)).into_iter().map(signal(Rule::OuterThird));
        outside.chain(one_side).chain(trends).chain(outer).collect()
    }

    /// Returns the side on which a point is farther from the mean than this part of the way to the
    /// limit.
    fn beyond(&self, point: f64, part: f64) -> Option<Side> {
        if point > self.mean + (self.upper - self.mean) * part {
            Some(Side::Above)
        } else if point < self.mean - (self.mean - self.lower) * part {
            Some(Side::Below)
        } else {
            None
        }
    }
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    (count > 0.0).then(|| sum / count)
}

/// Returns the mean absolute difference of neighbours.
fn mean_range(points: &[f64]) -> Option<f64> {
    mean(points.iter().zip(points.iter().skip(1)).map(|(one, next)| (next - one).abs()))
}

/// Returns the longest runs of one side that have at least so many points.
fn runs(sides: &[Option<Side>], fewest: usize) -> Vec<(Side, RangeInclusive<usize>)> {
    let mut found = Vec::new();
    let mut start = 0;
    while let Some(side) = sides.get(start) {
        let length = sides.iter().skip(start).take_while(|other| *other == side).count();
        if let Some(side) = side.filter(|_| length >= fewest) {
            found.push((side, start..=start + length - 1));
        }
        start += length;
    }
    found
}

/// Returns the runs of points that only rise or only fall.
fn trends(series: &[f64]) -> Vec<(Side, RangeInclusive<usize>)> {
    let steps: Vec<Option<Side>> = series
        .iter()
        .zip(series.iter().skip(1))
        .map(|(one, next)| match next.partial_cmp(one)? {
            std::cmp::Ordering::Greater => Some(Side::Above),
            std::cmp::Ordering::Less => Some(Side::Below),
            std::cmp::Ordering::Equal => None,
        })
        .collect();
    // A run of so many steps has one point more.
    let runs = runs(&steps, RUN - 1).into_iter();
    runs.map(|(side, steps)| (side, *steps.start()..=steps.end() + 1)).collect()
}

/// Returns the points of which two of three are on one side. Those that overlap are one.
fn outer_thirds(sides: &[Option<Side>]) -> Vec<(Side, RangeInclusive<usize>)> {
    let mut found: Vec<(Side, RangeInclusive<usize>)> = Vec::new();
    for (start, three) in sides.windows(3).enumerate() {
        for side in [Side::Above, Side::Below] {
            let is_on = |other: &&Option<Side>| **other == Some(side);
            if three.iter().filter(is_on).count() < 2 {
                continue;
            }
            let first = start + three.iter().position(|other| is_on(&other)).unwrap_or(0);
            let last = start + three.iter().rposition(|other| is_on(&other)).unwrap_or(2);
            match found.iter_mut().rfind(|(other, _)| *other == side) {
                Some((_, points)) if *points.end() >= first => *points = *points.start()..=last,
                _ => found.push((side, first..=last)),
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEADY: Limits = Limits { mean: 50.0, lower: 20.0, upper: 80.0 };

    fn of(rule: Rule, series: &[f64]) -> Vec<(Side, RangeInclusive<usize>)> {
        let signals = STEADY.signals(series).into_iter().filter(|signal| signal.rule == rule);
        signals.map(|signal| (signal.side, signal.points)).collect()
    }

    /// Moisture of ten batches: the example of the NIST/SEMATECH e-Handbook, section 6.3.2.2.
    #[test]
    fn the_limits_are_those_of_the_handbook() {
        let batches = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1];
        let limits = Limits::around(&batches).unwrap();
        for (computed, published) in
            [(limits.mean, 50.81), (limits.lower, 45.8159), (limits.upper, 55.8041)]
        {
            // The handbook divides by 1.128 where 2.66 is rounded.
            assert!((computed - published).abs() < 0.001, "{computed} for {published}");
        }
    }

    #[test]
    fn fewer_than_twelve_points_have_no_limits() {
        assert_eq!(Limits::of(&[1.0; 11]), None);
        assert!(Limits::of(&[1.0; 12]).is_some());
    }

    #[test]
    fn limits_stay_when_points_follow() {
        let mut series =
            vec![90.0, 88.0, 91.0, 89.0, 90.0, 92.0, 88.0, 90.0, 91.0, 89.0, 90.0, 90.0];
        let before = Limits::of(&series);
        series.extend([10.0, 10.0]);
        assert_eq!(Limits::of(&series), before);
        let outside = before.unwrap().signals(&series);
        assert!(outside.contains(&Signal {
            rule: Rule::Outside,
            side: Side::Below,
            points: 12..=12
        }));
    }

    #[test]
    fn a_point_on_a_limit_is_not_outside() {
        assert_eq!(of(Rule::Outside, &[80.0, 20.0]), []);
        assert_eq!(
            of(Rule::Outside, &[80.1, 81.0, 19.9]),
            [(Side::Above, 0..=0), (Side::Above, 1..=1), (Side::Below, 2..=2)]
        );
    }

    #[test]
    fn seven_on_one_side_are_a_signal_and_six_are_not() {
        let wave = |count: usize| -> Vec<f64> {
            (0..count).map(|place| if place % 2 == 0 { 51.0 } else { 52.0 }).collect()
        };
        assert_eq!(of(Rule::OneSide, &wave(6)), []);
        assert_eq!(of(Rule::OneSide, &wave(7)), [(Side::Above, 0..=6)]);
        assert_eq!(of(Rule::OneSide, &wave(9)), [(Side::Above, 0..=8)]);
        // A point on the mean ends a run.
        let interrupted = [wave(6), vec![50.0], wave(6)].concat();
        assert_eq!(of(Rule::OneSide, &interrupted), []);
    }

    #[test]
    fn seven_rising_or_falling_are_a_signal_and_equal_ones_end_it() {
        let rising: Vec<f64> = (0..7).map(|step| 47.0 + f64::from(step)).collect();
        assert_eq!(of(Rule::Trend, &rising), [(Side::Above, 0..=6)]);
        assert_eq!(of(Rule::Trend, &rising[1..]), []);
        let falling: Vec<f64> = rising.iter().rev().copied().collect();
        assert_eq!(of(Rule::Trend, &falling), [(Side::Below, 0..=6)]);
        let equal = [47.0, 48.0, 49.0, 49.0, 50.0, 51.0, 52.0, 53.0];
        assert_eq!(of(Rule::Trend, &equal), []);
    }

    #[test]
    fn two_of_three_in_the_outer_third_are_a_signal_on_one_side_alone() {
        assert_eq!(of(Rule::OuterThird, &[71.0, 50.0, 72.0]), [(Side::Above, 0..=2)]);
        assert_eq!(of(Rule::OuterThird, &[50.0, 29.0, 28.0, 50.0]), [(Side::Below, 1..=2)]);
        assert_eq!(of(Rule::OuterThird, &[71.0, 50.0, 29.0]), []);
        assert_eq!(of(Rule::OuterThird, &[70.0, 70.0, 70.0]), [], "the outer third begins there");
        assert_eq!(of(Rule::OuterThird, &[71.0, 50.0, 50.0, 71.0]), []);
    }

    #[test]
    fn values_that_never_vary_have_no_signal() {
        let same = [90.0; 14];
        assert_eq!(Limits::of(&same).unwrap().signals(&same), []);
    }
}
