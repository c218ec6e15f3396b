//! Query parameters of an address, in the encoding of HTML forms
//! (`application/x-www-form-urlencoded`).
//!
//! The words of a search stand in the fragment, in the same encoding: no server sees it and no log
//! keeps it.

/// Beginning of a fragment that holds words.
pub(crate) const WORDS: &str = "#q=";

/// Returns the value of a query parameter, unless it is empty. Of equal names the first counts.
pub(crate) fn parameter(address: &str, name: &str) -> Option<String> {
    let (_, query) = without_fragment(address).split_once('?')?;
    value(query, name)
}

/// Returns the words of the search that an address holds.
pub(crate) fn words(address: &str) -> Option<String> {
    let (_, fragment) = address.split_once('#')?;
    value(fragment, "q")
}

/// Returns the part of an address that servers see.
pub(crate) fn without_fragment(address: &str) -> &str {
    address.split('#').next().unwrap_or_default()
}

fn value(pairs: &str, name: &str) -> Option<String> {
    let (_, value) = form_urlencoded::parse(pairs.as_bytes()).find(|(key, _)| key == name)?;
    (!value.is_empty()).then(|| value.into_owned())
}

/// Encodes a text as a query parameter's value.
pub(crate) fn encode(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_is_found_by_its_name_and_decoded() {
        let address = "/console/cases?queue=all&q=%D8%B7%D8%B1%D9%8A%D9%82+1%2B2&q=other";
        assert_eq!(parameter(address, "q").as_deref(), Some("طريق 1+2"));
        assert_eq!(parameter(address, "queue").as_deref(), Some("all"));
    }

    #[test]
    fn words_stand_in_the_fragment_alone() {
        let address = "/console/cases?queue=all&q=road#q=%D8%B7+1%2B2%23&queue=mine";
        assert_eq!(words(address).as_deref(), Some("ط 1+2#"));
        assert_eq!(parameter(address, "queue").as_deref(), Some("all"));
        assert_eq!(without_fragment(address), "/console/cases?queue=all&q=road");
        for none in ["/console/cases?q=road", "/console#", "/console#view", "/console#q="] {
            assert_eq!(words(none), None, "{none}");
        }
        assert_eq!(parameter("/console/cases#q=a?queue=all", "queue"), None);
    }

    #[test]
    fn a_missing_or_empty_parameter_has_no_value() {
        for address in ["/console/q", "/console?", "/console?qq=1", "/console?q", "/console?q=&q=1"]
        {
            assert_eq!(parameter(address, "q"), None, "{address}");
        }
    }

    #[test]
    fn malformed_escapes_do_not_hide_the_value() {
        assert_eq!(parameter("?q=50%", "q").as_deref(), Some("50%"));
        assert_eq!(parameter("?q=%FF", "q").as_deref(), Some("\u{FFFD}"));
    }

    #[test]
    fn an_encoded_value_is_parsed_as_it_was() {
        for text in ["a b", "a&b=c", "?#/+%", "شكوى"] {
            let address = format!("/console/cases?first=1&q={}&last=2", encode(text));
            assert_eq!(parameter(&address, "q").as_deref(), Some(text));
        }
    }
}
