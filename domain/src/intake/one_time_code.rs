//! One-time code by which an author who left only a phone number opens their participation.
//!
//! A text message may carry no link, so it carries six digits. The code isn't stored: it is derived
//! from the notice that carries it. Five attempts and ten minutes leave a guess one chance in two
//! hundred thousand.

use ctutils::CtEq;
use jiff::{SignedDuration, Timestamp};

use crate::{crypto::signature::Secret, reference::Reference, text::digits};

/// Number of attempts to enter a code.
pub const TRIES: u32 = 5;

/// Time for which a code is valid, in seconds.
const VALID_FOR: i64 = 10 * 60;

/// Number of digits.
const LENGTH: usize = 6;

/// Returns the time from which a code that was asked for at `at` opens nothing.
pub fn expires(at: Timestamp) -> Timestamp {
    at.saturating_add(SignedDuration::from_secs(VALID_FOR)).unwrap_or(at)
}

/// Code of six digits.
#[derive(Clone)]
pub struct OneTimeCode([u8; LENGTH]);

impl OneTimeCode {
    /// Derives the code that a notice carries.
    pub fn derive(secret: &Secret, reference: Reference, notice: &str) -> Self {
        let mac = secret.mac(&["one-time code", reference.digits(), notice]);
        let mut first = [0; 8];
        first.copy_from_slice(&mac[..8]);
        // Of 2^64 numbers, none of the million remainders has a share that is larger by more than
        // 10^-13.
        let mut rest = u64::from_be_bytes(first);
        let mut digits = [b'0'; LENGTH];
        for digit in &mut digits {
            *digit += u8::try_from(rest % 10).unwrap_or_default();
            rest /= 10;
        }
        Self(digits)
    }

    /// Returns the digits.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Returns whether somebody typed this code, in digits of any script. Spaces and hyphens are
    /// ignored. The comparison takes the same time for every code.
    pub fn is_typed(&self, typed: &str) -> bool {
        let typed: Vec<u8> =
            typed.chars().filter_map(digits::value).map(|digit| b'0' + digit).collect();
        self.0.as_slice().ct_eq(typed.as_slice()).to_bool()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(notice: &str) -> OneTimeCode {
        OneTimeCode::derive(&Secret::new(vec![1; 32]), Reference::draw([1; 8]), notice)
    }

    #[test]
    fn a_code_has_six_digits_and_is_another_for_each_notice() {
        let codes: Vec<String> =
            (0..20).map(|notice| code(&notice.to_string()).as_str().to_owned()).collect();
        for code in &codes {
            assert!(code.len() == 6 && code.chars().all(|digit| digit.is_ascii_digit()), "{code}");
        }
        let mut others = codes.clone();
        others.sort_unstable();
        others.dedup();
        assert_eq!(others.len(), codes.len());
    }

    #[test]
    fn a_code_is_valid_for_ten_minutes() {
        let at: Timestamp = "2026-11-29T08:00:00Z".parse().unwrap();
        assert_eq!(expires(at).to_string(), "2026-11-29T08:10:00Z");
        assert_eq!(expires(Timestamp::MAX), Timestamp::MAX);
    }

    #[test]
    fn a_code_is_typed_in_digits_of_any_script() {
        let code = code("a");
        let typed = code.as_str();
        assert!(
            code.is_typed(typed) && code.is_typed(&format!(" {} {}", &typed[..3], &typed[3..]))
        );
        let arabic: String = typed
            .bytes()
            .filter_map(|digit| char::from_u32(0x660 + u32::from(digit - b'0')))
            .collect();
        assert!(code.is_typed(&arabic));
        for wrong in ["", &typed[..5], &format!("{typed}0"), "letter"] {
            assert!(!code.is_typed(wrong), "{wrong}");
        }
    }
}
