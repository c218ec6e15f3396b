//! Staff on their way into the console: to the provider, past its list of people, and back. Each has a browser of their own, which keeps cookies.

use std::collections::BTreeMap;

use reqwest::{Client, Method, RequestBuilder, Response, StatusCode, Url, header, redirect};
use serde_json::Value;

use crate::server;

/// The cookie that says who is signed in.
pub const SESSION: &str = "__Host-session";

/// A browser: cookies, and redirections taken one by one.
pub struct Browser {
    client: Client,
    edge: String,
    cookies: BTreeMap<String, String>,
}

/// Signs one of the people in that the provider knows, `employee.rta` for one, and gives the cookie to send along.
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
    /// One that nobody has used, for an edge of the test's own.
    pub fn at(edge: String) -> Self {
        let client =
            Client::builder().redirect(redirect::Policy::none()).build().expect("an HTTP client");
        Self { client, edge, cookies: BTreeMap::new() }
    }

    /// One that nobody has used, in which somebody has signed in.
    pub async fn of(account: &str) -> Self {
        let mut browser = Self::default();
        browser.sign_in(account).await;
        browser
    }

    /// The value of a cookie.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    /// Has it hold another one.
    pub fn set_cookie(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), value.to_owned());
    }

    /// An address on the edge.
    pub fn address(&self, link: &str) -> Url {
        Url::parse(&self.edge).and_then(|base| base.join(link)).expect("an address on the edge")
    }

    /// Begins a request as the console makes it, for a test to change before it goes.
    pub fn request(&self, method: Method, link: &str) -> RequestBuilder {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = self.client.request(method, self.address(link));
        request.header(header::COOKIE, cookies.join("; ")).header("Sec-Fetch-Site", "same-origin")
    }

    /// Sends it, and keeps what cookies come.
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

    /// Gets a path or an address.
    pub async fn get(&mut self, link: &str) -> Response {
        self.send(self.request(Method::GET, link)).await
    }

    /// Calls with a body.
    pub async fn call(&mut self, method: Method, link: &str, body: &Value) -> Response {
        self.send(self.request(method, link).json(body)).await
    }

    /// Asks to be signed in, and gives the address at the provider that it is led to.
    pub async fn leave(&mut self, to: &str) -> Url {
        let address = self.address("/console/sign-in");
        let asked = Url::parse_with_params(address.as_str(), [("to", to)]).expect("an address");
        let response = self.get(asked.as_str()).await;
        location(&response).unwrap_or_else(|| panic!("{} leads nowhere", response.status()))
    }

    /// Chooses somebody at the provider, and gives the address on the edge that it leads back to.
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

    /// All of the way, and wants to be let in.
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

/// Where an answer leads.
fn location(response: &Response) -> Option<Url> {
    let location = response.headers().get(header::LOCATION)?.to_str().ok()?;
    response.url().join(location).ok()
}
