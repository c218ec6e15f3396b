//! From the names of the domain to what people read.

use domain::{
    Timestamp,
    case::stage::Stage,
    input::{InputError, Reason},
    intake::kind::{Kind, Mood},
    sla::calendar::Calendar,
};
use form::{Language, language::Words};

use crate::error::ApiError;

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

/// What went wrong with a form, each with the id of the field to mend, if it is one.
pub(super) fn troubles(
    error: &ApiError,
    words: &'static Words,
) -> Vec<(&'static str, &'static str)> {
    match error {
        ApiError::Invalid(errors) => errors.iter().map(|error| trouble(error, words)).collect(),
        ApiError::MediaType(_) | ApiError::TooLong | ApiError::TooLarge(_) => {
            vec![("files", words.files_accepted)]
        }
        ApiError::TooMany(_) | ApiError::TooManyOpen(_) => vec![("", words.error_limit)],
        ApiError::Internal(_) | ApiError::Busy | ApiError::Full | ApiError::Cut => {
            vec![("", words.error_server)]
        }
        _ => vec![("", words.error_refused)],
    }
}

fn trouble(error: &InputError, words: &'static Words) -> (&'static str, &'static str) {
    match (error.pointer.as_str(), error.reason) {
        ("/kind", _) => ("kind-suggestion", words.error_kind),
        (_, Reason::TooManyAttachments) => ("files", words.files_too_many),
        ("/text", Reason::NothingSaid) => ("text", words.error_text),
        ("/text", _) => ("text", words.error_text_long),
        ("/suggestion", Reason::Text(_)) => ("suggestion", words.error_text_long),
        ("/suggestion", _) => ("suggestion", words.error_contact),
        ("/service", _) => ("service", words.error_contact),
        ("/contact/name", _) => ("name", words.error_contact),
        ("/contact/email", _) => ("email", words.error_email),
        ("/contact/phone", _) => ("phone", words.error_phone),
        _ => ("", words.error_refused),
    }
}
