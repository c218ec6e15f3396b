//! Statistics behind the figures: what a number may be read as, and when it differs.
//!
//! All functions are pure and exact within floating point; none of them samples. Each file names
//! the source of its formula, and its tests compare with values that the source publishes.

pub mod control_chart;
pub mod distribution;
pub mod funnel;
pub mod mix;
pub mod proportion;

/// Returns a count as a floating-point number. Above 2^53 it is rounded.
pub fn float(count: u64) -> f64 {
    let high = u32::try_from(count >> 32).unwrap_or(u32::MAX);
    let low = u32::try_from(count & u64::from(u32::MAX)).unwrap_or(u32::MAX);
    f64::from(high) * 4_294_967_296.0 + f64::from(low)
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_count_keeps_its_value() {
        for (count, expected) in [(0, 0.0), (3_882, 3_882.0), (1 << 40, 1_099_511_627_776.0)] {
            assert!((super::float(count) - expected).abs() < f64::EPSILON, "{count}");
        }
    }
}
