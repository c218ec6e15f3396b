//! Contact of an author: parsing, and the shape of a parsed one.

use crate::{
    intake::contact::{self, ContactError},
    wire::Contact,
};

impl Contact {
    /// Parses each part; `None` when all of them are empty.
    ///
    /// # Errors
    ///
    /// One for each invalid part, with the name of the member.
    pub fn parse(&self) -> Result<Option<contact::Contact>, Vec<(&'static str, ContactError)>> {
        let Self { name, email, phone } = self;
        contact::Contact::parse(name.as_deref(), email.as_deref(), phone.as_deref())
    }

    /// Reads a stored contact, which was parsed by the rules of its day.
    pub fn kept(&self) -> Option<contact::Contact> {
        contact::kept(self.name.as_deref(), self.email.as_deref(), self.phone.as_deref())
    }

    /// Returns whether the typed text is the contact's e-mail address or phone number.
    pub fn is_reached_by(&self, typed: &str) -> bool {
        contact::reaches(self.email.as_deref(), self.phone.as_deref(), typed)
    }
}

impl From<&contact::Contact> for Contact {
    fn from(contact: &contact::Contact) -> Self {
        Self {
            name: contact.name.clone(),
            email: contact.email.clone(),
            phone: contact.phone.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_is_parsed_and_written_as_its_own() {
        let sent = Contact {
            name: Some("Salma".into()),
            email: Some("salma@example.org".into()),
            phone: Some("+971501234567".into()),
        };
        assert_eq!(Contact::from(&sent.parse().unwrap().unwrap()), sent);
        assert!(sent.is_reached_by("salma@example.org") && sent.is_reached_by("0501234567"));
        assert!(!sent.is_reached_by("Salma"));
    }
}
