//! `GET /console/api/cases/{reference}`: the whole case; by `POST` with marks of words. The reading
//! is recorded.

use axum::{
    Extension,
    response::{IntoResponse, Response},
};
use domain::{reference::Reference, wire::console::WordsToMark};
use http::{StatusCode, header::ETAG};

use super::{opened::Opened, view};
use crate::{
    error::ApiError,
    request::{etag::Conditions, json::JsonBody, path::Path, session::SignedIn},
    state::App,
};

/// Returns the whole case.
#[worker::send]
pub(crate) async fn show(
    Extension(app): Extension<App>,
    who: SignedIn,
    Path(reference): Path<Reference>,
    conditions: Conditions,
) -> Result<Response, ApiError> {
    let opened = Opened::by(&app, &who, reference).await?;
    // An unchanged case isn't read again, so no reading is recorded.
    if conditions.knows(&opened.tag()) {
        return Ok((StatusCode::NOT_MODIFIED, [(ETAG, opened.tag())]).into_response());
    }
    view::answer(&app, &who, &opened, "").await
}

/// Returns the whole case, with marks where the words stand by which it was found.
#[worker::send]
pub(crate) async fn show_marked(
    Extension(app): Extension<App>,
    who: SignedIn,
    Path(reference): Path<Reference>,
    sent: JsonBody<WordsToMark>,
) -> Result<Response, ApiError> {
    let opened = Opened::by(&app, &who, reference).await?;
    view::answer(&app, &who, &opened, &sent.read().await?.q).await
}
