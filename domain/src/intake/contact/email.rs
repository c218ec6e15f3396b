//! E-mail addresses, as typed or pasted.

use super::{ContactError, EMAIL_MAX};
use crate::text::{line, unwrapped};

/// Scheme of a copied link.
const SCHEME: &str = "mailto:";

/// Characters that no unquoted address has (RFC 5322, section 3.2.3), but for the at sign.
const SPECIAL: &str = "()<>[]:;,\\\"";

/// Normalises an address and checks only what every address has. Only a sent mail can tell whether
/// an address exists.
///
/// A link (`mailto:`), a name before the address in angle brackets, a label, and quotes, brackets
/// and stops around it are dropped.
pub(crate) fn email(typed: &str) -> Result<String, ContactError> {
    let line = line(typed).replace('。', ".");
    let address = address(&line);
    let (local, host) = address.rsplit_once('@').ok_or(ContactError::Email)?;
    let is_host = host.contains('.') && host.split('.').all(|label| !label.is_empty());
    let has_odd_character = address.contains(|character: char| {
        character.is_whitespace() || character.is_control() || SPECIAL.contains(character)
    });
    let is_local = !local.is_empty() && !local.contains('@');
    if !is_local || !is_host || has_odd_character || address.len() > EMAIL_MAX {
        return Err(ContactError::Email);
    }
    Ok(address)
}

/// Returns the part of a line that is the address.
fn address(line: &str) -> String {
    let in_brackets = line
        .rsplit_once('<')
        .and_then(|(_, rest)| rest.split_once('>'))
        .map(|(inside, _)| inside)
        .filter(|inside| inside.contains('@'));
    let mut value = unwrapped(in_brackets.unwrap_or(line));
    if let Some((label, rest)) = value.rsplit_once(": ")
        && !label.contains('@')
    {
        value = unwrapped(rest);
    }
    match value.get(..SCHEME.len()) {
        Some(scheme) if scheme.eq_ignore_ascii_case(SCHEME) => {
            let target = &value[SCHEME.len()..];
            let path = target.split('?').next().unwrap_or_default();
            unwrapped(path).replace("%40", "@")
        }
        _ => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn anything_typed_is_an_address_or_refused(typed in "(\\PC|[a-z@.<>: -]){0,24}") {
            if let Ok(address) = email(&typed) {
                prop_assert_eq!(email(&address), Ok(address));
            }
        }
    }

    #[test]
    fn addresses_have_what_every_address_has() {
        for typed in ["a@b.ae", "o'neil+x@mail.example.org", "سالم@مثال.امارات", "_x_@a-b.ae"]
        {
            assert_eq!(email(typed).as_deref(), Ok(typed));
        }
        for typed in [
            "a",
            "@b.ae",
            "a@b",
            "a@.ae",
            "a@b.",
            "a b@c.ae",
            "a@b.ae,c@d.ae",
            "a@@b.ae",
            "a@b..ae",
        ] {
            assert_eq!(email(typed), Err(ContactError::Email), "{typed}");
        }
    }

    #[test]
    fn what_was_pasted_around_an_address_is_dropped() {
        for typed in [
            "\u{2066}sal-ma2@example.org\u{2069}",
            "mailto:sal-ma2@example.org?subject=Hello",
            "MAILTO:sal-ma2%40example.org",
            "<sal-ma2@example.org>",
            "Salma (home) <sal-ma2@example.org>,",
            "«sal-ma2@example.org».",
            "'sal-ma2@example.org',",
            "E-mail: sal-ma2@example.org،",
            "sal‑ma٢@example.org",
            "ｓａｌ－ｍａ２＠ｅｘａｍｐｌｅ．ｏｒｇ",
            "sal-ma2@example。org",
            "\u{feff}sal-ma2\u{200b}@example.org\u{a0}\n",
        ] {
            assert_eq!(email(typed).as_deref(), Ok("sal-ma2@example.org"), "{typed:?}");
        }
    }
}
