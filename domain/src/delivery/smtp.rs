//! Replies of a mail server and their meanings (RFC 5321, RFC 3463), and its address.

use thiserror::Error;

use super::{Cause, Reaction};
use crate::endpoint::is_loopback;

/// Longest reply that is read, in bytes.
pub const REPLY_MAX: usize = 16 * 1024;

/// Seconds to wait after "too many messages".
const SLOWER: u32 = 300;

/// Protection of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protection {
    /// TLS from the first byte (`smtps`, port 465).
    Tls,
    /// STARTTLS, which the server must offer (port 587).
    StartTls,
    /// None: on this machine alone.
    Plain,
}

/// Address of a mail server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerAddress {
    /// Host name.
    pub host: String,
    /// Port.
    pub port: u16,
    /// Protection of the connection.
    pub protection: Protection,
}

/// Error of a server's address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("it looks like smtp://mail.example.ae:587 or smtps://mail.example.ae:465")]
pub struct AddressError;

impl ServerAddress {
    /// Parses `smtp://host:587`, which is reached by STARTTLS, or `smtps://host:465`; the ports may
    /// be left out. On this machine `smtp` is plain, and `smtp+starttls` isn't.
    ///
    /// # Errors
    ///
    /// Refuses another scheme, a missing host and port 25, which the platform doesn't open.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        let (scheme, rest) = text.split_once("://").ok_or(AddressError)?;
        let rest = rest.trim_end_matches('/');
        let (host, port) = match rest.rsplit_once(':') {
            Some((host, port)) => (host, port.parse().map_err(|_| AddressError)?),
            None => (rest, if scheme == "smtps" { 465 } else { 587 }),
        };
        if host.is_empty() || host.contains(['/', '@', '?', '#', ' ']) || matches!(port, 0 | 25) {
            return Err(AddressError);
        }
        let protection = match scheme {
            "smtps" => Protection::Tls,
            "smtp" if is_loopback(host) => Protection::Plain,
            "smtp" | "smtp+starttls" => Protection::StartTls,
            _ => return Err(AddressError),
        };
        Ok(Self { host: host.to_owned(), port, protection })
    }
}

/// Reply of a server. Its text may hold the recipient's address, so no log gets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// Code of three digits.
    pub code: u16,
    /// Text of each line.
    pub lines: Vec<String>,
}

impl Reply {
    /// Reads the first whole reply of `bytes`, and its length; `None` until it's whole.
    ///
    /// # Errors
    ///
    /// Refuses what isn't a reply.
    pub fn read(bytes: &[u8]) -> Result<Option<(Self, usize)>, NotAReply> {
        let (mut lines, mut start, mut first) = (Vec::new(), 0, None);
        while let Some(length) = bytes[start..].iter().position(|byte| *byte == b'\n') {
            let line = String::from_utf8_lossy(&bytes[start..start + length]);
            let line = line.trim_end_matches('\r');
            let code: u16 = line.get(..3).and_then(|code| code.parse().ok()).ok_or(NotAReply)?;
            if !(200..600).contains(&code) || first.is_some_and(|first| first != code) {
                return Err(NotAReply);
            }
            first = Some(code);
            start += length + 1;
            lines.push(line.get(4..).unwrap_or_default().to_owned());
            match line.as_bytes().get(3) {
                None | Some(b' ') => return Ok(Some((Self { code, lines }, start))),
                Some(b'-') => {}
                Some(_) => return Err(NotAReply),
            }
        }
        Ok(None)
    }

    /// Returns whether the reply is of the class that a command expects: 2 or 3.
    pub const fn is(&self, class: u16) -> bool {
        self.code / 100 == class
    }

    /// Returns whether the reply to EHLO names this extension.
    pub fn offers(&self, extension: &str) -> bool {
        self.extension(extension).is_some()
    }

    /// Returns whether the reply to EHLO names this way of signing in.
    pub fn offers_auth(&self, mechanism: &str) -> bool {
        let offered = self.extension("AUTH").into_iter().flat_map(str::split_whitespace);
        offered.skip(1).any(|offered| offered.eq_ignore_ascii_case(mechanism))
    }

    fn extension(&self, name: &str) -> Option<&str> {
        let mut lines = self.lines.iter().skip(1).map(String::as_str);
        lines.find(|line| {
            let first = line.split([' ', '=']).next().unwrap_or_default();
            first.eq_ignore_ascii_case(name)
        })
    }

    /// Returns the enhanced status code, such as `5.1.1`, if there is one.
    pub fn enhanced(&self) -> Option<&str> {
        let word = self.lines.first()?.split(' ').next()?;
        let mut parts = word.split('.');
        let is_code = parts.clone().count() == 3
            && parts.all(|part| (1..=3).contains(&part.len()) && part.parse::<u16>().is_ok());
        is_code.then_some(word)
    }

    /// Returns the codes, for the log and for operators: no text of the server.
    pub fn codes(&self) -> String {
        match self.enhanced() {
            Some(enhanced) => format!("SMTP {} {enhanced}", self.code),
            None => format!("SMTP {}", self.code),
        }
    }

    /// Returns the reaction to the refusal of a recipient or of the message.
    pub fn reaction(&self) -> Reaction {
        let enhanced = self.enhanced().unwrap_or_default();
        let (class, detail) = enhanced.split_once('.').unwrap_or_default();
        match (self.code, class, detail) {
            (400..=499, _, "7.28" | "3.2") => Reaction::Slower(SLOWER),
            (421 | 450..=452, _, _) if detail.is_empty() => Reaction::Again,
            (400..=499, _, _) => Reaction::Again,
            (_, "5", "1.1" | "1.2" | "1.3" | "1.6" | "1.10") => {
                Reaction::Suppress(Cause::NoSuchAddress)
            }
            (_, "5", "2.1") => Reaction::Suppress(Cause::NoSuchAddress),
            (_, "5", "2.2") => Reaction::Never(Cause::MailboxFull),
            (_, "5", "2.3" | "3.4") => Reaction::Never(Cause::Other),
            // Sender, authentication and relaying are ours to mend.
            (530 | 535 | 538, _, _) | (_, "5", "1.7" | "1.8" | "7.0" | "7.8") => Reaction::Again,
            (_, "5", detail) if detail.starts_with("7.") => Reaction::Never(Cause::Refused),
            // Without an enhanced code, 550 to 553 are about the mailbox; but many servers say 550 of
            // a policy too, so the address stays usable.
            (550 | 551 | 553, _, _) => Reaction::Never(Cause::NoSuchAddress),
            (552, _, _) => Reaction::Never(Cause::MailboxFull),
            (554, _, _) => Reaction::Never(Cause::Refused),
            // Commands that the server doesn't know, and the like.
            _ => Reaction::Again,
        }
    }
}

/// The server's words aren't a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the server doesn't speak SMTP")]
pub struct NotAReply;

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(text: &str) -> Reply {
        let (reply, length) = Reply::read(text.as_bytes()).unwrap().unwrap();
        assert_eq!(length, text.len());
        reply
    }

    #[test]
    fn a_reply_of_several_lines_is_read_once_it_is_whole() {
        let text =
            "250-mail.example greets\r\n250-AUTH PLAIN LOGIN\r\n250-8BITMIME\r\n250 STARTTLS\r\n";
        for length in 0..text.len() {
            assert_eq!(Reply::read(&text.as_bytes()[..length]), Ok(None));
        }
        let reply = reply(text);
        assert!(reply.is(2) && reply.offers("starttls") && !reply.offers("mail.example"));
        assert!(reply.offers_auth("PLAIN") && !reply.offers_auth("AUTH"));
        let two = "220 a\r\n250 b\r\n";
        assert_eq!(Reply::read(two.as_bytes()).unwrap().unwrap().1, 7);
    }

    #[test]
    fn what_is_no_reply_is_refused() {
        for text in
            ["HTTP/1.1 400\r\n", "99 a\r\n", "250-a\r\n251 b\r\n", "250_a\r\n", "\r\n", "é50 a\r\n"]
        {
            assert_eq!(Reply::read(text.as_bytes()), Err(NotAReply), "{text}");
        }
    }

    #[test]
    fn each_refusal_has_its_reaction() {
        for (text, reaction) in [
            ("550 5.1.1 <a@b.example>: no such user\r\n", Reaction::Suppress(Cause::NoSuchAddress)),
            ("552 5.2.2 full\r\n", Reaction::Never(Cause::MailboxFull)),
            ("550 5.7.1 blocked\r\n", Reaction::Never(Cause::Refused)),
            ("550 no\r\n", Reaction::Never(Cause::NoSuchAddress)),
            ("451 4.7.28 too many\r\n", Reaction::Slower(SLOWER)),
            ("450 4.2.0 greylisted\r\n", Reaction::Again),
            ("421 away\r\n", Reaction::Again),
            ("535 5.7.8 wrong password\r\n", Reaction::Again),
            ("500 unknown\r\n", Reaction::Again),
        ] {
            assert_eq!(reply(text).reaction(), reaction, "{text}");
        }
        let refused = reply("550 5.1.1 <salma@example.org>: no such user\r\n");
        assert_eq!(refused.codes(), "SMTP 550 5.1.1", "without the address");
        assert_eq!(reply("550 1.2 a\r\n").codes(), "SMTP 550");
    }

    #[test]
    fn only_this_machine_is_reached_without_tls() {
        let protection = |text| ServerAddress::parse(text).map(|address| address.protection);
        assert_eq!(protection("smtps://mail.example.ae:465"), Ok(Protection::Tls));
        assert_eq!(protection("smtp://mail.example.ae"), Ok(Protection::StartTls));
        assert_eq!(protection("smtp://127.0.0.1:2525"), Ok(Protection::Plain));
        assert_eq!(protection("smtp+starttls://localhost:2525"), Ok(Protection::StartTls));
        for wrong in [
            "mail.example.ae",
            "smtp://",
            "smtp://a:25",
            "smtp://u@a:587",
            "http://a:587",
            "smtp://a:x",
        ] {
            assert_eq!(protection(wrong), Err(AddressError), "{wrong}");
        }
    }
}
