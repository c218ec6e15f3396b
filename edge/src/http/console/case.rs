//! `GET /console/api/cases/{reference}`: the whole case. The reading is recorded.

use axum::{
    Extension,
    response::{IntoResponse, Response},
};
use domain::reference::Reference;
use http::{StatusCode, header::ETAG};
use serde::Deserialize;

use super::{opened::Opened, view};
use crate::{
    error::ApiError,
    request::{etag::Conditions, path::Path, query::Query, session::SignedIn},
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
    Path(reference): Path<Reference>,
    Query(sought): Query<Sought>,
    conditions: Conditions,
) -> Result<Response, ApiError> {
    let opened = Opened::by(&app, &who, reference).await?;
    // An unchanged case isn't read again, so no reading is recorded.
    if conditions.knows(&opened.tag()) {
        return Ok((StatusCode::NOT_MODIFIED, [(ETAG, opened.tag())]).into_response());
    }
    view::answer(&app, &who, &opened, &sought.q).await
}
