//! Mails as people and machines send them, and their delivery to the platform's local handler.

use base64::{Engine, engine::general_purpose::STANDARD};
use reqwest::{Method, StatusCode};

use crate::client::Visitor;

/// Domain at which an edge of a test receives mail.
pub const DOMAIN: &str = "voice.example";

/// Address that its notices are sent from.
pub const NOTICES: &str = "notices@voice.example";

/// Variables of an edge that receives mail.
pub const VARIABLES: [&str; 2] =
    ["MAIL_DOMAIN:voice.example", "MAIL_FROM:Sawtak <notices@voice.example>"];

/// Mail with its envelope.
#[derive(Clone, Debug)]
pub struct Mail {
    /// Sender of the envelope.
    pub from: String,
    /// Recipient of the envelope.
    pub to: String,
    /// Header lines and body.
    pub raw: Vec<u8>,
}

/// Outcome of a delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Delivered {
    /// Accepted.
    Accepted,
    /// Refused for good, with the reason that the sender reads.
    Rejected(String),
}

impl Mail {
    /// Returns a mail with these header lines, besides those that every mail has, and this body.
    pub fn new(to: &str, id: &str, headers: &str, body: &[u8]) -> Self {
        Self::by("salma@example.org", to, id, headers, body)
    }

    /// Returns a mail by an author of this address.
    pub fn by(from: &str, to: &str, id: &str, headers: &str, body: &[u8]) -> Self {
        let head = format!(
            "From: Salma <{from}>\r\nTo: {to}\r\nMessage-ID: <{id}@example.org>\r\n\
             Date: Tue, 24 Nov 2026 09:30:00 +0400\r\nMIME-Version: 1.0\r\n{headers}\r\n"
        );
        Self { from: from.to_owned(), to: to.to_owned(), raw: [head.as_bytes(), body].concat() }
    }

    /// Returns a text in English.
    pub fn plain(to: &str, id: &str, subject: &str, text: &str) -> Self {
        let headers = format!("Subject: {subject}\r\nContent-Type: text/plain; charset=utf-8\r\n");
        Self::new(to, id, &headers, text.as_bytes())
    }

    /// Delivers the mail; `None` if the edge couldn't be reached.
    pub async fn try_deliver(&self, visitor: &Visitor) -> Option<Delivered> {
        let path = "/cdn-cgi/local/email";
        let envelope = [("from", &self.from), ("to", &self.to)];
        let request = visitor.request(Method::POST, path).query(&envelope).body(self.raw.clone());
        let response = request.send().await.ok()?;
        let status = response.status();
        let text = response.text().await.ok()?;
        if status.is_success() {
            return Some(Delivered::Accepted);
        }
        assert!(status == StatusCode::BAD_REQUEST || status.is_server_error(), "{status}: {text}");
        Some(Delivered::Rejected(text))
    }

    /// Delivers the mail.
    pub async fn deliver(&self, visitor: &Visitor) -> Delivered {
        self.try_deliver(visitor).await.expect("the edge answers")
    }
}

/// Returns bytes in base64, in lines of 76 characters.
pub fn base64(bytes: &[u8]) -> String {
    let all = STANDARD.encode(bytes);
    let lines = all.as_bytes().chunks(76).map(|line| String::from_utf8_lossy(line).into_owned());
    lines.collect::<Vec<_>>().join("\r\n")
}

/// Returns a part of a multipart body.
pub fn part(headers: &str, body: &[u8]) -> Vec<u8> {
    [headers.as_bytes(), b"\r\n\r\n", body, b"\r\n"].concat()
}

/// Returns a part with a file in base64.
pub fn file(headers: &str, bytes: &[u8]) -> Vec<u8> {
    part(&format!("{headers}\r\nContent-Transfer-Encoding: base64"), base64(bytes).as_bytes())
}

/// Returns a multipart body with this boundary.
pub fn multipart(boundary: &str, parts: &[Vec<u8>]) -> Vec<u8> {
    let mut body = Vec::new();
    for part in parts {
        body.extend(format!("--{boundary}\r\n").into_bytes());
        body.extend(part);
    }
    body.extend(format!("--{boundary}--\r\n").into_bytes());
    body
}
