//! Form that a participation's page sends without a script.

use axum::{
    extract::{FromRequest, FromRequestParts, Request},
    response::Response,
};
use domain::reference::Reference;

use crate::{
    pages::page_form::PageForm,
    request::{code_requests::CodeRequests, path::Path, profile_session::ProfileDigest},
};

/// Form with the participation that it is about. One that can't be read is answered with a page.
pub(crate) struct SentForm {
    pub(super) page: PageForm,
    pub(super) reference: Reference,
    /// Requests of this browser for a one-time code.
    pub(super) asked: CodeRequests,
    /// Hash of the token of a session in a profile; empty if there is none.
    pub(super) session: String,
}

impl<S: Send + Sync> FromRequest<S> for SentForm {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let Ok(asked) = CodeRequests::from_request_parts(&mut parts, state).await;
        let Ok(ProfileDigest(session)) = ProfileDigest::from_request_parts(&mut parts, state).await;
        let reference = Path::<Reference>::from_request_parts(&mut parts, state).await;
        let page = PageForm::from_request(Request::from_parts(parts, body), state).await?;
        let Path(reference) = reference.map_err(|error| page.failure(&error))?;
        Ok(Self { page, reference, asked, session: session.unwrap_or_default() })
    }
}
