//! Rounding of counts that are finer than an entity, a kind and a quarter.
//!
//! Beside them stand exact sums: those of all entities, or those of an entity over its services. So
//! zero is hidden with the small counts: if all others were known to be zero, the sum would tell
//! the last one.

/// Highest count that is hidden.
pub(super) const HIDDEN_MAX: u64 = 7;

/// Number to whose multiples counts are rounded.
const BASE: u64 = 5;

/// Farthest that a count is from its rounded number.
pub(super) const SPREAD: u64 = BASE / 2;

/// Lowest rounded number of facts of which a rate is published.
const RATE_MIN: u64 = 10;

/// Returns a count as it is published: the nearest multiple of 5, or `None` for a hidden one.
pub const fn rounded(count: u64) -> Option<u64> {
    match count {
        0..=HIDDEN_MAX => None,
        _ => Some((count + BASE / 2) / BASE * BASE),
    }
}

/// Returns a count as a correction publishes it. `first` is the count as it was in the first
/// release that has it.
///
/// Whoever compares releases may know by how much a count has changed, and would learn it exactly
/// from the release in which its multiple changes. So what is published follows from the multiple
/// of the first release and the change since then alone: all counts with that multiple are
/// published as the same numbers, in however many releases. It is off by four at most. What the
/// first release has hidden stays hidden.
pub fn rounded_since(first: u64, count: u64) -> Option<u64> {
    let shown = rounded(first)?;
    let steps = (count.abs_diff(first) + BASE / 2) / BASE * BASE;
    let shown = if count < first { shown.saturating_sub(steps) } else { shown + steps };
    (shown > HIDDEN_MAX).then_some(shown)
}

/// Returns a rate's numerator and denominator as they are published, of rounded counts, if there
/// are enough facts. A rate follows from rounded counts alone.
pub fn rate(numerator: Option<u64>, denominator: Option<u64>) -> Option<[u64; 2]> {
    let (numerator, denominator) = (numerator?, denominator?);
    (denominator >= RATE_MIN).then(|| [numerator.min(denominator), denominator])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_hidden_up_to_seven_and_then_rounded_to_fives() {
        let published = [0, 1, 7, 8, 12, 13, 100].map(rounded);
        assert_eq!(published, [None, None, None, Some(10), Some(10), Some(15), Some(100)]);
    }

    #[test]
    fn a_rate_follows_from_rounded_counts_and_is_never_above_one() {
        let of = |numerator, denominator| rate(rounded(numerator), rounded(denominator));
        assert_eq!(of(8, 9), Some([10, 10]));
        assert_eq!(of(18, 18), Some([20, 20]));
        for hidden in [(0, 30), (0, 0), (3, 40), (5, 7)] {
            assert_eq!(of(hidden.0, hidden.1), None, "{hidden:?}");
        }
    }

    /// Returns what all releases publish of a count.
    fn shown(counts: &[u64]) -> Vec<Option<u64>> {
        counts.iter().map(|count| rounded_since(counts[0], *count)).collect()
    }

    proptest::proptest! {
        /// All releases together leave five values to a count, as the first one does, even to
        /// whoever knows by how much it has changed each time.
        #[test]
        fn all_releases_together_tell_no_more_than_the_first(
            first in 0..60_u64,
            changes in proptest::collection::vec(-12..13_i64, 0..8),
        ) {
            let counts = |first: u64| {
                let mut counts = vec![first];
                for change in &changes {
                    let last = counts.last().copied().unwrap_or_default();
                    counts.push(last.checked_add_signed(*change)?);
                }
                Some(counts)
            };
            let Some(own) = counts(first) else { return Ok(()) };
            let is_possible = |value: &u64| {
                counts(*value).is_some_and(|counts| shown(&counts) == shown(&own))
            };
            // A fall to nothing excludes the smaller values by itself.
            let lowest = own.iter().min().copied().unwrap_or_default();
            let values = (0..90).filter(is_possible).count();
            proptest::prop_assert!(values >= 5 || lowest < 5, "{own:?}: {values}");
        }
    }

    #[test]
    fn a_correction_shows_a_large_change() {
        let shown = |first| {
            [first, first + 2, first + 3, first + 8].map(|count| rounded_since(first, count))
        };
        // Both counts have the multiple 10.
        assert_eq!(shown(8), shown(12));
        assert_eq!(shown(8), [Some(10), Some(10), Some(15), Some(20)]);
        assert_eq!(rounded_since(12, 400), Some(400));
        assert_eq!(rounded_since(12, 4), None);
        assert_eq!(rounded_since(7, 400), None);
    }
}
