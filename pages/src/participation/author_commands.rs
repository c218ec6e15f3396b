//! Commands of a participation's author: forms that the page's script shows to the bearer of the
//! tracking key, and sends. Only those are there that the life cycle allows at this stage.

use domain::{
    Timestamp,
    case::{life_cycle::Verb, stage::Stage},
    intake::kind::Mood,
    wire::Status,
};
use form::{FileCard, Language, Place};
use leptos::prelude::*;

use super::labels;
use crate::words::Words;

/// Two templates: the forms, and the texts for a form that can't be sent.
#[component]
pub(super) fn Commands(
    status: Status,
    now: Timestamp,
    language: Language,
    /// Path of the widget's module.
    engine: String,
) -> impl IntoView {
    let offered = status.offers(now);
    let is_offered = |verb| offered.contains(&verb);
    let is_asked = status.stage == Stage::AwaitingCustomer;
    let rate = is_offered(Verb::Rate).then(|| view! { <Rate language=language /> });
    let write = is_offered(Verb::Write)
        .then(|| view! { <Write language=language is_asked=is_asked engine=engine /> });
    let reopen = is_offered(Verb::Reopen).then(|| view! { <Reopen language=language /> });
    let contact =
        is_offered(Verb::CorrectContact).then(|| view! { <CorrectContact language=language /> });
    let withdraw = is_offered(Verb::Withdraw).then(|| view! { <Withdraw language=language /> });
    view! {
        <template id="deeds">
            {rate}
            {write}
            <section class="page-sheet page-more">
                {reopen}
                {contact}
                {withdraw}
                <OwnData language=language />
            </section>
        </template>
        <Troubles language=language />
    }
}

/// End of each form: error, button.
#[component]
fn End(button: &'static str) -> impl IntoView {
    view! {
        <p class="page-trouble" role="alert"></p>
        <button class="page-button">{button}</button>
    }
}

#[component]
fn TextField(name: &'static str, label: &'static str) -> impl IntoView {
    let id = ["deed-", name].concat();
    view! {
        <label for=id.clone()>{label}</label>
        <textarea id=id name=name dir="auto" rows="5"></textarea>
    }
}

/// Reply in writing, by voice, by video or with files. The page's script mounts recorders and
/// attachments, which are the form's own, into their places.
#[component]
fn Write(language: Language, is_asked: bool, engine: String) -> impl IntoView {
    let (words, form_words) = (Words::of(language), language.words(false));
    let title = if is_asked { words.answer } else { words.write };
    view! {
        <section class="page-sheet">
            <h2 id="title-messages">{title}</h2>
            <form class="page-form" data-call="messages" aria-labelledby="title-messages">
                <TextField name="text" label=words.write_text />
                <div class="sawtak" lang=language.tag() dir=language.dir() data-step="say" data-engine=engine>
                    <div class="ways">
                        <div data-place=Place::Recorders.name()></div>
                        <FileCard words=form_words />
                    </div>
                    <div data-place=Place::Attachments.name()></div>
                    <div data-place=Place::After.name()></div>
                </div>
                <End button=form_words.send />
            </form>
        </section>
    }
}

#[component]
fn Rate(language: Language) -> impl IntoView {
    let words = Words::of(language);
    let faces = [Mood::Happy, Mood::Neutral, Mood::Unhappy]
        .map(|mood| view! { <Face mood=mood label=labels::mood(words, mood) /> });
    view! {
        <section class="page-sheet" data-rate="">
            <form class="page-form" data-call="rating" aria-labelledby="title-rating">
                <fieldset class="page-faces">
                    <legend><h2 id="title-rating">{words.rate}</h2></legend>
                    {faces.collect_view()}
                </fieldset>
                <TextField name="comment" label=words.rate_comment />
                <End button=language.words(false).send />
            </form>
        </section>
    }
}

#[component]
fn Face(mood: Mood, label: &'static str) -> impl IntoView {
    let mouth = match mood {
        Mood::Happy => "M17 18v2M31 18v2M15 28q9 10 18 0",
        Mood::Neutral => "M17 18v2M31 18v2M16 31h16",
        Mood::Unhappy => "M17 18v2M31 18v2M15 34q9-10 18 0",
    };
    view! {
        <label>
            <input type="radio" name="rating" value=mood.as_str() />
            <svg viewBox="0 0 48 48" aria-hidden="true">
                <circle cx="24" cy="24" r="21" />
                <path d=mouth />
            </svg>
            <span>{label}</span>
        </label>
    }
}

#[component]
fn Reopen(language: Language) -> impl IntoView {
    let words = Words::of(language);
    view! {
        <details>
            <summary id="title-reopening">{words.reopen}</summary>
            <form class="page-form" data-call="reopening" aria-labelledby="title-reopening">
                <TextField name="reason" label=words.reopen_text />
                <End button=words.reopen />
            </form>
        </details>
    }
}

#[component]
fn Withdraw(language: Language) -> impl IntoView {
    let words = Words::of(language);
    view! {
        <details>
            <summary id="title-withdrawal">{words.withdraw}</summary>
            <form class="page-form" data-call="withdrawal" aria-labelledby="title-withdrawal">
                <p>{words.withdraw_hint}</p>
                <TextField name="reason" label=words.withdraw_text />
                <End button=words.withdraw />
            </form>
        </details>
    }
}

/// Correction of the contact. The script fills in the present one.
#[component]
fn CorrectContact(language: Language) -> impl IntoView {
    let (words, form_words) = (Words::of(language), language.words(false));
    view! {
        <details>
            <summary id="title-contact">{words.contact_change}</summary>
            <form class="page-form" data-call="contact" aria-labelledby="title-contact">
                <p>{words.contact_change_hint}</p>
                <Line name="name" kind="text" label=form_words.contact_name />
                <Line name="email" kind="email" label=form_words.contact_email />
                <Line name="phone" kind="tel" label=form_words.contact_phone />
                <End button=words.contact_change />
            </form>
        </details>
    }
}

/// Field of one line.
#[component]
fn Line(name: &'static str, kind: &'static str, label: &'static str) -> impl IntoView {
    let id = ["deed-", name].concat();
    let dir = if kind == "text" { "auto" } else { "ltr" };
    let complete = if kind == "tel" { "tel" } else { name };
    view! {
        <label for=id.clone()>{label}</label>
        <input id=id name=name type=kind dir=dir autocomplete=complete />
    }
}

/// Erasure and a copy of the stored data, which are possible at any stage.
#[component]
fn OwnData(language: Language) -> impl IntoView {
    let words = Words::of(language);
    view! {
        <details>
            <summary id="title-erasure">{words.erase}</summary>
            <form class="page-form" data-call="erasure" aria-labelledby="title-erasure">
                <p>{words.erase_hint}</p>
                <End button=words.erase_sure />
            </form>
        </details>
        <p class="page-own">
            <a data-keep="">{words.keep}</a>
            " "
            <button type="button" class="page-quiet" data-print="">
                {language.words(false).done_print}
            </button>
        </p>
    }
}

/// Texts that the script shows, by the names under which it asks for them.
#[component]
fn Troubles(language: Language) -> impl IntoView {
    let (words, form_words) = (Words::of(language), language.words(false));
    let texts = [
        ("messages", words.write_empty),
        ("rating", words.rate_empty),
        ("reopening", words.reopen_empty),
        ("contact", words.contact_change_empty),
        ("email", form_words.error_email),
        ("phone", form_words.error_phone),
        ("refused", words.refused),
        ("long", form_words.error_text_long),
        ("limit", form_words.error_limit),
        ("files", form_words.files_accepted),
        ("unsent", words.unsent),
    ];
    let texts = texts.map(|(name, text)| view! { <data value=name>{text}</data> });
    view! { <template id="troubles">{texts.collect_view()}</template> }
}
