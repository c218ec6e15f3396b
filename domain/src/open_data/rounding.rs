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

/// Returns a rate's numerator and denominator as they are published, if there are enough facts. A
/// rate follows from rounded counts alone.
pub fn rounded_rate(numerator: u64, denominator: u64) -> Option<[u64; 2]> {
    let (numerator, denominator) = (rounded(numerator)?, rounded(denominator)?);
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
        assert_eq!(rounded_rate(8, 9), Some([10, 10]));
        assert_eq!(rounded_rate(18, 18), Some([20, 20]));
        for hidden in [(0, 30), (0, 0), (3, 40), (5, 7)] {
            assert_eq!(rounded_rate(hidden.0, hidden.1), None, "{hidden:?}");
        }
    }
}
