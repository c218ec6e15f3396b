//! `GET /console/api/attachments/{id}`: the bytes of an attachment, for staff who may see its case.
//! A PDF is shown in a frame of the console; every other type is saved.
//!
//! The frame has no `sandbox`, since Chromium long refused to start its PDF viewer in one. Two
//! things isolate a document: the viewers run it apart from every page, and the content security
//! policy lets it load nothing and no other site's page embed it. Chromium 156 and Firefox 153 show
//! a PDF under this policy. Types that a browser would run are never shown.

use axum::{Extension, response::Response};
use domain::media::{scan::Scan, upload::UploadId};
use http::Method;
use serde::Deserialize;

use super::opened::Opened;
use crate::{
    error::ApiError,
    http::public::attachments::{SAVED, Treatment, opens, served},
    platform::clock::later,
    request::{etag::Conditions, path::Path, query::CallQuery, session::SignedIn},
    state::App,
    store,
};

/// Media type that is shown instead of saved.
const SHOWN: &str = "application/pdf";

/// Seconds within which further ranges of a file belong to the reading before.
const SPELL: i64 = 15 * 60;

const DRAWN: Treatment = Treatment {
    disposition: "inline",
    policy: "default-src 'none'; frame-ancestors 'self'",
    audience: "same-origin",
};

/// Query of the address.
#[derive(Deserialize)]
pub(crate) struct Choice {
    /// State of a file that the person has chosen to open all the same.
    acknowledged: Option<Scan>,
}

/// Sends an attachment's bytes, and records the reading.
#[worker::send]
pub(crate) async fn show(
    Extension(app): Extension<App>,
    who: SignedIn,
    Path(id): Path<UploadId>,
    CallQuery(choice): CallQuery<Choice>,
    method: Method,
    conditions: Conditions,
) -> Result<Response, ApiError> {
    let db = app.db()?;
    let row = store::media::attachments::find(&db, id.as_str()).await?.ok_or(ApiError::NotFound)?;
    Opened::by(&app, &who, row.participation).await?.attachment(&id)?;
    opens(&app, &row, choice.acknowledged)?;
    let treatment = if row.media_type == SHOWN { DRAWN } else { SAVED };
    let response = served(&app, &row, treatment, &method, &conditions).await?;
    if method != Method::HEAD && response.status().is_success() {
        // A viewer that requests one range after the other counts as one reading.
        let since = if begins(&conditions) { app.now } else { later(app.now, -SPELL) };
        let (file, times) = ((row.participation, id.as_str()), [app.now, since]);
        store::case::detail::note_file(&db, file, &who.person.id, times).await?;
    }
    Ok(response)
}

/// Returns whether a request asks for the beginning.
fn begins(conditions: &Conditions) -> bool {
    conditions.range.as_deref().is_none_or(|range| range.starts_with("bytes=0-"))
}
