//! `GET /attachments/{id}`: the bytes of an attachment, for the bearer of a valid signed link.

use std::fmt::Write;

use axum::{
    Extension,
    response::{IntoResponse, Response},
};
use domain::{
    crypto::signature,
    media::{attachment, scan::Scan, upload::UploadId},
};
use http::{
    Method, StatusCode,
    header::{
        ACCEPT_RANGES, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE,
        CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG,
    },
};
use serde::Deserialize;
use worker::{Range, ResponseBody, send::SendWrapper};

use crate::{
    error::ApiError,
    platform::PlatformBody,
    request::{byte_range, etag::Conditions, path::Path, query::CallQuery},
    service::status,
    state::App,
    store,
};

#[derive(Deserialize)]
pub(crate) struct Proof {
    expires: i64,
    signature: String,
    acknowledged: Option<Scan>,
}

/// Response headers that decide how a browser treats an attachment.
#[derive(Clone, Copy)]
pub(crate) struct Treatment {
    pub(crate) disposition: &'static str,
    pub(crate) policy: &'static str,
    /// Sites whose pages may load it (`Cross-Origin-Resource-Policy`).
    pub(crate) audience: &'static str,
}

/// Treatment by which an attachment is saved and never run.
pub(crate) const SAVED: Treatment = Treatment {
    disposition: "attachment",
    policy: "default-src 'none'; sandbox",
    audience: "cross-origin",
};

/// Returns the bytes of an attachment. The status contains its signed link, which expires after a
/// quarter of an hour.
#[cfg_attr(test, utoipa::path(get, path = "/api/v1/attachments/{id}", operation_id = "download_attachment",
    params(
        ("id" = String, Path, description = "The attachment's id"),
        ("expires" = i64, Query, description = "From the link"),
        ("signature" = String, Query, description = "From the link"),
        ("acknowledged" = Option<Scan>, Query, description = "The state of a file that isn't known to be clean, for one who opens it all the same"),
        ("Range" = Option<String>, Header, description = "One range of bytes"),
        ("If-Range" = Option<String>, Header, description = "The `ETag` of what the client has a part of"),
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` of what the client has already"),
    ),
    responses(
        (status = 200, description = "All of it, to be saved and never run", content_type = "application/octet-stream", body = Vec<u8>,
            headers(("ETag" = String), ("Content-Disposition" = String))),
        (status = 206, description = "The range", content_type = "application/octet-stream", body = Vec<u8>,
            headers(("Content-Range" = String))),
        (status = 304, description = "The client has it already", headers(("ETag" = String))),
        (status = 403, description = "The link has expired or was changed; or the file isn't known to be clean; or malware was found in it"),
        (status = 404, description = "There is no such attachment"),
        (status = 416, description = "The range is beyond the end", headers(("Content-Range" = String))),
    )))]
#[worker::send]
pub(crate) async fn download(
    Extension(app): Extension<App>,
    Path(id): Path<UploadId>,
    proof: Result<CallQuery<Proof>, ApiError>,
    method: Method,
    conditions: Conditions,
) -> Result<Response, ApiError> {
    let CallQuery(proof) = proof.map_err(|_| ApiError::Link)?;
    if !signature::link_holds(
        &app.config.link_secret,
        &id,
        proof.expires,
        &proof.signature,
        app.now,
    ) {
        return Err(ApiError::Link);
    }
    let row = store::media::attachments::find(&app.db()?, id.as_str())
        .await?
        .ok_or(ApiError::NotFound)?;
    opens(&app, &row, proof.acknowledged)?;
    served(&app, &row, SAVED, &method, &conditions).await
}

/// Refuses a file in which malware was found, and one that isn't known to be clean unless its state
/// is acknowledged.
pub(crate) fn opens(
    app: &App,
    row: &store::media::attachments::Row,
    acknowledged: Option<Scan>,
) -> Result<(), ApiError> {
    Ok(status::scan_of(app, row.scan).map_or(Ok(()), |scan| scan.opens(acknowledged))?)
}

/// Sends the bytes that a request asks for.
pub(crate) async fn served(
    app: &App,
    row: &store::media::attachments::Row,
    treatment: Treatment,
    method: &Method,
    conditions: &Conditions,
) -> Result<Response, ApiError> {
    // The content of an attachment never changes.
    let tag = format!("\"{}\"", row.id);
    if conditions.knows(&tag) {
        return Ok((StatusCode::NOT_MODIFIED, [(ETAG, tag)]).into_response());
    }
    let range =
        conditions.range_of(&tag).map_or(Ok(None), |asked| byte_range::parse(asked, row.size))?;
    let (first, length) = range.map_or((0, row.size), |(first, last)| (first, last - first + 1));
    let mut response = described(row, treatment, tag, length).into_response();
    if let Some((first, last)) = range {
        *response.status_mut() = StatusCode::PARTIAL_CONTENT;
        if let Ok(value) = format!("bytes {first}-{last}/{}", row.size).parse() {
            response.headers_mut().insert(CONTENT_RANGE, value);
        }
    }
    if *method != Method::HEAD && length > 0 {
        response.extensions_mut().insert(body(app, row, first, length).await?);
    }
    Ok(response)
}

async fn body(
    app: &App,
    row: &store::media::attachments::Row,
    first: u64,
    length: u64,
) -> Result<PlatformBody, ApiError> {
    let media = app.media()?;
    let object = media
        .get(&row.object_key)
        .range(Range::OffsetWithLength { offset: first, length })
        .execute()
        .await?;
    let object = object.ok_or_else(|| {
        ApiError::Internal(format!("the media of attachment {} are gone", row.id))
    })?;
    match object.body().map(worker::ObjectBody::response_body).transpose()? {
        Some(ResponseBody::Stream(stream)) => Ok(PlatformBody(SendWrapper::new(stream))),
        _ => Err(ApiError::Internal("an object without a body".into())),
    }
}

fn described(
    row: &store::media::attachments::Row,
    treatment: Treatment,
    tag: String,
    length: u64,
) -> impl IntoResponse {
    [
        (CONTENT_TYPE, row.media_type.clone()),
        (CONTENT_LENGTH, length.to_string()),
        (ETAG, tag),
        (
            CONTENT_DISPOSITION,
            format!(
                "{}; filename=\"file\"; filename*=UTF-8''{}",
                treatment.disposition,
                extended(&attachment::saved_name(&row.name, &row.media_type))
            ),
        ),
        (CONTENT_SECURITY_POLICY, treatment.policy.to_owned()),
        (
            "cross-origin-resource-policy".parse().unwrap_or(ACCEPT_RANGES),
            treatment.audience.to_owned(),
        ),
        (ACCEPT_RANGES, "bytes".to_owned()),
        (CACHE_CONTROL, "private, no-store".to_owned()),
    ]
}

/// Encodes a file name as in RFC 8187.
fn extended(name: &str) -> String {
    name.bytes().fold(String::new(), |mut text, byte| {
        if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            _ = write!(text, "%{byte:02X}");
        }
        text
    })
}
