//! Content of a participation, as its author sent it.

use domain::wire::{Content, Place};
use leptos::prelude::*;

use super::{Participation, author_commands::NOBODY, facts, files::files, labels};
use crate::{
    document::Context,
    html::{Html, IntoHtml},
    text::Code,
};

/// Returns what was sent: text, service, place, contact, attachments and facts.
pub(super) fn sheet(
    context: Context<'_>,
    participation: &Participation<'_>,
    sent: &Content,
    key: &str,
) -> Html {
    let (words, form_words) = (context.words(), context.language.words(false));
    let lang = sent.language.clone();
    let text = said(&sent.text)
        .map(|text| view! { <p class="page-said" dir="auto" lang=lang>{text}</p> }.into_html());
    let service = sent.service.as_ref().map(|id| {
        let name = facts::service_name(context, participation, id);
        view! { <p>{name}</p> }.into_html()
    });
    let place = sent
        .place
        .as_ref()
        .map(|place| view! { <p class="page-said" dir="auto">{lines(place)}</p> }.into_html());
    let suggestion = sent.suggestion.map(|reference| {
        let reference = reference.to_string();
        let address = ["/p/", &reference, "/open/", key, "?lang=", context.language.tag()].concat();
        view! { <p><a href=address><Code text=reference /></a></p> }.into_html()
    });
    let attachments = (!sent.attachments.is_empty()).then(|| files(context, &sent.attachments));
    let rating = sent.rating.map(|mood| view! { <p>{labels::mood(words, mood)}</p> }.into_html());
    let contact = sent.contact.as_ref().unwrap_or(&NOBODY);
    let parts = [
        (words.text, text),
        (form_words.service, service),
        (words.place, place),
        (form_words.done_suggestion, suggestion),
        (words.attachments, attachments),
        (form_words.contact_name, line(contact.name.as_ref(), "auto")),
        (form_words.contact_email, line(contact.email.as_ref(), "ltr")),
        (form_words.contact_phone, line(contact.phone.as_ref(), "ltr")),
        (words.rate_yours, rating),
    ];
    let parts = parts.into_iter().filter_map(|(title, value)| {
        value.map(|value| view! { <h3>{title}</h3>{value} }.into_html())
    });
    view! {
        <section class="page-sheet" id="sent">
            <h2>{words.sent_title}</h2>
            {parts.collect::<Vec<_>>()}
            {facts::list(context, participation)}
        </section>
    }
    .into_html()
}

/// Returns a text, unless it is empty.
pub(super) fn said(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn line(value: Option<&String>, dir: &'static str) -> Option<Html> {
    let value = value?.clone();
    Some(view! { <p><bdi dir=dir>{value}</bdi></p> }.into_html())
}

/// Returns a place as lines: the address, and the coordinates.
fn lines(place: &Place) -> String {
    let coordinates = place
        .latitude
        .zip(place.longitude)
        .map(|(latitude, longitude)| [latitude.to_string(), longitude.to_string()].join(", "));
    let lines: Vec<String> = place.address.clone().into_iter().chain(coordinates).collect();
    lines.join("\n")
}
