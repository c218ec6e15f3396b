//! Failure of a messenger to take a message, and the reaction to it.

use domain::channel::whatsapp::reaction::Reaction;

/// Failure to send a message.
pub(crate) struct Failure {
    /// Reaction to it.
    pub(crate) reaction: Reaction,
    /// Code or short phrase, which contains nothing of the message.
    pub(crate) reason: String,
}

impl Failure {
    /// Returns a failure after which the same is tried again. `failures` is the number of attempts
    /// that failed before.
    pub(super) fn again(reason: &str, failures: u32) -> Self {
        Self { reaction: Reaction::to_status(500, failures + 1), reason: reason.to_owned() }
    }
}
