//! Speaking to the edge.

use domain::wire::Problem;
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Headers, RequestInit, Response};

use super::page::window;

/// Why something did not work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The edge could not be reached.
    Network,
    /// Nobody is signed in any more.
    SignIn,
    /// This person may not.
    Forbidden,
    /// There is no such thing, or not for this person.
    Missing,
    /// It was changed meanwhile; what the edge says of that.
    Stale(String),
    /// The rules or the form of it don't allow it; why.
    Refused(Vec<String>),
    /// The edge is in trouble.
    Server,
}

/// Reads something.
pub(crate) async fn get<T: DeserializeOwned>(path: &str) -> Result<T, Failure> {
    read(&text("GET", path, None).await?)
}

/// Changes something, and reads what it is then.
pub(crate) async fn send<T: DeserializeOwned>(method: &str, path: &str, body: &impl Serialize) -> Result<T, Failure> {
    let body = serde_json::to_string(body).map_err(|_| Failure::Server)?;
    read(&text(method, path, Some(&body)).await?)
}

/// Changes something, whatever is said about that.
pub(crate) async fn tell(method: &str, path: &str, body: &impl Serialize) -> Result<(), Failure> {
    let body = serde_json::to_string(body).map_err(|_| Failure::Server)?;
    text(method, path, Some(&body)).await.map(drop)
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, Failure> {
    serde_json::from_str(text).map_err(|_| Failure::Server)
}

async fn text(method: &str, path: &str, body: Option<&str>) -> Result<String, Failure> {
    let response = fetched(method, path, body).await.map_err(|_| Failure::Network)?;
    let promise = response.text().map_err(|_| Failure::Network)?;
    let answer = JsFuture::from(promise).await.map_err(|_| Failure::Network)?.as_string().unwrap_or_default();
    match response.status() {
        200..300 => Ok(answer),
        status => Err(failure(status, answer)),
    }
}

async fn fetched(method: &str, path: &str, body: Option<&str>) -> Result<Response, JsValue> {
    let options = RequestInit::new();
    options.set_method(method);
    if let Some(body) = body {
        let headers = Headers::new()?;
        headers.set("Content-Type", "application/json")?;
        options.set_headers(&headers);
        options.set_body(&body.into());
    }
    let address = ["/console/", path].concat();
    JsFuture::from(window().fetch_with_str_and_init(&address, &options)).await?.dyn_into()
}

fn failure(status: u16, answer: String) -> Failure {
    let problem: Option<Problem> = serde_json::from_str(&answer).ok();
    let is_stale = problem.as_ref().is_some_and(|problem| problem.kind.ends_with("/stale"));
    match status {
        401 => Failure::SignIn,
        403 => Failure::Forbidden,
        404 => Failure::Missing,
        409 if is_stale => Failure::Stale(answer),
        400..500 => Failure::Refused(problem.map_or_else(Vec::new, reasons)),
        _ => Failure::Server,
    }
}

fn reasons(problem: Problem) -> Vec<String> {
    if problem.errors.is_empty() { vec![problem.detail] } else { problem.errors.into_iter().map(|error| error.detail).collect() }
}
