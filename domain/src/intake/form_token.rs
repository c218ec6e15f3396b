//! Token of a form page: what the plain form gives above the soft limit, where a program gives a
//! proof of work.
//!
//! Each request for the page gets a token, signed for its client. It counts only after a delay,
//! which a person spends on filling in the form, and once. A flood therefore has to ask for a page
//! for each submission, and to wait.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::Timestamp;
use thiserror::Error;

use crate::{crypto::signature::Secret, intake::proof::Difficulty};

/// Lifetime of a token, in seconds: as long as a form may lie open.
pub const TOKEN_AGE: i64 = 24 * 60 * 60;

/// Delay at the least difficulty, in seconds.
const DELAY: i64 = 10;

/// Error of checking a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum FormTokenError {
    /// Token that wasn't issued here, or was issued to another client.
    #[error("this token was not given to you")]
    Forged,
    /// Token that is too young. It counts later.
    #[error("this token counts later")]
    Early,
    /// Token that has expired.
    #[error("this token has expired")]
    Expired,
}

/// Returns a signed token: `<id>.<time of issue>.<signature>`.
pub fn issue(secret: &Secret, client: &str, entropy: [u8; 16], now: Timestamp) -> String {
    let (id, issued) = (URL_SAFE_NO_PAD.encode(entropy), now.as_second().to_string());
    let signature =
        URL_SAFE_NO_PAD.encode(&secret.mac(&["form token", client, &id, &issued])[..16]);
    format!("{id}.{issued}.{signature}")
}

/// Checks a token, and returns its id, which may be used once. The delay doubles with each bit of
/// the difficulty.
///
/// # Errors
///
/// When the token is forged, too young or too old.
pub fn check<'a>(
    secret: &Secret,
    client: &str,
    token: &'a str,
    asked: Difficulty,
    now: Timestamp,
) -> Result<&'a str, FormTokenError> {
    let parts: Vec<&str> = token.split('.').collect();
    let &[id, issued, signature] = parts.as_slice() else { return Err(FormTokenError::Forged) };
    let given = URL_SAFE_NO_PAD.decode(signature).map_err(|_| FormTokenError::Forged)?;
    let is_signed = given.len() == 16 && secret.signed(&["form token", client, id, issued], &given);
    let issued = issued.parse::<i64>().ok().filter(|_| is_signed).ok_or(FormTokenError::Forged)?;
    let age = now.as_second().saturating_sub(issued);
    if age >= TOKEN_AGE {
        Err(FormTokenError::Expired)
    } else if age < DELAY << asked.doublings() {
        Err(FormTokenError::Early)
    } else {
        Ok(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + second).unwrap()
    }

    #[test]
    fn a_token_counts_after_its_delay_for_its_client_alone() {
        let secret = Secret::new(vec![1; 32]);
        let token = issue(&secret, "client", [7; 16], at(0));
        let check = |client, second, doublings| {
            check(&secret, client, &token, Difficulty::raised(doublings), at(second))
        };
        assert_eq!(check("client", 9, 0), Err(FormTokenError::Early));
        assert_eq!(check("client", -9, 0), Err(FormTokenError::Early));
        assert_eq!(check("client", 10, 0), Ok(token.split_once('.').unwrap().0));
        assert_eq!(check("client", 39, 2), Err(FormTokenError::Early));
        assert!(check("client", 40, 2).is_ok());
        assert_eq!(check("another", 10, 0), Err(FormTokenError::Forged));
        assert_eq!(check("client", TOKEN_AGE, 0), Err(FormTokenError::Expired));
    }

    #[test]
    fn what_was_not_issued_is_forged() {
        let secret = Secret::new(vec![1; 32]);
        let token = issue(&secret, "client", [7; 16], at(0));
        let id = token.split_once('.').unwrap().0;
        let cut = &token[..token.len() - 1];
        let older = token.replacen("1800000000", "1700000000", 1);
        for forged in ["", ".", "..", id, cut, older.as_str(), &format!("{token}.")] {
            let checked = check(&secret, "client", forged, Difficulty::raised(0), at(60));
            assert_eq!(checked, Err(FormTokenError::Forged), "{forged}");
        }
    }
}
