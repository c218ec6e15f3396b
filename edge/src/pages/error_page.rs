//! Pages for errors, and the answer to requests that no route matches.

use axum::{
    Extension,
    response::{IntoResponse, Response},
};
use http::{StatusCode, Uri};

use super::document;
use crate::{error::ApiError, middleware, request::language::AcceptedLanguage, state::App};

/// Answers 404 for unknown paths.
pub(crate) async fn not_found(
    Extension(app): Extension<App>,
    uri: Uri,
    language: AcceptedLanguage,
) -> Response {
    answer(&app, ApiError::NotFound, &uri, language)
}

/// Answers 405 for known paths.
pub(crate) async fn method_not_allowed(
    Extension(app): Extension<App>,
    uri: Uri,
    language: AcceptedLanguage,
) -> Response {
    answer(&app, ApiError::MethodNotAllowed, &uri, language)
}

/// Answers programs with a problem, people with a page.
fn answer(app: &App, error: ApiError, uri: &Uri, language: AcceptedLanguage) -> Response {
    if middleware::is_call(uri.path()) {
        error.into_response()
    } else {
        missing(app, error.status(), language)
    }
}

fn missing(
    app: &App,
    status: StatusCode,
    AcceptedLanguage(language): AcceptedLanguage,
) -> Response {
    document::respond(status, language, pages::error::not_found(document::context(app, language)))
}

/// Answers an error with a page for people.
pub(crate) fn failure(app: &App, error: &ApiError, accepted: AcceptedLanguage) -> Response {
    if let ApiError::NotFound = error {
        return missing(app, StatusCode::NOT_FOUND, accepted);
    }
    error.log();
    let AcceptedLanguage(language) = accepted;
    let context = document::context(app, language);
    let html = match error {
        ApiError::TooMany(_) => pages::error::too_many(context),
        _ => pages::error::failure(context),
    };
    document::respond(error.status(), language, html)
}
