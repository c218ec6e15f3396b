//! Message of a person at a messenger, whichever it is, before its files are fetched.
//!
//! Each messenger's module parses its webhooks into it, and the edge hands it to the conversation
//! of its sender.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::capability;

/// Most parts of one message that are deleted with it.
const PARTS_MAX: usize = 12;

/// Longest text of one message, in characters. A longer one becomes several messages.
const TEXT_MAX: usize = 4_000;

/// Message that a person wrote.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// Id at the other side. That of `WhatsApp` contains the sender's number.
    pub id: String,
    /// Sender: an account's id, or the digits of a number without a plus sign.
    pub from: String,
    /// Time of sending.
    pub at: Timestamp,
    /// Our account or number that it was sent to; empty if the webhook doesn't say.
    pub to: String,
    /// Content.
    pub content: Content,
}

/// Content of a message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// Text.
    Text(String),
    /// Tapped button or row of a list, by the id that it was sent with, and its title.
    Choice {
        /// Id that we gave it.
        id: String,
        /// Title that the person saw.
        title: String,
    },
    /// Recording, picture, film, document or sticker.
    Media(Media),
    /// Place.
    Location {
        /// Degrees.
        latitude: f64,
        /// Degrees.
        longitude: f64,
        /// Name and address, if there are any.
        address: Option<String>,
    },
    /// Anything else: a contact card, an order, or a type that is still to come.
    Unsupported,
    /// Reaction, or a notice of the platform, to which nobody expects an answer.
    Silent,
    /// Deletion of an earlier message by its author.
    Deleted {
        /// Id of the deleted message.
        id: String,
    },
}

/// Media of a message, to be fetched at the other side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Media {
    /// Id by which it is fetched, or the address.
    pub id: String,
    /// Kind, as the message's type says it.
    pub kind: MediaKind,
    /// Media type that the sender declares, without parameters.
    pub media_type: String,
    /// SHA-256 of the file, if it's readable.
    pub sha256: Option<[u8; 32]>,
    /// True of a voice note, which was recorded in the messenger.
    pub is_voice: bool,
    /// Name of a document's file.
    pub file_name: Option<String>,
    /// Text below it.
    pub caption: Option<String>,
}

/// Kind of media, as messengers tell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MediaKind {
    /// Recording.
    Audio,
    /// Picture.
    Image,
    /// Film.
    Video,
    /// Document.
    Document,
    /// Sticker.
    Sticker,
}

impl Media {
    /// Returns the kind as people speak of it; `None` for a sticker, which nobody keeps.
    pub const fn spoken_kind(&self) -> Option<capability::MediaKind> {
        match self.kind {
            MediaKind::Audio if self.is_voice => Some(capability::MediaKind::Voice),
            MediaKind::Audio => Some(capability::MediaKind::Audio),
            MediaKind::Image => Some(capability::MediaKind::Image),
            MediaKind::Video => Some(capability::MediaKind::Video),
            MediaKind::Document => Some(capability::MediaKind::Document),
            MediaKind::Sticker => None,
        }
    }

    /// Returns a file of which the other side tells nothing but its kind and where it is fetched.
    pub const fn told(id: String, kind: capability::MediaKind) -> Self {
        let (kind, is_voice) = match kind {
            capability::MediaKind::Voice => (MediaKind::Audio, true),
            capability::MediaKind::Audio => (MediaKind::Audio, false),
            capability::MediaKind::Image => (MediaKind::Image, false),
            capability::MediaKind::Video => (MediaKind::Video, false),
            capability::MediaKind::Document => (MediaKind::Document, false),
        };
        Self {
            id,
            kind,
            is_voice,
            media_type: String::new(),
            sha256: None,
            file_name: None,
            caption: None,
        }
    }
}

impl Message {
    /// Returns the ids under which the parts of a message may have come.
    pub fn ids_of_parts(id: &str) -> Vec<String> {
        let parts = (1..PARTS_MAX).map(|place| format!("{id}#{place}"));
        std::iter::once(id.to_owned()).chain(parts).collect()
    }

    /// Returns the deletion of a message.
    pub fn deletion(account: String, sender: String, id: String) -> Self {
        Self {
            // The message itself has an id too, by which it is taken once.
            id: format!("deleted {id}"),
            from: sender,
            at: Timestamp::UNIX_EPOCH,
            to: account,
            content: Content::Deleted { id },
        }
    }

    /// Returns the contents of one message as messages of one content each, a text that is too
    /// long as several. Each is a millisecond later than the one before, which keeps their order.
    pub fn of_parts(first: &Self, contents: Vec<Content>) -> Vec<Self> {
        let mut parts = Vec::new();
        for content in contents {
            match content {
                Content::Text(text) => parts.extend(pieces(&text).map(Content::Text)),
                other => parts.push(other),
            }
        }
        let part = |(place, content): (usize, Content)| {
            let later = i64::try_from(place).unwrap_or_default();
            let at = first.at.saturating_add(SignedDuration::from_millis(later));
            let id = &first.id;
            Self {
                id: if place == 0 { id.clone() } else { format!("{id}#{place}") },
                from: first.from.clone(),
                at: at.unwrap_or(first.at),
                to: first.to.clone(),
                content,
            }
        };
        parts.into_iter().enumerate().map(part).collect()
    }
}

/// Cuts text into pieces of at most [`TEXT_MAX`] characters.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = String> + use<> {
    let characters: Vec<char> = text.chars().collect();
    let pieces: Vec<String> =
        characters.chunks(TEXT_MAX).map(|piece| piece.iter().collect()).collect();
    pieces.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_of_a_message_is_a_message_in_their_order() {
        let first = Message {
            id: "m".into(),
            from: "5".into(),
            at: Timestamp::UNIX_EPOCH,
            to: "17".into(),
            content: Content::Silent,
        };
        let image = Media::told("https://cdn.example/1".into(), capability::MediaKind::Image);
        let long = Content::Text("ش".repeat(TEXT_MAX + 1));
        let parts = Message::of_parts(&first, vec![long, Content::Media(image.clone())]);
        let ids: Vec<&str> = parts.iter().map(|part| part.id.as_str()).collect();
        assert_eq!(ids, ["m", "m#1", "m#2"]);
        assert!(parts.is_sorted_by(|one, other| one.at < other.at));
        assert_eq!(parts[1].content, Content::Text("ش".into()));
        assert_eq!(image.spoken_kind(), Some(capability::MediaKind::Image));
        assert!(parts.iter().all(|part| part.from == "5" && part.to == "17"));
    }
}
