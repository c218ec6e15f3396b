//! Other side of accounts on Instagram and X: takes messages and answers, says what posts say, and
//! signs webhooks.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, SystemTime},
};

use axum::{
    Json, Router,
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, Uri},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use sha2::Sha256;
use tokio::{net::TcpListener, task::JoinHandle, time::sleep};

use super::whatsapp;
use crate::{client::Visitor, fixtures, staff, workerd::Workerd};

/// Id of our account on Instagram.
pub const INSTAGRAM: &str = "17841405309211844";

/// Id of our account on X.
pub const X: &str = "2244994945";

/// Token of Instagram's handshake.
pub const VERIFY_TOKEN: &str = "verify-token-for-tests";

/// Secret that signs X's webhooks.
const CONSUMER_SECRET: &str = "consumer-secret-for-tests";

/// Access token of both.
const TOKEN: &str = "access-token-for-tests";

/// Message or public answer that was taken.
#[derive(Clone, Debug)]
pub struct Taken {
    /// Path that it was sent to, without the version.
    pub path: String,
    /// Body.
    pub body: Value,
}

impl Taken {
    /// Returns the text.
    pub fn text(&self) -> &str {
        let places = [&self.body["message"]["text"], &self.body["text"], &self.body["message"]];
        places.into_iter().find_map(Value::as_str).unwrap_or_default()
    }
}

#[derive(Default)]
struct Record {
    taken: Vec<Taken>,
    /// Answers to `GET`, by path, or by path and a part of the query.
    known: BTreeMap<String, Value>,
    /// Paths and queries of `GET`, in their order.
    asked: Vec<String>,
    files: BTreeMap<String, Vec<u8>>,
    /// Statuses and bodies with which the next requests to send fail.
    failures: Vec<(u16, Value)>,
}

type Shared = Arc<Mutex<Record>>;

/// The other side. It stops when dropped.
pub struct Accounts {
    record: Shared,
    origin: String,
    serving: JoinHandle<()>,
}

impl Accounts {
    /// Listens on a free port.
    pub async fn listen() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let origin = format!("http://{}", listener.local_addr().expect("an address"));
        let record = Shared::default();
        let router = Router::new()
            .route("/files/{name}", get(file))
            .route("/{*path}", post(take).get(read))
            .with_state(record.clone());
        let serving =
            tokio::spawn(async move { axum::serve(listener, router).await.expect("a server") });
        Self { record, origin, serving }
    }

    /// Returns the environment variables that make an edge use it.
    pub fn variables(&self) -> Vec<String> {
        vec![
            format!("INSTAGRAM_USER:{INSTAGRAM}"),
            format!("INSTAGRAM_APP_SECRET:{}", whatsapp::APP_SECRET),
            format!("INSTAGRAM_VERIFY_TOKEN:{VERIFY_TOKEN}"),
            format!("INSTAGRAM_TOKEN:{TOKEN}"),
            format!("GRAPH_URL:{}", self.origin),
            format!("X_USER:{X}"),
            format!("X_CONSUMER_SECRET:{CONSUMER_SECRET}"),
            format!("X_TOKEN:{TOKEN}"),
            format!("X_URL:{}", self.origin),
            "HOLD_SECONDS:0".to_owned(),
            "DELIVERY_PAUSE:0".to_owned(),
        ]
    }

    /// Adds a file and returns its address.
    pub fn add(&self, name: &str, bytes: Vec<u8>) -> String {
        lock(&self.record).files.insert(name.to_owned(), bytes);
        format!("{}/files/{name}", self.origin)
    }

    /// Sets the answer to `GET` of a path, without the version. After a question mark stands a part
    /// of the query for which alone it is the answer.
    pub fn know(&self, path: &str, value: Value) {
        lock(&self.record).known.insert(path.to_owned(), value);
    }

    /// Fails the next request to send.
    pub fn fail(&self, status: u16, body: Value) {
        lock(&self.record).failures.push((status, body));
    }

    /// Returns the queries of `GET` to a path, in their order.
    pub fn asked(&self, path: &str) -> Vec<String> {
        let record = lock(&self.record);
        let queries = record.asked.iter().filter_map(|asked| asked.split_once('?'));
        queries.filter(|(of, _)| *of == path).map(|(_, query)| query.to_owned()).collect()
    }

    /// Returns what was taken, in its order.
    pub fn taken(&self) -> Vec<Taken> {
        lock(&self.record).taken.clone()
    }

    /// Waits until what was taken fulfils a condition, and returns it.
    pub async fn until(&self, is_enough: impl Fn(&[Taken]) -> bool) -> Vec<Taken> {
        for _ in 0..600 {
            let taken = self.taken();
            if is_enough(&taken) {
                return taken;
            }
            sleep(Duration::from_millis(100)).await;
        }
        panic!("what was sent: {:#?}", self.taken());
    }
}

impl Drop for Accounts {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// Returns an edge whose accounts are those of the RTA, and the other side.
pub async fn edge(more: &[&str]) -> (Workerd, Accounts) {
    let accounts = Accounts::listen().await;
    let variables = accounts.variables();
    let mut all: Vec<&str> = variables.iter().map(String::as_str).collect();
    all.extend(["INSTAGRAM_ENTITY:rta", "X_ENTITY:rta"]);
    all.extend(more);
    (Workerd::start(&all).await, accounts)
}

/// Returns an id of digits, which nobody else has.
pub fn id() -> String {
    let digits: String =
        fixtures::key().as_str().bytes().map(|byte| char::from(b'1' + byte % 9)).collect();
    digits[..15].to_owned()
}

/// Returns the present time in milliseconds.
fn now() -> u64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("a time");
    u64::try_from(since.as_millis()).expect("a time")
}

/// Returns a direct message of Instagram, with members beside its text.
pub fn instagram_message(sender: &str, text: &str, more: &Value) -> Value {
    let mut message = json!({ "mid": format!("m_{}", id()), "text": text });
    for (name, value) in more.as_object().into_iter().flatten() {
        message[name] = value.clone();
    }
    json!({ "sender": { "id": sender }, "recipient": { "id": INSTAGRAM }, "timestamp": now(),
            "message": message })
}

/// Returns the body of a webhook of Instagram.
pub fn instagram_webhook(messaging: &[Value], changes: &[Value]) -> String {
    json!({ "object": "instagram",
            "entry": [{ "id": INSTAGRAM, "time": 1, "messaging": messaging,
                        "changes": changes }] })
    .to_string()
}

/// Delivers a webhook of Instagram with its signature, and returns the status of the answer.
pub async fn instagram(edge: &Visitor, body: &str) -> StatusCode {
    instagram_delivery(edge, body).send().await.expect("an answer").status()
}

/// Returns the body of a webhook of X with one event of the Activity API.
pub fn x_webhook(kind: &str, payload: &Value, users: &Value) -> String {
    json!({ "data": { "event_uuid": id(), "event_type": kind, "filter": { "user_id": X },
                      "payload": payload, "includes": { "users": users } } })
    .to_string()
}

/// Returns the body of a webhook of X with a direct message.
pub fn x_message(sender: &str, text: &str) -> String {
    let payload = json!({ "id": id(), "event_type": "MessageCreate", "sender_id": sender,
                          "text": text, "created_at": staff::now().to_string() });
    x_webhook("dm.received", &payload, &json!([{ "id": sender, "username": "salma" }]))
}

/// Returns the webhook of a post on X that names our account, and the post's id.
pub fn posted(author: &str, text: &str) -> (String, String) {
    let post = id();
    let payload = json!({ "id": post, "text": text, "author_id": author, "lang": "en",
        "created_at": "2026-04-01T08:00:00.000Z", "attachments": { "media_keys": ["3_1"] },
        "entities": { "mentions": [{ "username": "sawtak", "id": X }] } });
    let users = json!([{ "id": author, "username": format!("salma{author}") }]);
    (x_webhook("post.mention.create", &payload, &users), post)
}

/// Returns the webhook of a post on X that its author has deleted.
pub fn deleted(post: &str) -> String {
    x_webhook("post.delete", &json!({ "id": post }), &json!([]))
}

/// Returns the signature of a body, or of a challenge, by X.
pub fn x_signature(body: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(CONSUMER_SECRET.as_bytes()).expect("a key");
    mac.update(body.as_bytes());
    format!("sha256={}", STANDARD.encode(mac.finalize().into_bytes()))
}

/// Delivers a webhook of X with its signature, and returns the status of the answer.
pub async fn x(edge: &Visitor, body: &str) -> StatusCode {
    x_delivery(edge, body).send().await.expect("an answer").status()
}

/// Delivers a webhook with the header of its signature, if there is one.
pub async fn deliver(
    edge: &Visitor,
    path: &str,
    body: &str,
    signature: Option<(&str, &str)>,
) -> StatusCode {
    delivery(edge, path, body, signature).send().await.expect("an answer").status()
}

/// Returns the request that delivers a webhook.
pub fn delivery(
    edge: &Visitor,
    path: &str,
    body: &str,
    signature: Option<(&str, &str)>,
) -> RequestBuilder {
    let request = edge.request(Method::POST, path).header("content-type", "application/json");
    let request = match signature {
        Some((name, value)) => request.header(name, value),
        None => request,
    };
    request.body(body.to_owned())
}

/// Returns the request that delivers a webhook of X with its signature.
pub fn x_delivery(edge: &Visitor, body: &str) -> RequestBuilder {
    let signature = x_signature(body);
    delivery(edge, "/in/x", body, Some(("x-twitter-webhooks-signature", &signature)))
}

/// Returns the request that delivers a webhook of Instagram with its signature.
pub fn instagram_delivery(edge: &Visitor, body: &str) -> RequestBuilder {
    let signature = whatsapp::signature(body);
    delivery(edge, "/in/instagram", body, Some(("x-hub-signature-256", &signature)))
}

fn is_authorised(headers: &HeaderMap) -> bool {
    let sent = headers.get("authorization").and_then(|value| value.to_str().ok());
    sent == Some(&format!("Bearer {TOKEN}"))
}

async fn take(
    State(record): State<Shared>,
    Path(path): Path<String>,
    headers: HeaderMap,
    Json(body): Json<Value>,
) -> Response {
    if !is_authorised(&headers) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let mut record = lock(&record);
    if let Some((status, body)) = record.failures.pop() {
        let status = StatusCode::from_u16(status).expect("a status");
        return (status, Json(body)).into_response();
    }
    let path = path.trim_start_matches("v24.0/").trim_start_matches("2/").to_owned();
    let taken = Taken { path, body };
    let length = taken.text().chars().count();
    if !(1..=1_000).contains(&length) {
        let error = json!({ "error": { "code": 100 } });
        return (StatusCode::BAD_REQUEST, Json(error)).into_response();
    }
    record.taken.push(taken);
    let id = format!("out.{}", record.taken.len());
    Json(json!({ "message_id": id, "id": id, "data": { "id": id, "dm_event_id": id } }))
        .into_response()
}

async fn read(
    State(record): State<Shared>,
    Path(path): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    if !is_authorised(&headers) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let path = path.trim_start_matches("v24.0/").trim_start_matches("2/");
    let query = uri.query().unwrap_or_default().replace("%28", "(").replace("%29", ")");
    let mut record = lock(&record);
    record.asked.push(format!("{path}?{query}"));
    // What a mention says is asked for by the id in the fields.
    let named = query.split(['(', ')']).nth(1).and_then(|id| record.known.get(id));
    // The longest part of the query decides.
    let asked = record.known.iter().rev().find(|(key, _)| {
        key.split_once('?').is_some_and(|(of, part)| of == path && query.ends_with(part))
    });
    let known = named.or(asked.map(|(_, value)| value)).or_else(|| record.known.get(path));
    match known {
        Some(value) => Json(value.clone()).into_response(),
        None => {
            (StatusCode::BAD_REQUEST, Json(json!({ "error": { "code": 100 } }))).into_response()
        }
    }
}

async fn file(State(record): State<Shared>, Path(name): Path<String>) -> Response {
    match lock(&record).files.get(&name) {
        Some(bytes) => Bytes::from(bytes.clone()).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn lock(record: &Shared) -> MutexGuard<'_, Record> {
    record.lock().unwrap_or_else(PoisonError::into_inner)
}
