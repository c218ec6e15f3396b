//! Client of the edge's API, with retries and proof of work.

use crate::Phrase;
use domain::{reference::Reference, wire::Acknowledgement};
use js_sys::{Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortSignal, HtmlElement, RequestInit, Response, XmlHttpRequest, XmlHttpRequestResponseType,
};

use super::{clock, proof, storage::object};

/// Pauses before each retry, in milliseconds.
const PAUSES: [u32; 2] = [1_000, 3_000];

/// Timeout of a request, in milliseconds. A stalled request is retried.
const PATIENCE: u32 = 20_000;

/// Longest `Retry-After` that the visitor waits for, in milliseconds. After a longer one the
/// submission waits in the outbox.
const PAUSE_MAX: u32 = 10_000;

/// Reason why a call failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// Unreachable edge.
    Network,
    /// Rate limit: the milliseconds to wait before the next call.
    Limit(u32),
    /// Refused by the edge, with the HTTP status.
    Refused(u16),
    /// Server error, or an earlier attempt still in progress.
    Server,
    /// Stopped by the visitor.
    Stopped,
    /// File that can't be read: moved, changed, or a folder.
    Unreadable,
}

impl Failure {
    /// Returns the failure for an HTTP status.
    pub(crate) fn of_status(status: u16) -> Self {
        match status {
            429 => Self::Limit(0),
            // Conflict or lock: the edge still works on the previous attempt.
            409 | 423 | 500.. => Self::Server,
            refused => Self::Refused(refused),
        }
    }

    /// Returns the failure for a response, with the pause of its `Retry-After`.
    fn of(response: &Response) -> Self {
        match Self::of_status(response.status()) {
            Self::Limit(_) => {
                let seconds = response
                    .headers()
                    .get("Retry-After")
                    .ok()
                    .flatten()
                    .and_then(|seconds| seconds.parse::<u32>().ok());
                Self::Limit(seconds.unwrap_or_default().saturating_mul(1_000))
            }
            other => other,
        }
    }

    /// Returns whether a retry may help.
    pub(crate) fn may_pass(self) -> bool {
        matches!(self, Self::Network | Self::Limit(_) | Self::Server)
    }

    /// Returns the pause before a retry, in milliseconds: `pause`, or what the rate limit asks if
    /// that is longer. `None` if a retry can't help, or the pause would exceed [`PAUSE_MAX`].
    fn pause(self, pause: u32) -> Option<u32> {
        let asked = if let Self::Limit(asked) = self { asked } else { 0 };
        (self.may_pass() && asked <= PAUSE_MAX).then(|| pause.max(asked))
    }

    /// Returns the phrase for the visitor.
    pub(crate) fn phrase(self) -> Phrase {
        match self {
            Self::Network | Self::Stopped | Self::Unreadable => Phrase::ErrorNetwork,
            Self::Limit(_) => Phrase::ErrorLimit,
            Self::Refused(_) => Phrase::ErrorRefused,
            Self::Server => Phrase::ErrorServer,
        }
    }
}

/// Client of the edge at an origin.
#[derive(Clone, Debug)]
pub(crate) struct Api {
    edge: String,
}

impl Api {
    /// Creates a client for an origin.
    pub(crate) fn new(edge: String) -> Self {
        Self { edge }
    }

    /// Returns the edge's origin.
    pub(crate) fn origin(&self) -> String {
        self.edge.clone()
    }

    /// Returns the address of a path in version 1 of the API.
    pub(crate) fn address(&self, path: &str) -> String {
        [&self.edge, "/api/v1/", path].concat()
    }

    /// Fetches an entity's form in a language, perhaps in easy words or for a test, as the edge
    /// renders it. An `XMLHttpRequest` parses the HTML itself, so that the page's Trusted Types
    /// have nothing to refuse.
    pub(crate) async fn form(
        &self,
        entity: &str,
        language: &str,
        easy: bool,
        is_test: bool,
    ) -> Result<HtmlElement, Failure> {
        let http = XmlHttpRequest::new().map_err(|_| Failure::Network)?;
        let easy = if easy { "&easy=1" } else { "" };
        let test = if is_test { "&test=1" } else { "" };
        let address = [&self.edge, "/embed/", entity, "?lang=", language, easy, test].concat();
        http.open("GET", &address).map_err(|_| Failure::Network)?;
        http.set_response_type(XmlHttpRequestResponseType::Document);
        let ended = Promise::new(&mut |resolve, _| http.set_onloadend(Some(&resolve)));
        http.send().map_err(|_| Failure::Network)?;
        let _ = JsFuture::from(ended).await;
        let document = http.response_xml().ok().flatten().ok_or(Failure::Network)?;
        let form = document.query_selector(".sawtak").ok().flatten().ok_or(Failure::Server)?;
        Ok(form.unchecked_into())
    }

    /// Submits, with retries while they may help. The idempotency key makes all attempts one
    /// participation.
    pub(crate) async fn submit(
        &self,
        key: &str,
        body: &str,
    ) -> Result<Acknowledgement<String>, Failure> {
        let headers = [("Content-Type", "application/json"), ("Idempotency-Key", key)];
        let mut pauses = PAUSES.into_iter();
        loop {
            let answer = match request(
                "POST",
                &self.address("participations"),
                &headers,
                Some(body),
            )
            .await
            {
                Ok(response) => acknowledgement(&response).await,
                Err(failure) => Err(failure),
            };
            let Err(failure) = answer else { return answer };
            match pauses.next().and_then(|pause| failure.pause(pause)) {
                Some(pause) => clock::sleep(pause).await,
                None => return answer,
            }
        }
    }
}

/// Sends a request. If the edge asks for a proof of work, finds one and sends the request again.
///
/// # Errors
///
/// Any answer that isn't a success is a [`Failure`].
pub(crate) async fn request(
    method: &str,
    address: &str,
    headers: &[(&str, &str)],
    body: Option<&str>,
) -> Result<Response, Failure> {
    let response = fetch(method, address, headers, body).await?;
    if response.ok() {
        return Ok(response);
    }
    let refused = Failure::of(&response);
    if !matches!(refused, Failure::Limit(_)) {
        return Err(refused);
    }
    let proof = proof::found(&response).await.ok_or(refused)?;
    let mut headers = headers.to_vec();
    headers.push(("Proof", &proof));
    let response = fetch(method, address, &headers, body).await?;
    if response.ok() { Ok(response) } else { Err(Failure::of(&response)) }
}

async fn fetch(
    method: &str,
    address: &str,
    headers: &[(&str, &str)],
    body: Option<&str>,
) -> Result<Response, Failure> {
    let fields: Vec<(&str, JsValue)> =
        headers.iter().map(|(name, value)| (*name, JsValue::from_str(value))).collect();
    let body = body.map_or(JsValue::UNDEFINED, JsValue::from_str);
    let signal = AbortSignal::timeout_with_u32(PATIENCE).into();
    let init: RequestInit = object(&[
        ("method", method.into()),
        ("headers", object(&fields)),
        ("body", body),
        ("signal", signal),
    ])
    .unchecked_into();
    let window = web_sys::window().ok_or(Failure::Network)?;
    // The address is a string: some pages have wrapped `fetch` in a function that takes nothing
    // else.
    let answer = JsFuture::from(window.fetch_with_str_and_init(address, &init))
        .await
        .map_err(|_| Failure::Network)?;
    Ok(answer.unchecked_into())
}

/// Parses the acknowledgement in a response.
async fn acknowledgement(response: &Response) -> Result<Acknowledgement<String>, Failure> {
    let answer = JsFuture::from(response.json().map_err(|_| Failure::Network)?)
        .await
        .map_err(|_| Failure::Network)?;
    let member =
        |name: &str| Reflect::get(&answer, &name.into()).ok().and_then(|member| member.as_string());
    let reference = |name: &str| member(name).and_then(|text| Reference::from_written(&text).ok());
    let required = |name: &str| member(name).ok_or(Failure::Server);
    Ok(Acknowledgement {
        reference: reference("reference").ok_or(Failure::Server)?,
        tracking_key: required("tracking_key")?,
        tracking_url: required("tracking_url")?,
        received_at: required("received_at")?,
        first_response_due: required("first_response_due")?,
        resolution_due: required("resolution_due")?,
        // The participation's page names it.
        guide: None,
        suggestion_reference: reference("suggestion_reference"),
        // The form says so already.
        test: false,
    })
}
