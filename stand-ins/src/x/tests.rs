//! Tests of this folder against an edge that records what it gets.

use serde_json::{Value, json};

use super::mentions;
use crate::{
    signature,
    testing::{CONSUMER_SECRET, Stage},
};

const ACCOUNT: &str = "2244994945";

async fn posts(stage: &Stage, text: &str) -> String {
    let body = json!({ "author": "amal", "text": text });
    let (status, answer) = stage.post("/people/x/posts", "", body).await;
    assert_eq!(status, 201);
    answer["id"].as_str().unwrap().to_owned()
}

async fn poll(stage: &Stage, query: &str) -> (u16, Value) {
    stage.get(&format!("/x/2/users/{ACCOUNT}/mentions{query}"), "x").await
}

#[test]
fn a_mention_is_the_whole_name_after_an_at_sign() {
    assert!(mentions("عند @sawtak: حفرة") && mentions("@Sawtak."));
    assert!(!mentions("@sawtak_fans") && !mentions("sawtak"));
}

#[tokio::test]
async fn a_mention_is_an_event_signed_in_base64_and_so_is_its_deletion() {
    let stage = Stage::new().await;
    posts(&stage, "nothing to do with anybody").await;
    let id = posts(&stage, "@sawtak إنارة الشارع معطلة").await;
    let (status, _) = stage
        .call(reqwest::Method::DELETE, &format!("/people/x/posts/{id}"), "", Value::Null)
        .await;
    assert_eq!(status, 204);
    let got = stage.got("/in/x", 2).await;
    for event in &got {
        let signature = event.header("x-twitter-webhooks-signature");
        assert_eq!(signature, signature::x(CONSUMER_SECRET, &event.body));
    }
    let data = got[0].json()["data"].clone();
    assert_eq!(data["event_type"], "post.mention.create");
    assert_eq!((&data["payload"]["id"], &data["payload"]["lang"]), (&json!(id), &json!("ar")));
    assert_eq!(data["includes"]["users"][0]["username"], "amal");
    let data = got[1].json()["data"].clone();
    assert_eq!((&data["event_type"], &data["payload"]["id"]), (&json!("post.delete"), &json!(id)));
}

#[tokio::test]
async fn mentions_are_polled_from_the_last_one_seen() {
    let stage = Stage::new().await;
    assert_eq!(poll(&stage, "").await, (200, json!({ "meta": { "result_count": 0 } })));
    let first = posts(&stage, "@sawtak one").await;
    let second = posts(&stage, "@sawtak two").await;
    let (_, answer) = poll(&stage, "").await;
    assert_eq!(answer["meta"]["newest_id"], json!(second));
    assert_eq!(answer["data"].as_array().unwrap().len(), 2);
    let (_, answer) = poll(&stage, &format!("?since_id={first}")).await;
    assert_eq!(answer["data"][0]["id"], json!(second));
    assert!(answer["meta"]["next_token"].is_null());
    assert!(poll(&stage, &format!("?since_id={second}")).await.1["data"].is_null());
    let (_, answer) = poll(&stage, &format!("?until_id={second}")).await;
    assert_eq!(answer["data"][0]["id"], json!(first));
    for number in 0..4 {
        posts(&stage, &format!("@sawtak {number}")).await;
    }
    let (_, answer) = poll(&stage, "?max_results=5").await;
    assert_eq!(answer["meta"]["oldest_id"], json!(second));
    assert!(answer["meta"]["next_token"].is_string());
    assert_eq!(poll(&stage, "?max_results=1").await.0, 400);
    assert_eq!(stage.get(&format!("/x/2/users/{ACCOUNT}/mentions"), "wrong").await.0, 401);
}

#[tokio::test]
async fn an_answer_needs_its_post_and_words_of_its_own() {
    let stage = Stage::new().await;
    let id = posts(&stage, "@sawtak one").await;
    let answer =
        |id: &str, text: &str| json!({ "text": text, "reply": { "in_reply_to_tweet_id": id } });
    let long = answer(&id, &"a".repeat(281));
    assert_eq!(stage.post("/x/2/tweets", "x", long).await.0, 400);
    assert_eq!(stage.post("/x/2/tweets", "x", answer("1", "thanks")).await.0, 403);
    assert_eq!(stage.post("/x/2/tweets", "x", answer(&id, "thanks")).await.0, 201);
    assert_eq!(stage.post("/x/2/tweets", "x", answer(&id, "thanks")).await.0, 403);
    let (_, shown) = stage.get("/people/x", "").await;
    assert_eq!(shown["posts"][1]["parent"], json!(id));
}

#[tokio::test]
async fn too_many_calls_are_told_when_to_come_back() {
    let stage = Stage::new().await;
    let left = json!({ "polls_left": 0 });
    stage.call(reqwest::Method::PUT, "/control/x", "", left).await;
    let url = stage.url(&format!("/x/2/users/{ACCOUNT}/mentions"));
    let answer = stage.client().get(&url).bearer_auth("x").send().await.unwrap();
    assert_eq!(answer.status(), 429);
    let reset: u64 = answer.headers()["x-rate-limit-reset"].to_str().unwrap().parse().unwrap();
    let now = stage.get("/control", "").await.1["now"].as_u64().unwrap() / 1000;
    assert!(reset > now && reset <= now + 901);
    stage.advance(901).await;
    assert_eq!(poll(&stage, "").await.0, 200);
}

#[tokio::test]
async fn a_direct_message_is_answered_to_whoever_wrote() {
    let stage = Stage::new().await;
    let wrong =
        stage.post("/x/2/dm_conversations/with/1/messages", "x", json!({ "text": "a" })).await;
    assert_eq!(wrong.0, 403);
    stage.post("/people/x/direct/amal", "", json!({ "text": "مرحبا" })).await;
    let data = stage.got("/in/x", 1).await[0].json()["data"].clone();
    assert_eq!(data["event_type"], "dm.received");
    let sender = data["payload"]["sender_id"].as_str().unwrap();
    let path = format!("/x/2/dm_conversations/with/{sender}/messages");
    assert_eq!(stage.post(&path, "x", json!({ "text": "أهلاً" })).await.0, 201);
    let (_, shown) = stage.get("/people/x", "").await;
    assert_eq!(shown["direct"]["amal"][1]["text"], "أهلاً");
}
