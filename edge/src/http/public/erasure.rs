//! `DELETE /participations/{reference}`: erasure of a participation by its author.

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

/// Number of attempts.
const TRIES: usize = 3;

/// Erases the text, the contact and the attachments, also those of the suggestion that was sent
/// with it. The history stays: that something was sent, and how it was handled.
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
    // The hourly cron job removes what remains.
    retention::remove_media(&app).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Erases a participation and the suggestion paired with it, in one batch. Tries again if an event
/// was added meanwhile.
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
