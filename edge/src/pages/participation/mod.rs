//! `GET /p/{reference}`: how a participation stands, for anyone with the number. What was sent is filled in by a small script for whoever
//! has the tracking key, which is in the address's fragment and so never comes here.

mod content;
mod deeds;
pub(crate) mod lost;
mod next;

use axum::{
    Extension,
    extract::{Path, Query},
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    reference::Reference,
    wire::{DirectoryEntity, DirectoryService, Status},
};
use form::Language;
use http::{HeaderMap, StatusCode};
use serde::Deserialize;

use super::{
    document::{self, Again, Page, escaped},
    words::{self, moment},
};
use crate::pages::error_page;
use crate::{
    error::ApiError,
    service::{lookup, status},
    state::App,
    store,
};

const SCRIPT: &str = "<script src=\"/participation.js\" type=\"module\"></script>\n";

#[derive(Deserialize)]
pub(crate) struct Wanted {
    reference: Option<String>,
    lang: Option<String>,
}

/// How the page is asked for; `said` by a form that it leads back from.
#[derive(Deserialize)]
pub(crate) struct Shown {
    lang: Option<String>,
    said: Option<String>,
}

/// The field for a number, and the way from it to the participation's own address.
pub(crate) async fn find(Query(wanted): Query<Wanted>, headers: HeaderMap) -> Response {
    let language = document::language(wanted.lang.as_deref(), &headers);
    match wanted.reference.as_deref().map(Reference::parse) {
        Some(Ok(reference)) => {
            Redirect::to(&format!("/p/{reference}?lang={}", language.tag())).into_response()
        }
        Some(Err(_)) => {
            unknown(language, wanted.reference.as_deref().unwrap_or_default()).into_response()
        }
        None => search(language).into_response(),
    }
}

#[worker::send]
pub(crate) async fn show(
    Extension(app): Extension<App>,
    Path(typed): Path<String>,
    Query(asked): Query<Shown>,
    headers: HeaderMap,
) -> Response {
    let language = document::language(asked.lang.as_deref(), &headers);
    page(&app, &headers, &typed, &asked, language)
        .await
        .unwrap_or_else(|error| error_page::failure(&app, &error, &headers))
}

async fn page(
    app: &App,
    headers: &HeaderMap,
    typed: &str,
    asked: &Shown,
    language: Language,
) -> Result<Response, ApiError> {
    let db = app.db()?;
    let Ok(reference) = Reference::parse(typed) else {
        return Ok(unknown(language, typed).into_response());
    };
    let Some(whole) = lookup::find(app, headers, reference).await? else {
        return Ok(unknown(language, typed).into_response());
    };
    let status = status::public(reference, &whole);
    // The service is one of the entity that it was sent to, whoever's turn it is.
    let sent_to = status.timeline.first().map_or(&status.entity, |first| &first.entity);
    let mut met: Vec<&str> =
        status.timeline.iter().map(|entry| &*entry.entity).chain([&*status.entity]).collect();
    met.sort_unstable();
    met.dedup();
    let known =
        Known { app, language, entities: &store::directory::names(&db, &met, sent_to).await? };
    let words = language.words(false);
    let body = [
        format!("<h1>{}</h1>\n", words.page_status_title),
        asked
            .said
            .as_deref()
            .and_then(|said| words::said(said, language))
            .map(done)
            .unwrap_or_default(),
        known.standing(&status),
        content::templates(language),
        deeds::templates(&status, app.now, language),
        known.services(sent_to),
    ]
    .concat();
    let title = format!("{} {reference}", words.page_status_title);
    let again = Again::At { address: format!("/p/{reference}?"), languages: &Language::ALL };
    Ok(Page { status: StatusCode::OK, language, title, head: SCRIPT.to_owned(), body, again }
        .into_response())
}

/// What the last form has done; the script puts the focus there.
fn done(sentence: &str) -> String {
    format!(
        "<p class=\"page-sheet page-done\" id=\"said\" role=\"status\" tabindex=\"-1\">{sentence}</p>\n"
    )
}

struct Known<'a> {
    app: &'a App,
    language: Language,
    entities: &'a [DirectoryEntity],
}

impl Known<'_> {
    fn name(&self, id: &str) -> String {
        let entity = self.entities.iter().find(|entity| entity.id == id);
        entity.map_or_else(|| escaped(id), |entity| document::named(&entity.name, self.language))
    }

    fn standing(&self, status: &Status) -> String {
        let (words, calendar) = (self.language.words(false), self.app.calendar());
        let facts = [
            (words.page_stage, words::stage(status.stage, self.language).to_owned()),
            (words.page_entity, self.name(&status.entity)),
            (words.page_kind, words::kind(status.kind, self.language).to_owned()),
            (words.page_received, moment(status.received_at, &calendar)),
            (words.page_updated, moment(status.updated_at, &calendar)),
            (words.page_first_due, moment(status.first_response_due, &calendar)),
            (words.page_resolution_due, moment(status.resolution_due, &calendar)),
        ];
        let fact = |(label, value): &(&str, String)| format!("<dt>{label}</dt><dd>{value}</dd>");
        let facts: String = facts.iter().map(fact).collect();
        let timeline = status.timeline.iter().map(|entry| {
            let (at, stage) =
                (moment(entry.at, &calendar), words::stage(entry.stage, self.language));
            format!("<li>{at}<strong>{stage}</strong> · {}</li>", self.name(&entry.entity))
        });
        let timeline: String = timeline.collect();
        format!(
            "<section class=\"page-sheet\"><p>{}</p><p class=\"page-reference\"><bdi dir=\"ltr\">{reference}</bdi></p>\
             <dl class=\"page-facts\">{facts}</dl></section>\n{next}\
             <div id=\"sent\" data-reference=\"{reference}\" data-entity=\"{}\"><p class=\"page-note\">{}</p>{lost}</div>\n\
             <section class=\"page-sheet\"><h2>{}</h2><ol class=\"page-timeline\">{timeline}</ol><p class=\"page-note\">{}</p></section>\n",
            words.page_reference,
            escaped(&status.entity),
            words.page_key_hint,
            words.page_timeline,
            words.page_time_zone,
            next = next::sheet(words, status, &self.name(&status.entity), self.app.now, &calendar),
            lost = lost::sheet(words, status.reference, self.language.tag()),
            reference = status.reference,
        )
    }

    /// The names that the script needs, since the API speaks of services by their short names.
    fn services(&self, entity: &str) -> String {
        let entity = self.entities.iter().find(|known| known.id == entity);
        let all = entity
            .into_iter()
            .flat_map(|entity| &entity.services)
            .flat_map(|main| std::iter::once(main).chain(&main.services));
        let line = |service: &DirectoryService| {
            let (name, tag) = service.name.for_reader(self.language.tag());
            format!(
                "<data value=\"{}\" lang=\"{tag}\">{}</data>",
                escaped(&service.id),
                escaped(name)
            )
        };
        let lines: String = all.map(line).collect();
        format!("<template id=\"services\">{lines}</template>\n")
    }
}

fn unknown(language: Language, typed: &str) -> Page {
    let words = language.words(false);
    let body = format!(
        "<h1>{}</h1>\n<p class=\"page-lead\">{}</p>\n{}",
        words.page_unknown_title,
        words.page_unknown_text,
        field(language, typed)
    );
    let title = words.page_unknown_title.to_owned();
    Page {
        status: StatusCode::NOT_FOUND,
        language,
        title,
        head: String::new(),
        body,
        again: Again::At { address: "/p?".into(), languages: &Language::ALL },
    }
}

fn search(language: Language) -> Page {
    let words = language.words(false);
    let body = format!("<h1>{}</h1>\n{}", words.page_find_title, field(language, ""));
    let title = words.page_find_title.to_owned();
    Page {
        status: StatusCode::OK,
        language,
        title,
        head: String::new(),
        body,
        again: Again::At { address: "/p?".into(), languages: &Language::ALL },
    }
}

fn field(language: Language, typed: &str) -> String {
    let words = language.words(false);
    format!(
        "<form class=\"page-sheet page-find\" method=\"get\" action=\"/p\"><label for=\"reference\">{}</label>\
         <p class=\"page-note\" id=\"reference-hint\">{}</p>\
         <input id=\"reference\" name=\"reference\" dir=\"ltr\" inputmode=\"numeric\" autocomplete=\"off\" required maxlength=\"40\" \
         aria-describedby=\"reference-hint\" value=\"{}\"><input type=\"hidden\" name=\"lang\" value=\"{}\">\
         <div><button class=\"page-button\">{}</button></div></form>\n",
        words.page_reference,
        words.page_find_hint,
        escaped(&typed.chars().take(40).collect::<String>()),
        language.tag(),
        words.page_find,
    )
}
