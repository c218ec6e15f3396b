//! Matching of a source expression with a place (CSP Level 3, section 6.7.2).

/// Place that a page loads something from.
pub(super) enum Place<'a> {
    /// A `blob:` address of the page itself. Only the scheme allows it.
    Blob,
    /// Addresses of an origin whose path begins so.
    Web { origin: &'a str, path: &'a str },
}

/// Returns whether a source expression allows the place. Keywords, nonces and hashes allow none:
/// `'self'` is the site itself, which is another one than the edge.
pub(super) fn allows(expression: &str, place: &Place<'_>) -> bool {
    let expression = expression.to_ascii_lowercase();
    match place {
        Place::Blob => expression == "blob:",
        Place::Web { origin, path } => {
            !expression.starts_with('\'') && covers(&expression, &origin.to_ascii_lowercase(), path)
        }
    }
}

fn covers(expression: &str, origin: &str, path: &str) -> bool {
    let Some((scheme, authority)) = origin.split_once("://") else { return false };
    if expression == "*" {
        return true;
    }
    if let Some(name) = expression.strip_suffix(':') {
        return takes_scheme(name, scheme);
    }
    // Without a scheme, that of the page counts. A page over HTTP may load over HTTPS.
    let rest = match expression.split_once("://") {
        Some((name, _)) if !takes_scheme(name, scheme) => return false,
        Some((_, rest)) => rest,
        None => expression,
    };
    let (listed, listed_path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let (listed_host, listed_port) = host_and_port(listed);
    let (host, port) = host_and_port(authority);
    let own_port = if scheme == "https" { "443" } else { "80" };
    let is_port = listed_port == "*"
        || or(listed_port, own_port) == or(port, own_port)
        || (listed_port == "80" && or(port, own_port) == "443");
    takes_host(listed_host, host) && is_port && takes_path(listed_path, path)
}

fn or<'a>(port: &'a str, own: &'a str) -> &'a str {
    if port.is_empty() { own } else { port }
}

/// Returns whether a listed scheme allows a scheme: itself, or its secure form.
fn takes_scheme(listed: &str, scheme: &str) -> bool {
    listed == scheme
        || matches!((listed, scheme), ("http" | "wss", "https") | ("ws", "http" | "https"))
}

/// Splits a port off. The port of `[::1]` is empty.
fn host_and_port(authority: &str) -> (&str, &str) {
    match authority.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, port),
        _ => (authority, ""),
    }
}

/// Returns whether a listed host allows a host: itself, or below `*.` its subdomains.
fn takes_host(listed: &str, host: &str) -> bool {
    match listed.strip_prefix('*') {
        Some("") => true,
        Some(domain) => domain.starts_with('.') && host.ends_with(domain),
        None => listed == host,
    }
}

/// Returns whether a listed path allows all paths that begin so. One without a slash at its end
/// names a single file.
fn takes_path(listed: &str, path: &str) -> bool {
    listed.is_empty() || (listed.ends_with('/') && path.starts_with(listed))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allows_edge(expression: &str) -> bool {
        allows(expression, &Place::Web { origin: "https://voice.example", path: "/" })
    }

    #[test]
    fn an_origin_is_allowed_by_its_host_its_domain_its_scheme_or_a_star() {
        for expression in [
            "*",
            "https:",
            "http:",
            "HTTPS://Voice.Example",
            "http://voice.example",
            "voice.example",
            "voice.example:443",
            "voice.example:80",
            "https://voice.example:*",
            "*.example",
            "https://*",
            "*:443",
            "https://voice.example/",
        ] {
            assert!(allows_edge(expression), "{expression}");
        }
    }

    #[test]
    fn nothing_else_allows_it() {
        for expression in [
            "",
            "'self'",
            "'none'",
            "'nonce-voice.example'",
            "'unsafe-inline'",
            "data:",
            "blob:",
            "ftp:",
            "ftp://voice.example",
            "example",
            "evilvoice.example",
            "*.voice.example",
            "*voice.example",
            "voice.example:8443",
            "https://voice.example/embed.js",
            "https://voice.example/embed/",
        ] {
            assert!(!allows_edge(expression), "{expression}");
        }
    }

    #[test]
    fn ports_and_plain_http_are_told_apart() {
        let local = |expression: &str| {
            allows(expression, &Place::Web { origin: "http://127.0.0.1:8787", path: "/" })
        };
        for expression in ["http://127.0.0.1:8787", "127.0.0.1:*", "http:", "ws:"] {
            assert!(local(expression), "{expression}");
        }
        for expression in ["https://127.0.0.1:8787", "127.0.0.1", "127.0.0.1:80", "https:", "wss:"]
        {
            assert!(!local(expression), "{expression}");
        }
        let six = |expression: &str| {
            allows(expression, &Place::Web { origin: "https://[::1]", path: "/" })
        };
        assert!(six("https://[::1]") && six("[::1]:443") && !six("[::1]:8443"));
    }

    #[test]
    fn a_path_allows_what_lies_below_it() {
        let framed = |expression: &str| {
            allows(expression, &Place::Web { origin: "https://voice.example", path: "/embed/" })
        };
        assert!(framed("voice.example/embed/") && framed("voice.example/"));
        assert!(!framed("voice.example/embed") && !framed("voice.example/f/"));
    }

    #[test]
    fn a_blob_is_allowed_by_its_scheme_alone() {
        assert!(allows("BLOB:", &Place::Blob));
        for expression in ["*", "'self'", "data:", "https:", "blob"] {
            assert!(!allows(expression, &Place::Blob), "{expression}");
        }
    }
}
