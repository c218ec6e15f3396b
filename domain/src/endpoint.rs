//! Addresses of other systems. The configuration, the discovery of the identity provider and the
//! adapters ask here.

/// Returns whether nobody can listen in on a connection to this address: it uses TLS, or stays on
/// this machine.
pub fn is_private(address: &str) -> bool {
    address.starts_with("https://")
        || address.strip_prefix("http://").is_some_and(|rest| {
            let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
            is_loopback(host(authority))
        })
}

/// Returns whether a host is this machine.
pub fn is_loopback(host: &str) -> bool {
    matches!(host, "localhost" | "127.0.0.1" | "[::1]")
}

/// Returns the host of `host:port`. A user name before it stays with it, so that it's no host.
fn host(authority: &str) -> &str {
    authority.rsplit_once(':').map_or(authority, |(host, port)| {
        if port.bytes().all(|byte| byte.is_ascii_digit()) { host } else { authority }
    })
}

#[cfg(test)]
mod tests {
    use super::is_private;

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
