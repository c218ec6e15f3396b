//! `GET /entities` and `GET /entities/{id}`: whom something can be said to.

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use http::{
    HeaderMap, StatusCode,
    header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH},
};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::header;
use crate::{error::ApiError, state::App, store};

#[worker::send]
pub(crate) async fn all(State(app): State<App>, headers: HeaderMap) -> Result<Response, ApiError> {
    cacheable(&headers, &store::directory::all(&app.db()?).await?)
}

#[worker::send]
pub(crate) async fn one(State(app): State<App>, Path(id): Path<String>, headers: HeaderMap) -> Result<Response, ApiError> {
    let entity = store::directory::entity(&app.db()?, &id).await?.ok_or(ApiError::NotFound)?;
    cacheable(&headers, &entity)
}

fn cacheable(headers: &HeaderMap, content: &impl Serialize) -> Result<Response, ApiError> {
    let body = serde_json::to_vec(content).map_err(|error| ApiError::Internal(error.to_string()))?;
    let tag = format!("\"{}\"", URL_SAFE_NO_PAD.encode(&Sha256::digest(&body)[..16]));
    let known = header(headers, IF_NONE_MATCH).unwrap_or_default();
    // Weak comparison (RFC 9110, section 13.1.2): what is between may have compressed it.
    let fresh = known.split(',').any(|known| known.trim() == "*" || known.trim().trim_start_matches("W/") == tag);
    let common = [(ETAG, tag.as_str()), (CACHE_CONTROL, "public, max-age=300")];
    if fresh {
        return Ok((StatusCode::NOT_MODIFIED, common).into_response());
    }
    Ok((common, [(CONTENT_TYPE, "application/json")], body).into_response())
}
