//! `DELETE /participations/{reference}`: its author takes back what was said.

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use domain::{erasure, event::Actor};
use http::{HeaderMap, StatusCode};

use super::customer;
use crate::{cron::retention, error::ApiError, state::App, store};

/// Erases what was said, the contact and the attachments; that something was sent, and what became of it, stays.
#[utoipa::path(delete, path = "/api/v1/participations/{reference}",
    params(("reference" = String, Path, description = "Twelve digits of any script, with spaces or hyphens anywhere", example = "2604-8317-5526")),
    security(("tracking_key" = [])),
    responses(
        (status = 204, description = "It is gone"),
        (status = 401, description = "The tracking key is missing or doesn't open this participation", headers(("WWW-Authenticate" = String))),
        (status = 404, description = "No participation has this number"),
        (status = 429, description = "Too many wrong guesses from this address today"),
    ))]
#[worker::send]
pub(crate) async fn erase(State(app): State<App>, Path(typed): Path<String>, headers: HeaderMap) -> Result<Response, ApiError> {
    let (reference, whole) = customer::opened(&app, &headers, &typed).await?;
    let db = app.db()?;
    if !whole.row.is_erased() {
        let standing = store::erasure::standing(&db, reference).await?;
        let event = erasure::erase(&standing, Actor::Customer, app.now);
        db.batch(store::erasure::erase(&db, &event)?).await?;
    }
    // What this doesn't reach, the next hour does.
    retention::remove_media(&app).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
