//! Templates of a participation's content. The page's script fills them in; it has no words of its
//! own.

use domain::intake::kind::Mood;
use form::Language;
use leptos::prelude::*;

use super::labels;
use crate::words::Words;

/// One template for the whole content, and one for each repeated part.
#[component]
pub(super) fn ContentTemplates(language: Language) -> impl IntoView {
    let (words, form_words) = (Words::of(language), language.words(false));
    view! {
        <template id="sent-content">
            <section class="page-sheet">
                <h2>{words.sent_title}</h2>
                <Part name="text" title=words.text>
                    <p class="page-said" dir="auto" data-value=""></p>
                </Part>
                <Part name="service" title=form_words.service><p data-value=""></p></Part>
                <Part name="place" title=words.place>
                    <p class="page-said" dir="auto" data-value=""></p>
                </Part>
                <Part name="suggestion" title=form_words.done_suggestion>
                    <p><a data-value=""><bdi dir="ltr"></bdi></a></p>
                </Part>
                <Part name="name" title=form_words.contact_name>
                    <p dir="auto" data-value=""></p>
                </Part>
                <Part name="email" title=form_words.contact_email>
                    <p><bdi dir="ltr" data-value=""></bdi></p>
                </Part>
                <Part name="phone" title=form_words.contact_phone>
                    <p><bdi dir="ltr" data-value=""></bdi></p>
                </Part>
                <Part name="attachments" title=words.attachments>
                    <ul class="page-files" data-value=""></ul>
                </Part>
                <Part name="rating" title=words.rate_yours><Ratings language=language /></Part>
                <Part name="messages" title=words.messages>
                    <ol class="page-messages" data-value=""></ol>
                </Part>
            </section>
        </template>
        <template id="sent-file">
            <li>
                <bdi></bdi>" "<a>{words.saved_file}</a>
                <p class="page-note" data-refused="">{words.file_refused}</p>
            </li>
        </template>
        <template id="sent-message">
            <li>
                <p class="page-note">
                    <b data-from="customer">{words.from_customer}</b>
                    <b data-from="entity">{words.from_entity}</b>
                    " "
                    <time></time>
                </p>
                <p class="page-said" dir="auto"></p>
            </li>
        </template>
        <Alarm id="sent-wrong" text=words.wrong_key />
        <Alarm id="sent-failed" text=words.failed />
    }
}

/// Part of the content under its heading. The script removes it if there is nothing to fill in.
#[component]
fn Part<C: IntoView + 'static>(
    name: &'static str,
    title: &'static str,
    children: TypedChildren<C>,
) -> impl IntoView {
    view! { <div data-part=name><h3>{title}</h3>{children.into_inner()()}</div> }
}

/// All ratings. The script keeps one.
#[component]
fn Ratings(language: Language) -> impl IntoView {
    let words = Words::of(language);
    let rating = |mood: Mood| {
        view! { <span data-mood=mood.as_str()>{labels::mood(words, mood)}</span> }
    };
    let ratings = [Mood::Happy, Mood::Neutral, Mood::Unhappy].map(rating);
    view! { <p data-value="">{ratings.collect_view()}</p> }
}

/// Template of a failure to open the content.
#[component]
fn Alarm(id: &'static str, text: &'static str) -> impl IntoView {
    view! {
        <template id=id><p class="page-sheet page-alarm" role="alert">{text}</p></template>
    }
}
