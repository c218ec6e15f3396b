//! Graph API of a test's own for `WhatsApp`: takes messages, hands out media, fails on request, and
//! signs webhooks.
//!
//! The crate `stand-ins` has a counterpart of the same service. That one is a program with accounts
//! of people, for `dev` and for tests that share an edge. This one belongs to an edge of a test's
//! own: it fails at a chosen call, waits, and counts requests, which faults need.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    fmt::Write,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, SystemTime},
};

use axum::{
    Json, Router,
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use domain::{channel::whatsapp::inbound::State as Reached, reference::Reference};
use hmac::{Hmac, KeyInit, Mac};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use sha2::Sha256;
use tokio::{net::TcpListener, task::JoinHandle, time::sleep};

use crate::{client::Visitor, fixtures, workerd::Workerd};

/// Secret of the app, which signs webhooks.
pub const APP_SECRET: &str = "app-secret-for-tests";

/// Token of the handshake.
pub const VERIFY_TOKEN: &str = "verify-token-for-tests";

/// Access token.
const TOKEN: &str = "access-token-for-tests";

/// Id of our number.
pub const PHONE_ID: &str = "106540352242922";

/// File that the API hands out.
#[derive(Clone)]
pub struct File {
    /// Content.
    pub bytes: Vec<u8>,
    /// Type that the API tells.
    pub media_type: &'static str,
    /// Size that the API tells; that of the bytes if `None`.
    pub told_size: Option<u64>,
    /// SHA-256 that the API tells; that of the bytes if `None`.
    pub told_digest: Option<String>,
    /// Number of times for which its address has expired when it is fetched.
    pub expired: usize,
    /// True if the API doesn't know it any more.
    pub is_gone: bool,
}

impl File {
    /// Returns a file that is as it says.
    pub fn of(bytes: Vec<u8>, media_type: &'static str) -> Self {
        Self { bytes, media_type, told_size: None, told_digest: None, expired: 0, is_gone: false }
    }

    /// Returns a voice note.
    pub fn voice() -> Self {
        let mut bytes = b"OggS\0\x02\0\0\0\0\0\0\0\0\x01\0\0\0\0\0\0\0\0\0\0\0\x01\x13".to_vec();
        bytes.extend(b"OpusHead\x01\x01\x38\x01\x80\xbb\0\0\0\0\0");
        Self::of(bytes, "audio/ogg")
    }
}

#[derive(Default)]
struct Record {
    origin: String,
    /// Messages that were taken, in their order.
    taken: Vec<Value>,
    /// Number of requests that send messages, those that failed included.
    attempts: usize,
    /// Codes with which the next requests fail; 0 for none.
    codes: VecDeque<u32>,
    /// True while the access token is refused.
    is_token_refused: bool,
    files: BTreeMap<String, File>,
}

type Shared = Arc<Mutex<Record>>;

/// The API. It stops when dropped.
pub struct Graph {
    record: Shared,
    serving: JoinHandle<()>,
}

impl Graph {
    /// Listens on a free port.
    pub async fn listen() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let origin = format!("http://{}", listener.local_addr().expect("an address"));
        let record = Shared::new(Mutex::new(Record { origin, ..Record::default() }));
        let router = Router::new()
            .route("/v24.0/{phone}/messages", post(take))
            .route("/v24.0/{media}", get(place))
            .route("/files/{media}", get(file))
            .with_state(record.clone());
        let serving =
            tokio::spawn(async move { axum::serve(listener, router).await.expect("a server") });
        Self { record, serving }
    }

    /// Returns the environment variables that make an edge use it.
    pub fn variables(&self) -> Vec<String> {
        vec![
            format!("WHATSAPP_PHONE_ID:{PHONE_ID}"),
            format!("WHATSAPP_APP_SECRET:{APP_SECRET}"),
            format!("WHATSAPP_VERIFY_TOKEN:{VERIFY_TOKEN}"),
            format!("WHATSAPP_TOKEN:{TOKEN}"),
            format!("GRAPH_URL:{}", lock(&self.record).origin),
            "HOLD_SECONDS:0".to_owned(),
            "DELIVERY_PAUSE:0".to_owned(),
        ]
    }

    /// Adds a file under an id.
    pub fn add(&self, id: &str, file: File) {
        lock(&self.record).files.insert(id.to_owned(), file);
    }

    /// Fails the next requests with these codes; 0 lets one pass.
    pub fn fail(&self, codes: &[u32]) {
        lock(&self.record).codes.extend(codes);
    }

    /// Refuses the access token, or takes it again.
    pub fn refuse_token(&self, is_refused: bool) {
        lock(&self.record).is_token_refused = is_refused;
    }

    /// Returns the messages that were taken, in their order.
    pub fn taken(&self) -> Vec<Value> {
        lock(&self.record).taken.clone()
    }

    /// Returns the number of requests that send messages.
    pub fn attempts(&self) -> usize {
        lock(&self.record).attempts
    }

    /// Waits until at least `count` messages were taken, and returns all of them.
    pub async fn until_taken(&self, count: usize) -> Vec<Value> {
        self.until(|taken| taken.len() >= count).await
    }

    /// Waits until the messages that were taken fulfil a condition, and returns them.
    pub async fn until(&self, is_enough: impl Fn(&[Value]) -> bool) -> Vec<Value> {
        for _ in 0..600 {
            let taken = self.taken();
            if is_enough(&taken) {
                return taken;
            }
            sleep(Duration::from_millis(100)).await;
        }
        panic!("what was sent: {:#?}", self.taken());
    }

    /// Waits until a message offers a choice whose id has this end, and returns the id.
    pub async fn offered(&self, end: &str) -> String {
        self.until(|taken| taken.iter().any(|message| choice(message, end).is_some())).await;
        let taken = self.taken();
        taken.iter().rev().find_map(|message| choice(message, end)).expect("it is offered")
    }
}

impl Drop for Graph {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// Returns an edge whose number on `WhatsApp` is that of the RTA, and the other side.
pub async fn edge(more: &[&str]) -> (Workerd, Graph) {
    let graph = Graph::listen().await;
    let variables = graph.variables();
    let mut all: Vec<&str> = variables.iter().map(String::as_str).collect();
    all.push("WHATSAPP_ENTITY:rta");
    all.extend(more);
    (Workerd::start(&all).await, graph)
}

/// Returns the id of the choice in a message whose id has this end.
pub fn choice(message: &Value, end: &str) -> Option<String> {
    choices(message).into_iter().find(|id| id.ends_with(end))
}

/// Returns the ids of the choices of a message.
pub fn choices(message: &Value) -> Vec<String> {
    let action = &message["interactive"]["action"];
    let buttons = action["buttons"].as_array().into_iter().flatten();
    let buttons = buttons.map(|button| &button["reply"]["id"]);
    let rows = action["sections"][0]["rows"].as_array().into_iter().flatten();
    let ids = buttons.chain(rows.map(|row| &row["id"]));
    ids.filter_map(|id| id.as_str().map(str::to_owned)).collect()
}

/// Returns the text of a message.
pub fn text(message: &Value) -> &str {
    let kinds = [&message["text"]["body"], &message["interactive"]["body"]["text"]];
    kinds.into_iter().find_map(Value::as_str).unwrap_or_default()
}

/// Person who writes to our number.
pub struct Person {
    /// Digits of the number.
    pub number: String,
}

impl Person {
    /// Returns a person with a number of their own.
    pub fn new() -> Self {
        let digits: String =
            fixtures::key().as_str().bytes().map(|byte| char::from(b'0' + byte % 10)).collect();
        Self { number: format!("97150{}", &digits[..7]) }
    }

    /// Returns a message of a type, with an id of its own.
    #[expect(clippy::needless_pass_by_value, reason = "it is made for the message")]
    pub fn message(&self, kind: &str, content: Value) -> Value {
        json!({ "id": format!("wamid.{}", fixtures::key().as_str()), "from": self.number,
                "timestamp": now(), "type": kind, kind: content })
    }

    /// Returns a text message.
    pub fn text(&self, text: &str) -> Value {
        self.message("text", json!({ "body": text }))
    }

    /// Returns the tap on a button.
    pub fn tap(&self, id: &str) -> Value {
        let reply = json!({ "id": id, "title": "title" });
        self.message("interactive", json!({ "type": "button_reply", "button_reply": reply }))
    }

    /// Returns a voice note with the file of this id.
    pub fn voice(&self, file: &str) -> Value {
        let content = json!({ "id": file, "mime_type": "audio/ogg; codecs=opus", "voice": true });
        self.message("audio", content)
    }
}

impl Default for Person {
    fn default() -> Self {
        Self::new()
    }
}

/// Returns the present time as a webhook writes it.
fn now() -> String {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("a time");
    since.as_secs().to_string()
}

/// Returns the body of a webhook with these messages.
pub fn webhook(messages: &[Value]) -> String {
    change(&json!({ "messaging_product": "whatsapp",
                    "metadata": { "phone_number_id": PHONE_ID },
                    "contacts": [{ "profile": { "name": "The Director" } }],
                    "messages": messages }))
}

/// Returns the body of a webhook with the state of a message.
pub fn status(id: &str, state: Reached, code: Option<u32>) -> String {
    let mut status = json!({ "id": id, "status": state.as_str(), "timestamp": now() });
    if let Some(code) = code {
        status["errors"] = json!([{ "code": code }]);
    }
    change(&json!({ "metadata": { "phone_number_id": PHONE_ID }, "statuses": [status] }))
}

/// Returns the body of a webhook with the value of one change.
pub fn change(value: &Value) -> String {
    json!({ "object": "whatsapp_business_account",
            "entry": [{ "id": "1", "changes": [{ "field": "messages", "value": value }] }] })
    .to_string()
}

/// Returns bytes in lower-case hexadecimal.
fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut digits, byte| {
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

/// Returns the signature of a body.
pub fn signature(body: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(APP_SECRET.as_bytes()).expect("a key");
    mac.update(body.as_bytes());
    let code = mac.finalize().into_bytes();
    format!("sha256={}", hexadecimal(&code))
}

/// Returns the request that delivers a webhook with a signature, if there is one.
pub fn delivery(edge: &Visitor, body: &str, signature: Option<&str>) -> RequestBuilder {
    let request = edge
        .request(Method::POST, "/in/whatsapp")
        .header("content-type", "application/json")
        .body(body.to_owned());
    match signature {
        Some(signature) => request.header("x-hub-signature-256", signature),
        None => request,
    }
}

/// Delivers a webhook with its signature, and returns the status of the answer.
pub async fn deliver(edge: &Visitor, body: &str) -> StatusCode {
    let answer = delivery(edge, body, Some(&signature(body))).send().await;
    answer.expect("an answer").status()
}

/// Delivers messages, which must be taken.
pub async fn send(edge: &Visitor, messages: &[Value]) {
    assert_eq!(deliver(edge, &webhook(messages)).await, StatusCode::OK);
}

/// Sends a voice note and the two taps that make a complaint of it. Returns its reference.
pub async fn complain(edge: &Workerd, graph: &Graph, person: &Person) -> Reference {
    let visitor = edge.visitor();
    let file = format!("voice-{}", person.number);
    graph.add(&file, File::voice());
    let references = || -> BTreeSet<String> {
        let rows = edge.database().run(&["SELECT reference FROM participations"]);
        rows.iter().filter_map(|row| row["reference"].as_str()).map(str::to_owned).collect()
    };
    let before = references();
    send(&visitor, &[person.voice(&file)]).await;
    let kind = graph.offered("kind:complaint").await;
    send(&visitor, &[person.tap(&kind)]).await;
    let sent = graph.offered(":send").await;
    send(&visitor, &[person.tap(&sent)]).await;
    let mut new = None;
    for _ in 0..600 {
        new = references().difference(&before).next().cloned();
        if new.is_some() {
            break;
        }
        sleep(Duration::from_millis(100)).await;
    }
    let digits = new.expect("a participation that came of it");
    let reference = Reference::parse(&digits).expect("a reference");
    let number = reference.to_string();
    graph.until(|taken| taken.iter().any(|message| text(message).contains(&number))).await;
    reference
}

fn error(status: StatusCode, code: u32) -> Response {
    (status, Json(json!({ "error": { "message": "refused", "code": code } }))).into_response()
}

fn is_authorised(record: &Record, headers: &HeaderMap) -> bool {
    let sent = headers.get("authorization").and_then(|value| value.to_str().ok());
    !record.is_token_refused && sent == Some(&format!("Bearer {TOKEN}"))
}

async fn take(
    State(record): State<Shared>,
    Path(phone): Path<String>,
    headers: HeaderMap,
    Json(message): Json<Value>,
) -> Response {
    let mut record = lock(&record);
    record.attempts += 1;
    if !is_authorised(&record, &headers) {
        return error(StatusCode::UNAUTHORIZED, 190);
    }
    if let Some(code) = record.codes.pop_front().filter(|code| *code != 0) {
        return error(StatusCode::BAD_REQUEST, code);
    }
    if phone != PHONE_ID || !is_within_limits(&message) {
        return error(StatusCode::BAD_REQUEST, 100);
    }
    let id = format!("wamid.out.{}", record.taken.len());
    record.taken.push(message);
    Json(json!({ "messaging_product": "whatsapp", "messages": [{ "id": id }] })).into_response()
}

/// Returns whether a message keeps to the limits, beyond which the API refuses it.
fn is_within_limits(message: &Value) -> bool {
    let length = |value: &Value| value.as_str().map_or(0, |text| text.chars().count());
    let is_named = message["messaging_product"] == "whatsapp" && length(&message["to"]) > 0;
    let interactive = &message["interactive"];
    is_named
        && match message["type"].as_str() {
            Some("text") => (1..=4_096).contains(&length(&message["text"]["body"])),
            Some("template") => message["template"]["language"]["code"].is_string(),
            Some("interactive") if interactive["type"] == "button" => {
                let buttons = interactive["action"]["buttons"].as_array();
                (1..=1_024).contains(&length(&interactive["body"]["text"]))
                    && buttons.is_some_and(|buttons| {
                        (1..=3).contains(&buttons.len())
                            && buttons.iter().all(|button| {
                                (1..=20).contains(&length(&button["reply"]["title"]))
                                    && (1..=256).contains(&length(&button["reply"]["id"]))
                            })
                    })
            }
            Some("interactive") => {
                let rows = interactive["action"]["sections"][0]["rows"].as_array();
                (1..=4_096).contains(&length(&interactive["body"]["text"]))
                    && (1..=20).contains(&length(&interactive["action"]["button"]))
                    && rows.is_some_and(|rows| {
                        (1..=10).contains(&rows.len())
                            && rows.iter().all(|row| {
                                (1..=24).contains(&length(&row["title"]))
                                    && length(&row["description"]) <= 72
                                    && (1..=200).contains(&length(&row["id"]))
                            })
                    })
            }
            _ => false,
        }
}

async fn place(
    State(record): State<Shared>,
    Path(media): Path<String>,
    headers: HeaderMap,
) -> Response {
    let record = lock(&record);
    if !is_authorised(&record, &headers) {
        return error(StatusCode::UNAUTHORIZED, 190);
    }
    let Some(file) = record.files.get(&media).filter(|file| !file.is_gone) else {
        return error(StatusCode::BAD_REQUEST, 100);
    };
    let digest = hexadecimal(&fixtures::digest(&file.bytes));
    let size = file.told_size.unwrap_or(file.bytes.len() as u64);
    Json(json!({
        "url": format!("{}/files/{media}", record.origin),
        "mime_type": file.media_type,
        "sha256": file.told_digest.clone().unwrap_or(digest),
        "file_size": size.to_string(),
    }))
    .into_response()
}

async fn file(
    State(record): State<Shared>,
    Path(media): Path<String>,
    headers: HeaderMap,
) -> Response {
    let mut record = lock(&record);
    if !is_authorised(&record, &headers) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let Some(file) = record.files.get_mut(&media) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    if file.expired > 0 {
        file.expired -= 1;
        return StatusCode::NOT_FOUND.into_response();
    }
    Bytes::from(file.bytes.clone()).into_response()
}

fn lock(record: &Shared) -> MutexGuard<'_, Record> {
    record.lock().unwrap_or_else(PoisonError::into_inner)
}
