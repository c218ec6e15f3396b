//! Funnel: limits within which rates of different sizes vary by chance around the overall rate.
//!
//! Spiegelhalter (2005), "Funnel plots for comparing institutional performance", Statistics in
//! Medicine 24, 1185–1202, with exact binomial limits. A count is within the limits unless its tail
//! is less probable than 2.5 % or 0.1 %.

use super::{float, proportion::Proportion};

/// Weight below which the rest of a tail changes no limit.
const NEGLIGIBLE: f64 = 1e-12;

/// Funnel around an overall rate.
#[derive(Clone, Copy, Debug)]
pub struct Funnel {
    overall: Proportion,
}

/// Level of a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// 95 %: to look at, never to flag.
    Warning,
    /// 99.8 %: to flag.
    Action,
}

/// Counts within the limits, for one size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Band {
    /// Fewest hits within the limits.
    pub lower: u64,
    /// Most hits within the limits.
    pub upper: u64,
    /// Number of cases.
    pub of: u64,
}

/// Place of a proportion in the funnel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Below the limits of 99.8 %.
    Below,
    /// Within the limits of 99.8 %.
    Within,
    /// Above the limits of 99.8 %.
    Above,
}

impl Level {
    /// Returns the probability of one tail.
    fn tail(self) -> f64 {
        match self {
            Self::Warning => 0.025,
            Self::Action => 0.001,
        }
    }
}

impl Band {
    /// Returns the lower limit as a rate.
    pub fn lower_rate(&self) -> f64 {
        float(self.lower) / float(self.of.max(1))
    }

    /// Returns the upper limit as a rate.
    pub fn upper_rate(&self) -> f64 {
        float(self.upper) / float(self.of.max(1))
    }
}

impl Funnel {
    /// Returns the funnel around an overall rate.
    pub fn around(overall: Proportion) -> Self {
        Self { overall }
    }

    /// Returns the limits for a number of cases.
    pub fn band(&self, of: u64, level: Level) -> Band {
        let (first, weights) = self.weights(of);
        let total: f64 = weights.iter().sum();
        let tail = level.tail() * total;
        let lower = within(weights.iter(), tail);
        let upper = within(weights.iter().rev(), tail);
        let last = first + places(weights.len()).saturating_sub(1);
        Band { lower: first + lower, upper: last - upper, of }
    }

    /// Returns the place of a proportion.
    pub fn standing(&self, proportion: Proportion) -> Standing {
        let band = self.band(proportion.of(), Level::Action);
        if proportion.hits() < band.lower {
            Standing::Below
        } else if proportion.hits() > band.upper {
            Standing::Above
        } else {
            Standing::Within
        }
    }

    /// Returns the binomial weights around the most probable count, in proportion to it, and the
    /// count of the first.
    fn weights(&self, of: u64) -> (u64, Vec<f64>) {
        let (hits, all) = (u128::from(self.overall.hits()), u128::from(self.overall.of()));
        let mode = u64::try_from((u128::from(of) + 1) * hits / all).unwrap_or(of).min(of);
        let rate = self.overall.rate();
        let odds = rate / (1.0 - rate);
        let mut below = Vec::new();
        let (mut count, mut weight) = (mode, 1.0);
        while count > 0 {
            weight *= float(count) / float(of - count + 1) / odds;
            if weight < NEGLIGIBLE {
                break;
            }
            below.push(weight);
            count -= 1;
        }
        let first = count;
        below.reverse();
        below.push(1.0);
        let (mut count, mut weight) = (mode, 1.0);
        while count < of {
            weight *= float(of - count) / float(count + 1) * odds;
            if weight < NEGLIGIBLE {
                break;
            }
            below.push(weight);
            count += 1;
        }
        (first, below)
    }
}

/// Returns the number of weights from one end whose sum stays below the tail.
fn within<'a>(weights: impl Iterator<Item = &'a f64>, tail: f64) -> u64 {
    let sums = weights.scan(0.0, |sum, weight| {
        *sum += weight;
        Some(*sum)
    });
    places(sums.take_while(|sum| *sum < tail).count())
}

fn places(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn funnel(hits: u64, of: u64) -> Funnel {
        Funnel::around(Proportion::new(hits, of).unwrap())
    }

    #[test]
    fn the_limits_around_ninety_percent_are_those_of_the_catalogue() {
        let funnel = funnel(9_000, 10_000);
        for (of, percent) in [(10, 50), (20, 65), (50, 74), (100, 80), (500, 86)] {
            let band = funnel.band(of, Level::Action);
            assert_eq!((band.lower * 100).div_ceil(of), percent, "of {of}: {band:?}");
        }
    }

    /// Lower and upper 2.5 % points of tables of the binomial distribution.
    #[test]
    fn the_limits_are_quantiles_of_the_binomial_distribution() {
        for (of, lower, upper) in [(10, 2, 8), (20, 6, 14), (100, 40, 60)] {
            assert_eq!(funnel(1, 2).band(of, Level::Warning), Band { lower, upper, of });
        }
    }

    /// Compares with the sum of all terms, which binomial coefficients give.
    #[test]
    fn the_tails_beyond_the_limits_are_as_improbable_as_the_level_says() {
        for (hits, all) in [(9, 10), (1, 3), (1, 50)] {
            let rate = Proportion::new(hits, all).unwrap().rate();
            for of in [1_u64, 7, 30, 60] {
                let terms: Vec<f64> = (0..=of)
                    .scan(1.0, |choose, count| {
                        let term = *choose
                            * rate.powf(float(count))
                            * (1.0 - rate).powf(float(of - count));
                        *choose *= float(of - count) / float(count + 1);
                        Some(term)
                    })
                    .collect();
                for level in [Level::Warning, Level::Action] {
                    let band = funnel(hits, all).band(of, level);
                    let lower = usize::try_from(band.lower).unwrap();
                    let upper = usize::try_from(band.upper).unwrap();
                    let below: f64 = terms[..lower].iter().sum();
                    let above: f64 = terms[upper + 1..].iter().sum();
                    assert!(below < level.tail() && above < level.tail(), "{band:?}");
                    assert!(below + terms[lower] >= level.tail(), "{band:?}");
                    assert!(above + terms[upper] >= level.tail(), "{band:?}");
                }
            }
        }
    }

    #[test]
    fn only_what_is_beyond_99_8_percent_is_flagged() {
        let funnel = funnel(900, 1000);
        let standing = |hits, of| funnel.standing(Proportion::new(hits, of).unwrap());
        assert_eq!(standing(4, 10), Standing::Below);
        assert_eq!(standing(5, 10), Standing::Within);
        assert_eq!(standing(500, 500), Standing::Above);
        assert_eq!(standing(20, 20), Standing::Within);
    }

    #[test]
    fn a_rate_of_none_or_all_has_limits_of_one_count() {
        assert_eq!(funnel(0, 10).band(20, Level::Action), Band { lower: 0, upper: 0, of: 20 });
        assert_eq!(funnel(10, 10).band(20, Level::Action), Band { lower: 20, upper: 20, of: 20 });
        assert_eq!(funnel(1, 2).band(0, Level::Action), Band { lower: 0, upper: 0, of: 0 });
    }
}
