//! `GET /console` and everything below it that is no call: the empty page that the console fills. Which view an address means, the console knows.

use axum::{
    Extension,
    response::{IntoResponse, Response},
};
use form::Language;
use http::{
    HeaderMap, StatusCode,
    header::{CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, VARY},
};

use super::document;
use crate::pages::error_page;
use crate::{error::ApiError, service::asset_manifest, state::App};

/// Frames hold the preview of the widget, which is a page of ours.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; \
                      media-src 'self'; img-src 'self' data:; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

#[worker::send]
pub(crate) async fn show(Extension(app): Extension<App>, headers: HeaderMap) -> Response {
    answer(&app, &headers).await.unwrap_or_else(|error| error_page::failure(&app, &error, &headers))
}

/// Calls that there aren't.
pub(crate) async fn no_call() -> ApiError {
    ApiError::NotFound
}

async fn answer(app: &App, headers: &HeaderMap) -> Result<Response, ApiError> {
    let language = document::language(None, headers);
    let headers = [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CONTENT_LANGUAGE, language.tag()),
        (CONTENT_SECURITY_POLICY, POLICY),
        (VARY, "Accept-Language"),
        (REFERRER_POLICY, "same-origin"),
    ];
    Ok((StatusCode::OK, headers, html(language, &asset_manifest::console(app).await?))
        .into_response())
}

/// The Wasm is asked for at once, not only when the script that runs it has come.
fn html(language: Language, script: &str) -> String {
    let words = language.words(false);
    format!(
        "<!doctype html>\n<html lang=\"{tag}\" dir=\"{dir}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{name}</title>\n<link rel=\"icon\" href=\"data:,\">\n\
         <link rel=\"stylesheet\" href=\"{look}\">\n\
         <link rel=\"preload\" href=\"{wasm}\" as=\"fetch\" type=\"application/wasm\" crossorigin>\n\
         <script type=\"module\" src=\"{script}\"></script>\n</head>\n<body class=\"page\">\n\
         <noscript>{name}: JavaScript / جافا سكريبت</noscript>\n</body>\n</html>\n",
        tag = language.tag(),
        dir = language.dir(),
        name = words.page_name,
        look = script.replace(".js", ".css"),
        wasm = script.replace(".js", "_bg.wasm"),
    )
}
