//! Webhook of a test's own for notices and for alerts: records attempts, drops duplicate notices
//! and fails on request.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    time::Duration,
};

use axum::{
    Router,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::post,
};
use domain::wire::{Alert, Notice, StaffNotice};
use tokio::{net::TcpListener, task::JoinHandle, time::sleep};

/// Attempt to deliver a notice.
#[derive(Clone, Debug)]
pub struct Heard {
    /// Id of the notice (`webhook-id`).
    pub id: String,
    /// Time of sending in seconds since the Unix epoch (`webhook-timestamp`).
    pub timestamp: i64,
    /// Signature of the attempt (`webhook-signature`).
    pub signature: String,
    /// Signed body.
    pub body: String,
}

#[derive(Clone, Default)]
struct Record {
    heard: Arc<Mutex<Vec<Heard>>>,
    /// Accepted notices by id, each once.
    sent: Arc<Mutex<BTreeMap<String, Notice>>>,
    /// Accepted notices to staff by id, each once.
    to_staff: Arc<Mutex<BTreeMap<String, StaffNotice>>>,
    /// Accepted alerts by id in their order, each once.
    alerts: Arc<Mutex<Vec<(String, Alert)>>>,
    failing: Arc<AtomicUsize>,
}

impl Record {
    /// Returns whether this attempt is to fail, and counts it.
    fn fails(&self) -> bool {
        self.failing.fetch_update(SeqCst, SeqCst, |left| left.checked_sub(1)).is_ok()
    }
}

/// Webhook endpoint. It stops when dropped.
pub struct Receiver {
    url: String,
    record: Record,
    serving: JoinHandle<()>,
}

impl Receiver {
    /// Listens on a free port.
    pub async fn listen() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}/notices", listener.local_addr().expect("an address"));
        let record = Record::default();
        let router = Router::new()
            .route("/notices", post(hear))
            .route("/notices/alerts", post(hear_alert))
            .with_state(record.clone());
        let serving =
            tokio::spawn(async move { axum::serve(listener, router).await.expect("a server") });
        Self { url, record, serving }
    }

    /// Returns the environment variable that makes an edge deliver to this endpoint.
    pub fn variable(&self) -> String {
        format!("DELIVERY_URL:{}", self.url)
    }

    /// Returns the environment variable that makes an edge tell this endpoint of alerts.
    pub fn alert_variable(&self) -> String {
        format!("ALERT_URL:{}/alerts", self.url)
    }

    /// Returns the accepted alerts in their order.
    pub fn alerts(&self) -> Vec<Alert> {
        lock(&self.record.alerts).iter().map(|(_, alert)| alert.clone()).collect()
    }

    /// Answers the next `times` attempts with an error.
    pub fn fail(&self, times: usize) {
        self.record.failing.store(times, SeqCst);
    }

    /// Returns all attempts so far, but those of notices to staff, which depend on the hour.
    pub fn heard(&self) -> Vec<Heard> {
        let heard = lock(&self.record.heard);
        heard.iter().filter(|heard| !heard.body.contains(r#""type":"staff."#)).cloned().collect()
    }

    /// Returns the accepted notices by id.
    pub fn sent(&self) -> BTreeMap<String, Notice> {
        lock(&self.record.sent).clone()
    }

    /// Waits until at least `count` notices to staff have been accepted, and returns all of them.
    pub async fn to_staff(&self, count: usize) -> Vec<StaffNotice> {
        let accepted = || lock(&self.record.to_staff).values().cloned().collect::<Vec<_>>();
        for _ in 0..600 {
            if accepted().len() >= count {
                return accepted();
            }
            sleep(Duration::from_millis(100)).await;
        }
        panic!("{} of {count} notices to staff were sent", accepted().len());
    }

    /// Waits until at least `count` notices have been accepted.
    pub async fn until_sent(&self, count: usize) {
        for _ in 0..600 {
            if self.sent().len() >= count {
                return;
            }
            sleep(Duration::from_millis(100)).await;
        }
        panic!("{} of {count} notices were sent", self.sent().len());
    }
}

async fn hear_alert(State(record): State<Record>, headers: HeaderMap, body: String) -> StatusCode {
    let heard = heard(&headers, body);
    let alert = serde_json::from_str(&heard.body);
    let id = heard.id.clone();
    lock(&record.heard).push(heard);
    match alert {
        Ok(alert) if !record.fails() => {
            let mut alerts = lock(&record.alerts);
            if alerts.iter().all(|(known, _)| *known != id) {
                alerts.push((id, alert));
            }
            StatusCode::NO_CONTENT
        }
        Ok(_) => StatusCode::BAD_GATEWAY,
        Err(_) => StatusCode::BAD_REQUEST,
    }
}

fn heard(headers: &HeaderMap, body: String) -> Heard {
    let header = |name: &str| {
        headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
    };
    Heard {
        id: header("webhook-id"),
        timestamp: header("webhook-timestamp").parse().unwrap_or_default(),
        signature: header("webhook-signature"),
        body,
    }
}

async fn hear(State(record): State<Record>, headers: HeaderMap, body: String) -> StatusCode {
    let heard = heard(&headers, body);
    let notice = serde_json::from_str(&heard.body);
    let staff_notice = serde_json::from_str(&heard.body);
    let id = heard.id.clone();
    lock(&record.heard).push(heard);
    let fails = record.fails();
    match (notice, staff_notice) {
        (Err(_), Err(_)) => StatusCode::BAD_REQUEST,
        _ if fails => StatusCode::BAD_GATEWAY,
        (Ok(notice), _) => {
            lock(&record.sent).entry(id).or_insert(notice);
            StatusCode::NO_CONTENT
        }
        (Err(_), Ok(notice)) => {
            lock(&record.to_staff).entry(id).or_insert(notice);
            StatusCode::NO_CONTENT
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.serving.abort();
    }
}
