//! Message about a completed action, which a toast shows.

use domain::{case::life_cycle::Verb, reference::Reference, wire::console::Target};

use super::Session;

/// Time until a toast disappears, in seconds, if nothing else is known.
const DURATION: u32 = 10;

/// Message about a completed action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Toast {
    /// The text.
    pub(crate) text: String,
    /// Cases with the heads from which the action can be undone; empty if it can't.
    pub(crate) undo: Vec<Target>,
    /// Drafts that an undo restores, one for each case to which the action sent a message.
    pub(crate) drafts: Vec<Draft>,
    /// Time until the toast disappears, in seconds.
    pub(crate) seconds: u32,
}

/// Message that was sent, under the name that its draft had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Draft {
    pub(crate) reference: Reference,
    pub(crate) name: String,
    pub(crate) text: String,
}

impl Draft {
    /// Creates the draft of an action's message on a case.
    pub(crate) fn of(session: Session, reference: Reference, verb: Verb, text: String) -> Self {
        Self { reference, name: draft_name(session, reference, verb), text }
    }
}

/// Returns the name of the draft of an action's message. The names of all drafts of a case begin
/// alike.
pub(crate) fn draft_name(session: Session, reference: Reference, verb: Verb) -> String {
    [session.drafts_on(reference), serde_json::to_string(&verb).unwrap_or_default()].concat()
}

impl Toast {
    /// Creates a message without an undo button.
    pub(crate) const fn plain(text: String) -> Self {
        Self::with_undo(text, Vec::new())
    }

    /// Creates a message with a button that undoes the action at these cases, if there are any.
    pub(crate) const fn with_undo(text: String, undo: Vec<Target>) -> Self {
        Self { text, undo, drafts: Vec::new(), seconds: DURATION }
    }

    /// Returns the message with the drafts that an undo restores.
    pub(crate) fn with_drafts(self, drafts: Vec<Draft>) -> Self {
        Self { drafts, ..self }
    }

    /// Returns the message as it shows for as long as the action can be undone.
    pub(crate) fn lasting(self, seconds: Option<u32>) -> Self {
        Self { seconds: seconds.unwrap_or(DURATION), ..self }
    }
}
