//! Steps that every request passes through: content negotiation, cross-site protection, redirects,
//! CORS, default headers, the access log, and refusals in the log of security events.
//!
//! The worker's entry point calls [`answer`], and the router runs [`guard`] around each handler.
//! Nothing here knows a single route.

pub(crate) mod access_log;
pub(crate) mod cors;
pub(crate) mod negotiation;
pub(crate) mod refusals;
pub(crate) mod trailing_slash;

use axum::{
    Extension, Router,
    body::Body,
    extract::MatchedPath,
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::profile::passkey::Site;
use http::{
    HeaderMap, HeaderName, HeaderValue, Method, Request, Uri,
    header::{
        CACHE_CONTROL, CONTENT_SECURITY_POLICY, ORIGIN, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
        X_CONTENT_TYPE_OPTIONS,
    },
};
use tower_service::Service;
use worker::{Context, Env, web_sys};

use crate::{
    error::{self, ApiError, Denied, Reported},
    middleware::access_log::Entry,
    platform::{self, clock},
    request::{headers::header, origin::origin_of, session::SessionDigest},
    state::App,
    store::{self, Cost},
};

const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");

/// The URI as the client sent it, with its trailing slashes.
#[derive(Clone)]
pub(crate) struct RequestedUri(Uri);

/// Answers a request of the platform through `router`, and writes it into the access log.
pub(crate) async fn answer(
    request: web_sys::Request,
    env: Env,
    context: Context,
    router: Router,
) -> worker::Result<web_sys::Response> {
    let Some(request) = platform::received(request) else {
        return platform::sent(ApiError::Malformed("its address".into()).into_response()).await;
    };
    let (method, now) = (request.method().clone(), clock::now());
    let entry = Entry::begin(&method, request.headers(), now);
    let (mut response, base_url, cost) = match App::new(env, now) {
        Ok(app) => (
            route(Some(app.clone().within(context)), request, router).await,
            app.config.base_url.clone(),
            app.cost,
        ),
        // Without its configuration, the worker can only report that. The router still matches the
        // path, for the log.
        Err(error) => {
            let mut unanswered = route(None, request, router).await;
            let mut response = error.into_response();
            response.extensions_mut().extend(std::mem::take(unanswered.extensions_mut()));
            (response, String::new(), Cost::default())
        }
    };
    if let Some(reported) = response.extensions_mut().remove::<Reported>() {
        response = reported.answer(response, &base_url);
    }
    set_default_headers(&base_url, &method, response.headers_mut());
    entry.end(&mut response, &cost);
    platform::sent(response).await
}

async fn route(app: Option<App>, mut request: Request<Body>, mut router: Router) -> Response {
    let requested = request.uri().clone();
    *request.uri_mut() = trailing_slash::strip(&requested);
    request.extensions_mut().insert(RequestedUri(requested));
    if let Some(app) = app {
        request.extensions_mut().insert(app);
    }
    match router.call(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    }
}

/// Runs a route's handler unless the request is a preflight, not acceptable, from another site or
/// for a path with trailing slashes. Adds the CORS headers, and the matched path for the log.
/// Without an application it adds the matched path alone.
#[worker::send]
pub(crate) async fn guard(
    app: Option<Extension<App>>,
    Extension(RequestedUri(requested)): Extension<RequestedUri>,
    matched: Option<MatchedPath>,
    request: Request<Body>,
    next: Next,
) -> Response {
    let mut response = match app {
        Some(Extension(app)) => guarded(&app, &requested, request, next).await,
        None => Response::default(),
    };
    if let Some(pattern) = matched {
        response.extensions_mut().insert(pattern);
    }
    response
}

async fn guarded(app: &App, requested: &Uri, request: Request<Body>, next: Next) -> Response {
    let (method, path) = (request.method().clone(), requested.path());
    let origin = origin_of(request.headers()).map(str::to_owned);
    let is_api = path.starts_with("/api/");
    let session = is_console(path).then(|| SessionDigest::of(request.headers()));
    let is_preflight = !is_console(path) && cors::is_preflight(&method, request.headers());
    let mut response = if is_preflight {
        cors::preflight(request.headers())
    } else if speaks_json(path) && !negotiation::takes_json(request.headers()) {
        ApiError::NotAcceptable.into_response()
    } else if is_cross_site(&method, path, request.headers(), &app.config.base_url) {
        ApiError::CrossSite.into_response()
    } else if let Some(location) = trailing_slash::redirect_target(requested, &app.config.base_url)
    {
        trailing_slash::redirect(&location)
    } else {
        next.run(request).await
    };
    if response.extensions().get::<Denied>().is_some()
        && let Some(SessionDigest(Some(digest))) = session
    {
        log_denied(app, &digest, &method, path).await;
    }
    if is_call(path) && !is_open311(path) && response.extensions().get::<Reported>().is_none() {
        response = error::of_framework(response);
    }
    if (is_api || is_open311(path) || is_preflight || path.starts_with("/embed/"))
        && let Err(error) = cors::allow(app, path, origin.as_deref(), response.headers_mut()).await
    {
        response = error.into_response();
    }
    response
}

/// Logs that a signed-in person lacks the right to a call.
async fn log_denied(app: &App, digest: &str, method: &Method, path: &str) {
    let Ok(db) = app.db() else { return };
    if let Ok(Some(found)) = store::access::sessions::find(&db, digest).await
        && found.session.holds(app.now)
    {
        refusals::log_call(app, &found.person.id, method.as_str(), path).await;
    }
}

/// Returns whether a path is for programs rather than for people.
pub(crate) fn is_call(path: &str) -> bool {
    path.starts_with("/api/")
        || path.starts_with("/console/api/")
        || path.starts_with("/open/")
        || path.starts_with("/in/")
        || is_open311(path)
        || is_data(path)
}

/// Returns whether a path belongs to Open311, whose errors have a shape of their own.
fn is_open311(path: &str) -> bool {
    path.starts_with("/open311/")
}

/// Returns whether a path is that of a page's data, beside the page.
fn is_data(path: &str) -> bool {
    ["/guide/", "/open/"].iter().any(|folder| path.starts_with(folder))
        && path.rsplit_once('.').is_some_and(|(_, extension)| extension == "json")
}

/// Returns whether a path belongs to the console, which no other website's page may call.
fn is_console(path: &str) -> bool {
    path == "/console" || path.starts_with("/console/")
}

/// Returns whether a path belongs to a customer's own file.
fn is_profile(path: &str) -> bool {
    path == "/me" || path.starts_with("/me/")
}

/// Returns whether another website's page tries to change something in the console or in somebody's
/// file, where the browser would send the session along.
fn is_cross_site(method: &Method, path: &str, headers: &HeaderMap, base_url: &str) -> bool {
    if method.is_safe() || !(is_console(path) || is_profile(path)) {
        return false;
    }
    match header(headers, "sec-fetch-site") {
        Some(site) => site != "same-origin",
        // Browsers before 2023 send only the page's origin.
        None => !header(headers, ORIGIN).is_some_and(|origin| Site::is_own(base_url, origin)),
    }
}

/// Returns whether a path answers with JSON: everything under the API but the attachments' bytes,
/// and data beside pages.
fn speaks_json(path: &str) -> bool {
    path.starts_with("/api/v1/") && !path.starts_with("/api/v1/attachments/") || is_data(path)
}

/// Sets the headers of every response that its handler hasn't set.
fn set_default_headers(base_url: &str, method: &Method, headers: &mut HeaderMap) {
    let mut default =
        |name, value| _ = headers.entry(name).or_insert(HeaderValue::from_static(value));
    default(X_CONTENT_TYPE_OPTIONS, "nosniff");
    default(REFERRER_POLICY, "no-referrer");
    default(CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'");
    default(
        PERMISSIONS_POLICY,
        "camera=(self), microphone=(self), geolocation=(self), payment=(), usb=()",
    );
    if base_url.starts_with("https:") {
        default(STRICT_TRANSPORT_SECURITY, "max-age=63072000; includeSubDomains");
    }
    if *method != Method::OPTIONS {
        default(CACHE_CONTROL, "no-store");
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue, Method};

    use super::{is_call, is_cross_site, set_default_headers, speaks_json};

    const BASE: &str = "https://sawtak.example";

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value)))
            .collect()
    }

    #[test]
    fn only_this_site_changes_something_in_the_console() {
        let is_cross_site =
            |method: Method, path: &str, pairs| is_cross_site(&method, path, &headers(pairs), BASE);
        let path = "/console/sign-out";
        assert!(!is_cross_site(Method::POST, path, &[("sec-fetch-site", "same-origin")]));
        assert!(is_cross_site(Method::POST, path, &[("sec-fetch-site", "same-site")]));
        assert!(is_cross_site(Method::POST, path, &[("sec-fetch-site", "none")]));
        assert!(!is_cross_site(Method::POST, path, &[("origin", BASE)]));
        assert!(is_cross_site(Method::POST, path, &[("origin", "https://evil.example")]));
        assert!(is_cross_site(Method::PUT, "/console", &[]));
        assert!(!is_cross_site(Method::GET, path, &[("sec-fetch-site", "cross-site")]));
        assert!(!is_cross_site(Method::POST, "/api/v1/participations", &[]));
        assert!(!is_cross_site(Method::POST, "/consoles", &[]));
        assert!(is_cross_site(Method::POST, "/me/leave", &[("sec-fetch-site", "cross-site")]));
        assert!(is_cross_site(Method::POST, "/me", &[]));
        assert!(!is_cross_site(Method::POST, "/me", &[("sec-fetch-site", "same-origin")]));
    }

    #[test]
    fn programs_are_told_from_people_by_the_path() {
        assert!(is_call("/api/v1/entities") && is_call("/console/api/me"));
        assert!(!is_call("/api") && !is_call("/console/cases") && !is_call("/p"));
        assert!(speaks_json("/api/v1/uploads") && !speaks_json("/api/v1/attachments/1"));
        assert!(!speaks_json("/f/rta"));
    }

    #[test]
    fn a_handler_may_set_a_default_header_itself() {
        let mut own = headers(&[("cache-control", "private, no-cache")]);
        set_default_headers(BASE, &Method::GET, &mut own);
        assert_eq!(own["cache-control"], "private, no-cache");
        assert_eq!(own["x-content-type-options"], "nosniff");
        assert!(own.contains_key("strict-transport-security"));
    }

    #[test]
    fn plain_http_promises_no_https() {
        let mut own = HeaderMap::new();
        set_default_headers("http://127.0.0.1:8787", &Method::OPTIONS, &mut own);
        assert!(!own.contains_key("strict-transport-security"));
        assert!(!own.contains_key("cache-control"));
    }
}
