//! Cookie of a browser that asked for a one-time code, without which the code opens nothing:
//! whoever reads a code on a phone that isn't theirs has nothing to enter it into.
//!
//! The cookie holds random names of the latest requests. The id of the notice with the code is
//! derived from such a name, so nothing about the browser is stored.

use axum::extract::FromRequestParts;
use domain::{crypto::signature::Secret, reference::Reference};
use http::{HeaderMap, request::Parts};

use super::cookie::{self, ASKED};
use crate::{error::ApiError, platform::random};

/// Time for which the cookie is kept, in seconds. A code is valid for as long.
const KEPT_FOR: i64 = 10 * 60;

/// Most requests that a cookie holds. The code of a request that was refused by the daily limit
/// doesn't replace the one before it.
const MOST: usize = 4;

/// Names of the requests of a browser, the latest first.
pub(crate) struct CodeRequests(Vec<String>);

impl CodeRequests {
    /// Reads the cookie.
    fn read(headers: &HeaderMap) -> Self {
        let names = cookie::read(headers, ASKED).unwrap_or_default().split('.');
        let is_name =
            |name: &&str| name.len() == 32 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
        Self(names.filter(is_name).take(MOST).map(str::to_owned).collect())
    }

    /// Adds a request.
    pub(crate) fn add(&mut self) -> Result<(), ApiError> {
        self.0.insert(0, random::name()?);
        self.0.truncate(MOST);
        Ok(())
    }

    /// Returns the ids that the notices with the codes have, the latest first.
    pub(crate) fn notices(&self, secret: &Secret, reference: Reference) -> Vec<String> {
        let id = |name: &String| {
            let mac = secret.mac(&["asked for a code", reference.digits(), name]);
            let mut bytes = [0; 16];
            bytes.copy_from_slice(&mac[..16]);
            random::hexadecimal(bytes)
        };
        self.0.iter().map(id).collect()
    }

    /// Returns the `Set-Cookie` value.
    pub(crate) fn cookie(&self, reference: Reference) -> String {
        cookie::set_below(&format!("/p/{reference}"), ASKED, &self.0.join("."), KEPT_FOR)
    }
}

impl<S: Sync> FromRequestParts<S> for CodeRequests {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self::read(&parts.headers))
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderValue, header::COOKIE};

    use super::*;

    fn read(value: &str) -> CodeRequests {
        let value = HeaderValue::from_str(&format!("{ASKED}={value}")).unwrap();
        CodeRequests::read(&HeaderMap::from_iter([(COOKIE, value)]))
    }

    #[test]
    fn a_cookie_names_the_notices_of_its_requests_alone() {
        let (one, other) = ("0".repeat(32), "a".repeat(32));
        let secret = Secret::new(vec![1; 32]);
        let reference = Reference::draw([1; 8]);
        let notices = |value: &str| read(value).notices(&secret, reference);
        let both = notices(&format!("{one}.{other}"));
        assert_eq!(both, [notices(&one), notices(&other)].concat());
        assert!(both[0] != both[1] && both.iter().all(|id| id.len() == 32));
        let elsewhere = read(&one).notices(&secret, Reference::draw([2; 8]));
        assert_ne!(elsewhere, notices(&one));
        for wrong in ["", "1234", &"g".repeat(32)] {
            assert!(notices(wrong).is_empty(), "{wrong}");
        }
        let many = [&*one; 9].join(".");
        assert_eq!(notices(&many).len(), MOST);
    }
}
