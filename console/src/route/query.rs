//! Query parameters of an address, in the encoding of HTML forms
//! (`application/x-www-form-urlencoded`).

/// Returns the value of a query parameter, unless it is empty. Of equal names the first counts.
pub(crate) fn parameter(address: &str, name: &str) -> Option<String> {
    let (_, query) = address.split_once('?')?;
    let mut parameters = form_urlencoded::parse(query.as_bytes());
    let (_, value) = parameters.find(|(key, _)| key == name)?;
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
