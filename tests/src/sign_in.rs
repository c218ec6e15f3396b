//! Sign-in of staff over HTTP: to the provider, past its list of accounts, and back to the console;
//! and of customers, by the stand-in for UAE PASS.
//!
//! Each browser has its own cookies.

use std::collections::BTreeMap;

use reqwest::{Client, Method, RequestBuilder, Response, StatusCode, Url, header};
use serde_json::Value;

use crate::{client, server};

/// Name of the session cookie.
pub const SESSION: &str = "__Host-session";

/// Name of the cookie of a customer's session.
pub const CUSTOMER: &str = "__Host-profile";

/// HTTP client with a cookie store, which follows redirects one by one.
pub struct Browser {
    client: Client,
    edge: String,
    cookies: BTreeMap<String, String>,
}

/// Signs in one of the provider's accounts, such as `employee.rta`, and returns the Cookie header
/// to send.
pub async fn staff_session(account: &str) -> String {
    let mut browser = Browser::default();
    browser.sign_in(account).await;
    format!("{SESSION}={}", browser.cookie(SESSION).expect("a session"))
}

impl Default for Browser {
    fn default() -> Self {
        Self::at(server::edge())
    }
}

impl Browser {
    /// Creates a fresh browser for an edge of the test's own.
    pub fn at(edge: String) -> Self {
        Self { client: client::http(), edge, cookies: BTreeMap::new() }
    }

    /// Creates a fresh browser in which this account is signed in.
    pub async fn of(account: &str) -> Self {
        let mut browser = Self::default();
        browser.sign_in(account).await;
        browser
    }

    /// Returns the value of a cookie.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    /// Replaces the value of a cookie.
    pub fn set_cookie(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), value.to_owned());
    }

    /// Resolves a path or an absolute address against the edge's origin.
    pub fn address(&self, link: &str) -> Url {
        Url::parse(&self.edge).and_then(|base| base.join(link)).expect("an address on the edge")
    }

    /// Begins a request with the console's headers and cookies, so that a test can change it before
    /// sending.
    pub fn request(&self, method: Method, link: &str) -> RequestBuilder {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = self.client.request(method, self.address(link));
        request.header(header::COOKIE, cookies.join("; ")).header("Sec-Fetch-Site", "same-origin")
    }

    /// Sends a request and stores the cookies of the response.
    pub async fn send(&mut self, request: RequestBuilder) -> Response {
        let response = request.send().await.expect("an answer");
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            let pair =
                cookie.to_str().expect("a readable cookie").split(';').next().unwrap_or_default();
            let (name, value) = pair.split_once('=').expect("a name and a value");
            if value.is_empty() {
                self.cookies.remove(name)
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned())
            };
        }
        response
    }

    /// Sends a GET request to a path or an address.
    pub async fn get(&mut self, link: &str) -> Response {
        self.send(self.request(Method::GET, link)).await
    }

    /// Sends a request with a JSON body.
    pub async fn call(&mut self, method: Method, link: &str, body: &Value) -> Response {
        self.send(self.request(method, link).json(body)).await
    }

    /// Starts a sign-in and returns the provider's address to which the edge redirects.
    pub async fn leave(&mut self, to: &str) -> Url {
        let address = self.address("/console/sign-in");
        let url = Url::parse_with_params(address.as_str(), [("to", to)]).expect("an address");
        let response = self.get(url.as_str()).await;
        location(&response).unwrap_or_else(|| panic!("{} leads nowhere", response.status()))
    }

    /// Chooses an account at the provider and returns the edge's address to which the provider
    /// redirects.
    pub async fn choose(&mut self, provider: Url, account: &str) -> Url {
        let mut address = provider;
        loop {
            let response = self.get(address.as_str()).await;
            let Some(next) = location(&response) else { break };
            address = next;
        }
        let form = format!("account={account}");
        let post = self
            .request(Method::POST, address.as_str())
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let mut response = self.send(post.body(form)).await;
        loop {
            let next = location(&response)
                .unwrap_or_else(|| panic!("the provider answers {}", response.status()));
            if next.as_str().starts_with(&self.edge) {
                return next;
            }
            response = self.get(next.as_str()).await;
        }
    }

    /// Signs in a customer by the stand-in for UAE PASS: `sop1`, `sop2`, `sop3`, `visitor`, or
    /// `cancel`, each with a suffix such as `sop1.a` for another person.
    /// Asserts that a session began.
    pub async fn customer(account: &str) -> Self {
        let mut browser = Self::default();
        let response = browser.customer_by("/me/sign-in/uae-pass?lang=en", account).await;
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
        assert!(browser.cookie(CUSTOMER).is_some(), "{account} has no session");
        browser
    }

    /// Goes to the stand-in for UAE PASS by a link, chooses an account, and returns the answer to
    /// the return.
    pub async fn customer_by(&mut self, link: &str, account: &str) -> Response {
        let back = self.customer_back(link, account).await;
        self.get(back.as_str()).await
    }

    /// Goes to the stand-in for UAE PASS by a link, chooses an account, and returns the address to
    /// which the stand-in leads back.
    pub async fn customer_back(&mut self, link: &str, account: &str) -> Url {
        let response = self.get(link).await;
        let away = location(&response).unwrap_or_else(|| panic!("{link} leads nowhere"));
        self.choose(away, account).await
    }

    /// Posts a form of one of the edge's own pages.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Response {
        self.send(self.request(Method::POST, path).form(fields)).await
    }

    /// Signs in completely and asserts that the edge accepts it.
    pub async fn sign_in(&mut self, account: &str) {
        let provider = self.leave("/console").await;
        let back = self.choose(provider, account).await;
        let response = self.get(back.as_str()).await;
        assert_eq!(
            response.status(),
            StatusCode::SEE_OTHER,
            "{}",
            response.text().await.unwrap_or_default()
        );
    }
}

/// Returns the absolute target of a redirect.
fn location(response: &Response) -> Option<Url> {
    let location = response.headers().get(header::LOCATION)?.to_str().ok()?;
    response.url().join(location).ok()
}
