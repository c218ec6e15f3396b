//! Salesforce: `PATCH …/sobjects/Case/SawtakReference__c/<reference>`, an upsert by external id.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use super::{Case, Crm, is_json, object};
use crate::ids;

/// Fields of a case that may be set here. The external id stands in the address alone.
const KNOWN: [&str; 5] = ["Subject", "Description", "Origin", "Priority", "Status"];

/// Most characters of a subject.
const SUBJECT_MAX: usize = 255;

/// Most characters of a description.
const DESCRIPTION_MAX: usize = 32_000;

pub(super) async fn upsert(
    State(crm): State<Arc<Crm>>,
    Path((tenant, version, reference)): Path<(String, String, String)>,
    headers: HeaderMap,
    body: String,
) -> Response {
    if !crm.knows(&tenant, &headers) {
        let message = "Session expired or invalid";
        return problem(StatusCode::UNAUTHORIZED, "INVALID_SESSION_ID", message);
    }
    if !is_json(&headers) {
        let message = "Content-Type header specified in HTTP request is not supported";
        return problem(StatusCode::UNSUPPORTED_MEDIA_TYPE, "UNSUPPORTED_MEDIA_TYPE", message);
    }
    let number = version.strip_prefix('v').and_then(|rest| rest.strip_suffix(".0"));
    if number.and_then(|number| number.parse::<u8>().ok()).is_none_or(|number| number < 46) {
        return problem(
            StatusCode::NOT_FOUND,
            "NOT_FOUND",
            "The requested resource does not exist",
        );
    }
    let members = match object(&body, &KNOWN) {
        Ok(members) => members,
        Err(reason) => return problem(StatusCode::BAD_REQUEST, "INVALID_FIELD", &reason),
    };
    for (name, most) in [("Subject", SUBJECT_MAX), ("Description", DESCRIPTION_MAX)] {
        let text = members.get(name).and_then(Value::as_str).unwrap_or_default();
        if text.encode_utf16().count() > most {
            return problem(StatusCode::BAD_REQUEST, "STRING_TOO_LONG", name);
        }
    }
    let case = Case {
        product: "salesforce",
        id: format!("500{:0>15}", ids::digits()),
        key: Some(reference),
        body: members,
        requests: 1,
    };
    let (case, is_new) = crm.with(&tenant, |tenant| tenant.upsert(case));
    let status = if is_new { StatusCode::CREATED } else { StatusCode::OK };
    let answer = json!({ "id": case.id, "success": true, "errors": [], "created": is_new });
    (status, Json(answer)).into_response()
}

fn problem(status: StatusCode, code: &str, message: &str) -> Response {
    (status, Json(json!([{ "errorCode": code, "message": message }]))).into_response()
}
