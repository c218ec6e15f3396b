//! Signatures of webhooks, and the bytes that they are made of.
//!
//! `domain::crypto::signature` has the same formulas. They are written a second time because a
//! counterpart that shared them with the edge would share its mistakes too.

use std::fmt::Write as _;

use base64::{Engine, prelude::BASE64_STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha1::Sha1;
use sha2::{Digest, Sha256};

/// Returns HMAC-SHA-256 as lower-case hexadecimal after `sha256=`, as Meta signs.
pub(crate) fn meta(secret: &str, body: &[u8]) -> String {
    format!("sha256={}", hex(&sha256(secret, body)))
}

/// Returns HMAC-SHA-256 as base64 after `sha256=`, as X signs webhooks and challenges.
pub(crate) fn x(secret: &str, body: &[u8]) -> String {
    format!("sha256={}", BASE64_STANDARD.encode(sha256(secret, body)))
}

/// Returns HMAC-SHA-1 as base64 of a URL and the sorted parameters after it, as Twilio signs.
pub(crate) fn twilio(token: &str, url: &str, parameters: &[(&str, &str)]) -> String {
    let mut sorted = parameters.to_vec();
    sorted.sort_unstable();
    let text =
        sorted.iter().fold(url.to_owned(), |text, (name, value)| format!("{text}{name}{value}"));
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(token.as_bytes()) else { return String::new() };
    mac.update(text.as_bytes());
    BASE64_STANDARD.encode(mac.finalize().into_bytes())
}

/// Returns the SHA-256 digest of a file as base64, as webhooks of `WhatsApp` name it.
pub(crate) fn digest(bytes: &[u8]) -> String {
    BASE64_STANDARD.encode(Sha256::digest(bytes))
}

/// Returns the SHA-256 digest of a file as hexadecimal, as `WhatsApp`'s media calls name it.
pub(crate) fn hex_digest(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Returns JSON in ASCII, as Meta writes it: other characters are escaped as UTF-16 in lower-case
/// hexadecimal.
///
/// A receiver that checks the signature over JSON that it has written itself fails on these.
pub(crate) fn ascii_json(value: &Value) -> Vec<u8> {
    let mut text = String::new();
    for character in value.to_string().chars() {
        if character.is_ascii() {
            text.push(character);
            continue;
        }
        for unit in character.encode_utf16(&mut [0; 2]) {
            // Writing to a `String` cannot fail.
            let _ = write!(text, "\\u{unit:04x}");
        }
    }
    text.into_bytes()
}

fn sha256(secret: &str, body: &[u8]) -> Vec<u8> {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else { return Vec::new() };
    mac.update(body);
    mac.finalize().into_bytes().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn meta_signs_the_bytes_in_which_arabic_is_escaped() {
        let body =
            ascii_json(&json!({"object":"whatsapp_business_account","entry":[{"id":"1","changes":[
            {"field":"messages","value":{"messages":[{"text":{"body":"شكوى"}}]}}]}]}));
        // The same members in another order have another signature, so the text is written out.
        let raw = br#"{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{"messages":[{"text":{"body":"\u0634\u0643\u0648\u0649"}}]}}]}]}"#;
        assert_eq!(raw.len(), 160);
        assert_eq!(
            meta("app-secret-for-tests", raw),
            "sha256=ebacea17abbdf9b2451806cdbeb1cbd6b0d4d0b60c49e74fc92fa9b2ab94ccd8"
        );
        assert!(body.is_ascii());
        let escaped = r"\u0634\u0643\u0648\u0649";
        assert!(String::from_utf8(body).unwrap().contains(escaped));
        assert_eq!(ascii_json(&json!("😀")), br#""\ud83d\ude00""#);
    }

    #[test]
    fn x_signs_in_base64() {
        let secret = "consumer-secret-for-tests";
        assert_eq!(
            x(secret, b"challenge_string"),
            "sha256=/m2OohliB5rMsq+a6aYqOYHkJrNB0rTypS4bUsJlzxI="
        );
        let body = br#"{"for_user_id":"2244994945","user_has_blocked":"false","tweet_create_events":[{"id_str":"1"}]}"#;
        assert_eq!(x(secret, body), "sha256=QLr7CdBP2v7dm3E5fK82siYR1PZ0Fug/rsCgGrSTT10=");
    }

    #[test]
    fn twilio_signs_the_url_and_the_sorted_parameters() {
        let account = format!("AC{}", "0".repeat(32));
        let message = format!("SM{}1", "0".repeat(31));
        let parameters = [
            ("To", "+97140000000"),
            ("Body", "شكوى"),
            ("AccountSid", account.as_str()),
            ("MessageSid", message.as_str()),
            ("From", "+971501234567"),
        ];
        assert_eq!(
            twilio("auth-token-for-tests", "https://voice.example/in/sms", &parameters),
            "k7OghtkjNMd83DcY8bpTohjn4jw="
        );
    }
}
