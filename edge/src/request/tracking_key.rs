//! Tracking key of a participation, sent as `Authorization: Bearer …` (RFC 6750, section 2.1). A
//! page without a script has it in a cookie.

use domain::intake::tracking::TrackingKey;
use http::HeaderMap;

use super::{
    cookie,
    headers::{bearer, from_headers},
};
use crate::store::intake::participations::Row;
use SentTrackingKey::Given;

/// Tracking key that a request proves its authorship by.
pub(crate) enum SentTrackingKey {
    Absent,
    /// Another scheme, or no tracking key.
    Unreadable,
    Given(TrackingKey),
}

impl SentTrackingKey {
    fn of(headers: &HeaderMap) -> Self {
        bearer(headers).map_or(Self::Absent, Self::parse)
    }

    fn parse(key: &str) -> Self {
        TrackingKey::parse(key).map_or(Self::Unreadable, Self::Given)
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

/// Tracking key of a page's reader: sent by the page's script, or by the browser as a cookie.
pub(crate) struct PageKey(pub(crate) SentTrackingKey);

impl PageKey {
    fn of(headers: &HeaderMap) -> Self {
        let sent = SentTrackingKey::of(headers);
        if !matches!(sent, SentTrackingKey::Absent) {
            return Self(sent);
        }
        let kept = cookie::read(headers, cookie::OPENED);
        Self(kept.and_then(TrackingKey::parse).map_or(SentTrackingKey::Absent, Given))
    }
}

from_headers!(SentTrackingKey, PageKey);

#[cfg(test)]
mod tests {
    use super::{PageKey, SentTrackingKey};
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
    #[test]
    fn a_page_is_opened_by_its_cookie_unless_its_script_sends_a_key() {
        let key =
            TrackingKey::derive_again(&Secret::new(vec![1; 32]), Reference::draw([1; 8]), "a")
                .encode();
        let page = |headers: &[(&str, &str)]| {
            let Ok(PageKey(sent)) = part(request(headers));
            sent
        };
        let cookie = format!("a=1; __Secure-opened={key}");
        assert!(matches!(page(&[("cookie", &cookie)]), SentTrackingKey::Given(_)));
        let both = [("cookie", cookie.as_str()), ("authorization", "Bearer a")];
        assert!(matches!(page(&both), SentTrackingKey::Unreadable));
        assert!(matches!(page(&[("cookie", "__Secure-opened=a")]), SentTrackingKey::Absent));
    }
}
