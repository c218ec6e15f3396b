//! API keys of an entity: shown once, listed without the key, revoked.

use domain::wire::console::{Keys, MadeKey};
use reqwest::{Method, StatusCode};
use serde_json::json;
use tests::{assertions, database::Database, server, sign_in::Browser};

const CALL: &str = "/console/api/entities/rta/keys";

#[tokio::test]
async fn a_key_is_shown_once_and_revoked_for_good() {
    let mut browser = Browser::of("administrator.rta").await;
    let body = json!({ "name": " City\napp ", "scopes": ["open311", "cases"] });
    let made = browser.call(Method::POST, CALL, &body).await;
    assert_eq!(made.status(), StatusCode::CREATED);
    let made: MadeKey = made.json().await.unwrap();
    assert!(made.key.starts_with("swk_") && made.view.name.as_str() == "City app");
    let listed = browser.get(CALL).await.text().await.unwrap();
    assert!(!listed.contains(&made.key));
    let listed: Keys = serde_json::from_str(&listed).unwrap();
    let entry = listed.keys.iter().find(|key| key.id == made.view.id).unwrap();
    assert_eq!((entry, entry.last_used_at), (&made.view, None));
    let stored = Database::in_state(&server::state()).run(&["SELECT * FROM api_keys"]);
    let stored = serde_json::to_string(&stored).unwrap();
    assert!(!stored.contains(&made.key[4..]), "only its hash is stored");
    let path = format!("{CALL}/{}", made.view.id.as_str());
    let revoked = browser.call(Method::DELETE, &path, &json!({})).await;
    assert_eq!(revoked.status(), StatusCode::NO_CONTENT);
    let again = browser.call(Method::DELETE, &path, &json!({})).await;
    assertions::problem(again, StatusCode::NOT_FOUND).await;
    let listed: Keys = browser.get(CALL).await.json().await.unwrap();
    assert!(listed.keys.iter().all(|key| key.id != made.view.id));
}

#[tokio::test]
async fn a_key_has_a_name_and_known_scopes() {
    let mut browser = Browser::of("administrator.rta").await;
    let wrong = browser.call(Method::POST, CALL, &json!({ "name": "", "scopes": [] })).await;
    assertions::invalid(wrong, &["/name", "/scopes"]).await;
    let unknown = json!({ "name": "App", "scopes": ["everything"] });
    let unknown = browser.call(Method::POST, CALL, &unknown).await;
    assertions::problem(unknown, StatusCode::BAD_REQUEST).await;
}

#[tokio::test]
async fn a_use_is_listed() {
    let mut browser = Browser::of("administrator.rta").await;
    let (key, id) = crate::systems::open311::key_of("rta", &["open311"]).await;
    let path = format!("/open311/v2/requests.json?api_key={key}&page_size=1");
    assert_eq!(tests::client::Visitor::new().get(&path).await.status(), StatusCode::OK);
    let listed: Keys = browser.get(CALL).await.json().await.unwrap();
    let entry = listed.keys.iter().find(|key| key.id.as_str() == id).unwrap();
    assert!(entry.last_used_at.is_some());
}
