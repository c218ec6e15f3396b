//! `GET /privacy`: what is kept, where, how long, who reads it, and how to have it erased. Where
//! entities have recordings transcribed by a machine, it names them and where recordings go.

use axum::{Extension, response::Response};
use domain::bilingual::Named;
use http::StatusCode;
use serde::Deserialize;

use pages::privacy::Transcription;

use super::document;
use crate::{
    error::ApiError,
    middleware::access_log,
    request::{language::AcceptedLanguage, query::Query},
    state::App,
    store,
};

/// Query of the page.
#[derive(Default, Deserialize)]
pub(crate) struct Shown {
    lang: Option<String>,
}

#[worker::send]
pub(crate) async fn show(
    Extension(app): Extension<App>,
    Query(query): Query<Shown>,
    accepted: AcceptedLanguage,
) -> Response {
    let language = accepted.unless(query.lang.as_deref());
    let context = document::context(&app, language);
    let html = pages::privacy::page(context, transcription(&app).await);
    document::respond(StatusCode::OK, language, html)
}

/// Returns the entities whose recordings are transcribed by a machine, and where these go; `None`
/// if there is no such entity. The page doesn't fail while the database does: it names none then.
async fn transcription(app: &App) -> Option<Transcription> {
    let host = app.config.transcriber.as_ref()?.host().to_owned();
    let entities = match transcribing(app).await {
        Ok(entities) if entities.is_empty() => return None,
        Ok(entities) => Some(entities),
        Err(error) => {
            access_log::failed("privacy", &error);
            None
        }
    };
    Some(Transcription { entities, host })
}

async fn transcribing(app: &App) -> Result<Vec<Named>, ApiError> {
    Ok(store::entity::settings::transcribing(&app.db()?.any_replica()).await?)
}
