//! `GET /console/api/attachments/{id}`: what came along, for whoever may see the case that it came with; a PDF in a frame of the console's own.
//!
//! Its frame has no `sandbox`, since Chromium long refused to start its viewer in one; what keeps a document in are the viewers themselves, which run it
//! apart from every page, and this policy, which gives it nothing to load and nobody else's page to lie in. Chromium 156 and Firefox 153 draw it under
//! this; the styles are for the viewer of older Chromiums. Nothing else is ever answered to be shown: not what a browser would run.

use axum::{Extension, extract::Path, response::Response};
use domain::upload::UploadId;
use http::{
    HeaderMap, HeaderName, HeaderValue, Method, StatusCode,
    header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, RANGE},
};

use super::case::Opened;
use crate::{
    error::ApiError,
    http::{attachments::served, header},
    signed_in::SignedIn,
    state::App,
    store,
};

/// The one type that is shown.
const SHOWN: &str = "application/pdf";

const POLICY: HeaderValue = HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'");

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
    let mut response = served(&app, &row, &method, &headers).await?;
    if method != Method::HEAD && response.status().is_success() && begins(&headers) {
        store::dossier::note_reading(&db, (row.participation, &who.person.id), &[], app.now).await?;
    }
    if row.media_type == SHOWN && response.status() != StatusCode::NOT_MODIFIED {
        let headers = response.headers_mut();
        let saved = headers.get(CONTENT_DISPOSITION).and_then(|value| value.to_str().ok()?.strip_prefix("attachment"));
        if let Some(inline) = saved.and_then(|named| format!("inline{named}").parse().ok()) {
            headers.insert(CONTENT_DISPOSITION, inline);
        }
        headers.insert(CONTENT_SECURITY_POLICY, POLICY);
        headers.insert(HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin"));
    }
    Ok(response)
}

/// Whether it is the beginning that is asked for: a viewer that asks for one part after the other reads once.
fn begins(headers: &HeaderMap) -> bool {
    header(headers, RANGE).is_none_or(|range| range.starts_with("bytes=0-"))
}
