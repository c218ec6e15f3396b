//! `/in/whatsapp`: webhook of the `WhatsApp` Cloud API.

use axum::{
    Extension,
    extract::RawQuery,
    response::{IntoResponse, Response},
};
use domain::{
    channel::whatsapp::{BODY_MAX, Handshake, inbound::Webhook},
    crypto::signature,
    intake::channel::Channel,
};
use http::StatusCode;

use crate::{
    channel::inbox,
    config::whatsapp::Settings,
    error::ApiError,
    middleware::access_log,
    request::{headers::MetaSignature, raw::RawBody},
    state::App,
};

/// Answers the handshake by which Meta verifies the address.
#[worker::send]
pub(crate) async fn verify(
    Extension(app): Extension<App>,
    RawQuery(query): RawQuery,
) -> Result<Response, ApiError> {
    Ok(challenge(query, &settings(&app)?.verify_token)?.into_response())
}

/// Returns the challenge of a handshake of Meta's, if its token is `expected`.
pub(super) fn challenge(query: Option<String>, expected: &str) -> Result<String, ApiError> {
    let query = query.unwrap_or_default();
    let pairs: Vec<_> = form_urlencoded::parse(query.as_bytes()).collect();
    let handshake = Handshake::read(pairs.iter().map(|(name, value)| (&**name, &**value)));
    handshake.answer(expected).map(str::to_owned).ok_or(ApiError::Signature)
}

/// Stores the messages and statuses of a webhook, and queues them.
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
    let mut webhook =
        Webhook::parse(&body).map_err(|error| ApiError::Malformed(error.to_string()))?;
    // An app may have several numbers, and each its own installation.
    webhook.messages.retain(|message| message.to.is_empty() || message.to == settings.phone_id);
    for code in &webhook.errors {
        let error = ApiError::Internal(format!("the WhatsApp account reports the error {code}"));
        access_log::failed("whatsapp", &error);
    }
    let contents = inbox::by_person(webhook.messages);
    let contents = contents.chain(inbox::of_statuses(&webhook.statuses)).collect();
    inbox::store(&app, Channel::Whatsapp, contents).await?;
    Ok(StatusCode::OK)
}

fn settings(app: &App) -> Result<&Settings, ApiError> {
    app.config.whatsapp.as_ref().ok_or(ApiError::NotFound)
}
