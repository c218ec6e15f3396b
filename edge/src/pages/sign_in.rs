//! Answer to a sign-in that failed.

use axum::response::Response;
use pages::sign_in::{self, Reason};

use super::{document, error_page};
use crate::{
    error::ApiError, middleware::access_log, request::language::AcceptedLanguage, state::App,
};

/// Answers with the reason, as far as the person can do something about it.
pub(crate) fn failure(app: &App, error: &ApiError, accepted: AcceptedLanguage) -> Response {
    let reason = match error {
        ApiError::NotStaff => Reason::NotStaff,
        ApiError::NotSignedIn(_) => {
            // The log holds nothing about the person.
            access_log::failed("sign-in", error);
            Reason::Failed
        }
        _ => return error_page::failure(app, error, accepted),
    };
    let AcceptedLanguage(language) = accepted;
    let html = sign_in::failure(document::context(app, language), reason);
    document::respond(error.status(), language, html)
}
