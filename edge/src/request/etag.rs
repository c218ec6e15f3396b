//! Conditional requests (RFC 9110, section 13).

use axum::response::{IntoResponse, Response};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use http::{
    HeaderMap, StatusCode,
    header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH, IF_RANGE, RANGE},
};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::headers::{from_headers, header};
use crate::error::ApiError;

/// Conditions of a request: what the client has already, and the part that it asks for.
pub(crate) struct Conditions {
    known: Vec<String>,
    if_range: Option<String>,
    /// The header `Range`.
    pub(crate) range: Option<String>,
}

impl Conditions {
    fn of(headers: &HeaderMap) -> Self {
        let known = headers.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
        Self {
            known: known.map(str::to_owned).collect(),
            if_range: header(headers, IF_RANGE).map(str::to_owned),
            range: header(headers, RANGE).map(str::to_owned),
        }
    }

    /// Answers with JSON, or with 304 if the client has the content already. `cache_control` states
    /// who may cache the answer, and for how long.
    pub(crate) fn json(
        &self,
        content: &impl Serialize,
        cache_control: &str,
    ) -> Result<Response, ApiError> {
        Ok(self.content("application/json", serde_json::to_vec(content)?, cache_control))
    }

    /// Answers with content of a media type, or with 304 if the client has it already.
    pub(crate) fn content(
        &self,
        media_type: &'static str,
        body: Vec<u8>,
        cache_control: &str,
    ) -> Response {
        let tag = format!("\"{}\"", URL_SAFE_NO_PAD.encode(&Sha256::digest(&body)[..16]));
        let common = [(ETAG, tag.as_str()), (CACHE_CONTROL, cache_control)];
        if self.knows(&tag) {
            return (StatusCode::NOT_MODIFIED, common).into_response();
        }
        (common, [(CONTENT_TYPE, media_type)], body).into_response()
    }

    /// Returns whether the client has the content with this tag.
    pub(crate) fn knows(&self, tag: &str) -> bool {
        // Weak comparison: an intermediary may have compressed the content.
        self.known
            .iter()
            .flat_map(|value| value.split(','))
            .any(|known| known.trim() == "*" || known.trim().trim_start_matches("W/") == tag)
    }

    /// Returns the range that may be sent of the content with this tag. If the content has changed
    /// since the client got its part, all of it must be sent.
    pub(crate) fn range_of(&self, tag: &str) -> Option<&str> {
        let is_same = self.if_range.as_deref().is_none_or(|known| known.trim() == tag);
        self.range.as_deref().filter(|_| is_same)
    }
}

from_headers!(Conditions);

#[cfg(test)]
mod tests {
    use axum::response::Response;
    use http::{
        HeaderMap, HeaderName, HeaderValue, StatusCode,
        header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH},
    };

    use super::Conditions;
    use crate::request::testing::{part, request};

    fn headers(name: &HeaderName, values: &[&'static str]) -> HeaderMap {
        values.iter().map(|value| (name.clone(), HeaderValue::from_static(value))).collect()
    }

    fn answer(headers: &HeaderMap, content: &str) -> Response {
        Conditions::of(headers).json(&content, "private, no-cache").unwrap()
    }

    #[test]
    fn a_tag_is_known_by_itself_in_a_list_or_by_a_star() {
        for values in [
            &["\"a\""][..],
            &["W/\"a\""],
            &["\"b\", \"a\""],
            &["\"b\",W/\"a\" "],
            &["\"b\"", "\"a\""],
            &["*"],
        ] {
            assert!(Conditions::of(&headers(&IF_NONE_MATCH, values)).knows("\"a\""), "{values:?}");
        }
    }

    #[test]
    fn another_tag_is_not_known() {
        for values in [&[][..], &[""], &["\"b\""], &["a"], &["\"A\""], &["\"a"], &["\"aa\""]] {
            assert!(!Conditions::of(&headers(&IF_NONE_MATCH, values)).knows("\"a\""), "{values:?}");
        }
    }

    #[test]
    fn a_part_is_sent_only_of_the_same_content() {
        let may = |values: &[&'static str]| {
            let pairs = values.iter().map(|value| ("if-range", *value));
            let headers: Vec<_> = pairs.chain([("range", "bytes=1-2")]).collect();
            let Ok(conditions) = part::<Conditions>(request(&headers));
            conditions.range_of("\"a\"").is_some()
        };
        assert!(may(&[]) && may(&["\"a\""]));
        // A weak tag never matches here, and a date isn't compared.
        for other in [["\"b\""], ["W/\"a\""], ["Sat, 28 Nov 2026 12:00:00 GMT"], ["*"]] {
            assert!(!may(&other), "{other:?}");
        }
    }

    #[test]
    fn content_that_the_client_has_is_not_sent_again() {
        let first = answer(&HeaderMap::new(), "content");
        assert_eq!(first.status(), StatusCode::OK);
        assert_eq!(first.headers()[CONTENT_TYPE], "application/json");
        let tag = first.headers()[ETAG].clone();
        let known = HeaderMap::from_iter([(IF_NONE_MATCH, tag.clone())]);
        let second = answer(&known, "content");
        assert_eq!(second.status(), StatusCode::NOT_MODIFIED);
        assert!(!second.headers().contains_key(CONTENT_TYPE));
        for response in [&first, &second] {
            assert_eq!(response.headers()[ETAG], tag);
            assert_eq!(response.headers()[CACHE_CONTROL], "private, no-cache");
        }
    }

    #[test]
    fn changed_content_has_another_tag() {
        let first = answer(&HeaderMap::new(), "content");
        let known = HeaderMap::from_iter([(IF_NONE_MATCH, first.headers()[ETAG].clone())]);
        let second = answer(&known, "other content");
        assert_eq!(second.status(), StatusCode::OK);
        assert_ne!(second.headers()[ETAG], first.headers()[ETAG]);
    }
}
