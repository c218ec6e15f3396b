//! `/in/x`: challenge, signatures, webhooks of both shapes, quotas, and the story of a complaint by
//! direct messages.

use std::time::Duration;

use domain::{case::action::Action, reference::Reference};
use reqwest::StatusCode;
use serde_json::{Value, json};
use tests::{
    assertions::problem,
    channel::{
        accounts::{Accounts, Taken, deliver, edge, id, x, x_message, x_signature},
        count, until,
    },
    clerk::Clerk,
    workerd::Workerd,
};
use tokio::time::sleep;

fn path(person: &str) -> String {
    format!("dm_conversations/with/{person}/messages")
}

/// Sends a direct message and waits for an answer.
async fn answered(edge: &Workerd, accounts: &Accounts, sender: &str, text: &str) {
    let of = |taken: &[Taken]| taken.iter().filter(|one| one.path == path(sender)).count();
    let before = of(&accounts.taken());
    assert_eq!(x(&edge.visitor(), &x_message(sender, text)).await, StatusCode::OK);
    accounts.until(|taken| of(taken) > before).await;
    // An answer may be several messages, and a number belongs to the last question.
    until(edge, "inbox", 0).await;
    until(edge, "replies WHERE due_at IS NOT NULL", 0).await;
}

#[tokio::test]
async fn a_challenge_is_answered_with_its_code() {
    let (edge, _accounts) = edge(&[]).await;
    let answer = edge.visitor().get("/in/x?crc_token=challenge_string").await;
    assert_eq!(answer.status(), StatusCode::OK);
    let answer: Value = answer.json().await.unwrap();
    let expected = "sha256=/m2OohliB5rMsq+a6aYqOYHkJrNB0rTypS4bUsJlzxI=";
    assert_eq!(answer, json!({ "response_token": expected }));
    problem(edge.visitor().get("/in/x").await, StatusCode::BAD_REQUEST).await;
}

#[tokio::test]
async fn without_an_account_there_is_no_webhook() {
    let edge = Workerd::start(&[]).await;
    let answer = edge.visitor().get("/in/x?crc_token=challenge_string").await;
    problem(answer, StatusCode::NOT_FOUND).await;
    assert_eq!(x(&edge.visitor(), &x_message("5", "hello")).await, StatusCode::NOT_FOUND);
    let health: Value = edge.visitor().get("/healthz").await.json().await.unwrap();
    assert_eq!(health["x"], "off");
}

#[tokio::test]
async fn only_what_is_signed_is_stored_and_a_repetition_changes_nothing() {
    let (edge, accounts) = edge(&[]).await;
    let visitor = edge.visitor();
    let body = x_message(&id(), "مرحبا");
    let right = x_signature(&body);
    let hexadecimal = tests::channel::whatsapp::signature(&body);
    let other = x_signature(&format!("{body} "));
    for signature in [None, Some("sha256="), Some(&hexadecimal), Some(&other), Some(&right[7..])] {
        let header = signature.map(|value| ("x-twitter-webhooks-signature", value));
        assert_eq!(deliver(&visitor, "/in/x", &body, header).await, StatusCode::FORBIDDEN);
    }
    // Meta's header is none of X's.
    let header = Some(("x-hub-signature-256", right.as_str()));
    assert_eq!(deliver(&visitor, "/in/x", &body, header).await, StatusCode::FORBIDDEN);
    assert_eq!(count(&edge, "inbox") + count(&edge, "taken_messages"), 0);
    // The vector of the contract, of another account's event, is signed rightly.
    let vector = r#"{"for_user_id":"2244994945","user_has_blocked":"false","tweet_create_events":[{"id_str":"1"}]}"#;
    assert_eq!(x_signature(vector), "sha256=QLr7CdBP2v7dm3E5fK82siYR1PZ0Fug/rsCgGrSTT10=");
    assert_eq!(x(&visitor, vector).await, StatusCode::OK);

    assert_eq!(x(&visitor, &body).await, StatusCode::OK);
    let first = accounts.until(|taken| !taken.is_empty()).await;
    until(&edge, "inbox", 0).await;
    assert_eq!(x(&visitor, &body).await, StatusCode::OK);
    until(&edge, "inbox", 0).await;
    sleep(Duration::from_secs(1)).await;
    assert_eq!(count(&edge, "taken_messages"), 1);
    assert_eq!(accounts.taken().len(), first.len());
}

#[tokio::test]
async fn a_batch_of_the_older_shape_is_taken_and_the_unknown_skipped() {
    let (edge, _accounts) = edge(&[]).await;
    let visitor = edge.visitor();
    let message = |sender: &str| {
        json!({ "type": "message_create", "id": id(), "created_timestamp": "1700000000123",
                "message_create": { "sender_id": sender, "message_data": { "text": "hello" } },
                "future": {} })
    };
    let mut messages: Vec<Value> = (0..100).map(|_| message(&id())).collect();
    messages.extend([message("2244994945"), json!(7)]);
    let body = json!({ "for_user_id": "2244994945", "direct_message_events": messages,
                       "future_events": [{}] });
    assert_eq!(x(&visitor, &body.to_string()).await, StatusCode::OK);
    until(&edge, "taken_messages", 100).await;
    let unknown = r#"{"data":{"event_type":"profile.update","payload":{}}}"#;
    assert_eq!(x(&visitor, unknown).await, StatusCode::OK);
    let other = json!({ "for_user_id": "7", "direct_message_events": [message("5")] });
    assert_eq!(x(&visitor, &other.to_string()).await, StatusCode::OK);
    for body in ["{", "[]", "{}"] {
        assert_eq!(x(&visitor, body).await, StatusCode::BAD_REQUEST, "{body}");
    }
    sleep(Duration::from_secs(1)).await;
    assert_eq!((count(&edge, "taken_messages"), count(&edge, "inbox")), (100, 0));
}

#[tokio::test]
async fn a_complaint_by_direct_messages_is_answered_there() {
    let (edge, accounts) = edge(&[]).await;
    let visitor = edge.visitor();
    let person = id();
    answered(&edge, &accounts, &person, "The lights of gate 4 are out.").await;
    answered(&edge, &accounts, &person, "3").await;
    answered(&edge, &accounts, &person, "1").await;
    until(&edge, "participations WHERE channel = 'x'", 1).await;
    let rows = edge.database().run(&["SELECT reference FROM participations"]);
    let reference = Reference::parse(rows[0]["reference"].as_str().unwrap()).unwrap();
    let number = reference.to_string();
    accounts.until(|taken| taken.iter().any(|one| one.text().contains(&number))).await;
    let clerk = Clerk::of("rta", &visitor, &edge.database());
    clerk.does(reference, Action::Take, "").await;
    // There is no window: a notice goes out however long the person was silent. A quota that is
    // used up is waited for.
    edge.database().run(&["UPDATE conversations SET heard_at = '2026-01-01T00:00:00Z'"]);
    accounts.fail(429, json!({}));
    clerk.does(reference, Action::Reply, "We are looking into it.").await;
    until(&edge, "replies WHERE failed_of = 'status 429' AND due_at IS NOT NULL", 1).await;
    edge.database().run(&["UPDATE replies SET not_before = NULL, due_at = '2020-01-01T00:00:00Z'
                           WHERE due_at IS NOT NULL"]);
    edge.strike().await;
    until(&edge, "deliveries WHERE way = 'x' AND state = 'sent'", 1).await;
    // One whom we may not write to any more.
    accounts.fail(403, json!({}));
    clerk.does(reference, Action::Reply, "It takes a day more.").await;
    until(&edge, "replies WHERE failed_of = 'unreachable'", 1).await;
    assert!(!edge.log().contains(&person));
}
