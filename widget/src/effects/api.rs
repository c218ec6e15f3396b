//! Speaking to the edge.

use domain::{
    idempotency::IdempotencyKey,
    wire::{Acknowledgement, DirectoryEntity, Submission},
};
use form::language::Words;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Request, RequestInit, Response};

use super::clock;

/// How long to wait before each further attempt, in milliseconds.
const PAUSES: [i32; 3] = [1_000, 3_000, 8_000];

/// Why something did not work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The edge could not be reached.
    Network,
    /// Too many came from here.
    Limit,
    /// The edge doesn't take it; the HTTP status.
    Refused(u16),
    /// The edge is in trouble.
    Server,
    /// The visitor stopped it.
    Stopped,
}

impl Failure {
    /// What an answer with this status means.
    pub fn of_status(status: u16) -> Self {
        match status {
            429 => Self::Limit,
            500.. => Self::Server,
            refused => Self::Refused(refused),
        }
    }

    /// Whether trying again may help.
    pub fn may_pass(self) -> bool {
        matches!(self, Self::Network | Self::Server)
    }

    /// What to tell the visitor.
    pub fn message(self, words: &'static Words) -> &'static str {
        match self {
            Self::Network | Self::Stopped => words.error_network,
            Self::Limit => words.error_limit,
            Self::Refused(_) => words.error_refused,
            Self::Server => words.error_server,
        }
    }
}

/// The edge, by its origin.
#[derive(Clone, Debug)]
pub struct Api {
    edge: String,
}

impl Api {
    /// The edge at this origin.
    pub fn new(edge: String) -> Self {
        Self { edge }
    }

    /// An address of version 1 of the contract.
    pub fn address(&self, path: &str) -> String {
        format!("{}/api/v1/{path}", self.edge)
    }

    /// The entity with its services.
    pub async fn entity(&self, id: &str) -> Result<DirectoryEntity, Failure> {
        let response = request("GET", &self.address(&format!("entities/{id}")), &[], None).await?;
        read(&response).await
    }

    /// Submits, and again while that may help: the key makes all attempts one participation.
    pub async fn submit(&self, key: &IdempotencyKey, submission: &Submission) -> Result<Acknowledgement<String>, Failure> {
        let body = serde_json::to_string(submission).unwrap_or_default();
        let headers = [("Content-Type", "application/json"), ("Idempotency-Key", key.as_str())];
        let mut pauses = PAUSES.into_iter();
        loop {
            match request("POST", &self.address("participations"), &headers, Some(&body)).await {
                Ok(response) => return read(&response).await,
                Err(failure) if failure.may_pass() => match pauses.next() {
                    Some(pause) => clock::sleep(pause).await,
                    None => return Err(failure),
                },
                Err(failure) => return Err(failure),
            }
        }
    }
}

/// One request; an answer that isn't a success is a [`Failure`].
pub async fn request(method: &str, address: &str, headers: &[(&str, &str)], body: Option<&str>) -> Result<Response, Failure> {
    let init = RequestInit::new();
    init.set_method(method);
    if let Some(body) = body {
        init.set_body(&body.into());
    }
    let request = Request::new_with_str_and_init(address, &init).map_err(|_| Failure::Network)?;
    for (name, value) in headers {
        request.headers().set(name, value).map_err(|_| Failure::Network)?;
    }
    let window = web_sys::window().ok_or(Failure::Network)?;
    let answer = JsFuture::from(window.fetch_with_request(&request)).await.map_err(|_| Failure::Network)?;
    let response: Response = answer.dyn_into().map_err(|_| Failure::Network)?;
    if response.ok() { Ok(response) } else { Err(Failure::of_status(response.status())) }
}

async fn read<T: for<'de> serde::Deserialize<'de>>(response: &Response) -> Result<T, Failure> {
    let text = JsFuture::from(response.text().map_err(|_| Failure::Network)?).await.map_err(|_| Failure::Network)?;
    serde_json::from_str(&text.as_string().unwrap_or_default()).map_err(|_| Failure::Server)
}
