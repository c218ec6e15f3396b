//! Blind index of contacts: codes under a secret for each word of the name, the e-mail address and
//! the telephone number, so that a sealed contact can be found.

use crate::search::normalize::whole_words;
use crate::{
    crypto::signature::Secret,
    hex,
    intake::{
        channel::Channel,
        contact::{Contact, email::email, phone::phone},
    },
    text::line,
};

/// Count of a telephone number's last digits that are encoded. They are the same with and without
/// the country code, and with and without a leading zero.
const NUMBER: usize = 8;

/// Fewest digits of a query that is taken for a telephone number.
const DIGITS_MIN: usize = 7;

/// Encoder of a contact's data into the codes of the blind index.
#[derive(Clone)]
pub struct BlindIndex(Secret);

impl BlindIndex {
    /// Creates an index with a key derived from `secret`, which has other uses too.
    pub fn new(secret: &Secret) -> Self {
        Self(Secret::new(secret.derive("blind index of contacts").to_vec()))
    }

    /// Creates the index that contacts are found by which were stored before keys were derived by
    /// HKDF, until they are sealed again.
    pub fn earlier(secret: &Secret) -> Self {
        Self(Secret::new(secret.mac(&["search"]).to_vec()))
    }

    /// Returns all codes by which a contact is found, separated by spaces.
    pub fn contact(&self, contact: &Contact) -> String {
        let name =
            contact.name.iter().flat_map(|name| whole_words(name)).map(|word| self.name(&word));
        let email = contact.email.iter().map(|email| self.email(email));
        let phone = contact.phone.iter().map(|phone| self.number(phone));
        name.chain(email).chain(phone).collect::<Vec<_>>().join(" ")
    }

    /// Returns all codes that a typed query may stand for.
    pub fn typed(&self, typed: &str) -> Vec<String> {
        if is_number(typed) {
            return vec![self.number(typed)];
        }
        if typed.contains('@') {
            return vec![self.email(typed)];
        }
        whole_words(typed).into_iter().map(|word| self.name(&word)).collect()
    }

    /// Returns the code of an address at a messenger.
    pub fn address(&self, channel: Channel, address: &str) -> String {
        self.code(&format!("address at {}", channel.as_str()), address)
    }

    fn name(&self, folded: &str) -> String {
        self.code("name", folded)
    }

    fn email(&self, address: &str) -> String {
        let address = email(address).unwrap_or_else(|_| line(address));
        self.code("email", &address.to_lowercase())
    }

    fn number(&self, number: &str) -> String {
        let number = phone(number).unwrap_or_else(|_| line(number));
        let digits: Vec<char> = number.chars().filter(char::is_ascii_digit).collect();
        let last = digits.iter().skip(digits.len().saturating_sub(NUMBER));
        self.code("phone", &last.collect::<String>())
    }

    fn code(&self, what: &str, of: &str) -> String {
        let code = self.0.mac(&[what, of]);
        hex::encode(&code[..10])
    }
}

/// Returns whether typed text is a telephone number.
fn is_number(typed: &str) -> bool {
    let line = line(typed);
    let is_written_so =
        line.chars().all(|character| character.is_ascii_digit() || " +-()/.".contains(character));
    let is_long = line.chars().filter(char::is_ascii_digit).count() >= DIGITS_MIN;
    (is_written_so && is_long) || phone(typed).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blind() -> BlindIndex {
        BlindIndex::new(&Secret::new(b"secret".to_vec()))
    }

    fn contact() -> Contact {
        let (name, email, phone) = ("سلمى Al Mansoori", "Salma@Example.org", "+971 50 123 4567");
        Contact::parse(Some(name), Some(email), Some(phone)).unwrap().unwrap()
    }

    #[test]
    fn an_address_has_one_code_at_each_messenger() {
        let code = |channel| blind().address(channel, "971501234567");
        assert_eq!(code(Channel::Whatsapp), code(Channel::Whatsapp));
        assert_ne!(code(Channel::Whatsapp), code(Channel::Instagram));
        assert_ne!(code(Channel::Whatsapp), blind().address(Channel::Whatsapp, "97150123456"));
    }

    #[test]
    fn a_contact_is_found_by_any_of_it_however_it_is_written() {
        let kept = blind().contact(&contact());
        for typed in [
            "سلمي",
            "MANSOORI",
            "salma@example.org",
            "<mailto:salma@example.org>,",
            "0501234567",
            "+971501234567",
            "٠٥٠ ١٢٣ ٤٥٦٧",
            "\u{2066}+971 (0)50 123 4567\u{2069}",
            "tel:+971501234567;ext=3",
        ] {
            let codes = blind().typed(typed);
            assert!(
                !codes.is_empty()
                    && codes.iter().all(|code| kept.split(' ').any(|kept| kept == code)),
                "{typed}"
            );
        }
    }

    #[test]
    fn nothing_of_it_can_be_read_or_made_without_the_secret() {
        let kept = blind().contact(&contact());
        for word in ["salma", "mansoori", "501234567", "example"] {
            assert!(!kept.contains(word));
        }
        assert_ne!(BlindIndex::new(&Secret::new(b"other".to_vec())).contact(&contact()), kept);
        assert_ne!(BlindIndex::earlier(&Secret::new(b"secret".to_vec())).contact(&contact()), kept);
    }

    #[test]
    fn what_is_typed_into_one_field_is_not_found_in_another() {
        let kept = blind().contact(&contact());
        for typed in ["salma", "50123", "example.org"] {
            assert!(
                blind().typed(typed).iter().all(|code| !kept.contains(code.as_str())),
                "{typed}"
            );
        }
    }
}
