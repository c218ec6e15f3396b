//! Adapter to Unifonic's gateway of text messages. `CorrelationID` is the notice's id; the gateway
//! gives it back and drops no repetition by it.

use domain::delivery::unifonic;
use serde::Deserialize;
use serde_json::Value;
use worker::Method;

use super::{Failure, Message, Sent, json};
use crate::config::ways::Unifonic;

/// Answer. Its members differ in type between accounts and versions, and one that couldn't be read
/// would send a text again that was taken.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Answer {
    /// `true` or `"true"`.
    success: Value,
    /// A text such as `ER-482`, or a number.
    #[serde(rename = "errorCode")]
    code: Value,
    /// An object; of a refusal `null`, an empty text or an empty list.
    data: Value,
}

impl Answer {
    fn is_success(&self) -> bool {
        text(&self.success).eq_ignore_ascii_case("true")
    }

    /// Returns the id of the message.
    fn id(&self) -> Option<String> {
        let id = ["MessageID", "messageId"].into_iter().find_map(|name| self.data.get(name));
        id.filter(|id| !id.is_null()).map(text)
    }

    /// Returns the code without anything else: it comes from another system and goes into the
    /// store.
    fn code(&self) -> String {
        text(&self.code)
            .chars()
            .filter(|letter| letter.is_ascii_alphanumeric() || *letter == '-')
            .take(16)
            .collect()
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Sends a text message.
pub(super) async fn send(
    to: &Unifonic,
    message: &Message<'_>,
    phone: &str,
) -> Result<Sent, Failure> {
    let form = form_urlencoded::Serializer::new(String::new())
        .append_pair("AppSid", &to.app)
        .append_pair("SenderID", &to.sender)
        .append_pair("Recipient", phone.trim_start_matches('+'))
        .append_pair("Body", &message.words.short)
        .append_pair("CorrelationID", message.id)
        .append_pair("responseType", "JSON")
        .finish();
    let url = format!("{}/rest/SMS/messages", to.url);
    let headers = [("content-type", "application/x-www-form-urlencoded")];
    let (status, answer) = json::ask::<Answer>(Method::Post, &url, &headers, Some(form)).await?;
    if (200..=299).contains(&status) && answer.is_success() {
        return Ok(Sent { id: answer.id() });
    }
    let code = answer.code();
    Err(Failure::new(unifonic::reaction(status, &code), format!("status {status} {code}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(json: &str) -> Answer {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn an_answer_is_read_whatever_the_types_of_its_members() {
        for json in [
            r#"{"success":"true","errorCode":"ER-00","data":{"MessageID":7,"Status":"Sent"}}"#,
            r#"{"success":true,"errorCode":0,"data":{"messageId":"7"}}"#,
        ] {
            let answer = answer(json);
            assert!(answer.is_success(), "{json}");
            assert_eq!(answer.id().as_deref(), Some("7"), "{json}");
        }
        assert_eq!(answer(r#"{"success":true,"data":{"MessageID":null}}"#).id(), None);
    }

    #[test]
    fn a_refusal_has_its_code_whatever_its_data() {
        for (json, code) in [
            (r#"{"success":"false","errorCode":"ER-482","data":null}"#, "ER-482"),
            (r#"{"success":false,"errorCode":482,"data":""}"#, "482"),
            (r#"{"success":false,"errorCode":"ER-482: <a>","data":[]}"#, "ER-482a"),
            ("{}", ""),
        ] {
            let answer = answer(json);
            assert!(!answer.is_success() && answer.id().is_none(), "{json}");
            assert_eq!(answer.code(), code, "{json}");
        }
    }
}
