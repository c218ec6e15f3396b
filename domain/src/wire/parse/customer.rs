//! Requests of a customer about their own participation.

use jiff::Timestamp;

use crate::{
    case::{Command, action::Action, author_commands, event::Actor, life_cycle::Verb},
    input::{Errors, InputError, Reason, attachments},
    wire::{NewMessage, Rating, Reopening, Status, Withdrawal},
};

impl Status {
    /// Returns the actions that the customer can take now.
    pub fn offers(&self, now: Timestamp) -> Vec<Verb> {
        let timeline: Vec<_> = self.timeline.iter().map(|entry| (entry.at, entry.stage)).collect();
        author_commands::offers(self.stage, &timeline, now)
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

const fn by_customer(deed: Action) -> Command {
    Command::plain(Actor::Customer, deed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{intake::kind::Mood, text::TEXT_MAX};

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
    fn reopening_takes_a_reason_and_nothing_else_does() {
        assert_eq!(pointers(Reopening { reason: "\n".into() }.parse()), ["/reason"]);
        assert_eq!(Withdrawal::default().parse(), Ok(by_customer(Action::Withdraw)));
        let long = Some("a".repeat(TEXT_MAX + 1));
        assert_eq!(pointers(Withdrawal { reason: long.clone() }.parse()), ["/reason"]);
        assert_eq!(pointers(Rating { rating: Mood::Happy, comment: long }.parse()), ["/comment"]);
    }
}
