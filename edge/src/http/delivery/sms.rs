//! `POST /in/sms/status`: Twilio's reports about text messages, and `/in/sms/unifonic`: Unifonic's.

use axum::Extension;
use domain::{
    crypto::signature,
    delivery::{Way, twilio, unifonic},
};
use http::StatusCode;
use serde::Deserialize;

use crate::{
    error::ApiError,
    request::{headers::TwilioSignature, query::CallQuery, raw::RawBody},
    service::deliveries::{self, By},
    state::App,
};

/// Size limit of a report, in bytes.
const REPORT_MAX: usize = 16 * 1024;

/// Query of the address that a report of Twilio's comes to.
#[derive(Deserialize)]
pub(crate) struct OfNotice {
    notice: String,
}

/// Query of the address that Unifonic's reports come to.
#[derive(Deserialize)]
pub(crate) struct WithKey {
    key: String,
}

/// Takes a report of Twilio's. One that changes nothing is answered alike, or it would be repeated.
#[worker::send]
pub(crate) async fn twilio(
    Extension(app): Extension<App>,
    CallQuery(query): CallQuery<OfNotice>,
    TwilioSignature(signature): TwilioSignature,
    RawBody(body): RawBody<REPORT_MAX>,
) -> Result<StatusCode, ApiError> {
    let settings = app.config.ways.twilio.as_ref().ok_or(ApiError::NotFound)?;
    let fields = fields(&body);
    // The address as the gateway was given it: it signs that, whatever stands in between.
    let address = format!("{}/in/sms/status?notice={}", app.config.base_url, query.notice);
    if !signature::twilio_holds(&settings.token, &address, &fields, &signature) {
        return Err(ApiError::Signature);
    }
    let code = field(&fields, "ErrorCode").and_then(|code| code.parse().ok());
    let status = field(&fields, "MessageStatus").unwrap_or_default();
    if let Some(report) = twilio::report(status, code) {
        let detail = code.map(|code: u32| format!("code {code}"));
        let by = By::Notice(&query.notice);
        deliveries::report(&app, Way::Twilio, by, report, detail.as_deref()).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a report of Unifonic's, which isn't signed: the key in its address stands in for that.
#[worker::send]
pub(crate) async fn unifonic(
    Extension(app): Extension<App>,
    CallQuery(query): CallQuery<WithKey>,
    RawBody(body): RawBody<REPORT_MAX>,
) -> Result<StatusCode, ApiError> {
    let settings = app.config.ways.unifonic.as_ref().ok_or(ApiError::NotFound)?;
    let key = settings.reports.as_ref().ok_or(ApiError::NotFound)?;
    require_key(&app, key, &query.key)?;
    let fields = fields(&body);
    let either = |names: [&str; 3]| names.into_iter().find_map(|name| field(&fields, name));
    let status = either(["DLR", "Status", "status"]).unwrap_or_default();
    let Some(report) = unifonic::report(status) else { return Ok(StatusCode::NO_CONTENT) };
    if let Some(notice) = either(["CorrelationID", "CorrelationId", "correlationId"]) {
        deliveries::report(&app, Way::Unifonic, By::Notice(notice), report, None).await?;
    } else if let Some(id) = either(["MessageID", "MessageId", "messageId"]) {
        deliveries::report(&app, Way::Unifonic, By::Theirs(id), report, None).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Requires the key that stands in for a signature of Unifonic's.
pub(in crate::http) fn require_key(app: &App, key: &str, given: &str) -> Result<(), ApiError> {
    // Codes of both are compared, in a time that says nothing of the key.
    let code = app.config.link_secret.mac(&["report key", key]);
    if app.config.link_secret.signed(&["report key", given], &code) {
        Ok(())
    } else {
        Err(ApiError::Signature)
    }
}

/// Reads the fields of a form, or of a JSON object of texts and numbers.
pub(in crate::http) fn fields(body: &[u8]) -> Vec<(String, String)> {
    if body.trim_ascii_start().first() == Some(&b'{') {
        let object: serde_json::Map<String, serde_json::Value> =
            serde_json::from_slice(body).unwrap_or_default();
        let text = |value: serde_json::Value| match value {
            serde_json::Value::String(text) => text,
            other => other.to_string(),
        };
        return object.into_iter().map(|(name, value)| (name, text(value))).collect();
    }
    form_urlencoded::parse(body).into_owned().collect()
}

/// Returns the value of a field.
pub(in crate::http) fn field<'a>(fields: &'a [(String, String)], name: &str) -> Option<&'a str> {
    fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_a_form_or_an_object() {
        for body in ["MessageID=17&DLR=Delivered", r#" {"MessageID": 17, "DLR": "Delivered"}"#] {
            let fields = fields(body.as_bytes());
            assert_eq!(field(&fields, "MessageID"), Some("17"), "{body}");
            assert_eq!(field(&fields, "DLR"), Some("Delivered"), "{body}");
        }
        assert!(field(&fields(b"{"), "DLR").is_none());
    }
}
