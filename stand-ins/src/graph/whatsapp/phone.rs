//! A person's phone: who it belongs to, and the chat with the business.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::limits::Taken;

/// A message of the chat, on either side.
#[derive(Clone, Serialize)]
pub(super) struct Message {
    pub(super) id: String,
    /// Milliseconds since 1970.
    pub(super) at: u64,
    /// True for a message of the business.
    pub(super) incoming: bool,
    /// Its type, and under that name its content, as on the wire.
    pub(super) content: Value,
    pub(super) status: Status,
    /// Id of the message that it answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) context: Option<String>,
}

/// The ticks of a message.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Status {
    Sent,
    Delivered,
    Read,
}

impl Status {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Read => "read",
        }
    }
}

pub(super) struct Phone {
    pub(super) name: String,
    /// False if the number has no `WhatsApp`.
    pub(super) registered: bool,
    pub(super) online: bool,
    /// True from the business's sign that it is writing until its next message.
    pub(super) typing: bool,
    pub(super) last_message: Option<u64>,
    pub(super) pair: Taken,
    pub(super) messages: Vec<Message>,
}

/// Settings of a person's phone.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Setting {
    name: Option<String>,
    registered: Option<bool>,
    online: Option<bool>,
}

impl Phone {
    pub(super) fn new(number: &str) -> Self {
        Self {
            name: format!("~{number}"),
            registered: true,
            online: true,
            typing: false,
            last_message: None,
            pair: Taken::default(),
            messages: Vec::new(),
        }
    }

    pub(super) fn set(&mut self, setting: Setting) {
        if let Some(name) = setting.name {
            self.name = name;
        }
        self.registered = setting.registered.unwrap_or(self.registered);
        self.online = setting.online.unwrap_or(self.online);
    }

    /// Raises the status of all messages of the business that are below it, and returns their ids.
    pub(super) fn raise(&mut self, status: Status) -> Vec<String> {
        let below =
            self.messages.iter_mut().filter(|message| message.incoming && message.status < status);
        below
            .map(|message| {
                message.status = status;
                message.id.clone()
            })
            .collect()
    }

    /// Returns the title and description of a choice that a message offers.
    pub(super) fn choice(&self, message: &str, id: &str) -> Option<(&'static str, Value)> {
        let message = self.messages.iter().find(|known| known.incoming && known.id == message)?;
        let action = &message.content["interactive"]["action"];
        let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
        let mut buttons = list(&action["buttons"]).into_iter();
        if let Some(button) = buttons.find(|button| button["reply"]["id"] == id) {
            return Some(("button_reply", button["reply"].clone()));
        }
        let mut rows =
            list(&action["sections"]).into_iter().flat_map(|section| list(&section["rows"]));
        rows.find(|row| row["id"] == id).map(|row| ("list_reply", row))
    }
}
