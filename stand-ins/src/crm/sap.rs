//! SAP Cloud for Customer (OData): a token against forged requests with the cookie of its session,
//! then `POST …/ServiceRequestCollection`. A repeated request creates another case.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use super::{Case, Crm, is_json, is_user, object};
use crate::ids;

/// Fields of a service request that may be set here.
const KNOWN: [&str; 5] = [
    "Name",
    "ProcessingTypeCode",
    "ExternalID",
    "ServicePriorityCode",
    "ServiceRequestDescription",
];

/// Name of the session's cookie.
const COOKIE: &str = "SAP_SESSIONID_KEY_100";

/// Handles `GET` of the service: with `x-csrf-token: fetch` the answer has a token.
pub(super) async fn service(
    State(crm): State<Arc<Crm>>,
    Path(tenant): Path<String>,
    headers: HeaderMap,
) -> Response {
    if !is_user(&headers) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let mut response =
        Json(json!({ "d": { "EntitySets": ["ServiceRequestCollection"] } })).into_response();
    let asked = headers.get("x-csrf-token").and_then(|value| value.to_str().ok());
    if asked.is_some_and(|asked| asked.eq_ignore_ascii_case("fetch")) {
        let (token, session) = (ids::hex(""), ids::hex(""));
        let set = [
            "sap-usercontext=sap-client=100; path=/".to_owned(),
            format!("{COOKIE}={session}; path=/; secure; HttpOnly"),
        ];
        let answered = response.headers_mut();
        for cookie in set {
            answered
                .extend(HeaderValue::from_str(&cookie).map(|value| (header::SET_COOKIE, value)));
        }
        answered.extend(
            HeaderValue::from_str(&token)
                .map(|value| (header::HeaderName::from_static("x-csrf-token"), value)),
        );
        crm.with(&tenant, |tenant| tenant.sessions.insert(session, token));
    }
    response
}

/// Handles `POST …/ServiceRequestCollection`.
pub(super) async fn create(
    State(crm): State<Arc<Crm>>,
    Path(tenant): Path<String>,
    headers: HeaderMap,
    body: String,
) -> Response {
    if !is_user(&headers) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let value = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let cookies = value("cookie").unwrap_or_default().split(';').map(str::trim);
    let session = cookies
        .filter_map(|cookie| cookie.split_once('='))
        .find_map(|(name, session)| (name == COOKIE).then_some(session));
    let expected = session
        .and_then(|session| crm.with(&tenant, |tenant| tenant.sessions.get(session).cloned()));
    if expected.is_none() || value("x-csrf-token") != expected.as_deref() {
        let required = [("x-csrf-token", "Required")];
        return (StatusCode::FORBIDDEN, required, "CSRF token validation failed").into_response();
    }
    if !is_json(&headers) {
        return problem(StatusCode::UNSUPPORTED_MEDIA_TYPE, "Content-Type");
    }
    let members = match object(&body, &KNOWN) {
        Ok(members) => members,
        Err(reason) => return problem(StatusCode::BAD_REQUEST, &reason),
    };
    if members.get("ProcessingTypeCode").and_then(Value::as_str).is_none() {
        return problem(StatusCode::BAD_REQUEST, "ProcessingTypeCode is mandatory");
    }
    let id = ids::digits();
    let case = Case { product: "sap", id: id.clone(), key: None, body: members, requests: 1 };
    crm.with(&tenant, |tenant| tenant.upsert(case));
    // Without a wish for JSON the answer is XML.
    if !value("accept").unwrap_or_default().contains("application/json") {
        let xml = format!("<entry><content><ID>{id}</ID></content></entry>");
        let kind = [(header::CONTENT_TYPE, "application/atom+xml")];
        return (StatusCode::CREATED, kind, xml).into_response();
    }
    let answer = json!({ "d": { "results": { "ObjectID": ids::hex(""), "ID": id } } });
    (StatusCode::CREATED, Json(answer)).into_response()
}

fn problem(status: StatusCode, message: &str) -> Response {
    let message = json!({ "lang": "en", "value": message });
    (status, Json(json!({ "error": { "code": "", "message": message } }))).into_response()
}
