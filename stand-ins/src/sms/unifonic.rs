//! Unifonic's shape: `POST /rest/SMS/messages`.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Form, Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::json;

use super::{
    Text, Texts, arrive,
    rules::{self, Refused},
};
use crate::ids;

/// Handles a message. Its report goes to the address that the account is configured with.
pub(super) async fn send(
    State(channel): State<Arc<Texts>>,
    Form(form): Form<BTreeMap<String, String>>,
) -> Response {
    let gateway = &channel.common.settings.gateways;
    let value = |name: &str| form.get(name).cloned().unwrap_or_default();
    if value("AppSid") != gateway.app_sid {
        return problem(StatusCode::UNAUTHORIZED, "ER-01", "Authentication Failed");
    }
    let [from, to, body] = ["SenderID", "Recipient", "Body"].map(value);
    if value("responseType") != "JSON" {
        return problem(StatusCode::BAD_REQUEST, "ER-02", "responseType: only JSON is known here");
    }
    let refused = rules::refused(&gateway.sender, &from, &to, &body, channel.common.clock.now());
    let refused =
        refused.or((!to.bytes().all(|byte| byte.is_ascii_digit())).then_some(Refused::Number));
    if let Some(refused) = refused {
        let (code, message) = explain(refused);
        return problem(StatusCode::BAD_REQUEST, code, message);
    }
    let correlation = value("CorrelationID");
    let text = Text { id: ids::digits(), gateway: "unifonic", from, to, body };
    let answer = json!({
        "success": true, "message": "", "errorCode": "ER-00",
        "data": {
            "MessageID": text.id, "CorrelationID": correlation, "Status": "Queued",
            "NumberOfUnits": rules::parts(&text.body), "Recipient": text.to,
        },
    });
    tokio::spawn(deliver(Arc::clone(&channel), text, correlation));
    Json(answer).into_response()
}

async fn deliver(channel: Arc<Texts>, text: Text, correlation: String) {
    let failure = channel.failure();
    if failure.is_none() {
        arrive(&channel, &text).await;
    }
    let status = if failure.is_some() { "Undelivered" } else { "Delivered" };
    let key = &channel.common.settings.gateways.report_key;
    let url = format!("{}/in/sms/unifonic?key={key}", channel.common.settings.edge);
    let report = json!({
        "MessageID": text.id, "CorrelationID": correlation, "Status": status,
        "Recipient": text.to,
    });
    let _ = channel.common.client.post(url).json(&report).send().await;
}

fn explain(refused: Refused) -> (&'static str, &'static str) {
    match refused {
        Refused::Number => ("ER-03", "Recipient: not a number in digits"),
        Refused::Sender => ("ER-04", "SenderID: not registered"),
        Refused::Empty => ("ER-05", "Body is required"),
        Refused::Long => ("ER-06", "Body is too long"),
        Refused::Content => ("ER-07", "Body: a URL or a phone number in the text"),
        Refused::Night => ("ER-08", "Promotions are not sent from 21:00 to 07:00"),
    }
}

fn problem(status: StatusCode, code: &str, message: &str) -> Response {
    let body = json!({ "success": false, "message": message, "errorCode": code, "data": "" });
    (status, Json(body)).into_response()
}
