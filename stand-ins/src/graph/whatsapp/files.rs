//! Files of people, as the business fetches them.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Json,
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;

use super::{
    super::{GraphError, require_token},
    WhatsApp,
};

/// Answers `GET /{media id}` with an address for five minutes.
pub(crate) fn media_address(
    channel: &WhatsApp,
    headers: &HeaderMap,
    id: &str,
) -> Result<Response, GraphError> {
    require_token(headers, &channel.common.settings.whatsapp.token)?;
    let now = channel.common.clock.now();
    let mut state = channel.lock();
    let secret = state.files.address(id, now).ok_or_else(|| GraphError::object(id))?;
    let file = state.files.get(id, now).ok_or_else(|| GraphError::object(id))?;
    Ok(Json(json!({
        "messaging_product": "whatsapp",
        "url": format!("{}/graph/media/{id}/file?hash={secret}", channel.common.settings.own),
        "mime_type": file.mime_type,
        "sha256": file.hex_digest(),
        "file_size": file.bytes.len().to_string(),
        "id": id,
    }))
    .into_response())
}

/// Answers such an address with the file. It wants the token as well.
pub(super) async fn media_file(
    State(channel): State<Arc<WhatsApp>>,
    Path(id): Path<String>,
    Query(query): Query<BTreeMap<String, String>>,
    headers: HeaderMap,
) -> Response {
    if require_token(&headers, &channel.common.settings.whatsapp.token).is_err() {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let secret = query.get("hash").map(String::as_str).unwrap_or_default();
    let file = channel.lock().files.at_address(&id, secret, channel.common.clock.now());
    match file {
        Some(file) => ([(header::CONTENT_TYPE, file.mime_type)], file.bytes).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
