//! The mail server beside the edge, which refuses what real ones refuse and shows the rest in the
//! demo site's outbox.

use std::time::Duration;

use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::Value;
use tests::{client, server, stand_ins};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
    time::sleep,
};

/// A connection to the server.
struct Session(BufReader<TcpStream>);

impl Session {
    /// Connects, waits for the greeting, and says hello.
    async fn start() -> Self {
        for _ in 0..100 {
            if let Ok(stream) = TcpStream::connect(server::smtp()).await {
                let mut session = Self(BufReader::new(stream));
                assert_eq!(session.code().await, 220);
                assert_eq!(session.say("EHLO edge.example").await, 250);
                return session;
            }
            sleep(Duration::from_millis(100)).await;
        }
        panic!("no mail server at {}", server::smtp());
    }

    async fn sign_in(&mut self, password: &str) -> u16 {
        let words = BASE64_STANDARD.encode(format!("\0sawtak\0{password}"));
        self.say(&format!("AUTH PLAIN {words}")).await
    }

    /// Sends a mail and returns the code of the last answer.
    async fn send(&mut self, to: &str, headers: &str) -> u16 {
        assert_eq!(self.say("MAIL FROM:<notices@voice.example>").await, 250);
        let code = self.say(&format!("RCPT TO:<{to}>")).await;
        if code != 250 {
            return code;
        }
        assert_eq!(self.say("DATA").await, 354);
        self.say(&format!("{headers}\r\n\r\nHello.\r\n.")).await
    }

    /// Sends a line and returns the code of the answer.
    async fn say(&mut self, line: &str) -> u16 {
        self.0.write_all(format!("{line}\r\n").as_bytes()).await.unwrap();
        self.code().await
    }

    /// Reads an answer, whose last line has a space after the code.
    async fn code(&mut self) -> u16 {
        loop {
            let mut line = String::new();
            self.0.read_line(&mut line).await.unwrap();
            if line.as_bytes().get(3) != Some(&b'-') {
                return line.get(..3).and_then(|code| code.parse().ok()).unwrap();
            }
        }
    }
}

fn headers(id: &str) -> String {
    let subject = BASE64_STANDARD.encode("شكواك");
    format!(
        "From: Sawtak <notices@voice.example>\r\nTo: amal@customer.example\r\nDate: Sun, 29 Nov 2026 10:00:00 +0400\r\nMessage-ID: <{id}@voice.example>\r\nSubject: =?utf-8?B?{subject}?="
    )
}

async fn arrived(id: &str) -> Vec<Value> {
    let answer = client::http().get(format!("{}/outbox/arrived", server::demo())).send().await;
    let all: Vec<Value> = answer.unwrap().json().await.unwrap();
    let id = format!("<{id}@voice.example>");
    all.into_iter().filter(|mail| mail["id"] == id.as_str()).collect()
}

#[tokio::test]
async fn a_mail_is_shown_as_it_arrives() {
    let mut session = Session::start().await;
    assert_eq!(session.sign_in(&stand_ins::secret("SMTP_PASSWORD")).await, 235);
    assert_eq!(session.send("amal@customer.example", &headers("first")).await, 250);
    let arrived = arrived("first").await;
    assert_eq!(arrived.len(), 1);
    assert_eq!(arrived[0]["subject"], "شكواك");
    assert_eq!(arrived[0]["text"], "Hello.\n");
}

#[tokio::test]
async fn what_real_servers_refuse_is_refused() {
    let mut session = Session::start().await;
    assert_eq!(session.say("MAIL FROM:<notices@voice.example>").await, 530, "without AUTH");
    assert_eq!(session.sign_in("wrong").await, 535);
    let mut session = Session::start().await;
    assert_eq!(session.sign_in(&stand_ins::secret("SMTP_PASSWORD")).await, 235);
    assert_eq!(session.send("nobody@customer.example", &headers("second")).await, 550);
    assert_eq!(session.say("RSET").await, 250);
    assert_eq!(session.send("full@customer.example", &headers("second")).await, 452);
    assert_eq!(session.say("RSET").await, 250);
    let without_id = headers("second").replace("Message-ID", "X-Other");
    assert_eq!(session.send("amal@customer.example", &without_id).await, 550);
    assert!(arrived("second").await.is_empty());
}
