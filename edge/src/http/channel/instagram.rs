//! `/in/instagram`: webhook of Instagram.

use axum::{
    Extension,
    extract::RawQuery,
    response::{IntoResponse, Response},
};
use domain::{
    channel::{
        instagram::{self, InstagramEvent},
        mention::MentionNews,
        message::Message,
        whatsapp::BODY_MAX,
    },
    crypto::signature,
    intake::channel::Channel,
};
use http::StatusCode;

use super::whatsapp::challenge;
use crate::{
    channel::inbox::{self, Content},
    config::instagram::Settings,
    error::ApiError,
    request::{headers::MetaSignature, raw::RawBody},
    state::App,
};

/// Answers the handshake by which Meta verifies the address.
#[worker::send]
pub(crate) async fn verify(
    Extension(app): Extension<App>,
    RawQuery(query): RawQuery,
) -> Result<Response, ApiError> {
    let settings = settings(&app)?;
    Ok(challenge(query, &settings.verify_token)?.into_response())
}

/// Stores the direct messages and mentions of a webhook, and queues them. Contents that aren't
/// known are answered alike, or Meta would repeat them for days.
#[worker::send]
pub(crate) async fn receive(
    Extension(app): Extension<App>,
    MetaSignature(signature): MetaSignature,
    RawBody(body): RawBody<BODY_MAX>,
) -> Result<StatusCode, ApiError> {
    let settings = settings(&app)?;
    let signature = signature.ok_or(ApiError::Signature)?;
    if !signature::meta_webhook_holds(&settings.app_secret, &body, &signature) {
        return Err(ApiError::Signature);
    }
    let events = instagram::parse(&body).map_err(|error| ApiError::Malformed(error.to_string()))?;
    let (mut messages, mut contents) = (Vec::new(), Vec::new());
    for event in events {
        match event {
            // An app may have several accounts, and each its own installation.
            InstagramEvent::Message(message) if message.account == settings.user => {
                messages.extend(message.messages());
            }
            InstagramEvent::MessageDeleted { account, sender, id } if account == settings.user => {
                messages.push(Message::deletion(account, sender, id));
            }
            InstagramEvent::Mention { account, media_id, comment_id }
                if account == settings.user =>
            {
                contents.push(Content::Mention(MentionNews::Named { media_id, comment_id }));
            }
            _ => {}
        }
    }
    contents.extend(inbox::by_person(messages));
    inbox::store(&app, Channel::Instagram, contents).await?;
    Ok(StatusCode::OK)
}

fn settings(app: &App) -> Result<&Settings, ApiError> {
    app.config.instagram.as_ref().ok_or(ApiError::NotFound)
}
