//! A machine that transcribes recordings, in the shape of `OpenAI`'s
//! `POST /v1/audio/transcriptions`, and in that of Workers AI over REST (`workers_ai`).
//!
//! It hears nothing: it says what it was told to say. `rules` holds what the real one refuses.
//! Tests start one of their own, and have it fail, say something else or wait.

mod rules;
mod workers_ai;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, Multipart, State, multipart::MultipartRejection},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::post,
};
use serde_json::{Value, json};
use tokio::sync::watch;

pub use rules::Recording;
use rules::{BODY_MAX, Refused};

/// Way in which the machine answers from now on.
#[derive(Clone, Debug)]
pub enum Manner {
    /// It answers with this.
    Says(Value),
    /// It answers with this text, which is no transcript.
    Babbles(String),
    /// It refuses with this status, whatever it is sent.
    Fails(u16),
    /// It keeps those who ask waiting, until it gets another manner.
    Waits,
}

/// The machine. Copies share what it has heard.
#[derive(Clone)]
pub struct Transcriber {
    key: Arc<str>,
    manner: Arc<watch::Sender<Manner>>,
    heard: Arc<Mutex<Vec<Recording>>>,
}

impl Transcriber {
    /// Creates a machine that takes requests with this key.
    pub fn new(key: &str) -> Self {
        Self {
            key: key.into(),
            manner: Arc::new(watch::channel(Manner::Says(spoken())).0),
            heard: Arc::default(),
        }
    }

    /// Returns its routes.
    pub fn routes(&self) -> Router {
        Router::new()
            .route("/v1/audio/transcriptions", post(transcribe))
            .layer(DefaultBodyLimit::max(BODY_MAX))
            .merge(
                Router::new()
                    .route("/ai/run/{*model}", post(workers_ai::run))
                    .layer(DefaultBodyLimit::max(workers_ai::BODY_MAX)),
            )
            .with_state(self.clone())
    }

    /// Changes the manner, also for those who wait.
    pub fn set(&self, manner: Manner) {
        self.manner.send_replace(manner);
    }

    /// Returns the recordings that it has taken so far.
    pub fn heard(&self) -> Vec<Recording> {
        lock(&self.heard).clone()
    }

    /// Returns whether a request has the key.
    fn admits(&self, headers: &HeaderMap) -> bool {
        let key = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        key == Some(&*format!("Bearer {}", self.key))
    }

    /// Takes a recording and answers in its manner. `shape` puts what it says into the answer's
    /// shape.
    async fn answer(&self, recording: Recording, shape: impl Fn(Value) -> Json<Value>) -> Response {
        lock(&self.heard).push(recording);
        let mut manners = self.manner.subscribe();
        let manner = manners.wait_for(|manner| !matches!(manner, Manner::Waits)).await;
        match manner.map(|manner| manner.clone()) {
            Ok(Manner::Says(answer)) => shape(answer).into_response(),
            Ok(Manner::Babbles(text)) => text.into_response(),
            Ok(Manner::Fails(status)) => {
                StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY).into_response()
            }
            Ok(Manner::Waits) | Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        }
    }
}

/// Returns what the machine says unless it is told otherwise.
pub fn spoken() -> Value {
    let segment = |id: u32, [start, end]: [f64; 2], text: &str| {
        json!({
            "id": id, "seek": 0, "start": start, "end": end, "text": text, "tokens": [50_364],
            "temperature": 0.0, "avg_logprob": -0.25, "compression_ratio": 1.1,
            "no_speech_prob": 0.02,
        })
    };
    json!({
        "task": "transcribe", "language": "english", "duration": 6.4,
        "text": " The streetlamp before the library flickers. It began on Monday.",
        "segments": [
            segment(0, [0.0, 3.5], " The streetlamp before the library flickers."),
            segment(1, [3.5, 6.4], " It began on Monday."),
        ],
    })
}

async fn transcribe(
    State(machine): State<Transcriber>,
    headers: HeaderMap,
    form: Result<Multipart, MultipartRejection>,
) -> Response {
    if !machine.admits(&headers) {
        return Refused::Key.into_response();
    }
    if !headers.contains_key(header::CONTENT_LENGTH) {
        return Refused::Length.into_response();
    }
    let Ok(form) = form else { return Refused::Form("not a form".to_owned()).into_response() };
    match rules::read(form).await {
        Ok(recording) => machine.answer(recording, Json).await,
        Err(refused) => refused.into_response(),
    }
}

/// Locks and ignores poisoning: values are stored whole or not at all.
fn lock<T>(value: &Mutex<T>) -> MutexGuard<'_, T> {
    value.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
