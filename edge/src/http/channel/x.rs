//! `/in/x`: webhook of X.

use axum::{Extension, Json};
use domain::{
    channel::{
        mention::MentionNews,
        whatsapp::BODY_MAX,
        x::{self, XEvent},
    },
    crypto::signature::{self, Secret},
    intake::channel::Channel,
};
use http::StatusCode;
use serde::{Deserialize, Serialize};

use crate::{
    channel::inbox::{self, Content},
    config::x::Settings,
    error::ApiError,
    request::{headers::XSignature, query::CallQuery, raw::RawBody},
    state::App,
};

/// Challenge by which X checks that we have the secret.
#[derive(Deserialize)]
pub(crate) struct Challenge {
    crc_token: String,
}

/// Answer to a challenge.
#[derive(Serialize)]
pub(crate) struct Response {
    response_token: String,
}

/// Answers a challenge. X asks when the webhook is registered, and every hour.
#[worker::send]
pub(crate) async fn verify(
    Extension(app): Extension<App>,
    CallQuery(challenge): CallQuery<Challenge>,
) -> Result<Json<Response>, ApiError> {
    let (_, secret) = settings(&app)?;
    let response_token = signature::x_challenge_response(secret, &challenge.crc_token);
    Ok(Json(Response { response_token }))
}

/// Stores the direct messages and mentions of a webhook, and queues them. Contents that aren't
/// known are answered alike.
#[worker::send]
pub(crate) async fn receive(
    Extension(app): Extension<App>,
    XSignature(signature): XSignature,
    RawBody(body): RawBody<BODY_MAX>,
) -> Result<StatusCode, ApiError> {
    let (settings, secret) = settings(&app)?;
    let signature = signature.ok_or(ApiError::Signature)?;
    if !signature::x_webhook_holds(secret, &body, &signature) {
        return Err(ApiError::Signature);
    }
    let events = x::parse(&body, &settings.user);
    let events = events.map_err(|error| ApiError::Malformed(error.to_string()))?;
    let (mut messages, mut contents) = (Vec::new(), Vec::new());
    for event in events {
        match event {
            XEvent::Message(message) => messages.extend(message.messages(&settings.user)),
            XEvent::Mention(post) => {
                contents.push(Content::Mention(MentionNews::Posted(Box::new(post.mention()))));
            }
            XEvent::Deleted { id } => contents.push(Content::Mention(MentionNews::Deleted { id })),
        }
    }
    contents.extend(inbox::by_person(messages));
    inbox::store(&app, Channel::X, contents).await?;
    Ok(StatusCode::OK)
}

/// Returns the settings and the secret of webhooks, if there are webhooks.
fn settings(app: &App) -> Result<(&Settings, &Secret), ApiError> {
    let settings = app.config.x.as_ref().ok_or(ApiError::NotFound)?;
    Ok((settings, settings.consumer_secret.as_ref().ok_or(ApiError::NotFound)?))
}
