//! Proportions: so many of so many, their interval, and how far they may be read.
//!
//! The interval is the score interval of Wilson (1927), method 3 of Newcombe (1998), "Two-sided
//! confidence intervals for the single proportion", Statistics in Medicine 17, 857–872.

use super::float;

/// Quantile of the normal distribution for 95 %.
const Z: f64 = 1.96;

/// Smallest number of cases of which a percentage is given.
pub const FEWEST_FOR_PERCENTAGE: u64 = 10;

/// Smallest number of cases whose mark in a chart is filled.
pub const FEWEST_FOR_FULL_MARK: u64 = 30;

/// So many of so many cases; the whole is never empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proportion {
    hits: u64,
    of: u64,
}

/// Interval of 95 %, as rates between 0 and 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Lower end.
    pub lower: f64,
    /// Upper end.
    pub upper: f64,
}

/// Form in which a proportion is shown. Every page decides by it, so that no percentage of a few
/// cases is read as one of many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// "4 of 5": too few for a percentage.
    Counts {
        /// Cases that count.
        hits: u64,
        /// All cases.
        of: u64,
    },
    /// Percentage with its interval and the number of cases.
    Percentage {
        /// Whole percent.
        percent: u8,
        /// Lower end of the interval, in whole percent.
        lower: u8,
        /// Upper end of the interval, in whole percent.
        upper: u8,
        /// All cases.
        of: u64,
        /// Mark in a chart.
        mark: Mark,
    },
}

/// Mark of a proportion in a chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Outline: few cases.
    Hollow,
    /// Filled.
    Full,
}

impl Proportion {
    /// Returns `None` if there are no cases, or more hits than cases.
    pub fn new(hits: u64, of: u64) -> Option<Self> {
        (of > 0 && hits <= of).then_some(Self { hits, of })
    }

    /// Returns the proportion of all: the sum of the numerators by the sum of the denominators.
    pub fn over_all(parts: impl IntoIterator<Item = Self>) -> Option<Self> {
        let add = |(hits, of), part: Self| (hits + part.hits, of + part.of);
        let (hits, of) = parts.into_iter().fold((0, 0), add);
        Self::new(hits, of)
    }

    /// Returns the cases that count.
    pub fn hits(self) -> u64 {
        self.hits
    }

    /// Returns all cases.
    pub fn of(self) -> u64 {
        self.of
    }

    /// Returns the rate, between 0 and 1.
    pub fn rate(self) -> f64 {
        float(self.hits) / float(self.of)
    }

    /// Returns Wilson's interval of 95 %.
    pub fn interval(self) -> Interval {
        let (rate, n) = (self.rate(), float(self.of));
        let squared = Z * Z;
        let scale = 1.0 + squared / n;
        let centre = (rate + squared / (2.0 * n)) / scale;
        let spread = rate * (1.0 - rate) / n + squared / (4.0 * n * n);
        let half = Z / scale * spread.sqrt();
        Interval { lower: (centre - half).max(0.0), upper: (centre + half).min(1.0) }
    }

    /// Returns the mark in a chart.
    pub fn mark(self) -> Mark {
        if self.of < FEWEST_FOR_FULL_MARK { Mark::Hollow } else { Mark::Full }
    }

    /// Returns the form in which the proportion is shown.
    pub fn shown(self) -> Shown {
        let Self { hits, of } = self;
        if of < FEWEST_FOR_PERCENTAGE {
            return Shown::Counts { hits, of };
        }
        let Interval { lower, upper } = self.interval();
        Shown::Percentage {
            percent: self.percent(),
            lower: percent(lower),
            upper: percent(upper),
            of,
            mark: self.mark(),
        }
    }

    /// Returns whole percent. Nothing but all is 100, and nothing but none is 0.
    fn percent(self) -> u8 {
        match self.hits {
            0 => 0,
            hits if hits == self.of => 100,
            _ => percent(self.rate()).clamp(1, 99),
        }
    }
}

/// Returns a rate between 0 and 1 in whole percent.
pub fn percent(rate: f64) -> u8 {
    (0..=100_u8).rev().find(|percent| f64::from(*percent) <= rate * 100.0 + 0.5).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proportion(hits: u64, of: u64) -> Proportion {
        Proportion::new(hits, of).unwrap()
    }

    #[test]
    fn the_interval_is_that_of_newcombes_table() {
        for (hits, of, lower, upper) in [
            (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0, 0.1611),
            (1, 29, 0.0061, 0.1718),
        ] {
            let interval = proportion(hits, of).interval();
            assert!((interval.lower - lower).abs() < 0.000_05, "{interval:?}");
            assert!((interval.upper - upper).abs() < 0.000_05, "{interval:?}");
        }
    }

    #[test]
    fn few_cases_make_a_wide_interval() {
        for (hits, of, lower, upper) in [(4, 5, 38, 96), (18, 20, 70, 97), (90, 100, 83, 94)] {
            let interval = proportion(hits, of).interval();
            let shown = (percent(interval.lower), percent(interval.upper));
            assert_eq!(shown, (lower, upper), "{hits} of {of}");
        }
    }

    #[test]
    fn fewer_than_ten_cases_are_counts_and_fewer_than_thirty_a_hollow_mark() {
        assert_eq!(proportion(4, 5).shown(), Shown::Counts { hits: 4, of: 5 });
        assert_eq!(proportion(9, 9).shown(), Shown::Counts { hits: 9, of: 9 });
        let shown = |hits, of| match proportion(hits, of).shown() {
            Shown::Percentage { percent, mark, .. } => Some((percent, mark)),
            Shown::Counts { .. } => None,
        };
        assert_eq!(shown(9, 10), Some((90, Mark::Hollow)));
        assert_eq!(shown(26, 29), Some((90, Mark::Hollow)));
        assert_eq!(shown(27, 30), Some((90, Mark::Full)));
    }

    #[test]
    fn nearly_all_are_not_a_hundred_percent() {
        let shown = |hits, of| proportion(hits, of).percent();
        assert_eq!((shown(999, 1000), shown(1000, 1000)), (99, 100));
        assert_eq!((shown(1, 1000), shown(0, 1000)), (1, 0));
        assert_eq!((shown(25, 200), shown(1, 3)), (13, 33));
    }

    #[test]
    fn over_all_is_no_mean_of_percentages() {
        let all = Proportion::over_all([proportion(1, 2), proportion(98, 98)]).unwrap();
        assert_eq!((all.hits(), all.of()), (99, 100));
        assert_eq!(Proportion::over_all([]), None);
    }

    #[test]
    fn nothing_of_nothing_is_no_proportion() {
        assert_eq!(Proportion::new(0, 0), None);
        assert_eq!(Proportion::new(6, 5), None);
    }
}
