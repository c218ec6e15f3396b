//! Signing in by OpenID Connect: what whoever relies on a provider has to draw, to ask and to check. The asking itself is done elsewhere.
//!
//! Someone leaves with an [`Attempt`] and comes back with a code; what the code is exchanged for is an ID token, read by [`id_token`] with the
//! keys of [`keys`]. [`discovery`] is what a provider says of itself.

pub mod discovery;
pub mod id_token;
pub mod keys;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

use crate::access::session::Token;

/// How long someone may take at the provider, in seconds.
pub const PATIENCE: i64 = 10 * 60;

/// The longest address in the console that someone is led back to.
const TARGET_MAX: usize = 2_000;

/// Where everyone begins.
const HOME: &str = "/console";

/// What is drawn for one way to the provider and back.
pub struct Attempt {
    /// Comes back with the code: whoever brings another one was sent by somebody else.
    pub state: Token,
    /// Comes back in the ID token: one that was made for somebody else's sign-in names another.
    pub nonce: String,
    /// Shown with the code: whoever stole the code doesn't have it (RFC 7636).
    pub verifier: String,
}

impl Attempt {
    /// An attempt of these random bytes.
    pub fn draw(state: [u8; 32], nonce: [u8; 32], verifier: [u8; 32]) -> Self {
        let [nonce, verifier] = [nonce, verifier].map(|bytes| URL_SAFE_NO_PAD.encode(bytes));
        Self { state: Token::new(state), nonce, verifier }
    }

    /// What the provider is told of the verifier beforehand, by the method `S256`.
    pub fn challenge(&self) -> String {
        URL_SAFE_NO_PAD.encode(Sha256::digest(&self.verifier))
    }
}

/// Where in the console someone wants to go: a path of ours, whatever a link says.
pub fn target(asked: Option<&str>) -> &str {
    let is_ours = |target: &str| {
        let path = target.split(['?', '#']).next().unwrap_or_default();
        let below =
            path.strip_prefix(HOME).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        // A browser would take a backslash for a slash, drop line ends, and walk up where it finds two dots.
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
