//! Contact of a participation's author. All parts are optional.

use thiserror::Error;

use crate::digits;

/// Maximum length of a name, in characters.
pub const NAME_MAX: usize = 200;

/// Maximum length of an e-mail address, in bytes (RFC 5321, section 4.5.3.1.3, less the angle
/// brackets).
pub const EMAIL_MAX: usize = 254;

/// Published maximum length of a typed phone number, in characters: fifteen digits with separators
/// between them. Longer text is accepted too, if it has no more digits.
pub const PHONE_MAX: usize = 40;

/// Country code of numbers that are typed without one.
const HOME_COUNTRY: &str = "971";

/// Contact of an author: at least one of the three parts is present.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Name of the author.
    pub name: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Phone number in E.164, with the plus sign.
    pub phone: Option<String>,
}

/// Error of parsing a part of a contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ContactError {
    /// Name longer than [`NAME_MAX`].
    #[error("at most {NAME_MAX} characters")]
    NameTooLong,
    /// Name of more than one line, or with control characters.
    #[error("a name is one line, without control characters")]
    Name,
    /// Text that can't be an e-mail address.
    #[error("an e-mail address looks like name@example.org")]
    Email,
    /// Text that isn't a phone number.
    #[error("a phone number with its country code looks like +971 50 123 4567")]
    Phone,
}

impl Contact {
    /// Returns whether a message can be sent to the contact.
    pub const fn is_reachable(&self) -> bool {
        self.email.is_some() || self.phone.is_some()
    }

    /// Returns whether messages that went to this contact no longer go there once another one
    /// replaces it. Whoever reads them is told of that.
    pub fn is_left_by(&self, new: &Self) -> bool {
        self.is_reachable() && (self.email != new.email || self.phone != new.phone)
    }

    /// Parses each part; `None` when all of them are empty.
    ///
    /// # Errors
    ///
    /// One for each invalid part, with the name of the member.
    pub fn parse(
        typed_name: Option<&str>,
        typed_email: Option<&str>,
        typed_phone: Option<&str>,
    ) -> Result<Option<Self>, Vec<(&'static str, ContactError)>> {
        let mut errors = Vec::new();
        let mut part =
            |member, value: Option<&str>, read: fn(&str) -> Result<String, ContactError>| {
                let value = value.map(str::trim).filter(|value| !value.is_empty())?;
                read(value).map_err(|error| errors.push((member, error))).ok()
            };
        let name = part("name", typed_name, name);
        let email = part("email", typed_email, email);
        let phone = part("phone", typed_phone, phone);
        if !errors.is_empty() {
            return Err(errors);
        }
        let is_empty = name.is_none() && email.is_none() && phone.is_none();
        Ok((!is_empty).then_some(Self { name, email, phone }))
    }
}

/// Returns whether the typed text is this e-mail address or this phone number in E.164.
pub fn reaches(kept_email: Option<&str>, kept_phone: Option<&str>, typed: &str) -> bool {
    let typed = typed.trim();
    let is_email = || {
        email(typed).is_ok_and(|typed| {
            kept_email.is_some_and(|kept| kept.to_lowercase() == typed.to_lowercase())
        })
    };
    let is_phone = || phone(typed).is_ok_and(|typed| kept_phone == Some(&*typed));
    is_email() || is_phone()
}

fn name(typed: &str) -> Result<String, ContactError> {
    match typed {
        long if long.chars().count() > NAME_MAX => Err(ContactError::NameTooLong),
        odd if odd.chars().any(char::is_control) => Err(ContactError::Name),
        name => Ok(name.to_owned()),
    }
}

/// Checks only what every address has. Only a sent mail can tell whether an address exists.
fn email(typed: &str) -> Result<String, ContactError> {
    let (local, host) = typed.rsplit_once('@').ok_or(ContactError::Email)?;
    let is_host = host.contains('.') && host.split('.').all(|label| !label.is_empty());
    let has_odd_character =
        typed.chars().any(|character| character.is_whitespace() || character.is_control());
    if local.is_empty() || !is_host || has_odd_character || typed.len() > EMAIL_MAX {
        return Err(ContactError::Email);
    }
    Ok(typed.to_owned())
}

/// Converts a number to E.164: a plus sign and 8 to 15 digits. `00` stands for the plus, a single
/// `0` for the home country.
fn phone(typed: &str) -> Result<String, ContactError> {
    let plain: String = digits::to_ascii(typed)
        .chars()
        .filter(|character| !is_phone_separator(*character))
        .collect();
    let number = if let Some(rest) = plain.strip_prefix('+').or_else(|| plain.strip_prefix("00")) {
        rest.to_owned()
    } else if let Some(rest) = plain.strip_prefix('0') {
        format!("{HOME_COUNTRY}{rest}")
    } else {
        plain
    };
    let is_number = (8..=15).contains(&number.len())
        && !number.starts_with('0')
        && number.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { Ok(format!("+{number}")) } else { Err(ContactError::Phone) }
}

fn is_phone_separator(character: char) -> bool {
    character.is_whitespace()
        || matches!(
            character,
            '-' | '(' | ')' | '.' | '/' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_become_e164() {
        for typed in
            ["+971 50 123 4567", "00971-50-1234567", "050 123 4567", "٠٥٠ ١٢٣ ٤٥٦٧", "971501234567"]
        {
            assert_eq!(phone(typed).as_deref(), Ok("+971501234567"), "{typed}");
        }
        for typed in ["12", "+0501234567", "call me", "+9715012345678901"] {
            assert_eq!(phone(typed), Err(ContactError::Phone), "{typed}");
        }
    }

    #[test]
    fn addresses_have_what_every_address_has() {
        for typed in ["a@b.ae", "o'neil+x@mail.example.org", "سالم@مثال.امارات"] {
            assert_eq!(email(typed).as_deref(), Ok(typed));
        }
        for typed in ["a", "@b.ae", "a@b", "a@.ae", "a@b.", "a b@c.ae"] {
            assert_eq!(email(typed), Err(ContactError::Email), "{typed}");
        }
    }

    #[test]
    fn each_part_has_its_limit_and_no_less() {
        let address =
            |length: usize| format!("{}@example.org", "x".repeat(length - "@example.org".len()));
        assert!(email(&address(EMAIL_MAX)).is_ok());
        assert_eq!(email(&address(EMAIL_MAX + 1)), Err(ContactError::Email));
        assert!(name(&"ص".repeat(NAME_MAX)).is_ok());
        assert_eq!(name(&"ص".repeat(NAME_MAX + 1)), Err(ContactError::NameTooLong));
        for (digits, is_number) in [(7, false), (8, true), (15, true), (16, false)] {
            assert_eq!(phone(&format!("+{}", "1".repeat(digits))).is_ok(), is_number, "{digits}");
        }
    }

    #[test]
    fn a_contact_is_left_when_an_address_changes_and_not_when_the_name_does() {
        let contact = |name: &str, email: &str, phone: &str| {
            Contact::parse(Some(name), Some(email), Some(phone)).unwrap().unwrap()
        };
        let old = contact("Salma", "salma@example.org", "");
        assert!(!old.is_left_by(&contact("Salama", "salma@example.org", "")));
        assert!(old.is_left_by(&contact("Salma", "salama@example.org", "")));
        assert!(old.is_left_by(&contact("Salma", "salma@example.org", "0501234567")));
        assert!(!contact("Salma", "", "").is_left_by(&old), "nobody reads a name");
    }

    #[test]
    fn nothing_given_is_no_contact() {
        assert_eq!(Contact::parse(Some("  "), None, Some("")), Ok(None));
    }

    #[test]
    fn someone_is_reached_by_what_they_left_however_it_is_typed() {
        let reached = |typed| reaches(Some("Salma@Example.org"), Some("+971501234567"), typed);
        for typed in ["salma@example.org", " SALMA@EXAMPLE.ORG ", "050 123 4567", "٠٥٠١٢٣٤٥٦٧"]
        {
            assert!(reached(typed), "{typed}");
        }
        for typed in ["", "Salma", "salma@example.com", "0501234568"] {
            assert!(!reached(typed), "{typed}");
        }
        assert!(!reaches(None, None, "salma@example.org"));
    }

    #[test]
    fn every_wrong_part_is_named() {
        let wrong = Contact::parse(Some(&"x".repeat(NAME_MAX + 1)), Some("a"), Some("b"));
        let members: Vec<_> = wrong.unwrap_err().into_iter().map(|(member, _)| member).collect();
        assert_eq!(members, ["name", "email", "phone"]);
    }
}
