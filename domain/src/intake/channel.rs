//! Channel by which a participation came.

use serde::{Deserialize, Serialize};

/// Channel by which a participation came. The first event of its history records it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// Form on a website, or a program that speaks the public contract.
    Web,
    /// Telephone; staff entered it.
    Phone,
    /// Counter; staff entered it.
    Counter,
    /// E-mail.
    Email,
    /// Message on `WhatsApp`.
    Whatsapp,
    /// Message on Instagram.
    Instagram,
    /// Message on X, formerly Twitter.
    X,
    /// Text message.
    Sms,
    /// Another system that speaks Open311.
    Open311,
    /// Sawtak itself.
    System,
    /// Import from an earlier system.
    Import,
}

impl Channel {
    /// All channels.
    pub const ALL: [Self; 11] = [
        Self::Web,
        Self::Phone,
        Self::Counter,
        Self::Email,
        Self::Whatsapp,
        Self::Instagram,
        Self::X,
        Self::Sms,
        Self::Open311,
        Self::System,
        Self::Import,
    ];

    /// Returns the channel with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.as_str() == name)
    }

    /// Returns the name on the wire and in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Phone => "phone",
            Self::Counter => "counter",
            Self::Email => "email",
            Self::Whatsapp => "whatsapp",
            Self::Instagram => "instagram",
            Self::X => "x",
            Self::Sms => "sms",
            Self::Open311 => "open311",
            Self::System => "system",
            Self::Import => "import",
        }
    }
}

/// State of a channel of messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ChannelState {
    /// It isn't configured.
    Off,
    /// Messages come and go.
    On,
    /// The other side refuses our access.
    Failing,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_channel_has_one_name_on_the_wire_and_in_the_store() {
        for channel in Channel::ALL {
            assert_eq!(serde_json::to_value(channel).unwrap(), channel.as_str());
        }
    }
}
