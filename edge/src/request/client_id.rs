//! Client id for the rate limits: a hash of the address under a salt and the day, so it changes
//! daily.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use http::HeaderMap;

use super::headers::{from_headers, header};
use crate::state::App;

/// Address that a request comes from. It is never stored or logged.
pub(crate) struct Client {
    address: String,
}

impl Client {
    fn of(headers: &HeaderMap) -> Self {
        // The platform sets this header on every request, and overwrites a value from the client.
        Self { address: header(headers, "cf-connecting-ip").unwrap_or("unknown").to_owned() }
    }

    /// Returns today's hash of the client's address.
    pub(crate) fn hash(&self, app: &App) -> String {
        self.hash_of(app, HOUSEHOLD)
    }

    /// Returns today's hash of the largest network that a provider assigns to one customer. A
    /// person who guesses references or keys may have bought such a network.
    pub(crate) fn network_hash(&self, app: &App) -> String {
        self.hash_of(app, CUSTOMER)
    }

    fn hash_of(&self, app: &App, groups: usize) -> String {
        let network = network(&self.address, groups);
        let mac = app.config.address_salt.mac(&["address", &app.day(), &network]);
        URL_SAFE_NO_PAD.encode(&mac[..16])
    }
}

from_headers!(Client);

/// Number of 16-bit groups of an IPv6 address that identify the network of a household or company.
/// Addresses within such a network change at will.
const HOUSEHOLD: usize = 4;
/// Number of groups that identify the largest network that a provider assigns to one customer (RFC
/// 6177).
const CUSTOMER: usize = 3;

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

#[cfg(test)]
mod tests {
    use super::{CUSTOMER, Client, HOUSEHOLD, network};
    use crate::request::testing::{part, request};

    #[test]
    fn the_address_is_the_one_that_the_platform_names() {
        let Ok(Client { address }) = part(request(&[("cf-connecting-ip", "192.0.2.1")]));
        assert_eq!(address, "192.0.2.1");
        let Ok(Client { address }) = part(request(&[("x-forwarded-for", "192.0.2.1")]));
        assert_eq!(address, "unknown");
    }

    #[test]
    fn addresses_of_one_network_are_one_client() {
        let [one, other] = ["2001:db8:1:2::1", "2001:db8:1:2:ffff::2"];
        assert_eq!(network(one, HOUSEHOLD), network(other, HOUSEHOLD));
        let neighbour = "2001:db8:1:3::1";
        assert_ne!(network(one, HOUSEHOLD), network(neighbour, HOUSEHOLD));
        assert_eq!(network(one, CUSTOMER), network(neighbour, CUSTOMER));
        assert_eq!(network("192.0.2.1", HOUSEHOLD), "192.0.2.1");
    }
}
