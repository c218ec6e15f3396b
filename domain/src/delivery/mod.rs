//! Delivery of notices: the ways out, what each can carry, when it may be used, and the state that
//! its reports bring a message to.
//!
//! `edge/src/delivery` has an adapter for each way. The rules, the formats of messages and the
//! meanings of other systems' codes stand here, as pure functions.

pub mod budget;
mod carrier;
pub mod hours;
pub mod mail;
pub mod platform;
pub mod resend;
pub mod route;
pub mod sms;
pub mod smtp;
pub mod state;
pub mod twilio;
pub mod unifonic;
pub mod unsubscribe;

use serde::{Deserialize, Serialize};

pub use carrier::{Carrier, Medium};

use crate::intake::channel::Channel;

/// Way by which a notice goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// Signed webhook of the operator's, which sends e-mails and text messages itself.
    Webhook,
    /// The platform's `send_email` binding.
    SendEmail,
    /// A mail server, by SMTP.
    Smtp,
    /// A mail provider's JSON, in the shape of Resend.
    Resend,
    /// A gateway of text messages, in the shape of Twilio.
    Twilio,
    /// A gateway of text messages, in the shape of Unifonic.
    Unifonic,
    /// `WhatsApp`.
    #[serde(rename = "whatsapp")]
    WhatsApp,
    /// Direct messages of Instagram.
    Instagram,
    /// Direct messages of X.
    X,
}

impl Way {
    /// All ways.
    pub const ALL: [Self; 9] = [
        Self::Webhook,
        Self::SendEmail,
        Self::Smtp,
        Self::Resend,
        Self::Twilio,
        Self::Unifonic,
        Self::WhatsApp,
        Self::Instagram,
        Self::X,
    ];

    /// Returns the name in the store and in the configuration.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Webhook => "webhook",
            Self::SendEmail => "send_email",
            Self::Smtp => "smtp",
            Self::Resend => "resend",
            Self::Twilio => "twilio",
            Self::Unifonic => "unifonic",
            Self::WhatsApp => "whatsapp",
            Self::Instagram => "instagram",
            Self::X => "x",
        }
    }

    /// Returns the way by which notices go to the messenger that a participation came by; `None`
    /// for a channel whose notices go by the contact, as texts do with their hours and budgets.
    pub const fn of_messenger(channel: Channel) -> Option<Self> {
        match channel {
            Channel::Whatsapp => Some(Self::WhatsApp),
            Channel::Instagram => Some(Self::Instagram),
            Channel::X => Some(Self::X),
            _ => None,
        }
    }

    /// Returns the way with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.as_str() == name)
    }
}

/// Reaction to a failed attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reaction {
    /// Another attempt later: the other side is away, or our configuration is wrong and an operator
    /// mends it meanwhile.
    Again,
    /// Another attempt after at least so many seconds: the other side is asked too often.
    Slower(u32),
    /// No other attempt by this way; another way may do.
    Never(Cause),
    /// No other attempt by this way, and none to this address by any message: it doesn't exist, or
    /// its owner wants nothing.
    Suppress(Cause),
}

/// Reason why a message didn't arrive, for staff to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The address or number doesn't exist.
    NoSuchAddress,
    /// The mailbox is full.
    MailboxFull,
    /// The receiving side refuses such messages.
    Refused,
    /// The phone is off or out of reach.
    Unreachable,
    /// The recipient reported an earlier message as unwanted.
    Complained,
    /// The recipient ended the optional messages.
    Unsubscribed,
    /// An earlier message to the address failed for good.
    Suppressed,
    /// Any other reason.
    Other,
}

impl Cause {
    /// All causes.
    pub const ALL: [Self; 8] = [
        Self::NoSuchAddress,
        Self::MailboxFull,
        Self::Refused,
        Self::Unreachable,
        Self::Complained,
        Self::Unsubscribed,
        Self::Suppressed,
        Self::Other,
    ];

    /// Returns the name in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoSuchAddress => "no_such_address",
            Self::MailboxFull => "mailbox_full",
            Self::Refused => "refused",
            Self::Unreachable => "unreachable",
            Self::Complained => "complained",
            Self::Unsubscribed => "unsubscribed",
            Self::Suppressed => "suppressed",
            Self::Other => "other",
        }
    }

    /// Returns the cause with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|cause| cause.as_str() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_and_causes_are_found_by_their_names() {
        for way in Way::ALL {
            assert_eq!(Way::named(way.as_str()), Some(way));
            assert_eq!(serde_json::to_value(way).unwrap(), way.as_str());
        }
        for cause in Cause::ALL {
            assert_eq!(Cause::named(cause.as_str()), Some(cause));
            assert_eq!(serde_json::to_value(cause).unwrap(), cause.as_str());
        }
        assert_eq!(Way::named("pigeon"), None);
        // Messengers and their ways have the same names.
        for way in [Way::WhatsApp, Way::Instagram, Way::X] {
            let channel: Channel = serde_json::from_value(way.as_str().into()).unwrap();
            assert_eq!(Way::of_messenger(channel), Some(way));
        }
        assert_eq!(Way::of_messenger(Channel::Sms), None);
    }
}
