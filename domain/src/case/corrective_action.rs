//! Corrective and preventive actions, and the check of their effect.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    staff::StaffId,
    text::{Text, TextError},
};

/// Maximum number of answers to "why?" in a root cause.
pub const WHYS: usize = 5;

/// Nature of an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Nature {
    /// Action against a fault that occurred.
    Corrective,
    /// Action against a fault that could occur.
    Preventive,
}

/// Plan of an action, as agreed. Its description and root cause are stored with the other texts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Corrective or preventive.
    pub nature: Nature,
    /// Member of staff who is responsible for the action.
    pub owner: StaffId,
    /// Deadline of the action.
    pub due: Date,
    /// First day on which the effect can be checked.
    pub check_from: Date,
}

/// Corrective or preventive action: its plan and its progress.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorrectiveAction {
    plan: Plan,
    progress: Progress,
}

/// Progress of an action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "progress", rename_all = "snake_case")]
pub enum Progress {
    /// Agreed, and not done yet.
    Open,
    /// Done, with evidence.
    Done {
        /// Member of staff who did it.
        by: StaffId,
        /// Time of completion.
        at: Timestamp,
    },
    /// Checked for its effect, by someone else.
    Checked {
        /// Member of staff who checked.
        by: StaffId,
        /// `true` if the action had the desired effect.
        effective: bool,
    },
}

/// Error of agreeing on, completing or checking an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CorrectiveActionError {
    /// Deadline in the past, or a check before the deadline.
    #[error("an action is due today or later, and its effect shows after that")]
    Dates,
    /// Number of no known action.
    #[error("there is no such action")]
    Unknown,
    /// Step out of order: the action is done already, or not yet.
    #[error("the action is done before it is checked, and each once")]
    Order,
    /// Check before an effect can be seen.
    #[error("whether it helped can't be seen before {0}")]
    TooEarly(Date),
    /// Check by a person who was responsible for the action or did it.
    #[error("whether it helped is looked at by someone else than who saw to it")]
    SamePerson,
}

/// Root cause: the answers to "why?", each about the one before it. The last answer is the cause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RootCause(Vec<Text>);

/// Error of parsing a root cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum RootCauseError {
    /// No answer, too many answers, or an empty one.
    #[error("one to {WHYS} answers to the question why")]
    Count,
    /// Answer that can't be stored.
    #[error("{0}")]
    Text(#[from] TextError),
}

impl RootCause {
    /// Parses the answers.
    ///
    /// # Errors
    ///
    /// When there is none, one is empty or can't be stored, or there are more than [`WHYS`].
    pub fn parse(written: &[String]) -> Result<Self, RootCauseError> {
        let answers: Vec<_> = written
            .iter()
            .map(|why| Text::parse(why)?.ok_or(RootCauseError::Count))
            .collect::<Result<_, _>>()?;
        if (1..=WHYS).contains(&answers.len()) {
            Ok(Self(answers))
        } else {
            Err(RootCauseError::Count)
        }
    }

    /// Returns the answers.
    pub fn answers(&self) -> &[Text] {
        &self.0
    }
}

impl Plan {
    /// Checks that the plan can be agreed on this day.
    ///
    /// # Errors
    ///
    /// When its deadline is in the past.
    pub fn agreed_on(&self, today: Date) -> Result<(), CorrectiveActionError> {
        if today <= self.due { Ok(()) } else { Err(CorrectiveActionError::Dates) }
    }

    /// Checks that the effect can be seen on this day.
    ///
    /// # Errors
    ///
    /// When it is too early.
    pub fn checked_on(&self, today: Date) -> Result<(), CorrectiveActionError> {
        if self.check_from <= today {
            Ok(())
        } else {
            Err(CorrectiveActionError::TooEarly(self.check_from))
        }
    }
}

impl CorrectiveAction {
    /// Creates an open action from a plan.
    ///
    /// # Errors
    ///
    /// When the check wouldn't come after the deadline.
    pub fn agree(plan: Plan) -> Result<Self, CorrectiveActionError> {
        if plan.due < plan.check_from {
            Ok(Self { plan, progress: Progress::Open })
        } else {
            Err(CorrectiveActionError::Dates)
        }
    }

    /// Records the completion.
    ///
    /// # Errors
    ///
    /// When the action was completed before.
    pub fn complete(&mut self, by: StaffId, at: Timestamp) -> Result<(), CorrectiveActionError> {
        match self.progress {
            Progress::Open => {
                self.progress = Progress::Done { by, at };
                Ok(())
            }
            _ => Err(CorrectiveActionError::Order),
        }
    }

    /// Records the check of the effect.
    ///
    /// # Errors
    ///
    /// When the action isn't done, was checked before, or when the person was responsible for it or
    /// did it.
    pub fn check(&mut self, by: StaffId, effective: bool) -> Result<(), CorrectiveActionError> {
        match &self.progress {
            Progress::Done { by: doer, .. } if *doer == by || self.plan.owner == by => {
                Err(CorrectiveActionError::SamePerson)
            }
            Progress::Done { .. } => {
                self.progress = Progress::Checked { by, effective };
                Ok(())
            }
            _ => Err(CorrectiveActionError::Order),
        }
    }

    /// Returns the plan.
    pub const fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Returns the progress.
    pub const fn progress(&self) -> &Progress {
        &self.progress
    }

    /// Returns whether the action is done, and this person may check its effect: they neither did
    /// it nor were responsible for it.
    pub fn is_checked_by(&self, person: &StaffId) -> bool {
        matches!(&self.progress, Progress::Done { by, .. } if by != person)
            && self.plan.owner != *person
    }

    /// Returns whether the deadline has passed and the action isn't done.
    pub fn is_overdue(&self, today: Date) -> bool {
        self.progress == Progress::Open && self.plan.due < today
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: i8) -> Date {
        jiff::civil::date(2026, 12, day)
    }

    fn person(number: u8) -> StaffId {
        StaffId::draw([number; 16])
    }

    fn plan() -> Plan {
        Plan { nature: Nature::Corrective, owner: person(1), due: day(10), check_from: day(20) }
    }

    #[test]
    fn it_is_agreed_done_and_checked_by_someone_else() {
        let mut action = CorrectiveAction::agree(plan()).unwrap();
        assert_eq!([day(10), day(11)].map(|today| action.is_overdue(today)), [false, true]);
        assert_eq!(action.check(person(3), true), Err(CorrectiveActionError::Order));
        action.complete(person(2), Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!(
            action.complete(person(2), Timestamp::UNIX_EPOCH),
            Err(CorrectiveActionError::Order)
        );
        assert!(!action.is_overdue(day(11)));
        let checkers = [1, 2, 3].map(|number| action.is_checked_by(&person(number)));
        assert_eq!(checkers, [false, false, true]);
        assert_eq!(action.check(person(1), true), Err(CorrectiveActionError::SamePerson));
        assert_eq!(action.check(person(2), true), Err(CorrectiveActionError::SamePerson));
        action.check(person(3), false).unwrap();
        assert_eq!(action.progress(), &Progress::Checked { by: person(3), effective: false });
        assert_eq!(action.check(person(4), true), Err(CorrectiveActionError::Order));
    }

    #[test]
    fn its_days_follow_each_other() {
        assert_eq!(
            [day(10), day(11)].map(|today| plan().agreed_on(today)),
            [Ok(()), Err(CorrectiveActionError::Dates)]
        );
        assert_eq!(
            [day(19), day(20)].map(|today| plan().checked_on(today)),
            [Err(CorrectiveActionError::TooEarly(day(20))), Ok(())]
        );
        assert_eq!(
            CorrectiveAction::agree(Plan { check_from: day(10), ..plan() }),
            Err(CorrectiveActionError::Dates)
        );
    }

    #[test]
    fn a_root_cause_is_one_to_five_answers() {
        let answers = |count: usize| vec!["because".to_owned(); count];
        assert_eq!(
            [0, 1, 5, 6].map(|count| RootCause::parse(&answers(count)).is_ok()),
            [false, true, true, false]
        );
        assert_eq!(RootCause::parse(&["because".into(), " ".into()]), Err(RootCauseError::Count));
        assert_eq!(RootCause::parse(&["\0".into()]), Err(RootCauseError::Text(TextError::Nul)));
    }
}
