//! `GET /healthz`: health check of the database and the media store.

use axum::{Extension, Json, response::IntoResponse};
use http::{StatusCode, header::RETRY_AFTER};
use serde::Serialize;

use crate::{error::ApiError, state::App, store};

#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub(crate) struct Health {
    status: &'static str,
    database: &'static str,
    media: &'static str,
}

/// Checks that the database and the media store answer.
#[cfg_attr(test, utoipa::path(get, path = "/healthz", responses((status = 200, body = Health), (status = 503, body = Health, description = "One of them doesn't"))))]
#[worker::send]
pub(crate) async fn check(Extension(app): Extension<App>) -> impl IntoResponse {
    let (database, media) = (database(&app).await, media(&app).await);
    let well = database.is_ok() && media.is_ok();
    for error in [&database, &media].into_iter().filter_map(|part| part.as_ref().err()) {
        worker::console_error!("unhealthy: {error}");
    }
    let word = |well: bool| if well { "ok" } else { "failing" };
    let status = if well { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let later = (!well).then_some([(RETRY_AFTER, "10")]);
    (
        status,
        later,
        Json(Health {
            status: word(well),
            database: word(database.is_ok()),
            media: word(media.is_ok()),
        }),
    )
}

async fn database(app: &App) -> Result<(), ApiError> {
    Ok(store::answers(&app.db()?).await?)
}

async fn media(app: &App) -> Result<(), ApiError> {
    app.media()?.head("healthz").await?;
    Ok(())
}
