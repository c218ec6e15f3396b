//! How long someone stays signed in, and what their browser holds meanwhile.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::hex;

/// After how long without a request someone is signed out, in seconds.
pub const IDLE: i64 = 30 * 60;

/// After how long they are signed out whatever they do, in seconds: a long working day.
pub const AGE: i64 = 10 * 60 * 60;

/// How exactly it is known when someone was last seen, in seconds: not every request is worth writing down.
const ACCURACY: i64 = 60;

/// 256 bits that nobody can guess. The browser holds them; the store keeps their hash.
pub struct Token([u8; 32]);

/// When someone signed in, and when they were last seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Session {
    /// When they signed in.
    pub created_at: Timestamp,
    /// When they did something last.
    pub seen_at: Timestamp,
}

impl Token {
    /// A token of these random bytes.
    pub const fn new(entropy: [u8; 32]) -> Self {
        Self(entropy)
    }

    /// Reads base64url; `None` when it can't be one.
    pub fn parse(text: &str) -> Option<Self> {
        URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok().map(Self)
    }

    /// In base64url (RFC 4648, section 5), 43 characters.
    pub fn encode(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// What the store keeps: SHA-256 in hexadecimal.
    pub fn hash(&self) -> String {
        hex::encode(&Sha256::digest(self.0))
    }
}

impl Session {
    /// When it ends if nothing is done until then.
    pub fn ends_at(self) -> Timestamp {
        let [idle, old] = [(self.seen_at, IDLE), (self.created_at, AGE)]
            .map(|(since, seconds)| Timestamp::from_second(since.as_second() + seconds).unwrap_or(Timestamp::MAX));
        idle.min(old)
    }

    /// Whether whoever has it is signed in.
    pub fn holds(self, now: Timestamp) -> bool {
        now < self.ends_at()
    }

    /// The same for someone who has just done something, if that is worth writing down.
    pub fn seen(self, now: Timestamp) -> Option<Self> {
        (now.as_second() - self.seen_at.as_second() >= ACCURACY).then_some(Self { seen_at: now, ..self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn session(created: i64, seen: i64) -> Session {
        Session { created_at: at(created), seen_at: at(seen) }
    }

    #[test]
    fn it_ends_after_half_an_hour_of_nothing() {
        assert!(session(0, 100).holds(at(100 + IDLE - 1)));
        assert!(!session(0, 100).holds(at(100 + IDLE)));
    }

    #[test]
    fn it_ends_after_a_day_of_work_whatever_is_done() {
        let busy = session(0, AGE - 1);
        assert!(busy.holds(at(AGE - 1)) && !busy.holds(at(AGE)));
    }

    #[test]
    fn being_seen_is_written_down_once_a_minute() {
        assert_eq!(session(0, 10).seen(at(10 + ACCURACY - 1)), None);
        assert_eq!(session(0, 10).seen(at(10 + ACCURACY)), Some(session(0, 10 + ACCURACY)));
    }

    #[test]
    fn a_token_is_read_as_it_was_written_and_kept_as_a_hash() {
        let token = Token::new([7; 32]);
        assert_eq!(Token::parse(&token.encode()).map(|read| read.hash()), Some(token.hash()));
        assert_ne!(token.hash(), Token::new([8; 32]).hash());
        for wrong in ["", "BwcH", &"B".repeat(44)] {
            assert!(Token::parse(wrong).is_none(), "{wrong}");
        }
    }
}
