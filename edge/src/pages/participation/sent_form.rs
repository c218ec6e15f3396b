//! Form that a participation's page sends without a script.

use axum::{
    Extension,
    extract::{FromRequest, FromRequestParts, Request},
    response::{IntoResponse, Response},
};
use domain::{profile::ProfileId, reference::Reference};
use form::Language;

use super::error_page;
use crate::{
    error::ApiError,
    pages::Asked,
    request::{
        client_id::Client, code_requests::CodeRequests, form::FormBody, language::AcceptedLanguage,
        path::Path, profile_session::MaybeProfile, query::Query,
    },
    state::App,
};

/// Form with the participation that it is about. One that can't be read is answered with a page.
pub(crate) struct SentForm {
    pub(super) app: App,
    pub(super) reference: Reference,
    pub(super) fields: FormBody,
    /// Requests of this browser for a one-time code.
    pub(super) asked: CodeRequests,
    pub(super) client: Client,
    /// Profile of a sender who is signed in.
    pub(super) own: Option<ProfileId>,
    /// Language of the page that sent it.
    pub(super) language: Language,
}

impl SentForm {
    /// Returns the answer, or a page that says what went wrong.
    pub(super) fn or_page(&self, answer: Result<Response, ApiError>) -> Response {
        answer.unwrap_or_else(|error| {
            error_page::failure(&self.app, &error, AcceptedLanguage(self.language))
        })
    }
}

impl<S: Send + Sync> FromRequest<S> for SentForm {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let app = Extension::<App>::from_request_parts(&mut parts, state).await;
        let Extension(app) = app.map_err(IntoResponse::into_response)?;
        let Ok(accepted) = AcceptedLanguage::from_request_parts(&mut parts, state).await;
        let Ok(Query(asked)) = Query::<Asked>::from_request_parts(&mut parts, state).await;
        let Ok(requests) = CodeRequests::from_request_parts(&mut parts, state).await;
        let Ok(client) = Client::from_request_parts(&mut parts, state).await;
        let own = MaybeProfile::id(MaybeProfile::from_request_parts(&mut parts, state).await);
        let language = accepted.unless(asked.lang.as_deref());
        let refused =
            |error: ApiError| error_page::failure(&app, &error, AcceptedLanguage(language));
        let reference = Path::<Reference>::from_request_parts(&mut parts, state).await;
        let Path(reference) = reference.map_err(refused)?;
        let request = Request::from_parts(parts, body);
        let fields = FormBody::from_request(request, state).await.map_err(refused)?;
        Ok(Self { app, reference, fields, asked: requests, client, own, language })
    }
}
