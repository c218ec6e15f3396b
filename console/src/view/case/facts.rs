//! Facts of the case: time of receipt, channel, entity, service, moods, page, merged cases, place,
//! contact.

use domain::{
    reference::Reference,
    wire::{Contact, Place, console::CaseView},
};
use leptos::prelude::*;

use super::Desk;
use crate::{
    effects::intl,
    route::{self, filter},
    view::shared::due::Moment,
    words::{self, words},
};

/// List of the facts.
#[component]
pub(super) fn Facts(desk: Desk) -> impl IntoView {
    view! {
        <section class="sheet" aria-labelledby="facts-title">
            <h2 id="facts-title">{words::case().facts_title}</h2>
            {move || desk.case.get().map(|case| facts(desk, &case))}
        </section>
    }
}

fn facts(desk: Desk, case: &CaseView) -> impl IntoView + use<> {
    let session = desk.session;
    let service = case.service.as_ref().map(|service| session.service(&case.sent_to, service));
    let merged_into = case.merged_into.map(|into| view! { <div><dt>{words::case().merged_into}</dt><dd><a href=route::case(into)><bdi dir="ltr">{into.to_string()}</bdi></a></dd></div> });
    let merged_here = (!case.merged_here.is_empty()).then(|| {
        let links =
            case.merged_here.iter().map(|&from| view! { <a href=route::case(from)><bdi dir="ltr">{from.to_string()}</bdi></a>" " });
        view! { <div><dt>{words::case().merged_here}</dt><dd>{links.collect_view()}</dd></div> }
    });
    view! {
        <dl class="facts">
            <div><dt>{words::case().received}</dt><dd><Moment at=case.received_at /></dd></div>
            {fact(words::case().channel, words::channel(case.channel).to_owned())}
            {fact(words().language, intl::language(&case.language))}
            <div><dt>{words::case().sent_to}</dt><dd>{session.entity(&case.sent_to)}</dd></div>
            {service.map(|service| fact(words().service, service))}
            {case.guide.map(guide)}
            {case.mood.map(|mood| fact(words::case().mood, words::mood(mood).to_owned()))}
            {case.rating.map(|mood| fact(words::case().rating, words::mood(mood).to_owned()))}
            {case.page.clone().map(|page| view! { <div><dt>{words::case().page}</dt><dd><bdi dir="ltr">{page}</bdi></dd></div> })}
            {case.outside_id.clone().map(|id| view! { <div><dt>{words::case().outside_id}</dt><dd><bdi>{id}</bdi></dd></div> })}
            {merged_into}{merged_here}
            {case.place.clone().map(place)}
            {case.contact.clone().map(|given| contact(given, case.reference))}
        </dl>
    }
}

/// Renders the version of the unified guide that holds for the case, with a link to it.
fn guide(version: u16) -> impl IntoView {
    let address = format!("/guide/{version}");
    view! { <div><dt>{words::case().guide_version}</dt><dd><a href=address>{version}</a></dd></div> }
}

fn fact(name: &'static str, value: String) -> impl IntoView {
    view! { <div><dt>{name}</dt><dd>{value}</dd></div> }
}

/// Renders the place, with a link to a map. The map learns the place only when somebody follows the
/// link, and not from which page.
fn place(Place { latitude, longitude, address }: Place) -> impl IntoView {
    let point = latitude.zip(longitude);
    let map = if let Some((north, east)) = point {
        format!("?mlat={north}&mlon={east}#map=18/{north}/{east}")
    } else {
        let sought = js_sys::encode_uri_component(address.as_deref().unwrap_or_default());
        format!("search?query={}", String::from(sought))
    };
    let map = ["https://www.openstreetmap.org/", &map].concat();
    let point = point.map(|(north, east)| format!("{north}, {east}"));
    view! {
        <div>
            <dt>{words::case().place}</dt>
            <dd>
                {address.map(|address| view! { <bdi>{address}</bdi> })}
                {point.map(|point| view! { <bdi dir="ltr">{point}</bdi> })}
                <a href=map target="_blank" rel="noopener noreferrer">{words::case().place_map}</a>
            </dd>
        </div>
    }
}

/// Renders the contact, with a link to the cases that were sent with the same address.
fn contact(Contact { name, email, phone }: Contact, reference: Reference) -> impl IntoView {
    let others = (email.is_some() || phone.is_some()).then(|| filter::of_customer(reference));
    let link = |label: &'static str, address: String, text: String| {
        view! { <div><dt>{label}</dt><dd><a href=address><bdi dir="ltr">{text}</bdi></a></dd></div> }
    };
    view! {
        {name.map(|name| view! { <div><dt>{words().customer}</dt><dd><bdi>{name}</bdi></dd></div> })}
        {email.map(|email| link(words().email, format!("mailto:{email}"), email))}
        {phone.map(|phone| link(words().channel_phone, format!("tel:{phone}"), phone))}
        {others.map(|address| view! { <div><dt class="unseen">{words().customer}</dt><dd><a href=address data-others>{words::case().other_cases}</a></dd></div> })}
    }
}
