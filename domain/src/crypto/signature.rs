//! Message authentication codes, and signed links and webhooks.

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use sha1::Sha1;
use sha2::Sha256;

use crate::media::upload::UploadId;

/// A key for message authentication codes. It has no `Debug`: it must never reach a log.
#[derive(Clone)]
pub struct Secret(Vec<u8>);

impl Secret {
    /// Creates a secret of these bytes.
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// Returns the HMAC-SHA-256 over the parts. Each part is preceded by its length, so that no two
    /// lists of parts have the same input.
    pub fn mac(&self, parts: &[&str]) -> [u8; 32] {
        self.keyed(parts).finalize().into_bytes().into()
    }

    /// Returns whether `given` is the code over the parts, or at least its first 16 bytes, in a
    /// time that doesn't depend on where they differ.
    pub fn signed(&self, parts: &[&str], given: &[u8]) -> bool {
        given.len() >= 16 && self.keyed(parts).verify_truncated_left(given).is_ok()
    }

    /// Returns the key for one purpose (HKDF with SHA-256, RFC 5869). Keys for two purposes say
    /// nothing about each other, nor about this secret.
    pub fn derive(&self, purpose: &str) -> [u8; 32] {
        let mut key = [0; 32];
        // The error is for keys beyond 8,160 bytes, so it can't occur.
        let _ = Hkdf::<Sha256>::new(None, &self.0).expand(purpose.as_bytes(), &mut key);
        key
    }

    fn keyed(&self, parts: &[&str]) -> Hmac<Sha256> {
        // HMAC takes keys of any length, so the error can't occur; the empty key stands in for it.
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&self.0).unwrap_or_else(|_| Hmac::new(&<_>::default()));
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part.as_bytes());
        }
        mac
    }
}

/// Signs a link to one attachment until `expires` (a Unix time in seconds).
pub fn sign_link(secret: &Secret, attachment: &UploadId, expires: i64) -> String {
    URL_SAFE_NO_PAD.encode(secret.mac(&[
        "attachment link",
        attachment.as_str(),
        &expires.to_string(),
    ]))
}

/// Returns whether a link to an attachment was signed with this secret and hasn't expired.
pub fn link_holds(
    secret: &Secret,
    attachment: &UploadId,
    expires: i64,
    signature: &str,
    now: Timestamp,
) -> bool {
    let Ok(given) = URL_SAFE_NO_PAD.decode(signature) else { return false };
    let signed = secret
        .keyed(&["attachment link", attachment.as_str(), &expires.to_string()])
        .verify_slice(&given)
        .is_ok();
    signed && now.as_second() < expires
}

/// Returns the answer to a challenge of X's webhooks, the value of `response_token`: `sha256=` and
/// the HMAC-SHA-256 of the token in base64.
pub fn x_challenge_response(secret: &Secret, token: &str) -> String {
    let mut mac = secret.keyed(&[]);
    mac.update(token.as_bytes());
    ["sha256=", &STANDARD.encode(mac.finalize().into_bytes())].concat()
}

/// Returns whether `header`, the value of `x-twitter-webhooks-signature`, signs the raw bytes of a
/// webhook of X: `sha256=` and the HMAC-SHA-256 in base64, where Meta has hexadecimal.
pub fn x_webhook_holds(secret: &Secret, body: &[u8], header: &str) -> bool {
    let Some(code) = header.strip_prefix("sha256=") else { return false };
    let Ok(given) = STANDARD.decode(code) else { return false };
    let mut mac = secret.keyed(&[]);
    mac.update(body);
    mac.verify_slice(&given).is_ok()
}

/// Signs a message to another system (Standard Webhooks 1.0). Returns the value of
/// `webhook-signature`.
pub fn sign_webhook(secret: &Secret, id: &str, timestamp: i64, body: &str) -> String {
    let mut mac = secret.keyed(&[]);
    mac.update(format!("{id}.{timestamp}.{body}").as_bytes());
    format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}

/// Returns whether a webhook of another system was signed with this secret (Standard Webhooks 1.0)
/// not longer than five minutes ago. `given` is the value of its signature's header, which may list
/// several.
pub fn webhook_holds(
    secret: &Secret,
    (id, timestamp, given): (&str, &str, &str),
    body: &str,
    now: Timestamp,
) -> bool {
    const TOLERANCE: i64 = 5 * 60;
    let Ok(seconds) = timestamp.parse::<i64>() else { return false };
    let mut mac = secret.keyed(&[]);
    for part in [id, ".", timestamp, ".", body] {
        mac.update(part.as_bytes());
    }
    let is_signed = |signature: &str| {
        let code = signature.strip_prefix("v1,").and_then(|text| STANDARD.decode(text).ok());
        code.is_some_and(|code| mac.clone().verify_slice(&code).is_ok())
    };
    now.as_second().abs_diff(seconds) <= TOLERANCE.unsigned_abs() && given.split(' ').any(is_signed)
}

/// Signs a request as Twilio does. The signature covers the address as it was given to Twilio, and
/// each field's name and value in the order of names. Returns the value of `X-Twilio-Signature`.
pub fn sign_twilio(token: &str, address: &str, fields: &[(String, String)]) -> String {
    STANDARD.encode(twilio_mac(token, address, fields).finalize().into_bytes())
}

/// Returns whether a request of Twilio's was signed with the account's token.
pub fn twilio_holds(token: &str, address: &str, fields: &[(String, String)], given: &str) -> bool {
    let given = STANDARD.decode(given);
    given.is_ok_and(|given| twilio_mac(token, address, fields).verify_slice(&given).is_ok())
}

fn twilio_mac(token: &str, address: &str, fields: &[(String, String)]) -> Hmac<Sha1> {
    // HMAC takes keys of any length, so the error can't occur; the empty key stands in for it.
    let mut mac = Hmac::<Sha1>::new_from_slice(token.as_bytes())
        .unwrap_or_else(|_| Hmac::new(&<_>::default()));
    let mut fields: Vec<_> = fields.iter().collect();
    fields.sort();
    mac.update(address.as_bytes());
    for (name, value) in fields {
        mac.update(name.as_bytes());
        mac.update(value.as_bytes());
    }
    mac
}

/// Returns whether `header`, the value of `X-Hub-Signature-256`, signs the raw bytes of a webhook
/// of Meta: `sha256=` and the HMAC-SHA-256 in lower-case hexadecimal.
pub fn meta_webhook_holds(secret: &Secret, body: &[u8], header: &str) -> bool {
    let Some(digits) = header.strip_prefix("sha256=") else { return false };
    let Ok(given) = base16ct::lower::decode_vec(digits) else { return false };
    let mut mac = secret.keyed(&[]);
    mac.update(body);
    mac.verify_slice(&given).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hex;

    #[test]
    fn a_request_of_twilios_is_known_by_its_signature() {
        let [sid, message] =
            [["AC", &"0".repeat(32)].concat(), ["SM", &"0".repeat(31), "1"].concat()];
        let field = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let fields = [
            field("To", "+97140000000"),
            field("Body", "شكوى"),
            field("AccountSid", &sid),
            field("From", "+971501234567"),
            field("MessageSid", &message),
        ];
        let holds = |token: &str, address: &str, signature: &str| {
            twilio_holds(token, address, &fields, signature)
        };
        let (token, signature) = ("auth-token-for-tests", "k7OghtkjNMd83DcY8bpTohjn4jw=");
        assert_eq!(sign_twilio(token, "https://voice.example/in/sms", &fields), signature);
        assert!(holds(token, "https://voice.example/in/sms", signature));
        assert!(!holds("another", "https://voice.example/in/sms", signature));
        assert!(!holds(token, "https://voice.example/in/sms?a", signature));
        assert!(!holds(token, "https://voice.example/in/sms", ""));
        assert!(!twilio_holds(token, "https://voice.example/in/sms", &fields[1..], signature));
    }

    #[test]
    fn a_webhook_holds_for_five_minutes_and_for_its_body() {
        let (secret, now) = (Secret::new(vec![3; 24]), Timestamp::from_second(1_000).unwrap());
        let signature = sign_webhook(&secret, "msg_1", 1_000, "{}");
        let holds = |given: &str, timestamp: &str, body, at| {
            webhook_holds(
                &secret,
                ("msg_1", timestamp, given),
                body,
                Timestamp::from_second(at).unwrap(),
            )
        };
        assert!(holds(&signature, "1000", "{}", now.as_second() + 300));
        assert!(holds(&["v1,bm8= ", &signature].concat(), "1000", "{}", 1_000));
        assert!(!holds(&signature, "1000", "{}", now.as_second() + 301));
        assert!(!holds(&signature, "1000", "{ }", 1_000));
        assert!(!holds(&signature, "1001", "{}", 1_000));
        assert!(!holds("", "1000", "{}", 1_000));
    }

    #[test]
    fn x_is_answered_and_signs_in_base64() {
        let secret = Secret::new(b"consumer-secret-for-tests".to_vec());
        assert_eq!(
            x_challenge_response(&secret, "challenge_string"),
            "sha256=/m2OohliB5rMsq+a6aYqOYHkJrNB0rTypS4bUsJlzxI="
        );
        let body = concat!(
            r#"{"for_user_id":"2244994945","user_has_blocked":"false","#,
            r#""tweet_create_events":[{"id_str":"1"}]}"#
        )
        .as_bytes();
        let signature = "QLr7CdBP2v7dm3E5fK82siYR1PZ0Fug/rsCgGrSTT10=";
        let holds = |body: &[u8], header: &str| x_webhook_holds(&secret, body, header);
        assert!(holds(body, &format!("sha256={signature}")));
        for wrong in [
            String::new(),
            signature.to_owned(),
            "sha256=".to_owned(),
            format!("sha256={}", &signature[..40]),
            format!("sha256=A{}", &signature[1..]),
        ] {
            assert!(!holds(body, &wrong), "{wrong}");
        }
        assert!(!holds(&body[1..], &format!("sha256={signature}")));
        let other = Secret::new(b"another secret".to_vec());
        assert!(!x_webhook_holds(&other, body, &format!("sha256={signature}")));
    }

    #[test]
    fn a_webhook_of_meta_is_signed_over_its_raw_bytes() {
        // Meta escapes letters beyond ASCII; the signature covers the escapes.
        let body = concat!(
            r#"{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"#,
            r#""field":"messages","value":{"messages":[{"text":{"body":"#,
            r#""\u0634\u0643\u0648\u0649"}}]}}]}]}"#
        )
        .as_bytes();
        assert_eq!(body.len(), 160);
        let signature = "ebacea17abbdf9b2451806cdbeb1cbd6b0d4d0b60c49e74fc92fa9b2ab94ccd8";
        let secret = Secret::new(b"app-secret-for-tests".to_vec());
        let holds = |body: &[u8], header: &str| meta_webhook_holds(&secret, body, header);
        assert!(holds(body, &format!("sha256={signature}")));
        for wrong in [
            String::new(),
            signature.to_owned(),
            format!("sha1={signature}"),
            format!("sha256={}", signature.to_uppercase()),
            format!("sha256={}", &signature[..62]),
            format!("sha256={}9", &signature[..63]),
            format!("sha256={signature}00"),
        ] {
            assert!(!holds(body, &wrong), "{wrong}");
        }
        assert!(!holds(&body[..159], &format!("sha256={signature}")));
        let other = Secret::new(b"another secret".to_vec());
        assert!(!meta_webhook_holds(&other, body, &format!("sha256={signature}")));
    }

    #[test]
    fn a_link_opens_one_attachment_until_it_expires() {
        let secret = Secret::new(b"secret".to_vec());
        let attachment = UploadId::draw([1; 16]);
        let signature = sign_link(&secret, &attachment, 1_000);
        let holds = |attachment: &UploadId, expires, now| {
            link_holds(
                &secret,
                attachment,
                expires,
                &signature,
                Timestamp::from_second(now).unwrap(),
            )
        };
        assert!(holds(&attachment, 1_000, 999));
        assert!(!holds(&attachment, 1_000, 1_000));
        assert!(!holds(&attachment, 1_001, 999));
        assert!(!holds(&UploadId::draw([2; 16]), 1_000, 999));
        assert!(!link_holds(&secret, &attachment, 1_000, "forged", Timestamp::UNIX_EPOCH));
    }

    #[test]
    fn a_webhook_is_signed_as_its_standard_has_it() {
        // Example of the standard's own reference libraries.
        let key = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let signed = sign_webhook(
            &Secret::new(key),
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1_614_265_330,
            r#"{"test": 2432232314}"#,
        );
        assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn a_key_is_derived_as_its_standard_has_it() {
        // RFC 5869, test case 3: no salt, no info; the first 32 of its 42 bytes.
        let secret = Secret::new(vec![0x0b; 22]);
        assert_eq!(
            hex::encode(&secret.derive("")),
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"
        );
        assert_ne!(secret.derive("a"), secret.derive("b"));
    }

    #[test]
    fn parts_do_not_run_into_each_other() {
        let secret = Secret::new(vec![7]);
        assert_ne!(secret.mac(&["ab", "c"]), secret.mac(&["a", "bc"]));
    }
}
