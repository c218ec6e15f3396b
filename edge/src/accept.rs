//! Whether a client takes what this API speaks (RFC 9110, section 12.5.1).

use http::{HeaderMap, header::ACCEPT};

/// Whether JSON is among what the client takes. A client that doesn't say takes everything.
pub(crate) fn takes_json(headers: &HeaderMap) -> bool {
    let mut ranges = headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(','));
    let mut named = ranges.by_ref().map(str::trim).filter(|range| !range.is_empty()).peekable();
    named.peek().is_none() || named.any(is_json)
}

fn is_json(range: &str) -> bool {
    let mut parts = range.split(';').map(str::trim);
    let name = parts.next().unwrap_or_default().to_ascii_lowercase();
    let is_refused = parts.any(|part| {
        let weight = part.strip_prefix("q=").or_else(|| part.strip_prefix("Q="));
        weight.and_then(|weight| weight.parse::<f32>().ok()).is_some_and(|weight| weight <= 0.0)
    });
    matches!(name.as_str(), "*/*" | "application/*" | "application/json" | "application/problem+json") && !is_refused
}
