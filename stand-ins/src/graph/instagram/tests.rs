//! Tests of this folder against an edge that records what it gets.

use serde_json::{Value, json};

use super::mentions;
use crate::{
    signature,
    testing::{APP_SECRET, Stage},
};

const ACCOUNT: &str = "17841400000000000";
const GRAPH: &str = "/graph/v24.0/17841400000000000";

async fn created(stage: &Stage, path: &str, body: Value) -> String {
    let (status, answer) = stage.post(path, "", body).await;
    assert_eq!(status, 201);
    answer["id"].as_str().unwrap().to_owned()
}

async fn posts(stage: &Stage, caption: &str, more: Value) -> String {
    let mut body = json!({ "author": "amal", "caption": caption });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    created(stage, "/people/instagram/posts", body).await
}

async fn comments(stage: &Stage, post: &str, text: &str) -> String {
    let body = json!({ "author": "amal", "text": text });
    created(stage, &format!("/people/instagram/posts/{post}/comments"), body).await
}

#[test]
fn a_mention_is_the_whole_name_after_an_at_sign() {
    for text in ["@sawtak", "عند @sawtak: حفرة", "hello @Sawtak.", "a@b @sawtak"] {
        assert!(mentions(text), "{text}");
    }
    for text in ["sawtak", "@sawtak_fans", "@sawtak.ae", "@ sawtak", ""] {
        assert!(!mentions(text), "{text}");
    }
}

#[tokio::test]
async fn a_mention_is_told_by_id_and_read_by_its_fields() {
    let stage = Stage::new().await;
    let post = posts(&stage, "nothing", json!({})).await;
    let comment = comments(&stage, &post, "@sawtak حفرة").await;
    let got = stage.got("/in/instagram", 1).await;
    let signature = got[0].header("x-hub-signature-256");
    assert_eq!(signature, signature::meta(APP_SECRET, &got[0].body));
    let body = got[0].json();
    assert_eq!((&body["object"], &body["entry"][0]["id"]), (&json!("instagram"), &json!(ACCOUNT)));
    let change = &body["entry"][0]["changes"][0];
    let value = json!({ "media_id": post, "comment_id": comment });
    assert_eq!(*change, json!({ "field": "mentions", "value": value }));
    let fields = format!("mentioned_comment.comment_id({comment}){{text,username,media{{id}}}}");
    let (_, answer) = stage.get(&format!("{GRAPH}?fields={fields}"), "instagram").await;
    assert_eq!(
        answer["mentioned_comment"],
        json!({ "id": comment, "text": "@sawtak حفرة", "username": "amal", "media": { "id": post } })
    );
    let (status, _) = stage.get(&format!("{GRAPH}?fields={fields}"), "wrong").await;
    assert_eq!(status, 401);
    let reply = json!({ "media_id": post, "comment_id": comment, "message": "شكراً" });
    assert_eq!(stage.post(&format!("{GRAPH}/mentions"), "instagram", reply).await.0, 200);
    let (_, shown) = stage.get("/people/instagram", "").await;
    assert_eq!(shown["posts"][0]["comments"][1]["parent"], json!(comment));
}

#[tokio::test]
async fn a_body_may_be_an_array() {
    let stage = Stage::new().await;
    stage.post("/control/instagram/hold", "", json!({})).await;
    posts(&stage, "@sawtak", json!({})).await;
    stage.post("/control/instagram/release", "", json!({ "array": true })).await;
    let body = stage.got("/in/instagram", 1).await[0].json();
    assert_eq!((body.as_array().unwrap().len(), &body[0]["object"]), (1, &json!("instagram")));
}

#[tokio::test]
async fn stories_and_private_posts_are_not_read() {
    let stage = Stage::new().await;
    posts(&stage, "@sawtak", json!({ "private": true })).await;
    let story = posts(&stage, "@sawtak", json!({ "story": true })).await;
    let got = stage.got("/in/instagram", 1).await;
    assert_eq!(got[0].json()["entry"][0]["changes"][0]["value"]["media_id"], json!(story));
    let fields = format!("mentioned_media.media_id({story}){{caption}}");
    let (status, answer) = stage.get(&format!("{GRAPH}?fields={fields}"), "instagram").await;
    assert_eq!((status, &answer["error"]["code"]), (400, &json!(100)));
}

#[tokio::test]
async fn direct_messages_go_within_a_day_and_are_echoed() {
    let stage = Stage::new().await;
    created(&stage, "/people/instagram/direct/amal", json!({ "text": "hello" })).await;
    let event = stage.got("/in/instagram", 1).await[0].json()["entry"][0]["messaging"][0].clone();
    assert_eq!(event["message"]["text"], "hello");
    assert!(event["timestamp"].as_u64().unwrap() > 1_000_000_000_000, "in milliseconds");
    let send = async |text: &str| {
        let body = json!({ "recipient": event["sender"], "message": { "text": text } });
        stage.post(&format!("{GRAPH}/messages"), "instagram", body).await
    };
    assert_eq!(send(&"a".repeat(1001)).await.1["error"]["code"], 100);
    assert_eq!(send("welcome").await.0, 200);
    let echo = stage.got("/in/instagram", 2).await[1].json()["entry"][0]["messaging"][0].clone();
    assert_eq!(echo["message"]["is_echo"], true);
    stage.advance(24 * 3600).await;
    assert_eq!(send("late").await.1["error"]["code"], 10);
}

#[tokio::test]
async fn a_comments_author_is_written_to_once() {
    let stage = Stage::new().await;
    let post = posts(&stage, "nothing", json!({})).await;
    let comment = comments(&stage, &post, "@sawtak").await;
    let body = json!({ "recipient": { "comment_id": comment }, "message": { "text": "hello" } });
    let path = format!("{GRAPH}/messages");
    assert_eq!(stage.post(&path, "instagram", body.clone()).await.0, 200);
    assert_eq!(stage.post(&path, "instagram", body).await.0, 400);
}
