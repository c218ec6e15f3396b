//! Checks of a contact while it's being typed. They refuse only what [`super::Contact::parse`]
//! surely refuses, and need none of Unicode's tables, so that a phone needn't download these.

use super::NAME_MAX;
use crate::text::digits;

/// Returns whether a name may be short enough.
pub fn is_name(typed: &str) -> bool {
    typed.chars().count() <= NAME_MAX
}

/// Returns whether a text may hold an e-mail address: an at sign behind something, and later a dot.
pub fn is_email(typed: &str) -> bool {
    let (mut has_local, mut has_at, mut has_dot) = (false, false, false);
    for character in typed.chars() {
        match character {
            '@' | '＠' => (has_at, has_dot) = (has_local, false),
            '.' | '．' | '。' | '｡' => has_dot = true,
            // Of an encoded address, the at sign may be encoded as well.
            '%' => return true,
            _ => {}
        }
        has_local = true;
    }
    has_at && has_dot
}

/// Returns whether a text may hold a phone number: one with its country code, or one of the home
/// country.
pub fn is_phone(typed: &str) -> bool {
    let mut has_code = false;
    // The number of digits, and the first two as a number.
    let (mut length, mut start) = (0, 0);
    for character in typed.chars() {
        has_code |= matches!(character, '+' | '＋');
        if let Some(digit) = digits::value(character) {
            if length < 2 {
                start = start * 10 + digit;
            }
            length += 1;
        }
    }
    if has_code {
        length >= 8
    } else if matches!(start, 0 | 5) {
        length >= 10
    } else {
        // Ten digits without a zero are a number of a country that nobody can tell.
        length >= 8 && (length != 10 || start < 10)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{
        super::{email::email, phone::phone},
        *,
    };

    #[test]
    fn what_cannot_be_a_contact_is_refused_at_once() {
        for typed in ["nobody", "@", "@b.ae", "a@b"] {
            assert!(!is_email(typed), "{typed}");
        }
        for typed in ["", "1", "call me", "050 12 34", "050 123 456", "98765 43210"] {
            assert!(!is_phone(typed), "{typed}");
        }
        for typed in ["050 123 4567", "04 123 4567", "501234567", "+97141234567", "0800 1234"] {
            assert!(is_phone(typed) && phone(typed).is_ok(), "{typed}");
        }
        assert!(!is_name(&"ص".repeat(NAME_MAX + 1)));
    }

    proptest! {
        #[test]
        fn nothing_that_is_accepted_is_refused_before(
            email_typed in "[<\u{2066}]?(mailto:)?[a-z]{0,3}[@＠.][a-z]{0,3}[.．。][a-z]{0,3}[>,]?",
            phone_typed in "[+＋\u{2066}]?(00|0|971|05|)[0-9٠-٩۰-۹０-９ ()-]{0,18}",
        ) {
            prop_assert!(email(&email_typed).is_err() || is_email(&email_typed));
            prop_assert!(phone(&phone_typed).is_err() || is_phone(&phone_typed));
        }
    }
}
