//! `GET /console/api/live`: the live connection of a console, a WebSocket.

use axum::{
    Extension,
    response::{IntoResponse, Response},
};
use domain::access::policy::Scope;
use http::StatusCode;

use crate::{
    error::ApiError,
    live::{self, Listener},
    platform::PlatformSocket,
    request::{headers::AsksForWebSocket, origin::PageOrigin, session::Connected},
    state::App,
};

/// Opens the connection. A browser lets any website's page open one and sends the session along, so
/// the page's origin must be the console's own.
#[worker::send]
pub(crate) async fn open(
    Extension(app): Extension<App>,
    Connected { digest, found }: Connected,
    AsksForWebSocket(asks): AsksForWebSocket,
    origin: PageOrigin,
) -> Result<Response, ApiError> {
    let scope = Scope::of(&found.person);
    if scope.is_empty() {
        return Err(ApiError::Forbidden);
    }
    if !asks {
        return Err(ApiError::Malformed("it must ask for a WebSocket".into()));
    }
    if origin.as_deref() != Some(&app.config.base_url) {
        return Err(ApiError::CrossSite);
    }
    let ends_at = found.session.ends_at();
    let listener = Listener::new(digest, found.person.id, found.name, scope, ends_at);
    let socket = live::connect(&app, &listener).await?;
    Ok((StatusCode::SWITCHING_PROTOCOLS, Extension(PlatformSocket(socket))).into_response())
}
