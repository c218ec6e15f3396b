//! Addresses that webhooks may be sent to.
//!
//! An address is foreign input, and the edge calls it: so it must lie in the public Internet. Names
//! may resolve to anything later; `resolver` checks that at each sending, where one is configured.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use thiserror::Error;

use crate::endpoint::is_loopback;

/// Longest address, in bytes.
pub const URL_MAX: usize = 1_000;

/// Reason why an address isn't taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum UrlError {
    /// Not an address of a resource over TLS.
    #[error("an address begins with https://, has a host, and no name, password or fragment")]
    Malformed,
    /// Too long.
    #[error("an address has at most {URL_MAX} characters")]
    TooLong,
    /// Host of a private network, of this machine, or of no network.
    #[error("the host must be one of the public Internet, with its full name")]
    NotPublic,
    /// Host of Sawtak itself.
    #[error("this is our own host")]
    Own,
}

/// Installation, as far as it decides which addresses are taken.
#[derive(Clone, Copy, Debug)]
pub struct Installation<'a> {
    /// Start of the installation's own addresses.
    pub base_url: &'a str,
}

impl Installation<'_> {
    /// Returns whether the installation serves this machine alone, as a developer's does. Such a
    /// one takes `http://127.0.0.1:PORT/…` too.
    fn is_local(self) -> bool {
        self.base_url.strip_prefix("http://").is_some_and(|rest| {
            let (host, _) = host_and_port(authority(rest));
            is_loopback(host)
        })
    }

    fn authority(&self) -> &str {
        self.base_url.split_once("://").map_or("", |(_, rest)| authority(rest))
    }
}

/// Host of a webhook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Host {
    /// Name, which is resolved at each sending.
    Name(String),
    /// Literal address.
    Literal,
}

/// Address that webhooks may be sent to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebhookUrl {
    text: String,
    host: Host,
}

impl WebhookUrl {
    /// Parses an address.
    ///
    /// # Errors
    ///
    /// Refuses plain HTTP, hosts that aren't public, and our own host. A local installation takes
    /// plain HTTP to `127.0.0.1` with a port.
    pub fn parse(text: &str, installation: Installation<'_>) -> Result<Self, UrlError> {
        let text = text.trim();
        if text.len() > URL_MAX {
            return Err(UrlError::TooLong);
        }
        if text.bytes().any(|byte| !byte.is_ascii_graphic() || b"\\#\"<>^`{|}".contains(&byte)) {
            return Err(UrlError::Malformed);
        }
        if let Some(rest) =
            text.strip_prefix("http://127.0.0.1:").filter(|_| installation.is_local())
        {
            let port = authority(rest);
            if !is_port(port) {
                return Err(UrlError::Malformed);
            }
            if ["127.0.0.1:", port].concat() == installation.authority() {
                return Err(UrlError::Own);
            }
            return Ok(Self { text: text.to_owned(), host: Host::Literal });
        }
        let rest = text.strip_prefix("https://").ok_or(UrlError::Malformed)?;
        let (host, port) = host_and_port(authority(rest));
        if host.is_empty() || host.contains('@') || port.is_some_and(|port| !is_port(port)) {
            return Err(UrlError::Malformed);
        }
        let host = host.to_ascii_lowercase();
        let (own, _) = host_and_port(installation.authority());
        if host.trim_end_matches('.') == own {
            return Err(UrlError::Own);
        }
        Ok(Self { text: text.to_owned(), host: public(&host)? })
    }

    /// Returns the address.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns host and port, as they are written.
    pub fn authority(&self) -> &str {
        self.text.split_once("://").map_or("", |(_, rest)| authority(rest))
    }

    /// Returns the host.
    pub const fn host(&self) -> &Host {
        &self.host
    }
}

fn authority(rest: &str) -> &str {
    rest.split(['/', '?']).next().unwrap_or_default()
}

/// Divides `host:port`. Brackets of a literal address stay with the host.
fn host_and_port(authority: &str) -> (&str, Option<&str>) {
    match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (authority, None),
    }
}

fn is_port(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit()) && text.parse::<u16>().is_ok_and(|port| port > 0)
}

/// Parses a host of the public Internet. A last label that begins with a digit makes a literal
/// address, in whatever notation, and only the usual one is taken.
fn public(host: &str) -> Result<Host, UrlError> {
    if let Some(literal) = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
        let address = literal.parse::<Ipv6Addr>().map_err(|_| UrlError::Malformed)?;
        return literal_of(address.into());
    }
    if let Ok(address) = host.parse::<Ipv4Addr>() {
        return literal_of(address.into());
    }
    // A name may end with a full stop, which makes it absolute.
    let name = host.strip_suffix('.').unwrap_or(host);
    let labels: Vec<_> = name.split('.').collect();
    let is_label = |label: &&str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    if name.len() > 253 || !labels.iter().all(is_label) {
        return Err(UrlError::Malformed);
    }
    let last = labels.last().copied().unwrap_or_default();
    let is_numeric = last.starts_with(|letter: char| letter.is_ascii_digit());
    let is_reserved = matches!(last, "localhost" | "local" | "internal" | "lan" | "onion")
        || name.ends_with(".home.arpa")
        || name.ends_with(".in-addr.arpa")
        || name.ends_with(".ip6.arpa");
    if labels.len() < 2 || is_numeric || is_reserved {
        return Err(UrlError::NotPublic);
    }
    Ok(Host::Name(name.to_owned()))
}

fn literal_of(address: IpAddr) -> Result<Host, UrlError> {
    if is_public(address) { Ok(Host::Literal) } else { Err(UrlError::NotPublic) }
}

/// Returns whether an address lies in the public Internet: not in a private network, not on this
/// machine, not reserved, and not a way round to one of those.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [first, second, third, _] = address.octets();
    !(address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_documentation()
        || first == 0
        || first >= 240
        // Addresses shared behind a carrier's translation, and benchmarks.
        || (first == 100 && (64..128).contains(&second))
        || (first == 198 && (18..20).contains(&second))
        // Protocol assignments, and the relays of 6to4.
        || (first == 192 && second == 0 && third == 0)
        || (first == 192 && second == 88 && third == 99))
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let [first, second, ..] = address.segments();
    // Global unicast alone; of it neither 6to4 and Teredo, which hold other addresses, nor
    // protocol assignments, nor documentation.
    (0x2000..0x4000).contains(&first)
        && first != 0x2002
        && !(first == 0x2001 && (second < 0x200 || second == 0xdb8))
        && !(first == 0x3fff && second < 0x1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PUBLIC: Installation<'_> = Installation { base_url: "https://voice.example" };
    const LOCAL: Installation<'_> = Installation { base_url: "http://127.0.0.1:8787" };

    #[test]
    fn an_address_of_the_public_internet_is_taken() {
        for taken in [
            "https://hooks.rta.ae/sawtak",
            "https://hooks.rta.ae:8443/a?b=c&d=%20",
            "https://HOOKS.rta.ae",
            "https://hooks.rta.ae./",
            "https://xn--mgbaam7a8h.xn--mgbaam7a8h/",
            "https://voice.example.org/",
            "https://not-voice.example/",
            "https://8.8.8.8/",
            "https://[2606:4700::1111]/hook",
        ] {
            let url = WebhookUrl::parse(taken, PUBLIC).unwrap_or_else(|error| {
                panic!("{taken}: {error}");
            });
            assert_eq!(url.as_str(), taken);
        }
        let host = |text: &str| WebhookUrl::parse(text, PUBLIC).unwrap().host().clone();
        assert_eq!(host("https://Hooks.rta.ae.:443/"), Host::Name("hooks.rta.ae".to_owned()));
        assert_eq!(host("https://8.8.8.8/"), Host::Literal);
    }

    #[test]
    fn no_private_host_and_no_notation_of_one_is_taken() {
        for private in [
            "https://127.0.0.1/",
            "https://127.1/",
            "https://0x7f.0.0.1/",
            "https://0177.0.0.1/",
            "https://2130706433/",
            "https://10.0.0.1/",
            "https://172.16.0.1/",
            "https://192.168.1.1/",
            "https://169.254.169.254/latest/meta-data",
            "https://100.64.0.1/",
            "https://0.0.0.0/",
            "https://224.0.0.1/",
            "https://255.255.255.255/",
            "https://[::1]/",
            "https://[::]/",
            "https://[::ffff:127.0.0.1]/",
            "https://[fe80::1]/",
            "https://[fd00::1]/",
            "https://[2002:7f00:1::]/",
            "https://[64:ff9b::7f00:1]/",
            "https://[2001:db8::1]/",
            "https://localhost/",
            "https://a.localhost/",
            "https://intranet/",
            "https://intranet./",
            "https://printer.local/",
            "https://metadata.google.internal/",
            "https://router.home.arpa/",
        ] {
            let refused = WebhookUrl::parse(private, PUBLIC).unwrap_err();
            assert!(matches!(refused, UrlError::NotPublic | UrlError::Malformed), "{private}");
        }
        for own in
            ["https://voice.example/x", "https://VOICE.example.:8443/", "https://voice.example"]
        {
            assert_eq!(WebhookUrl::parse(own, PUBLIC), Err(UrlError::Own), "{own}");
        }
    }

    #[test]
    fn an_address_that_two_programs_may_read_differently_is_refused() {
        for malformed in [
            "",
            "hooks.rta.ae",
            "http://hooks.rta.ae/",
            "HTTPS://hooks.rta.ae/",
            "ftp://hooks.rta.ae/",
            "https:///hook",
            "https://user@hooks.rta.ae/",
            "https://user:password@hooks.rta.ae/",
            "https://hooks.rta.ae:0/",
            "https://hooks.rta.ae:+80/",
            "https://hooks.rta.ae:/",
            "https://hooks.rta.ae:99999/",
            "https://hooks.rta.ae\\@evil.example/",
            "https://hooks.rta.ae/#part",
            "https://hooks..rta.ae/",
            "https://hooks rta.ae/",
            "https://hooks.rta.ae/\nx",
            "https://شكاوى.ae/",
            "https://[::1/",
        ] {
            let refused = WebhookUrl::parse(malformed, PUBLIC);
            assert_eq!(refused, Err(UrlError::Malformed), "{malformed}");
        }
        let trimmed = WebhookUrl::parse(" https://hooks.rta.ae/\n", PUBLIC).unwrap();
        assert_eq!(trimmed.as_str(), "https://hooks.rta.ae/");
        let long = format!("https://hooks.rta.ae/{}", "a".repeat(URL_MAX));
        assert_eq!(WebhookUrl::parse(&long, PUBLIC), Err(UrlError::TooLong));
    }

    #[test]
    fn loopback_is_taken_in_development_alone() {
        let hook = "http://127.0.0.1:9000/hook";
        assert_eq!(WebhookUrl::parse(hook, LOCAL).unwrap().as_str(), hook);
        assert_eq!(WebhookUrl::parse(hook, PUBLIC), Err(UrlError::Malformed));
        let own = WebhookUrl::parse("http://127.0.0.1:8787/hook", LOCAL);
        assert_eq!(own, Err(UrlError::Own));
        for wrong in [
            "http://127.0.0.1/hook",
            "http://localhost:9000/hook",
            "http://127.0.0.1:9000@evil.example/",
            "http://127.0.0.1:9000.evil.example/",
            "http://10.0.0.1:9000/",
        ] {
            assert!(WebhookUrl::parse(wrong, LOCAL).is_err(), "{wrong}");
        }
        assert!(WebhookUrl::parse("https://hooks.rta.ae/", LOCAL).is_ok());
    }
}
