//! Cookies of staff. Visitors have none.
//!
//! Their names begin with `__Host-`: browsers accept such a cookie only from this very host, and
//! over HTTPS only. On a developer's machine Chromium and Firefox treat loopback like HTTPS. WebKit
//! doesn't, so nobody can sign in there.

use http::{HeaderMap, header::COOKIE};

/// Cookie with the session token.
pub(crate) const SESSION: &str = "__Host-session";

/// Cookie that binds a sign-in attempt to the browser that started it.
pub(crate) const SIGN_IN: &str = "__Host-sign-in";

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

/// Returns a `Set-Cookie` value that deletes the cookie.
pub(crate) fn clear(name: &str) -> String {
    set(name, "", 0)
}
