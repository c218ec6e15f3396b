//! How a suggestion is judged: by several people, each without knowing what the others say, along criteria that the entity has weighted.

use std::{collections::BTreeMap, num::NonZeroU8};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{access::staff::StaffId, entity::slug::Slug};

/// How many people judge at least.
pub const JUDGES: usize = 2;

/// What a suggestion is judged by, and how much of the best possible it must reach to be recommended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Draft", into = "Draft")]
pub struct Criteria {
    weights: BTreeMap<Slug, NonZeroU8>,
    threshold: Percent,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Draft {
    weights: BTreeMap<Slug, NonZeroU8>,
    threshold: Percent,
}

/// From nothing to all, in hundredths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Percent(u8);

/// One person's mark for one criterion, from 1 (not at all) to 5 (fully).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Mark(u8);

/// One person's marks, one for each criterion.
pub type Marks = BTreeMap<Slug, Mark>;

/// Why something is no evaluation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EvaluationError {
    /// More than a hundred hundredths.
    #[error("at most 100 percent")]
    Percent,
    /// Outside of 1 to 5.
    #[error("marks go from 1 to 5")]
    Mark,
    /// There is nothing to judge by.
    #[error("there is at least one criterion")]
    NoCriteria,
    /// A criterion without a mark, or a mark without a criterion.
    #[error("each criterion gets one mark")]
    Incomplete,
    /// They gave theirs before; by now they may have seen those of others.
    #[error("marks are given once")]
    Again,
    /// Not enough people have given theirs.
    #[error("at least {JUDGES} people judge before it is decided")]
    TooFew,
}

/// How far the judging of a suggestion has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evaluation {
    criteria: Criteria,
    marks: BTreeMap<StaffId, Marks>,
    decision: Option<Decision>,
}

/// What was decided. The reason that the customer reads lies with the other words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "decision", content = "day", rename_all = "snake_case")]
pub enum Decision {
    /// It will not be done.
    Rejected,
    /// It will be done; when, isn't known yet.
    Accepted,
    /// It will be done by this day.
    Planned(Date),
    /// It was done on this day.
    Implemented(Date),
}

impl Percent {
    /// So many hundredths.
    ///
    /// # Errors
    ///
    /// When there are more than a hundred.
    pub const fn new(hundredths: u8) -> Result<Self, EvaluationError> {
        if hundredths <= 100 { Ok(Self(hundredths)) } else { Err(EvaluationError::Percent) }
    }
}

impl TryFrom<u8> for Percent {
    type Error = EvaluationError;

    fn try_from(hundredths: u8) -> Result<Self, EvaluationError> {
        Self::new(hundredths)
    }
}

impl From<Percent> for u8 {
    fn from(percent: Percent) -> Self {
        percent.0
    }
}

impl Mark {
    /// A mark from 1 to 5.
    ///
    /// # Errors
    ///
    /// When it is another number.
    pub const fn new(mark: u8) -> Result<Self, EvaluationError> {
        if mark >= 1 && mark <= 5 { Ok(Self(mark)) } else { Err(EvaluationError::Mark) }
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

impl Criteria {
    /// Criteria with their weights, and the threshold.
    ///
    /// # Errors
    ///
    /// When there is no criterion.
    pub fn new(
        weights: BTreeMap<Slug, NonZeroU8>,
        threshold: Percent,
    ) -> Result<Self, EvaluationError> {
        if weights.is_empty() {
            Err(EvaluationError::NoCriteria)
        } else {
            Ok(Self { weights, threshold })
        }
    }

    /// What is judged by, each with its weight.
    pub const fn weights(&self) -> &BTreeMap<Slug, NonZeroU8> {
        &self.weights
    }

    /// How much of the best possible is enough to be recommended.
    pub const fn threshold(&self) -> Percent {
        self.threshold
    }

    /// Whether there is a mark for each criterion and no other.
    pub fn are_met_by(&self, marks: &Marks) -> bool {
        self.weights.keys().eq(marks.keys())
    }

    /// The weighted mean of marks: all 1 is nothing, all 5 is all.
    fn mean<'a>(&self, all: impl Iterator<Item = &'a Marks>) -> Percent {
        let (mut reached, mut possible) = (0_u32, 0_u32);
        for (criterion, mark) in all.flatten() {
            let weight = self.weights.get(criterion).map_or(0, |weight| u32::from(weight.get()));
            reached += weight * u32::from(mark.0 - 1);
            possible += weight * 4;
        }
        Percent(
            (reached * 100)
                .checked_div(possible)
                .and_then(|hundredths| u8::try_from(hundredths).ok())
                .unwrap_or_default(),
        )
    }
}

impl Default for Criteria {
    /// Benefit first, then whether it can be done, how well it fits, what it costs and how new it is; recommended from 60 of 100.
    fn default() -> Self {
        let weights =
            [("benefit", 30), ("feasibility", 25), ("strategy", 20), ("cost", 15), ("novelty", 10)];
        let weights = weights
            .into_iter()
            .filter_map(|(name, weight)| Some((Slug::parse(name).ok()?, NonZeroU8::new(weight)?)));
        Self { weights: weights.collect(), threshold: Percent(60) }
    }
}

impl TryFrom<Draft> for Criteria {
    type Error = EvaluationError;

    fn try_from(Draft { weights, threshold }: Draft) -> Result<Self, EvaluationError> {
        Self::new(weights, threshold)
    }
}

impl From<Criteria> for Draft {
    fn from(Criteria { weights, threshold }: Criteria) -> Self {
        Self { weights, threshold }
    }
}

impl Evaluation {
    /// Nobody has judged yet.
    pub const fn new(criteria: Criteria) -> Self {
        Self { criteria, marks: BTreeMap::new(), decision: None }
    }

    /// What it is judged by: what held when the first judge began.
    pub const fn criteria(&self) -> &Criteria {
        &self.criteria
    }

    /// Takes one person's marks.
    ///
    /// # Errors
    ///
    /// When they aren't one for each criterion, or were given before.
    pub fn judge(&mut self, judge: StaffId, marks: Marks) -> Result<(), EvaluationError> {
        match () {
            () if self.marks.contains_key(&judge) => Err(EvaluationError::Again),
            () if !self.criteria.are_met_by(&marks) => Err(EvaluationError::Incomplete),
            () => {
                self.marks.insert(judge, marks);
                Ok(())
            }
        }
    }

    /// Decides. The threshold recommends, people decide.
    ///
    /// # Errors
    ///
    /// When too few have judged.
    pub fn decide(&mut self, accepted: bool) -> Result<(), EvaluationError> {
        if self.marks.len() < JUDGES {
            return Err(EvaluationError::TooFew);
        }
        self.decision = Some(if accepted { Decision::Accepted } else { Decision::Rejected });
        Ok(())
    }

    /// Sets what becomes of what was accepted; `false` if it wasn't, or is done already.
    pub fn go_on(&mut self, step: Decision) -> bool {
        let goes_on = matches!(self.decision, Some(Decision::Accepted | Decision::Planned(_)));
        if goes_on {
            self.decision = Some(step);
        }
        goes_on
    }

    /// What was decided.
    pub const fn decision(&self) -> Option<Decision> {
        self.decision
    }

    /// What all marks come to, once there are enough of them.
    pub fn result(&self) -> Option<Percent> {
        (self.marks.len() >= JUDGES).then(|| self.criteria.mean(self.marks.values()))
    }

    /// Whether the result reaches the threshold.
    pub fn recommended(&self) -> Option<bool> {
        self.result().map(|result| result >= self.criteria.threshold)
    }

    /// How many have judged.
    pub fn judges(&self) -> usize {
        self.marks.len()
    }

    /// The marks that this person may see: their own; those of others once they have given theirs, or once it is decided.
    pub fn seen_by(&self, person: &StaffId) -> impl Iterator<Item = (&StaffId, &Marks)> {
        let all = self.marks.contains_key(person) || self.decision.is_some();
        self.marks.iter().filter(move |_| all)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn judge(number: u8) -> StaffId {
        StaffId::draw([number; 16])
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
        assert_eq!(judged(&[[1; 5], [1; 5]]).result(), Some(Percent(0)));
        assert_eq!(judged(&[[5; 5], [5; 5]]).result(), Some(Percent(100)));
        assert_eq!(judged(&[[5, 1, 1, 1, 1], [5, 1, 1, 1, 1]]).result(), Some(Percent(30)));
        let (enough, not) =
            (judged(&[[3, 3, 4, 3, 4], [4, 3, 3, 4, 4]]), judged(&[[3; 5], [3; 5]]));
        assert_eq!((enough.recommended(), not.recommended()), (Some(true), Some(false)));
    }

    #[test]
    fn nobody_sees_the_marks_of_others_before_giving_theirs() {
        let mut evaluation = judged(&[[3; 5]]);
        assert_eq!(evaluation.seen_by(&judge(0)).count(), 1);
        assert_eq!(evaluation.seen_by(&judge(1)).count(), 0);
        assert_eq!(evaluation.result(), None);
        evaluation.judge(judge(1), marks([4; 5])).unwrap();
        assert_eq!([0, 1, 2].map(|number| evaluation.seen_by(&judge(number)).count()), [2, 2, 0]);
        evaluation.decide(true).unwrap();
        assert_eq!(evaluation.seen_by(&judge(2)).count(), 2);
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
        assert!(Mark::new(0).is_err() && Mark::new(6).is_err() && Percent::new(101).is_err());
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

    #[test]
    fn criteria_are_kept_as_data() {
        let json = serde_json::to_value(Criteria::default()).unwrap();
        assert_eq!((&json["weights"]["benefit"], &json["threshold"]), (&30.into(), &60.into()));
        assert_eq!(serde_json::from_value::<Criteria>(json).unwrap(), Criteria::default());
        for wrong in [
            r#"{"weights":{},"threshold":60}"#,
            r#"{"weights":{"a":0},"threshold":60}"#,
            r#"{"weights":{"a":1},"threshold":101}"#,
        ] {
            assert!(serde_json::from_str::<Criteria>(wrong).is_err(), "{wrong}");
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
