//! What a conversation does next, as it is stored until it is done.

use domain::channel::{conversation::Effect, whatsapp::outbound::Outgoing};
use serde::{Deserialize, Serialize};

/// Something that a conversation does next.
#[derive(Serialize, Deserialize)]
pub(crate) enum Next {
    /// Send a message.
    Say(Say),
    /// Do work, whose outcome goes back to the conversation.
    Work(Box<Effect>),
}

/// Message to send.
#[derive(Serialize, Deserialize)]
pub(crate) struct Say {
    /// The message.
    pub(crate) message: Outgoing,
    /// Template to send in its place outside the window of free text.
    pub(crate) otherwise: Option<Outgoing>,
}

impl From<Outgoing> for Next {
    fn from(message: Outgoing) -> Self {
        Self::Say(Say { message, otherwise: None })
    }
}
