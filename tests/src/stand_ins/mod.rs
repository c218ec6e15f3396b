//! The stand-ins of channels beside the edge that tests share, and in [`crm`] and [`transcriber`]
//! some of a test's own.

pub mod crm;
pub mod transcriber;

use std::fs;

use reqwest::Method;
use serde_json::{Value, json};

use crate::{client, server};

/// Id of the business's number at the stand-in of `WhatsApp`.
const PHONE: &str = "106540352242922";

/// Returns a secret that the edge shares with the stand-ins, such as `WHATSAPP_TOKEN`.
pub fn secret(name: &str) -> String {
    let secrets = fs::read_to_string(server::state().join("secrets.env")).expect("secrets");
    let lines = secrets.lines().filter_map(|line| line.split_once('='));
    let found = lines.filter(|(known, _)| *known == name).map(|(_, value)| value.to_owned()).next();
    found.unwrap_or_else(|| panic!("there is no secret {name}"))
}

/// Calls a stand-in as a person or a test does, and returns what it answers.
pub async fn call(method: Method, path: &str, body: &Value) -> Value {
    call_at(&server::stand_ins(), method, path, body).await
}

/// Calls a stand-in at this origin likewise.
async fn call_at(origin: &str, method: Method, path: &str, body: &Value) -> Value {
    let request = client::http().request(method, format!("{origin}{path}"));
    let response = request.json(body).send().await.expect("the stand-ins");
    assert!(response.status().is_success(), "{path}: {}", response.status());
    serde_json::from_str(&response.text().await.expect("an answer")).unwrap_or_default()
}

/// Returns the chat on a phone.
pub async fn chat(number: &str) -> Value {
    call(Method::GET, &format!("/people/whatsapp/{number}"), &Value::Null).await
}

/// Sends a message of the business to a phone and returns its id. `kind` is its type, `content`
/// what stands under that name.
pub async fn send(number: &str, kind: &str, content: Value) -> String {
    let mut message = json!({ "messaging_product": "whatsapp", "to": number, "type": kind });
    message[kind] = content;
    let response = client::http()
        .post(format!("{}/graph/v24.0/{PHONE}/messages", server::stand_ins()))
        .bearer_auth(secret("WHATSAPP_TOKEN"))
        .json(&message)
        .send()
        .await
        .expect("the stand-ins");
    let answer: Value = response.json().await.expect("JSON");
    answer["messages"][0]["id"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned()
}
