//! Distribution of times in buckets, and quantiles over a cohort of which some are still open.
//!
//! Buckets are those of a histogram with a relative error (Tene, `HdrHistogram`): each minute below
//! 32, then 32 buckets to each doubling. Counts of buckets can be added and subtracted, so a
//! distribution follows a history that changes, as no sketch of quantiles does.

/// Buckets below the first doubling, and to each doubling.
const STEPS: u64 = 32;

/// Longest time that is told apart, in minutes: a thousand hours.
pub const LONGEST: u64 = 60_000;

/// Number of buckets.
pub const BUCKETS: u16 = 379;

/// Place of a time in a distribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bucket(u16);

impl Bucket {
    /// Returns the bucket of a time in minutes. The last one takes all that is longer.
    pub fn of(minutes: u64) -> Self {
        let minutes = minutes.min(LONGEST);
        // Number of doublings from 32 on; a bucket is two to this power wide.
        let doubling = u64::from((minutes / STEPS).checked_ilog2().unwrap_or(0));
        let index = doubling * STEPS + (minutes >> doubling);
        Self(u16::try_from(index).unwrap_or(BUCKETS - 1))
    }

    /// Returns the bucket with an index, if there is one.
    pub fn at(index: u16) -> Option<Self> {
        (index < BUCKETS).then_some(Self(index))
    }

    /// Returns the index.
    pub fn index(self) -> u16 {
        self.0
    }

    /// Returns the shortest time in the bucket, in minutes.
    pub fn shortest(self) -> u64 {
        let index = u64::from(self.0);
        if index < STEPS {
            return index;
        }
        let doubling = index / STEPS - 1;
        (index - doubling * STEPS) << doubling
    }

    /// Returns the longest time in the bucket, in minutes: at most 3.1 % more than the shortest.
    pub fn longest(self) -> u64 {
        if self.0 + 1 < BUCKETS { Self(self.0 + 1).shortest() - 1 } else { LONGEST }
    }
}

/// Times of a cohort: those of the answered cases, and how many cases are open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Distribution {
    /// Cases by bucket, in the order of the buckets.
    counts: Vec<u64>,
    open: u64,
}

/// Quantile of a cohort.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantile {
    /// So many minutes, at most 3.1 % too many.
    At(u64),
    /// More than so many minutes: too few cases are answered to say more.
    MoreThan(u64),
}

impl Distribution {
    /// Returns a cohort of open cases alone.
    pub fn with_open(open: u64) -> Self {
        Self { counts: Vec::new(), open }
    }

    /// Adds answered cases to a bucket.
    pub fn add(&mut self, bucket: Bucket, cases: u64) {
        let place = usize::from(bucket.index());
        if self.counts.len() <= place {
            self.counts.resize(place + 1, 0);
        }
        if let Some(count) = self.counts.get_mut(place) {
            *count += cases;
        }
    }

    /// Adds another distribution.
    pub fn merge(&mut self, other: &Self) {
        for (bucket, cases) in other.buckets() {
            self.add(bucket, cases);
        }
        self.open += other.open;
    }

    /// Returns the buckets that have cases, in their order.
    pub fn buckets(&self) -> impl Iterator<Item = (Bucket, u64)> + '_ {
        let indices = 0..BUCKETS;
        let counts = indices.zip(&self.counts).filter(|(_, cases)| **cases > 0);
        counts.map(|(index, cases)| (Bucket(index), *cases))
    }

    /// Returns the number of answered cases.
    pub fn answered(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// Returns the number of open cases.
    pub fn open(&self) -> u64 {
        self.open
    }

    /// Returns the number of all cases.
    pub fn cases(&self) -> u64 {
        self.answered() + self.open
    }

    /// Returns the number of answered cases that took at most so long. A bucket that the time is
    /// in the middle of counts whole.
    pub fn within(&self, minutes: u64) -> u64 {
        let last = Bucket::of(minutes);
        self.buckets().filter(|(bucket, _)| *bucket <= last).map(|(_, cases)| cases).sum()
    }

    /// Returns the time within which this percentage of all cases was answered; open cases count as
    /// slower than any answered one. `None` if nothing is answered.
    pub fn quantile(&self, percent: u8) -> Option<Quantile> {
        let slowest = self.buckets().last()?.0;
        let rank = (self.cases() * u64::from(percent)).div_ceil(100).max(1);
        let mut seen = 0;
        let found = self.buckets().find(|(_, cases)| {
            seen += cases;
            seen >= rank
        });
        Some(match found {
            Some((bucket, _)) => Quantile::At(bucket.longest()),
            None => Quantile::MoreThan(slowest.longest()),
        })
    }
}

impl FromIterator<(Bucket, u64)> for Distribution {
    fn from_iter<T: IntoIterator<Item = (Bucket, u64)>>(counts: T) -> Self {
        let mut distribution = Self::default();
        for (bucket, cases) in counts {
            distribution.add(bucket, cases);
        }
        distribution
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(times: impl IntoIterator<Item = u64>, open: u64) -> Distribution {
        let counts = times.into_iter().map(|minutes| (Bucket::of(minutes), 1));
        let mut distribution: Distribution = counts.collect();
        distribution.merge(&Distribution::with_open(open));
        distribution
    }

    #[test]
    fn there_are_379_buckets_without_gap_or_overlap() {
        assert_eq!(Bucket::of(LONGEST).index() + 1, BUCKETS);
        assert_eq!(Bucket::at(BUCKETS), None);
        let mut next = 0;
        for index in 0..BUCKETS {
            let bucket = Bucket::at(index).unwrap();
            assert_eq!(bucket.shortest(), next, "{index}");
            for minutes in [bucket.shortest(), bucket.longest()] {
                assert_eq!(Bucket::of(minutes), bucket, "{minutes}");
            }
            next = bucket.longest() + 1;
        }
        assert_eq!(next, LONGEST + 1);
    }

    #[test]
    fn times_below_64_minutes_are_exact_and_no_error_is_above_3_1_percent() {
        for minutes in 0..=LONGEST {
            let longest = Bucket::of(minutes).longest();
            assert!(longest >= minutes && (minutes >= 64 || longest == minutes), "{minutes}");
            assert!((longest - minutes) * 1000 <= minutes * 31 + minutes / 4, "{minutes}");
        }
    }

    #[test]
    fn what_takes_longer_than_all_buckets_is_in_the_last() {
        assert_eq!(Bucket::of(u64::MAX), Bucket::of(LONGEST));
    }

    /// Nearest rank: the example that textbooks have, of five values.
    #[test]
    fn a_quantile_is_the_value_at_its_nearest_rank() {
        let cohort = of([15, 20, 35, 40, 50], 0);
        for (percent, minutes) in [(5, 15), (30, 20), (40, 20), (50, 35), (100, 50)] {
            assert_eq!(cohort.quantile(percent), Some(Quantile::At(minutes)), "{percent} %");
        }
    }

    #[test]
    fn open_cases_are_slower_than_any_answered_one() {
        let cohort = |open| of(1..=9, open);
        assert_eq!(cohort(0).quantile(90), Some(Quantile::At(9)));
        // 9 of 10 are answered: the 90th percentile is known. 9 of 11 are not enough.
        assert_eq!(cohort(1).quantile(90), Some(Quantile::At(9)));
        assert_eq!(cohort(2).quantile(90), Some(Quantile::MoreThan(9)));
        assert_eq!(cohort(2).quantile(50), Some(Quantile::At(6)));
        assert_eq!(Distribution::with_open(3).quantile(50), None);
        assert_eq!(Distribution::default().quantile(50), None);
    }

    #[test]
    fn cases_are_counted_up_to_a_time() {
        let cohort = of([1, 5, 30, 31], 2);
        assert_eq!((cohort.within(0), cohort.within(30), cohort.within(40_000)), (0, 3, 4));
        assert_eq!((cohort.answered(), cohort.open(), cohort.cases()), (4, 2, 6));
    }

    proptest! {
        #[test]
        fn two_cohorts_together_are_one(
            one in prop::collection::vec(0..70_000_u64, 0..40),
            other in prop::collection::vec(0..70_000_u64, 0..40),
            open in 0..20_u64,
        ) {
            let mut merged = of(one.clone(), open);
            merged.merge(&of(other.clone(), 3));
            let together = of(one.into_iter().chain(other), open + 3);
            prop_assert_eq!(merged.quantile(90), together.quantile(90));
            prop_assert_eq!(merged.cases(), together.cases());
        }

        #[test]
        fn a_quantile_is_never_shorter_than_the_sorted_value_and_at_most_3_2_percent_longer(
            mut times in prop::collection::vec(0..=LONGEST, 1..80),
            percent in 1..=100_u8,
        ) {
            let cohort = of(times.clone(), 0);
            times.sort_unstable();
            let rank = (times.len() * usize::from(percent)).div_ceil(100);
            let exact = times[rank - 1];
            let Some(Quantile::At(found)) = cohort.quantile(percent) else {
                return Err(TestCaseError::fail("all are answered"));
            };
            prop_assert!(found >= exact && (found - exact) * 32 <= exact);
        }
    }
}
