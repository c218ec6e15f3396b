//! Requests of a customer about their own participation.

use jiff::Timestamp;

use crate::{
    case::{Command, action::Action, author_commands, event::Actor, life_cycle::Verb},
    input::{Errors, InputError, Reason, attachments},
    intake,
    slug::Slug,
    wire::{Classification, Contact, NewMessage, Rating, Reopening, Status, Withdrawal},
};

impl Status {
    /// Returns the actions that the customer can take now: none on a test, which nobody reads.
    pub fn offers(&self, now: Timestamp) -> Vec<Verb> {
        if self.test {
            return Vec::new();
        }
        let timeline: Vec<_> = self.timeline.iter().map(|entry| (entry.at, entry.stage)).collect();
        author_commands::offers(self.stage, self.merged, &timeline, now)
    }
}

impl NewMessage {
    /// Parses a message: more details, or the answer to a question.
    ///
    /// # Errors
    ///
    /// Every error of the request.
    pub fn parse(&self) -> Result<Command, Vec<InputError>> {
        let mut errors = Errors::default();
        let words = errors.text("/text", Some(&self.text));
        let attachments = attachments(&self.attachments, &mut errors);
        if words.is_none() && self.attachments.is_empty() && errors.is_empty() {
            errors.add("/text", Reason::NothingSaid);
        }
        errors.unless_any(Command { words, attachments, ..by_customer(Action::Write) })
    }
}

impl Withdrawal {
    /// Parses a withdrawal.
    ///
    /// # Errors
    ///
    /// When the reason can't be stored.
    pub fn parse(&self) -> Result<Command, Vec<InputError>> {
        let mut errors = Errors::default();
        let words = errors.text("/reason", self.reason.as_deref());
        errors.unless_any(Command { words, ..by_customer(Action::Withdraw) })
    }
}

impl Reopening {
    /// Parses a reopening by a customer who isn't content with the outcome.
    ///
    /// # Errors
    ///
    /// When the reason is missing or can't be stored.
    pub fn parse(&self) -> Result<Command, Vec<InputError>> {
        let mut errors = Errors::default();
        let words = errors.text("/reason", Some(&self.reason));
        if words.is_none() && errors.is_empty() {
            errors.add("/reason", Reason::NoReason);
        }
        errors.unless_any(Command { words, ..by_customer(Action::Reopen) })
    }
}

impl Classification {
    /// Parses kind and entity of a participation whose author was asked for neither.
    ///
    /// # Errors
    ///
    /// When the entity's name can't be one.
    pub fn parse(&self) -> Result<Command, Vec<InputError>> {
        let mut errors = Errors::default();
        let to = errors.keep("/entity", Slug::parse_entity(&self.entity));
        let Some(to) = to else { return Err(errors.into_all()) };
        Ok(by_customer(Action::Classify { kind: self.kind, to }))
    }
}

impl Rating {
    /// Parses the customer's rating of the handling.
    ///
    /// # Errors
    ///
    /// When the comment can't be stored.
    pub fn parse(&self) -> Result<Command, Vec<InputError>> {
        let mut errors = Errors::default();
        let words = errors.text("/comment", self.comment.as_deref());
        errors.unless_any(Command { words, ..by_customer(Action::Rate { rating: self.rating }) })
    }
}

impl Contact {
    /// Parses the contact by which an author replaces theirs.
    ///
    /// # Errors
    ///
    /// Every invalid part; or when nothing can be sent to it.
    pub fn correction(&self) -> Result<Command, Vec<InputError>> {
        let mut errors = Errors::default();
        let contact = self.parse().unwrap_or_else(|wrong| {
            for (member, error) in wrong {
                errors.add(&format!("/{member}"), error.into());
            }
            None
        });
        let contact = contact.filter(intake::contact::Contact::is_reachable);
        if contact.is_none() && errors.is_empty() {
            errors.add("/email", Reason::NoAddress);
        }
        errors.unless_any(Command { contact, ..by_customer(Action::CorrectContact) })
    }
}

const fn by_customer(deed: Action) -> Command {
    Command::plain(Actor::Customer, deed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        intake::kind::{Kind, Mood},
        text::TEXT_MAX,
    };

    fn pointers(result: Result<Command, Vec<InputError>>) -> Vec<String> {
        result.unwrap_err().into_iter().map(|error| error.pointer).collect()
    }

    fn said(text: &str, attachments: &[&str]) -> NewMessage {
        NewMessage {
            text: text.into(),
            attachments: attachments.iter().map(|&id| id.into()).collect(),
        }
    }

    #[test]
    fn a_message_is_words_or_attachments() {
        let upload = "0".repeat(32);
        assert_eq!(said(" Gate 4. ", &[]).parse().unwrap().words.unwrap().as_str(), "Gate 4.");
        assert_eq!(said("", &[&upload]).parse().unwrap().attachments.len(), 1);
        assert_eq!(pointers(said(" ", &[]).parse()), ["/text"]);
        assert_eq!(
            pointers(said("", &[&upload, &upload, "x"]).parse()),
            ["/attachments/1", "/attachments/2"]
        );
    }

    #[test]
    fn a_corrected_contact_has_an_address_and_every_wrong_part_is_named() {
        let typed = |email: &str, phone: &str| Contact {
            name: Some("Salma".into()),
            email: Some(email.into()),
            phone: Some(phone.into()),
        };
        let command = typed("salma@example.org", "").correction().unwrap();
        assert_eq!(command.deed, Action::CorrectContact);
        assert_eq!(command.contact.unwrap().email.as_deref(), Some("salma@example.org"));
        assert!(typed("", "050 123 4567").correction().is_ok());
        assert_eq!(pointers(typed("", " ").correction()), ["/email"]);
        assert_eq!(pointers(typed("salma", "12").correction()), ["/email", "/phone"]);
    }

    #[test]
    fn a_classification_names_an_entity() {
        let sent = |entity: &str| Classification { kind: Kind::Complaint, entity: entity.into() };
        let to = Slug::parse("rta").unwrap();
        let deed = Action::Classify { kind: Kind::Complaint, to };
        assert_eq!(sent("rta").parse().unwrap().deed, deed);
        assert_eq!(pointers(sent("R T A").parse()), ["/entity"]);
    }

    #[test]
    fn reopening_takes_a_reason_and_nothing_else_does() {
        assert_eq!(pointers(Reopening { reason: "\n".into() }.parse()), ["/reason"]);
        assert_eq!(Withdrawal::default().parse(), Ok(by_customer(Action::Withdraw)));
        let long = Some("a".repeat(TEXT_MAX + 1));
        assert_eq!(pointers(Withdrawal { reason: long.clone() }.parse()), ["/reason"]);
        assert_eq!(pointers(Rating { rating: Mood::Happy, comment: long }.parse()), ["/comment"]);
    }
}
