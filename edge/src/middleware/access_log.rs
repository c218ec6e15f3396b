//! Access log: one JSON line for each request, with its route, its status, its duration and its
//! cost in D1. It holds no personal data: of a path only the route's pattern. Cron jobs and queue
//! consumers write lines of the same kind.

use std::fmt::Display;

use axum::{extract::MatchedPath, response::Response};
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

/// The beginning of a request's log line.
pub(crate) struct Entry {
    id: String,
    method: Method,
    begun_at: Timestamp,
}

#[derive(Serialize)]
struct Line<'a> {
    request: &'a str,
    method: &'a str,
    route: &'a str,
    status: u16,
    ms: i64,
    /// Round trips to D1.
    trips: usize,
    rows_read: usize,
    rows_written: usize,
}

impl Entry {
    /// Takes the time and the id of a request.
    pub(crate) fn begin(method: &Method, headers: &HeaderMap, now: Timestamp) -> Self {
        // The platform's own id, by which its log and this one can be joined.
        let id = header(headers, "cf-ray")
            .map(str::to_owned)
            .or_else(|| random::name().ok())
            .unwrap_or_default();
        Self { id, method: method.clone(), begun_at: now }
    }

    /// Writes the line, and sets the headers `Request-Id` and `Server-Timing`.
    pub(crate) fn end(self, response: &mut Response, cost: &Cost) {
        // The clock may have been set back meanwhile.
        let ms = (clock::now().as_millisecond() - self.begun_at.as_millisecond()).max(0);
        let route = route(response.extensions_mut().remove().as_ref().map(MatchedPath::as_str));
        let (method, status) = (self.method.as_str(), response.status().as_u16());
        let [trips, rows_read, rows_written] = cost.so_far();
        let line = Line {
            request: &self.id,
            method,
            route: &route,
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

/// The log line of a cron job or of a message from a queue.
#[derive(Serialize)]
struct Work<'a> {
    job: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

/// The log line of a cron run, with its cost in D1.
#[derive(Serialize)]
struct Run<'a> {
    cron: &'a str,
    trips: usize,
    rows_read: usize,
    rows_written: usize,
}

/// Logs what a cron run cost in D1.
pub(crate) fn ran(cron: &str, cost: &Cost) {
    let [trips, rows_read, rows_written] = cost.so_far();
    let line = Run { cron, trips, rows_read, rows_written };
    write(&line);
}

/// Logs how many items a job processed.
pub(crate) fn done(job: &str, count: usize) {
    let line = Work { job, count: Some(count), error: None };
    write(&line);
}

/// Logs the error of a job or of one of its items.
pub(crate) fn failed(job: &str, error: &impl Display) {
    let line = Work { job, count: None, error: Some(error.to_string()) };
    worker::console_error!("{}", serde_json::to_string(&line).unwrap_or_default());
}

fn write(line: &impl Serialize) {
    platform::log(&serde_json::to_string(line).unwrap_or_default());
}

/// Returns a route's pattern without its parameters' names, or `other` where no route matched.
fn route(pattern: Option<&str>) -> String {
    let Some(pattern) = pattern else { return "other".to_owned() };
    let segments =
        pattern.split('/').map(|segment| if segment.starts_with('{') { "{}" } else { segment });
    segments.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::route;

    #[test]
    fn parameters_lose_their_names() {
        let status = route(Some("/api/v1/participations/{reference}"));
        assert_eq!(status, "/api/v1/participations/{}");
        assert_eq!(route(Some("/embed/{entity}/{part}")), "/embed/{}/{}");
        assert_eq!(route(Some("/console/{*view}")), "/console/{}");
        assert_eq!(route(Some("/healthz")), "/healthz");
        assert_eq!(route(None), "other");
    }
}
