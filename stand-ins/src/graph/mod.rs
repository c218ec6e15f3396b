//! Meta's Graph: one address for WhatsApp and Instagram, told apart by ids and tokens.

mod error;
pub(crate) mod instagram;
pub(crate) mod whatsapp;

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Router,
    extract::{DefaultBodyLimit, Path, Query, State},
    http::{HeaderMap, header},
    response::Response,
    routing::{get, post},
};

pub(crate) use error::GraphError;

use crate::world::World;

/// Limit of a call's body. Media never come this way.
const LARGEST: usize = 1 << 20;

pub(crate) fn routes() -> Router<Arc<World>> {
    Router::new()
        .route("/graph/{version}/{id}", get(read))
        .route("/graph/{version}/{id}/messages", post(messages))
        .route("/graph/{version}/{id}/mentions", post(instagram::answer_mention))
        .route("/graph/{version}/{id}/replies", post(instagram::answer_comment))
        .route("/graph/media/{id}/file", get(whatsapp::media_file))
        .layer(DefaultBodyLimit::max(LARGEST))
}

/// Handles `GET /{id}`: a file of WhatsApp's, or what the Instagram account may read.
async fn read(
    State(world): State<Arc<World>>,
    Path((version, id)): Path<(String, String)>,
    Query(query): Query<BTreeMap<String, String>>,
    headers: HeaderMap,
) -> Result<Response, GraphError> {
    require_version(&version)?;
    if id == world.settings.instagram.id {
        return instagram::read(&world, &headers, &query);
    }
    whatsapp::media_address(&world, &headers, &id)
}

/// Handles `POST /{id}/messages`: WhatsApp's phone number or the Instagram account sends.
async fn messages(
    State(world): State<Arc<World>>,
    Path((version, id)): Path<(String, String)>,
    headers: HeaderMap,
    body: axum::body::Bytes,
) -> Result<Response, GraphError> {
    require_version(&version)?;
    if id == world.settings.instagram.id {
        return instagram::send(&world, &headers, &body);
    }
    whatsapp::send(&world, &headers, &id, &body)
}

/// Requires a version that the Graph still serves, such as `v24.0`.
fn require_version(version: &str) -> Result<(), GraphError> {
    let number = version.strip_prefix('v').and_then(|rest| rest.strip_suffix(".0"));
    match number.and_then(|number| number.parse::<u32>().ok()) {
        Some(20..) => Ok(()),
        _ => Err(GraphError::new(2635, format!("{version} is no version of the Graph"))),
    }
}

/// Returns the token of a call: of the `Authorization` header.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
}

/// Requires an account's token.
fn require_token(headers: &HeaderMap, token: &str) -> Result<(), GraphError> {
    if bearer(headers) == Some(token) { Ok(()) } else { Err(GraphError::token()) }
}
