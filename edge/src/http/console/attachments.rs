//! `GET /console/api/attachments/{id}`: what came along, for whoever may see the case that it came with; a PDF in a frame of the console's own.
//!
//! Its frame has no `sandbox`, since Chromium long refused to start its viewer in one; what keeps a document in are the viewers themselves, which run it
//! apart from every page, and this policy, which gives it nothing to load and nobody else's page to lie in. Chromium 156 and Firefox 153 draw it under
//! this. Nothing else is ever answered to be shown: not what a browser would run.

use axum::{Extension, extract::Path, response::Response};
use domain::media::upload::UploadId;
use http::{HeaderMap, Method, header::RANGE};

use super::case::Opened;
use crate::{
    error::ApiError,
    http::public::attachments::{SAVED, Treatment, served},
    request::{headers::header, session::SignedIn},
    state::App,
    store,
};

/// The one type that is shown.
const SHOWN: &str = "application/pdf";

const DRAWN: Treatment = Treatment {
    disposition: "inline",
    policy: "default-src 'none'; frame-ancestors 'self'",
    audience: "same-origin",
};

/// Its bytes; that someone has read it is written down.
#[worker::send]
pub(crate) async fn show(
    Extension(app): Extension<App>,
    who: SignedIn,
    Path(id): Path<String>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let id = UploadId::parse(&id).map_err(|_| ApiError::NotFound)?;
    let db = app.db()?;
    let row = store::attachments::find(&db, id.as_str()).await?.ok_or(ApiError::NotFound)?;
    Opened::by(&app, &who, row.participation).await?;
    let treatment = if row.media_type == SHOWN { DRAWN } else { SAVED };
    let response = served(&app, &row, treatment, &method, &headers).await?;
    if method != Method::HEAD && response.status().is_success() && begins(&headers) {
        store::case_detail::note_reading(&db, (row.participation, &who.person.id), &[], app.now)
            .await?;
    }
    Ok(response)
}

/// Whether it is the beginning that is asked for: a viewer that asks for one part after the other reads once.
fn begins(headers: &HeaderMap) -> bool {
    header(headers, RANGE).is_none_or(|range| range.starts_with("bytes=0-"))
}
