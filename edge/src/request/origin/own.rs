//! Origin of our own that a request came to. On a developer's machine `localhost` stands beside the
//! base address, since passkeys need a domain; on an installation both are one.

use axum::extract::FromRequestParts;
use domain::profile::passkey::Site;
use http::{header::HOST, request::Parts};

use crate::{
    error::ApiError,
    request::{app, headers::header},
};

/// Origin of our own, out of the two that there are. The header `Host` only chooses one.
pub(crate) struct OwnOrigin(pub(crate) String);

impl<S: Sync> FromRequestParts<S> for OwnOrigin {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let app = app(parts)?;
        let host = header(&parts.headers, HOST).unwrap_or_default();
        Ok(Self(Site::origin_for(&app.config.base_url, host)))
    }
}
