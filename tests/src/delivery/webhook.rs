//! Endpoint of an entity's webhook: records messages, answers as it is told, and checks signatures
//! by code of its own.

use std::{
    collections::{BTreeMap, VecDeque},
    path::Path,
    process::Command,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use axum::{
    Router,
    extract::State,
    http::{HeaderMap, StatusCode, header::LOCATION},
    response::IntoResponse,
    routing::post,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use domain::{reference::Reference, wire::WebhookEvent};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use tokio::{net::TcpListener, task::JoinHandle, time::sleep};

/// Message that came.
#[derive(Clone, Debug)]
pub struct Message {
    /// Headers by their names in lower case.
    pub headers: BTreeMap<String, String>,
    /// Body as it came.
    pub body: String,
}

impl Message {
    /// Returns the value of a header, or an empty text.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    /// Returns the body as an event.
    pub fn event(&self) -> WebhookEvent {
        serde_json::from_str(&self.body).expect("a CloudEvent")
    }

    /// Returns whether one of its signatures is by this secret, over the bytes that came.
    pub fn is_signed_by(&self, secret: &str) -> bool {
        let key = STANDARD.decode(secret.strip_prefix("whsec_").expect("a prefix"));
        let mut mac = Hmac::<Sha256>::new_from_slice(&key.expect("base64")).expect("a key");
        let (id, at) = (self.header("webhook-id"), self.header("webhook-timestamp"));
        mac.update(format!("{id}.{at}.{}", self.body).as_bytes());
        let signature = format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()));
        self.header("webhook-signature").split(' ').any(|given| given == signature)
    }

    /// Returns the event as npm's `standardwebhooks` and `cloudevents` read it.
    pub fn read_by_libraries(&self, secret: &str) -> Value {
        let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
        let message = json!({ "secret": secret, "headers": self.headers, "body": self.body });
        let output = Command::new(tests.join("../node_modules/.bin/node"))
            .arg(tests.join("webhook_receiver.mjs"))
            .arg(message.to_string())
            .output()
            .expect("Node runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).expect("an event")
    }
}

#[derive(Clone, Default)]
struct Record {
    messages: Arc<Mutex<Vec<Message>>>,
    answers: Arc<Mutex<VecDeque<StatusCode>>>,
}

/// Running endpoint. It stops when dropped.
pub struct Endpoint {
    url: String,
    record: Record,
    serving: JoinHandle<()>,
}

impl Endpoint {
    /// Listens on a free port.
    pub async fn listen() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}/hook", listener.local_addr().expect("an address"));
        let record = Record::default();
        let router = Router::new().route("/hook", post(take)).with_state(record.clone());
        let serving =
            tokio::spawn(async move { axum::serve(listener, router).await.expect("a server") });
        Self { url, record, serving }
    }

    /// Returns its address.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Answers the next messages with these statuses, and later ones with 204.
    pub fn answer(&self, statuses: &[u16]) {
        let statuses = statuses.iter().map(|status| StatusCode::from_u16(*status).expect("status"));
        *lock(&self.record.answers) = statuses.collect();
    }

    /// Returns all messages so far.
    pub fn messages(&self) -> Vec<Message> {
        lock(&self.record.messages).clone()
    }

    /// Returns the messages about a participation, in the order in which they came.
    pub fn about(&self, reference: Reference) -> Vec<Message> {
        let is_about = |message: &Message| message.event().subject == Some(reference);
        self.messages().into_iter().filter(is_about).collect()
    }

    /// Waits until messages fit, for up to a minute, and returns all of them.
    pub async fn until(&self, fits: impl Fn(&[Message]) -> bool) -> Vec<Message> {
        for _ in 0..600 {
            let messages = self.messages();
            if fits(&messages) {
                return messages;
            }
            sleep(Duration::from_millis(100)).await;
        }
        panic!("these messages came: {:#?}", self.messages());
    }

    /// Waits for the message of this type about a participation.
    pub async fn until_told(&self, reference: Reference, kind: &str) -> Message {
        let fits = |message: &Message| {
            let event = message.event();
            event.subject == Some(reference) && event.kind == kind
        };
        let all = self.until(|messages| messages.iter().any(fits)).await;
        all.into_iter().find(fits).expect("a message")
    }
}

async fn take(State(record): State<Record>, headers: HeaderMap, body: String) -> impl IntoResponse {
    let headers = headers.iter().map(|(name, value)| {
        (name.as_str().to_owned(), value.to_str().unwrap_or_default().to_owned())
    });
    lock(&record.messages).push(Message { headers: headers.collect(), body });
    let status = lock(&record.answers).pop_front().unwrap_or(StatusCode::NO_CONTENT);
    (status, [(LOCATION, "/elsewhere")])
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Drop for Endpoint {
    fn drop(&mut self) {
        self.serving.abort();
    }
}
