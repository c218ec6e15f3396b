//! Member of staff who calls the console's API. `live` is their live connection.

pub mod live;

use std::{collections::BTreeMap, time::Duration};

use domain::{
    access::session::Token,
    case::action::Action,
    reference::Reference,
    slug::Slug,
    staff::{Role, StaffId},
    wire::console::{ActionRequest, CasePage, CaseView},
};
use reqwest::{Method, RequestBuilder, Response, StatusCode, Url, header};
use serde::de::DeserializeOwned;
use serde_json::json;
use tokio::time::sleep;

use crate::{client::Visitor, database::Database};

/// Path of the cases.
pub const CASES: &str = "/console/api/cases";

/// Number of retries while the store is busy.
const PATIENCE: u32 = 10;

/// Signed-in member of staff.
#[derive(Clone)]
pub struct Clerk {
    visitor: Visitor,
    /// Id of the member of staff.
    pub id: StaffId,
    token: String,
}

impl Clerk {
    /// Creates a signed-in employee of an entity.
    pub fn of(entity: &str, visitor: &Visitor, database: &Database) -> Self {
        Self::with(&[Role::Employee(Slug::parse(entity).expect("an entity"))], visitor, database)
    }

    /// Creates a signed-in member of staff with these roles, by writing to the database directly.
    pub fn with(roles: &[Role], visitor: &Visitor, database: &Database) -> Self {
        let (mut id, mut token) = ([0; 16], [0; 32]);
        getrandom::fill(&mut id)
            .and_then(|()| getrandom::fill(&mut token))
            .expect("random numbers");
        let (id, token) = (StaffId::draw(id), Token::new(token));
        let staff = id.as_str();
        let mut statements = vec![
            format!("INSERT INTO staff (id, name, email) VALUES ('{staff}', 'Clerk {}', '{staff}@example.org')", &staff[..4]),
            format!(
                "INSERT INTO sessions (digest, staff, created_at, seen_at)
                 SELECT '{}', '{staff}', strftime('%Y-%m-%dT%H:%M:%SZ'), strftime('%Y-%m-%dT%H:%M:%SZ')",
                token.hash()
            ),
        ];
        for role in roles {
            let entity = role.entity().map_or("NULL".to_owned(), |entity| format!("'{entity}'"));
            statements.push(format!(
                "INSERT INTO roles (staff, role, entity) VALUES ('{staff}', '{}', {entity})",
                role.name()
            ));
        }
        database.run(&statements.iter().map(String::as_str).collect::<Vec<_>>());
        Self { visitor: visitor.clone(), id, token: token.encode() }
    }

    /// Begins a request with the console's headers and session cookie.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.visitor.request(method, path).header("Sec-Fetch-Site", "same-origin");
        request.header(header::COOKIE, self.cookie())
    }

    /// Returns the Cookie header with the session.
    pub fn cookie(&self) -> String {
        format!("__Host-session={}", self.token)
    }

    /// Sends a GET request and returns the response, whatever its status.
    pub async fn ask(&self, path: &str) -> Response {
        patiently(self.request(Method::GET, path)).await
    }

    /// Sends a GET request, asserts status 200 and returns the body.
    pub async fn get<Shape: DeserializeOwned>(&self, path: &str) -> Shape {
        read(self.ask(path).await, StatusCode::OK).await
    }

    /// Returns a page of cases. A query with words, `q=…`, is a search.
    pub async fn cases(&self, query: &str) -> CasePage {
        let address = Url::parse(&format!("http://edge/?{query}")).expect("a query");
        let pairs: BTreeMap<_, _> = address.query_pairs().into_owned().collect();
        if pairs.contains_key("q") {
            self.post(&format!("{CASES}/search"), &json!(pairs)).await
        } else {
            self.get(&format!("{CASES}?{query}")).await
        }
    }

    /// Sends a POST request with a JSON body, asserts status 200 and returns the body.
    pub async fn post<Shape: DeserializeOwned>(
        &self,
        path: &str,
        body: &serde_json::Value,
    ) -> Shape {
        read(patiently(self.request(Method::POST, path).json(body)).await, StatusCode::OK).await
    }

    /// Returns the reference numbers on a page of cases.
    pub async fn listed(&self, query: &str) -> Vec<Reference> {
        self.cases(query).await.rows.into_iter().map(|row| row.reference).collect()
    }

    /// Returns a whole case.
    pub async fn case(&self, reference: Reference) -> CaseView {
        self.get(&format!("{CASES}/{reference}")).await
    }

    /// Requests an action on a case with the head that `request` names, and returns the response.
    pub async fn try_to(&self, reference: Reference, request: &ActionRequest) -> Response {
        let request =
            self.request(Method::POST, &format!("{CASES}/{reference}/deeds")).json(request);
        patiently(request).await
    }

    /// Performs an action on a case at its present head and returns the changed case.
    pub async fn does(&self, reference: Reference, deed: Action, words: &str) -> CaseView {
        let head = self.case(reference).await.head;
        read(self.try_to(reference, &saying(&head, deed, words)).await, StatusCode::OK).await
    }

    /// Sends a PUT request with a JSON body and returns the response, whatever its status.
    pub async fn put(&self, path: &str, body: &serde_json::Value) -> Response {
        patiently(self.request(Method::PUT, path).json(body)).await
    }

    /// Sends a POST request with a JSON body and returns the response, whatever its status.
    pub async fn try_post(&self, path: &str, body: &serde_json::Value) -> Response {
        patiently(self.request(Method::POST, path).json(body)).await
    }

    /// Sends a DELETE request and returns the response, whatever its status.
    pub async fn delete(&self, path: &str) -> Response {
        patiently(self.request(Method::DELETE, path)).await
    }

    /// Requests the same action on several cases, without naming their heads.
    pub async fn does_to_all(&self, cases: &[Reference], deed: &Action, words: &str) -> Response {
        let cases: Vec<_> =
            cases.iter().map(|reference| json!({ "reference": reference })).collect();
        let request = self.request(Method::POST, "/console/api/deeds");
        patiently(request.json(&json!({ "cases": cases, "deed": deed, "words": words }))).await
    }
}

/// Sends a request and retries while the store is busy, because direct writes to the database lock
/// the edge out briefly.
async fn patiently(request: RequestBuilder) -> Response {
    for _ in 0..PATIENCE {
        let again = request.try_clone().expect("a body that can be sent again");
        let answer = again.send().await.expect("the edge answers");
        if answer.status() != StatusCode::SERVICE_UNAVAILABLE {
            return answer;
        }
        sleep(Duration::from_secs(1)).await;
    }
    request.send().await.expect("the edge answers")
}

/// Builds an action request with a message.
pub fn saying(head: &str, deed: Action, words: &str) -> ActionRequest {
    ActionRequest {
        head: head.to_owned(),
        deed,
        words: words.to_owned(),
        attachments: vec![],
        root_cause: vec![],
        public_words: None,
    }
}

/// Asserts the status of a response and returns its body.
pub async fn read<Shape: DeserializeOwned>(response: Response, expected: StatusCode) -> Shape {
    let found = response.status();
    let body = response.text().await.expect("a body");
    assert_eq!(found, expected, "{body}");
    serde_json::from_str(&body).unwrap_or_else(|error| panic!("{error}: {body}"))
}
