//! The form alone, for a box. `GET /embed/{entity}/first` is the first question, which the loader takes out of its document and puts into its box,
//! `GET /embed/{entity}/rest` the questions after it, which the widget brings. `GET /embed/{entity}` is all of it: in another language, and in a
//! frame, where a page's policy forbids what the form needs.

use axum::{
    Extension,
    extract::{Path, Query},
    response::{IntoResponse, Response},
};
use domain::wire::DirectoryEntity;
use form::{Entered, Language, Setting};
use http::{
    HeaderMap, StatusCode,
    header::{CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE, VARY},
};

use super::{
    Asked,
    document::{self, escaped},
};
use crate::pages::error_page;
use crate::{error::ApiError, service::asset_manifest, state::App, store};

#[worker::send]
pub(crate) async fn show(
    Extension(app): Extension<App>,
    Path(entity): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let language = document::language(asked.lang.as_deref(), &headers);
    whole(&app, &entity, language, asked.easy())
        .await
        .unwrap_or_else(|error| error_page::failure(&app, &error, &headers))
}

#[worker::send]
pub(crate) async fn part(
    Extension(app): Extension<App>,
    Path((entity, part)): Path<(String, String)>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let language = document::language(asked.lang.as_deref(), &headers);
    one(&app, &entity, &part, language)
        .await
        .unwrap_or_else(|error| error_page::failure(&app, &error, &headers))
}

async fn whole(app: &App, id: &str, language: Language, easy: bool) -> Result<Response, ApiError> {
    let (entity, origins) =
        store::directory::entity_and_origins(&app.db()?, id).await?.ok_or(ApiError::NotFound)?;
    let setting = setting(app, entity, language, easy).await?;
    Ok(document(language, &policy(app, &origins), whole_html(setting)))
}

/// A part of the form, which nobody is to frame.
async fn one(app: &App, id: &str, part: &str, language: Language) -> Result<Response, ApiError> {
    let html = match part {
        "first" => first_html,
        "rest" => form::render_rest,
        _ => return Err(ApiError::NotFound),
    };
    let entity = store::directory::entity(&app.db()?, id).await?.ok_or(ApiError::NotFound)?;
    let setting = setting(app, entity, language, false).await?;
    Ok(document(
        language,
        "default-src 'none'; frame-ancestors 'none'",
        format!("<!doctype html>\n{}", html(setting)),
    ))
}

async fn setting(
    app: &App,
    entity: DirectoryEntity,
    language: Language,
    easy: bool,
) -> Result<Setting, ApiError> {
    let engine = Some(asset_manifest::widget(app).await?);
    Ok(Setting {
        entity,
        language,
        easy,
        mood: None,
        key: None,
        engine,
        entered: Entered::default(),
    })
}

fn document(language: Language, policy: &str, html: String) -> Response {
    let headers = [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CONTENT_LANGUAGE, language.tag()),
        (CONTENT_SECURITY_POLICY, policy),
        (CACHE_CONTROL, "public, max-age=300"),
        (VARY, "Accept-Language"),
    ];
    (StatusCode::OK, headers, html).into_response()
}

/// Only the entity's own websites may frame it.
fn policy(app: &App, origins: &[String]) -> String {
    let demo = app.config.demo_origin.as_deref().unwrap_or_default();
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; media-src blob:; worker-src blob:; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'self' {} {demo}",
        origins.join(" "),
    )
}

/// With its style sheet, as a text: a `<style>` would be held against the page that took it.
fn first_html(setting: Setting) -> String {
    format!(
        "<script type=\"text/css\" id=\"look\">{}</script>\n{}",
        form::FIRST_STYLE,
        form::render_first(setting)
    )
}

fn whole_html(setting: Setting) -> String {
    let language = setting.language;
    let title = escaped(setting.entity.name.for_reader(language.tag()).0);
    let open = setting.words().open;
    format!(
        "<!doctype html>\n<html lang=\"{tag}\" dir=\"{dir}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<title>{open} – {title}</title>\n\
         <link rel=\"stylesheet\" href=\"/form.css\">\n<script type=\"module\" src=\"/page.js\"></script>\n</head>\n<body>{form}</body>\n</html>\n",
        tag = language.tag(),
        dir = language.dir(),
        form = form::render(setting),
    )
}
