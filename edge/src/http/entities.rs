//! `GET /entities` and `GET /entities/{id}`: whom something can be said to.

use axum::{
    extract::{Path, State},
    response::Response,
};
use http::HeaderMap;

use crate::{conditional, error::ApiError, state::App, store};

/// For everyone, and good for five minutes.
const FRESH: &str = "public, max-age=300";

#[worker::send]
pub(crate) async fn all(State(app): State<App>, headers: HeaderMap) -> Result<Response, ApiError> {
    conditional::json(&headers, &store::directory::all(&app.db()?).await?, FRESH)
}

#[worker::send]
pub(crate) async fn one(State(app): State<App>, Path(id): Path<String>, headers: HeaderMap) -> Result<Response, ApiError> {
    let entity = store::directory::entity(&app.db()?, &id).await?.ok_or(ApiError::NotFound)?;
    conditional::json(&headers, &entity, FRESH)
}
