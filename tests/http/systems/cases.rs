//! `PATCH /api/v1/entities/{entity}/cases/{reference}`: an entity's own system acts on cases.

use domain::{reference::Reference, slug::Slug, staff::Role};
use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};
use tests::{assertions, clerk::Clerk, client::Visitor, database::Database, fixtures, server};

use super::open311::key_of;

async fn act(key: &str, entity: &str, reference: &str, body: &Value) -> Response {
    repeat(key, entity, reference, body, fixtures::key().as_str()).await
}

async fn repeat(
    key: &str,
    entity: &str,
    reference: &str,
    body: &Value,
    idempotency_key: &str,
) -> Response {
    let path = format!("/api/v1/entities/{entity}/cases/{reference}");
    let request = Visitor::new().request(Method::PATCH, &path).bearer_auth(key);
    request.header("Idempotency-Key", idempotency_key).json(body).send().await.unwrap()
}

async fn complaint() -> Reference {
    Visitor::new().submit(&fixtures::complaint()).await.reference
}

#[tokio::test]
async fn a_system_answers_and_the_history_says_that_it_did() {
    let (key, _) = key_of("rta", &["cases"]).await;
    let reference = complaint().await;
    let number = reference.to_string();
    let body = json!({ "action": "answer", "text": "It is repaired.", "outcome": "upheld" });
    let again = fixtures::key();
    for _ in 0..2 {
        let answered = repeat(&key, "rta", &number, &body, again.as_str()).await;
        assert_eq!(answered.status(), StatusCode::OK);
        let state: Value = answered.json().await.unwrap();
        assert_eq!((&state["stage"], &state["entity"]), (&json!("answered"), &json!("rta")));
    }
    let database = Database::in_state(&server::state());
    let role = Role::Employee(Slug::parse("rta").unwrap());
    let case = Clerk::with(&[role], &Visitor::new(), &database).case(reference).await;
    let by: Vec<_> = case.events.iter().map(|event| event.by.as_str()).collect();
    assert_eq!(by, ["customer", "entity:rta"], "it was done once");
}

#[tokio::test]
async fn what_the_life_cycle_forbids_is_refused_with_its_reason() {
    let (key, _) = key_of("rta", &["cases"]).await;
    let number = complaint().await.to_string();
    for body in [
        json!({ "action": "close" }),
        json!({ "action": "accept" }),
        json!({ "action": "reply" }),
        json!({ "action": "take", "text": "No words go with this." }),
    ] {
        let refused = act(&key, "rta", &number, &body).await;
        let problem = assertions::problem(refused, StatusCode::CONFLICT).await;
        assert!(problem.kind.ends_with("/refused") && !problem.detail.is_empty(), "{body}");
    }
    for (body, pointer) in [
        (json!({ "action": "fly" }), "/action"),
        (json!({ "action": "withdraw" }), "/action"),
        (json!({ "action": "transfer", "text": "Yours.", "to": "nobody-here" }), "/to"),
        (json!({ "action": "answer", "text": "Yes.", "outcome": "great" }), "/outcome"),
    ] {
        assertions::invalid(act(&key, "rta", &number, &body).await, &[pointer]).await;
    }
}

#[tokio::test]
async fn a_key_opens_the_cases_of_its_entity_alone() {
    let number = complaint().await.to_string();
    let body = json!({ "action": "take" });
    let (cases, _) = key_of("rta", &["cases"]).await;
    let (open311, _) = key_of("rta", &["open311"]).await;
    let (other, _) = key_of("iacad", &["cases"]).await;
    let refused = act(&open311, "rta", &number, &body).await;
    assertions::problem(refused, StatusCode::FORBIDDEN).await;
    let refused = act(&other, "rta", &number, &body).await;
    assertions::problem(refused, StatusCode::FORBIDDEN).await;
    let unseen = act(&other, "iacad", &number, &body).await;
    assertions::problem(unseen, StatusCode::NOT_FOUND).await;
    for wrong in ["swk_unknown", "unknown", ""] {
        let refused = act(wrong, "rta", &number, &body).await;
        assertions::problem(refused, StatusCode::UNAUTHORIZED).await;
    }
    let transfer = json!({ "action": "transfer", "text": "Yours.", "to": "iacad" });
    assert_eq!(act(&cases, "rta", &number, &transfer).await.status(), StatusCode::OK);
    let late = act(&cases, "rta", &number, &json!({ "action": "note", "text": "Late." })).await;
    assertions::problem(late, StatusCode::FORBIDDEN).await;
    let accepted = act(&other, "iacad", &number, &json!({ "action": "accept" })).await;
    assert_eq!(accepted.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_key_of_the_request_is_needed_and_belongs_to_one_body() {
    let (key, _) = key_of("rta", &["cases"]).await;
    let number = complaint().await.to_string();
    let path = format!("/api/v1/entities/rta/cases/{number}");
    let body = json!({ "action": "take" });
    let without = Visitor::new().request(Method::PATCH, &path).bearer_auth(&key).json(&body);
    assertions::problem(without.send().await.unwrap(), StatusCode::BAD_REQUEST).await;
    let again = fixtures::key();
    let first = repeat(&key, "rta", &number, &body, again.as_str()).await;
    assert_eq!(first.status(), StatusCode::OK);
    let other = json!({ "action": "note", "text": "Another." });
    let reused = repeat(&key, "rta", &number, &other, again.as_str()).await;
    assertions::problem(reused, StatusCode::UNPROCESSABLE_ENTITY).await;
}
