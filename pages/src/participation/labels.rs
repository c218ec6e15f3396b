//! Labels of the domain's names: stages, kinds, moods, calls.

use domain::{
    case::stage::Stage,
    intake::kind::{Kind, Mood},
};
use form::language;

use crate::words::Words;

pub(super) fn stage(words: &Words, stage: Stage) -> &'static str {
    match stage {
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
pub(super) fn kind(words: &language::Words, kind: Kind) -> &'static str {
    match kind {
        Kind::Suggestion => words.kind_suggestion,
        Kind::Observation => words.kind_observation,
        Kind::Complaint => words.kind_complaint,
    }
}

pub(super) fn mood(words: &Words, mood: Mood) -> &'static str {
    match mood {
        Mood::Happy => words.rate_happy,
        Mood::Neutral => words.rate_neutral,
        Mood::Unhappy => words.rate_unhappy,
    }
}

/// Returns the sentence about a call that has been done, if there is such a call.
pub(super) fn said(words: &Words, call: &str) -> Option<&'static str> {
    match call {
        "messages" => Some(words.said_messages),
        "rating" => Some(words.said_rating),
        "reopening" => Some(words.said_reopening),
        "withdrawal" => Some(words.said_withdrawal),
        "erasure" => Some(words.said_erasure),
        "contact" => Some(words.said_contact),
        "link" => Some(words.lost_done),
        _ => None,
    }
}
