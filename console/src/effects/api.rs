//! HTTP client for the edge's console API.

use domain::{
    case::Refusal,
    intake::idempotency::IdempotencyKey,
    wire::{InputProblem, console::Objection},
};
use js_sys::Uint8Array;
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Headers, RequestCache, RequestInit, Response};

use super::{early, page::window};

/// Error of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The edge could not be reached.
    Network,
    /// The session has expired (401).
    SignIn,
    /// The person lacks the permission (403).
    Forbidden,
    /// The resource doesn't exist, or not for this person (404).
    Missing,
    /// The resource was changed meanwhile (409); holds the response's body.
    Stale(String),
    /// The rules or the request's form forbid it (other 4xx).
    Refused(Reasons),
    /// The edge failed (5xx), or its answer can't be parsed.
    Server,
}

/// Reasons of a refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reasons {
    /// Rule of the life cycle that forbids the action.
    Rule(Refusal),
    /// Descriptions by the edge: one for each fault in the input, with its place, or one for the
    /// whole request.
    Described(Vec<InputProblem>),
}

impl Reasons {
    /// Creates the description of a fault of the whole request.
    pub(crate) fn of_whole(detail: String) -> Self {
        Self::Described(vec![InputProblem { pointer: String::new(), detail }])
    }
}

/// Cause of a call. The edge prolongs the session for those of a person alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    /// Something that the person did.
    Person,
    /// A timer.
    Timer,
}

/// Header of calls that a timer makes.
const TIMER: (&str, &str) = ("Sawtak-Timer", "1");

/// Fetches a resource.
pub(crate) async fn get<T: DeserializeOwned>(path: &str) -> Result<T, Failure> {
    get_for(Cause::Person, path).await
}

/// Fetches a resource for the person or for a timer.
pub(crate) async fn get_for<T: DeserializeOwned>(cause: Cause, path: &str) -> Result<T, Failure> {
    let headers: Vec<_> = cause.header().into_iter().collect();
    read(&body_text(&request("GET", path, &headers, None).await?).await?)
}

/// Sends a body and parses the response.
pub(crate) async fn send<T: DeserializeOwned>(
    method: &str,
    path: &str,
    body: &impl Serialize,
) -> Result<T, Failure> {
    send_for(Cause::Person, method, path, body).await
}

/// Sends a body for the person or for a timer, and parses the response.
pub(crate) async fn send_for<T: DeserializeOwned>(
    cause: Cause,
    method: &str,
    path: &str,
    body: &impl Serialize,
) -> Result<T, Failure> {
    let body = serde_json::to_string(body).map_err(|_| Failure::Server)?;
    let headers: Vec<_> = [JSON].into_iter().chain(cause.header()).collect();
    read(&body_text(&request(method, path, &headers, Some(&body)).await?).await?)
}

/// Sends a body that the edge takes once, however often it is sent under this key.
pub(crate) async fn send_once<T: DeserializeOwned>(
    path: &str,
    key: &IdempotencyKey,
    body: &str,
) -> Result<T, Failure> {
    let headers = [JSON, ("Idempotency-Key", key.as_str())];
    read(&body_text(&request("POST", path, &headers, Some(body)).await?).await?)
}

/// Sends a body and ignores the response's.
pub(crate) async fn send_only(
    method: &str,
    path: &str,
    body: &impl Serialize,
) -> Result<(), Failure> {
    let body = serde_json::to_string(body).map_err(|_| Failure::Server)?;
    request(method, path, &[JSON], Some(&body)).await.map(drop)
}

/// Sends a body and returns the file that is the response.
pub(crate) async fn file(path: &str, body: &impl Serialize) -> Result<Vec<u8>, Failure> {
    let body = serde_json::to_string(body).map_err(|_| Failure::Server)?;
    body_bytes(&request("POST", path, &[JSON], Some(&body)).await?).await
}

/// Returns whether the edge answers, with an error or without.
pub(crate) async fn answers() -> bool {
    !matches!(head("api/me").await, Err(Failure::Network | Failure::Server))
}

/// Checks by a HEAD request that a resource can be read.
pub(crate) async fn head(path: &str) -> Result<(), Failure> {
    request("HEAD", path, &[], None).await.map(drop)
}

/// Fetches at most the first `most` bytes of a resource, by a range request.
pub(crate) async fn bytes(path: &str, most: u64) -> Result<Vec<u8>, Failure> {
    let range = format!("bytes=0-{}", most - 1);
    body_bytes(&request("GET", path, &[("Range", &range)], None).await?).await
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, Failure> {
    serde_json::from_str(text).map_err(|_| Failure::Server)
}

/// Header of JSON bodies.
const JSON: (&str, &str) = ("Content-Type", "application/json");

impl Cause {
    fn header(self) -> Option<(&'static str, &'static str)> {
        (self == Self::Timer).then_some(TIMER)
    }
}

async fn body_bytes(response: &Response) -> Result<Vec<u8>, Failure> {
    let promise = response.array_buffer().map_err(|_| Failure::Network)?;
    let bytes = JsFuture::from(promise).await.map_err(|_| Failure::Network)?;
    Ok(Uint8Array::new(&bytes).to_vec())
}

async fn body_text(response: &Response) -> Result<String, Failure> {
    let promise = response.text().map_err(|_| Failure::Network)?;
    Ok(JsFuture::from(promise).await.map_err(|_| Failure::Network)?.as_string().unwrap_or_default())
}

/// Sends a request and returns the response if its status is a success.
async fn request(
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: Option<&str>,
) -> Result<Response, Failure> {
    let response = fetch(method, path, headers, body).await.map_err(|_| Failure::Network)?;
    if response.ok() {
        Ok(response)
    } else {
        Err(failure(response.status(), body_text(&response).await?))
    }
}

async fn fetch(
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: Option<&str>,
) -> Result<Response, JsValue> {
    let address = ["/console/", path].concat();
    let is_plain = method == "GET" && headers.is_empty();
    if let Some(response) = is_plain.then(|| early::take(&address)).flatten() {
        return JsFuture::from(response).await?.dyn_into();
    }
    let options = RequestInit::new();
    options.set_method(method);
    let list = Headers::new()?;
    for (name, value) in headers {
        list.set(name, value)?;
    }
    options.set_headers(&list);
    // A copy from before the sign-in may lie in the browser's cache for minutes.
    options.set_cache(RequestCache::NoCache);
    if let Some(body) = body {
        options.set_body(&body.into());
    }
    JsFuture::from(window().fetch_with_str_and_init(&address, &options)).await?.dyn_into()
}

impl From<Objection> for Failure {
    fn from(objection: Objection) -> Self {
        of(objection.problem.status, Some(objection), String::new())
    }
}

fn failure(status: u16, body: String) -> Failure {
    of(status, serde_json::from_str(&body).ok(), body)
}

fn of(status: u16, objection: Option<Objection>, body: String) -> Failure {
    let is_stale =
        objection.as_ref().is_some_and(|objection| objection.problem.kind.ends_with("/stale"));
    match status {
        401 => Failure::SignIn,
        403 => Failure::Forbidden,
        404 => Failure::Missing,
        409 if is_stale => Failure::Stale(body),
        400..500 => Failure::Refused(reasons(objection)),
        _ => Failure::Server,
    }
}

fn reasons(objection: Option<Objection>) -> Reasons {
    let Some(Objection { problem, refusal }) = objection else {
        return Reasons::Described(Vec::new());
    };
    match refusal {
        Some(refusal) => Reasons::Rule(refusal),
        None if problem.errors.is_empty() => Reasons::of_whole(problem.detail),
        None => Reasons::Described(problem.errors),
    }
}

#[cfg(test)]
mod tests {
    use domain::wire::Problem;

    use super::*;

    fn problem(kind: &str, status: u16, errors: &[&str]) -> Problem {
        let error =
            |detail: &&str| InputProblem { pointer: String::new(), detail: (*detail).to_owned() };
        Problem {
            kind: format!("https://voice.example/problems/{kind}"),
            title: String::new(),
            status,
            detail: "Try something else.".to_owned(),
            errors: errors.iter().map(error).collect(),
            challenge: None,
        }
    }

    fn body(problem: Problem, refusal: Option<Refusal>) -> String {
        serde_json::to_string(&Objection { problem, refusal }).unwrap()
    }

    fn described(texts: &[&str]) -> Failure {
        let described =
            |text: &&str| InputProblem { pointer: String::new(), detail: (*text).to_owned() };
        Failure::Refused(Reasons::Described(texts.iter().map(described).collect()))
    }

    #[test]
    fn a_status_that_says_enough_needs_no_body() {
        assert_eq!(failure(401, String::new()), Failure::SignIn);
        assert_eq!(failure(403, String::new()), Failure::Forbidden);
        assert_eq!(failure(404, String::new()), Failure::Missing);
        assert_eq!(failure(500, String::new()), Failure::Server);
        assert_eq!(failure(400, "<html>".to_owned()), described(&[]));
    }

    #[test]
    fn a_conflict_is_stale_only_if_its_kind_says_so() {
        let stale = body(problem("stale", 409, &[]), None);
        assert_eq!(failure(409, stale.clone()), Failure::Stale(stale));
        let conflict = body(problem("conflict", 409, &[]), None);
        assert_eq!(failure(409, conflict), described(&["Try something else."]));
    }

    #[test]
    fn the_most_specific_reason_of_a_refusal_is_kept() {
        let by_rule = body(problem("refused", 422, &["ignored"]), Some(Refusal::Itself));
        assert_eq!(failure(422, by_rule), Failure::Refused(Reasons::Rule(Refusal::Itself)));
        let by_fields = body(problem("invalid", 422, &["too long", "no number"]), None);
        assert_eq!(failure(422, by_fields), described(&["too long", "no number"]));
        let objection = Objection { problem: problem("invalid", 422, &[]), refusal: None };
        assert_eq!(Failure::from(objection), described(&["Try something else."]));
    }
}
