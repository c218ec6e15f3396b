//! `POST /f/{entity}`: the form sent without JavaScript, answered with the reference number; or the
//! form asked for in another language, with the entered values.

use axum::{
    Extension,
    body::Body,
    extract::{Path, Query, RawQuery},
    response::Response,
};
use domain::{
    input::Reason,
    intake::idempotency::{self, IdempotencyKey},
    wire::{self, DirectoryEntity},
};
use form::{Language, Setting};
use http::{HeaderMap, StatusCode, header::CONTENT_TYPE};

use super::{Asked, document, error_page, form_page, troubles};
use crate::{
    error::ApiError,
    media::{
        self,
        multipart::{self, Sent},
    },
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
        .unwrap_or_else(|error| error_page::failure(&app, &error, &headers))
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
    let entity =
        store::entity::directory::entity(&app.db()?, entity).await?.ok_or(ApiError::NotFound)?;
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
            let context = document::context(app, language);
            let calendar = app.calendar();
            let html = pages::received::page(context, sent.easy, &acknowledgement, &calendar);
            Ok(document::respond(StatusCode::CREATED, language, html))
        }
        Err(error) => {
            if let ApiError::Internal(detail) = &error {
                worker::console_error!("internal error: {detail}");
            }
            let words = language.words(sent.easy);
            let mut troubles = troubles::of(&error, words);
            if had_files {
                troubles.push(troubles::files_again(words));
            }
            // Another submission has this key. Any other error may have come after everything was
            // stored: the same key then keeps a retry from being received twice.
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
            let query = link.query.as_deref();
            Ok(form_page::with_form(app, error.status(), setting, query, troubles))
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
    let troubles = sent.lost_files.then(|| troubles::files_again(setting.words()));
    let (query, troubles) = (link.query.as_deref(), troubles.into_iter().collect());
    Ok(form_page::with_form(app, StatusCode::OK, setting, query, troubles))
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

/// Returns the fingerprint for the idempotency key. A form that is sent again uploads its files
/// again, under new ids: names and sizes stand for them.
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
