//! Fault: a city's system asks for updates while a message to its author is held. It misses none.

use domain::{slug::Slug, staff::Role};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tests::{
    clerk::{Clerk, read},
    fixtures,
    staff::now,
    workerd::Workerd,
};
use tokio::time::{Duration, sleep};

const ROOT: &str = "/open311/v2";

/// Creates a key of the entity and a request that came with it.
async fn created(edge: &Workerd, me: &Clerk) -> (String, String) {
    let body = json!({ "name": "City", "scopes": ["open311", "cases"] });
    let made = me.try_post("/console/api/entities/rta/keys", &body).await;
    let made: Value = read(made, StatusCode::CREATED).await;
    let key = made["key"].as_str().unwrap().to_owned();
    let services = format!("{ROOT}/services.json?api_key={key}");
    let services: Value = edge.visitor().get(&services).await.json().await.unwrap();
    let service = services[0]["service_code"].as_str().unwrap();
    let form = format!("api_key={key}&service_code={service}&description=It+is+dark.");
    let request = edge.visitor().request(Method::POST, &format!("{ROOT}/requests.json"));
    let request = request.header("Content-Type", "application/x-www-form-urlencoded");
    let created: Value = request.body(form).send().await.unwrap().json().await.unwrap();
    (key, created[0]["service_request_id"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn a_poller_gets_a_held_answer_once_and_open_requests_do_not_betray_it() {
    let mut edge = Workerd::start(&["HOLD_SECONDS:4"]).await;
    edge.kill();
    let here = || Slug::parse("rta").unwrap();
    let roles = [Role::Administrator(here()), Role::Supervisor(here())];
    let me = Clerk::with(&roles, &edge.visitor(), &edge.database());
    edge.resume().await;
    let (key, id) = created(&edge, &me).await;
    let list = async |call: &str, filter: &str| -> Vec<Value> {
        let path = format!("{ROOT}/{call}.json?api_key={key}{filter}");
        let all: Value = edge.visitor().get(&path).await.json().await.unwrap();
        let all = all.as_array().unwrap().iter();
        all.filter(|it| it["service_request_id"] == json!(id)).cloned().collect()
    };
    let path = format!("/api/v1/entities/rta/cases/{id}");
    let answer = edge.visitor().request(Method::PATCH, &path).bearer_auth(&key);
    let answer = answer.header("Idempotency-Key", fixtures::key().as_str());
    let body = json!({ "action": "answer", "text": "It is lit.", "outcome": "upheld" });
    let mut from = now();
    assert_eq!(answer.json(&body).send().await.unwrap().status(), StatusCode::OK);
    assert_eq!(list("requests", "&status=open").await.len(), 1, "nobody is told yet");
    assert!(list("requests", "&status=closed").await.is_empty());
    let mut updates = Vec::new();
    for _ in 0..12 {
        let to = now();
        let period = format!("&start_date={from}&end_date={to}");
        updates.extend(list("servicerequestupdates", &period).await);
        from = to;
        sleep(Duration::from_secs(1)).await;
    }
    assert_eq!(updates.len(), 1, "{updates:?}");
    assert_eq!(
        (&updates[0]["status"], &updates[0]["description"]),
        (&json!("FIXED"), &json!("It is lit."))
    );
    assert_eq!(list("requests", "&status=closed").await.len(), 1);
}
