//! A slash at the end of an address makes no difference: programs are answered, people are led to the address without it.

use axum::response::{IntoResponse, Response};
use http::{Request, StatusCode, Uri, header::LOCATION};

/// Where a page for people is that was asked for with a slash at its end.
pub(crate) fn elsewhere(path: &str, query: Option<&str>, base_url: &str) -> Option<String> {
    let bare = path.trim_end_matches('/');
    if bare == path || bare.is_empty() || path.starts_with("/api/") {
        return None;
    }
    // From the base, so that a path of two slashes leads to no other host.
    Some(
        query.map_or_else(
            || format!("{base_url}{bare}"),
            |query| format!("{base_url}{bare}?{query}"),
        ),
    )
}

/// For good, and with the same method and body.
pub(crate) fn redirect(location: &str) -> Response {
    (StatusCode::PERMANENT_REDIRECT, [(LOCATION, location)]).into_response()
}

/// The same request without a slash at its end, where it is one of the API's.
pub(crate) fn without<Body>(mut request: Request<Body>) -> Request<Body> {
    let path = request.uri().path();
    let Some(bare) = path.strip_suffix('/').filter(|_| path.starts_with("/api/v1/")) else {
        return request;
    };
    let target =
        request.uri().query().map_or_else(|| bare.to_owned(), |query| format!("{bare}?{query}"));
    if let Ok(uri) = target.parse::<Uri>() {
        *request.uri_mut() = uri;
    }
    request
}
