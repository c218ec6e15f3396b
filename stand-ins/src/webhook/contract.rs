//! What differs between Meta and X: the handshake, the signature, and whether events are batched.

use reqwest::Client;
use serde_json::Value;

use crate::{ids, signature};

/// The rules of a service's webhooks.
pub(super) enum Contract {
    Meta { app_secret: String, verify_token: String },
    X { consumer_secret: String },
}

impl Contract {
    /// Returns the name of the header that holds the signature.
    pub(super) fn header(&self) -> &'static str {
        match self {
            Self::Meta { .. } => "x-hub-signature-256",
            Self::X { .. } => "x-twitter-webhooks-signature",
        }
    }

    pub(super) fn sign(&self, body: &[u8]) -> String {
        match self {
            Self::Meta { app_secret, .. } => signature::meta(app_secret, body),
            Self::X { consumer_secret } => signature::x(consumer_secret, body),
        }
    }

    /// Returns a signature in the right form under a secret that isn't ours.
    pub(super) fn sign_wrongly(&self, body: &[u8]) -> String {
        match self {
            Self::Meta { .. } => signature::meta("another secret", body),
            Self::X { .. } => signature::x("another secret", body),
        }
    }

    /// Returns the bytes of a body as the service writes them.
    pub(super) fn bytes(&self, body: &Value) -> Vec<u8> {
        match self {
            Self::Meta { .. } => signature::ascii_json(body),
            Self::X { .. } => body.to_string().into_bytes(),
        }
    }

    /// Merges bodies into one, as Meta batches them: the entries of all in one list. X sends each
    /// event alone.
    pub(super) fn merge(&self, bodies: Vec<Value>) -> Vec<Value> {
        if matches!(self, Self::X { .. }) {
            return bodies;
        }
        let mut bodies = bodies.into_iter();
        let Some(mut whole) = bodies.next() else { return Vec::new() };
        for mut other in bodies {
            if let (Some(all), Some(more)) =
                (whole["entry"].as_array_mut(), other["entry"].as_array_mut())
            {
                all.append(more);
            }
        }
        vec![whole]
    }

    /// Makes the handshake and returns whether the edge gave the right answer.
    pub(super) async fn shake_hands(&self, client: &Client, target: &str) -> bool {
        match self {
            Self::Meta { verify_token, .. } => {
                let challenge = ids::digits();
                let query = form_urlencoded::Serializer::new(String::new())
                    .append_pair("hub.mode", "subscribe")
                    .append_pair("hub.challenge", &challenge)
                    .append_pair("hub.verify_token", verify_token)
                    .finish();
                answer(client, &format!("{target}?{query}")).await == Some(challenge)
            }
            Self::X { consumer_secret } => {
                let token = ids::hex("");
                let answer = answer(client, &format!("{target}?crc_token={token}")).await;
                let answer: Option<Value> =
                    answer.and_then(|text| serde_json::from_str(&text).ok());
                let right = signature::x(consumer_secret, token.as_bytes());
                answer.is_some_and(|answer| answer["response_token"] == right)
            }
        }
    }
}

/// Returns the body of an answer with status 200.
async fn answer(client: &Client, url: &str) -> Option<String> {
    let response = client.get(url).send().await.ok()?;
    if response.status() != reqwest::StatusCode::OK {
        return None;
    }
    response.text().await.ok()
}
