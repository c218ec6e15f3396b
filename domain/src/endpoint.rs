//! Addresses of other systems. The configuration, the discovery of the identity provider and the
//! adapters ask here.

/// Returns whether nobody can listen in on a connection to this address: it uses TLS, or stays on
/// this machine.
pub fn is_private(address: &str) -> bool {
    address.starts_with("https://")
        || address.starts_with("http://") && is_loopback(host_of(address))
}

/// Returns the host of an address. A user name before the host stays with it, so that what comes is
/// no host.
pub fn host_of(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    host(rest.split(['/', '?', '#', '\\']).next().unwrap_or_default())
}

/// Returns whether a host is this machine.
pub fn is_loopback(host: &str) -> bool {
    matches!(host, "localhost" | "127.0.0.1" | "[::1]")
}

/// Returns the host of `host:port`.
fn host(authority: &str) -> &str {
    authority.rsplit_once(':').map_or(authority, |(host, port)| {
        if port.bytes().all(|byte| byte.is_ascii_digit()) { host } else { authority }
    })
}

#[cfg(test)]
mod tests {
    use super::{host_of, is_private};

    #[test]
    fn a_host_is_found_in_its_address() {
        for (address, host) in [
            ("https://speech.example.ae/v1", "speech.example.ae"),
            ("http://[::1]:9000/v1", "[::1]"),
            ("https://speech.example.ae:8443?a", "speech.example.ae"),
        ] {
            assert_eq!(host_of(address), host);
        }
    }

    #[test]
    fn plain_http_stays_on_this_machine() {
        for private in [
            "https://id.example",
            "http://127.0.0.1:8787",
            "http://localhost:1/outbox?a",
            "http://localhost",
            "http://[::1]:8787/",
        ] {
            assert!(is_private(private), "{private}");
        }
        for open in [
            "http://id.example",
            "http://127.0.0.1.evil.example/",
            "http://127.0.0.1:80@evil.example/",
            "http://localhost@evil.example",
            "http://evil.example\\@127.0.0.1/",
            "http://evil.example?127.0.0.1",
            "http://[::1].evil.example",
            "HTTP://evil.example",
            "ftp://127.0.0.1",
            "127.0.0.1",
            "",
        ] {
            assert!(!is_private(open), "{open}");
        }
    }
}
