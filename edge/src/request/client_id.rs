//! Who calls, as far as the limits need to know: an address becomes a salted hash that is another one tomorrow.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use http::HeaderMap;

use crate::state::App;

/// The hash of the caller's address for today.
pub(crate) fn hash(app: &App, headers: &HeaderMap) -> String {
    hash_of(app, headers, HOUSEHOLD)
}

/// The hash for today of the largest network that one customer is given: whoever tries things out may have bought one.
pub(crate) fn network_hash(app: &App, headers: &HeaderMap) -> String {
    hash_of(app, headers, CUSTOMER)
}

/// How many groups of sixteen bits of an IPv6 address name a household's or company's own network; within it addresses change at will.
const HOUSEHOLD: usize = 4;
/// The same of what a provider gives to one customer at most (RFC 6177).
const CUSTOMER: usize = 3;

fn hash_of(app: &App, headers: &HeaderMap, groups: usize) -> String {
    // Set by the platform on every request; what a client writes there is overwritten.
    let address =
        headers.get("cf-connecting-ip").and_then(|value| value.to_str().ok()).unwrap_or("unknown");
    let mac = app.config.address_salt.mac(&["address", &app.day(), &network(address, groups)]);
    URL_SAFE_NO_PAD.encode(&mac[..16])
}

fn network(address: &str, groups: usize) -> String {
    match address.parse() {
        Ok(std::net::IpAddr::V6(address)) => {
            let groups =
                address.segments().into_iter().take(groups).map(|group| format!("{group:x}:"));
            groups.chain([":".to_owned()]).collect()
        }
        _ => address.to_owned(),
    }
}
