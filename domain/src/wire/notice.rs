//! Request to the endpoint that delivers notices (Standard Webhooks 1.0).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Contact;
use crate::reference::Reference;

/// A notice, written in the recipient's language as an e-mail and as a text message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Type of the event: `participation.` and `received`, `asked`, `reminded`, `replied`,
    /// `answered`, `declined`, `merged`, `transferred` or `delayed`; `link`, if the author has lost
    /// the tracking link; `corrected`, to a contact that the author has replaced by another one; or
    /// `file_refused`, since malware was found in a file of the author's; `code`, to the phone of
    /// an author who has lost the link.
    #[serde(rename = "type")]
    pub kind: String,
    /// Time of the event.
    pub timestamp: Timestamp,
    /// Content and recipient of the notice.
    pub data: NoticeData,
}

/// Content and recipient of a notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeData {
    /// Reference number of the participation.
    pub reference: Reference,
    /// Entity that has custody of the participation.
    pub entity: String,
    /// Language to write in.
    pub language: String,
    /// Deadline of the first response by a person.
    pub first_response_due: Timestamp,
    /// Deadline of the full answer.
    pub resolution_due: Timestamp,
    /// Address of the participation's page. With `participation.corrected` and
    /// `participation.code` it shows the public status; otherwise its path holds a tracking key,
    /// which opens the content.
    pub status_url: String,
    /// Address of the page that ends the optional notices, if this is one. By `POST` it ends them
    /// at once (RFC 8058).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unsubscribe_url: Option<String>,
    /// Name and addresses of the recipient.
    pub contact: Contact,
    /// The notice in words.
    pub message: NoticeMessage,
}

/// A notice to a member of staff, written in their language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffNotice {
    /// Type of the event: `staff.` and `due_soon`, `late` or `delay_requested`, of a case; or
    /// `day`, at the start of a working day.
    #[serde(rename = "type")]
    pub kind: String,
    /// Time of the event.
    pub timestamp: Timestamp,
    /// Content and recipient of the notice.
    pub data: StaffNoticeData,
}

/// Content and recipient of a notice to a member of staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffNoticeData {
    /// Case that the notice is about, if it's about one.
    pub reference: Option<Reference>,
    /// Language of the notice.
    pub language: String,
    /// Address in the console.
    pub console_url: String,
    /// Address of the page that ends notices of this kind. By `POST` it ends them at once
    /// (RFC 8058).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unsubscribe_url: Option<String>,
    /// Name and e-mail address of the recipient.
    pub contact: Contact,
    /// The notice in words.
    pub message: NoticeMessage,
}

/// A notice in words, in the language of the participation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeMessage {
    /// Subject of an e-mail.
    pub subject: String,
    /// Plain text of an e-mail, with the link.
    pub text: String,
    /// HTML of an e-mail, with the link.
    pub html: String,
    /// Text message. It has no link.
    pub short: String,
}
