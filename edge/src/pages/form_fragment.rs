//! The form alone, for a box. `GET /embed/{entity}/first` is the first question, which the loader
//! takes out of its document and puts into its box. `GET /embed/{entity}/rest` is the questions
//! after it, which the widget adds. `GET /embed/{entity}` is the whole form: in another language,
//! and in a frame where a page's policy forbids the Wasm.

use axum::{
    Extension,
    response::{IntoResponse, Response},
};
use domain::{slug::Slug, wire::DirectoryEntity};
use form::{Entered, Language, Setting};
use http::{
    StatusCode,
    header::{
        ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY,
        CONTENT_TYPE, VARY,
    },
};
use pages::form_fragment::Refusal;

use super::{Asked, NAMELESS, error_page};
use crate::{
    error::ApiError,
    middleware::cors,
    request::{
        language::AcceptedLanguage,
        origin::PageOrigin,
        path::{Path, Segment},
        query::Query,
    },
    service::asset_manifest,
    state::App,
    store,
};

/// Part of the form that an address names.
pub(crate) enum FormPart {
    First,
    Rest,
}

impl Segment for FormPart {
    const NAMES: &'static [&'static str] = &["part"];

    fn parse(text: &str) -> Option<Self> {
        match text {
            "first" => Some(Self::First),
            "rest" => Some(Self::Rest),
            _ => None,
        }
    }
}

#[worker::send]
pub(crate) async fn show(
    Extension(app): Extension<App>,
    entity: Result<Path<Slug>, ApiError>,
    Query(asked): Query<Asked>,
    accepted: AcceptedLanguage,
) -> Response {
    let language = accepted.unless(asked.lang.as_deref());
    whole(&app, entity, language, asked.easy())
        .await
        .unwrap_or_else(|error| error_page::failure(&app, &error, accepted))
}

#[worker::send]
pub(crate) async fn part(
    Extension(app): Extension<App>,
    entity: Result<Path<Slug>, ApiError>,
    part: Result<Path<FormPart>, ApiError>,
    Query(asked): Query<Asked>,
    origin: PageOrigin,
    accepted: AcceptedLanguage,
) -> Response {
    let language = accepted.unless(asked.lang.as_deref());
    one(&app, entity, part, origin.as_deref(), language)
        .await
        .unwrap_or_else(|error| error_page::failure(&app, &error, accepted))
}

async fn whole(
    app: &App,
    entity: Result<Path<Slug>, ApiError>,
    language: Language,
    easy: bool,
) -> Result<Response, ApiError> {
    let Path(id) = entity?;
    let (entity, origins) = store::entity::directory::entity_and_origins(&app.db()?, id.as_str())
        .await?
        .ok_or(ApiError::NotFound)?;
    let setting = setting(app, entity, language, easy).await?;
    Ok(respond(language, &policy(app, &origins), pages::form_fragment::framed(setting)))
}

/// Answers with a part of the form, which may not be framed. The script of a website that isn't
/// registered gets a reason instead, which it may read.
async fn one(
    app: &App,
    entity: Result<Path<Slug>, ApiError>,
    part: Result<Path<FormPart>, ApiError>,
    origin: Option<&str>,
    language: Language,
) -> Result<Response, ApiError> {
    let (Path(part), Path(id)) = (part?, entity?);
    let html = match part {
        FormPart::First => pages::form_fragment::first,
        FormPart::Rest => pages::form_fragment::rest,
    };
    let mut id = id.as_str().to_owned();
    if let Some(origin) = origin {
        let Some(pattern) = cors::website(app, origin).await? else {
            let base_url = &app.config.base_url;
            let refusal = Refusal::Unregistered { origin, entity: &id, base_url };
            return Ok(refuse(StatusCode::FORBIDDEN, refusal));
        };
        if id == NAMELESS {
            let owner = store::entity::directory::only_entity_at(&app.db()?, &pattern).await?;
            match owner {
                Some(owner) => id = owner,
                None => return Ok(refuse(StatusCode::NOT_FOUND, Refusal::Nameless)),
            }
        }
    }
    let entity = store::entity::directory::entity(&app.db()?, &id).await?;
    let entity = entity.ok_or(ApiError::NotFound)?;
    let setting = setting(app, entity, language, false).await?;
    Ok(respond(language, "default-src 'none'; frame-ancestors 'none'", html(setting)))
}

fn refuse(status: StatusCode, refusal: Refusal) -> Response {
    let headers = [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (VARY, "Origin"),
    ];
    (status, headers, pages::form_fragment::refused(refusal)).into_response()
}

async fn setting(
    app: &App,
    entity: DirectoryEntity,
    language: Language,
    easy: bool,
) -> Result<Setting, ApiError> {
    let engine = Some(asset_manifest::widget(app).await?);
    Ok(Setting {
        base_url: app.config.base_url.clone(),
        entity,
        language,
        easy,
        mood: None,
        key: None,
        token: None,
        engine,
        entered: Entered::default(),
    })
}

fn respond(language: Language, policy: &str, html: String) -> Response {
    let headers = [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CONTENT_LANGUAGE, language.tag()),
        (CONTENT_SECURITY_POLICY, policy),
        (CACHE_CONTROL, "public, max-age=300"),
        (VARY, "Accept-Language"),
    ];
    (StatusCode::OK, headers, html).into_response()
}

/// Returns the content security policy of the form for a frame. Only the entity's own websites may
/// frame it.
fn policy(app: &App, origins: &[String]) -> String {
    let demo = app.config.demo_origin.as_deref().unwrap_or_default();
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
         connect-src 'self'; media-src blob:; worker-src blob:; form-action 'self'; \
         base-uri 'none'; frame-ancestors 'self' {} {demo}",
        origins.join(" "),
    )
}
