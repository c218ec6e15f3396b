//! The way in and out: what holds for every request and every answer.

pub(crate) mod access_log;
pub(crate) mod cors;
pub(crate) mod negotiation;
pub(crate) mod trailing_slash;

use axum::{
    body::Body,
    response::{IntoResponse, Response},
};
use http::{
    HeaderMap, HeaderName, HeaderValue, Method, Request,
    header::{
        CACHE_CONTROL, CONTENT_SECURITY_POLICY, ORIGIN, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
        X_CONTENT_TYPE_OPTIONS,
    },
};
use tower_service::Service;
use worker::{Context, Env, web_sys};

use crate::{
    error::{self, ApiError, Reported},
    middleware::access_log::Entry,
    platform::{self, clock},
    request::headers::header,
    router,
    state::App,
    store::Cost,
};

/// What a page may ask the device for: what a recording needs.
const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");

pub(crate) async fn answer(
    request: web_sys::Request,
    env: Env,
    context: Context,
) -> worker::Result<web_sys::Response> {
    let Some(request) = platform::received(request) else {
        return platform::sent(ApiError::Malformed("its address".into()).into_response()).await;
    };
    let (method, now) = (request.method().clone(), clock::now());
    let entry = Entry::begin(&method, request.uri().path(), request.headers(), now);
    let (mut response, base_url, cost) = match App::new(env, now) {
        Ok(app) => (
            handled(&app.clone().within(context), request).await,
            app.config.base_url.clone(),
            app.cost,
        ),
        // Without its settings it can do nothing but say so.
        Err(error) => (error.into_response(), String::new(), Cost::default()),
    };
    if let Some(reported) = response.extensions_mut().remove::<Reported>() {
        response = reported.answer(response, &base_url);
    }
    guard(&base_url, &method, response.headers_mut());
    entry.end(&mut response, &cost);
    platform::sent(response).await
}

async fn handled(app: &App, request: Request<Body>) -> Response {
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let page = cors::origin_of(request.headers()).map(str::to_owned);
    let is_api = path.starts_with("/api/");
    let is_shared = is_api || path.starts_with("/embed/");
    let mut response = if is_api && cors::is_preflight(&method, request.headers()) {
        cors::preflight()
    } else if speaks_json(&path) && !negotiation::takes_json(request.headers()) {
        ApiError::NotAcceptable.into_response()
    } else if is_from_elsewhere(&method, &path, request.headers(), &app.config.base_url) {
        ApiError::CrossSite.into_response()
    } else if let Some(location) =
        trailing_slash::elsewhere(&path, request.uri().query(), &app.config.base_url)
    {
        trailing_slash::redirect(&location)
    } else {
        let mut request = trailing_slash::without(request);
        request.extensions_mut().insert(app.clone());
        match router::shared().call(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        }
    };
    if is_call(&path) && response.extensions().get::<Reported>().is_none() {
        response = error::of_framework(response);
    }
    if is_shared
        && let Err(error) = cors::allow(app, &path, page.as_deref(), response.headers_mut()).await
    {
        response = error.into_response();
    }
    response
}

/// Whether programs speak to this address, rather than people.
pub(crate) fn is_call(path: &str) -> bool {
    path.starts_with("/api/") || path.starts_with("/console/api/")
}

/// Whether another website's page has something changed in the console: whoever is signed in there has their browser send the session along.
fn is_from_elsewhere(method: &Method, path: &str, headers: &HeaderMap, base_url: &str) -> bool {
    if method.is_safe() || !(path == "/console" || path.starts_with("/console/")) {
        return false;
    }
    match header(headers, "sec-fetch-site") {
        Some(site) => site != "same-origin",
        // Browsers of before 2023 say only whose page it is.
        None => header(headers, ORIGIN) != Some(base_url),
    }
}

/// Everything under the API but the media, which are what they are.
fn speaks_json(path: &str) -> bool {
    path.starts_with("/api/v1/") && !path.starts_with("/api/v1/attachments/")
}

/// What every answer says, unless its handler said it otherwise.
fn guard(base_url: &str, method: &Method, headers: &mut HeaderMap) {
    let mut default =
        |name, value| _ = headers.entry(name).or_insert(HeaderValue::from_static(value));
    default(X_CONTENT_TYPE_OPTIONS, "nosniff");
    default(REFERRER_POLICY, "no-referrer");
    default(CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'");
    default(
        PERMISSIONS_POLICY,
        "camera=(self), microphone=(self), geolocation=(), payment=(), usb=()",
    );
    if base_url.starts_with("https:") {
        default(STRICT_TRANSPORT_SECURITY, "max-age=63072000; includeSubDomains");
    }
    if *method != Method::OPTIONS {
        default(CACHE_CONTROL, "no-store");
    }
}
