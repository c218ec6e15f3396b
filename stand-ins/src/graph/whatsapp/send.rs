//! `POST /{phone id}/messages`: the business sends, or says that it has read or is writing.

use axum::{
    Json,
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use super::{
    super::{GraphError, require_token},
    Report, State, WhatsApp, events, limits,
    phone::{Message, Status},
    rules, templates,
};
use crate::ids;

pub(crate) fn send(
    channel: &WhatsApp,
    headers: &HeaderMap,
    id: &str,
    body: &[u8],
) -> Result<Response, GraphError> {
    let account = &channel.common.settings.whatsapp;
    require_token(headers, &account.token)?;
    if id != account.id {
        return Err(GraphError::object(id));
    }
    let is_json = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.starts_with("application/json"));
    let message: Value = serde_json::from_slice(body)
        .ok()
        .filter(|_| is_json)
        .ok_or_else(|| GraphError::parameter("The body isn't JSON"))?;
    if message["status"] == "read" {
        return mark_read(channel, &message);
    }
    rules::check(&message)?;
    let sent = accept(channel, &message)?;
    channel.common.changes.note();
    Ok(Json(json!({
        "messaging_product": "whatsapp",
        "contacts": [{ "input": message["to"], "wa_id": sent.number }],
        "messages": [{ "id": sent.id }],
    }))
    .into_response())
}

struct Sent {
    number: String,
    id: String,
}

/// Takes a message, puts it on the phone, and sends its statuses.
fn accept(channel: &WhatsApp, message: &Value) -> Result<Sent, GraphError> {
    let now = channel.common.clock.now();
    let number = rules::recipient(message)?;
    let kind = rules::kind(message);
    let mut content = json!({ "type": kind, kind: message[kind] });
    if kind == "template" {
        content["template"]["text"] =
            templates::fill_in(&templates::approved(), &message["template"])?.into();
    }
    let mut state = channel.lock();
    if let Some(code) = state.failure(Report::Answer) {
        return Err(GraphError::new(code, "as a test asked for"));
    }
    if !state.taken.take(limits::ALL, now) {
        return Err(GraphError::new(130_429, "Cloud API message throughput has been reached."));
    }
    let pair = state.pair;
    if !state.phone(&number).pair.take(pair, now) {
        return Err(GraphError::new(
            131_056,
            "Too many messages sent from this phone number to the same phone number in a short period of time.",
        ));
    }
    let problem = undeliverable(&mut state, &number, kind, now);
    if let Some(problem) = &problem
        && problem.code == 131_047
        && state.window == Report::Answer
    {
        return Err(GraphError::new(problem.code, problem.details.clone()));
    }
    let sent = Sent { number, id: ids::wamid() };
    if let Some(problem) = problem {
        events::status(channel, &sent.number, &sent.id, "failed", Some(&problem));
        return Ok(sent);
    }
    let phone = state.phone(&sent.number);
    let status = if phone.online { Status::Delivered } else { Status::Sent };
    phone.typing = false;
    phone.messages.push(Message {
        id: sent.id.clone(),
        at: now,
        incoming: true,
        content,
        status,
        context: message["context"]["message_id"].as_str().map(str::to_owned),
    });
    for status in [Status::Sent, status].iter().take(usize::from(status > Status::Sent) + 1) {
        events::status(channel, &sent.number, &sent.id, status.name(), None);
    }
    Ok(sent)
}

/// Returns why a message doesn't arrive.
fn undeliverable(state: &mut State, number: &str, kind: &str, now: u64) -> Option<GraphError> {
    if let Some(code) = state.failure(Report::Status) {
        return Some(GraphError::new(code, "as a test asked for"));
    }
    let phone = state.phone(number);
    if !phone.registered {
        return Some(GraphError::new(131_026, "Message Undeliverable."));
    }
    let is_late = kind != "template" && !limits::is_open(phone.last_message, now);
    is_late.then(|| {
        GraphError::new(
            131_047,
            "Message failed to send because more than 24 hours have passed since the customer last replied to this number.",
        )
    })
}

/// Marks a person's message and those before it as read, and perhaps shows that somebody writes.
fn mark_read(channel: &WhatsApp, message: &Value) -> Result<Response, GraphError> {
    let id = message["message_id"].as_str().unwrap_or_default();
    let mut state = channel.lock();
    let mut phones = state.phones.values_mut();
    let found = phones.find_map(|phone| {
        let place = phone.messages.iter().position(|known| !known.incoming && known.id == id)?;
        Some((phone, place))
    });
    let Some((phone, place)) = found else {
        return Err(GraphError::parameter("message_id: no such message"));
    };
    for earlier in phone.messages.iter_mut().take(place + 1).filter(|known| !known.incoming) {
        earlier.status = Status::Read;
    }
    phone.typing = message["typing_indicator"]["type"] == "text";
    drop(state);
    channel.common.changes.note();
    Ok(Json(json!({ "success": true })).into_response())
}
