//! The cookies that staff carry; visitors carry none. Their names begin with `__Host-`: browsers take such a cookie from nobody but this very
//! host, and over HTTPS alone. On a developer's machine Chromium and Firefox take loopback for as good as that; WebKit doesn't, and signs nobody in.

use http::{HeaderMap, header::COOKIE};

/// Who is signed in.
pub(crate) const SESSION: &str = "__Host-session";

/// Which browser somebody was sent to the provider from.
pub(crate) const SIGN_IN: &str = "__Host-sign-in";

/// The cookie with this name, if the browser sent one.
pub(crate) fn read<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let values = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let pairs =
        values.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.into_iter().find_map(|(known, value)| (known == name).then_some(value))
}

/// Has the browser keep a cookie for so many seconds: out of reach of scripts, and unsaid when another site's page asks for something.
pub(crate) fn set(name: &str, value: &str, seconds: i64) -> String {
    format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; Secure; SameSite=Lax")
}

/// Has the browser forget it.
pub(crate) fn clear(name: &str) -> String {
    set(name, "", 0)
}
