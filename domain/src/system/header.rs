//! Headers of a template: one a line, `Name: value`.

use super::{TEMPLATE_MAX, TemplateError, pattern::Pattern, placeholder::Facts};

/// Headers that the sender sets itself.
const SET: [&str; 10] = [
    "accept",
    "authorization",
    "connection",
    "content-length",
    "content-type",
    "cookie",
    "host",
    "transfer-encoding",
    "user-agent",
    "x-csrf-token",
];

/// Headers among those that a template may name.
const NAMED: [&str; 2] = ["accept", "content-type"];

/// Headers that would hold a secret in clear.
const SECRET: [&str; 4] =
    ["api-key", "ocp-apim-subscription-key", "proxy-authorization", "x-api-key"];

/// Media type of a form.
const FORM: &str = "application/x-www-form-urlencoded";

/// Headers of a request, with placeholders in their values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Headers(Vec<(String, Pattern)>);

impl Headers {
    /// Parses lines. Empty ones are skipped.
    ///
    /// # Errors
    ///
    /// Returns the first error, with its line.
    pub fn parse(text: &str) -> Result<Self, TemplateError> {
        if text.len() > TEMPLATE_MAX {
            return Err(TemplateError::TooLong);
        }
        let mut headers: Vec<(String, Pattern)> = Vec::new();
        for (place, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let wrong = TemplateError::Header(place + 1);
            let (name, value) = line.split_once(':').ok_or(wrong)?;
            let (name, value) = (name.trim().to_ascii_lowercase(), value.trim());
            let is_value = value.bytes().all(|byte| matches!(byte, b' '..=b'~'));
            let is_ours = is_set(&name) && !NAMED.contains(&&*name) || SECRET.contains(&&*name);
            let is_repeated = headers.iter().any(|(other, _)| *other == name);
            if !is_name(&name) || is_ours || is_repeated || !is_value {
                return Err(wrong);
            }
            let value = Pattern::parse(value).map_err(|error| match error {
                TemplateError::Unclosed(_) => TemplateError::Unclosed(place + 1),
                _ => TemplateError::Unknown(place + 1),
            })?;
            if value.has_words() {
                return Err(TemplateError::Words);
            }
            headers.push((name, value));
        }
        Ok(Self(headers))
    }

    /// Returns whether the body is sent as a form.
    pub fn is_form(&self) -> bool {
        let kind = self.0.iter().find(|(name, _)| name == "content-type");
        kind.is_some_and(|(_, value)| value.beginning().to_ascii_lowercase().starts_with(FORM))
    }

    /// Fills in the values, percent-encoded. Both ways of our own to name JSON are added where the
    /// template names none.
    pub fn fill(&self, facts: &Facts) -> Vec<(String, String)> {
        let fill = |(name, value): &(String, Pattern)| {
            (name.clone(), value.fill(facts, super::encoding::encode))
        };
        let mut headers: Vec<_> = self.0.iter().map(fill).collect();
        for name in ["content-type", "accept"] {
            if !headers.iter().any(|(other, _)| other == name) {
                headers.push((name.to_owned(), "application/json".to_owned()));
            }
        }
        headers
    }
}

/// Returns whether the sender sets a header of this name, or a template does in its place.
pub fn is_set(name: &str) -> bool {
    SET.contains(&name)
}

/// Returns whether a text is a header's name (RFC 9110, a token) in small letters.
pub fn is_name(name: &str) -> bool {
    let is_token =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_.".contains(&byte);
    (1..=100).contains(&name.len()) && name.bytes().all(is_token)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::system::placeholder::sample;

    #[test]
    fn headers_are_read_by_lines_and_json_is_named_by_default() {
        let headers = Headers::parse("Prefer: return=minimal\n\nX-Case: a {{link}}\n").unwrap();
        let filled = headers.fill(&sample(""));
        assert_eq!(filled[0], ("prefer".to_owned(), "return=minimal".to_owned()));
        assert!(filled[1].1.starts_with("a https%3A%2F%2Fvoice"), "{filled:?}");
        assert_eq!(filled[2], ("content-type".to_owned(), "application/json".to_owned()));
        let own = Headers::parse("Content-Type: application/vnd.api+json").unwrap();
        assert_eq!(own.fill(&sample("")).len(), 2);
    }

    #[test]
    fn no_line_sets_what_we_set_and_none_holds_words() {
        for wrong in [
            "Authorization: Bearer x",
            "cookie: a=b",
            "X-API-Key: x",
            "Ocp-Apim-Subscription-Key: x",
            "A: c",
            "no colon",
            ": x",
            "ä: x",
            "a: ä",
        ] {
            let refused = Headers::parse(&format!("a: b\n{wrong}"));
            assert_eq!(refused, Err(TemplateError::Header(2)), "{wrong}");
        }
        let long = format!("a: {}", "b".repeat(TEMPLATE_MAX));
        assert_eq!(Headers::parse(&long), Err(TemplateError::TooLong));
        assert_eq!(Headers::parse("a: {{text}}"), Err(TemplateError::Words));
        assert_eq!(Headers::parse("a: b\nc: {{d}}"), Err(TemplateError::Unknown(2)));
    }
}
