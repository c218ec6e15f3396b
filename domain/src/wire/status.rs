//! `GET /participations/{reference}`: how it stands, and with the tracking key what was said.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Contact;
use crate::{
    case::stage::Stage,
    intake::kind::{Kind, Mood},
    reference::Reference,
};

/// What anyone with the reference may know: no content, no personal data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Status {
    /// The number.
    pub reference: Reference,
    /// What it is.
    pub kind: Kind,
    /// The short name of the entity whose turn it is.
    pub entity: String,
    /// Where it stands.
    pub stage: Stage,
    /// When it came.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub received_at: Timestamp,
    /// When something last happened.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub updated_at: Timestamp,
    /// By when a person answers first.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub first_response_due: Timestamp,
    /// By when it is answered in full.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub resolution_due: Timestamp,
    /// What happened, oldest first.
    pub timeline: Vec<TimelineEntry>,
    /// What was said; only for the bearer of the tracking key.
    #[serde(flatten)]
    #[cfg_attr(feature = "openapi", schema(ignore))]
    pub content: Option<Content>,
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TimelineEntry {
    /// When.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// Where it stood afterwards.
    pub stage: Stage,
    /// Whose turn it was afterwards.
    pub entity: String,
}

/// What was said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Content {
    /// In writing; empty if it was only recorded or attached.
    pub text: String,
    /// What it is about.
    pub service: Option<String>,
    /// The number of the suggestion that was paired with it.
    pub suggestion: Option<Reference>,
    /// The language of the form.
    pub language: String,
    /// What the happiness meter handed over.
    pub mood: Option<Mood>,
    /// The page on which it was written.
    pub page: Option<String>,
    /// How long writing it took, in milliseconds.
    pub elapsed_ms: Option<u32>,
    /// How to reach its author.
    pub contact: Option<Contact>,
    /// What was attached.
    pub attachments: Vec<Attachment>,
    /// What customer and entity wrote since, oldest first.
    pub messages: Vec<Message>,
    /// How content they are with the handling.
    pub rating: Option<Mood>,
}

/// One attachment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Attachment {
    /// The id of the upload that it was.
    pub id: String,
    /// Its file name.
    pub name: String,
    /// Its media type, told from its content.
    #[serde(rename = "type")]
    pub media_type: String,
    /// In bytes.
    pub size: u64,
    /// A link that opens it for a while.
    pub url: String,
}

/// One message of the thread.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Message {
    /// Its id.
    pub id: String,
    /// When it was sent.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// `customer` or `entity`.
    pub from: String,
    /// What it says.
    pub text: String,
    /// What was attached to it.
    pub attachments: Vec<Attachment>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(content: Option<Content>) -> Status {
        let at = Timestamp::UNIX_EPOCH;
        Status {
            reference: Reference::draw([9; 8]),
            kind: Kind::Complaint,
            entity: "rta".into(),
            stage: Stage::Received,
            received_at: at,
            updated_at: at,
            first_response_due: at,
            resolution_due: at,
            timeline: vec![TimelineEntry { at, stage: Stage::Received, entity: "rta".into() }],
            content,
        }
    }

    #[test]
    fn the_public_part_comes_back_without_content() {
        let json = serde_json::to_value(status(None)).unwrap();
        for private in ["text", "contact", "attachments", "messages", "service", "language"] {
            assert!(json.get(private).is_none(), "{private}");
        }
        assert_eq!(serde_json::from_value::<Status>(json).unwrap(), status(None));
    }

    #[test]
    fn content_lies_flat_beside_the_rest() {
        let attachment = Attachment {
            id: "a".into(),
            name: "voice.webm".into(),
            media_type: "audio/webm".into(),
            size: 7,
            url: "/x".into(),
        };
        let whole = status(Some(Content {
            text: "t".into(),
            service: Some("parking".into()),
            suggestion: None,
            language: "ar".into(),
            mood: Some(Mood::Unhappy),
            page: None,
            elapsed_ms: Some(41_250),
            contact: Some(Contact::default()),
            attachments: vec![attachment],
            messages: vec![],
            rating: None,
        }));
        let json = serde_json::to_value(&whole).unwrap();
        assert_eq!(json["attachments"][0]["type"], "audio/webm");
        assert_eq!(serde_json::from_value::<Status>(json).unwrap(), whole);
    }
}
