//! Registered origins: patterns of the web pages that may send submissions for an entity.

/// Returns whether a registered `pattern` covers `origin` (as a browser sends it, RFC 6454). A
/// pattern covers its own origin, or any subdomain if its host starts with `*.`.
pub fn matches(pattern: &str, origin: &str) -> bool {
    if pattern == origin {
        return true;
    }
    let Some((scheme, host)) = pattern.split_once("://*.") else { return false };
    let Some((origin_scheme, origin_host)) = origin.split_once("://") else { return false };
    scheme == origin_scheme
        && origin_host.strip_suffix(host).is_some_and(|sub| sub.len() > 1 && sub.ends_with('.'))
}

/// Maximum length of a pattern, in bytes.
const PATTERN_MAX: usize = 200;

/// Returns whether a pattern can be registered: an HTTPS origin as browsers send it, optionally
/// with `*.` for its subdomains. HTTP is allowed for the local machine only.
pub fn is_pattern(pattern: &str) -> bool {
    let Some((scheme, host)) = pattern.split_once("://") else { return false };
    let (name, port) = host.split_once(':').unwrap_or((host, "1"));
    let is_port = port.parse::<u16>().is_ok_and(|number| number > 0 && number.to_string() == port);
    let label = |label: &str| {
        let is_plain = label
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        !label.is_empty() && is_plain && !label.starts_with('-') && !label.ends_with('-')
    };
    let labels: Vec<&str> = name.strip_prefix("*.").unwrap_or(name).split('.').collect();
    let is_here = matches!(name, "localhost" | "127.0.0.1");
    // A pattern like `*.ae` would cover every site of a country.
    let is_host = labels.iter().all(|part| label(part)) && (labels.len() > 1 || is_here);
    pattern.len() <= PATTERN_MAX
        && is_port
        && is_host
        && (scheme == "https" || (scheme == "http" && is_here))
}

/// Returns the pattern in what somebody typed or copied from a browser's address bar: without
/// blanks around it, path, query, fragment and the scheme's own port, in lower case as browsers
/// send it.
///
/// Anything else stays, so that [`is_pattern`] refuses it: user information, another scheme.
pub fn normalize(typed: &str) -> String {
    let typed = typed.trim();
    let Some((scheme, rest)) = typed.split_once("://") else { return typed.to_owned() };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (scheme, host) = (scheme.to_ascii_lowercase(), host.to_ascii_lowercase());
    let own_port = if scheme == "https" { ":443" } else { ":80" };
    [&scheme, "://", host.strip_suffix(own_port).unwrap_or(&host)].concat()
}

/// Returns every pattern that covers `origin`, so that a store can look them up: the origin itself,
/// and one for each domain that contains its host.
pub fn patterns(origin: &str) -> Vec<String> {
    let mut patterns = vec![origin.to_owned()];
    if let Some((scheme, host)) = origin.split_once("://") {
        let dots = host.match_indices('.').map(|(place, _)| place).filter(|place| *place > 0);
        patterns.extend(dots.map(|place| format!("{scheme}://*{}", &host[place..])));
    }
    patterns
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_patterns_of_an_origin_are_those_that_match_it(
            origin in "(https?://)?([ab]?[.]){0,4}(a|null|a:1)",
            pattern in "(https?://)?([*][.])?([ab]?[.]){0,3}(a|null|a:1)",
        ) {
            prop_assert_eq!(patterns(&origin).contains(&pattern), matches(&pattern, &origin), "{} {}", pattern, origin);
            prop_assert!(patterns(&origin).iter().all(|pattern| matches(pattern, &origin)));
        }
    }

    #[test]
    fn the_same_origin_matches_and_another_does_not() {
        assert!(matches("https://www.rta.example", "https://www.rta.example"));
        for other in [
            "http://www.rta.example",
            "https://rta.example",
            "https://www.rta.example:8443",
            "null",
            "",
        ] {
            assert!(!matches("https://www.rta.example", other), "{other}");
        }
    }

    #[test]
    fn what_is_registered_is_an_origin_over_tls() {
        for right in [
            "https://rta.ae",
            "https://*.rta.ae",
            "https://xn--mgbaam7a8h.ae:8443",
            "http://127.0.0.1:8788",
            "http://localhost:3000",
        ] {
            assert!(is_pattern(right), "{right}");
        }
        for wrong in [
            "",
            "rta.ae",
            "http://rta.ae",
            "https://rta.ae/",
            "https://RTA.ae",
            "https://*",
            "https://*.ae",
            "https://a.*.ae",
            "https://rta.ae:0443",
            "https://rta..ae",
            "https://user@rta.ae",
            "https://هيئة.ae",
            "ftp://rta.ae",
        ] {
            assert!(!is_pattern(wrong), "{wrong}");
        }
    }

    #[test]
    fn a_typed_address_becomes_its_origin() {
        for (typed, origin) in [
            ("https://www.rta.ae/", "https://www.rta.ae"),
            (" https://WWW.RTA.ae/ar/home?a=b#c\t", "https://www.rta.ae"),
            ("HTTPS://rta.ae?lang=ar", "https://rta.ae"),
            ("https://rta.ae#top", "https://rta.ae"),
            ("https://*.rta.ae/", "https://*.rta.ae"),
            ("https://rta.ae:443/", "https://rta.ae"),
            ("https://rta.ae:8443/", "https://rta.ae:8443"),
            ("https://rta.ae:80", "https://rta.ae:80"),
            ("http://localhost:80/", "http://localhost"),
        ] {
            assert_eq!(normalize(typed), origin, "{typed}");
            assert!(is_pattern(origin), "{origin}");
        }
        for typed in [
            "",
            "/",
            "rta.ae/",
            "https://",
            "https:///rta.ae",
            "https://user@rta.ae/",
            "ftp://rta.ae/",
            "http://rta.ae:80/",
            "https://*.ae/",
            "javascript://rta.ae/",
        ] {
            assert!(!is_pattern(&normalize(typed)), "{typed}");
        }
    }

    #[test]
    fn a_star_stands_for_subdomains_alone() {
        let pattern = "https://*.rta.example";
        for inside in ["https://a.rta.example", "https://a.b.rta.example"] {
            assert!(matches(pattern, inside), "{inside}");
        }
        for outside in [
            "https://rta.example",
            "https://.rta.example",
            "https://evilrta.example",
            "https://a.rta.example.evil",
            "http://a.rta.example",
        ] {
            assert!(!matches(pattern, outside), "{outside}");
        }
    }
}
