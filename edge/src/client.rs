//! Who calls, as far as the limits need to know: an address becomes a salted hash that is another one tomorrow.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use http::HeaderMap;

use crate::state::App;

/// The hash of the caller's address for today.
pub(crate) fn hash(app: &App, headers: &HeaderMap) -> String {
    // Set by the platform on every request; what a client writes there is overwritten.
    let address = headers.get("cf-connecting-ip").and_then(|value| value.to_str().ok()).unwrap_or("unknown");
    let mac = app.config.address_salt.mac(&["address", &app.day(), &network(address)]);
    URL_SAFE_NO_PAD.encode(&mac[..16])
}

/// One household or company has a whole IPv6 network of 64 bits, and may change addresses within it at will.
fn network(address: &str) -> String {
    match address.parse() {
        Ok(std::net::IpAddr::V6(address)) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::")
        }
        _ => address.to_owned(),
    }
}
