//! `POST /assistant`: the way for what somebody writes.

use axum::{Extension, Json};
use domain::{assistant::Question, wire};

use crate::{
    directory,
    error::ApiError,
    request::{client_id::Client, json::JsonBody},
    service::{
        assistant,
        lookup::{self, Claim},
        status,
    },
    state::App,
};

/// Finds kind, entity and service of a message, or the status of the participation that it asks
/// about. An emergency gets telephone numbers. Nothing of the message is stored.
#[cfg_attr(test, utoipa::path(post, path = "/api/v1/assistant", operation_id = "ask_assistant", request_body = wire::AssistantMessage,
    responses(
        (status = 200, body = wire::AssistantAnswer),
        (status = 413, description = "More than 64 KiB"),
        (status = 415, description = "Not application/json"),
        (status = 422, description = "Something in it can't be accepted; `errors` says what and where"),
        (status = 429, description = "Too much from this address today, or too many wrong reference numbers"),
    )))]
#[worker::send]
pub(crate) async fn ask(
    Extension(app): Extension<App>,
    client: Client,
    sent: JsonBody<wire::AssistantMessage>,
) -> Result<Json<wire::AssistantAnswer>, ApiError> {
    let sent = sent.read().await?;
    let snapshot = directory::current(&app, None).await?;
    let message = sent.parse(&snapshot.directory).map_err(ApiError::Invalid)?;
    assistant::admit(&app, &client.hash(&app), &message)?;
    let mut answer = assistant::answer(&message, &snapshot.directory)?;
    let found = match answer.reference {
        Some(reference) => lookup::find(&app, &client, reference, Claim::Reference).await?,
        None => None,
    };
    if answer.reference.is_some() && found.is_none() {
        answer.question = Some(Question::WhichReference);
    }
    let status = answer.reference.zip(found);
    let status = status.map(|(reference, found)| status::public(reference, &found.whole));
    Ok(Json(wire::AssistantAnswer::of(answer, status)))
}
