//! Evaluation of a suggestion.
//!
//! Several people judge it by criteria that the entity has weighted. None of them sees the marks of
//! the others before giving their own.

use std::{collections::BTreeMap, num::NonZeroU32};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    entity::criteria::{Criteria, Percent},
    slug::Slug,
    staff::StaffId,
};

/// Minimum number of judges.
pub const JUDGES: usize = 2;

/// Best mark.
pub const MARK_MAX: u8 = 5;

/// Mark of one judge for one criterion, from 1 (not at all) to [`MARK_MAX`] (fully).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Mark(u8);

/// Marks of one judge, one for each criterion.
pub type Marks = BTreeMap<Slug, Mark>;

/// Error of an evaluation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EvaluationError {
    /// Mark outside of 1 to 5.
    #[error("marks go from 1 to 5")]
    Mark,
    /// Criterion without a mark, or a mark without a criterion.
    #[error("each criterion gets one mark")]
    Incomplete,
    /// Second marks of the same judge, who may have seen those of others by now.
    #[error("marks are given once")]
    Again,
    /// Decision before enough people have judged.
    #[error("at least {JUDGES} people judge before it is decided")]
    TooFew,
}

/// State of an evaluation: criteria, marks and decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evaluation {
    criteria: Criteria,
    marks: BTreeMap<StaffId, Marks>,
    decision: Option<Decision>,
}

/// Decision about a suggestion. The reason that the customer reads is stored with the other texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "decision", content = "day", rename_all = "snake_case")]
pub enum Decision {
    /// Rejected: it will not be implemented.
    Rejected,
    /// Accepted, without a date of implementation yet.
    Accepted,
    /// Accepted, with the day by which it will be implemented.
    Planned(Date),
    /// Implemented on this day.
    Implemented(Date),
}

/// Money that an implemented suggestion saves in its first twelve months.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Savings {
    /// Amount in whole dirhams.
    pub dirhams: NonZeroU32,
    /// Basis of the amount.
    pub basis: SavingsBasis,
}

/// Basis of an amount that is saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SavingsBasis {
    /// Compared with what was spent before.
    Measured,
    /// Estimated.
    Estimated,
}

impl SavingsBasis {
    /// All bases.
    pub const ALL: [Self; 2] = [Self::Measured, Self::Estimated];

    /// Returns the name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Measured => "measured",
            Self::Estimated => "estimated",
        }
    }
}

impl Mark {
    /// Creates a mark.
    ///
    /// # Errors
    ///
    /// When the number is outside of 1 to 5.
    pub const fn new(mark: u8) -> Result<Self, EvaluationError> {
        if mark >= 1 && mark <= MARK_MAX { Ok(Self(mark)) } else { Err(EvaluationError::Mark) }
    }
}

impl TryFrom<u8> for Mark {
    type Error = EvaluationError;

    fn try_from(mark: u8) -> Result<Self, EvaluationError> {
        Self::new(mark)
    }
}

impl From<Mark> for u8 {
    fn from(mark: Mark) -> Self {
        mark.0
    }
}

impl Evaluation {
    /// Creates an evaluation without marks.
    pub const fn new(criteria: Criteria) -> Self {
        Self { criteria, marks: BTreeMap::new(), decision: None }
    }

    /// Returns the criteria that were in force when the first judge began.
    pub const fn criteria(&self) -> &Criteria {
        &self.criteria
    }

    /// Adds one person's marks.
    ///
    /// # Errors
    ///
    /// When there isn't one mark for each criterion, or this person has judged before.
    pub fn judge(&mut self, judge: StaffId, marks: Marks) -> Result<(), EvaluationError> {
        match () {
            () if self.marks.contains_key(&judge) => Err(EvaluationError::Again),
            () if !is_complete(&self.criteria, &marks) => Err(EvaluationError::Incomplete),
            () => {
                self.marks.insert(judge, marks);
                Ok(())
            }
        }
    }

    /// Records the decision. The threshold only recommends: people decide.
    ///
    /// # Errors
    ///
    /// When too few people have judged.
    pub fn decide(&mut self, accepted: bool) -> Result<(), EvaluationError> {
        if self.marks.len() < JUDGES {
            return Err(EvaluationError::TooFew);
        }
        self.decision = Some(if accepted { Decision::Accepted } else { Decision::Rejected });
        Ok(())
    }

    /// Records the plan or implementation of an accepted suggestion. Returns `false` if the
    /// suggestion wasn't accepted, or is implemented already.
    pub fn go_on(&mut self, step: Decision) -> bool {
        let goes_on = matches!(self.decision, Some(Decision::Accepted | Decision::Planned(_)));
        if goes_on {
            self.decision = Some(step);
        }
        goes_on
    }

    /// Returns the decision.
    pub const fn decision(&self) -> Option<Decision> {
        self.decision
    }

    /// Returns the weighted mean of all marks, once enough people have judged.
    pub fn result(&self) -> Option<Percent> {
        (self.marks.len() >= JUDGES).then(|| mean(&self.criteria, self.marks.values()))
    }

    /// Returns whether the result reaches the threshold, once there is a result.
    pub fn recommended(&self) -> Option<bool> {
        self.result().map(|result| result >= self.criteria.threshold())
    }

    /// Returns the number of people who have judged.
    pub fn judges(&self) -> usize {
        self.marks.len()
    }

    /// Returns whether enough people have judged, and nobody has decided.
    pub fn is_ready(&self) -> bool {
        self.marks.len() >= JUDGES && self.decision.is_none()
    }

    /// Returns whether a person's marks are due: they haven't judged, and nobody has decided.
    pub fn awaits(&self, person: &StaffId) -> bool {
        self.decision.is_none() && !self.marks.contains_key(person)
    }

    /// Returns the marks that this person may see: all of them once they have judged, the decision
    /// is theirs to make or the suggestion is decided, otherwise none.
    pub fn seen_by(
        &self,
        person: &StaffId,
        decides: bool,
    ) -> impl Iterator<Item = (&StaffId, &Marks)> {
        let all = self.marks.contains_key(person)
            || self.decision.is_some()
            || (decides && self.is_ready());
        self.marks.iter().filter(move |_| all)
    }
}

/// Returns whether there is exactly one mark for each criterion and no other.
fn is_complete(criteria: &Criteria, marks: &Marks) -> bool {
    criteria.weights().keys().eq(marks.keys())
}

/// Returns the weighted mean of marks: 0 % if all are 1, 100 % if all are 5.
fn mean<'a>(criteria: &Criteria, all: impl Iterator<Item = &'a Marks>) -> Percent {
    let (mut reached, mut possible) = (0_u32, 0_u32);
    for (criterion, mark) in all.flatten() {
        let weight = criteria.weights().get(criterion).map_or(0, |weight| u32::from(weight.get()));
        reached += weight * u32::from(mark.0 - 1);
        possible += weight * u32::from(MARK_MAX - 1);
    }
    Percent::of(reached, possible)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn judge(number: u8) -> StaffId {
        StaffId::draw([number; 16])
    }

    fn percent(hundredths: u8) -> Percent {
        Percent::new(hundredths).unwrap()
    }

    fn marks(all: [u8; 5]) -> Marks {
        let names = ["benefit", "cost", "feasibility", "novelty", "strategy"];
        names
            .into_iter()
            .zip(all)
            .map(|(name, mark)| (Slug::parse(name).unwrap(), Mark::new(mark).unwrap()))
            .collect()
    }

    fn judged(by: &[[u8; 5]]) -> Evaluation {
        let mut evaluation = Evaluation::new(Criteria::default());
        for (number, all) in (0..).zip(by) {
            evaluation.judge(judge(number), marks(*all)).unwrap();
        }
        evaluation
    }

    #[test]
    fn weights_count() {
        assert_eq!(judged(&[[1; 5], [1; 5]]).result(), Some(percent(0)));
        assert_eq!(judged(&[[5; 5], [5; 5]]).result(), Some(percent(100)));
        assert_eq!(judged(&[[5, 1, 1, 1, 1], [5, 1, 1, 1, 1]]).result(), Some(percent(30)));
        let (enough, not) =
            (judged(&[[3, 3, 4, 3, 4], [4, 3, 3, 4, 4]]), judged(&[[3; 5], [3; 5]]));
        assert_eq!((enough.recommended(), not.recommended()), (Some(true), Some(false)));
    }

    #[test]
    fn nobody_sees_the_marks_of_others_before_giving_theirs() {
        let mut evaluation = judged(&[[3; 5]]);
        assert_eq!(evaluation.seen_by(&judge(0), false).count(), 1);
        assert_eq!(evaluation.seen_by(&judge(1), false).count(), 0);
        assert_eq!(evaluation.seen_by(&judge(1), true).count(), 0, "too few to decide on");
        assert!(evaluation.awaits(&judge(1)) && !evaluation.awaits(&judge(0)));
        assert_eq!(evaluation.result(), None);
        evaluation.judge(judge(1), marks([4; 5])).unwrap();
        let seen = [0, 1, 2].map(|number| evaluation.seen_by(&judge(number), false).count());
        assert_eq!(seen, [2, 2, 0]);
        assert!(evaluation.is_ready());
        assert_eq!(evaluation.seen_by(&judge(2), true).count(), 2, "to decide by them");
        evaluation.decide(true).unwrap();
        assert!(!evaluation.is_ready() && !evaluation.awaits(&judge(2)));
        assert_eq!(evaluation.seen_by(&judge(2), false).count(), 2);
    }

    #[test]
    fn marks_are_complete_and_given_once() {
        let mut evaluation = judged(&[[3; 5]]);
        assert_eq!(evaluation.judge(judge(0), marks([5; 5])), Err(EvaluationError::Again));
        let mut incomplete = marks([5; 5]);
        incomplete.pop_first();
        assert_eq!(
            evaluation.judge(judge(1), incomplete.clone()),
            Err(EvaluationError::Incomplete)
        );
        incomplete.insert(Slug::parse("beauty").unwrap(), Mark(5));
        assert_eq!(evaluation.judge(judge(1), incomplete), Err(EvaluationError::Incomplete));
        assert_eq!(evaluation, judged(&[[3; 5]]));
        assert!(Mark::new(0).is_err() && Mark::new(6).is_err());
    }

    #[test]
    fn it_is_decided_by_enough_and_then_planned_and_done() {
        let mut evaluation = judged(&[[3; 5]]);
        assert_eq!(evaluation.decide(true), Err(EvaluationError::TooFew));
        let day = "2026-12-01".parse().unwrap();
        for accepted in [true, false] {
            let mut evaluation = judged(&[[3; 5], [3; 5]]);
            assert!(!evaluation.go_on(Decision::Planned(day)), "before it is decided");
            evaluation.decide(accepted).unwrap();
            assert_eq!(evaluation.go_on(Decision::Planned(day)), accepted);
            assert_eq!(evaluation.go_on(Decision::Implemented(day)), accepted);
            assert!(!evaluation.go_on(Decision::Planned(day)), "what is done is done");
        }
    }

    proptest! {
        #[test]
        fn a_better_mark_never_lowers_the_result(all in prop::array::uniform5(1..=4_u8), place in 0..5_usize) {
            let mut better = all;
            better[place] += 1;
            let (before, after) = (judged(&[all, all]).result(), judged(&[all, better]).result());
            prop_assert!(after >= before);
        }
    }
}
