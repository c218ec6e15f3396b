//! Sign-in by OpenID Connect: the values that a relying party generates, requests and checks.
//!
//! A person leaves for the provider with an [`Attempt`] and comes back with a code. The code is
//! exchanged for an ID token, which [`id_token`] reads with the keys of [`keys`]. [`discovery`]
//! reads the provider's description of itself.
//!
//! The edge's `oidc` adapter and sign-in route call this module. Nothing here may send a request.

pub mod discovery;
pub mod id_token;
pub mod keys;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

use crate::access::session::Token;

/// Time that a person may spend at the provider, in seconds.
pub const PATIENCE: i64 = 10 * 60;

/// Longest path in the console to return to after sign-in, in bytes.
const TARGET_MAX: usize = 2_000;

/// Start page of the console.
const HOME: &str = "/console";

/// Random values of one sign-in attempt.
pub struct Attempt {
    /// Token that comes back with the code. Another value means that somebody else started the
    /// sign-in.
    pub state: Token,
    /// Value that comes back in the ID token. A token of another person's sign-in has another
    /// nonce.
    pub nonce: String,
    /// Code verifier (RFC 7636), sent with the code. A thief of the code doesn't have it.
    pub verifier: String,
}

impl Attempt {
    /// Makes an attempt out of these random bytes.
    pub fn draw(state: [u8; 32], nonce: [u8; 32], verifier: [u8; 32]) -> Self {
        let [nonce, verifier] = [nonce, verifier].map(|bytes| URL_SAFE_NO_PAD.encode(bytes));
        Self { state: Token::new(state), nonce, verifier }
    }

    /// Returns the code challenge that the provider receives in advance, by the method `S256`.
    pub fn challenge(&self) -> String {
        URL_SAFE_NO_PAD.encode(Sha256::digest(&self.verifier))
    }
}

/// Returns the console path to go to after sign-in: `asked` if it is a path of the console,
/// otherwise the start page.
pub fn target(asked: Option<&str>) -> &str {
    let is_ours = |target: &str| {
        let path = target.split(['?', '#']).next().unwrap_or_default();
        let below =
            path.strip_prefix(HOME).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        // A browser would treat a backslash as a slash, drop line ends, and go up at two dots.
        let is_plain = target.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
        let walks = path.split('/').any(|part| {
            matches!(part.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | "..")
        });
        below
            && is_plain
            && !walks
            && target.len() <= TARGET_MAX
            && !path.starts_with("/console/sign")
    };
    asked.filter(|target| is_ours(target)).unwrap_or(HOME)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_challenge_is_that_of_the_standards_example() {
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".to_owned();
        let attempt = Attempt { verifier, ..Attempt::draw([1; 32], [2; 32], [3; 32]) };
        assert_eq!(attempt.challenge(), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    #[test]
    fn what_is_drawn_is_long_enough_and_not_the_same() {
        let attempt = Attempt::draw([1; 32], [2; 32], [3; 32]);
        assert_eq!(
            [attempt.state.encode().len(), attempt.nonce.len(), attempt.verifier.len()],
            [43; 3]
        );
        assert!(attempt.nonce != attempt.verifier && attempt.nonce != attempt.state.encode());
    }

    #[test]
    fn a_link_leads_into_the_console_and_nowhere_else() {
        for ours in [
            "/console",
            "/console/cases/260483175526",
            "/console?queue=mine&q=%D8%A3",
            "/console/cases#notes",
        ] {
            assert_eq!(target(Some(ours)), ours);
        }
        let long = format!("/console/{}", "x".repeat(TARGET_MAX));
        for elsewhere in [
            "",
            "https://evil.example/console",
            "//evil.example/console",
            "/consolexyz",
            "/p/260483175526",
            "/console/../p",
            "/console/%2E%2e/p",
            "/console\\..\\p",
            "/console/\r\nSet-Cookie: a=b",
            "/console/صوت",
            "/console/sign-in?to=/console",
            &long,
        ] {
            assert_eq!(target(Some(elsewhere)), HOME, "{elsewhere}");
        }
        assert_eq!(target(None), HOME);
    }
}
