//! Form that a page sends without a script, and the page that answers when something goes wrong.

use axum::{
    Extension,
    extract::{FromRequest, FromRequestParts, Request},
    response::{IntoResponse, Response},
};
use form::Language;

use super::{Asked, error_page};
use crate::{
    error::ApiError,
    request::{client_id::Client, form::FormBody, language::AcceptedLanguage, query::Query},
    state::App,
};

/// Form with its sender. One that can't be read is answered with a page.
pub(super) struct PageForm {
    pub(super) app: App,
    pub(super) fields: FormBody,
    pub(super) client: Client,
    /// Language of the page that sent it.
    pub(super) language: Language,
}

impl PageForm {
    /// Returns the answer, or a page that says what went wrong.
    pub(super) fn or_page(&self, answer: Result<Response, ApiError>) -> Response {
        answer.unwrap_or_else(|error| self.failure(&error))
    }

    /// Returns a page that says what went wrong.
    pub(super) fn failure(&self, error: &ApiError) -> Response {
        error_page::failure(&self.app, error, AcceptedLanguage(self.language))
    }
}

impl<S: Send + Sync> FromRequest<S> for PageForm {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let app = Extension::<App>::from_request_parts(&mut parts, state).await;
        let Extension(app) = app.map_err(IntoResponse::into_response)?;
        let Ok(accepted) = AcceptedLanguage::from_request_parts(&mut parts, state).await;
        let Ok(Query(asked)) = Query::<Asked>::from_request_parts(&mut parts, state).await;
        let Ok(client) = Client::from_request_parts(&mut parts, state).await;
        let language = accepted.unless(asked.lang.as_deref());
        let fields = FormBody::from_request(Request::from_parts(parts, body), state).await;
        let fields = fields
            .map_err(|error| error_page::failure(&app, &error, AcceptedLanguage(language)))?;
        Ok(Self { app, fields, client, language })
    }
}
