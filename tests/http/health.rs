//! Health check, the address for reports, and responses to unknown API paths.

use domain::{
    intake::channel::{Channel, ChannelState},
    wire::console::Ways,
};
use reqwest::{Method, StatusCode, header};
use serde_json::{Value, json};
use tests::{
    assertions::{self, header_of},
    client::Visitor,
    sign_in::Browser,
};

#[tokio::test]
async fn the_edge_says_that_it_is_well() {
    let response = Visitor::new().get("/healthz").await;
    assert_eq!(response.status(), StatusCode::OK);
    let health: Value = response.json().await.unwrap();
    assert_eq!((&health["database"], &health["media"]), (&json!("ok"), &json!("ok")));
    assert_eq!(health["scanner"], "none");
    assert_eq!(health["transcriber"], "ok");
    let number = |name: &str| health["figures"][name].as_u64().unwrap_or_else(|| panic!("{name}"));
    assert!(number("store_bytes") > 0 && number("store_bytes") < number("store_limit"));
    assert!(number("store_percent") < 80);
    for name in ["dead_letters", "failing_notices"] {
        number(name);
    }
    let is_warned = !health["texts"].as_array().unwrap().is_empty();
    assert_eq!(health["status"], if is_warned { "warning" } else { "ok" });
}

#[tokio::test]
async fn the_channels_are_as_the_health_check_says() {
    let health: Value = Visitor::new().get("/healthz").await.json().await.unwrap();
    let mut browser = Browser::of("administrator.iacad").await;
    let ways: Ways = browser.get("/console/api/ways").await.json().await.unwrap();
    assert_eq!(json!(ways.out), health["ways"]);
    let channels: Vec<Channel> = ways.into.iter().map(|way| way.channel).collect();
    let all = [Channel::Email, Channel::Whatsapp, Channel::Instagram, Channel::X, Channel::Sms];
    assert_eq!(channels, all);
    let on = |channel: &Channel| {
        ways.into.iter().any(|way| way.channel == *channel && way.state == ChannelState::On)
    };
    // As the stand-ins of this suite have it; mail comes in by the platform alone.
    assert_eq!(all.map(|channel| on(&channel)), [false, true, true, true, true]);
    for way in &ways.into {
        let name = if way.channel == Channel::Email { "mail" } else { way.channel.as_str() };
        assert_eq!(json!(way.state), health[name], "{name}");
    }
}

#[tokio::test]
async fn a_vulnerability_is_reported_to_an_address_that_the_edge_names() {
    let response = Visitor::new().get("/.well-known/security.txt").await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(header_of(&response, header::CONTENT_TYPE), "text/plain; charset=utf-8");
    let text = response.text().await.unwrap();
    let field = |name: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
        line.unwrap_or_else(|| panic!("{name} in {text}"))
    };
    assert!(field("Contact").starts_with("mailto:"), "{text}");
    assert_eq!(field("Canonical"), format!("{}/.well-known/security.txt", tests::server::edge()));
    let expires: domain::Timestamp = field("Expires").parse().unwrap();
    assert!(expires > domain::Timestamp::UNIX_EPOCH);
}

#[tokio::test]
async fn a_call_that_does_not_exist_is_a_problem_and_not_a_page() {
    let visitor = Visitor::new();
    for link in
        ["/api/v1/nothing", "/api/v2/entities", "/api/v1/participations/2604-8317-5526/nothing"]
    {
        assertions::problem(visitor.get(link).await, StatusCode::NOT_FOUND).await;
    }
}

#[tokio::test]
async fn a_call_with_the_wrong_method_is_refused() {
    let visitor = Visitor::new();
    for (method, link) in [
        (Method::DELETE, "/api/v1/entities"),
        (Method::GET, "/api/v1/participations"),
        (Method::PUT, "/api/v1/participations"),
    ] {
        let response = visitor.request(method, link).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED, "{link}");
    }
}
