//! Standing of a participation and its next step, in plain words.

use domain::{
    Timestamp,
    case::{life_cycle::Verb, stage::Stage},
    wire::Status,
};
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
    let sentences = if status.test {
        vec![context.language.words(false).test_notice]
    } else {
        sentences(words, status.stage, status.merged, &offers(status, now))
    };
    let sentences: Vec<_> =
        sentences.into_iter().map(|sentence| view! { {fill(sentence, &value)}" " }).collect();
    let late = (!status.test && is_late(status, now))
        .then(|| view! { <p class="page-late">{words.late}</p> });
    let execution = execution(words, status);
    let facts = status.content.is_none().then(|| facts::list(context, participation));
    view! {
        <section class="page-sheet page-next">
            <p>{words.reference}</p>
            <p class="page-reference"><Code text=status.reference.to_string() /></p>
            <h2>{labels::stage(words, status.stage, status.merged)}</h2>
            <p>{sentences}</p>
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

/// Returns what the author can do about it now. A rating is asked for once, of the bearer of the
/// key alone.
fn offers(status: &Status, now: Timestamp) -> Vec<Verb> {
    let is_unrated = status.content.as_ref().is_some_and(|content| content.rating.is_none());
    let is_due = |verb: &Verb| *verb != Verb::Rate || is_unrated;
    status.offers(now).into_iter().filter(is_due).collect()
}

/// Returns the sentences about a stage: where it stands, what happens next, and what its author can
/// do about it.
pub(crate) fn sentences(
    words: &Words,
    stage: Stage,
    is_merged: bool,
    offers: &[Verb],
) -> Vec<&'static str> {
    let rate =
        (stage == Stage::Answered && offers.contains(&Verb::Rate)).then_some(words.next_rate);
    let reopen = offers.contains(&Verb::Reopen).then(|| match stage {
        Stage::Answered if rate.is_some() => words.reopen_answered,
        Stage::Closed => words.reopen_closed,
        Stage::Declined if is_merged => words.reopen_merged,
        _ => words.reopen_declined,
    });
    [Some(standing(words, stage, is_merged)), rate, reopen].into_iter().flatten().collect()
}

/// Returns the sentence about a stage: where it stands and what happens next.
pub(crate) fn standing(words: &Words, stage: Stage, is_merged: bool) -> &'static str {
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

#[cfg(test)]
mod tests {
    use form::Language;

    use super::*;

    #[test]
    fn nothing_is_asked_for_or_promised_that_is_not_offered() {
        for words in Language::ALL.map(Words::of) {
            let said = |stage, is_merged, offers: &[Verb]| {
                sentences(words, stage, is_merged, offers).join(" ")
            };
            let all = [Verb::Rate, Verb::Reopen];
            let answered = said(Stage::Answered, false, &all);
            assert!(answered.contains(words.next_rate), "{answered}");
            assert!(answered.contains(words.reopen_answered), "{answered}");
            let rated = said(Stage::Answered, false, &[Verb::Reopen]);
            assert!(!rated.contains(words.next_rate), "{rated}");
            assert!(rated.contains("30"), "{rated}");
            for (stage, is_merged) in [
                (Stage::Answered, false),
                (Stage::Closed, false),
                (Stage::Declined, false),
                (Stage::Declined, true),
            ] {
                assert!(said(stage, is_merged, &all).contains("30"), "{stage:?}");
                let late = said(stage, is_merged, &[]);
                assert!(!late.contains("30") && !late.is_empty(), "{late}");
            }
        }
    }
}
