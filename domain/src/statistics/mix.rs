//! Comparison that allows for the mix: how many would be on time if each kind and priority went as
//! it does over all.
//!
//! Indirect standardisation, as in the standardised mortality ratio: Breslow and Day, "Statistical
//! Methods in Cancer Research", volume II (1987), chapter 2. It answers Simpson's paradox: whoever
//! has the easy cases looks better than they are.

use super::{float, proportion::Proportion};

/// Cases of one kind and priority.
#[derive(Clone, Copy, Debug)]
pub struct Stratum {
    /// Cases of the one that is compared.
    pub own: Proportion,
    /// The same over all.
    pub overall: Proportion,
}

/// Observed and expected number of hits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Adjusted {
    /// Hits.
    pub observed: u64,
    /// Hits that the overall rates would have given.
    pub expected: f64,
}

impl Adjusted {
    /// Adds up the strata.
    pub fn of(strata: impl IntoIterator<Item = Stratum>) -> Self {
        let none = Self { observed: 0, expected: 0.0 };
        strata.into_iter().fold(none, |sum, Stratum { own, overall }| Self {
            observed: sum.observed + own.hits(),
            expected: sum.expected + float(own.of()) * overall.rate(),
        })
    }

    /// Returns observed by expected: 1 is as over all. `None` if nothing was to be expected.
    pub fn ratio(&self) -> Option<f64> {
        (self.expected > 0.0).then(|| float(self.observed) / self.expected)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proportion(hits: u64, of: u64) -> Proportion {
        Proportion::new(hits, of).unwrap()
    }

    fn ratio(strata: [(Proportion, Proportion); 2]) -> f64 {
        Adjusted::of(strata.map(|(own, overall)| Stratum { own, overall })).ratio().unwrap()
    }

    /// Treatments of kidney stones, small and large: Charig and others (1986), British Medical
    /// Journal 292, 879–882. The treatment with the lower rate is the better one for both.
    #[test]
    fn the_one_with_the_hard_cases_is_compared_with_its_like() {
        let open = [proportion(81, 87), proportion(192, 263)];
        let closed = [proportion(234, 270), proportion(55, 80)];
        let sum = |parts| Proportion::over_all(parts).unwrap();
        assert!(sum(open).rate() < sum(closed).rate());
        let overall = [sum([open[0], closed[0]]), sum([open[1], closed[1]])];
        let of = |own: [Proportion; 2]| ratio([(own[0], overall[0]), (own[1], overall[1])]);
        // 273 ÷ (87 × 315/357 + 263 × 247/343) and 289 ÷ (270 × 315/357 + 80 × 247/343).
        assert!((of(open) - 1.025_7).abs() < 0.000_1, "{}", of(open));
        assert!((of(closed) - 0.976_9).abs() < 0.000_1, "{}", of(closed));
    }

    #[test]
    fn whoever_goes_as_all_do_has_a_ratio_of_one() {
        let (easy, hard) = (proportion(90, 100), proportion(30, 60));
        assert!((ratio([(easy, easy), (hard, hard)]) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn where_nothing_was_to_be_expected_there_is_no_ratio() {
        assert_eq!(Adjusted::of([]).ratio(), None);
    }
}
