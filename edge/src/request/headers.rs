//! Single headers of a request.

use http::{HeaderMap, header::AsHeaderName};

/// Returns a header's value if it is present and printable ASCII.
pub(crate) fn header(headers: &HeaderMap, name: impl AsHeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// Returns the token of the header `Authorization` (RFC 6750, section 2.1): an empty text if the
/// header has another scheme, and `None` without the header.
pub(super) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = header(headers, http::header::AUTHORIZATION)?;
    let (scheme, token) = value.split_once(' ').unwrap_or_default();
    Some(if scheme.eq_ignore_ascii_case("bearer") { token.trim() } else { "" })
}

/// Returns the body's media type in lower case, without parameters.
pub(crate) fn media_type(headers: &HeaderMap) -> String {
    let value = header(headers, http::header::CONTENT_TYPE).unwrap_or_default();
    value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Returns the number of bytes that the client announces, or 0.
pub(crate) fn announced_length(headers: &HeaderMap) -> u64 {
    let length = header(headers, http::header::CONTENT_LENGTH);
    length.and_then(|length| length.parse().ok()).unwrap_or(0)
}

/// Implements `FromRequestParts` for types that are read from the headers by `of(&HeaderMap)`.
/// Their extraction never fails.
macro_rules! from_headers {
    ($($extracted:ty),*) => {$(
        impl<S: Sync> axum::extract::FromRequestParts<S> for $extracted {
            type Rejection = std::convert::Infallible;

            async fn from_request_parts(
                parts: &mut http::request::Parts,
                _: &S,
            ) -> Result<Self, Self::Rejection> {
                Ok(Self::of(&parts.headers))
            }
        }
    )*};
}
pub(super) use from_headers;

/// The header `Proof`: a solved challenge of the rate limits, as the client sent it.
pub(crate) struct Proof(pub(crate) Option<String>);

impl Proof {
    fn of(headers: &HeaderMap) -> Self {
        Self(header(headers, "proof").map(str::to_owned))
    }
}

/// The header `X-Hub-Signature-256`, by which Meta signs its webhooks.
pub(crate) struct MetaSignature(pub(crate) Option<String>);

impl MetaSignature {
    fn of(headers: &HeaderMap) -> Self {
        Self(header(headers, "x-hub-signature-256").map(str::to_owned))
    }
}

/// The header `x-twitter-webhooks-signature`, by which X signs its webhooks.
pub(crate) struct XSignature(pub(crate) Option<String>);

impl XSignature {
    fn of(headers: &HeaderMap) -> Self {
        Self(header(headers, "x-twitter-webhooks-signature").map(str::to_owned))
    }
}

/// Presence of a request for a WebSocket (RFC 6455, section 4.1).
pub(crate) struct AsksForWebSocket(pub(crate) bool);

impl AsksForWebSocket {
    fn of(headers: &HeaderMap) -> Self {
        let upgrade = header(headers, http::header::UPGRADE);
        Self(upgrade.is_some_and(|protocol| protocol.eq_ignore_ascii_case("websocket")))
    }
}

/// Presence of a request that a browser makes for its window, as for a link or a form, and not for
/// a script (Fetch Metadata).
pub(crate) struct Navigates(pub(crate) bool);

impl Navigates {
    fn of(headers: &HeaderMap) -> Self {
        Self(header(headers, "sec-fetch-mode") == Some("navigate"))
    }
}

/// Signature of a request of Twilio's, or an empty text.
pub(crate) struct TwilioSignature(pub(crate) String);

impl TwilioSignature {
    fn of(headers: &HeaderMap) -> Self {
        Self(header(headers, "x-twilio-signature").unwrap_or_default().to_owned())
    }
}

/// Signature of a webhook, with the id and the time that it covers (Standard Webhooks 1.0). Some
/// senders name the headers after the library that they use.
pub(crate) struct WebhookSignature {
    pub(crate) id: String,
    pub(crate) timestamp: String,
    pub(crate) signature: String,
}

impl WebhookSignature {
    fn of(headers: &HeaderMap) -> Self {
        let part = |name: &str| {
            let named = |prefix: &str| header(headers, [prefix, name].concat());
            named("webhook-").or_else(|| named("svix-")).unwrap_or_default().to_owned()
        };
        Self { id: part("id"), timestamp: part("timestamp"), signature: part("signature") }
    }
}

from_headers!(
    Proof,
    MetaSignature,
    XSignature,
    AsksForWebSocket,
    Navigates,
    TwilioSignature,
    WebhookSignature
);

#[cfg(test)]
mod tests {
    use super::{AsksForWebSocket, Proof, announced_length, media_type};
    use crate::request::testing::{part, request};
    use http::{HeaderMap, HeaderValue, header::CONTENT_TYPE};

    #[test]
    fn a_media_type_is_compared_without_case_and_parameters() {
        let headers = HeaderMap::from_iter([(
            CONTENT_TYPE,
            HeaderValue::from_static(" Application/JSON ; charset=utf-8"),
        )]);
        assert_eq!(media_type(&headers), "application/json");
        assert_eq!(media_type(&HeaderMap::new()), "");
        assert_eq!(announced_length(&HeaderMap::new()), 0);
    }

    #[test]
    fn a_websocket_is_asked_for_by_one_word() {
        let asks = |headers: &[(&str, &str)]| {
            let Ok(AsksForWebSocket(asks)) = part(request(headers));
            asks
        };
        assert!(asks(&[("upgrade", "WebSocket")]));
        assert!(!asks(&[("upgrade", "h2c")]) && !asks(&[]));
    }

    #[test]
    fn a_proof_is_there_or_not() {
        let Ok(Proof(given)) = part(request(&[("proof", "token:1")]));
        assert_eq!(given.as_deref(), Some("token:1"));
        let Ok(Proof(missing)) = part(request(&[]));
        assert_eq!(missing, None);
    }
}
