//! `GET /participations/{reference}`: status of a participation, and with the tracking key its
//! content.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::{Contact, Place};
use crate::{
    case::{lesson::PublicWords, stage::Stage},
    intake::{
        channel::Channel,
        kind::{Kind, Mood},
    },
    media::{mark::Mark, scan::Scan},
    reference::Reference,
};

/// Public status of a participation, for anyone who has the reference number. It holds no content
/// and no personal data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Status {
    /// Reference number.
    pub reference: Reference,
    /// Kind of the participation.
    pub kind: Kind,
    /// Short name of the entity that has custody now.
    pub entity: String,
    /// Stage in the life cycle.
    pub stage: Stage,
    /// True if the stage is `declined` because the participation was merged into another one about
    /// the same matter. It is answered with that one: then its stage is `answered`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub merged: bool,
    /// Time of receipt, to the minute.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub received_at: Timestamp,
    /// Time of the latest public event, to the minute.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub updated_at: Timestamp,
    /// Deadline of the first response by a person.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub first_response_due: Timestamp,
    /// Deadline of the full answer.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub resolution_due: Timestamp,
    /// Version of the unified guide by which it was received: `/guide/{version}`. Participations
    /// from before versions were recorded have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guide: Option<u16>,
    /// It is a test, which reaches nobody and is deleted after a day.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub test: bool,
    /// Public events, oldest first: those that changed the stage or the entity, and those of which
    /// the author knows.
    pub timeline: Vec<TimelineEntry>,
    /// Content, only for the bearer of the tracking key.
    #[serde(flatten)]
    #[cfg_attr(feature = "openapi", schema(ignore))]
    pub content: Option<Content>,
}

/// An event of the public timeline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TimelineEntry {
    /// Time of the event, to the minute.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// Stage after the event.
    pub stage: Stage,
    /// True if that stage is `declined` by a merge.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub merged: bool,
    /// Entity that had custody after the event.
    pub entity: String,
}

/// Content of a participation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Content {
    /// Text; empty if the author only recorded or attached something.
    pub text: String,
    /// Service that the participation is about.
    pub service: Option<String>,
    /// Reference number of the suggestion that was paired with this complaint.
    pub suggestion: Option<Reference>,
    /// Channel by which the participation came.
    pub channel: Channel,
    /// True while the author may say which kind it is of, and for which entity: it came by a channel
    /// that asks for neither.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unclassified: bool,
    /// Language of the form.
    pub language: String,
    /// Mood from the happiness meter.
    pub mood: Option<Mood>,
    /// Address of the page that the form was opened on.
    pub page: Option<String>,
    /// Time spent on the form, in milliseconds.
    pub elapsed_ms: Option<u32>,
    /// Contact details of the author.
    pub contact: Option<Contact>,
    /// Place that the participation is about.
    pub place: Option<Place>,
    /// Attachments of the participation.
    pub attachments: Vec<Attachment>,
    /// Later messages of customer and entity, oldest first.
    pub messages: Vec<Message>,
    /// Satisfaction of the customer with the handling.
    pub rating: Option<Mood>,
    /// Day by which an accepted suggestion is to be implemented.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub planned_by: Option<Date>,
    /// Day on which an accepted suggestion was implemented.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub implemented_on: Option<Date>,
    /// Public words about what was changed because of the participation: "you said, we did".
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lessons: Vec<PublicWords>,
}

/// An attachment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Attachment {
    /// Id of its upload.
    pub id: String,
    /// File name.
    pub name: String,
    /// Media type, detected from the content.
    #[serde(rename = "type")]
    pub media_type: String,
    /// Size in bytes.
    pub size: u64,
    /// Signed link that opens the file for a limited time.
    pub url: String,
    /// Marks of what the file may do besides being read.
    #[serde(default)]
    pub marks: Vec<Mark>,
    /// Malware scan of the file; absent at an installation without a scanner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scan: Option<Scan>,
}

/// A message of the thread.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Message {
    /// Id of the message.
    pub id: String,
    /// Time of sending.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// Sender: `customer` or `entity`.
    pub from: String,
    /// Text of the message.
    pub text: String,
    /// Attachments of the message.
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
            merged: false,
            received_at: at,
            updated_at: at,
            first_response_due: at,
            resolution_due: at,
            guide: Some(1),
            test: false,
            timeline: vec![TimelineEntry {
                at,
                stage: Stage::Received,
                merged: false,
                entity: "rta".into(),
            }],
            content,
        }
    }

    #[test]
    fn the_public_part_comes_back_without_content() {
        let json = serde_json::to_value(status(None)).unwrap();
        for private in ["text", "contact", "attachments", "messages", "service", "language"] {
            assert!(json.get(private).is_none(), "{private}");
        }
        assert!(json.get("merged").is_none());
        assert_eq!(serde_json::from_value::<Status>(json).unwrap(), status(None));
        let merged = Status { stage: Stage::Declined, merged: true, ..status(None) };
        let json = serde_json::to_value(&merged).unwrap();
        assert_eq!((&json["stage"], &json["merged"]), (&"declined".into(), &true.into()));
        let test = Status { test: true, ..status(None) };
        assert_eq!(serde_json::to_value(&test).unwrap()["test"], true);
    }

    #[test]
    fn content_lies_flat_beside_the_rest() {
        let attachment = Attachment {
            id: "a".into(),
            name: "voice.webm".into(),
            media_type: "audio/webm".into(),
            size: 7,
            url: "/x".into(),
            marks: vec![Mark::Macros],
            scan: Some(Scan::Clean),
        };
        let whole = status(Some(Content {
            text: "t".into(),
            service: Some("parking".into()),
            suggestion: None,
            channel: Channel::Web,
            unclassified: false,
            language: "ar".into(),
            mood: Some(Mood::Unhappy),
            page: None,
            elapsed_ms: Some(41_250),
            contact: Some(Contact::default()),
            place: Some(Place { address: Some("Gate 4".into()), ..Place::default() }),
            attachments: vec![attachment],
            messages: vec![],
            rating: None,
            planned_by: None,
            implemented_on: None,
            lessons: Vec::new(),
        }));
        let json = serde_json::to_value(&whole).unwrap();
        assert_eq!(json["attachments"][0]["type"], "audio/webm");
        assert_eq!(json["attachments"][0]["scan"], "clean");
        assert_eq!(json["attachments"][0]["marks"], serde_json::json!(["macros"]));
        assert_eq!(serde_json::from_value::<Status>(json).unwrap(), whole);
    }
}
