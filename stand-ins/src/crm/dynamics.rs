//! Dynamics 365: `PATCH /api/data/v9.2/incidents(<id>)`, which creates or changes.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use super::{Case, Crm, is_json, object};

/// Columns of a case that may be set here.
const KNOWN: [&str; 6] = [
    "title",
    "description",
    "caseorigincode",
    "prioritycode",
    "customerid_contact@odata.bind",
    "customerid_account@odata.bind",
];

/// Most characters of a title.
const TITLE_MAX: usize = 200;

/// Most characters of a description, in units of UTF-16.
const DESCRIPTION_MAX: usize = 2_000;

pub(super) async fn upsert(
    State(crm): State<Arc<Crm>>,
    Path((tenant, record)): Path<(String, String)>,
    headers: HeaderMap,
    body: String,
) -> Response {
    if !crm.knows(&tenant, &headers) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    if !is_json(&headers) {
        return problem(StatusCode::UNSUPPORTED_MEDIA_TYPE, "0x80060888", "Content-Type");
    }
    let key = record.strip_prefix("incidents(").and_then(|rest| rest.strip_suffix(')'));
    let Some(key) = key.filter(|key| is_uuid(key)) else {
        return problem(StatusCode::BAD_REQUEST, "0x80060888", "Bad Request: no key of a case");
    };
    let members = match object(&body, &KNOWN) {
        Ok(members) => members,
        Err(reason) => return problem(StatusCode::BAD_REQUEST, "0x80048d19", &reason),
    };
    let text = |name: &str| members.get(name).and_then(Value::as_str);
    if text("title").is_none_or(|title| title.is_empty() || title.chars().count() > TITLE_MAX) {
        return problem(StatusCode::BAD_REQUEST, "0x80044331", "title");
    }
    if text("description").is_some_and(|text| text.encode_utf16().count() > DESCRIPTION_MAX) {
        return problem(StatusCode::BAD_REQUEST, "0x80044331", "description");
    }
    let is_customer = |name: &str, set: &str| {
        let key = text(name).and_then(|bound| bound.strip_prefix(set)?.strip_suffix(')'));
        key.is_some_and(is_uuid)
    };
    if !is_customer("customerid_contact@odata.bind", "/contacts(")
        && !is_customer("customerid_account@odata.bind", "/accounts(")
    {
        let reason = "You should specify a parent contact or account.";
        return problem(StatusCode::BAD_REQUEST, "0x80040203", reason);
    }
    let case = Case {
        product: "dynamics",
        id: key.to_owned(),
        key: Some(key.to_owned()),
        body: members,
        requests: 1,
    };
    crm.with(&tenant, |tenant| tenant.upsert(case));
    let entity = format!("https://org.crm.dynamics.example/api/data/v9.2/incidents({key})");
    (StatusCode::NO_CONTENT, [("OData-EntityId", entity), ("OData-Version", "4.0".to_owned())])
        .into_response()
}

fn is_uuid(text: &str) -> bool {
    let lengths: Vec<_> = text.split('-').map(str::len).collect();
    lengths == [8, 4, 4, 4, 12] && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}

fn problem(status: StatusCode, code: &str, message: &str) -> Response {
    (status, Json(json!({ "error": { "code": code, "message": message } }))).into_response()
}
