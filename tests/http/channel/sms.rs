//! `/in/sms`: text messages of people, in the shapes of both gateways, and the story of a
//! complaint.

use std::time::Duration;

use domain::crypto::signature::sign_twilio;
use reqwest::{Method, StatusCode};
use serde_json::Value;
use tests::{
    assertions::problem,
    channel::{accounts::id, count, until},
    delivery::gateway::{Gateway, SID, TOKEN},
    workerd::Workerd,
};
use tokio::time::sleep;

/// Returns an edge that takes text messages of a gateway's, and the gateway.
async fn edge(name: &str) -> (Workerd, Gateway) {
    let gateway = Gateway::listen().await;
    let mut variables = if name == "twilio" { gateway.twilio() } else { gateway.unifonic() };
    variables.push(format!("SMS_IN:{name}"));
    variables.extend(["SMS_ENTITY:rta", "HOLD_SECONDS:0"].map(str::to_owned));
    let variables: Vec<&str> = variables.iter().map(String::as_str).collect();
    (Workerd::start(&variables).await, gateway)
}

/// Returns a number that nobody else has.
fn number() -> String {
    format!("+97150{}", &id()[..7])
}

fn form(fields: &[(String, String)]) -> String {
    let encoded =
        |value: &str| -> Vec<String> { value.bytes().map(|byte| format!("%{byte:02X}")).collect() };
    let pair = |(name, value): &(String, String)| format!("{name}={}", encoded(value).concat());
    fields.iter().map(pair).collect::<Vec<_>>().join("&")
}

async fn send(edge: &Workerd, path: &str, body: String, signature: Option<&str>) -> StatusCode {
    let request = edge
        .visitor()
        .request(Method::POST, path)
        .header("content-type", "application/x-www-form-urlencoded");
    let request = match signature {
        Some(signature) => request.header("x-twilio-signature", signature),
        None => request,
    };
    request.body(body).send().await.unwrap().status()
}

fn fields(from: &str, text: &str) -> Vec<(String, String)> {
    [("AccountSid", SID), ("Body", text), ("From", from), ("To", "+97140000000")]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into_iter()
        .chain([("MessageSid".to_owned(), format!("SM{}", id()))])
        .collect()
}

/// Delivers a text message as Twilio does, and waits for an answer.
async fn answered(edge: &Workerd, gateway: &Gateway, from: &str, text: &str) -> String {
    let before = gateway.accepted().len();
    let fields = fields(from, text);
    let signature = sign_twilio(TOKEN, &format!("{}/in/sms", edge.origin()), &fields);
    assert_eq!(send(edge, "/in/sms", form(&fields), Some(&signature)).await, StatusCode::OK);
    let accepted = gateway.until_accepted(before + 1).await;
    assert_eq!(accepted[before].fields["To"], from);
    accepted[before].fields["Body"].clone()
}

#[tokio::test]
async fn a_complaint_by_text_messages_is_numbered_and_its_author_told_at_the_number() {
    let (edge, gateway) = edge("twilio").await;
    let from = number();
    let asked = answered(&edge, &gateway, &from, "The bus was an hour late.").await;
    assert!(asked.contains('3') && asked.encode_utf16().count() <= 670, "{asked}");
    answered(&edge, &gateway, &from, "3").await;
    answered(&edge, &gateway, &from, "1").await;
    until(&edge, "participations WHERE channel = 'sms' AND contact IS NOT NULL", 1).await;
    until(&edge, "addresses WHERE channel = 'sms'", 1).await;
    let rows = format!("{:?}", edge.database().run(&["SELECT * FROM conversations"]));
    assert!(!rows.contains(&from[1..]), "{rows}");
    let health: Value = edge.visitor().get("/healthz").await.json().await.unwrap();
    assert_eq!(health["sms"], "on");
}

#[tokio::test]
async fn only_what_is_signed_is_taken_and_what_comes_twice_once() {
    let (edge, gateway) = edge("twilio").await;
    let fields = fields(&number(), "شكوى");
    let address = format!("{}/in/sms", edge.origin());
    let right = sign_twilio(TOKEN, &address, &fields);
    let mut changed = fields.clone();
    changed[1].1 = "another".into();
    let wrong = [
        None,
        Some(sign_twilio("another", &address, &fields)),
        Some(sign_twilio(TOKEN, &address, &changed)),
        Some(sign_twilio(TOKEN, &format!("{address}/"), &fields)),
    ];
    for signature in wrong {
        let status = send(&edge, "/in/sms", form(&fields), signature.as_deref()).await;
        assert_eq!(status, StatusCode::FORBIDDEN);
    }
    assert_eq!(count(&edge, "taken_messages") + count(&edge, "inbox"), 0);
    for _ in 0..2 {
        let status = send(&edge, "/in/sms", form(&fields), Some(&right)).await;
        assert_eq!(status, StatusCode::OK);
        until(&edge, "inbox", 0).await;
    }
    gateway.until_accepted(1).await;
    sleep(Duration::from_secs(1)).await;
    assert_eq!((count(&edge, "taken_messages"), gateway.accepted().len()), (1, 1));
}

#[tokio::test]
async fn messages_of_the_other_gateway_need_its_key() {
    let (edge, gateway) = edge("unifonic").await;
    let from = number();
    let body = format!("Sender={}&Recipient=4000&Message=hello&MessageID={}", &from[1..], id());
    for path in ["/in/sms", "/in/sms?key=wrong"] {
        assert_eq!(send(&edge, path, body.clone(), None).await, StatusCode::FORBIDDEN, "{path}");
    }
    assert_eq!(send(&edge, "/in/sms?key=report-key", body, None).await, StatusCode::OK);
    let accepted = gateway.until_accepted(1).await;
    assert_eq!(accepted[0].fields["Recipient"], from[1..]);
    // A sender's name can't be answered.
    let body = format!("Sender=Bank&Message=hello&MessageID={}", id());
    assert_eq!(send(&edge, "/in/sms?key=report-key", body, None).await, StatusCode::OK);
    sleep(Duration::from_secs(1)).await;
    assert_eq!(count(&edge, "taken_messages"), 1);
}

#[tokio::test]
async fn answers_count_against_the_budget_and_wait_once_it_is_spent() {
    let gateway = Gateway::listen().await;
    let mut variables = gateway.unifonic();
    variables.extend(["SMS_IN:unifonic", "SMS_ENTITY:rta", "BUDGET_SMS:100"].map(str::to_owned));
    let variables: Vec<&str> = variables.iter().map(String::as_str).collect();
    let edge = Workerd::start(&variables).await;
    let write = async || {
        let body = format!("Sender={}&Message=hello&MessageID={}", &number()[1..], id());
        let status = send(&edge, "/in/sms?key=report-key", body, None).await;
        assert_eq!(status, StatusCode::OK);
    };
    write().await;
    gateway.until_accepted(1).await;
    until(&edge, "delivery_counts WHERE way = 'text' AND state = 'budget' AND count > 0", 1).await;
    // All of it but for what is kept for codes.
    edge.database().run(&["UPDATE delivery_counts SET count = 100 WHERE way = 'text'"]);
    write().await;
    let waits =
        "replies WHERE failed_of = 'budget' AND not_before IS NOT NULL AND due_at IS NOT NULL";
    until(&edge, waits, 1).await;
    assert_eq!(gateway.accepted().len(), 1);
}

#[tokio::test]
async fn it_is_off_unless_it_is_configured() {
    let gateway = Gateway::listen().await;
    let variables = gateway.twilio();
    let variables: Vec<&str> = variables.iter().map(String::as_str).collect();
    let edge = Workerd::start(&variables).await;
    let answer = edge.visitor().request(Method::POST, "/in/sms").body("").send().await.unwrap();
    problem(answer, StatusCode::NOT_FOUND).await;
    let health: Value = edge.visitor().get("/healthz").await.json().await.unwrap();
    assert_eq!(health["sms"], "off");
}
