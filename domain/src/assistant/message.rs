//! Message to the assistant, and the services that exist when it is written.

use crate::language::Language;

/// Most characters of a message.
pub const MESSAGE_MAX: usize = 4_000;

/// Text that somebody wrote, and the page that they wrote it on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Message<'a> {
    /// The text.
    pub text: &'a str,
    /// Language of the page.
    pub language: Option<Language>,
    /// Entity that the page is about; for staff, the one where the text lies.
    pub entity: Option<&'a str>,
    /// Service that the page is about.
    pub service: Option<&'a str>,
}

/// Reason why a person's text is no message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageFault {
    /// Nothing but white space.
    Empty,
    /// So many characters more than [`MESSAGE_MAX`].
    TooLong(usize),
}

impl MessageFault {
    /// Returns the fault of a text, if it has one.
    pub fn of(text: &str) -> Option<Self> {
        let over = text.chars().count().saturating_sub(MESSAGE_MAX);
        if over > 0 {
            Some(Self::TooLong(over))
        } else {
            text.trim().is_empty().then_some(Self::Empty)
        }
    }
}

/// Entities and services that exist at the moment: the index may know others.
pub trait Directory {
    /// Returns whether the entity has this service.
    fn has_service(&self, entity: &str, service: &str) -> bool;

    /// Returns whether one of two services of an entity is under the other.
    fn are_related(&self, _entity: &str, _one: &str, _other: &str) -> bool {
        false
    }
}

/// Directory of a test in which every service exists.
#[cfg(test)]
pub(super) struct Everything;

#[cfg(test)]
impl Directory for Everything {
    fn has_service(&self, _: &str, _: &str) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_says_something_within_its_length() {
        let of_length = |length: usize| MessageFault::of(&"م".repeat(length));
        assert_eq!([of_length(1), of_length(MESSAGE_MAX)], [None; 2]);
        assert_eq!(of_length(MESSAGE_MAX + 3), Some(MessageFault::TooLong(3)));
        for text in ["", "  \n\t"] {
            assert_eq!(MessageFault::of(text), Some(MessageFault::Empty), "{text:?}");
        }
    }
}
