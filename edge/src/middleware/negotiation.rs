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
