//! Summary statistics of repeated measurements.

use std::fmt;

/// The middle one, and how far they reach.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Spread {
    pub(super) median: f64,
    lowest: f64,
    highest: f64,
}

impl Spread {
    /// None of no measurements.
    pub(super) fn of(mut values: Vec<f64>) -> Option<Self> {
        values.sort_by(f64::total_cmp);
        let (&lowest, &highest) = (values.first()?, values.last()?);
        let (lower, upper) = (values[(values.len() - 1) / 2], values[values.len() / 2]);
        Some(Self { median: f64::midpoint(lower, upper), lowest, highest })
    }
}

/// `12 (10–15)`; a single number where all are the same.
impl fmt::Display for Spread {
    fn fmt(&self, to: &mut fmt::Formatter) -> fmt::Result {
        let places = to.precision().unwrap_or(0);
        let [median, lowest, highest] =
            [self.median, self.lowest, self.highest].map(|value| format!("{value:.places$}"));
        if lowest == highest {
            write!(to, "{median}")
        } else {
            write!(to, "{median} ({lowest}–{highest})")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_stands_in_the_middle() {
        let median = |values: &[f64]| Spread::of(values.to_vec()).map(|spread| spread.median);
        assert_eq!(median(&[9.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(&[4.0, 1.0, 2.0, 9.0]), Some(3.0));
        assert_eq!(median(&[]), None);
    }

    #[test]
    fn a_spread_of_nothing_is_not_shown() {
        assert_eq!(format!("{:.1}", Spread::of(vec![1.0, 2.04, 3.0]).unwrap()), "2.0 (1.0–3.0)");
        assert_eq!(Spread::of(vec![2.1, 1.9]).unwrap().to_string(), "2");
    }
}
