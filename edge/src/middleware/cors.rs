//! Cross-origin resource sharing: the origins whose scripts may call, and the headers that they may
//! read.

use axum::response::{IntoResponse, Response};
use domain::{Timestamp, intake::origin};
use http::{
    HeaderMap, HeaderName, HeaderValue, Method, StatusCode,
    header::{
        ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
        ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_HEADERS,
        ACCESS_CONTROL_REQUEST_METHOD, ORIGIN, VARY,
    },
};

use crate::{directory, error::ApiError, platform::clock::later, state::App};

const METHODS: &str = "GET, HEAD, POST, PATCH, DELETE, OPTIONS";
const REQUEST_HEADERS: &str = "Content-Type, Idempotency-Key, Proof, Authorization, If-None-Match, Range, Tus-Resumable, Upload-Length, \
     Upload-Offset, Upload-Metadata, Upload-Defer-Length, Upload-Checksum, X-HTTP-Method-Override, X-Requested-With";
const ANSWER_HEADERS: &str = "Location, ETag, Retry-After, Request-Id, Server-Timing, Content-Range, Upload-Offset, Upload-Length, Upload-Defer-Length, \
     Upload-Metadata, Upload-Expires, Tus-Resumable, Tus-Version, Tus-Extension, Tus-Max-Size, Tus-Checksum-Algorithm";

/// Seconds for which an unknown origin is not looked for again in the store.
const RECENT: i64 = 5;

/// The number of headers that a page may add to a call.
const ADDED_MAX: usize = 32;

/// Paths that any origin may read. The widget's files have the header that says so from
/// `_headers`; here it is for their preflights.
const OPEN: [&str; 4] = ["/api/v1/entities", "/open311/", "/w/", "/embed/v/"];

/// Paths whose preflights any origin passes. The call itself tells a page that isn't registered why
/// it gets nothing, and its web team reads that, whatever headers monitoring adds.
const EXPLAINED: &str = "/embed/";

/// Returns whether a request is a CORS preflight.
pub(crate) fn is_preflight(method: &Method, headers: &HeaderMap) -> bool {
    *method == Method::OPTIONS
        && headers.contains_key(ORIGIN)
        && headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD)
}

/// Answers a preflight. It allows the headers that our calls send, and those that the page's own
/// scripts add to them: monitoring that wraps `fetch` adds `traceparent` and the like.
///
/// No header gives a page more rights: browsers send no cookies with these calls, and the tracking
/// key in `Authorization` is as good from any registered page.
pub(crate) fn preflight(headers: &HeaderMap) -> Response {
    let mut allowed = REQUEST_HEADERS.to_owned();
    for name in added_names(headers) {
        allowed.push_str(", ");
        allowed.push_str(name.as_str());
    }
    let headers = [
        (ACCESS_CONTROL_ALLOW_METHODS, METHODS.to_owned()),
        (ACCESS_CONTROL_ALLOW_HEADERS, allowed),
        (ACCESS_CONTROL_MAX_AGE, "86400".to_owned()),
    ];
    (StatusCode::NO_CONTENT, headers).into_response()
}

/// Returns the header names that a preflight asks for beyond our own. What is no name is left out.
fn added_names(headers: &HeaderMap) -> Vec<HeaderName> {
    let lists = headers.get_all(ACCESS_CONTROL_REQUEST_HEADERS);
    let names = lists.iter().filter_map(|list| list.to_str().ok()).flat_map(|list| list.split(','));
    let is_own = |name: &str| REQUEST_HEADERS.split(", ").any(|own| own.eq_ignore_ascii_case(name));
    names
        .map(str::trim)
        .filter(|name| !is_own(name))
        .filter_map(|name| name.parse().ok())
        .take(ADDED_MAX)
        .collect()
}

/// Allows the page's script to read the response, if its origin is registered with any entity or
/// the path is open to every origin.
pub(crate) async fn allow(
    app: &App,
    path: &str,
    page: Option<&str>,
    headers: &mut HeaderMap,
) -> Result<(), ApiError> {
    headers.append(VARY, HeaderValue::from_static("Origin"));
    let Some(page) = page else { return Ok(()) };
    let is_preflight = headers.contains_key(ACCESS_CONTROL_MAX_AGE);
    let is_explained = is_preflight && path.starts_with(EXPLAINED);
    let allowed = if is_explained || OPEN.iter().any(|open| path.starts_with(open)) {
        Some(HeaderValue::from_static("*"))
    } else if is_known(app, page).await? {
        HeaderValue::from_str(page).ok()
    } else {
        None
    };
    if let Some(allowed) = allowed {
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, allowed);
        // No script reads the headers of a form.
        if path.starts_with("/api/") {
            headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(ANSWER_HEADERS));
        }
    } else {
        // A refused preflight doesn't disclose which methods and headers would be allowed.
        let asked: [HeaderName; 3] =
            [ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_MAX_AGE];
        for name in &asked {
            headers.remove(name);
        }
    }
    Ok(())
}

/// Returns whether pages of this origin may call: it is registered with any entity, or our own.
pub(crate) async fn is_known(app: &App, page: &str) -> Result<bool, ApiError> {
    Ok(website(app, page).await?.is_some())
}

/// Returns the registered pattern that matches an origin, or the origin itself if it is our own.
/// `None` if pages of this origin may not call.
pub(crate) async fn website(app: &App, page: &str) -> Result<Option<String>, ApiError> {
    if app.config.is_own_origin(page) {
        return Ok(Some(page.to_owned()));
    }
    if let Some(known) = registered(app, page, None).await? {
        return Ok(Some(known));
    }
    // It may have been registered a moment ago, in the console of another data centre.
    registered(app, page, Some(later(app.now, -RECENT))).await
}

/// Returns the registered pattern that matches an origin, in a directory that is read after
/// `since`.
async fn registered(
    app: &App,
    page: &str,
    since: Option<Timestamp>,
) -> Result<Option<String>, ApiError> {
    let snapshot = directory::current(app, since).await?;
    let mut patterns = snapshot.origins();
    Ok(patterns.find(|pattern| origin::matches(pattern, page)).map(str::to_owned))
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue, header::ACCESS_CONTROL_REQUEST_HEADERS};

    use super::{ADDED_MAX, added_names};

    fn added(asked: &[&str]) -> Vec<String> {
        let mut headers = HeaderMap::new();
        for list in asked {
            headers.append(ACCESS_CONTROL_REQUEST_HEADERS, HeaderValue::from_str(list).unwrap());
        }
        added_names(&headers).iter().map(|name| name.as_str().to_owned()).collect()
    }

    #[test]
    fn headers_of_monitoring_are_allowed_beside_our_own() {
        let asked = ["content-type,traceparent, X-Datadog-Trace-Id", "b3"];
        assert_eq!(added(&asked), ["traceparent", "x-datadog-trace-id", "b3"]);
        assert_eq!(added(&["idempotency-key, proof"]), [""; 0]);
    }

    #[test]
    fn what_is_no_header_name_is_left_out_and_the_list_has_an_end() {
        assert_eq!(added(&["a b, (x), , ok"]), ["ok"]);
        let many: Vec<String> = (0..100).map(|number| format!("x-{number}")).collect();
        assert_eq!(added(&[&many.join(",")]).len(), ADDED_MAX);
    }
}
