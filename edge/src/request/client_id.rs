//! Client id for the rate limits: a hash of the address under a salt and the day, so it changes
//! daily.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use http::HeaderMap;

use crate::state::App;

/// Returns today's hash of the client's address.
pub(crate) fn hash(app: &App, headers: &HeaderMap) -> String {
    hash_of(app, headers, HOUSEHOLD)
}

/// Returns today's hash of the largest network that a provider assigns to one customer. A person
/// who guesses references or keys may have bought such a network.
pub(crate) fn network_hash(app: &App, headers: &HeaderMap) -> String {
    hash_of(app, headers, CUSTOMER)
}

/// Number of 16-bit groups of an IPv6 address that identify the network of a household or company.
/// Addresses within such a network change at will.
const HOUSEHOLD: usize = 4;
/// Number of groups that identify the largest network that a provider assigns to one customer (RFC
/// 6177).
const CUSTOMER: usize = 3;

fn hash_of(app: &App, headers: &HeaderMap, groups: usize) -> String {
    // The platform sets this header on every request, and overwrites a value from the client.
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
