//! Origin of the page that a browser sends a request from (RFC 6454, section 7).

pub(crate) mod own;

use http::{HeaderMap, header::ORIGIN};

use super::headers::from_headers;

/// Origin of the page; `None` if the browser sent none.
pub(crate) struct PageOrigin(pub(crate) Option<String>);

impl PageOrigin {
    fn of(headers: &HeaderMap) -> Self {
        Self(origin_of(headers).map(str::to_owned))
    }

    /// Returns the origin.
    pub(crate) fn as_deref(&self) -> Option<&str> {
        self.0.as_deref()
    }
}

from_headers!(PageOrigin);

/// Returns the page's origin, if the browser sent one. An invalid one counts as `null`.
pub(crate) fn origin_of(headers: &HeaderMap) -> Option<&str> {
    // A registered pattern may contain a star, an origin never does.
    headers
        .get(ORIGIN)
        .map(|origin| origin.to_str().ok().filter(|origin| !origin.contains('*')).unwrap_or("null"))
}

#[cfg(test)]
mod tests {
    use super::PageOrigin;
    use crate::request::testing::{part, request};

    #[test]
    fn an_origin_with_a_star_counts_as_null() {
        let origin = |headers: &[(&str, &str)]| {
            let Ok(PageOrigin(origin)) = part(request(headers));
            origin
        };
        let site = "https://rta.example";
        assert_eq!(origin(&[("origin", site)]).as_deref(), Some(site));
        assert_eq!(origin(&[("origin", "https://*.example")]).as_deref(), Some("null"));
        assert_eq!(origin(&[]), None);
    }
}
