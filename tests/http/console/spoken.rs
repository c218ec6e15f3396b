//! `POST /console/api/entities/{entity}/participations`: what somebody says by telephone or at a
//! counter.

use domain::wire::{Acknowledgement, console::CaseView};
use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};
use tests::{assertions, client::Visitor, database::Database, fixtures, server, sign_in::Browser};

const CALL: &str = "/console/api/entities/rta/participations";

fn said(channel: &str) -> Value {
    json!({
        "channel": channel, "kind": "complaint", "text": "The lift at gate 4 stands still.",
        "suggestion": "Mend it.", "language": "ur",
        "contact": { "name": "Salma", "phone": "+971501234567" },
        "place": { "address": "Gate 4" },
    })
}

async fn enter(browser: &mut Browser, key: &str, body: &Value) -> Response {
    let request = browser.request(Method::POST, CALL).header("Idempotency-Key", key).json(body);
    browser.send(request).await
}

async fn entered(browser: &mut Browser, body: &Value) -> Acknowledgement {
    let response = enter(browser, fixtures::key().as_str(), body).await;
    assert_eq!(response.status(), StatusCode::CREATED);
    response.json().await.unwrap()
}

#[tokio::test]
async fn what_is_said_is_received_by_its_channel_and_the_history_names_whoever_entered_it() {
    let mut browser = Browser::of("employee.rta").await;
    let me: Value = browser.get("/console/api/me").await.json().await.unwrap();
    for channel in ["phone", "counter"] {
        let acknowledgement = entered(&mut browser, &said(channel)).await;
        let path = format!("/console/api/cases/{}", acknowledgement.reference);
        let case: CaseView = browser.get(&path).await.json().await.unwrap();
        assert_eq!(case.channel.as_str(), channel);
        assert_eq!(case.language, "ur");
        let first = &case.events[0];
        assert_eq!(first.by, format!("staff:{}", me["id"].as_str().unwrap()));
        assert!(case.names.values().any(|name| name == me["name"].as_str().unwrap()));
        assert!(acknowledgement.suggestion_reference.is_some());
        // The printed link opens it for its author.
        let status = format!("/api/v1/participations/{}", acknowledgement.reference);
        let opened = Visitor::new().request(Method::GET, &status);
        let opened = opened.bearer_auth(&acknowledgement.tracking_key).send().await.unwrap();
        let opened: Value = opened.json().await.unwrap();
        assert_eq!(opened["text"], "The lift at gate 4 stands still.");
    }
}

#[tokio::test]
async fn what_is_sent_twice_is_received_once() {
    let mut browser = Browser::of("employee.rta").await;
    let key = fixtures::key();
    let mut answers = Vec::new();
    for _ in 0..2 {
        let response = enter(&mut browser, key.as_str(), &said("phone")).await;
        answers.push(response.json::<Acknowledgement>().await.unwrap());
    }
    assert_eq!(answers[0], answers[1]);
    let other = enter(&mut browser, key.as_str(), &said("counter")).await;
    is_reused(other).await;
    // Another employee doesn't get the tracking key by the same key.
    let mut colleague = Browser::of("colleague.rta").await;
    let other = enter(&mut colleague, key.as_str(), &said("phone")).await;
    is_reused(other).await;
}

#[tokio::test]
async fn other_channels_and_other_entities_are_refused() {
    let mut browser = Browser::of("employee.rta").await;
    let key = fixtures::key();
    for channel in ["web", "email", ""] {
        let refused = enter(&mut browser, key.as_str(), &said(channel)).await;
        assert_eq!(refused.status(), StatusCode::BAD_REQUEST, "{channel}");
    }
    let silent = json!({ "channel": "phone", "kind": "complaint", "language": "en" });
    let refused = enter(&mut browser, key.as_str(), &silent).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let elsewhere = "/console/api/entities/iacad/participations";
    let refused = browser.call(Method::POST, elsewhere, &said("phone")).await;
    assert_eq!(refused.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn nothing_that_staff_enter_counts_against_a_client_or_the_entity() {
    let database = Database::in_state(&server::state());
    let mut browser = Browser::of("employee.rta").await;
    let me: Value = browser.get("/console/api/me").await.json().await.unwrap();
    entered(&mut browser, &said("counter")).await;
    let id = me["id"].as_str().unwrap();
    let counted = database.run(&[&format!(
        "SELECT what FROM limits WHERE client = '{id}' AND what LIKE 'submission%'"
    )]);
    assert!(counted.is_empty(), "{counted:?}");
    // Uploads of staff are counted for the person, not for the address of the counter.
    let visitor = Visitor::new();
    let upload = tests::uploads::creation(&visitor, "100").header(
        reqwest::header::COOKIE,
        format!("{}={}", tests::sign_in::SESSION, browser.cookie(tests::sign_in::SESSION).unwrap()),
    );
    assert_eq!(upload.send().await.unwrap().status(), StatusCode::CREATED);
    let counted = database
        .run(&[&format!("SELECT what FROM limits WHERE client = '{id}' AND what = 'upload'")]);
    assert_eq!(counted.len(), 1);
}

async fn is_reused(response: Response) {
    let problem = assertions::problem(response, StatusCode::UNPROCESSABLE_ENTITY).await;
    assert!(problem.kind.ends_with("/idempotency-key-reused"), "{problem:?}");
}
