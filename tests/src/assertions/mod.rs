//! Assertions on responses of the edge, as its HTTP contract defines them.

pub mod readers;

use std::{collections::HashSet, sync::OnceLock, thread};

use domain::wire::Problem;
use reqwest::{Response, StatusCode, header};
use serde_json::Value;

use crate::client::Visitor;

/// Returns the value of a header, or an empty string if it is missing.
pub fn header_of(response: &Response, name: impl header::AsHeaderName) -> String {
    let value = response.headers().get(name);
    value.and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}

/// Asserts an RFC 9457 problem with `status` and a `type` of the contract, and returns it.
pub async fn problem(response: Response, status: StatusCode) -> Problem {
    let (found, edge) = (response.status(), response.url().origin().ascii_serialization());
    let media_type = header_of(&response, header::CONTENT_TYPE);
    let body = response.text().await.expect("a body");
    assert_eq!(found, status, "{body}");
    assert!(media_type.starts_with("application/problem+json"), "{media_type}: {body}");
    let problem: Problem = serde_json::from_str(&body).expect("problem details");
    assert_eq!(problem.status, status.as_u16());
    let name = problem.kind.rsplit_once("/problems/").map(|(_, name)| name);
    assert!(
        name.is_some_and(|name| named(&edge).contains(name)),
        "{} is no problem that the contract names",
        problem.kind
    );
    assert!(!problem.title.is_empty());
    problem
}

/// Returns the kinds of problems that the contract lists.
fn named(edge: &str) -> &'static HashSet<String> {
    static NAMED: OnceLock<HashSet<String>> = OnceLock::new();
    let edge = edge.to_owned();
    NAMED.get_or_init(move || {
        // In a thread with a runtime of its own: the calling test may be inside another runtime.
        let asking = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .expect("a runtime");
            runtime.block_on(async {
                Visitor::at(edge)
                    .get("/api/openapi.json")
                    .await
                    .json::<Value>()
                    .await
                    .expect("a contract")
            })
        });
        let contract = asking.join().expect("a contract");
        let kinds = contract["components"]["schemas"]["Problem"]["properties"]["type"]["pattern"]
            .as_str()
            .expect("kinds of problems");
        let names = kinds
            .strip_prefix("/problems/(")
            .and_then(|names| names.strip_suffix(")$"))
            .expect("names of problems");
        names.split('|').map(str::to_owned).collect()
    })
}

/// Asserts a 422 whose errors point to exactly `pointers`, in sorted order.
pub async fn invalid(response: Response, pointers: &[&str]) {
    let problem = problem(response, StatusCode::UNPROCESSABLE_ENTITY).await;
    let mut found: Vec<&str> = problem.errors.iter().map(|error| error.pointer.as_str()).collect();
    found.sort_unstable();
    assert_eq!(found, pointers);
    assert!(problem.errors.iter().all(|error| !error.detail.is_empty()));
}

/// Asserts an HTML page with `status` and returns its text.
pub async fn page(response: Response, status: StatusCode) -> String {
    let found = response.status();
    let media_type = header_of(&response, header::CONTENT_TYPE);
    let body = response.text().await.expect("a body");
    assert_eq!(found, status, "{body}");
    assert!(media_type.starts_with("text/html"), "{media_type}");
    body
}
