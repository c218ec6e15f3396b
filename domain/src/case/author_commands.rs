//! Actions that a customer can take about their own participation.

use jiff::{SignedDuration, Timestamp};

use crate::{
    case::{
        life_cycle::{Next, Verb},
        stage::Stage,
    },
    sla::agreement::REOPENING_DAYS,
};

/// Returns the actions that the customer can take now. The decision uses nothing but the public
/// status: the present stage, and the stages of the past with their times. A merged participation
/// isn't rated before it is answered.
pub fn offers(
    stage: Stage,
    is_merged: bool,
    timeline: &[(Timestamp, Stage)],
    now: Timestamp,
) -> Vec<Verb> {
    let is_in_time = || {
        ended_at(timeline).is_none_or(|at| {
            now.duration_since(at) <= SignedDuration::from_hours(24 * REOPENING_DAYS)
        })
    };
    [Verb::Write, Verb::Rate, Verb::Reopen, Verb::Withdraw, Verb::CorrectContact]
        .into_iter()
        .filter(|verb| {
            verb.outcome(stage) != Next::Never
                && (*verb != Verb::Reopen || is_in_time())
                && (*verb != Verb::Rate || !is_merged)
        })
        .collect()
}

/// Returns the time at which the participation was last answered, closed or declined.
fn ended_at(timeline: &[(Timestamp, Stage)]) -> Option<Timestamp> {
    let before = std::iter::once(None).chain(timeline.iter().map(|(_, stage)| Some(*stage)));
    let ends = |stage| matches!(stage, Stage::Answered | Stage::Closed | Stage::Declined);
    let steps =
        before.zip(timeline).filter(|(before, (_, stage))| ends(*stage) && *before != Some(*stage));
    steps.last().map(|(_, (at, _))| *at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: usize) -> Timestamp {
        Timestamp::from_second(i64::try_from(day).unwrap() * 86_400).unwrap()
    }

    /// Returns the actions on a participation that went through these stages, one a day.
    fn offered(stages: &[Stage], now: usize) -> Vec<Verb> {
        let entry = |(place, stage): (usize, &Stage)| (day(place), *stage);
        let timeline: Vec<_> = stages.iter().enumerate().map(entry).collect();
        offers(*stages.last().unwrap(), false, &timeline, day(now))
    }

    #[test]
    fn what_is_offered_is_what_the_table_allows() {
        let open = [Stage::Received, Stage::InReview];
        assert_eq!(offered(&open, 2), [Verb::Write, Verb::Withdraw, Verb::CorrectContact]);
        let answered = [Stage::Received, Stage::InReview, Stage::Answered];
        assert_eq!(
            offered(&answered, 3),
            [Verb::Write, Verb::Rate, Verb::Reopen, Verb::CorrectContact]
        );
        assert_eq!(offered(&[Stage::Received, Stage::Withdrawn], 3), []);
    }

    #[test]
    fn what_is_merged_is_rated_once_it_is_answered() {
        let timeline = [(day(0), Stage::Received), (day(1), Stage::Declined)];
        let offered = |is_merged| offers(Stage::Declined, is_merged, &timeline, day(2));
        assert_eq!(offered(true), [Verb::Reopen, Verb::CorrectContact]);
        assert_eq!(offered(false), [Verb::Rate, Verb::Reopen, Verb::CorrectContact]);
    }

    #[test]
    fn reopening_is_offered_for_thirty_days_after_the_end_whatever_was_noted_since() {
        let ended = [Stage::Received, Stage::Declined, Stage::Declined, Stage::Declined];
        assert!(offered(&ended, 31).contains(&Verb::Reopen));
        assert!(!offered(&ended, 32).contains(&Verb::Reopen));
    }
}
