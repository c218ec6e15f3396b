//! `GET /console` and everything below it that is no call: the document that the console fills.
//! The console's own router knows which view an address means.

use axum::{
    Extension,
    response::{IntoResponse, Response},
};
use http::{
    StatusCode,
    header::{CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, VARY},
};

use super::{document, error_page};
use crate::{
    error::ApiError, request::language::AcceptedLanguage, service::asset_manifest, state::App,
};

/// Content security policy, but for the address of live connections, which older browsers don't
/// count to the page's own origin. Frames hold the preview of the widget, which is a page of ours.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
                      style-src 'self'; connect-src 'self'; media-src 'self'; \
                      img-src 'self' data:; frame-src 'self'; form-action 'self'; \
                      base-uri 'none'; frame-ancestors 'none'";

#[worker::send]
pub(crate) async fn show(Extension(app): Extension<App>, language: AcceptedLanguage) -> Response {
    answer(&app, language).await.unwrap_or_else(|error| error_page::failure(&app, &error, language))
}

/// Answers 404 for unknown calls.
pub(crate) async fn no_call() -> ApiError {
    ApiError::NotFound
}

async fn answer(
    app: &App,
    AcceptedLanguage(language): AcceptedLanguage,
) -> Result<Response, ApiError> {
    let script = asset_manifest::console(app).await?;
    let html = pages::console::document(document::context(app, language), &script);
    let sockets = app.config.base_url.replacen("http", "ws", 1);
    let policy = POLICY.replace("connect-src 'self'", &format!("connect-src 'self' {sockets}"));
    let headers = [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CONTENT_LANGUAGE, language.tag()),
        (CONTENT_SECURITY_POLICY, &policy),
        (VARY, "Accept-Language"),
        (REFERRER_POLICY, "same-origin"),
    ];
    Ok((StatusCode::OK, headers, html).into_response())
}
