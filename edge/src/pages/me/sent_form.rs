//! Form of the file's page, from somebody who is signed in.

use axum::{
    Extension,
    extract::{FromRequest, FromRequestParts, Request},
    response::{IntoResponse, Redirect, Response},
};
use form::Language;

use super::error_page;
use crate::{
    error::ApiError,
    pages::Asked,
    request::{
        client_id::Client,
        form::FormBody,
        language::AcceptedLanguage,
        profile_session::{Device, MaybeProfile, ProfileSession},
        query::Query,
    },
    state::App,
};

/// Form with the session of its sender. Whoever isn't signed in is led to the ways in, and nothing
/// is done.
pub(crate) struct MeForm {
    pub(super) app: App,
    pub(super) session: ProfileSession,
    pub(super) fields: FormBody,
    pub(super) client: Client,
    pub(super) device: String,
    /// Language of the page that sent it.
    pub(super) language: Language,
}

impl MeForm {
    /// Returns the answer, or a page that says what went wrong.
    pub(super) fn or_page(&self, answer: Result<Response, ApiError>) -> Response {
        answer.unwrap_or_else(|error| {
            error_page::failure(&self.app, &error, AcceptedLanguage(self.language))
        })
    }
}

impl<S: Send + Sync> FromRequest<S> for MeForm {
    type Rejection = Response;

    #[worker::send]
    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let app = Extension::<App>::from_request_parts(&mut parts, state).await;
        let Extension(app) = app.map_err(IntoResponse::into_response)?;
        let Ok(accepted) = AcceptedLanguage::from_request_parts(&mut parts, state).await;
        let Ok(Query(asked)) = Query::<Asked>::from_request_parts(&mut parts, state).await;
        let Ok(client) = Client::from_request_parts(&mut parts, state).await;
        let Ok(Device(device)) = Device::from_request_parts(&mut parts, state).await;
        let language = accepted.unless(asked.lang.as_deref());
        let refused =
            |error: ApiError| error_page::failure(&app, &error, AcceptedLanguage(language));
        let session = MaybeProfile::from_request_parts(&mut parts, state).await;
        let MaybeProfile(Some(session)) = session.map_err(refused)? else {
            let address = ["/me?lang=", language.tag()].concat();
            return Err(Redirect::to(&address).into_response());
        };
        let request = Request::from_parts(parts, body);
        let fields = FormBody::from_request(request, state).await.map_err(refused)?;
        Ok(Self { app, session, fields, client, device, language })
    }
}
