//! Meta's Graph: one address for `WhatsApp` and Instagram, told apart by ids and tokens.

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

use crate::common::Common;
use instagram::Instagram;
use whatsapp::WhatsApp;

/// Limit of a call's body. Media never come this way.
const LARGEST: usize = 1 << 20;

/// Both channels of Meta's.
#[derive(Clone)]
pub(crate) struct Graph {
    pub(crate) whatsapp: Arc<WhatsApp>,
    pub(crate) instagram: Arc<Instagram>,
}

impl Graph {
    pub(crate) fn new(common: &Arc<Common>) -> Self {
        Self {
            whatsapp: Arc::new(WhatsApp::new(common)),
            instagram: Arc::new(Instagram::new(common)),
        }
    }

    /// Returns the routes of the edge's calls.
    pub(crate) fn routes(&self) -> Router {
        Router::new()
            .route("/graph/{version}/{id}", get(read))
            .route("/graph/{version}/{id}/messages", post(messages))
            .with_state(self.clone())
            .merge(whatsapp::routes().with_state(Arc::clone(&self.whatsapp)))
            .merge(instagram::routes().with_state(Arc::clone(&self.instagram)))
            .layer(DefaultBodyLimit::max(LARGEST))
    }

    /// Returns the routes of what people do.
    pub(crate) fn people(&self) -> Router {
        Router::new()
            .merge(whatsapp::people().with_state(Arc::clone(&self.whatsapp)))
            .merge(instagram::people().with_state(Arc::clone(&self.instagram)))
    }
}

/// Handles `GET /{id}`: a file of `WhatsApp`'s, or what the Instagram account may read.
async fn read(
    State(graph): State<Graph>,
    Path((version, id)): Path<(String, String)>,
    Query(query): Query<BTreeMap<String, String>>,
    headers: HeaderMap,
) -> Result<Response, GraphError> {
    require_version(&version)?;
    if id == graph.instagram.account() {
        return instagram::read(&graph.instagram, &headers, &query);
    }
    if let Some(answer) = instagram::profile(&graph.instagram, &headers, &query, &id)? {
        return Ok(answer);
    }
    whatsapp::media_address(&graph.whatsapp, &headers, &id)
}

/// Handles `POST /{id}/messages`: `WhatsApp`'s phone number or the Instagram account sends.
async fn messages(
    State(graph): State<Graph>,
    Path((version, id)): Path<(String, String)>,
    headers: HeaderMap,
    body: axum::body::Bytes,
) -> Result<Response, GraphError> {
    require_version(&version)?;
    if id == graph.instagram.account() {
        return instagram::send(&graph.instagram, &headers, &body);
    }
    whatsapp::send(&graph.whatsapp, &headers, &id, &body)
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
