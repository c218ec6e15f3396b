//! Contact of a participation's author. All parts are optional.
//!
//! Submissions, look-ups by contact and the blind index of the search parse contacts here; the
//! form's checks in the browser call [`plausible`] alone. Sealing and sending don't belong here.

use thiserror::Error;

use crate::text::{
    characters::{is_visible, is_wrapper},
    line_with_joiners,
};

pub(crate) mod email;
pub(crate) mod phone;
pub mod plausible;

use email::email;
use phone::phone;

/// Maximum length of a name, in characters.
pub const NAME_MAX: usize = 200;

/// Maximum length of an e-mail address, in bytes (RFC 5321, section 4.5.3.1.3, less the angle
/// brackets).
pub const EMAIL_MAX: usize = 254;

/// Published maximum length of a typed phone number, in characters: fifteen digits with separators
/// between them. Longer text is accepted too, if it has no more digits.
pub const PHONE_MAX: usize = 40;

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
    /// Quotes or brackets without a name.
    #[error("a name has letters")]
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

    /// Returns whether messages that went to an address of this contact no longer go there once
    /// another contact replaces it. Whoever reads them is told of that. One that is added beside it
    /// changes nothing for them.
    pub fn is_left_by(&self, new: &Self) -> bool {
        self.email.is_some() && self.email != new.email
            || self.phone.is_some() && self.phone != new.phone
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
                let value = value.filter(|value| value.chars().any(is_visible))?;
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

/// Brings a stored contact to the form of today's rules. A part that they would refuse stays as it
/// was taken.
pub fn kept(name: Option<&str>, email: Option<&str>, phone: Option<&str>) -> Option<Contact> {
    let part = |value: Option<&str>, read: fn(&str) -> Result<String, ContactError>| {
        value.map(|value| read(value).unwrap_or_else(|_| value.to_owned()))
    };
    let contact = Contact {
        name: part(name, self::name),
        email: part(email, email::email),
        phone: part(phone, phone::phone),
    };
    let is_empty = contact.name.is_none() && !contact.is_reachable();
    (!is_empty).then_some(contact)
}

/// Returns whether the typed text is this e-mail address or this phone number.
pub fn reaches(kept_email: Option<&str>, kept_phone: Option<&str>, typed: &str) -> bool {
    let is_email = || {
        let kept = kept_email.and_then(|kept| email(kept).ok());
        kept.zip(email(typed).ok())
            .is_some_and(|(kept, typed)| kept.to_lowercase() == typed.to_lowercase())
    };
    let is_phone = || {
        let kept = kept_phone.and_then(|kept| phone(kept).ok());
        kept.is_some() && kept == phone(typed).ok()
    };
    is_email() || is_phone()
}

/// Brings a name to one line, without quotes or brackets around all of it.
fn name(typed: &str) -> Result<String, ContactError> {
    let line = line_with_joiners(typed);
    let inner = line.strip_prefix(is_wrapper).and_then(|rest| rest.strip_suffix(is_wrapper));
    let name = inner.filter(|inner| !inner.contains(is_wrapper)).unwrap_or(&line).trim();
    match name.chars().count() {
        0 => Err(ContactError::Name),
        1..=NAME_MAX => Ok(name.to_owned()),
        _ => Err(ContactError::NameTooLong),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_line_however_it_was_pasted() {
        for typed in [
            "Salma Al-Mansoori",
            " Salma\tAl‑Mansoori\n",
            "\u{202a}Salma\u{a0}Al-Mansoori\u{202c}",
            "“Salma Al-Mansoori”",
            "Salma\r\nAl–Mansoori\u{feff}",
        ] {
            assert_eq!(name(typed).as_deref(), Ok("Salma Al-Mansoori"), "{typed:?}");
        }
        for typed in ["Salma (Umm Ali)", "O'Neil", "علی\u{200c}رضا", "ルーシー"] {
            assert_eq!(name(typed).as_deref(), Ok(typed));
        }
        assert_eq!(name("()"), Err(ContactError::Name));
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
            assert_eq!(
                phone(&format!("+353{}", "1".repeat(digits - 3))).is_ok(),
                is_number,
                "{digits}"
            );
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
        assert!(!old.is_left_by(&contact("Salma", "salma@example.org", "0501234567")));
        assert!(contact("Salma", "salma@example.org", "0501234567").is_left_by(&old));
        assert!(!contact("Salma", "", "").is_left_by(&old), "nobody reads a name");
    }

    #[test]
    fn nothing_given_is_no_contact() {
        assert_eq!(Contact::parse(Some("  "), None, Some("")), Ok(None));
        assert_eq!(
            Contact::parse(Some("\u{200e}"), Some("\u{2066}\u{2069}"), Some("\t")),
            Ok(None)
        );
    }

    #[test]
    fn a_contact_from_before_a_rule_is_still_one() {
        let contact = kept(None, Some("salma@example.org"), Some("+9710501234567")).unwrap();
        assert_eq!(contact.phone.as_deref(), Some("+971501234567"));
        let odd = kept(Some("Salma"), None, Some("+97150123456789")).unwrap();
        assert_eq!(odd.phone.as_deref(), Some("+97150123456789"));
        assert_eq!(kept(None, None, None), None);
    }

    #[test]
    fn someone_is_reached_by_what_they_left_however_it_is_typed() {
        let reached = |typed| reaches(Some("Salma@Example.org"), Some("+971501234567"), typed);
        for typed in [
            "salma@example.org",
            " SALMA@EXAMPLE.ORG ",
            "050 123 4567",
            "٠٥٠١٢٣٤٥٦٧",
            "mailto:salma@example.org",
            "\u{2066}+971 (0)50 123 4567\u{2069}",
        ] {
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
