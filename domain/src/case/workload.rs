//! Workload of a person or a service at an entity: open cases by their deadlines, and what
//! customers said of the handling.

use serde::{Deserialize, Serialize};

use crate::intake::kind::Mood;

/// Days for which ratings are counted.
pub const RATED_DAYS: u32 = 90;

/// Number of open cases, by the queues that they stand in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workload {
    /// Cases that haven't ended.
    pub open: u32,
    /// Those among them that are due on this working day.
    pub due_today: u32,
    /// Those that are due within five working days, this one included.
    pub due_week: u32,
    /// Those whose deadline has passed.
    pub overdue: u32,
}

impl Workload {
    /// Returns the workload without a part of it.
    #[must_use]
    pub const fn without(self, part: Self) -> Self {
        Self {
            open: self.open.saturating_sub(part.open),
            due_today: self.due_today.saturating_sub(part.due_today),
            due_week: self.due_week.saturating_sub(part.due_week),
            overdue: self.overdue.saturating_sub(part.overdue),
        }
    }

    /// Returns the sum of two workloads.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self {
            open: self.open + other.open,
            due_today: self.due_today + other.due_today,
            due_week: self.due_week + other.due_week,
            overdue: self.overdue + other.overdue,
        }
    }
}

/// Number of ratings, by what they said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ratings {
    /// Ratings of happy customers.
    pub happy: u32,
    /// Ratings of neutral customers.
    pub neutral: u32,
    /// Ratings of unhappy customers.
    pub unhappy: u32,
}

impl Ratings {
    /// Adds ratings of one mood.
    pub const fn add(&mut self, mood: Mood, count: u32) {
        match mood {
            Mood::Happy => self.happy += count,
            Mood::Neutral => self.neutral += count,
            Mood::Unhappy => self.unhappy += count,
        }
    }

    /// Returns the number of ratings of one mood.
    pub const fn of(self, mood: Mood) -> u32 {
        match mood {
            Mood::Happy => self.happy,
            Mood::Neutral => self.neutral,
            Mood::Unhappy => self.unhappy,
        }
    }
}

/// Workload and ratings together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Open cases.
    pub load: Workload,
    /// Ratings of the last [`RATED_DAYS`] days.
    pub ratings: Ratings,
}

impl Tally {
    /// Returns whether there is nothing to show.
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_taken_from_each_number_and_never_below_none() {
        let all = Workload { open: 5, due_today: 1, due_week: 3, overdue: 2 };
        let part = Workload { open: 2, due_today: 1, due_week: 1, overdue: 0 };
        let rest = Workload { open: 3, due_today: 0, due_week: 2, overdue: 2 };
        assert_eq!(all.without(part), rest);
        assert_eq!(rest.and(part), all);
        assert_eq!(part.without(all), Workload::default());
    }

    #[test]
    fn ratings_are_counted_by_mood() {
        let mut ratings = Ratings::default();
        ratings.add(Mood::Unhappy, 2);
        ratings.add(Mood::Happy, 1);
        ratings.add(Mood::Unhappy, 1);
        let of = [Mood::Happy, Mood::Neutral, Mood::Unhappy].map(|mood| ratings.of(mood));
        assert_eq!(of, [1, 0, 3]);
        assert!(!Tally { ratings, load: Workload::default() }.is_empty());
        assert!(Tally::default().is_empty());
    }
}
