//! Tracking key of a participation, sent as `Authorization: Bearer …` (RFC 6750, section 2.1).

use domain::intake::tracking::TrackingKey;
use http::{HeaderMap, header::AUTHORIZATION};

use super::headers::{from_headers, header};
use crate::store::intake::participations::Row;

/// Tracking key that a request proves its authorship by.
pub(crate) enum SentTrackingKey {
    Absent,
    /// Another scheme, or no tracking key.
    Unreadable,
    Given(TrackingKey),
}

impl SentTrackingKey {
    fn of(headers: &HeaderMap) -> Self {
        header(headers, AUTHORIZATION).map_or(Self::Absent, Self::parse)
    }

    fn parse(authorization: &str) -> Self {
        let bearer = authorization
            .split_once(' ')
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .and_then(|(_, key)| TrackingKey::parse(key.trim()));
        bearer.map_or(Self::Unreadable, Self::Given)
    }

    /// Returns whether the key opens a participation, or `None` if no key was sent.
    pub(crate) fn opens(&self, row: &Row) -> Option<bool> {
        match self {
            Self::Absent => None,
            Self::Unreadable => Some(false),
            Self::Given(key) => Some(row.is_opened_by(key)),
        }
    }

    /// Returns the hash of the key, `None` if no key was sent. The hash of an unreadable one is
    /// empty, as no key's is.
    pub(crate) fn hash(&self) -> Option<String> {
        match self {
            Self::Absent => None,
            Self::Unreadable => Some(String::new()),
            Self::Given(key) => Some(key.hash()),
        }
    }
}

from_headers!(SentTrackingKey);

#[cfg(test)]
mod tests {
    use super::SentTrackingKey;
    use crate::request::testing::{part, request};
    use domain::{crypto::signature::Secret, intake::tracking::TrackingKey, reference::Reference};

    fn sent(headers: &[(&str, &str)]) -> SentTrackingKey {
        let Ok(sent) = part(request(headers));
        sent
    }

    #[test]
    fn a_key_is_the_bearer_token() {
        let key =
            TrackingKey::derive_again(&Secret::new(vec![1; 32]), Reference::draw([1; 8]), "a")
                .encode();
        for value in [format!("Bearer {key}"), format!("bearer  {key} ")] {
            let sent = sent(&[("authorization", &value)]);
            assert!(matches!(sent, SentTrackingKey::Given(_)), "{value}");
        }
        for value in [format!("Basic {key}"), key, "Bearer".into(), "Bearer a".into()] {
            let sent = sent(&[("authorization", &value)]);
            assert!(matches!(sent, SentTrackingKey::Unreadable), "{value}");
        }
        assert!(matches!(sent(&[]), SentTrackingKey::Absent));
    }
}
