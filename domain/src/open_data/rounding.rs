//! Rounding of counts that are finer than an entity, a kind and a quarter.
//!
//! Beside them stand exact sums: those of all entities, or those of an entity over its services. So
//! zero is hidden with the small counts: if all others were known to be zero, the sum would tell
//! the last one.

/// Highest count that is hidden.
const HIDDEN_MAX: u64 = 7;

/// Number to whose multiples counts are rounded.
const BASE: u64 = 5;

/// Lowest rounded number of facts of which a rate is published.
const RATE_MIN: u64 = 10;

/// Returns a count as it is published: the nearest multiple of 5, or `None` for a hidden one.
pub const fn rounded(count: u64) -> Option<u64> {
    match count {
        0..=HIDDEN_MAX => None,
        _ => Some((count + BASE / 2) / BASE * BASE),
    }
}

/// Returns a count as a correction publishes it. What an earlier release has hidden stays hidden,
/// and its multiple stays while the count is near it: the step from one to the next would show a
/// count exactly to whoever knows that it has changed by one.
pub const fn rounded_again(count: u64, before: Option<u64>) -> Option<u64> {
    match before {
        None => None,
        Some(before) if count.abs_diff(before) <= BASE => Some(before),
        Some(_) => rounded(count),
    }
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

    /// Two releases leave five values to a count, as one does, even to whoever knows by how much it
    /// has changed, if that is three at most.
    #[test]
    fn a_correction_tells_no_more_than_the_first_release() {
        for first in 0..60_u64 {
            for second in first.saturating_sub(3)..=first + 3 {
                let shown = [rounded(first), rounded_again(second, rounded(first))];
                let is_possible = |value: &u64| {
                    let Some(other) = (value + second).checked_sub(first) else { return false };
                    shown == [rounded(*value), rounded_again(other, rounded(*value))]
                };
                let values = (0..80).filter(is_possible).count();
                assert!(values >= 5, "{first}, then {second}: {values}");
            }
        }
    }

    #[test]
    fn a_correction_shows_a_large_change() {
        assert_eq!(rounded_again(15, Some(10)), Some(10));
        assert_eq!(rounded_again(16, Some(10)), Some(15));
        assert_eq!(rounded_again(400, Some(10)), Some(400));
        assert_eq!(rounded_again(400, None), None);
    }
}
