//! `GET /participations/{reference}`: how it stands, and for the bearer of the tracking key what was said.

use axum::{
    Extension, Json,
    extract::Path,
    response::{IntoResponse, Response},
};
use domain::{
    crypto::{signature, tracking::TrackingKey},
    media::upload::UploadId,
    reference::Reference,
    wire::{self, Attachment, Content, Status},
};
use http::{HeaderMap, header::AUTHORIZATION};

use crate::request::headers::header;
use crate::{
    crypto::contact,
    error::ApiError,
    request::etag,
    service::lookup,
    state::App,
    store::{
        self,
        participations::{Row, Whole},
    },
};

/// How long a link to an attachment holds, in seconds.
const LINK_AGE: i64 = 15 * 60;

/// How a participation stands; with its tracking key also what was said.
#[cfg_attr(test, utoipa::path(get, path = "/api/v1/participations/{reference}",
    params(("If-None-Match" = Option<String>, Header, description = "The `ETag` of what the client has already")),
    security((), ("tracking_key" = [])),
    responses(
        (status = 200, body = Status, headers(("Cache-Control" = String))),
        (status = 304, description = "The client has it already", headers(("ETag" = String))),
        (status = 401, description = "The tracking key doesn't open this participation"),
        (status = 404, description = "No participation has this number"),
        (status = 429, description = "Too many wrong guesses from this address today"),
    )))]
#[worker::send]
pub(crate) async fn show(
    Extension(app): Extension<App>,
    Path(typed): Path<String>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let reference = crate::request::headers::reference(&typed)?;
    let whole = lookup::find(&app, &headers, reference).await?.ok_or(ApiError::NotFound)?;
    let proof = header(&headers, AUTHORIZATION).map(|value| opens(value, &whole.row));
    match proof {
        Some(false) => {
            lookup::missed(&app, &headers).await?;
            Err(ApiError::TrackingKey)
        }
        // What only the bearer of the key may read is kept by nobody; the rest is asked about again before it is used.
        Some(true) => Ok(Json(self::whole(&app, reference, &whole).await?).into_response()),
        None => etag::json(&headers, &public(reference, &whole), "private, no-cache"),
    }
}

/// What the bearer of the tracking key may know: everything.
pub(crate) async fn whole(
    app: &App,
    reference: Reference,
    whole: &Whole,
) -> Result<Status, ApiError> {
    Ok(Status { content: Some(content(app, reference, whole).await?), ..public(reference, whole) })
}

/// What anyone with the reference may know.
pub(crate) fn public(reference: Reference, whole: &Whole) -> Status {
    let row = &whole.row;
    Status {
        reference,
        kind: row.kind,
        entity: row.entity.clone(),
        stage: row.stage,
        received_at: row.received_at,
        updated_at: row.updated_at,
        first_response_due: row.first_response_due,
        resolution_due: row.resolution_due,
        timeline: whole.timeline.clone(),
        content: None,
    }
}

pub(crate) fn opens(authorization: &str, row: &Row) -> bool {
    let Some((scheme, key)) = authorization.split_once(' ') else { return false };
    scheme.eq_ignore_ascii_case("bearer")
        && TrackingKey::parse(key.trim()).is_some_and(|key| row.is_opened_by(&key))
}

async fn content(app: &App, reference: Reference, whole: &Whole) -> Result<Content, ApiError> {
    let row = &whole.row;
    let contact = match row.contact() {
        Some(sealed) => Some(contact::opened(app, reference, &sealed).await?),
        None => None,
    };
    let attached_to = |message: Option<&str>| -> Result<Vec<_>, ApiError> {
        let rows = whole.attachments.iter().filter(|row| row.message.as_deref() == message);
        rows.map(|row| attachment(app, row)).collect()
    };
    let messages = whole.messages.iter().map(|message| {
        let attachments = attached_to(Some(&message.id))?;
        Ok::<_, ApiError>(wire::Message { attachments, ..message.clone() })
    });
    Ok(Content {
        text: row.text.clone().unwrap_or_default(),
        service: row.service.clone(),
        suggestion: whole.suggestion,
        language: row.language.clone(),
        mood: row.mood,
        page: row.page.clone(),
        elapsed_ms: row.elapsed_ms,
        contact,
        attachments: attached_to(None)?,
        messages: messages.collect::<Result<_, _>>()?,
        rating: row.rating,
    })
}

/// An attachment with a link that opens it for a while.
pub(crate) fn attachment(app: &App, row: &store::attachments::Row) -> Result<Attachment, ApiError> {
    let id = UploadId::parse(&row.id).map_err(|error| ApiError::Internal(error.to_string()))?;
    let expires = app.now.as_second() + LINK_AGE;
    let signature = signature::sign_link(&app.config.link_secret, &id, expires);
    Ok(Attachment {
        url: format!(
            "{}/api/v1/attachments/{}?expires={expires}&signature={signature}",
            app.config.base_url, row.id
        ),
        id: row.id.clone(),
        name: row.name.clone(),
        media_type: row.media_type.clone(),
        size: row.size,
    })
}
