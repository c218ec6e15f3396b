//! Tests of this folder against an edge that records what it gets.

use serde_json::{Value, json};

use crate::{
    signature,
    testing::{APP_SECRET, Stage},
};

const PATH: &str = "/in/whatsapp";

async fn writes(stage: &Stage, text: &str) {
    let body = json!({ "type": "text", "body": text });
    let (status, _) = stage.post("/people/whatsapp/971501234567/messages", "", body).await;
    assert_eq!(status, 201);
}

fn texts(body: &Value) -> Vec<&str> {
    let entries = body["entry"].as_array().unwrap().iter();
    entries
        .map(|entry| entry["changes"][0]["value"]["messages"][0]["text"]["body"].as_str().unwrap())
        .collect()
}

async fn release(stage: &Stage, how: Value) -> Value {
    let (status, answer) = stage.post("/control/whatsapp/release", "", how).await;
    assert_eq!(status, 200);
    answer
}

/// Returns the answers to a delivery, as soon as there are so many.
async fn statuses(stage: &Stage, place: usize, count: usize) -> Value {
    loop {
        let (_, deliveries) = stage.get("/control/whatsapp/deliveries", "").await;
        let statuses = deliveries[place]["statuses"].clone();
        if statuses.as_array().is_some_and(|statuses| statuses.len() >= count) {
            return statuses;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
}

#[tokio::test]
async fn an_event_is_signed_over_its_bytes_in_ascii() {
    let stage = Stage::new().await;
    writes(&stage, "شكوى").await;
    let got = stage.got(PATH, 1).await;
    assert!(got[0].body.is_ascii());
    assert_eq!(got[0].header("x-hub-signature-256"), signature::meta(APP_SECRET, &got[0].body));
    let value = got[0].json()["entry"][0]["changes"][0]["value"].clone();
    assert_eq!(value["messages"][0]["text"]["body"], "شكوى");
    assert_eq!(value["messages"][0]["from"], "971501234567");
    assert_eq!(value["contacts"][0]["wa_id"], "971501234567");
    assert!(value["messages"][0]["timestamp"].is_string());
}

#[tokio::test]
async fn events_wait_for_the_handshake() {
    let stage = Stage::refused().await;
    writes(&stage, "early").await;
    stage.handshakes(2).await;
    let (_, found) = stage.get("/control", "").await;
    assert_eq!(found["subscribed"]["whatsapp"], false);
    assert!(stage.got_so_far(PATH).is_empty());
    stage.accept_handshakes();
    assert_eq!(texts(&stage.got(PATH, 1).await[0].json()), ["early"]);
}

#[tokio::test]
async fn what_is_not_answered_200_is_retried_beside_the_others() {
    let stage = Stage::with_answers(&[500, 200, 201, 302]).await;
    writes(&stage, "first").await;
    writes(&stage, "second").await;
    stage.got(PATH, 2).await;
    for _ in 0..8 {
        stage.advance(3600).await;
    }
    let got = stage.got(PATH, 5).await;
    let all: Vec<String> = got.iter().map(|got| texts(&got.json())[0].to_owned()).collect();
    assert_eq!(all, ["first", "second", "first", "first", "first"]);
    assert_eq!(statuses(&stage, 0, 4).await, json!([500, 201, 302, 200]));
    assert_eq!(statuses(&stage, 1, 1).await, json!([200]));
}

#[tokio::test]
async fn held_events_come_doubled_reordered_or_in_one_batch() {
    let stage = Stage::new().await;
    let hold = async || {
        stage.post("/control/whatsapp/hold", "", json!({})).await;
        writes(&stage, "1").await;
        writes(&stage, "2").await;
    };
    hold().await;
    assert!(stage.got_so_far(PATH).is_empty());
    release(&stage, json!({ "copies": 2, "reversed": true })).await;
    let all: Vec<String> =
        stage.got(PATH, 4).await.iter().map(|got| texts(&got.json())[0].to_owned()).collect();
    assert_eq!(all, ["2", "2", "1", "1"]);
    hold().await;
    assert_eq!(release(&stage, json!({ "batch": true })).await, json!({ "events": 2 }));
    assert_eq!(texts(&stage.got(PATH, 5).await[4].json()), ["1", "2"]);
}

#[tokio::test]
async fn a_wrong_or_missing_signature_is_tried_once() {
    let stage = Stage::with_answers(&[403, 403]).await;
    for signature in ["wrong", "missing"] {
        stage.post("/control/whatsapp/hold", "", json!({})).await;
        writes(&stage, signature).await;
        release(&stage, json!({ "signature": signature })).await;
    }
    let got = stage.got(PATH, 2).await;
    let right = signature::meta(APP_SECRET, &got[0].body);
    let given = got[0].header("x-hub-signature-256");
    assert!(given.starts_with("sha256=") && given != right);
    assert_eq!(got[1].header("x-hub-signature-256"), "");
    stage.advance(100).await;
    writes(&stage, "third").await;
    assert_eq!(texts(&stage.got(PATH, 3).await[2].json()), ["third"]);
}
