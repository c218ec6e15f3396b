//! Language that the browser accepts (RFC 9110, section 12.5.4).

use form::Language;
use http::{HeaderMap, header::ACCEPT_LANGUAGE};

use super::headers::{from_headers, header};

/// First language of `Accept-Language` that the pages have, or Arabic.
#[derive(Clone, Copy)]
pub(crate) struct AcceptedLanguage(pub(crate) Language);

impl AcceptedLanguage {
    fn of(headers: &HeaderMap) -> Self {
        let accepted = header(headers, ACCEPT_LANGUAGE).unwrap_or_default();
        let mut preferred =
            accepted.split(',').map(|range| range.split(';').next().unwrap_or_default().trim());
        Self(preferred.find_map(Language::parse).unwrap_or(Language::Ar))
    }

    /// Returns the language that an address names, or the accepted one.
    pub(crate) fn unless(self, named: Option<&str>) -> Language {
        named.and_then(Language::parse).unwrap_or(self.0)
    }
}

from_headers!(AcceptedLanguage);

#[cfg(test)]
mod tests {
    use super::AcceptedLanguage;
    use crate::request::testing::{part, request};
    use form::Language;

    fn accepted(value: &str) -> AcceptedLanguage {
        let Ok(accepted) = part(request(&[("accept-language", value)]));
        accepted
    }

    #[test]
    fn the_first_language_that_the_pages_have_is_taken() {
        assert!(accepted("xx, en-GB;q=0.8, ur").0 == Language::En);
        assert!(accepted("xx").0 == Language::Ar);
        let Ok(AcceptedLanguage(without_header)) = part(request(&[]));
        assert!(without_header == Language::Ar);
    }

    #[test]
    fn a_named_language_precedes_it() {
        assert!(accepted("en").unless(Some("ur")) == Language::Ur);
        assert!(accepted("en").unless(Some("xx")) == Language::En);
        assert!(accepted("en").unless(None) == Language::En);
    }
}
