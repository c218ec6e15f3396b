//! What the endpoint that delivers notices is sent (Standard Webhooks 1.0).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Contact;
use crate::reference::Reference;

/// One notice, ready to become an e-mail or a text message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// What happened: `participation.` and `received`, `asked`, `reminded`, `replied`, `answered` or `declined`; or `link`, where its author has
    /// lost the way to it.
    #[serde(rename = "type")]
    pub kind: String,
    /// When it happened.
    pub timestamp: Timestamp,
    /// What it says, and to whom.
    pub data: NoticeData,
}

/// What a notice says, and to whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeData {
    /// The number to quote.
    pub reference: Reference,
    /// Whom it was sent to.
    pub entity: String,
    /// The language to write in.
    pub language: String,
    /// When the first answer of a person is due.
    pub first_response_due: Timestamp,
    /// When the full answer is due.
    pub resolution_due: Timestamp,
    /// The page that shows how it stands; in `participation.link` with a key in its fragment that opens all of it.
    pub status_url: String,
    /// Whom to reach, and how.
    pub contact: Contact,
}
