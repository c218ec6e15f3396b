//! What a customer may do to a participation of theirs, once it is known to be right.

use crate::{
    case::Command,
    deed::Deed,
    event::Actor,
    submission::{Errors, InputError, Reason, attachments},
    wire,
};

/// They say more, or answer what they were asked.
///
/// # Errors
///
/// Each thing that is wrong.
pub fn message(sent: &wire::NewMessage) -> Result<Command, Vec<InputError>> {
    let mut errors = Errors::default();
    let words = errors.text("/text", Some(&sent.text));
    let attachments = attachments(&sent.attachments, &mut errors);
    if words.is_none() && sent.attachments.is_empty() && errors.is_empty() {
        errors.add("/text", Reason::NothingSaid);
    }
    errors.unless_any(Command { words, attachments, ..by_customer(Deed::Write) })
}

/// They take it back.
///
/// # Errors
///
/// When the reason can't be kept.
pub fn withdrawal(sent: &wire::Withdrawal) -> Result<Command, Vec<InputError>> {
    let mut errors = Errors::default();
    let words = errors.text("/reason", sent.reason.as_deref());
    errors.unless_any(Command { words, ..by_customer(Deed::Withdraw) })
}

/// They aren't content with how it ended.
///
/// # Errors
///
/// When there is no reason, or one that can't be kept.
pub fn reopening(sent: &wire::Reopening) -> Result<Command, Vec<InputError>> {
    let mut errors = Errors::default();
    let words = errors.text("/reason", Some(&sent.reason));
    if words.is_none() && errors.is_empty() {
        errors.add("/reason", Reason::NoReason);
    }
    errors.unless_any(Command { words, ..by_customer(Deed::Reopen) })
}

/// They say how content they are with the handling.
///
/// # Errors
///
/// When the comment can't be kept.
pub fn rating(sent: &wire::Rating) -> Result<Command, Vec<InputError>> {
    let mut errors = Errors::default();
    let words = errors.text("/comment", sent.comment.as_deref());
    errors.unless_any(Command { words, ..by_customer(Deed::Rate { rating: sent.rating }) })
}

const fn by_customer(deed: Deed) -> Command {
    Command::plain(Actor::Customer, deed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::TEXT_MAX;

    fn pointers(result: Result<Command, Vec<InputError>>) -> Vec<String> {
        result.unwrap_err().into_iter().map(|error| error.pointer).collect()
    }

    fn said(text: &str, attachments: &[&str]) -> wire::NewMessage {
        wire::NewMessage { text: text.into(), attachments: attachments.iter().map(|&id| id.into()).collect() }
    }

    #[test]
    fn a_message_is_words_or_attachments() {
        let upload = "0".repeat(32);
        assert_eq!(message(&said(" Gate 4. ", &[])).unwrap().words.unwrap().as_str(), "Gate 4.");
        assert_eq!(message(&said("", &[&upload])).unwrap().attachments.len(), 1);
        assert_eq!(pointers(message(&said(" ", &[]))), ["/text"]);
        assert_eq!(pointers(message(&said("", &[&upload, &upload, "x"]))), ["/attachments/1", "/attachments/2"]);
    }

    #[test]
    fn reopening_takes_a_reason_and_nothing_else_does() {
        assert_eq!(pointers(reopening(&wire::Reopening { reason: "\n".into() })), ["/reason"]);
        assert_eq!(withdrawal(&wire::Withdrawal::default()), Ok(by_customer(Deed::Withdraw)));
        let long = Some("a".repeat(TEXT_MAX + 1));
        assert_eq!(pointers(withdrawal(&wire::Withdrawal { reason: long.clone() })), ["/reason"]);
        assert_eq!(pointers(rating(&wire::Rating { rating: crate::kind::Mood::Happy, comment: long })), ["/comment"]);
    }
}
