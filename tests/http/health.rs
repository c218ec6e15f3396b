//! Health check, and responses to unknown API paths.

use reqwest::{Method, StatusCode};
use tests::{assertions, client::Visitor};

#[tokio::test]
async fn the_edge_says_that_it_is_well() {
    let response = Visitor::new().get("/healthz").await;
    assert_eq!(response.status(), StatusCode::OK);
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
