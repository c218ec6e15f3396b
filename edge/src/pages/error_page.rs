//! Addresses under which there is nothing.

use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode, Uri};

use super::document::{self, Again, Page};
use crate::{error::ApiError, middleware};

pub(crate) async fn not_found(uri: Uri, headers: HeaderMap) -> Response {
    answer(ApiError::NotFound, &uri, &headers)
}

pub(crate) async fn method_not_allowed(uri: Uri, headers: HeaderMap) -> Response {
    answer(ApiError::MethodNotAllowed, &uri, &headers)
}

/// Programs get a problem, people a page.
fn answer(error: ApiError, uri: &Uri, headers: &HeaderMap) -> Response {
    if middleware::is_call(uri.path()) {
        error.into_response()
    } else {
        page(error.status(), headers)
    }
}

pub(crate) fn page(status: StatusCode, headers: &HeaderMap) -> Response {
    let language = document::language(None, headers);
    let words = language.words(false);
    let body = format!(
        "<h1>{}</h1>\n<p class=\"page-lead\">{}</p>\n",
        words.page_missing_title, words.page_missing_text
    );
    let title = words.page_missing_title.to_owned();
    Page { status, language, title, head: String::new(), body, again: Again::Never }.into_response()
}

/// An error on a page for people.
pub(crate) fn failure(error: &ApiError, headers: &HeaderMap) -> Response {
    if let ApiError::NotFound = error {
        return page(StatusCode::NOT_FOUND, headers);
    }
    error.log();
    let language = document::language(None, headers);
    let words = language.words(false);
    let body =
        format!("<h1>{}</h1>\n<p class=\"page-lead\">{}</p>\n", words.page_name, words.page_error);
    Page {
        status: error.status(),
        language,
        title: words.page_name.to_owned(),
        head: String::new(),
        body,
        again: Again::Never,
    }
    .into_response()
}
