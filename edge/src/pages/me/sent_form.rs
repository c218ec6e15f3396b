//! Form of the file's page, from somebody who is signed in.

use axum::{
    extract::{FromRequest, FromRequestParts, Request},
    response::{IntoResponse, Redirect, Response},
};

use crate::{
    pages::page_form::PageForm,
    request::profile_session::{Device, MaybeProfile, ProfileSession},
};

/// Form with the session of its sender. Whoever isn't signed in is led to the ways in, and nothing
/// is done.
pub(crate) struct MeForm {
    pub(super) page: PageForm,
    pub(super) session: ProfileSession,
    pub(super) device: String,
}

impl<S: Send + Sync> FromRequest<S> for MeForm {
    type Rejection = Response;

    #[worker::send]
    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let Ok(Device(device)) = Device::from_request_parts(&mut parts, state).await;
        let session = MaybeProfile::from_request_parts(&mut parts, state).await;
        let page = PageForm::from_request(Request::from_parts(parts, body), state).await?;
        let MaybeProfile(session) = session.map_err(|error| page.failure(&error))?;
        let session = session.ok_or_else(|| {
            Redirect::to(&["/me?lang=", page.language.tag()].concat()).into_response()
        })?;
        Ok(Self { page, session, device })
    }
}
