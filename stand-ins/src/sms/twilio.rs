//! Twilio's shape: `POST /2010-04-01/Accounts/{account}/Messages.json`.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use axum::{
    Form, Json,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::json;

use super::{
    Text, Texts, arrive,
    rules::{self, Refused},
};
use crate::{ids, signature};

/// Handles a message. Its report goes to `StatusCallback`.
pub(super) async fn send(
    State(channel): State<Arc<Texts>>,
    Path((account, file)): Path<(String, String)>,
    headers: HeaderMap,
    Form(form): Form<BTreeMap<String, String>>,
) -> Response {
    let gateway = &channel.common.settings.gateways;
    let credentials = format!("{}:{}", gateway.account_sid, gateway.auth_token);
    let expected = format!("Basic {}", BASE64_STANDARD.encode(credentials));
    let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    if given != Some(&expected) {
        return problem(StatusCode::UNAUTHORIZED, 20_003, "Authenticate");
    }
    if account != gateway.account_sid || file != "Messages.json" {
        return problem(StatusCode::NOT_FOUND, 20_404, "The requested resource was not found");
    }
    let value = |name: &str| form.get(name).cloned().unwrap_or_default();
    let [from, to, body] = ["From", "To", "Body"].map(value);
    let refused = rules::refused(&gateway.sender, &from, &to, &body, channel.common.clock.now());
    if let Some(refused) = refused {
        let (code, message) = explain(refused);
        return problem(StatusCode::BAD_REQUEST, code, message);
    }
    if !to.starts_with('+') {
        return problem(StatusCode::BAD_REQUEST, 21_211, "Invalid 'To' Phone Number");
    }
    let text = Text { id: ids::hex("SM"), gateway: "twilio", from, to, body };
    let answer = json!({
        "sid": text.id, "account_sid": account, "status": "queued", "to": text.to,
        "from": text.from, "body": text.body, "num_segments": rules::parts(&text.body).to_string(),
        "direction": "outbound-api", "error_code": null, "error_message": null,
    });
    let callback = form.get("StatusCallback").cloned();
    tokio::spawn(deliver(Arc::clone(&channel), text, callback));
    (StatusCode::CREATED, Json(answer)).into_response()
}

/// Delivers a message, and reports its states.
async fn deliver(channel: Arc<Texts>, text: Text, callback: Option<String>) {
    let failure = channel.failure();
    if failure.is_none() {
        arrive(&channel, &text).await;
    }
    let Some(callback) = callback else { return };
    let last = if failure.is_some() { "undelivered" } else { "delivered" };
    for status in ["sent", last] {
        let account = channel.common.settings.gateways.account_sid.clone();
        let mut form = vec![
            ("AccountSid", account),
            ("ApiVersion", "2010-04-01".to_owned()),
            ("From", text.from.clone()),
            ("MessageSid", text.id.clone()),
            ("MessageStatus", status.to_owned()),
            ("SmsSid", text.id.clone()),
            ("SmsStatus", status.to_owned()),
            ("To", text.to.clone()),
        ];
        if let Some(code) = failure.filter(|_| status == last) {
            form.push(("ErrorCode", code.to_string()));
        }
        report(&channel, &callback, &form).await;
    }
}

/// Calls the edge, once more if it doesn't answer.
async fn report(channel: &Texts, url: &str, form: &[(&str, String)]) {
    let pairs: Vec<(&str, &str)> =
        form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let signature = signature::twilio(&channel.common.settings.gateways.auth_token, url, &pairs);
    for _ in 0..2 {
        let request = channel.common.client.post(url).header("x-twilio-signature", &signature);
        let answer = request.form(&pairs).timeout(Duration::from_secs(15)).send().await;
        if answer.is_ok_and(|answer| !answer.status().is_server_error()) {
            return;
        }
    }
}

fn explain(refused: Refused) -> (u32, &'static str) {
    match refused {
        Refused::Number => (21_211, "Invalid 'To' Phone Number"),
        Refused::Sender => (21_212, "Invalid From Number: the sender name is not registered"),
        Refused::Empty => (21_602, "Message body is required"),
        Refused::Long => (21_617, "The concatenated message body exceeds the limit"),
        Refused::Content => (30_007, "Message filtered: a URL or a phone number in the text"),
        Refused::Night => (21_612, "Promotions are not sent from 21:00 to 07:00"),
    }
}

fn problem(status: StatusCode, code: u32, message: &str) -> Response {
    let body = json!({
        "code": code, "message": message, "status": status.as_u16(),
        "more_info": format!("https://www.twilio.com/docs/errors/{code}"),
    });
    (status, Json(body)).into_response()
}
