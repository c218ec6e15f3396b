//! Message to the assistant, and the services that exist when it is written.

use crate::channel::language::Language;

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

/// Entities and services that exist at the moment: the index may know others.
pub trait Directory {
    /// Returns whether the entity has this service.
    fn has_service(&self, entity: &str, service: &str) -> bool;

    /// Returns whether one of two services of an entity is under the other.
    fn are_related(&self, _entity: &str, _one: &str, _other: &str) -> bool {
        false
    }
}
