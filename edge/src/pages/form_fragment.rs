//! The form alone, for a box. `GET /embed/{entity}/first` is the first question, which the loader
//! takes out of its document and puts into its box. `GET /embed/{entity}/rest` is the questions
//! after it, which the widget adds. `GET /embed/{entity}` is the whole form: in another language,
//! and in a frame where a page's policy forbids the Wasm.

use axum::{
    Extension,
    response::{IntoResponse, Response},
};
use domain::wire::DirectoryEntity;
use form::{Entered, Language, Setting};
use http::{
    StatusCode,
    header::{
        ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY,
        CONTENT_TYPE, VARY,
    },
};
use pages::form_fragment::Refusal;

use super::{Asked, NAMELESS, announced, error_page};
use crate::{
    directory,
    error::ApiError,
    middleware::cors,
    request::{
        freshness::Freshness,
        language::AcceptedLanguage,
        origin::PageOrigin,
        path::{EntityName, Path, Segment},
        query::Query,
    },
    service::asset_manifest,
    state::App,
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
    entity: Result<Path<EntityName>, ApiError>,
    Query(asked): Query<Asked>,
    freshness: Freshness,
    accepted: AcceptedLanguage,
) -> Response {
    let language = accepted.unless(asked.lang.as_deref());
    whole(&app, entity, (language, &asked), freshness)
        .await
        .unwrap_or_else(|error| error_page::failure(&app, &error, accepted))
}

#[worker::send]
pub(crate) async fn part(
    Extension(app): Extension<App>,
    entity: Result<Path<EntityName>, ApiError>,
    part: Result<Path<FormPart>, ApiError>,
    Query(asked): Query<Asked>,
    origin: PageOrigin,
    freshness: Freshness,
    accepted: AcceptedLanguage,
) -> Response {
    let language = accepted.unless(asked.lang.as_deref());
    one(&app, (entity, part), origin.as_deref(), (language, &asked), freshness)
        .await
        .unwrap_or_else(|error| error_page::failure(&app, &error, accepted))
}

async fn whole(
    app: &App,
    entity: Result<Path<EntityName>, ApiError>,
    (language, asked): (Language, &Asked),
    freshness: Freshness,
) -> Result<Response, ApiError> {
    let Path(EntityName(name)) = entity?;
    let entity = directory::entity(app, &name, freshness.changed).await?;
    let snapshot = directory::current(app, freshness.changed).await?;
    let policy = policy(app, &snapshot.origins_of(&entity.id));
    let setting = setting(app, entity, (language, asked), freshness).await?;
    let html = pages::form_fragment::framed(setting);
    Ok(respond(language, freshness, &policy, html))
}

/// Answers with a part of the form, which may not be framed. The script of a website that gets none
/// gets a reason instead, which it may read.
async fn one(
    app: &App,
    (entity, part): (Result<Path<EntityName>, ApiError>, Result<Path<FormPart>, ApiError>),
    origin: Option<&str>,
    (language, asked): (Language, &Asked),
    freshness: Freshness,
) -> Result<Response, ApiError> {
    let (Path(part), Path(EntityName(name))) = (part?, entity?);
    let html = match part {
        FormPart::First => pages::form_fragment::first,
        FormPart::Rest => pages::form_fragment::rest,
    };
    let entity = match origin {
        None => directory::entity(app, &name, freshness.changed).await?,
        Some(origin) => match for_website(app, &name, origin, freshness).await? {
            Ok(entity) => entity,
            Err(refused) => return Ok(refused),
        },
    };
    let setting =
        Setting { easy: false, ..setting(app, entity, (language, asked), freshness).await? };
    let policy = "default-src 'none'; frame-ancestors 'none'";
    Ok(respond(language, freshness, policy, html(setting)))
}

/// Returns the entity whose form the page of a website gets, or the answer that refuses it.
async fn for_website(
    app: &App,
    name: &str,
    origin: &str,
    freshness: Freshness,
) -> Result<Result<DirectoryEntity, Response>, ApiError> {
    let base_url = &app.config.base_url;
    let named = if name == NAMELESS {
        None
    } else {
        match directory::entity(app, name, freshness.changed).await {
            Err(ApiError::NotFound) => {
                let refusal = Refusal::Unknown { entity: name, base_url };
                return Ok(Err(refuse(StatusCode::NOT_FOUND, refusal)));
            }
            found => Some(found?),
        }
    };
    let Some(pattern) = cors::website(app, origin).await? else {
        let refusal = Refusal::Unregistered { origin, entity: name, base_url };
        return Ok(Err(refuse(StatusCode::FORBIDDEN, refusal)));
    };
    if let Some(entity) = named {
        return Ok(Ok(entity));
    }
    let snapshot = directory::current(app, freshness.changed).await?;
    match snapshot.only_entity_at(&pattern) {
        Some(owner) => directory::entity(app, owner, freshness.changed).await.map(Ok),
        None => Ok(Err(refuse(StatusCode::NOT_FOUND, Refusal::Nameless))),
    }
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
    (language, asked): (Language, &Asked),
    freshness: Freshness,
) -> Result<Setting, ApiError> {
    let engine = Some(asset_manifest::widget(app).await?);
    let announced = announced(app, &entity.id, freshness.changed).await?;
    Ok(Setting {
        base_url: app.config.base_url.clone(),
        entity,
        language,
        easy: asked.easy(),
        mood: None,
        key: None,
        token: None,
        engine,
        is_test: asked.is_test(),
        announced,
        entered: Entered::default(),
    })
}

fn respond(language: Language, freshness: Freshness, policy: &str, html: String) -> Response {
    let headers = [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CONTENT_LANGUAGE, language.tag()),
        (CONTENT_SECURITY_POLICY, policy),
        (CACHE_CONTROL, freshness.cache_control()),
        (VARY, "Accept-Language"),
    ];
    (StatusCode::OK, headers, html).into_response()
}

/// Returns the content security policy of the form for a frame. Only the entity's own websites may
/// frame it.
fn policy(app: &App, origins: &[&str]) -> String {
    let demo = app.config.demo_origin.as_deref().unwrap_or_default();
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
         connect-src 'self'; media-src blob:; worker-src blob:; form-action 'self'; \
         base-uri 'none'; frame-ancestors 'self' {} {demo}",
        origins.join(" "),
    )
}
