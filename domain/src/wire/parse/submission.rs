//! Submission of a visitor: parsing, and the answer to it.

use crate::{
    case::receipt,
    input::{Errors, InputError, Reason, attachments},
    intake::{contact, kind::Kind, place, submission},
    slug::Slug,
    wire::{Acknowledgement, Contact, Place, Submission},
};

impl Submission {
    /// Parses a submission. Checks everything that needs no lookup, and reports all errors at once.
    ///
    /// # Errors
    ///
    /// Every error of the submission.
    pub fn parse(self) -> Result<submission::Submission, Vec<InputError>> {
        let mut errors = Errors::default();
        let entity = errors.keep("/entity", Slug::parse_entity(&self.entity));
        let service = self
            .service
            .as_deref()
            .and_then(|service| errors.keep("/service", Slug::parse(service)));
        let text = errors.text("/text", Some(&self.text));
        let suggestion = errors.text("/suggestion", self.suggestion.as_deref());
        if suggestion.is_some() && self.kind != Kind::Complaint {
            errors.add("/suggestion", Reason::SuggestionWithoutComplaint);
        }
        let attachments = attachments(&self.attachments, &mut errors);
        if text.is_none() && self.attachments.is_empty() && errors.is_empty() {
            errors.add("/text", Reason::NothingSaid);
        }
        let contact = self.contact.as_ref().and_then(|typed| contact(typed, &mut errors));
        let place = self.place.as_ref().and_then(|sent| place(sent, &mut errors));
        if !submission::is_language_tag(&self.language) {
            errors.add("/language", Reason::Language);
        }
        let page = self.page.as_deref().and_then(|page| {
            errors.keep("/page", submission::origin_and_path(page).ok_or(Reason::Page))
        });
        let Some(entity) = entity.filter(|_| errors.is_empty()) else {
            return Err(errors.into_all());
        };
        Ok(submission::Submission {
            kind: self.kind,
            entity,
            service,
            text,
            suggestion,
            attachments,
            contact,
            place,
            language: self.language,
            mood: self.mood,
            page,
            elapsed_ms: self.elapsed_ms,
            is_test: self.test,
        })
    }
}

fn contact(typed: &Contact, errors: &mut Errors) -> Option<contact::Contact> {
    typed.parse().unwrap_or_else(|wrong| {
        for (member, error) in wrong {
            errors.add(&format!("/contact/{member}"), error.into());
        }
        None
    })
}

fn place(sent: &Place, errors: &mut Errors) -> Option<place::Place> {
    let parsed = sent.parse().map_err(|wrong| {
        for (member, error) in wrong {
            let pointer =
                if member.is_empty() { "/place".into() } else { format!("/place/{member}") };
            errors.add(&pointer, error.into());
        }
    });
    parsed.ok()
}

impl From<receipt::Acknowledgement> for Acknowledgement {
    fn from(receipt: receipt::Acknowledgement) -> Self {
        Self {
            reference: receipt.reference,
            tracking_key: receipt.tracking_key,
            tracking_url: receipt.tracking_url,
            received_at: receipt.received_at,
            first_response_due: receipt.due.first_response,
            resolution_due: receipt.due.resolution,
            guide: Some(receipt.guide),
            suggestion_reference: receipt.suggestion_reference,
            test: receipt.is_test,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{intake::place::PlaceError, text::TEXT_MAX};

    fn complaint() -> Submission {
        Submission {
            kind: Kind::Complaint,
            entity: "rta".into(),
            service: None,
            text: "The machine kept my card.".into(),
            suggestion: None,
            attachments: vec![],
            contact: None,
            place: None,
            language: "en".into(),
            mood: None,
            page: None,
            elapsed_ms: None,
            test: false,
        }
    }

    fn errors(sent: Submission) -> Vec<(String, Reason)> {
        sent.parse().unwrap_err().into_iter().map(|error| (error.pointer, error.reason)).collect()
    }

    #[test]
    fn words_or_an_attachment_are_enough() {
        assert!(complaint().parse().is_ok());
        let voice =
            Submission { text: " ".into(), attachments: vec!["0".repeat(32)], ..complaint() };
        assert!(voice.parse().is_ok());
        let silent = Submission { text: "\n".into(), ..complaint() };
        assert_eq!(errors(silent), [("/text".into(), Reason::NothingSaid)]);
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once() {
        let wrong = Submission {
            entity: "R T A".into(),
            text: "x".repeat(TEXT_MAX + 1),
            contact: Some(Contact { name: None, email: Some("nobody".into()), phone: None }),
            place: Some(Place { latitude: Some(91.0), ..Place::default() }),
            language: "english!".into(),
            page: Some("javascript:alert(1)".into()),
            ..complaint()
        };
        let pointers: Vec<_> = errors(wrong).into_iter().map(|(pointer, _)| pointer).collect();
        assert_eq!(
            pointers,
            [
                "/entity",
                "/text",
                "/contact/email",
                "/place/latitude",
                "/place/longitude",
                "/language",
                "/page"
            ]
        );
        let nowhere = Submission { place: Some(Place::default()), ..complaint() };
        assert_eq!(errors(nowhere), [("/place".into(), Reason::Place(PlaceError::Nothing))]);
    }

    #[test]
    fn attachments_are_at_most_five_and_each_once() {
        let ids =
            |count: usize| (0..count).map(|number| format!("{number:032x}")).collect::<Vec<_>>();
        assert!(Submission { attachments: ids(5), ..complaint() }.parse().is_ok());
        let six = Submission { attachments: ids(6), ..complaint() };
        assert_eq!(errors(six), [("/attachments".into(), Reason::TooManyAttachments)]);
        let twice = Submission { attachments: vec!["0".repeat(32), "0".repeat(32)], ..complaint() };
        assert_eq!(errors(twice), [("/attachments/1".into(), Reason::RepeatedAttachment)]);
    }

    #[test]
    fn a_suggestion_rides_on_a_complaint_alone() {
        let paired =
            |kind| Submission { kind, suggestion: Some("Add a camera.".into()), ..complaint() };
        assert!(paired(Kind::Complaint).parse().unwrap().suggestion.is_some());
        assert_eq!(
            errors(paired(Kind::Observation)),
            [("/suggestion".into(), Reason::SuggestionWithoutComplaint)]
        );
    }

    #[test]
    fn a_page_loses_its_query_and_fragment() {
        let sent =
            Submission { page: Some("https://rta.example/pay?card=1#x".into()), ..complaint() };
        assert_eq!(sent.parse().unwrap().page.as_deref(), Some("https://rta.example/pay"));
        for page in [
            "",
            "https://",
            "https://user:pass@rta.example/",
            "ftp://rta.example/",
            "https://a b/",
            "https://a/\0",
        ] {
            let sent = Submission { page: Some(page.into()), ..complaint() };
            assert_eq!(errors(sent), [("/page".into(), Reason::Page)], "{page}");
        }
    }
}
