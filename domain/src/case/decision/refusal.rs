//! Reasons why an action on a case is refused.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    case::{
        JOINED_MAX, corrective_action::CorrectiveActionError, evaluation::EvaluationError,
        life_cycle::Verb, stage::Stage,
    },
    sla::agreement::{EXTENSION_MAX, REOPENING_DAYS},
};

/// Reason why an action on a case is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// Action that isn't possible at this stage.
    #[error("this can't be done while it is {}", .0.as_str())]
    Stage(Stage),
    /// Action that doesn't apply to this kind of participation.
    #[error("this can't be done to a participation of this kind")]
    Kind,
    /// Action by an actor whose role doesn't allow it.
    #[error("this is done by others")]
    Actor,
    /// Missing text.
    #[error("write something")]
    WordsMissing,
    /// Text with an action that takes none.
    #[error("no words go with this")]
    WordsUnwanted,
    /// Text on a participation whose content was erased.
    #[error("what was said was erased")]
    Erased,
    /// Transfer to the entity that has custody already, invitation of one that sees the case or
    /// never had it, merge of a case into itself, or a deputy who has the case.
    #[error("that is where it is already")]
    Itself,
    /// Merge into a case that has ended.
    #[error("that one has ended: nobody will answer it")]
    Ended,
    /// Merge into a case that is itself merged into another one.
    #[error("that one is itself merged into another one")]
    Merged,
    /// Merge into a case with which as many others are answered as may be.
    #[error("that one is answered for {JOINED_MAX} others already")]
    Crowded,
    /// Merge into a case of which another entity has custody.
    #[error("that one is answered by another entity")]
    Elsewhere,
    /// Merge of a case with which others are answered.
    #[error("others are answered with this one: part them first, or merge that one into this")]
    Awaited,
    /// Parting, or the answer of another case, for a case that isn't merged into it.
    #[error("it isn't merged into another one")]
    NotMerged,
    /// Second extension, or an extension by too many days.
    #[error("the full answer is put off once, by at most {EXTENSION_MAX} working days")]
    Extension,
    /// Reopening too long after the end.
    #[error("it can be reopened for {REOPENING_DAYS} days after it ended")]
    TooLate,
    /// Undo of an action that isn't the last one, is another person's, or is too old.
    #[error("only what was done last can be taken back, by whoever did it, within seconds")]
    Undo,
    /// Plan or implementation of a suggestion that wasn't accepted, or is implemented already.
    #[error("the suggestion wasn't accepted, or is done already")]
    NotAccepted,
    /// Implementation on a day to come, or before the suggestion was received.
    #[error("it is implemented between the day of the receipt and today")]
    ImplementedOn,
    /// Public words about something that wasn't implemented or found effective.
    #[error("there is nothing to tell yet: it isn't implemented, or wasn't found effective")]
    NothingChanged,
    /// Approval of public words that were replaced, or are published already.
    #[error("these words were replaced by others, or are public already")]
    Proposal,
    /// Approval of public words by the person who wrote them.
    #[error("public words are approved by somebody else than who wrote them")]
    OwnWords,
    /// Corrective or preventive action without a root cause.
    #[error("an action names the root cause that it is against")]
    RootCauseMissing,
    /// Second escalation to the same level, or a second reminder.
    #[error("it was told before")]
    Told,
    /// Refusal by the rules of an evaluation.
    #[error(transparent)]
    Evaluation(#[from] EvaluationError),
    /// Refusal by the rules of corrective actions.
    #[error(transparent)]
    CorrectiveAction(#[from] CorrectiveActionError),
}

impl Refusal {
    /// Returns the reason why a verb isn't possible at a stage.
    pub(super) const fn of(verb: Verb, stage: Stage) -> Self {
        match verb {
            Verb::Undo => Self::Undo,
            _ => Self::Stage(stage),
        }
    }
}
