//! Why something can't be done to a case.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::REOPENING_DAYS;
use crate::{
    case::{
        corrective_action::CorrectiveActionError, evaluation::EvaluationError, life_cycle::Verb,
        stage::Stage,
    },
    sla::agreement::EXTENSION_MAX,
};

/// Why something can't be done to a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// Not at this stage.
    #[error("this can't be done while it is {}", .0.as_str())]
    Stage(Stage),
    /// Not to what this is.
    #[error("this can't be done to a participation of this kind")]
    Kind,
    /// Not by whoever asks.
    #[error("this is done by others")]
    Actor,
    /// It needs words.
    #[error("write something")]
    WordsMissing,
    /// It has none.
    #[error("no words go with this")]
    WordsUnwanted,
    /// What was said is gone.
    #[error("what was said was erased")]
    Erased,
    /// Handed over to, or merged with, itself.
    #[error("that is where it is already")]
    Itself,
    /// Merged with one that nobody answers any more, or that is answered with another one.
    #[error("that one has ended: nobody will answer it")]
    Ended,
    /// Put off before, or by too much.
    #[error("the full answer is put off once, by at most {EXTENSION_MAX} working days")]
    Extension,
    /// Ended too long ago.
    #[error("it can be reopened for {REOPENING_DAYS} days after it ended")]
    TooLate,
    /// Something else was done last, by somebody else, or too long ago.
    #[error("only what was done last can be taken back, by whoever did it, within seconds")]
    Undo,
    /// Planned or done though it wasn't accepted.
    #[error("the suggestion wasn't accepted, or is done already")]
    NotAccepted,
    /// An action without the answers to "why?".
    #[error("an action names the root cause that it is against")]
    RootCauseMissing,
    /// Told a second time at the same level.
    #[error("it was told before")]
    Told,
    /// What the judging doesn't allow.
    #[error(transparent)]
    Evaluation(#[from] EvaluationError),
    /// What the actions don't allow.
    #[error(transparent)]
    CorrectiveAction(#[from] CorrectiveActionError),
}

impl Refusal {
    /// Why a verb isn't one for a participation at this stage.
    pub(super) const fn of(verb: Verb, stage: Stage) -> Self {
        match verb {
            Verb::Undo => Self::Undo,
            _ => Self::Stage(stage),
        }
    }
}
