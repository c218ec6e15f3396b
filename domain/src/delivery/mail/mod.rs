//! E-mails as bytes (RFC 5322 and MIME): plain text always, and HTML beside it.
//!
//! Everything is written in seven bits: header fields as encoded words (RFC 2047), bodies as
//! quoted-printable. So no server on the way has to understand 8BITMIME or SMTPUTF8, and no line is
//! longer than it may be.

mod header;
mod quoted_printable;

use jiff::{Timestamp, tz::TimeZone};
use sha2::{Digest, Sha256};

use crate::hex;

pub use header::Mailbox;

/// Words and recipient of an e-mail.
#[derive(Clone, Copy, Debug)]
pub struct Mail<'a> {
    /// Id of the notice. `Message-ID` is derived from it, so that a repeated message is known.
    pub id: &'a str,
    /// Sender.
    pub from: &'a Mailbox,
    /// Recipient.
    pub to: &'a Mailbox,
    /// Envelope sender, to which a server reports that the message came back, if it isn't the
    /// sender's address.
    pub returns_to: Option<&'a str>,
    /// Address for replies, if it isn't the sender's.
    pub reply_to: Option<&'a str>,
    /// Language (BCP 47).
    pub language: &'a str,
    /// Subject.
    pub subject: &'a str,
    /// Body as plain text.
    pub text: &'a str,
    /// Body as an HTML document.
    pub html: &'a str,
    /// Address of the page that ends the optional notices, if this is one.
    pub unsubscribe: Option<&'a str>,
}

impl Mail<'_> {
    /// Returns the value of `Message-ID`, with its angle brackets.
    pub fn message_id(&self) -> String {
        ["<", self.id, "@", self.from.domain(), ">"].concat()
    }

    /// Returns the idempotency key of the message. The id alone won't do: a corrected contact makes
    /// another message of the same notice.
    pub fn idempotency_key(&self) -> String {
        let digest = Sha256::digest([self.id, " ", &self.to.address].concat());
        [self.id, ".", &hex::encode(&digest[..8])].concat()
    }

    /// Returns the header fields that aren't about addresses, date, subject and MIME. Providers
    /// that build the message themselves take these as well.
    pub fn extra_headers(&self) -> Vec<(&'static str, String)> {
        let mut headers = vec![
            ("Auto-Submitted", "auto-generated".to_owned()),
            ("Content-Language", header::plain(self.language)),
        ];
        if let Some(link) = self.unsubscribe {
            headers.push(("List-Unsubscribe", ["<", &header::plain(link), ">"].concat()));
            let one_click = super::unsubscribe::ONE_CLICK_HEADER;
            headers.push(("List-Unsubscribe-Post", one_click.to_owned()));
        }
        headers
    }

    /// Returns the message with CRLF at the end of each line.
    pub fn message(&self, now: Timestamp) -> String {
        let boundary = self.boundary();
        let mut message = String::new();
        let mut field = |name: &str, value: &str| {
            message += name;
            message += ": ";
            message += value;
            message += "\r\n";
        };
        field("Date", &date(now));
        field("Message-ID", &self.message_id());
        field("From", &self.from.header());
        field("To", &self.to.header());
        if let Some(reply_to) = self.reply_to {
            field("Reply-To", &header::plain(reply_to));
        }
        field("Subject", &header::unstructured("Subject", self.subject));
        for (name, value) in self.extra_headers() {
            field(name, &value);
        }
        field("MIME-Version", "1.0");
        field("Content-Type", &["multipart/alternative; boundary=\"", &boundary, "\""].concat());
        message += "\r\n";
        for (subtype, body) in [("plain", self.text), ("html", self.html)] {
            message += &["--", &boundary, "\r\nContent-Type: text/", subtype].concat();
            message += "; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n";
            message += &quoted_printable::encode(body);
            message += "\r\n";
        }
        message += &["--", &boundary, "--\r\n"].concat();
        message
    }

    /// Returns the line between the parts. Its `=_` can't occur in quoted-printable text.
    fn boundary(&self) -> String {
        let digest = Sha256::digest(self.id.as_bytes());
        ["=_", &hex::encode(&digest[..12])].concat()
    }
}

/// Returns a date as RFC 5322 has it, in UTC.
fn date(at: Timestamp) -> String {
    TimeZone::UTC.to_datetime(at).strftime("%a, %d %b %Y %H:%M:%S +0000").to_string()
}

/// Parses a date as mail and some gateways write it (RFC 2822).
pub fn parse_date(text: &str) -> Option<Timestamp> {
    jiff::fmt::rfc2822::parse(text).ok().map(|date| date.timestamp())
}

/// Returns the message as SMTP sends it after DATA: a dot is put before each that begins a line
/// (RFC 5321, section 4.5.2), and a line with one dot ends it.
pub fn stuffed(message: &str) -> String {
    let mut data = String::with_capacity(message.len() + 16);
    for line in message.split_inclusive("\r\n") {
        if line.starts_with('.') {
            data.push('.');
        }
        data += line;
    }
    if !data.ends_with("\r\n") {
        data += "\r\n";
    }
    data += ".\r\n";
    data
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mailbox(text: &str) -> Mailbox {
        Mailbox::parse(text).unwrap()
    }

    fn written(subject: &str, text: &str, unsubscribe: Option<&str>) -> String {
        let mail = Mail {
            id: "0123abc",
            from: &mailbox("صوتك <notices@voice.example>"),
            to: &mailbox("salma@example.org"),
            returns_to: None,
            reply_to: None,
            language: "ar",
            subject,
            text,
            html: "<html lang=\"ar\" dir=\"rtl\"><body>شكرًا</body></html>",
            unsubscribe,
        };
        mail.message("2026-11-29T05:03:09Z".parse().unwrap())
    }

    #[test]
    fn a_message_has_its_fields_and_both_bodies() {
        let message = written("وصلتنا شكواك", ".dot\nشكرًا", None);
        let (head, body) = message.split_once("\r\n\r\n").unwrap();
        for line in [
            "Date: Sun, 29 Nov 2026 05:03:09 +0000",
            "Message-ID: <0123abc@voice.example>",
            "From: =?utf-8?B?2LXZiNiq2YM=?= <notices@voice.example>",
            "To: salma@example.org",
            "Auto-Submitted: auto-generated",
            "Content-Language: ar",
            "MIME-Version: 1.0",
        ] {
            assert!(head.lines().any(|known| known == line), "{line} in {head}");
        }
        assert!(!head.contains("List-Unsubscribe"));
        assert_eq!(body.matches("\r\nContent-Type: text/").count(), 2);
        assert!(body.find("text/plain") < body.find("text/html"));
        assert!(message.is_ascii() && message.lines().all(|line| line.len() <= 78), "{message}");
        assert!(!message.replace("\r\n", "").contains(['\r', '\n']));
    }

    #[test]
    fn an_optional_notice_is_ended_by_one_click() {
        let message = written("a", "b", Some("https://voice.example/unsubscribe/t"));
        assert!(message.contains("List-Unsubscribe: <https://voice.example/unsubscribe/t>\r\n"));
        assert!(message.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"));
    }

    #[test]
    fn no_words_make_a_header_field() {
        let message =
            written("a\r\nBcc: x@example.org", "b", Some("https://a/\r\nBcc: y@b.example"));
        let (head, _) = message.split_once("\r\n\r\n").unwrap();
        assert!(!head.lines().any(|line| line.starts_with("Bcc")), "{head}");
    }

    #[test]
    fn dates_are_written_and_read() {
        let at: Timestamp = "2026-11-29T05:03:09Z".parse().unwrap();
        assert_eq!(parse_date(&date(at)), Some(at));
        assert_eq!(parse_date("Sun, 29 Nov 2026 09:03:09 +0400"), Some(at));
        assert_eq!(parse_date("yesterday"), None);
    }

    #[test]
    fn a_dot_at_the_start_of_a_line_is_doubled() {
        assert_eq!(stuffed(".a\r\n..\r\nb."), "..a\r\n...\r\nb.\r\n.\r\n");
        assert_eq!(stuffed("a\r\n"), "a\r\n.\r\n");
    }
}
