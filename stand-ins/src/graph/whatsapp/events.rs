//! Bodies of webhooks.

use serde_json::{Value, json};

use super::{super::GraphError, NUMBER, WhatsApp, phone::Message};
use crate::settings::Settings;

/// Id of the `WhatsApp` business account.
const BUSINESS: &str = "102290129340398";

/// Sends the webhook of a person's message.
pub(super) fn message(channel: &WhatsApp, number: &str, name: &str, message: &Message) {
    let mut event = json!({
        "from": number, "id": message.id, "timestamp": (message.at / 1000).to_string(),
    });
    if let (Some(event), Some(content)) = (event.as_object_mut(), message.content.as_object()) {
        event.extend(content.clone());
        if let Some(context) = &message.context {
            event.insert("context".to_owned(), json!({ "from": NUMBER, "id": context }));
        }
    }
    let contacts = json!([{ "profile": { "name": name }, "wa_id": number }]);
    let body = body(
        &channel.common.settings,
        &[("contacts", contacts), ("messages", Value::from(vec![event]))],
    );
    channel.courier.send(Some(&message.id), body);
}

/// Sends the webhook of a status of a message of the business.
pub(super) fn status(
    channel: &WhatsApp,
    number: &str,
    id: &str,
    status: &str,
    error: Option<&GraphError>,
) {
    let mut event = json!({
        "id": id, "status": status, "timestamp": channel.common.clock.seconds().to_string(),
        "recipient_id": number,
    });
    if let Some(error) = error {
        event["errors"] = json!([error.in_status()]);
    } else {
        event["pricing"] =
            json!({ "billable": true, "pricing_model": "PMP", "category": "service" });
    }
    let body = body(&channel.common.settings, &[("statuses", Value::from(vec![event]))]);
    channel.courier.send(None, body);
}

fn body(settings: &Settings, parts: &[(&str, Value)]) -> Value {
    let mut value = json!({
        "messaging_product": "whatsapp",
        "metadata": { "display_phone_number": NUMBER, "phone_number_id": settings.whatsapp.id },
    });
    for (name, part) in parts {
        value[name] = part.clone();
    }
    json!({
        "object": "whatsapp_business_account",
        "entry": [{ "id": BUSINESS, "changes": [{ "field": "messages", "value": value }] }],
    })
}
