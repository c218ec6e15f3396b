//! Examples of the published contract: each is sent unchanged, as its audience sends it.

use reqwest::{Method, Response, StatusCode};
use serde_json::Value;
use tests::{client::Visitor, fixtures, sign_in::Browser};

use super::open311::key_of;

/// Operations with a body in JSON: id, method, path and example.
async fn operations() -> Vec<(String, Method, String, Value)> {
    let contract: Value = Visitor::new().get("/api/openapi.json").await.json().await.unwrap();
    let mut operations = Vec::new();
    for (path, item) in contract["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let content = &operation["requestBody"]["content"]["application/json"];
            if content.is_object() {
                let method = method.to_uppercase().parse().unwrap();
                let id = operation["operationId"].as_str().unwrap().to_owned();
                operations.push((id, method, path.clone(), content["example"].clone()));
            }
        }
    }
    operations
}

async fn send(method: Method, path: &str, secret: Option<&str>, body: &Value) -> Response {
    let request = Visitor::new().request(method, path);
    let request = request.header("Idempotency-Key", fixtures::key().as_str());
    let request = if let Some(secret) = secret { request.bearer_auth(secret) } else { request };
    request.json(body).send().await.unwrap()
}

#[tokio::test]
async fn each_is_accepted() {
    let (key, _) = key_of("rta", &["cases"]).await;
    let operations = operations().await;
    let example = |wanted: &str| {
        let found = operations.iter().find(|(id, ..)| id == wanted);
        found.unwrap_or_else(|| panic!("no {wanted}")).3.clone()
    };
    assert!(operations.len() >= 10, "{operations:?}");
    for (id, method, path, body) in &operations {
        let submission = example("submit_participation");
        let new = send(Method::POST, "/api/v1/participations", None, &submission).await;
        assert_eq!(new.status(), StatusCode::CREATED);
        let new: Value = new.json().await.unwrap();
        let (reference, own) =
            (new["reference"].as_str().unwrap(), new["tracking_key"].as_str().unwrap());
        let path = path.replace("{reference}", reference).replace("{entity}", "rta");
        if ["rate_participation", "reopen_participation"].contains(&id.as_str()) {
            let case = format!("/api/v1/entities/rta/cases/{reference}");
            let answered = send(Method::PATCH, &case, Some(&key), &example("act_on_case")).await;
            assert_eq!(answered.status(), StatusCode::OK);
        }
        let answer = match id.as_str() {
            "make_key" => {
                Browser::of("administrator.rta").await.call(Method::POST, &path, body).await
            }
            "act_on_case" => send(method.clone(), &path, Some(&key), body).await,
            "ask_assistant" | "submit_participation" => {
                send(method.clone(), &path, None, body).await
            }
            _ => send(method.clone(), &path, Some(own), body).await,
        };
        // What came by the form says its kind itself: the body is read, and then refused.
        let expected = match id.as_str() {
            "classify_participation" => StatusCode::CONFLICT,
            "submit_participation" | "write_message" | "make_key" => StatusCode::CREATED,
            _ => StatusCode::OK,
        };
        let status = answer.status();
        assert_eq!(status, expected, "{id}: {}", answer.text().await.unwrap());
    }
}
