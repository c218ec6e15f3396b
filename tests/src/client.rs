//! Visitor who calls the public HTTP API. Its uploads are in `uploads`.

use std::time::Duration;

use domain::{
    intake::idempotency::IdempotencyKey,
    reference::Reference,
    wire::{Acknowledgement, Content, Status, Submission},
};
use reqwest::{Client, Method, RequestBuilder, Response, StatusCode, Url, header, redirect};

use crate::{fixtures, server, typed};

/// Path of the participations.
pub const PARTICIPATIONS: &str = "/api/v1/participations";

/// Time for which a connection is kept for the next request. The server closes one after five
/// seconds, perhaps while a test computes: a request on it would fail although the server is well.
const KEPT: Duration = Duration::from_secs(1);

/// Returns an HTTP client that follows no redirects.
pub fn http() -> Client {
    Client::builder()
        .redirect(redirect::Policy::none())
        .pool_idle_timeout(KEPT)
        .build()
        .expect("an HTTP client")
}

/// HTTP client of the edge that follows no redirects and keeps no state between requests.
#[derive(Clone)]
pub struct Visitor {
    client: Client,
    edge: String,
}

impl Default for Visitor {
    fn default() -> Self {
        Self::new()
    }
}

impl Visitor {
    /// Creates a visitor of the shared edge.
    pub fn new() -> Self {
        Self::at(server::edge())
    }

    /// Creates a visitor of an edge of the test's own.
    pub fn at(edge: String) -> Self {
        Self { client: http(), edge }
    }

    /// Returns the edge's origin, without a trailing slash.
    pub fn origin(&self) -> String {
        self.edge.trim_end_matches('/').to_owned()
    }

    /// Resolves a path or an absolute address against the edge's origin.
    pub fn address(&self, link: &str) -> Url {
        Url::parse(&self.edge).and_then(|base| base.join(link)).expect("an address on the edge")
    }

    /// Begins a request to a path or an address of the edge.
    pub fn request(&self, method: Method, link: &str) -> RequestBuilder {
        self.client.request(method, self.address(link))
    }

    /// Sends a GET request to a path or an address of the edge.
    pub async fn get(&self, link: &str) -> Response {
        self.request(Method::GET, link).send().await.expect("the edge answers")
    }

    /// Returns the request that posts `submission` with the idempotency key `key`, so that a test
    /// can change it before sending.
    pub fn submission(&self, key: &IdempotencyKey, submission: &Submission) -> RequestBuilder {
        typed::note_submission(submission);
        self.request(Method::POST, PARTICIPATIONS)
            .header("Idempotency-Key", key.as_str())
            .json(submission)
    }

    /// Submits with a new idempotency key, asserts status 201 and returns the acknowledgement.
    pub async fn submit(&self, submission: &Submission) -> Acknowledgement {
        let response = self.try_to_submit(submission).await;
        let status = response.status();
        let body = response.text().await.expect("a body");
        assert_eq!(status, StatusCode::CREATED, "{body}");
        let acknowledgement = serde_json::from_str(&body).expect("an acknowledgement");
        typed::note_key(&acknowledgement);
        acknowledgement
    }

    /// Submits with a new idempotency key and returns the response, whatever its status.
    pub async fn try_to_submit(&self, submission: &Submission) -> Response {
        self.submission(&fixtures::key(), submission).send().await.expect("the edge answers")
    }

    /// Returns the public status of a participation.
    pub async fn status(&self, reference: Reference) -> Status {
        let response = self.get(&format!("{PARTICIPATIONS}/{reference}")).await;
        assert_eq!(response.status(), StatusCode::OK);
        response.json().await.expect("a status")
    }

    /// Returns the content of a participation, opened with its tracking key.
    pub async fn content(&self, acknowledgement: &Acknowledgement) -> Content {
        let response = self.open(acknowledgement.reference, &acknowledgement.tracking_key).await;
        assert_eq!(response.status(), StatusCode::OK);
        response
            .json::<Status>()
            .await
            .expect("a status")
            .content
            .expect("the tracking key opens the content")
    }

    /// Requests a participation with a tracking key and returns the response, whatever its status.
    pub async fn open(&self, reference: Reference, tracking_key: &str) -> Response {
        let request = self.request(Method::GET, &format!("{PARTICIPATIONS}/{reference}"));
        request
            .header(header::AUTHORIZATION, format!("Bearer {tracking_key}"))
            .send()
            .await
            .expect("the edge answers")
    }
}
