//! `GET /console/api/cases/{reference}`: the whole case. The reading is recorded.

use axum::{
    Extension,
    extract::{Path, Query},
    response::{IntoResponse, Response},
};
use http::{HeaderMap, StatusCode, header::ETAG};
use serde::Deserialize;

use super::{opened::Opened, view};
use crate::{
    error::ApiError,
    request::{etag, headers::reference, session::SignedIn},
    state::App,
};

/// Query of the address: the search terms to highlight.
#[derive(Default, Deserialize)]
pub(crate) struct Sought {
    #[serde(default)]
    q: String,
}

/// Returns the whole case.
#[worker::send]
pub(crate) async fn show(
    Extension(app): Extension<App>,
    who: SignedIn,
    Path(typed): Path<String>,
    Query(sought): Query<Sought>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let reference = reference(&typed)?;
    let opened = Opened::by(&app, &who, reference).await?;
    // An unchanged case isn't read again, so no reading is recorded.
    if etag::is_known(&headers, &opened.tag()) {
        return Ok((StatusCode::NOT_MODIFIED, [(ETAG, opened.tag())]).into_response());
    }
    view::answer(&app, &who, &opened, &sought.q).await
}
