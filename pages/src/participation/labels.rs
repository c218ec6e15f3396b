//! Labels of the domain's names: stages, kinds, moods, calls.

use domain::{
    case::stage::Stage,
    intake::kind::{Kind, Mood},
};
use form::language;

use crate::words::Words;

/// Returns the label of a stage. What was merged into another one isn't called refused.
pub(crate) fn stage(words: &Words, stage: Stage, is_merged: bool) -> &'static str {
    match stage {
        Stage::Declined if is_merged => words.stage_merged,
        Stage::Received => words.stage_received,
        Stage::InReview => words.stage_in_review,
        Stage::AwaitingCustomer => words.stage_awaiting_customer,
        Stage::Transferred => words.stage_transferred,
        Stage::Answered => words.stage_answered,
        Stage::Closed => words.stage_closed,
        Stage::Reopened => words.stage_reopened,
        Stage::Withdrawn => words.stage_withdrawn,
        Stage::Declined => words.stage_declined,
    }
}

/// Returns the form's word for a kind.
pub(crate) fn kind(words: &language::Words, kind: Kind) -> &'static str {
    match kind {
        Kind::Suggestion => words.kind_suggestion,
        Kind::Observation => words.kind_observation,
        Kind::Complaint => words.kind_complaint,
    }
}

pub(crate) fn mood(words: &Words, mood: Mood) -> &'static str {
    match mood {
        Mood::Happy => words.rate_happy,
        Mood::Neutral => words.rate_neutral,
        Mood::Unhappy => words.rate_unhappy,
    }
}

/// Sentence about the form that led back to the page.
#[derive(Clone, Copy)]
pub(super) enum Said {
    /// The call was done.
    Done(&'static str),
    /// The call was refused.
    Trouble(&'static str),
}

/// Returns the sentence about a call or its refusal, if there is such a call.
pub(super) fn said(words: &Words, call: &str) -> Option<Said> {
    let done = match call {
        "messages" => words.said_messages,
        "rating" => words.said_rating,
        "reopening" => words.said_reopening,
        "withdrawal" => words.said_withdrawal,
        "erasure" => words.said_erasure,
        "contact" => words.said_contact,
        "classification" => words.said_classification,
        "link" => words.lost_done,
        _ => return refused(words, call).map(Said::Trouble),
    };
    Some(Said::Done(done))
}

fn refused(words: &Words, call: &str) -> Option<&'static str> {
    match call {
        "empty-messages" => Some(words.write_empty),
        "empty-rating" => Some(words.rate_empty),
        "empty-reopening" => Some(words.reopen_empty),
        "empty-classification" => Some(words.classify_empty),
        "empty-contact" => Some(words.contact_change_empty),
        "refused" => Some(words.refused),
        "over" => Some(words.key_hint),
        "wrong" => Some(words.wrong_key),
        "wrong-code" => Some(words.code_wrong),
        _ => None,
    }
}
