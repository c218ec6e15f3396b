//! `DELETE /participations/{reference}`: its author takes back what was said.

use axum::{
    Extension,
    extract::Path,
    response::{IntoResponse, Response},
};
use domain::{
    case::{erasure, event::Actor},
    reference::Reference,
};
use http::{HeaderMap, StatusCode};

use crate::http::public::author;
use crate::{
    cron::retention,
    error::ApiError,
    state::App,
    store::{self, Database},
};

/// How often it is tried.
const TRIES: usize = 3;

/// Erases what was said, the contact and the attachments, of the suggestion that came with it too; that something was sent, and what became of
/// it, stays.
#[cfg_attr(test, utoipa::path(delete, path = "/api/v1/participations/{reference}",
    security(("tracking_key" = [])),
    responses(
        (status = 204, description = "It is gone"),
        (status = 401, description = "The tracking key is missing or doesn't open this participation"),
        (status = 404, description = "No participation has this number"),
        (status = 429, description = "Too many wrong guesses from this address today"),
    )))]
#[worker::send]
pub(crate) async fn erase(
    Extension(app): Extension<App>,
    Path(typed): Path<String>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let (reference, _) = author::opened(&app, &headers, &typed).await?;
    let db = app.db()?;
    empty(&app, &db, reference).await?;
    // What this doesn't reach, the next hour does.
    retention::remove_media(&app).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// All of it or nothing. If something happens to it at the same moment, once more.
async fn empty(app: &App, db: &Database, reference: Reference) -> Result<(), ApiError> {
    for _ in 0..TRIES {
        let standings = store::erasure::standings(db, reference).await?;
        if standings.is_empty() {
            return Ok(());
        }
        let events: Vec<_> = standings
            .iter()
            .map(|standing| erasure::erase(standing, Actor::Customer, app.now))
            .collect();
        match db.batch(store::erasure::erase(db, &events)?).await {
            Ok(_) => return Ok(()),
            Err(error) if error.constraint().is_some() => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(ApiError::Busy)
}
