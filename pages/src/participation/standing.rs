//! Standing of a participation and its next step, in plain words.

use domain::{Timestamp, case::stage::Stage, wire::Status};
use leptos::prelude::*;

use super::{
    Participation,
    facts::{self, entity_name},
    labels,
};
use crate::{
    document::Context,
    html::{Html, IntoHtml},
    text::{Code, LocalDay, LocalTime, Moment, fill},
    words::Words,
};

/// Returns the reference number with the stage and the next step. Whoever doesn't see the content
/// finds the facts here.
pub(crate) fn sheet(context: Context<'_>, participation: &Participation<'_>) -> Html {
    let words = context.words();
    let Participation { status, now, calendar, .. } = *participation;
    let moment = |at| {
        let time = LocalTime::of(at, calendar, words);
        view! { <Moment time=time /> }.into_html()
    };
    let value = |name: &str| match name {
        "first" => moment(status.first_response_due),
        "full" => moment(status.resolution_due),
        _ => entity_name(context, participation, &status.entity),
    };
    // Nobody answers a test.
    let sentence = if status.test {
        context.language.words(false).test_notice
    } else {
        sentence(words, status.stage, status.merged)
    };
    let sentence = fill(sentence, &value);
    let late = (!status.test && is_late(status, now))
        .then(|| view! { <p class="page-late">{words.late}</p> });
    let execution = execution(words, status);
    let facts = status.content.is_none().then(|| facts::list(context, participation));
    view! {
        <section class="page-sheet page-next">
            <p>{words.reference}</p>
            <p class="page-reference"><Code text=status.reference.to_string() /></p>
            <h2>{labels::stage(words, status.stage, status.merged)}</h2>
            <p>{sentence}</p>
            {execution}
            {late}
            {facts}
        </section>
    }
    .into_html()
}

/// Returns the day by which an accepted suggestion is to be implemented, or on which it was.
fn execution(words: &'static Words, status: &Status) -> Option<Html> {
    let content = status.content.as_ref()?;
    let (sentence, day) = match (content.implemented_on, content.planned_by) {
        (Some(day), _) => (words.implemented_on, day),
        (None, Some(day)) => (words.planned_by, day),
        (None, None) => return None,
    };
    let value = |_: &str| {
        let day = LocalDay::of(day, words);
        view! { <time datetime=day.iso>{day.words}</time> }.into_html()
    };
    Some(view! { <p>{fill(sentence, &value)}</p> }.into_html())
}

/// Returns the sentence about a stage, and what happens next.
pub(crate) fn sentence(words: &Words, stage: Stage, is_merged: bool) -> &'static str {
    match stage {
        Stage::Declined if is_merged => words.next_merged,
        Stage::Received => words.next_received,
        Stage::InReview => words.next_in_review,
        Stage::AwaitingCustomer => words.next_awaiting_customer,
        Stage::Transferred => words.next_transferred,
        Stage::Answered => words.next_answered,
        Stage::Closed => words.next_closed,
        Stage::Reopened => words.next_reopened,
        Stage::Withdrawn => words.next_withdrawn,
        Stage::Declined => words.next_declined,
    }
}

/// Returns whether the deadline of the awaited answer has passed. Timers are paused while the
/// author is asked.
fn is_late(status: &Status, now: Timestamp) -> bool {
    match status.stage {
        Stage::Received => now > status.first_response_due,
        Stage::InReview | Stage::Transferred | Stage::Reopened => now > status.resolution_due,
        Stage::AwaitingCustomer
        | Stage::Answered
        | Stage::Closed
        | Stage::Withdrawn
        | Stage::Declined => false,
    }
}
