//! Answers that the visitor has entered so far.

use domain::{intake::kind::Kind, wire};

use crate::ids;

/// Answers of the form, as plain values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entered {
    /// Kind of the submission: suggestion, observation or complaint.
    pub kind: Option<Kind>,
    /// Text of the submission.
    pub text: String,
    /// Remedy that the author of a complaint proposes.
    pub suggestion: String,
    /// Short name of the service; empty for none.
    pub service: String,
    /// Address of the place, or how to find it.
    pub place: String,
    /// Author's name.
    pub name: String,
    /// Author's e-mail address.
    pub email: String,
    /// Author's phone number.
    pub phone: String,
}

impl Entered {
    /// Reads each field by its name in the form.
    pub fn read(field: &dyn Fn(&str) -> String) -> Self {
        Self {
            kind: Kind::parse(&field("kind")),
            text: field(ids::TEXT),
            suggestion: field(ids::SUGGESTION),
            service: field(ids::SERVICE),
            place: field(ids::PLACE),
            name: field(ids::NAME),
            email: field(ids::EMAIL),
            phone: field(ids::PHONE),
        }
    }

    /// Returns the fields by their names in the form, as [`Entered::read`] reads them.
    pub fn fields(&self) -> [(&'static str, &str); 8] {
        [
            ("kind", self.kind.map(Kind::as_str).unwrap_or_default()),
            (ids::TEXT, &self.text),
            (ids::SUGGESTION, &self.suggestion),
            (ids::SERVICE, &self.service),
            (ids::PLACE, &self.place),
            (ids::NAME, &self.name),
            (ids::EMAIL, &self.email),
            (ids::PHONE, &self.phone),
        ]
    }

    /// Returns whether nothing was entered. The service doesn't count, since the page may choose
    /// it.
    pub fn is_untouched(&self) -> bool {
        *self == Self { service: self.service.clone(), ..Self::default() }
    }

    /// Returns the contact to send; `None` if all of its fields are empty.
    pub fn contact(&self) -> Option<wire::Contact> {
        let contact = wire::Contact {
            name: said(&self.name),
            email: said(&self.email),
            phone: said(&self.phone),
        };
        (contact != wire::Contact::default()).then_some(contact)
    }

    /// Returns whether there is an e-mail address or a phone number to tell the author of an
    /// answer.
    pub fn has_address(&self) -> bool {
        [&self.email, &self.phone].into_iter().any(|address| !address.trim().is_empty())
    }

    /// Returns the service, if one was chosen.
    pub fn service(&self) -> Option<String> {
        said(&self.service)
    }

    /// Returns the place to send, as it was typed; `None` if the field is empty. Suggestions have
    /// no place.
    pub fn place(&self) -> Option<wire::Place> {
        let address = said(&self.place).filter(|_| self.kind != Some(Kind::Suggestion));
        let address = Some(address?);
        Some(wire::Place { latitude: None, longitude: None, address })
    }

    /// Returns the remedy, which only a complaint has.
    pub fn remedy(&self) -> Option<String> {
        said(&self.suggestion).filter(|_| self.kind == Some(Kind::Complaint))
    }
}

fn said(value: &str) -> Option<String> {
    Some(value.trim().to_owned()).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_are_nothing() {
        let entered = Entered { name: "  ".into(), service: String::new(), ..Entered::default() };
        assert_eq!(entered.contact(), None);
        assert_eq!((entered.service(), entered.place()), (None, None));
        let place = Entered { place: " Gate 4 ".into(), ..entered }.place().unwrap();
        assert_eq!((place.address.as_deref(), place.latitude), (Some("Gate 4"), None));
        let kind = Some(Kind::Suggestion);
        assert_eq!(Entered { kind, place: "Gate 4".into(), ..Entered::default() }.place(), None);
    }

    #[test]
    fn what_is_read_is_what_was_written() {
        let entered = Entered {
            kind: Some(Kind::Complaint),
            text: "The lift".into(),
            phone: "050".into(),
            place: "Gate 4".into(),
            ..Entered::default()
        };
        let fields = entered.fields();
        let field = |name: &str| {
            fields
                .iter()
                .find(|field| field.0 == name)
                .map(|field| field.1.to_owned())
                .unwrap_or_default()
        };
        assert_eq!(Entered::read(&field), entered);
    }

    #[test]
    fn a_name_alone_is_no_address() {
        let named = Entered { name: "Salma".into(), email: " ".into(), ..Entered::default() };
        assert!(!named.has_address());
        assert!(Entered { phone: "050".into(), ..named }.has_address());
    }

    #[test]
    fn a_service_alone_is_the_pages_choice() {
        let entered = Entered { service: "parking".into(), ..Entered::default() };
        assert!(entered.is_untouched());
        assert!(!Entered { name: "Salma".into(), ..entered }.is_untouched());
    }

    #[test]
    fn a_remedy_goes_with_a_complaint_alone() {
        let entered = Entered {
            kind: Some(Kind::Complaint),
            suggestion: " a ramp ".into(),
            ..Entered::default()
        };
        assert_eq!(entered.remedy().as_deref(), Some("a ramp"));
        assert_eq!(Entered { kind: Some(Kind::Observation), ..entered }.remedy(), None);
    }
}
