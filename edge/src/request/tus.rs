//! Head of a tus request (tus 1.0.0). Its values are text until a call needs them: each call
//! reports its own mistakes in its own order.

use http::{HeaderMap, HeaderName, HeaderValue, Method, request::Parts};

use super::headers::{announced_length, header, media_type};

pub(crate) const VERSION: &str = "1.0.0";
pub(crate) const CHUNK_TYPE: &str = "application/offset+octet-stream";

pub(crate) const RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
pub(crate) const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
pub(crate) const LENGTH: HeaderName = HeaderName::from_static("upload-length");
pub(crate) const DEFER_LENGTH: HeaderName = HeaderName::from_static("upload-defer-length");
pub(crate) const METADATA: HeaderName = HeaderName::from_static("upload-metadata");
const CHECKSUM: HeaderName = HeaderName::from_static("upload-checksum");

/// Head of a tus request.
pub(crate) struct TusHead {
    /// Method that the client means, in upper case.
    pub(crate) method: String,
    /// The client speaks this version of the protocol.
    pub(crate) speaks: bool,
    pub(crate) length: Option<String>,
    pub(crate) defer_length: Option<String>,
    pub(crate) metadata: Option<HeaderValue>,
    pub(crate) checksum: Option<String>,
    /// Offset, if it is a number.
    pub(crate) offset: Option<u64>,
    /// Number of bytes that the client announces.
    pub(crate) announced: u64,
    /// The body holds bytes of the upload.
    pub(crate) is_chunk: bool,
}

impl TusHead {
    fn of(method: &Method, headers: &HeaderMap) -> Self {
        let text = |name: HeaderName| header(headers, name).map(str::to_owned);
        // `parse` alone would accept a plus sign.
        let offset = header(headers, OFFSET).filter(|offset| !offset.starts_with('+'));
        Self {
            method: meant(method, headers),
            speaks: header(headers, RESUMABLE) == Some(VERSION),
            length: text(LENGTH),
            defer_length: text(DEFER_LENGTH),
            metadata: headers.get(METADATA).cloned(),
            checksum: text(CHECKSUM),
            offset: offset.and_then(|offset| offset.parse().ok()),
            announced: announced_length(headers),
            is_chunk: media_type(headers) == CHUNK_TYPE,
        }
    }
}

/// Returns the method that the client means. Some networks allow only GET and POST, so a POST may
/// name another method in the header X-HTTP-Method-Override. A GET may not, since it must change
/// nothing.
fn meant(method: &Method, headers: &HeaderMap) -> String {
    let other = header(headers, "x-http-method-override").filter(|_| method == Method::POST);
    other.unwrap_or(method.as_str()).to_ascii_uppercase()
}

impl<S: Sync> axum::extract::FromRequestParts<S> for TusHead {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self::of(&parts.method, &parts.headers))
    }
}

#[cfg(test)]
mod tests {
    use super::TusHead;
    use crate::request::testing::{part, request};
    use http::Method;

    fn head(method: Method, headers: &[(&str, &str)]) -> TusHead {
        let Ok(head) = part(request(headers).method(method));
        head
    }

    #[test]
    fn only_a_post_may_mean_another_method() {
        let other = [("x-http-method-override", "patch")];
        assert_eq!(head(Method::POST, &other).method, "PATCH");
        assert_eq!(head(Method::GET, &other).method, "GET");
        assert_eq!(head(Method::POST, &[]).method, "POST");
    }

    #[test]
    fn an_offset_is_a_number_without_a_sign() {
        let offset = |value| head(Method::PATCH, &[("upload-offset", value)]).offset;
        assert_eq!(offset("5"), Some(5));
        for wrong in ["+5", "-5", "", "a", "5.0"] {
            assert_eq!(offset(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_version_must_be_this_one() {
        assert!(head(Method::POST, &[("tus-resumable", "1.0.0")]).speaks);
        assert!(!head(Method::POST, &[("tus-resumable", "0.2.2")]).speaks);
        assert!(!head(Method::POST, &[]).speaks);
    }
}
