//! `WhatsApp` Business, by Meta's Cloud API: webhooks that come in, messages that go out, and the
//! reaction to each error.

pub mod inbound;
pub mod outbound;
pub mod reaction;

/// Size limit of a webhook's body, in bytes.
pub const BODY_MAX: usize = 3 * 1024 * 1024;

/// Hours after a person's last message in which free text may be sent to them. Afterwards, only
/// templates are delivered.
pub const WINDOW_HOURS: i64 = 24;

/// Parameters of the handshake by which Meta verifies a webhook's address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Handshake {
    mode: String,
    token: String,
    challenge: String,
}

impl Handshake {
    /// Reads the parameters from the names and values of a query.
    pub fn read<'a>(query: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let mut handshake = Self::default();
        for (name, value) in query {
            match name {
                "hub.mode" => value.clone_into(&mut handshake.mode),
                "hub.verify_token" => value.clone_into(&mut handshake.token),
                "hub.challenge" => value.clone_into(&mut handshake.challenge),
                _ => {}
            }
        }
        handshake
    }

    /// Returns the challenge to answer with, if the token is `expected`.
    pub fn answer(&self, expected: &str) -> Option<&str> {
        let is_right = self.mode == "subscribe" && is_same(&self.token, expected);
        is_right.then_some(self.challenge.as_str())
    }
}

/// Compares a secret in a time that doesn't depend on where the texts differ.
fn is_same(given: &str, expected: &str) -> bool {
    use ctutils::CtEq;
    given.as_bytes().ct_eq(expected.as_bytes()).to_bool()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn handshake<'a>(mode: &'a str, token: &'a str) -> Handshake {
        let query = [("hub.mode", mode), ("hub.verify_token", token), ("hub.challenge", "1158")];
        Handshake::read(query.into_iter().chain([("hub.other", "x")]))
    }

    #[test]
    fn only_the_right_token_is_answered_with_the_challenge() {
        assert_eq!(handshake("subscribe", "token").answer("token"), Some("1158"));
        for (mode, token) in
            [("subscribe", "tokem"), ("subscribe", ""), ("unsubscribe", "token"), ("", "token")]
        {
            assert_eq!(handshake(mode, token).answer("token"), None, "{mode} {token}");
        }
    }
}
