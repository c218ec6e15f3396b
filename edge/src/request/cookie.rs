//! Cookies of staff, of customers in their profiles, and the two of a visitor: of one who opened a
//! participation without a script, and of one who asked for a one-time code.
//!
//! The names of those with a session begin with `__Host-`: browsers accept such a cookie only from
//! this very host, and over HTTPS only. On a developer's machine Chromium and Firefox treat
//! loopback like HTTPS. WebKit doesn't, so nobody can sign in there.

use http::{HeaderMap, header::COOKIE};

/// Cookie with the session token.
pub(crate) const SESSION: &str = "__Host-session";

/// Cookie that binds a sign-in attempt to the browser that started it.
pub(crate) const SIGN_IN: &str = "__Host-sign-in";

/// Cookie with the time of a change of settings, for a few minutes.
pub(crate) const CHANGED: &str = "__Host-changed";

/// Cookie with the tracking key of a participation that its author opened without a script. It goes
/// to the participation's page alone, so its name can't begin with `__Host-`.
pub(crate) const OPENED: &str = "__Secure-opened";

/// Cookie of a browser in which an author asked for a one-time code. It goes to the participation's
/// page alone.
pub(crate) const ASKED: &str = "__Secure-asked";

/// Cookie with the token of a customer's session in their profile.
pub(crate) const PROFILE: &str = "__Host-profile";

/// Cookie that binds a customer's sign-in to the browser that started it.
pub(crate) const PROFILE_SIGN_IN: &str = "__Host-profile-sign-in";

/// Returns the value of the cookie `name`, if the browser sent it.
pub(crate) fn read<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let values = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let pairs =
        values.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.into_iter().find_map(|(known, value)| (known == name).then_some(value))
}

/// Returns a `Set-Cookie` value with a lifetime in seconds. Scripts can't read the cookie, and
/// browsers don't send it with requests of another site's pages (`SameSite=Lax`).
pub(crate) fn set(name: &str, value: &str, seconds: i64) -> String {
    format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; Secure; SameSite=Lax")
}

/// Returns a `Set-Cookie` value that browsers send with requests for `path` and what is below it,
/// from this site's own pages alone (`SameSite=Strict`).
pub(crate) fn set_below(path: &str, name: &str, value: &str, seconds: i64) -> String {
    format!("{name}={value}; Path={path}; Max-Age={seconds}; HttpOnly; Secure; SameSite=Strict")
}

/// Returns a `Set-Cookie` value that deletes the cookie.
pub(crate) fn clear(name: &str) -> String {
    set(name, "", 0)
}

#[cfg(test)]
mod tests {
    use super::{OPENED, SESSION, SIGN_IN, clear, read, set, set_below};
    use http::{HeaderMap, HeaderValue, header::COOKIE};

    fn headers(values: &[&'static str]) -> HeaderMap {
        values.iter().map(|value| (COOKIE, HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn a_cookie_is_read_by_its_whole_name() {
        let sent = headers(&["a=1; __Host-session=token; __Host-sign-in=state"]);
        assert_eq!(read(&sent, SESSION), Some("token"));
        assert_eq!(read(&sent, SIGN_IN), Some("state"));
        for other in ["session", "__Host-", "__Host-sessio", "__host-session", "token", ""] {
            assert_eq!(read(&sent, other), None, "{other}");
        }
    }

    #[test]
    fn a_value_may_contain_an_equals_sign_or_be_empty() {
        assert_eq!(read(&headers(&["a=b=c=="]), "a"), Some("b=c=="));
        assert_eq!(read(&headers(&["a="]), "a"), Some(""));
    }

    #[test]
    fn cookies_may_come_in_several_headers_and_with_spaces() {
        let sent = headers(&["a=1;b=2", "  c=3 ;d", "e"]);
        assert_eq!(
            ["a", "b", "c"].map(|name| read(&sent, name)),
            [Some("1"), Some("2"), Some("3")]
        );
        assert_eq!(["d", "e"].map(|name| read(&sent, name)), [None, None]);
        assert_eq!(read(&HeaderMap::new(), "a"), None);
    }

    #[test]
    fn a_header_that_is_no_text_hides_no_other() {
        let mut sent = headers(&["a=1"]);
        sent.insert(COOKIE, HeaderValue::from_bytes(b"a=\xff").unwrap());
        sent.append(COOKIE, HeaderValue::from_static("b=2"));
        assert_eq!([read(&sent, "a"), read(&sent, "b")], [None, Some("2")]);
    }

    #[test]
    fn a_cookie_is_for_this_host_over_https_and_no_script() {
        let cookie = set(SESSION, "token", 60);
        let mut parts = cookie.split("; ");
        assert_eq!(parts.next(), Some("__Host-session=token"));
        let attributes: Vec<_> = parts.collect();
        // Browsers drop a `__Host-` cookie without `Secure` and `Path=/`, or with `Domain`.
        for needed in ["Path=/", "Max-Age=60", "HttpOnly", "Secure", "SameSite=Lax"] {
            assert!(attributes.contains(&needed), "{cookie}");
        }
        assert_eq!(attributes.len(), 5, "{cookie}");
    }

    #[test]
    fn a_cookie_of_a_page_goes_nowhere_else() {
        let cookie = set_below("/p/1", OPENED, "key", 600);
        for needed in ["__Secure-opened=key; ", "; Path=/p/1; ", "; HttpOnly", "; SameSite=Strict"]
        {
            assert!(cookie.contains(needed), "{cookie}");
        }
    }

    #[test]
    fn a_cleared_cookie_is_empty_and_expires_at_once() {
        let cookie = clear(SIGN_IN);
        assert!(cookie.starts_with("__Host-sign-in=; "), "{cookie}");
        assert!(cookie.contains("; Max-Age=0; "), "{cookie}");
    }
}
