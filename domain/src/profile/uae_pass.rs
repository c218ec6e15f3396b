//! UAE PASS: the parameters of a sign-in, and the person whom its `userinfo` names.
//!
//! It is OAuth 2.0 without an ID token and without discovery. The access token comes over TLS from
//! the provider itself, in exchange for a code that is bound to our browser and our verifier.

use serde::Deserialize;
use thiserror::Error;

use super::way::{Account, Level, Provider};

/// Scopes that are requested: the profile, and for visitors which kind of profile it is.
pub const SCOPE: &str = "urn:uae:digitalid:profile:general \
                         urn:uae:digitalid:profile:general:profileType \
                         urn:uae:digitalid:profile:general:unifiedId";

/// Way of authentication that is requested: the app on the person's phone.
pub const ACR: &str = "urn:safelayer:tws:policies:authentication:level:low";

/// Error code of an answer to somebody who cancelled.
pub const CANCELLED: &str = "access_denied";

/// Longest `uuid` that is taken, in bytes.
const UUID_MAX: usize = 64;

/// Reason why an answer of `userinfo` is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum UserInfoError {
    /// Text that isn't the expected JSON.
    #[error("the provider's userinfo can't be read")]
    Malformed,
    /// No usable `uuid`.
    #[error("the provider's userinfo names nobody")]
    Nobody,
    /// Unknown level of assurance.
    #[error("the provider's userinfo states an unknown level")]
    Level,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct UserInfo {
    #[serde(default)]
    uuid: String,
    #[serde(default)]
    user_type: String,
    #[serde(default)]
    profile_type: Option<serde_json::Value>,
}

/// Reads the account that `userinfo` names. The `uuid` alone identifies it: mail address and phone
/// number change hands, and nothing of them is read.
///
/// # Errors
///
/// Returns an error if the text can't be read, names nobody or states an unknown level.
pub fn account(userinfo: &str) -> Result<Account, UserInfoError> {
    let info: UserInfo = serde_json::from_str(userinfo).map_err(|_| UserInfoError::Malformed)?;
    let is_uuid = (1..=UUID_MAX).contains(&info.uuid.len())
        && info.uuid.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if !is_uuid {
        return Err(UserInfoError::Nobody);
    }
    let is_visitor = info.profile_type.is_some_and(|kind| kind == "2" || kind == 2);
    let level = match info.user_type.as_str() {
        "SOP1" | "SOP2" | "SOP3" if is_visitor => Level::Visitor,
        "SOP1" => Level::Sop1,
        "SOP2" => Level::Sop2,
        "SOP3" => Level::Sop3,
        _ => return Err(UserInfoError::Level),
    };
    Ok(Account { provider: Provider::UaePass, subject: info.uuid, level: Some(level) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(json: &str) -> Result<Option<Level>, UserInfoError> {
        account(json).map(|account| account.level)
    }

    #[test]
    fn each_level_is_read_and_a_visitor_is_one_at_any_level() {
        for (kind, expected) in
            [("SOP1", Level::Sop1), ("SOP2", Level::Sop2), ("SOP3", Level::Sop3)]
        {
            let json = format!(r#"{{"uuid":"7a05-1","userType":"{kind}","profileType":"1"}}"#);
            assert_eq!(level(&json), Ok(Some(expected)));
        }
        for kind in [r#""2""#, "2"] {
            let json = format!(r#"{{"uuid":"7a05-1","userType":"SOP3","profileType":{kind}}}"#);
            assert_eq!(level(&json), Ok(Some(Level::Visitor)));
        }
    }

    #[test]
    fn only_the_uuid_identifies() {
        let json =
            r#"{"sub":"UAEPASS/1","email":"a@example.org","mobile":"9715","userType":"SOP1"}"#;
        assert_eq!(level(json), Err(UserInfoError::Nobody));
        assert_eq!(level(r#"{"uuid":"a b","userType":"SOP1"}"#), Err(UserInfoError::Nobody));
        assert_eq!(level(r#"{"uuid":"a"}"#), Err(UserInfoError::Level));
        assert_eq!(level("<html>"), Err(UserInfoError::Malformed));
    }
}
