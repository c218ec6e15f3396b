//! Secrets of webhooks, and signatures under them (Standard Webhooks 1.0).

use base64::{Engine, engine::general_purpose::STANDARD};
use jiff::{SignedDuration, Timestamp};
use thiserror::Error;

use crate::crypto::signature::{Secret, sign_webhook};

/// Prefix of a secret on the wire.
const PREFIX: &str = "whsec_";

/// Hours for which a replaced secret still signs, beside the new one.
pub const FORMER_HOURS: i64 = 24;

/// Secret of a webhook. It has no `Debug`: it must never reach a log.
#[derive(Clone, PartialEq, Eq)]
pub struct WebhookSecret([u8; 32]);

/// Error for text that is no secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("whsec_ and 32 bytes in base64")]
pub struct WebhookSecretError;

impl WebhookSecret {
    /// Makes a secret of 32 random bytes.
    pub const fn draw(entropy: [u8; 32]) -> Self {
        Self(entropy)
    }

    /// Parses the text that [`Self::encode`] writes.
    ///
    /// # Errors
    ///
    /// Returns an error for any other text.
    pub fn parse(text: &str) -> Result<Self, WebhookSecretError> {
        let digits = text.strip_prefix(PREFIX).ok_or(WebhookSecretError)?;
        let bytes = STANDARD.decode(digits).map_err(|_| WebhookSecretError)?;
        bytes.try_into().map(Self).map_err(|_| WebhookSecretError)
    }

    /// Writes the secret as its owner gets it: `whsec_` and base64.
    pub fn encode(&self) -> String {
        [PREFIX, &STANDARD.encode(self.0)].concat()
    }

    fn key(&self) -> Secret {
        Secret::new(self.0.to_vec())
    }
}

/// Returns the time until which the secret that is replaced at `now` still signs.
pub fn former_until(now: Timestamp) -> Timestamp {
    now.saturating_add(SignedDuration::from_hours(FORMER_HOURS)).unwrap_or(now)
}

/// Secrets that are valid at a time: the present one, and the former one for a day.
pub struct Secrets {
    /// Present secret.
    pub present: WebhookSecret,
    /// Secret that was replaced not long ago.
    pub former: Option<WebhookSecret>,
}

impl Secrets {
    /// Signs a message. Returns the value of `webhook-signature`: a signature by each secret, with
    /// spaces between them.
    pub fn sign(&self, id: &str, at: Timestamp, body: &str) -> String {
        let secrets = [&self.present].into_iter().chain(&self.former);
        let sign = |secret: &WebhookSecret| sign_webhook(&secret.key(), id, at.as_second(), body);
        secrets.map(sign).collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_read_as_it_was_shown() {
        let secret = WebhookSecret::draw([7; 32]);
        assert!(secret.encode().starts_with("whsec_BwcH"));
        assert!(WebhookSecret::parse(&secret.encode()) == Ok(secret));
        for wrong in ["", "whsec_", "whsec_BwcH", "BwcH", "whsec_????"] {
            assert!(WebhookSecret::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn both_secrets_sign_while_one_is_changed() {
        let (now, id, body) = (Timestamp::from_second(1_614_265_330).unwrap(), "msg_1", "{}");
        let [new, old] = [1, 2].map(|byte| WebhookSecret::draw([byte; 32]));
        let alone = |secret: &WebhookSecret| {
            Secrets { present: secret.clone(), former: None }.sign(id, now, body)
        };
        let (by_new, by_old) = (alone(&new), alone(&old));
        assert_eq!(by_new, sign_webhook(&new.key(), id, now.as_second(), body));
        let both = Secrets { present: new, former: Some(old) }.sign(id, now, body);
        assert_eq!(both, format!("{by_new} {by_old}"));
        assert!(both.split(' ').all(|one| one.starts_with("v1,")));
        assert_eq!(former_until(now).as_second() - now.as_second(), 24 * 60 * 60);
    }
}
