//! `GET /privacy`: what is kept, where, how long, who reads it, and how to have it erased. Where
//! entities have recordings transcribed by a machine, it names them and where recordings go.

use axum::{Extension, response::Response};
use http::StatusCode;
use serde::Deserialize;

use pages::privacy::Transcription;

use super::{document, error_page};
use crate::{
    error::ApiError,
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
    match transcription(&app).await {
        Ok(transcription) => {
            let html = pages::privacy::page(context, transcription);
            document::respond(StatusCode::OK, language, html)
        }
        Err(error) => error_page::failure(&app, &error, AcceptedLanguage(language)),
    }
}

/// Returns the entities whose recordings are transcribed by a machine, and where these go; `None`
/// if there is no such entity.
async fn transcription(app: &App) -> Result<Option<Transcription>, ApiError> {
    let Some(transcriber) = &app.config.transcriber else { return Ok(None) };
    let entities = store::entity::settings::transcribing(&app.db()?.any_replica()).await?;
    let host = transcriber.host().to_owned();
    Ok((!entities.is_empty()).then_some(Transcription { entities, host }))
}
