//! Messages between customer and staff after the first. Internal notes look different and are
//! labelled.

use domain::{
    case::life_cycle::Audience,
    channel::mail::split_quotation,
    wire::console::{CaseView, Said},
};
use leptos::prelude::*;

use super::{Desk, attachment::Attachments, deliveries, events::taken_back, lessons};
use crate::{
    view::shared::due::Moment,
    words::{self, words},
};

/// List of the messages.
#[component]
pub(super) fn Thread(desk: Desk) -> impl IntoView {
    let length = Memo::new(move |_| {
        let taken_back =
            |case: &CaseView| case.thread.iter().filter(|said| said.taken_back).count();
        let told = |case: &CaseView| case.deliveries.clone();
        desk.of(|case| (case.thread.len(), taken_back(case), case.is_erased, told(case)))
    });
    view! {
        <section class="sheet" aria-labelledby="thread-title">
            <h2 id="thread-title" tabindex="-1">{words::case().thread_title}</h2>
            {move || {
                // A read tracks the memo; an unread memo triggers nothing.
                length.get();
                desk.case.get_untracked().map(|case| {
                    let messages = if case.thread.is_empty() {
                        view! { <p class="hint">{words::case().thread_empty}</p> }.into_any()
                    } else {
                        view! { <ol class="thread">{case.thread.iter().map(|message| item(desk, &case, message)).collect_view()}</ol> }.into_any()
                    };
                    view! { {messages} {deliveries::others(&case)} }
                })
            }}
        </section>
    }
}

fn item(desk: Desk, case: &CaseView, message: &Said) -> impl IntoView {
    let is_internal = message.audience == Audience::Staff;
    let author = match &message.by {
        Some(id) => case.names.get(id).cloned().unwrap_or_else(|| words().someone.to_owned()),
        None => words().customer.to_owned(),
    };
    let from = match (&message.by, is_internal) {
        (None, _) => "customer",
        (_, true) => "staff",
        (_, false) => "entity",
    };
    let event = message
        .sequence
        .and_then(|sequence| case.events.iter().find(|event| event.sequence == sequence));
    let action = event.map(|event| words::done(&event.deed));
    view! {
        <li data-from=from>
            <p class="by">
                <strong><bdi>{author}</bdi></strong>" "
                {action.map(|action| view! { <span>{action}</span> })}" "
                <Moment at=message.at />" "
                {is_internal.then(|| view! { <span class="flag">{words::case().internal}</span> })}
                {taken_back(message.taken_back)}
            </p>
            {said(message)}
            {(!message.root_cause.is_empty()).then(|| view! {
                <p class="hint">{words::case().root_cause}</p>
                <ol class="whys">{message.root_cause.iter().cloned().map(|cause| view! { <li dir="auto">{cause}</li> }).collect_view()}</ol>
            })}
            {message.public_words.as_ref().map(lessons::sentences)}
            <Attachments desk files=message.attachments.clone() />
            {deliveries::beside(case, message.at)}
        </li>
    }
}

/// Renders what is said. The quotation at the end of an author's mail is folded away.
fn said(message: &Said) -> impl IntoView + use<> {
    let (text, quoted) = match message.by {
        Some(_) => (&*message.text, None),
        None => split_quotation(&message.text),
    };
    let quoted = quoted.map(str::to_owned);
    view! {
        <p class="said" dir="auto">{text.to_owned()}</p>
        {quoted.map(|quoted| view! {
            <details><summary>{words::case().quoted}</summary><p class="said" dir="auto">{quoted}</p></details>
        })}
    }
}
