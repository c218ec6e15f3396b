//! Next step of a participation and its deadline, in plain words.

use domain::{Timestamp, case::stage::Stage, wire::Status};
use leptos::prelude::*;

use super::{Participation, status::entity_name};
use crate::{
    document::Context,
    html::{Html, IntoHtml},
    text::{LocalTime, Moment, fill},
    words::Words,
};

/// Returns one sentence or two, and one more if the deadline has passed.
pub(super) fn sheet(context: Context<'_>, participation: &Participation<'_>) -> Html {
    let words = context.words();
    let Participation { status, now, calendar, .. } = *participation;
    let moment = |at| {
        let time = LocalTime::of(at, calendar);
        view! { <Moment time=time /> }.into_html()
    };
    let value = |name: &str| match name {
        "first" => moment(status.first_response_due),
        "full" => moment(status.resolution_due),
        _ => entity_name(context, participation, &status.entity),
    };
    let sentence = fill(sentence(words, status.stage), &value);
    let late = is_late(status, now).then(|| view! { <p class="page-late">{words.late}</p> });
    view! {
        <section class="page-sheet page-next">
            <h2>{words.next}</h2>
            <p>{sentence}</p>
            {late}
        </section>
    }
    .into_html()
}

fn sentence(words: &Words, stage: Stage) -> &'static str {
    match stage {
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
