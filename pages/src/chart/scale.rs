//! Geometry of charts: pure functions from values to places.
//!
//! A horizontal place is a percentage of the drawing's width, a vertical one a number of pixels.
//! So a drawing is as wide as the window allows, and its text keeps its size.

/// Height of the plot.
pub(super) const PLOT: f64 = 160.0;

/// Room above the plot, for labels and marks.
pub(super) const ABOVE: f64 = 20.0;

/// Room below the plot, for the labels of the axis.
pub(super) const BELOW: f64 = 28.0;

/// Height of a drawing.
pub(super) const HEIGHT: f64 = ABOVE + PLOT + BELOW;

/// Factors of the ends of an axis; their halves are whole.
const ENDS: [f64; 5] = [2.0, 4.0, 6.0, 8.0, 10.0];

/// Axis from zero to an end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scale {
    end: f64,
}

impl Scale {
    /// Axis of shares, from 0 to 100 %.
    pub(super) const SHARES: Self = Self { end: 1.0 };

    /// Returns an axis for counts, whose end is a round number: at least 2, so that half of it is
    /// a count too.
    pub(super) fn for_counts(values: impl IntoIterator<Item = f64>) -> Self {
        let most = values.into_iter().fold(2.0, f64::max);
        let mut unit = 1.0;
        loop {
            if let Some(end) = ENDS.into_iter().map(|end| end * unit).find(|end| *end >= most) {
                return Self { end };
            }
            unit *= 10.0;
        }
    }

    /// Returns the values to label: the beginning, the middle and the end.
    pub(super) fn ticks(self) -> [f64; 3] {
        [0.0, self.end / 2.0, self.end]
    }

    /// Returns the part of the axis up to a value, between 0 and 1.
    pub(super) fn part(self, value: f64) -> f64 {
        (value / self.end).clamp(0.0, 1.0)
    }

    /// Returns the vertical place of a value, from the top.
    pub(super) fn height(self, value: f64) -> f64 {
        ABOVE + PLOT * (1.0 - self.part(value))
    }
}

/// Returns the horizontal place of a part of an axis that readers of the other direction mirror.
pub(super) fn across(part: f64, is_mirrored: bool) -> f64 {
    100.0 * if is_mirrored { 1.0 - part } else { part }
}

/// Returns the part of an axis in the middle of a column, of so many.
pub(super) fn middle(place: usize, count: usize) -> f64 {
    (whole(place) + 0.5) / whole(count.max(1))
}

/// Returns the places to label in a row of so many: the first, the middle and the last.
pub(super) fn labelled(count: usize) -> Vec<usize> {
    let mut places = vec![0, count / 2, count.saturating_sub(1)];
    places.dedup();
    places.retain(|place| *place < count);
    places
}

/// Returns numbers of cases from 1 to the end of an axis, closer together where a funnel is steep.
pub(super) fn sizes(end: u64) -> Vec<u64> {
    let mut sizes = vec![1];
    let mut size = 1;
    while size < end {
        size = (size + size / 6 + 1).min(end);
        sizes.push(size);
    }
    sizes
}

fn whole(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_near(one: f64, other: f64) -> bool {
        (one - other).abs() < 1e-9
    }

    #[test]
    fn an_axis_ends_at_a_round_number_not_below_the_greatest_value() {
        for (most, end) in
            [(0.0, 2.0), (1.0, 2.0), (5.0, 6.0), (10.0, 10.0), (11.0, 20.0), (3_882.0, 4_000.0)]
        {
            assert!(is_near(Scale::for_counts([0.0, most]).end, end), "{most}");
        }
    }

    #[test]
    fn greater_values_are_higher_and_none_leaves_the_plot() {
        let scale = Scale::for_counts([10.0]);
        assert!(is_near(scale.height(0.0), ABOVE + PLOT) && is_near(scale.height(10.0), ABOVE));
        assert!(is_near(scale.height(5.0), ABOVE + PLOT / 2.0));
        assert!(is_near(scale.height(99.0), ABOVE) && is_near(scale.height(-1.0), ABOVE + PLOT));
    }

    #[test]
    fn a_mirrored_axis_begins_at_the_right() {
        assert!(is_near(across(0.25, false), 25.0) && is_near(across(0.25, true), 75.0));
    }

    #[test]
    fn columns_share_the_width() {
        assert!(is_near(middle(0, 4), 0.125) && is_near(middle(3, 4), 0.875));
        assert_eq!(labelled(24), [0, 12, 23]);
        assert_eq!(labelled(1), [0]);
        assert!(labelled(0).is_empty());
    }

    #[test]
    fn sizes_run_from_one_to_the_end_and_are_few() {
        let sizes = sizes(4_000);
        assert_eq!((sizes.first(), sizes.last()), (Some(&1), Some(&4_000)));
        assert!(sizes.is_sorted() && sizes.len() < 60, "{}", sizes.len());
        assert_eq!(super::sizes(1), [1]);
    }
}
