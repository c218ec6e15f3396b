//! Violation reports of the Content-Security-Policy, kept in memory for tests.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use axum::{
    body::Bytes,
    extract::State,
    http::{StatusCode, header},
    response::IntoResponse,
};
use serde_json::Value;

use crate::Site;

/// Maximum size of a report in bytes; a longer one is refused.
pub(crate) const LARGEST: usize = 16 * 1024;

/// Capacity; the oldest reports are dropped above it.
const MOST: usize = 200;

/// Latest reports, oldest first.
#[derive(Default)]
pub(crate) struct Reports(Mutex<VecDeque<Value>>);

impl Reports {
    fn add(&self, report: Value) {
        let mut reports = self.lock();
        if reports.len() == MOST {
            reports.pop_front();
        }
        reports.push_back(report);
    }

    fn all(&self) -> Value {
        self.lock().iter().cloned().collect()
    }

    fn clear(&self) {
        self.lock().clear();
    }

    /// Locks the reports and ignores poisoning: a report is pushed whole or not at all.
    fn lock(&self) -> MutexGuard<'_, VecDeque<Value>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Handles `GET /csp-report`: returns all reports as a JSON array.
pub(crate) async fn list(State(site): State<Arc<Site>>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], site.reports.all().to_string())
}

/// Handles `POST /csp-report`: stores a report from a browser.
pub(crate) async fn add(State(site): State<Arc<Site>>, body: Bytes) -> StatusCode {
    match serde_json::from_slice(&body) {
        Ok(report) => {
            site.reports.add(report);
            StatusCode::NO_CONTENT
        }
        Err(_) => StatusCode::BAD_REQUEST,
    }
}

/// Handles `DELETE /csp-report`: removes all reports.
pub(crate) async fn clear(State(site): State<Arc<Site>>) -> StatusCode {
    site.reports.clear();
    StatusCode::NO_CONTENT
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_latest_and_forgets_when_told() {
        let reports = Reports::default();
        for number in 0..=MOST {
            reports.add(number.into());
        }
        let all = reports.all();
        let all = all.as_array().unwrap();
        assert_eq!(all.len(), MOST);
        assert_eq!(all.first().unwrap(), 1);
        assert_eq!(all.last().unwrap(), MOST);

        reports.clear();
        assert_eq!(reports.all(), serde_json::json!([]));
    }
}
