//! Adapter to a mail server, by the platform's `connect()`: a client of SMTP (RFC 5321) with
//! STARTTLS or TLS, and AUTH PLAIN or LOGIN.
//!
//! SMTP knows no idempotency key. If the connection breaks after the message was sent and before
//! the server took it, it is sent again under the same `Message-ID`.

use std::{pin::pin, time::Duration};

use base64::{Engine, engine::general_purpose::STANDARD};
use domain::{
    Timestamp,
    delivery::{
        Cause, Reaction,
        mail::{Mail, stuffed},
        smtp::{Protection, REPLY_MAX, Reply},
    },
};
use futures_util::future::{Either, select};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use worker::{Delay, SecureTransport, Socket};

use super::{Failure, Sent};
use crate::config::ways::Smtp;

/// Timeout of a whole conversation. The lock of a notice is longer.
const TIMEOUT: Duration = Duration::from_secs(45);

/// Sends a mail.
pub(super) async fn send(to: &Smtp, mail: &Mail<'_>, now: Timestamp) -> Result<Sent, Failure> {
    match select(pin!(converse(to, mail, now)), pin!(Delay::from(TIMEOUT))).await {
        Either::Left((result, _)) => result,
        Either::Right(_) => Err(Failure::again("no answer in time")),
    }
}

async fn converse(to: &Smtp, mail: &Mail<'_>, now: Timestamp) -> Result<Sent, Failure> {
    let protection = to.server.protection;
    let transport = match protection {
        Protection::Tls => SecureTransport::On,
        Protection::StartTls => SecureTransport::StartTls,
        Protection::Plain => SecureTransport::Off,
    };
    let socket = Socket::builder()
        .secure_transport(transport)
        .connect(to.server.host.as_str(), to.server.port)
        .map_err(|_| Failure::again("unreachable"))?;
    let mut session = Session::new(socket);
    let mut hello = session.open(mail.from.domain()).await?;
    if protection == Protection::StartTls {
        if !hello.offers("STARTTLS") {
            return Err(Failure::again("the server offers no STARTTLS"));
        }
        session = Session::new(session.start_tls().await?.start_tls());
        hello = session.hello(mail.from.domain()).await?;
    }
    let account = to.account.as_ref().map(|(user, password)| (user.as_str(), password.as_str()));
    session.deliver(&hello, account, mail, now).await
}

/// Conversation with a server.
struct Session<S> {
    stream: S,
    /// Bytes that were read beyond the last reply.
    read: Vec<u8>,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Session<S> {
    const fn new(stream: S) -> Self {
        Self { stream, read: Vec::new() }
    }

    /// Reads the greeting, and greets.
    async fn open(&mut self, name: &str) -> Result<Reply, Failure> {
        let greeting = self.reply().await?;
        if greeting.code != 220 {
            return Err(Failure::again(greeting.codes()));
        }
        self.hello(name).await
    }

    async fn hello(&mut self, name: &str) -> Result<Reply, Failure> {
        self.ask(&["EHLO ", name].concat(), 2).await
    }

    /// Asks for TLS and returns the bare connection. Bytes that came before TLS are refused: they
    /// would be taken for words of the protected server.
    async fn start_tls(mut self) -> Result<S, Failure> {
        self.ask("STARTTLS", 2).await?;
        if self.read.is_empty() { Ok(self.stream) } else { Err(Failure::again("words before TLS")) }
    }

    /// Signs in, hands over the message and closes the connection: an invocation may have few open
    /// at once.
    async fn deliver(
        &mut self,
        hello: &Reply,
        account: Option<(&str, &str)>,
        mail: &Mail<'_>,
        now: Timestamp,
    ) -> Result<Sent, Failure> {
        let result = self.hand_over(hello, account, mail, now).await;
        // The server has the message or has refused it, so nothing after that can fail.
        let _ = self.write("QUIT\r\n").await;
        let _ = self.stream.shutdown().await;
        result
    }

    async fn hand_over(
        &mut self,
        hello: &Reply,
        account: Option<(&str, &str)>,
        mail: &Mail<'_>,
        now: Timestamp,
    ) -> Result<Sent, Failure> {
        if let Some((user, password)) = account {
            self.sign_in(hello, user, password).await?;
        }
        let utf8 = if mail.to.address.is_ascii() {
            ""
        } else if hello.offers("SMTPUTF8") {
            " SMTPUTF8"
        } else {
            let reaction = Reaction::Never(Cause::Other);
            return Err(Failure::new(reaction, "the server offers no SMTPUTF8"));
        };
        let returns_to = mail.returns_to.unwrap_or(&mail.from.address);
        self.ask(&["MAIL FROM:<", returns_to, ">", utf8].concat(), 2).await?;
        self.ask(&["RCPT TO:<", &mail.to.address, ">"].concat(), 2).await?;
        self.ask("DATA", 3).await?;
        self.write(&stuffed(&mail.message(now))).await?;
        let taken = self.reply().await?;
        if taken.is(2) {
            Ok(Sent { id: Some(mail.message_id()) })
        } else {
            Err(Failure::new(taken.reaction(), taken.codes()))
        }
    }

    async fn sign_in(&mut self, hello: &Reply, user: &str, password: &str) -> Result<(), Failure> {
        if hello.offers_auth("PLAIN") {
            let code = STANDARD.encode(["\0", user, "\0", password].concat());
            self.ask(&["AUTH PLAIN ", &code].concat(), 2).await?;
        } else if hello.offers_auth("LOGIN") {
            self.ask("AUTH LOGIN", 3).await?;
            self.ask(&STANDARD.encode(user), 3).await?;
            self.ask(&STANDARD.encode(password), 2).await?;
        } else {
            return Err(Failure::again("the server offers no AUTH PLAIN or LOGIN"));
        }
        Ok(())
    }

    /// Sends a command and returns the reply, which must be of this class.
    async fn ask(&mut self, command: &str, class: u16) -> Result<Reply, Failure> {
        // An address with a line end would begin a command of its own.
        if command.contains(['\r', '\n']) {
            return Err(Failure::new(Reaction::Never(Cause::Other), "a line end in a command"));
        }
        self.write(&[command, "\r\n"].concat()).await?;
        let reply = self.reply().await?;
        if reply.is(class) {
            Ok(reply)
        } else if command.starts_with("RCPT") {
            Err(Failure::new(reply.reaction(), reply.codes()))
        } else {
            Err(Failure::again(reply.codes()))
        }
    }

    async fn write(&mut self, text: &str) -> Result<(), Failure> {
        let broken = |_| Failure::again("the connection broke");
        self.stream.write_all(text.as_bytes()).await.map_err(broken)?;
        self.stream.flush().await.map_err(broken)
    }

    async fn reply(&mut self) -> Result<Reply, Failure> {
        let mut piece = [0; 1_024];
        loop {
            let read =
                Reply::read(&self.read).map_err(|error| Failure::again(error.to_string()))?;
            if let Some((reply, length)) = read {
                self.read.drain(..length);
                return Ok(reply);
            }
            if self.read.len() > REPLY_MAX {
                return Err(Failure::again("too long a reply"));
            }
            match self.stream.read(&mut piece).await {
                Ok(length) if length > 0 => self.read.extend(&piece[..length]),
                _ => return Err(Failure::again("the connection broke")),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::delivery::mail::Mailbox;
    use futures_util::future::join;
    use tokio::io::{AsyncBufReadExt, BufReader, DuplexStream, duplex};

    use super::*;

    const HELLO: &str = "250-mail.example\r\n250-AUTH LOGIN PLAIN\r\n250 8BITMIME\r\n";

    /// Delivers a mail to a server that gives these replies, one for each line of ours and one for
    /// the message. Returns the result and what the server has read.
    async fn delivered(replies: &[&str]) -> (Result<Sent, Failure>, String) {
        let (ours, theirs) = duplex(256);
        let (from, to) = ["notices@voice.example", "salma@example.org"]
            .map(|text| Mailbox::parse(text).unwrap())
            .into();
        let mail = Mail {
            id: "abc",
            from: &from,
            to: &to,
            returns_to: None,
            reply_to: None,
            language: "en",
            subject: "News",
            text: ".a\n",
            html: "<p>a</p>",
            unsubscribe: None,
        };
        let client = async {
            let mut session = Session::new(ours);
            let hello = session.open("voice.example").await?;
            let account = Some(("user", "secret"));
            session.deliver(&hello, account, &mail, Timestamp::UNIX_EPOCH).await
        };
        join(client, serve(theirs, replies)).await
    }

    async fn serve(mut theirs: DuplexStream, replies: &[&str]) -> String {
        let mut heard = String::new();
        let mut replies = replies.iter();
        let Some(greeting) = replies.next() else { return heard };
        theirs.write_all(greeting.as_bytes()).await.unwrap();
        let mut theirs = BufReader::new(theirs);
        let mut is_data = false;
        for reply in replies {
            loop {
                let mut line = String::new();
                if theirs.read_line(&mut line).await.unwrap() == 0 {
                    return heard;
                }
                heard += &line;
                if !is_data || line == ".\r\n" {
                    break;
                }
            }
            is_data = reply.starts_with("354");
            // In two pieces, since a connection may cut anywhere.
            let (start, end) = reply.split_at(5);
            theirs.write_all(start.as_bytes()).await.unwrap();
            theirs.write_all(end.as_bytes()).await.unwrap();
        }
        heard
    }

    #[tokio::test]
    async fn a_mail_is_handed_over() {
        let replies = [
            "220 hello\r\n",
            HELLO,
            "235 in\r\n",
            "250 ok\r\n",
            "250 ok\r\n",
            "354 go\r\n",
            "250 taken\r\n",
        ];
        let (result, heard) = delivered(&replies).await;
        assert_eq!(result.unwrap().id.as_deref(), Some("<abc@voice.example>"));
        let commands = [
            "EHLO voice.example\r\n",
            "AUTH PLAIN AHVzZXIAc2VjcmV0\r\n",
            "MAIL FROM:<notices@voice.example>\r\n",
            "RCPT TO:<salma@example.org>\r\n",
            "DATA\r\n",
        ]
        .concat();
        assert!(heard.starts_with(&commands), "{heard}");
        assert!(
            heard.contains("Message-ID: <abc@voice.example>\r\n") && heard.ends_with("\r\n.\r\n")
        );
    }

    #[tokio::test]
    async fn a_recipient_that_does_not_exist_is_suppressed() {
        let replies = [
            "220 hello\r\n",
            HELLO,
            "235 in\r\n",
            "250 ok\r\n",
            "550 5.1.1 <salma@example.org> unknown\r\n",
        ];
        let failure = delivered(&replies).await.0.unwrap_err();
        assert_eq!(failure.reaction, Reaction::Suppress(Cause::NoSuchAddress));
        assert_eq!(failure.reason, "SMTP 550 5.1.1");
    }

    #[tokio::test]
    async fn what_an_operator_mends_is_tried_again() {
        for replies in [
            &["554 no\r\n"][..],
            &["220 hello\r\n", HELLO, "535 5.7.8 wrong\r\n"],
            &["220 hello\r\n", HELLO, "235 in\r\n", "550 5.7.1 no such sender\r\n"],
            &["220 hello\r\n", "HTTP/1.1 400\r\n"],
            &["220 hello\r\n", HELLO, "235 in\r\n", "250 ok\r\n", "250 ok\r\n", "354 go\r\n"],
        ] {
            let failure = delivered(replies).await.0.unwrap_err();
            assert_eq!(failure.reaction, Reaction::Again, "{}", failure.reason);
        }
    }
}
