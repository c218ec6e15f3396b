//! Cross-origin resource sharing: the origins whose scripts may call, and the headers that they may
//! read.

use axum::response::{IntoResponse, Response};
use domain::intake::origin;
use http::{
    HeaderMap, HeaderName, HeaderValue, Method, StatusCode,
    header::{
        ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
        ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_METHOD,
        ORIGIN, VARY,
    },
};
use std::rc::Rc;

use crate::{error::ApiError, platform::cached::Cached, state::App, store};

const METHODS: &str = "GET, HEAD, POST, PATCH, DELETE, OPTIONS";
const REQUEST_HEADERS: &str = "Content-Type, Idempotency-Key, Proof, Authorization, If-None-Match, Range, Tus-Resumable, Upload-Length, \
     Upload-Offset, Upload-Metadata, Upload-Defer-Length, Upload-Checksum, X-HTTP-Method-Override, X-Requested-With";
const ANSWER_HEADERS: &str = "Location, ETag, Retry-After, Request-Id, Server-Timing, Content-Range, Upload-Offset, Upload-Length, Upload-Defer-Length, \
     Upload-Metadata, Upload-Expires, Tus-Resumable, Tus-Version, Tus-Extension, Tus-Max-Size, Tus-Checksum-Algorithm";

/// The time to live of the list of registered origins, in seconds.
const ORIGINS_AGE: i64 = 60;

thread_local! {
    static ORIGINS: Cached<Vec<String>> = const { Cached::new() };
}

/// Returns whether a request is a CORS preflight.
pub(crate) fn is_preflight(method: &Method, headers: &HeaderMap) -> bool {
    *method == Method::OPTIONS
        && headers.contains_key(ORIGIN)
        && headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD)
}

/// Answers a preflight.
pub(crate) fn preflight() -> Response {
    let headers = [
        (ACCESS_CONTROL_ALLOW_METHODS, METHODS),
        (ACCESS_CONTROL_ALLOW_HEADERS, REQUEST_HEADERS),
        (ACCESS_CONTROL_MAX_AGE, "86400"),
    ];
    (StatusCode::NO_CONTENT, headers).into_response()
}

/// Allows the page's script to read the response, if its origin is registered with any entity. The
/// directory of entities is open to every origin.
pub(crate) async fn allow(
    app: &App,
    path: &str,
    page: Option<&str>,
    headers: &mut HeaderMap,
) -> Result<(), ApiError> {
    headers.append(VARY, HeaderValue::from_static("Origin"));
    let Some(page) = page else { return Ok(()) };
    let allowed = if path.starts_with("/api/v1/entities") {
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
    Ok(registered(app).await?.iter().find(|pattern| origin::matches(pattern, page)).cloned())
}

/// Returns the origins registered with any entity. They are cached, since every request of a
/// script needs them.
async fn registered(app: &App) -> Result<Rc<Vec<String>>, ApiError> {
    if let Some(origins) = ORIGINS.with(|cache| cache.get(app.now, ORIGINS_AGE)) {
        return Ok(origins);
    }
    let origins = store::entity::directory::origins(&app.db()?).await?;
    Ok(ORIGINS.with(|cache| cache.set(app.now, origins)))
}
