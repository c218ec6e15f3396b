//! Content negotiation by the header Accept (RFC 9110, section 12.5.1).

use http::{HeaderMap, header::ACCEPT};

/// Returns whether the client accepts JSON.
///
/// Of the ranges that cover JSON, the most specific one counts. A client without the header accepts
/// everything, and one that accepts only problem documents may call, too.
pub(crate) fn takes_json(headers: &HeaderMap) -> bool {
    let values = headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok());
    let ranges: Vec<(String, bool)> =
        values.flat_map(|value| value.split(',')).filter_map(range).collect();
    let says =
        |name: &str| ranges.iter().find(|(range, _)| range == name).map(|(_, is_taken)| *is_taken);
    let json = ["application/json", "application/*", "*/*"].into_iter().find_map(says);
    ranges.is_empty() || json == Some(true) || says("application/problem+json") == Some(true)
}

/// Parses a media range. Returns it in lower case, and whether it is accepted: a weight of zero
/// refuses it.
fn range(text: &str) -> Option<(String, bool)> {
    let mut parts = text.split(';').map(str::trim);
    let name = parts.next().filter(|name| !name.is_empty())?.to_ascii_lowercase();
    let weight = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
    let is_refused =
        weight.and_then(|weight| weight.parse::<f32>().ok()).is_some_and(|weight| weight <= 0.0);
    Some((name, !is_refused))
}

#[cfg(test)]
mod tests {
    use super::takes_json;
    use http::{HeaderMap, HeaderValue, header::ACCEPT};

    fn takes(values: &[&'static str]) -> bool {
        let accept = values.iter().map(|value| (ACCEPT, HeaderValue::from_static(value)));
        takes_json(&accept.collect::<HeaderMap>())
    }

    #[test]
    fn a_client_that_names_nothing_takes_everything() {
        assert!(takes(&[]) && takes(&[""]) && takes(&[" , "]));
    }

    #[test]
    fn every_range_that_covers_json_accepts_it() {
        for accept in [
            "application/json",
            "APPLICATION/JSON",
            "application/*",
            "*/*",
            "text/html, application/json",
            "text/html,application/xhtml+xml,*/*;q=0.8",
            "application/json; charset=utf-8",
            "application/json;q=0.001",
        ] {
            assert!(takes(&[accept]), "{accept}");
        }
        assert!(takes(&["text/html", "application/json"]));
    }

    #[test]
    fn other_types_alone_refuse_json() {
        for accept in ["text/html", "image/*", "application/xml", "application/jsonl", "json"] {
            assert!(!takes(&[accept]), "{accept}");
        }
    }

    #[test]
    fn a_weight_of_zero_refuses() {
        for accept in [
            "application/json;q=0",
            "application/json; Q=0.0",
            "*/*;q=0",
            "application/json;charset=utf-8;q=0.000",
        ] {
            assert!(!takes(&[accept]), "{accept}");
        }
    }

    #[test]
    fn the_most_specific_range_counts() {
        assert!(!takes(&["*/*, application/json;q=0"]));
        assert!(!takes(&["application/json;q=0, application/*"]));
        assert!(!takes(&["*/*, application/*;q=0"]));
        assert!(takes(&["*/*;q=0, application/json"]));
        assert!(takes(&["application/*;q=0, application/json;q=0.1"]));
    }

    #[test]
    fn a_client_that_accepts_problem_documents_may_call() {
        assert!(takes(&["application/problem+json"]));
        assert!(!takes(&["application/problem+json;q=0"]));
    }

    #[test]
    fn a_weight_that_is_no_number_refuses_nothing() {
        assert!(takes(&["application/json;q=a"]));
    }
}
