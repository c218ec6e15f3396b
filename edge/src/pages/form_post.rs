//! `POST /f/{entity}`: the form sent without JavaScript, and the page that thanks for it; or asked for in other words, with what is entered in it.

use axum::{
    Extension,
    body::Body,
    extract::{Path, Query, RawQuery},
    response::{IntoResponse, Response},
};
use domain::{
    input::Reason,
    intake::idempotency::{self, IdempotencyKey},
    wire::{self, DirectoryEntity},
};
use form::{Language, Setting};
use http::{HeaderMap, StatusCode, header::CONTENT_TYPE};

use super::{
    Asked,
    document::{self, Again, Page, escaped},
    words,
};
use crate::{
    error::ApiError,
    media,
    middleware::cors,
    platform::random,
    request::{client_id, headers::header},
    service::{
        asset_manifest,
        intake::{self, Sender},
    },
    state::App,
    store,
};
use crate::{
    media::multipart::{self, Sent},
    pages::{error_page, form_page},
};

#[worker::send]
pub(crate) async fn receive(
    Extension(app): Extension<App>,
    Path(entity): Path<String>,
    Query(asked): Query<Asked>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let link = Link { asked, query };
    answer(&app, &entity, &link, &headers, body)
        .await
        .unwrap_or_else(|error| error_page::failure(&error, &headers))
}

/// The address that the form was posted to.
struct Link {
    asked: Asked,
    query: Option<String>,
}

async fn answer(
    app: &App,
    entity: &str,
    link: &Link,
    headers: &HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    if let Some(page) = cors::origin_of(headers).filter(|page| !app.config.is_own_origin(page)) {
        return Err(ApiError::OriginNotAllowed(page.to_owned()));
    }
    if !header(headers, CONTENT_TYPE).is_some_and(|value| value.starts_with("multipart/form-data"))
    {
        return Err(ApiError::UnsupportedMediaType("multipart/form-data"));
    }
    let entity = store::directory::entity(&app.db()?, entity).await?.ok_or(ApiError::NotFound)?;
    let mut sent = Sent::default();
    let read = multipart::read(app, headers, body, &mut sent).await;
    if sent.again {
        read?;
        return again(app, entity, link, headers, sent).await;
    }
    let language = document::language(Some(&sent.language), headers);
    // A form that was kept for many visitors brings no key.
    let key = IdempotencyKey::parse(&sent.key).or_else(|_| new_key())?;
    let outcome = match read {
        Ok(()) => submit(app, &entity.id, headers, &sent, &key, language).await,
        Err(error) => Err(error),
    };
    let had_files = !sent.files.is_empty();
    if let Err(error) = tidy_up(app, &sent).await {
        // What was acknowledged is none the worse for it, and the sweep comes by.
        worker::console_error!("files of a form are left for the sweep: {error}");
    }
    match outcome {
        Ok(acknowledgement) => {
            Ok(thanks(app, &acknowledgement, language, sent.easy).into_response())
        }
        Err(error) => {
            if let ApiError::Internal(detail) = &error {
                worker::console_error!("internal error: {detail}");
            }
            let said = language.words(sent.easy);
            let mut troubles = words::troubles(&error, said);
            if had_files {
                troubles.push(("files", said.page_files_again));
            }
            // Under this key something else has been sent. Any other trouble may have come after all was stored: sent again, it must not be twice.
            let key = if let ApiError::IdempotencyKeyReused = error { new_key()? } else { key };
            let key = key.as_str().to_owned();
            let setting = Setting {
                entity,
                language,
                easy: sent.easy,
                mood: sent.mood,
                key: Some(key),
                engine: None,
                entered: sent.entered,
            };
            Ok(form_page::with_form(error.status(), setting, link.query.as_deref(), &troubles)
                .into_response())
        }
    }
}

/// The same form, with what was entered by then, in the words that the address asks for.
async fn again(
    app: &App,
    entity: DirectoryEntity,
    link: &Link,
    headers: &HeaderMap,
    sent: Sent,
) -> Result<Response, ApiError> {
    let key = IdempotencyKey::parse(&sent.key).or_else(|_| new_key())?;
    let setting = Setting {
        entity,
        language: document::language(link.asked.lang.as_deref(), headers),
        easy: link.asked.easy(),
        mood: sent.mood,
        key: Some(key.as_str().to_owned()),
        engine: if sent.lost_files { None } else { Some(asset_manifest::widget(app).await?) },
        entered: sent.entered,
    };
    let troubles =
        if sent.lost_files { vec![("files", setting.words().page_files_again)] } else { vec![] };
    Ok(form_page::with_form(StatusCode::OK, setting, link.query.as_deref(), &troubles)
        .into_response())
}

async fn submit(
    app: &App,
    entity: &str,
    headers: &HeaderMap,
    sent: &Sent,
    key: &IdempotencyKey,
    language: Language,
) -> Result<wire::Acknowledgement, ApiError> {
    let entered = &sent.entered;
    let submission = wire::Submission {
        kind: entered.kind.ok_or_else(|| ApiError::input("/kind", Reason::NothingSaid))?,
        entity: entity.to_owned(),
        service: entered.service(),
        text: entered.text.clone(),
        suggestion: entered.remedy(),
        attachments: sent.files.iter().map(|file| file.id.clone()).collect(),
        contact: entered.contact(),
        language: language.tag().to_owned(),
        mood: sent.mood,
        page: Some(format!("{}/f/{entity}", app.config.base_url)),
        elapsed_ms: None,
    };
    let client = client_id::hash(app, headers);
    let fingerprint = fingerprint(&submission, sent);
    let sender = Sender {
        key,
        origin: cors::origin_of(headers),
        client: &client,
        fingerprint: &fingerprint,
    };
    intake::submit(app, &sender, submission).await
}

/// A form that is sent again brings its files again, which then have new ids: their names and sizes stand for them.
fn fingerprint(submission: &wire::Submission, sent: &Sent) -> String {
    let attachments =
        sent.files.iter().map(|file| format!("{} {}", file.offset, file.name)).collect();
    idempotency::fingerprint(&wire::Submission { attachments, ..submission.clone() })
}

/// Removes the files that no participation took.
async fn tidy_up(app: &App, sent: &Sent) -> Result<(), ApiError> {
    let ids: Vec<String> = sent.files.iter().map(|file| file.id.clone()).collect();
    if ids.is_empty() { Ok(()) } else { media::discard_all(app, &ids).await }
}

fn new_key() -> Result<IdempotencyKey, ApiError> {
    Ok(IdempotencyKey::draw(random::draw()?))
}

fn thanks(
    app: &App,
    acknowledgement: &wire::Acknowledgement,
    language: Language,
    easy: bool,
) -> Page {
    let words = language.words(easy);
    let calendar = app.calendar();
    let due = |at| words::moment(at, &calendar);
    let suggestion = acknowledgement.suggestion_reference.map_or_else(String::new, |reference| {
        format!("<dt>{}</dt><dd><bdi dir=\"ltr\">{reference}</bdi></dd>", words.done_suggestion)
    });
    let body = format!(
        "<h1>{title}</h1>\n<section class=\"page-sheet\"><p>{label}</p>\
         <p class=\"page-reference\"><bdi dir=\"ltr\">{reference}</bdi></p>\
         <dl class=\"page-facts\"><dt>{first}</dt><dd>{first_due}</dd><dt>{full}</dt><dd>{full_due}</dd>{suggestion}</dl>\
         <p><a class=\"page-button\" href=\"{url}\">{follow}</a></p><p>{keep}</p>\
         <p><a href=\"{url}\"><bdi dir=\"ltr\">{url}</bdi></a></p><p class=\"page-note\">{zone}</p></section>\n",
        title = words.done_title,
        label = words.done_reference,
        reference = acknowledgement.reference,
        first = words.done_due,
        first_due = due(acknowledgement.first_response_due),
        full = words.done_resolution,
        full_due = due(acknowledgement.resolution_due),
        follow = words.done_follow,
        keep = words.done_keep,
        url = escaped(&acknowledgement.tracking_url),
        zone = words.page_time_zone,
    );
    let title = words.done_title.to_owned();
    Page {
        status: StatusCode::CREATED,
        language,
        title,
        head: SCRIPT.to_owned(),
        body,
        again: Again::Never,
    }
}

/// Writes dates out; the page is whole without it.
const SCRIPT: &str = "<script src=\"/participation.js\" type=\"module\"></script>\n";
