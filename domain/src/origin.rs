//! Which web pages may speak for an entity.

/// Whether `origin` (as a browser sends it, RFC 6454) is covered by a registered `pattern`: the same origin, or any subdomain where the
/// pattern's host starts with `*.`.
pub fn matches(pattern: &str, origin: &str) -> bool {
    if pattern == origin {
        return true;
    }
    let Some((scheme, host)) = pattern.split_once("://*.") else { return false };
    let Some((origin_scheme, origin_host)) = origin.split_once("://") else { return false };
    scheme == origin_scheme && origin_host.strip_suffix(host).is_some_and(|sub| sub.len() > 1 && sub.ends_with('.'))
}

/// Every pattern that covers `origin`, so that a store can look them up: the origin itself, and one for each domain that it lies in.
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
        for other in ["http://www.rta.example", "https://rta.example", "https://www.rta.example:8443", "null", ""] {
            assert!(!matches("https://www.rta.example", other), "{other}");
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
