//! `/in/sms`: text messages of people, in Twilio's shape, and in Unifonic's with the key of its
//! reports in the address.

use axum::Extension;
use domain::{
    channel::message::{Content, Message},
    crypto::signature,
    delivery::Carrier,
    intake::channel::Channel,
};
use http::{StatusCode, header::CONTENT_TYPE};
use serde::Deserialize;

use crate::{
    channel::inbox,
    error::ApiError,
    http::delivery::sms::{field, fields, require_key},
    request::{headers::TwilioSignature, query::CallQuery, raw::RawBody},
    state::App,
};

/// Size limit of a message, in bytes.
const MESSAGE_MAX: usize = 64 * 1024;

/// Fewest and most digits of a telephone number that can be answered. A short code and a sender's
/// name can't.
const DIGITS: std::ops::RangeInclusive<usize> = 7..=15;

/// Answer that Twilio takes for: nothing to say now.
const NOTHING: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response/>";

/// Query of the address that Unifonic's messages come to.
#[derive(Deserialize)]
pub(crate) struct OfGateway {
    #[serde(default)]
    key: String,
}

/// Stores a text message, and queues it.
#[worker::send]
pub(crate) async fn receive(
    Extension(app): Extension<App>,
    CallQuery(query): CallQuery<OfGateway>,
    TwilioSignature(signature): TwilioSignature,
    RawBody(body): RawBody<MESSAGE_MAX>,
) -> Result<(StatusCode, [(http::HeaderName, &'static str); 1], &'static str), ApiError> {
    let settings = app.config.texts.as_ref().ok_or(ApiError::NotFound)?;
    let fields = fields(&body);
    if settings.gateway == Carrier::Twilio {
        let gateway = app.config.ways.twilio.as_ref().ok_or(ApiError::NotFound)?;
        // The address as the gateway was given it: it signs that, whatever stands in between.
        let address = format!("{}/in/sms", app.config.base_url);
        if !signature::twilio_holds(&gateway.token, &address, &fields, &signature) {
            return Err(ApiError::Signature);
        }
    } else {
        let gateway = app.config.ways.unifonic.as_ref().ok_or(ApiError::NotFound)?;
        require_key(&app, gateway.reports.as_ref().ok_or(ApiError::NotFound)?, &query.key)?;
    }
    if let Some(message) = message(&app, &fields) {
        let first = message.clone();
        let parts = Message::of_parts(&first, vec![message.content]);
        let contents = inbox::by_person(parts).collect();
        inbox::store(&app, Channel::Sms, contents).await?;
    }
    Ok((StatusCode::OK, [(CONTENT_TYPE, "text/xml")], NOTHING))
}

/// Returns the message in the fields of either gateway; `None` if it can't be answered, or says
/// nothing.
fn message(app: &App, fields: &[(String, String)]) -> Option<Message> {
    let either = |names: &[&str]| {
        let values = names.iter().filter_map(|name| field(fields, name));
        values.map(str::trim).find(|value| !value.is_empty()).map(str::to_owned)
    };
    let from = either(&["From", "Sender", "SenderID", "sender", "from"])?;
    let from = from.trim_start_matches('+').trim_start_matches("00").to_owned();
    let is_number = from.bytes().all(|byte| byte.is_ascii_digit());
    Some(Message {
        id: either(&["MessageSid", "MessageID", "MessageId", "messageId", "id"])?,
        at: app.now,
        to: either(&["To", "Recipient", "recipient", "to"]).unwrap_or_default(),
        content: Content::Text(either(&["Body", "Message", "message", "text"])?),
        from: from.clone(),
    })
    .filter(|_| is_number && DIGITS.contains(&from.len()))
}
