//! One line for each request, for whoever operates this: what was asked, what was answered, how long it took, what it cost in D1. Nothing of who
//! asked or what they said: of an address only the route is kept. What the clock and the queues do has lines of the same make.

use std::fmt::Display;

use axum::response::Response;
use domain::Timestamp;
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use serde::Serialize;

use crate::{
    platform::{self, clock, random},
    request::headers::header,
    store::Cost,
};

const REQUEST_ID: HeaderName = HeaderName::from_static("request-id");
const SERVER_TIMING: HeaderName = HeaderName::from_static("server-timing");

/// The resources whose last part of the address names one of many.
const MANY: [&str; 11] = [
    "/api/v1/entities/",
    "/api/v1/participations/",
    "/api/v1/attachments/",
    "/api/v1/uploads/",
    "/console/api/entities/",
    "/console/api/cases/",
    "/console/api/",
    "/console/",
    "/embed/",
    "/f/",
    "/p/",
];
/// Those that are one.
const ONE: [&str; 17] = [
    "/",
    "/api/v1/entities",
    "/api/v1/participations",
    "/api/v1/uploads",
    "/console",
    "/console/sign-in",
    "/console/signed-in",
    "/console/sign-out",
    "/console/sign-out/everywhere",
    "/console/api/me",
    "/console/api/cases",
    "/console/api/cases/counts",
    "/console/api/deeds",
    "/embed",
    "/preview",
    "/p",
    "/healthz",
];

/// A request that is being answered.
pub(crate) struct Entry {
    id: String,
    method: Method,
    route: String,
    since: Timestamp,
}

#[derive(Serialize)]
struct Line<'a> {
    request: &'a str,
    method: &'a str,
    route: &'a str,
    status: u16,
    ms: i64,
    /// In D1.
    trips: usize,
    rows_read: usize,
    rows_written: usize,
}

impl Entry {
    pub(crate) fn begin(method: &Method, path: &str, headers: &HeaderMap, now: Timestamp) -> Self {
        // The platform's own id, so that its log and ours can be laid side by side.
        let id = header(headers, "cf-ray")
            .map(str::to_owned)
            .or_else(|| random::name().ok())
            .unwrap_or_default();
        Self { id, method: method.clone(), route: route(path), since: now }
    }

    /// Writes the line, and tells the client what to ask about.
    pub(crate) fn end(self, response: &mut Response, cost: &Cost) {
        // A clock that was set back makes nothing take less than no time.
        let ms = (clock::now().as_millisecond() - self.since.as_millisecond()).max(0);
        let (method, status) = (self.method.as_str(), response.status().as_u16());
        let [trips, rows_read, rows_written] = cost.so_far();
        let line = Line {
            request: &self.id,
            method,
            route: &self.route,
            status,
            ms,
            trips,
            rows_read,
            rows_written,
        };
        write(&line);
        let headers = response.headers_mut();
        if let Ok(id) = HeaderValue::from_str(&self.id) {
            headers.insert(REQUEST_ID, id);
        }
        if let Ok(timing) = HeaderValue::from_str(&format!("edge;dur={ms}")) {
            headers.insert(SERVER_TIMING, timing);
        }
    }
}

/// What nobody asked for: a job of the clock, a message from a queue.
#[derive(Serialize)]
struct Work<'a> {
    job: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

/// What a run of the clock cost in D1.
#[derive(Serialize)]
struct Run<'a> {
    cron: &'a str,
    trips: usize,
    rows_read: usize,
    rows_written: usize,
}

/// Writes down what a run of the clock cost.
pub(crate) fn ran(cron: &str, cost: &Cost) {
    let [trips, rows_read, rows_written] = cost.so_far();
    let line = Run { cron, trips, rows_read, rows_written };
    write(&line);
}

/// Writes down how much a job did.
pub(crate) fn done(job: &str, count: usize) {
    let line = Work { job, count: Some(count), error: None };
    write(&line);
}

/// Writes down what a job, or a part of it, failed of.
pub(crate) fn failed(job: &str, error: &impl Display) {
    let line = Work { job, count: None, error: Some(error.to_string()) };
    worker::console_error!("{}", serde_json::to_string(&line).unwrap_or_default());
}

fn write(line: &impl Serialize) {
    platform::log(&serde_json::to_string(line).unwrap_or_default());
}

fn route(path: &str) -> String {
    let bare = path.trim_end_matches('/');
    let one = ONE.into_iter().find(|known| *known == bare || *known == path).map(str::to_owned);
    let many = || {
        MANY.into_iter().find(|known| bare.starts_with(known)).map(|known| format!("{known}{{}}"))
    };
    one.or_else(many).unwrap_or_else(|| "other".to_owned())
}
