//! What someone reads who couldn't be signed in.

use axum::response::{IntoResponse, Response};
use http::HeaderMap;

use super::document::{self, Again, Page};
use crate::pages::error_page;
use crate::{error::ApiError, middleware::access_log};

/// Why, as far as they can do something about it, and the way back.
pub(crate) fn failure(error: &ApiError, headers: &HeaderMap) -> Response {
    let language = document::language(None, headers);
    let words = language.words(false);
    let text = match error {
        ApiError::NotStaff => words.page_sign_in_unknown,
        ApiError::NotSignedIn(_) => {
            // Nothing of who it was.
            access_log::failed("sign-in", error);
            words.page_sign_in_failed
        }
        _ => return error_page::failure(error, headers),
    };
    let (title, again) = (words.page_sign_in_title, words.page_sign_in_again);
    let body = format!(
        "<h1>{title}</h1>\n<p class=\"page-lead\">{text}</p>\n<p><a href=\"/console/sign-in\">{again}</a></p>\n"
    );
    Page {
        status: error.status(),
        language,
        title: title.to_owned(),
        head: String::new(),
        body,
        again: Again::Never,
    }
    .into_response()
}
