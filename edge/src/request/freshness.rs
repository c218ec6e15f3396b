//! Age that a request's answer may have. Visitors may get the public directory from caches. Staff
//! who have just changed settings see their change at once.

use domain::Timestamp;
use http::HeaderMap;

use super::{cookie, headers::from_headers};

/// Time for which caches may keep an answer to a visitor, in seconds. The directory behind it is at
/// most a minute old, so a change shows within five minutes.
const KEPT: &str = "public, max-age=240";

/// Time after which no cache holds anything from before a change, in seconds.
const CHANGE_AGE: i64 = 300;

/// Age that an answer may have.
#[derive(Clone, Copy, Default)]
pub(crate) struct Freshness {
    /// Time of a change that the browser's person has made.
    pub(crate) changed: Option<Timestamp>,
    is_staff: bool,
}

impl Freshness {
    fn of(headers: &HeaderMap) -> Self {
        let changed = cookie::read(headers, cookie::CHANGED);
        let changed = changed.and_then(|millis| millis.parse().ok());
        Self {
            changed: changed.and_then(|millis| Timestamp::from_millisecond(millis).ok()),
            is_staff: cookie::read(headers, cookie::SESSION).is_some(),
        }
    }

    /// Returns the `Cache-Control` value of an answer from the directory. A browser of staff asks
    /// again each time.
    pub(crate) const fn cache_control(self) -> &'static str {
        if self.is_staff { "private, no-cache" } else { KEPT }
    }
}

from_headers!(Freshness);

/// Returns the `Set-Cookie` value by which a browser names the time of a change.
pub(crate) fn changed(at: Timestamp) -> String {
    cookie::set(cookie::CHANGED, &at.as_millisecond().to_string(), CHANGE_AGE)
}

#[cfg(test)]
mod tests {
    use super::{Freshness, changed};
    use crate::request::testing::{part, request};
    use domain::Timestamp;

    fn freshness(cookies: &str) -> Freshness {
        let Ok(freshness) = part(request(&[("cookie", cookies)]));
        freshness
    }

    #[test]
    fn a_visitors_answer_is_kept_and_that_of_staff_is_not() {
        assert_eq!(freshness("").cache_control(), "public, max-age=240");
        assert_eq!(freshness("__Host-session=a").cache_control(), "private, no-cache");
    }

    #[test]
    fn a_browser_names_the_time_of_its_change() {
        let at = Timestamp::from_millisecond(1_234_567).unwrap();
        let set = changed(at);
        let cookie = set.split(';').next().unwrap();
        assert_eq!(freshness(cookie).changed, Some(at));
        assert_eq!(freshness("__Host-changed=soon").changed, None);
        assert_eq!(freshness("").changed, None);
    }
}
