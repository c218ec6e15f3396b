//! Message about a completed action, which a toast shows.

use domain::wire::console::Target;

/// Message about a completed action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Toast {
    /// The text.
    pub(crate) text: String,
    /// Cases with the heads from which the action can be undone; empty if it can't.
    pub(crate) undo: Vec<Target>,
}

impl Toast {
    /// Creates a message without an undo button.
    pub(crate) const fn plain(text: String) -> Self {
        Self { text, undo: Vec::new() }
    }
}
