//! Helpers of tests: the stand-ins on a free port beside an edge that records what it gets.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Router,
    body::Bytes,
    extract::{Query, State},
    http::{HeaderMap, StatusCode, Uri},
    response::{IntoResponse, Response},
    routing::get,
};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::{Account, Gateways, Settings, XAccount, serve, signature};

pub(crate) const APP_SECRET: &str = "app-secret-for-tests";
pub(crate) const CONSUMER_SECRET: &str = "consumer-secret-for-tests";
pub(crate) const AUTH_TOKEN: &str = "auth-token-for-tests";

/// A request that the edge got.
#[derive(Clone)]
pub(crate) struct Got {
    pub(crate) path: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Got {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

#[derive(Default)]
struct Edge {
    got: Mutex<Vec<Got>>,
    /// Answers to the next posts; 200 after them.
    answers: Mutex<VecDeque<u16>>,
    /// True if handshakes fail.
    refuses: Mutex<bool>,
    /// Number of refused handshakes of one channel, `WhatsApp`'s.
    refused: Mutex<usize>,
}

/// The stand-ins, and the edge beside them.
pub(crate) struct Stage {
    pub(crate) origin: String,
    pub(crate) edge_origin: String,
    edge: Arc<Edge>,
    client: reqwest::Client,
}

impl Stage {
    pub(crate) async fn new() -> Self {
        Self::start(&[], false).await
    }

    /// Starts beside an edge that refuses handshakes.
    pub(crate) async fn refused() -> Self {
        Self::start(&[], true).await
    }

    /// Starts with answers to the first posts that the edge gets.
    pub(crate) async fn with_answers(answers: &[u16]) -> Self {
        Self::start(answers, false).await
    }

    async fn start(answers: &[u16], refuses: bool) -> Self {
        let edge = Arc::new(Edge {
            answers: Mutex::new(answers.iter().copied().collect()),
            refuses: Mutex::new(refuses),
            ..Edge::default()
        });
        let listen = || TcpListener::bind("127.0.0.1:0");
        let (edge_listener, own_listener) = (listen().await.unwrap(), listen().await.unwrap());
        let origin = |listener: &TcpListener| format!("http://{}", listener.local_addr().unwrap());
        let settings = settings(&origin(&own_listener), &origin(&edge_listener));
        let stage = Self {
            origin: settings.own.clone(),
            edge_origin: settings.edge.clone(),
            edge: Arc::clone(&edge),
            client: reqwest::Client::new(),
        };
        let routes =
            Router::new().route("/{*path}", get(shake_hands).post(receive)).with_state(edge);
        tokio::spawn(async { axum::serve(edge_listener, routes).await.unwrap() });
        tokio::spawn(serve(own_listener, settings));
        stage
    }

    /// Has the edge accept handshakes from now on.
    pub(crate) fn accept_handshakes(&self) {
        *self.edge.refuses.lock().unwrap() = false;
    }

    /// Waits until so many handshakes of `WhatsApp` were refused.
    pub(crate) async fn handshakes(&self, count: usize) {
        while *self.edge.refused.lock().unwrap() < count {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// Returns the first requests to a path of the edge, as soon as there are so many.
    pub(crate) async fn got(&self, path: &str, count: usize) -> Vec<Got> {
        for _ in 0..1000 {
            let got = self.got_so_far(path);
            if got.len() >= count {
                return got;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("the edge got {} of {count} requests to {path}", self.got_so_far(path).len());
    }

    pub(crate) fn got_so_far(&self, path: &str) -> Vec<Got> {
        let got = self.edge.got.lock().unwrap();
        got.iter().filter(|got| got.path == path).cloned().collect()
    }

    /// Calls with JSON, and returns status and JSON.
    pub(crate) async fn call(
        &self,
        method: Method,
        path: &str,
        token: &str,
        body: Value,
    ) -> (u16, Value) {
        let mut request = self.client.request(method, self.url(path)).bearer_auth(token);
        if !body.is_null() {
            request = request.json(&body);
        }
        let answer = request.send().await.unwrap();
        let status = answer.status().as_u16();
        (status, serde_json::from_str(&answer.text().await.unwrap()).unwrap_or_default())
    }

    pub(crate) async fn post(&self, path: &str, token: &str, body: Value) -> (u16, Value) {
        self.call(Method::POST, path, token, body).await
    }

    pub(crate) async fn get(&self, path: &str, token: &str) -> (u16, Value) {
        self.call(Method::GET, path, token, Value::Null).await
    }

    pub(crate) async fn advance(&self, seconds: u64) {
        let (status, _) = self.post("/control/clock", "", json!({ "seconds": seconds })).await;
        assert_eq!(status, 204);
    }

    pub(crate) fn client(&self) -> &reqwest::Client {
        &self.client
    }

    pub(crate) fn url(&self, path: &str) -> String {
        if path.starts_with("http") { path.to_owned() } else { format!("{}{path}", self.origin) }
    }
}

fn settings(own: &str, edge: &str) -> Settings {
    let account = |token: &str, id: &str| Account {
        app_secret: APP_SECRET.to_owned(),
        verify_token: "verify".to_owned(),
        token: token.to_owned(),
        id: id.to_owned(),
    };
    Settings {
        own: own.to_owned(),
        edge: edge.to_owned(),
        demo: edge.to_owned(),
        whatsapp: account("whatsapp", "106540352242922"),
        instagram: account("instagram", "17841400000000000"),
        x: XAccount {
            consumer_secret: CONSUMER_SECRET.to_owned(),
            token: "x".to_owned(),
            user: "2244994945".to_owned(),
        },
        gateways: Gateways {
            account_sid: format!("AC{}", "0".repeat(32)),
            auth_token: AUTH_TOKEN.to_owned(),
            app_sid: "app-sid".to_owned(),
            sender: "Sawtak".to_owned(),
            report_key: "report".to_owned(),
        },
        transcriber_key: "transcriber-key".to_owned(),
    }
}

async fn shake_hands(
    State(edge): State<Arc<Edge>>,
    uri: Uri,
    Query(query): Query<BTreeMap<String, String>>,
) -> Response {
    if *edge.refuses.lock().unwrap() {
        *edge.refused.lock().unwrap() += usize::from(uri.path() == "/in/whatsapp");
        return StatusCode::FORBIDDEN.into_response();
    }
    if let Some(token) = query.get("crc_token") {
        let answer = signature::x(CONSUMER_SECRET, token.as_bytes());
        return json!({ "response_token": answer }).to_string().into_response();
    }
    if query.get("hub.verify_token").is_some_and(|token| token == "verify") {
        return query["hub.challenge"].clone().into_response();
    }
    StatusCode::FORBIDDEN.into_response()
}

async fn receive(
    State(edge): State<Arc<Edge>>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> StatusCode {
    let path = uri.path_and_query().unwrap().to_string();
    edge.got.lock().unwrap().push(Got { path, headers, body });
    let answer = edge.answers.lock().unwrap().pop_front().unwrap_or(200);
    StatusCode::from_u16(answer).unwrap()
}
