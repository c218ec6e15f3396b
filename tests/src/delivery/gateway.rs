//! Gateways of text messages in the shapes of Twilio and Unifonic, and a mail provider in the shape
//! of Resend. They check credentials and fields, and refuse links and phone numbers in texts.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use axum::{
    Router,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, Uri, header},
    response::{IntoResponse, Response},
    routing::post,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use reqwest::Url;
use serde_json::{Value, json};
use tokio::{net::TcpListener, task::JoinHandle, time::sleep};

/// Account at Twilio.
pub const SID: &str = "AC00000000000000000000000000000000";

/// Token of that account.
pub const TOKEN: &str = "auth-token-for-tests";

type Fields = BTreeMap<String, String>;

/// Message that was accepted.
#[derive(Clone, Debug)]
pub struct Accepted {
    /// The gateway's id.
    pub id: String,
    /// Fields of the request.
    pub fields: Fields,
    /// JSON of the request, of a mail.
    pub json: Value,
}

#[derive(Default)]
struct Record {
    accepted: Vec<Accepted>,
    /// Answers of the next requests, before they are looked at.
    failures: Vec<(u16, Value)>,
    /// Requests that are accepted and never answered.
    mute: usize,
    /// Time that passes between the acceptance of a text and the answer.
    delay: Duration,
    /// True if answers have numbers where they usually have texts.
    in_numbers: bool,
    /// Attempts under each idempotency key.
    keys: BTreeMap<String, String>,
    requests: usize,
}

type Shared = Arc<Mutex<Record>>;

/// Running gateway. It stops when dropped.
pub struct Gateway {
    origin: String,
    record: Shared,
    serving: JoinHandle<()>,
}

impl Gateway {
    /// Listens on a free port.
    pub async fn listen() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let origin = format!("http://{}", listener.local_addr().expect("an address"));
        let record = Shared::default();
        let router = Router::new()
            .route("/2010-04-01/Accounts/{sid}/Messages.json", post(twilio).get(twilio_list))
            .route("/rest/SMS/messages", post(unifonic))
            .route("/emails", post(resend))
            .with_state(Arc::clone(&record));
        let serving =
            tokio::spawn(async move { axum::serve(listener, router).await.expect("a server") });
        Self { origin, record, serving }
    }

    /// Returns the variables that make an edge send text messages here, as to Twilio.
    pub fn twilio(&self) -> Vec<String> {
        vec![
            format!("TWILIO_URL:{}", self.origin),
            format!("TWILIO_SID:{SID}"),
            format!("TWILIO_TOKEN:{TOKEN}"),
            "TWILIO_FROM:Sawtak".to_owned(),
        ]
    }

    /// Returns the variables that make an edge send text messages here, as to Unifonic.
    pub fn unifonic(&self) -> Vec<String> {
        vec![
            format!("UNIFONIC_URL:{}", self.origin),
            "UNIFONIC_SENDER:Sawtak".to_owned(),
            "UNIFONIC_APP_SID:app-sid".to_owned(),
            "UNIFONIC_REPORT_KEY:report-key".to_owned(),
        ]
    }

    /// Returns the variables that make an edge send its mail here, as to Resend.
    pub fn resend(&self) -> Vec<String> {
        vec![
            format!("RESEND_URL:{}", self.origin),
            "RESEND_KEY:re_key".to_owned(),
            format!("RESEND_WEBHOOK_SECRET:whsec_{}", STANDARD.encode([9; 24])),
            "MAIL_FROM:Sawtak <notices@voice.example>".to_owned(),
        ]
    }

    /// Answers the next request with an error.
    pub fn fail(&self, status: u16, body: Value) {
        lock(&self.record).failures.push((status, body));
    }

    /// Accepts the next requests, and never answers them.
    pub fn mute(&self, times: usize) {
        lock(&self.record).mute = times;
    }

    /// Answers that a text was accepted after this time alone.
    pub fn delay(&self, delay: Duration) {
        lock(&self.record).delay = delay;
    }

    /// Answers with numbers and booleans where there usually are texts, as Unifonic does for some
    /// accounts.
    pub fn answer_in_numbers(&self) {
        lock(&self.record).in_numbers = true;
    }

    /// Returns the accepted messages in their order.
    pub fn accepted(&self) -> Vec<Accepted> {
        lock(&self.record).accepted.clone()
    }

    /// Returns the number of requests so far.
    pub fn requests(&self) -> usize {
        lock(&self.record).requests
    }

    /// Waits until at least `count` messages were accepted, and returns all.
    pub async fn until_accepted(&self, count: usize) -> Vec<Accepted> {
        for _ in 0..600 {
            let accepted = self.accepted();
            if accepted.len() >= count {
                return accepted;
            }
            sleep(Duration::from_millis(100)).await;
        }
        panic!("{} of {count} messages were accepted", self.accepted().len());
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

fn lock(record: &Shared) -> MutexGuard<'_, Record> {
    record.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Returns the answer that was prepared for this request, if there is one.
fn prepared(record: &Shared) -> Option<Response> {
    let mut record = lock(record);
    record.requests += 1;
    let (status, body) = record.failures.pop()?;
    Some(answer(status, &body))
}

/// Keeps a message, and returns its id and whether the answer is to be withheld.
fn keep(record: &Shared, prefix: &str, fields: Fields, json: Value) -> (String, bool) {
    let mut record = lock(record);
    let id = format!("{prefix}{:032}", record.accepted.len() + 1);
    record.accepted.push(Accepted { id: id.clone(), fields, json });
    let is_mute = record.mute > 0;
    record.mute = record.mute.saturating_sub(1);
    (id, is_mute)
}

/// Reads the fields of a form.
fn fields_of(form: &str) -> Fields {
    let url = Url::parse(&format!("http://form/?{form}")).expect("a form");
    url.query_pairs().into_owned().collect()
}

async fn silence() {
    sleep(Duration::from_hours(1)).await;
}

fn answer(status: u16, body: &Value) -> Response {
    let status = StatusCode::from_u16(status).expect("a status");
    (status, [(header::CONTENT_TYPE, "application/json")], body.to_string()).into_response()
}

fn is_text(text: &str) -> bool {
    let digits = text.split(|letter: char| !letter.is_ascii_digit()).map(str::len).max();
    !text.is_empty() && !text.contains("://") && digits.is_some_and(|digits| digits < 9)
}

fn is_phone(text: &str) -> bool {
    (8..=15).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_twilios(headers: &HeaderMap, sid: &str) -> bool {
    let basic = format!("Basic {}", STANDARD.encode(format!("{SID}:{TOKEN}")));
    sid == SID && headers.get("authorization").is_some_and(|value| value == basic.as_str())
}

async fn twilio(
    State(record): State<Shared>,
    Path(sid): Path<String>,
    headers: HeaderMap,
    body: String,
) -> Response {
    let fields = fields_of(&body);
    if let Some(prepared) = prepared(&record) {
        return prepared;
    }
    let field = |name: &str| fields.get(name).map(String::as_str).unwrap_or_default();
    if !is_twilios(&headers, &sid) {
        return answer(401, &json!({ "code": 20003, "message": "Authenticate", "status": 401 }));
    }
    if !field("To").strip_prefix('+').is_some_and(is_phone) {
        return answer(400, &json!({ "code": 21211, "message": "Invalid 'To'", "status": 400 }));
    }
    if field("From") != "Sawtak" {
        return answer(400, &json!({ "code": 21606, "message": "Invalid 'From'", "status": 400 }));
    }
    if !is_text(field("Body")) || !field("StatusCallback").contains("/in/sms/status?notice=") {
        return answer(400, &json!({ "code": 21619, "message": "Body", "status": 400 }));
    }
    let (id, is_mute) = keep(&record, "SM", fields, Value::Null);
    if is_mute {
        silence().await;
    }
    let delay = lock(&record).delay;
    sleep(delay).await;
    answer(201, &json!({ "sid": id, "status": "queued" }))
}

/// Lists the messages to a number, as Twilio does.
async fn twilio_list(
    State(record): State<Shared>,
    Path(sid): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let query = fields_of(uri.query().unwrap_or_default());
    if !is_twilios(&headers, &sid) {
        return answer(401, &json!({ "code": 20003, "status": 401 }));
    }
    let record = lock(&record);
    let of_number = record.accepted.iter().filter(|it| it.fields.get("To") == query.get("To"));
    let messages: Vec<_> = of_number
        .map(|it| {
            json!({ "sid": it.id, "body": it.fields["Body"], "to": it.fields["To"],
                    "date_created": "Fri, 31 Dec 2100 10:00:00 +0000", "status": "sent" })
        })
        .collect();
    answer(200, &json!({ "messages": messages, "page": 0 }))
}

async fn unifonic(State(record): State<Shared>, body: String) -> Response {
    let fields = fields_of(&body);
    if let Some(prepared) = prepared(&record) {
        return prepared;
    }
    let field = |name: &str| fields.get(name).map(String::as_str).unwrap_or_default();
    let code = if field("AppSid") != "app-sid" {
        "ER-01"
    } else if !is_phone(field("Recipient")) {
        "ER-482"
    } else if field("SenderID") != "Sawtak" || field("responseType") != "JSON" {
        "ER-02"
    } else if !is_text(field("Body")) {
        "ER-488"
    } else {
        ""
    };
    if !code.is_empty() {
        // The real gateway says errors with the status 200.
        return answer(200, &json!({ "success": "false", "errorCode": code, "data": null }));
    }
    let (id, is_mute) = keep(&record, "", fields, Value::Null);
    if is_mute {
        silence().await;
    }
    let data =
        json!({ "MessageID": id.trim_start_matches('0').parse::<u64>().ok(), "Status": "Sent" });
    if lock(&record).in_numbers {
        return answer(200, &json!({ "success": true, "errorCode": 0, "data": data }));
    }
    answer(200, &json!({ "success": "true", "errorCode": "ER-00", "data": data }))
}

async fn resend(State(record): State<Shared>, headers: HeaderMap, body: String) -> Response {
    let body: Value = serde_json::from_str(&body).unwrap_or_default();
    if let Some(prepared) = prepared(&record) {
        return prepared;
    }
    if headers.get("authorization").is_none_or(|value| value != "Bearer re_key") {
        return answer(401, &json!({ "name": "missing_api_key", "statusCode": 401 }));
    }
    let key = headers.get("idempotency-key").and_then(|value| value.to_str().ok());
    let has_parts = ["from", "subject", "text", "html"].iter().all(|name| body[name].is_string());
    let (Some(key), true, Some(1)) = (key, has_parts, body["to"].as_array().map(Vec::len)) else {
        return answer(422, &json!({ "name": "validation_error", "statusCode": 422 }));
    };
    let key = key.to_owned();
    if let Some(id) = lock(&record).keys.get(&key) {
        return answer(200, &json!({ "id": id }));
    }
    let (id, is_mute) = keep(&record, "em", Fields::new(), body);
    lock(&record).keys.insert(key, id.clone());
    if is_mute {
        silence().await;
    }
    answer(200, &json!({ "id": id }))
}
