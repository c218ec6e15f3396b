//! From the names of the domain to what people read.

use domain::{
    Timestamp,
    case::stage::Stage,
    intake::kind::{Kind, Mood},
    sla::calendar::Calendar,
};
use form::Language;

pub(super) fn stage(stage: Stage, language: Language) -> &'static str {
    let words = language.words(false);
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

pub(super) fn kind(kind: Kind, language: Language) -> &'static str {
    let words = language.words(false);
    match kind {
        Kind::Suggestion => words.kind_suggestion,
        Kind::Observation => words.kind_observation,
        Kind::Complaint => words.kind_complaint,
    }
}

/// What a face stands for.
pub(super) fn mood(mood: Mood, language: Language) -> &'static str {
    let words = language.words(false);
    match mood {
        Mood::Happy => words.page_rate_happy,
        Mood::Neutral => words.page_rate_neutral,
        Mood::Unhappy => words.page_rate_unhappy,
    }
}

/// The face itself.
pub(super) fn face(mood: Mood) -> String {
    let mouth = match mood {
        Mood::Happy => "M15 28q9 10 18 0",
        Mood::Neutral => "M16 31h16",
        Mood::Unhappy => "M15 34q9-10 18 0",
    };
    format!(
        "<svg viewBox=\"0 0 48 48\" aria-hidden=\"true\"><circle cx=\"24\" cy=\"24\" r=\"21\"/><path d=\"M17 18v2M31 18v2{mouth}\"/></svg>"
    )
}

/// What is said after something was done, by the name of the call that did it.
pub(super) fn said(call: &str, language: Language) -> Option<&'static str> {
    let words = language.words(false);
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

/// A moment as HTML, in the entity's local time; the script writes it out in the reader's language.
pub(super) fn moment(at: Timestamp, calendar: &Calendar) -> String {
    let local = calendar.local(at).strftime("%Y-%m-%d %H:%M");
    format!("<time datetime=\"{at}\"><bdi dir=\"ltr\">{local}</bdi></time>")
}
