//! Labels of the domain's names: stages, kinds, moods, calls.

use domain::{
    case::stage::Stage,
    intake::kind::{Kind, Mood},
};
use form::language;

use crate::words::Words;

pub(super) fn stage(words: &Words, stage: Stage) -> &'static str {
    match stage {
        Stage::Received => words.page_stage_received,
        Stage::InReview => words.page_stage_in_review,
        Stage::AwaitingCustomer => words.page_stage_awaiting_customer,
        Stage::Transferred => words.page_stage_transferred,
        Stage::Answered => words.page_stage_answered,
        Stage::Closed => words.page_stage_closed,
        Stage::Reopened => words.page_stage_reopened,
        Stage::Withdrawn => words.page_stage_withdrawn,
        Stage::Declined => words.page_stage_declined,
    }
}

/// Returns the form's word for a kind.
pub(super) fn kind(words: &language::Words, kind: Kind) -> &'static str {
    match kind {
        Kind::Suggestion => words.kind_suggestion,
        Kind::Observation => words.kind_observation,
        Kind::Complaint => words.kind_complaint,
    }
}

pub(super) fn mood(words: &Words, mood: Mood) -> &'static str {
    match mood {
        Mood::Happy => words.page_rate_happy,
        Mood::Neutral => words.page_rate_neutral,
        Mood::Unhappy => words.page_rate_unhappy,
    }
}

/// Returns the sentence about a call that has been done, if there is such a call.
pub(super) fn said(words: &Words, call: &str) -> Option<&'static str> {
    match call {
        "messages" => Some(words.page_said_messages),
        "rating" => Some(words.page_said_rating),
        "reopening" => Some(words.page_said_reopening),
        "withdrawal" => Some(words.page_said_withdrawal),
        "erasure" => Some(words.page_said_erasure),
        "link" => Some(words.page_lost_done),
        _ => None,
    }
}
