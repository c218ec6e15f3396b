//! `GET /embed/{entity}`: the form alone. The loader takes it out of this document and puts it into its box; where a page's policy forbids what the
//! form needs, the same document shows in a frame.

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
    missing,
};
use crate::{engine, error::ApiError, state::App, store};

#[worker::send]
pub(crate) async fn show(
    Extension(app): Extension<App>,
    Path(entity): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let language = document::language(asked.lang.as_deref(), &headers);
    answer(&app, &entity, language, asked.easy()).await.unwrap_or_else(|error| missing::failure(&error, &headers))
}

async fn answer(app: &App, id: &str, language: Language, easy: bool) -> Result<Response, ApiError> {
    let (entity, origins) = store::directory::entity_and_origins(&app.db()?, id).await?.ok_or(ApiError::NotFound)?;
    let engine = engine::widget(app).await?;
    let headers = [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CONTENT_LANGUAGE, language.tag()),
        (CONTENT_SECURITY_POLICY, &policy(app, &origins)),
        (CACHE_CONTROL, "public, max-age=300"),
        (VARY, "Accept-Language"),
    ];
    Ok((StatusCode::OK, headers, html(entity, language, easy, engine)).into_response())
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

/// The style sheet comes twice: as a link for the frame, and, as far as the first step needs it, as a text for the box. A `<style>` would be held
/// against the page that took it.
fn html(entity: DirectoryEntity, language: Language, easy: bool, engine: String) -> String {
    let title = escaped(entity.name.for_reader(language.tag()).0);
    let open = language.words(easy).open;
    let form = form::render(Setting { entity, language, easy, key: None, engine: Some(engine), entered: Entered::default() });
    format!(
        "<!doctype html>\n<html lang=\"{tag}\" dir=\"{dir}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<title>{open} – {title}</title>\n\
         <link rel=\"stylesheet\" href=\"/form.css\">\n<script type=\"module\" src=\"/page.js\"></script>\n\
         <script type=\"text/css\" id=\"look\">{style}</script>\n</head>\n<body>{form}</body>\n</html>\n",
        tag = language.tag(),
        dir = language.dir(),
        style = form::FIRST_STYLE,
    )
}
