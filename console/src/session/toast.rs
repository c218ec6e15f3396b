//! Message about a completed action, which a toast shows.

use domain::wire::console::Target;

/// Message about a completed action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Toast {
    /// The text.
    pub(crate) text: String,
    /// Cases with the heads from which the action can be undone; empty if it can't.
    pub(crate) undo: Vec<Target>,
    /// Draft that an undo restores, if the action sent a message.
    pub(crate) draft: Option<Draft>,
}

/// Message that was sent, under the name that its draft had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Draft {
    pub(crate) name: String,
    pub(crate) text: String,
}

impl Toast {
    /// Creates a message without an undo button.
    pub(crate) const fn plain(text: String) -> Self {
        Self::with_undo(text, Vec::new())
    }

    /// Creates a message with a button that undoes the action at these cases, if there are any.
    pub(crate) const fn with_undo(text: String, undo: Vec<Target>) -> Self {
        Self { text, undo, draft: None }
    }
}
