//! What an answer of the edge must be, in the words of its contract.

use domain::wire::Problem;
use reqwest::{Response, StatusCode, header};

/// The value of a header, or nothing.
pub fn header_of(response: &Response, name: impl header::AsHeaderName) -> String {
    let value = response.headers().get(name);
    value.and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}

/// An RFC 9457 problem with this status and a `type` that names it.
pub async fn problem(response: Response, status: StatusCode) -> Problem {
    let found = response.status();
    let media_type = header_of(&response, header::CONTENT_TYPE);
    let body = response.text().await.expect("a body");
    assert_eq!(found, status, "{body}");
    assert!(media_type.starts_with("application/problem+json"), "{media_type}: {body}");
    let problem: Problem = serde_json::from_str(&body).expect("problem details");
    assert_eq!(problem.status, status.as_u16());
    let name = problem.kind.rsplit_once("/problems/").map(|(_, name)| name);
    assert!(name.is_some_and(|name| !name.is_empty()), "{}", problem.kind);
    assert!(!problem.title.is_empty());
    problem
}

/// A 422 that points to exactly these places of the input.
pub async fn invalid(response: Response, pointers: &[&str]) {
    let problem = problem(response, StatusCode::UNPROCESSABLE_ENTITY).await;
    let mut found: Vec<&str> = problem.errors.iter().map(|error| error.pointer.as_str()).collect();
    found.sort_unstable();
    assert_eq!(found, pointers);
    assert!(problem.errors.iter().all(|error| !error.detail.is_empty()));
}

/// A page of HTML with this status; gives its text.
pub async fn page(response: Response, status: StatusCode) -> String {
    let found = response.status();
    let media_type = header_of(&response, header::CONTENT_TYPE);
    let body = response.text().await.expect("a body");
    assert_eq!(found, status, "{body}");
    assert!(media_type.starts_with("text/html"), "{media_type}");
    body
}
