//! What is done so that something doesn't go wrong again, and whether it helped.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    access::staff::StaffId,
    text::{Text, TextError},
};

/// How often "why?" is asked at most.
pub const WHYS: usize = 5;

/// What an action is against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Nature {
    /// What went wrong.
    Corrective,
    /// What could.
    Preventive,
}

/// What was agreed. What is to be done, and why, lies with the other words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// What it is against.
    pub nature: Nature,
    /// Who sees to it.
    pub owner: StaffId,
    /// By when it is done.
    pub due: Date,
    /// From when on it can be seen whether it helped.
    pub check_from: Date,
}

/// How far an action has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorrectiveAction {
    plan: Plan,
    progress: Progress,
}

/// How far an action has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "progress", rename_all = "snake_case")]
pub enum Progress {
    /// It was agreed.
    Open,
    /// It is done, with evidence.
    Done {
        /// Who did it.
        by: StaffId,
        /// When.
        at: Timestamp,
    },
    /// Someone else has looked whether it helped.
    Checked {
        /// Who looked.
        by: StaffId,
        /// Whether it did.
        effective: bool,
    },
}

/// Why an action can't be agreed, done or checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CorrectiveActionError {
    /// Due on a day that is over, or checked before it is due.
    #[error("an action is due today or later, and its effect shows after that")]
    Dates,
    /// There is no action with this number.
    #[error("there is no such action")]
    Unknown,
    /// It is not at this point: done already, or not yet.
    #[error("the action is done before it is checked, and each once")]
    Order,
    /// Too early to see an effect.
    #[error("whether it helped can't be seen before {0}")]
    TooEarly(Date),
    /// Whoever saw to it doesn't judge it.
    #[error("whether it helped is looked at by someone else than who saw to it")]
    SamePerson,
}

/// The answers to "why?", each to the one before it; the last is the root cause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RootCause(Vec<Text>);

/// Why answers are no root cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum RootCauseError {
    /// None, or too many, or one of them empty.
    #[error("one to {WHYS} answers to the question why")]
    Count,
    /// One that can't be kept.
    #[error("{0}")]
    Text(#[from] TextError),
}

impl RootCause {
    /// Reads the answers.
    ///
    /// # Errors
    ///
    /// When there is none, one is empty, or there are more than [`WHYS`].
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

    /// The answers.
    pub fn answers(&self) -> &[Text] {
        &self.0
    }
}

impl Plan {
    /// Whether it can be agreed on this day.
    ///
    /// # Errors
    ///
    /// When it would be due on a day that is over.
    pub fn agreed_on(&self, today: Date) -> Result<(), CorrectiveActionError> {
        if today <= self.due { Ok(()) } else { Err(CorrectiveActionError::Dates) }
    }

    /// Whether its effect shows on this day.
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
    /// Agrees on it.
    ///
    /// # Errors
    ///
    /// When its days don't follow each other.
    pub fn agree(plan: Plan) -> Result<Self, CorrectiveActionError> {
        if plan.due < plan.check_from {
            Ok(Self { plan, progress: Progress::Open })
        } else {
            Err(CorrectiveActionError::Dates)
        }
    }

    /// Says that it is done.
    ///
    /// # Errors
    ///
    /// When it was before.
    pub fn complete(&mut self, by: StaffId, at: Timestamp) -> Result<(), CorrectiveActionError> {
        match self.progress {
            Progress::Open => {
                self.progress = Progress::Done { by, at };
                Ok(())
            }
            _ => Err(CorrectiveActionError::Order),
        }
    }

    /// Says whether it helped.
    ///
    /// # Errors
    ///
    /// When it isn't done, or the same person would judge.
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

    /// What was agreed.
    pub const fn plan(&self) -> &Plan {
        &self.plan
    }

    /// How far it has come.
    pub const fn progress(&self) -> &Progress {
        &self.progress
    }

    /// Whether its day has passed without it.
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
