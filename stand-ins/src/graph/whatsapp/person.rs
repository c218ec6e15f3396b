//! Actions of a person on a phone.

use std::sync::Arc;

use axum::{
    Json, Router,
    body::Bytes,
    extract::{DefaultBodyLimit, Path, Query, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    NUMBER, WhatsApp, events,
    media::largest,
    phone::{Message, Setting, Status},
};
use crate::{common::Since, ids, voice};

/// Limit of a file's size, above that of every kind.
const LARGEST: usize = 101 << 20;

pub(crate) fn routes() -> Router<Arc<WhatsApp>> {
    Router::new()
        .route("/people/whatsapp/{number}", get(show).put(set))
        .route("/people/whatsapp/{number}/messages", post(write))
        .route("/people/whatsapp/{number}/files", post(send_file))
        .route("/people/whatsapp/{number}/files/{id}", get(own_file))
        .route("/people/whatsapp/{number}/read", post(read))
        .layer(DefaultBodyLimit::max(LARGEST))
}

/// Handles `GET`: the chat, at once or as soon as it has changed since `after`.
async fn show(
    State(channel): State<Arc<WhatsApp>>,
    Path(number): Path<String>,
    Query(since): Query<Since>,
) -> Json<Value> {
    since.wait(&channel.common.changes).await;
    let version = channel.common.changes.version();
    let mut state = channel.lock();
    let phone = state.phone(&number);
    let messages: Vec<Message> = phone
        .messages
        .iter()
        .cloned()
        .map(|mut message| {
            let is_answered = channel.courier.is_answered(&message.id);
            if !message.incoming && is_answered && message.status == Status::Sent {
                message.status = Status::Delivered;
            }
            message
        })
        .collect();
    Json(json!({
        "version": version,
        "subscribed": channel.courier.is_subscribed(),
        "business": NUMBER,
        "name": phone.name,
        "online": phone.online,
        "registered": phone.registered,
        "typing": phone.typing,
        "messages": messages,
    }))
}

/// Handles `PUT`: name, network and registration of the phone.
async fn set(
    State(channel): State<Arc<WhatsApp>>,
    Path(number): Path<String>,
    Json(setting): Json<Setting>,
) -> StatusCode {
    let mut state = channel.lock();
    let phone = state.phone(&number);
    phone.set(setting);
    let arrived = if phone.online { phone.raise(Status::Delivered) } else { Vec::new() };
    drop(state);
    for id in arrived {
        events::status(&channel, &number, &id, "delivered", None);
    }
    channel.common.changes.note();
    StatusCode::NO_CONTENT
}

/// Handles `POST …/read`: the person sees the chat.
async fn read(State(channel): State<Arc<WhatsApp>>, Path(number): Path<String>) -> StatusCode {
    let mut state = channel.lock();
    let phone = state.phone(&number);
    let seen = if phone.online { phone.raise(Status::Read) } else { Vec::new() };
    drop(state);
    for id in &seen {
        events::status(&channel, &number, id, "read", None);
    }
    if !seen.is_empty() {
        channel.common.changes.note();
    }
    StatusCode::NO_CONTENT
}

/// A message without a file.
#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Written {
    Text {
        body: String,
    },
    /// A button or a row of a list.
    Choice {
        message: String,
        id: String,
    },
    Location {
        latitude: f64,
        longitude: f64,
        name: Option<String>,
        address: Option<String>,
    },
    /// Something that the Cloud API doesn't pass on, such as a poll.
    Unsupported,
    /// Content of a type that isn't known yet.
    Other {
        name: String,
        content: Value,
    },
}

/// Handles `POST …/messages`.
async fn write(
    State(channel): State<Arc<WhatsApp>>,
    Path(number): Path<String>,
    Json(written): Json<Written>,
) -> Response {
    let mut tapped = None;
    let content = match written {
        Written::Text { body } if body.trim().is_empty() => return refused("An empty message"),
        Written::Text { body } => json!({ "type": "text", "text": { "body": body } }),
        Written::Choice { message, id } => {
            let Some((kind, reply)) = channel.lock().phone(&number).choice(&message, &id) else {
                return refused("That message doesn't offer this choice");
            };
            tapped = Some(message);
            json!({ "type": "interactive", "interactive": { "type": kind, kind: reply } })
        }
        Written::Location { latitude, longitude, name, address } => {
            let mut location = json!({ "latitude": latitude, "longitude": longitude });
            for (key, value) in [("name", name), ("address", address)] {
                if let Some(value) = value {
                    location[key] = value.into();
                }
            }
            json!({ "type": "location", "location": location })
        }
        Written::Unsupported => json!({ "type": "unsupported", "errors": [{
            "code": 131_051, "title": "Message type unknown", "message": "Message type unknown",
            "error_data": { "details": "Message type is currently not supported." },
        }]}),
        Written::Other { name, content } => {
            let mut whole = json!({ "type": name });
            whole[name] = content;
            whole
        }
    };
    post_message(&channel, &number, content, tapped)
}

/// Data that go along with a file.
#[derive(Deserialize)]
struct About {
    /// `audio`, `image`, `video` or `document`.
    kind: String,
    caption: Option<String>,
    filename: Option<String>,
    /// True if it was recorded in the chat.
    #[serde(default)]
    voice: bool,
}

/// Handles `POST …/files`: the body is the file.
async fn send_file(
    State(channel): State<Arc<WhatsApp>>,
    Path(number): Path<String>,
    Query(about): Query<About>,
    headers: HeaderMap,
    bytes: Bytes,
) -> Response {
    let Some(limit) = largest(&about.kind) else { return refused("No such kind of file") };
    if bytes.is_empty() || bytes.len() > limit {
        return refused("The file is empty or too large");
    }
    let mime_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or("application/octet-stream")
        .to_owned();
    let (mime_type, bytes) = if about.voice && mime_type.starts_with("audio/webm") {
        let Some(voice) = voice::from_webm(&bytes) else { return refused("Not Opus in WebM") };
        (voice::MIME_TYPE.to_owned(), Bytes::from(voice))
    } else {
        (mime_type, bytes)
    };
    let mut state = channel.lock();
    let now = channel.common.clock.now();
    let id = state.files.add(&mime_type, bytes, now);
    let digest = state.files.own(&id).map(super::media::File::digest);
    drop(state);
    let mut file = json!({ "id": id, "mime_type": mime_type, "sha256": digest });
    if about.kind == "audio" {
        file["voice"] = about.voice.into();
    }
    for (key, value) in [("caption", about.caption), ("filename", about.filename)] {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            file[key] = value.into();
        }
    }
    let mut content = json!({ "type": about.kind });
    content[about.kind] = file;
    post_message(&channel, &number, content, None)
}

/// Handles `GET …/files/{id}`: the sender's own copy.
async fn own_file(
    State(channel): State<Arc<WhatsApp>>,
    Path((_, id)): Path<(String, String)>,
) -> Response {
    let state = channel.lock();
    match state.files.own(&id) {
        Some(file) => {
            ([(header::CONTENT_TYPE, file.mime_type.clone())], file.bytes.clone()).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn post_message(
    channel: &WhatsApp,
    number: &str,
    content: Value,
    tapped: Option<String>,
) -> Response {
    let now = channel.common.clock.now();
    let message = Message {
        id: ids::wamid(),
        at: now,
        incoming: false,
        content,
        status: Status::Sent,
        context: tapped,
    };
    let mut state = channel.lock();
    let phone = state.phone(number);
    if !phone.registered || !phone.online {
        return refused("The phone has no WhatsApp or no network");
    }
    phone.last_message = Some(now);
    phone.raise(Status::Delivered);
    phone.messages.push(message.clone());
    let name = phone.name.clone();
    drop(state);
    events::message(channel, number, &name, &message);
    channel.common.changes.note();
    (StatusCode::CREATED, Json(json!({ "id": message.id }))).into_response()
}

fn refused(why: &'static str) -> Response {
    (StatusCode::BAD_REQUEST, Json(json!({ "error": why }))).into_response()
}
