//! Tests of this folder against an edge that records what it gets.

use serde_json::{Value, json};

use crate::testing::Stage;

const NUMBER: &str = "971501234567";
const SEND: &str = "/graph/v24.0/106540352242922/messages";
const HOUR: u64 = 3_600;

async fn writes(stage: &Stage, body: Value) -> (u16, Value) {
    stage.post(&format!("/people/whatsapp/{NUMBER}/messages"), "", body).await
}

async fn says(stage: &Stage, text: &str) {
    let (status, _) = writes(stage, json!({ "type": "text", "body": text })).await;
    assert_eq!(status, 201);
}

fn text(body: &str) -> Value {
    json!({
        "messaging_product": "whatsapp", "to": format!("+{NUMBER}"), "type": "text",
        "text": { "body": body },
    })
}

fn template(parameters: &[&str]) -> Value {
    let parameters: Vec<Value> =
        parameters.iter().map(|text| json!({ "type": "text", "text": text })).collect();
    json!({
        "messaging_product": "whatsapp", "to": NUMBER, "type": "template",
        "template": { "name": "sawtak_news", "language": { "code": "ar" }, "components": [
            { "type": "body", "parameters": parameters }] },
    })
}

async fn send(stage: &Stage, message: Value) -> (u16, Value) {
    stage.post(SEND, "whatsapp", message).await
}

async fn chat(stage: &Stage) -> Value {
    stage.get(&format!("/people/whatsapp/{NUMBER}"), "").await.1
}

/// Returns the statuses that the edge was told of, as soon as there are so many.
async fn statuses(stage: &Stage, count: usize) -> Vec<Value> {
    for _ in 0..1000 {
        let found: Vec<Value> = stage
            .got_so_far("/in/whatsapp")
            .iter()
            .map(|got| got.json()["entry"][0]["changes"][0]["value"]["statuses"][0].clone())
            .filter(|status| !status.is_null())
            .collect();
        if found.len() >= count {
            return found;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("fewer than {count} statuses");
}

fn names(statuses: &[Value]) -> Vec<&str> {
    statuses.iter().map(|status| status["status"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn an_answer_is_sent_delivered_and_read() {
    let stage = Stage::new().await;
    says(&stage, "hello").await;
    let (status, answer) = send(&stage, text("welcome")).await;
    assert_eq!((status, &answer["contacts"][0]["wa_id"]), (200, &json!(NUMBER)));
    let id = answer["messages"][0]["id"].as_str().unwrap();
    assert!(id.starts_with("wamid."));
    stage.post(&format!("/people/whatsapp/{NUMBER}/read"), "", json!({})).await;
    let statuses = statuses(&stage, 3).await;
    assert_eq!(names(&statuses), ["sent", "delivered", "read"]);
    assert!(statuses.iter().all(|status| status["id"] == id && status["recipient_id"] == NUMBER));
    let message = chat(&stage).await["messages"][1].clone();
    assert_eq!(message["content"], json!({ "type": "text", "text": { "body": "welcome" } }));
}

#[tokio::test]
async fn a_phone_without_network_gets_it_later() {
    let stage = Stage::new().await;
    says(&stage, "hello").await;
    let set = async |online: bool| {
        let path = format!("/people/whatsapp/{NUMBER}");
        stage.call(reqwest::Method::PUT, &path, "", json!({ "online": online })).await;
    };
    set(false).await;
    send(&stage, text("welcome")).await;
    assert_eq!(names(&statuses(&stage, 1).await), ["sent"]);
    let (status, _) = writes(&stage, json!({ "type": "text", "body": "a" })).await;
    assert_eq!(status, 400, "nobody writes without a network");
    set(true).await;
    assert_eq!(names(&statuses(&stage, 2).await), ["sent", "delivered"]);
}

#[tokio::test]
async fn a_call_needs_the_token_the_number_and_json() {
    let stage = Stage::new().await;
    says(&stage, "hello").await;
    let code = |answer: (u16, Value)| (answer.0, answer.1["error"]["code"].clone());
    assert_eq!(code(stage.post(SEND, "wrong", text("a")).await), (401, json!(190)));
    let other = "/graph/v24.0/1/messages";
    assert_eq!(code(stage.post(other, "whatsapp", text("a")).await), (400, json!(100)));
    assert_eq!(code(send(&stage, json!("a")).await), (400, json!(100)));
    assert_eq!(code(send(&stage, text(&"a".repeat(4097))).await), (400, json!(100)));
    assert_eq!(code(stage.post("/graph/x/1/messages", "whatsapp", text("a")).await).0, 400);
    assert_eq!(chat(&stage).await["messages"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn after_a_day_only_templates_go() {
    let stage = Stage::new().await;
    send(&stage, text("unasked")).await;
    says(&stage, "hello").await;
    stage.advance(24 * HOUR - 5).await;
    send(&stage, text("in time")).await;
    stage.advance(5).await;
    let (status, _) = send(&stage, text("late")).await;
    assert_eq!(status, 200, "the refusal comes as a status");
    assert_eq!(send(&stage, template(&["2604-8317-5529", "https://voice.example/p"])).await.0, 200);
    let statuses = statuses(&stage, 6).await;
    assert_eq!(names(&statuses), ["failed", "sent", "delivered", "failed", "sent", "delivered"]);
    assert_eq!(statuses[3]["errors"][0]["code"], 131_047);
    let chat = chat(&stage).await;
    let last = chat["messages"].as_array().unwrap().last().unwrap();
    assert!(last["content"]["template"]["text"].as_str().unwrap().contains("2604-8317-5529"));
    assert_eq!(chat["messages"].as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn a_closed_window_can_be_refused_in_the_answer() {
    let stage = Stage::new().await;
    let change = json!({ "window": "answer" });
    stage.call(reqwest::Method::PUT, "/control/whatsapp", "", change).await;
    let (status, answer) = send(&stage, text("unasked")).await;
    assert_eq!((status, &answer["error"]["code"]), (400, &json!(131_047)));
    says(&stage, "hello").await;
    assert_eq!(send(&stage, text("asked")).await.0, 200);
}

#[tokio::test]
async fn one_number_gets_a_message_in_six_seconds() {
    let stage = Stage::new().await;
    says(&stage, "hello").await;
    let change = json!({ "pair_burst": 1 });
    stage.call(reqwest::Method::PUT, "/control/whatsapp", "", change).await;
    assert_eq!(send(&stage, text("1")).await.0, 200);
    let (status, answer) = send(&stage, text("2")).await;
    assert_eq!((status, &answer["error"]["code"]), (429, &json!(131_056)));
    stage.advance(6).await;
    assert_eq!(send(&stage, text("2")).await.0, 200);
}

#[tokio::test]
async fn a_test_chooses_the_next_failures() {
    let stage = Stage::new().await;
    says(&stage, "hello").await;
    let fail = async |failure: Value| {
        let change = json!({ "fail": failure });
        stage.call(reqwest::Method::PUT, "/control/whatsapp", "", change).await;
    };
    fail(json!({ "code": 131_000, "times": 2, "in": "answer" })).await;
    let codes = [send(&stage, text("a")).await, send(&stage, text("a")).await];
    assert!(codes.iter().all(|(status, body)| *status == 500 && body["error"]["code"] == 131_000));
    assert_eq!(send(&stage, text("a")).await.0, 200);
    fail(json!({ "code": 131_049 })).await;
    assert_eq!(send(&stage, text("b")).await.0, 200);
    let statuses = statuses(&stage, 3).await;
    assert_eq!(statuses[2]["errors"][0]["code"], 131_049);
}

#[tokio::test]
async fn a_choice_is_one_that_was_offered() {
    let stage = Stage::new().await;
    says(&stage, "hello").await;
    let offer = json!({
        "messaging_product": "whatsapp", "to": NUMBER, "type": "interactive",
        "interactive": { "type": "button", "body": { "text": "Which?" }, "action": { "buttons": [
            { "type": "reply", "reply": { "id": "complaint", "title": "شكوى" } }] } },
    });
    let (_, answer) = send(&stage, offer).await;
    let message = answer["messages"][0]["id"].clone();
    let choose = |id: &str| json!({ "type": "choice", "message": message, "id": id });
    assert_eq!(writes(&stage, choose("other")).await.0, 400);
    assert_eq!(writes(&stage, choose("complaint")).await.0, 201);
    let got = stage.got("/in/whatsapp", 4).await;
    let event = got
        .iter()
        .map(|got| got.json()["entry"][0]["changes"][0]["value"]["messages"][0].clone())
        .find(|event| event["type"] == "interactive")
        .unwrap();
    assert_eq!(
        event["interactive"],
        json!({ "type": "button_reply", "button_reply": { "id": "complaint", "title": "شكوى" } })
    );
    assert_eq!(event["context"]["id"], message);
}

#[tokio::test]
async fn a_file_needs_the_token_and_its_address_ends_after_five_minutes() {
    let stage = Stage::new().await;
    let path = format!("/people/whatsapp/{NUMBER}/files?kind=audio&voice=true");
    let request = stage.client().post(stage.url(&path)).header("content-type", "audio/ogg");
    assert_eq!(request.body("OggS…").send().await.unwrap().status(), 201);
    let event = stage.got("/in/whatsapp", 1).await[0].json();
    let audio = event["entry"][0]["changes"][0]["value"]["messages"][0]["audio"].clone();
    assert_eq!((&audio["voice"], &audio["mime_type"]), (&json!(true), &json!("audio/ogg")));
    let id = audio["id"].as_str().unwrap();
    assert_eq!(stage.get(&format!("/graph/v24.0/{id}"), "wrong").await.0, 401);
    let (_, file) = stage.get(&format!("/graph/v24.0/{id}"), "whatsapp").await;
    assert_eq!(file["file_size"], "7");
    let url = file["url"].as_str().unwrap();
    assert_eq!(stage.get(url, "wrong").await.0, 401);
    let answer = stage.client().get(url).bearer_auth("whatsapp").send().await.unwrap();
    assert_eq!(answer.headers()["content-type"], "audio/ogg");
    assert_eq!(answer.text().await.unwrap(), "OggS…");
    stage.advance(300).await;
    assert_eq!(stage.get(url, "whatsapp").await.0, 404);
    assert_eq!(stage.get(&format!("/graph/v24.0/{id}"), "whatsapp").await.0, 200);
    stage.advance(7 * 24 * HOUR).await;
    assert_eq!(stage.get(&format!("/graph/v24.0/{id}"), "whatsapp").await.0, 400);
}

#[tokio::test]
async fn a_picture_has_five_megabytes_at_most() {
    let stage = Stage::new().await;
    let path = format!("/people/whatsapp/{NUMBER}/files?kind=image&caption=here");
    for (size, status) in [(5 << 20, 201), ((5 << 20) + 1, 400), (0, 400)] {
        let request = stage.client().post(stage.url(&path)).body(vec![1; size]);
        assert_eq!(request.send().await.unwrap().status(), status, "{size}");
    }
}

#[tokio::test]
async fn only_the_demo_sites_pages_act_for_people() {
    let stage = Stage::new().await;
    let path = stage.url(&format!("/people/whatsapp/{NUMBER}"));
    for (origin, status) in [("https://example.org", 403), (stage.edge_origin.as_str(), 200)] {
        let answer = stage.client().get(&path).header("origin", origin).send().await.unwrap();
        assert_eq!(answer.status(), status, "{origin}");
    }
}
