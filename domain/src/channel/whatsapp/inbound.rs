//! Webhooks of Meta: messages, statuses of sent messages, and errors.
//!
//! Types and fields that aren't known are tolerated, so that a new version of the API loses
//! nothing: a message of an unknown type is still a message. The profile name isn't read, since
//! anybody may call themselves anything.

use base64::{Engine, engine::general_purpose::STANDARD};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use thiserror::Error;

use crate::channel::message::{Content, Media, MediaKind, Message, pieces};

/// Longest id, address or name that is kept, in characters. Meta's own are shorter.
const NAME_MAX: usize = 256;

/// Contents of one webhook.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Webhook {
    /// Messages that people wrote, in the order of the webhook.
    pub messages: Vec<Message>,
    /// Statuses of messages that were sent.
    pub statuses: Vec<Status>,
    /// Codes of errors that are about no message.
    pub errors: Vec<u32>,
}

/// Status of a message that was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// Meta's id of the message.
    pub id: String,
    /// State that it has reached.
    pub state: State,
    /// Time of the state.
    pub at: Timestamp,
    /// Code of the error, if it failed.
    pub code: Option<u32>,
}

/// State of a sent message, in the order in which they are reached. `Read` may come without
/// `Delivered`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Taken by the platform.
    Sent,
    /// On the person's device.
    Delivered,
    /// Read, or for a recording played.
    Read,
    /// Given up; nothing follows.
    Failed,
}

impl State {
    /// Returns the name in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Read => "read",
            Self::Failed => "failed",
        }
    }

    /// Returns the state with this name, in the store or on the wire.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "sent" => Some(Self::Sent),
            "delivered" => Some(Self::Delivered),
            "read" | "played" => Some(Self::Read),
            "failed" => Some(Self::Failed),
            _ => None,
        }
    }
}

/// Error of parsing a body that is no webhook.
#[derive(Debug, PartialEq, Eq, Error)]
#[error("the body is not JSON")]
pub struct WebhookError;

impl Webhook {
    /// Parses the body of a webhook. Contents of another object, of another field or of an
    /// unreadable shape are left out, never refused: a refused webhook is repeated for days.
    ///
    /// # Errors
    ///
    /// When the body isn't JSON.
    pub fn parse(body: &[u8]) -> Result<Self, WebhookError> {
        let body: Value = serde_json::from_slice(body).map_err(|_| WebhookError)?;
        let mut webhook = Self::default();
        if body["object"] != "whatsapp_business_account" {
            return Ok(webhook);
        }
        for change in list(&body["entry"]).flat_map(|entry| list(&entry["changes"])) {
            let value = &change["value"];
            let to = name(&value["metadata"]["phone_number_id"]).unwrap_or_default();
            for message in list(&value["messages"]) {
                webhook.messages.extend(messages(message, &to));
            }
            webhook.statuses.extend(list(&value["statuses"]).filter_map(status));
            webhook.errors.extend(list(&value["errors"]).filter_map(code));
        }
        Ok(webhook)
    }

    /// Returns the number of messages and statuses.
    pub fn len(&self) -> usize {
        self.messages.len() + self.statuses.len()
    }

    /// Returns whether there is nothing to handle.
    pub fn is_empty(&self) -> bool {
        self.len() == 0 && self.errors.is_empty()
    }
}

/// Returns the elements of a list, and nothing for other values.
fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// Returns a short text that isn't empty.
fn name(value: &Value) -> Option<String> {
    let text = value.as_str()?;
    let is_name = !text.is_empty() && text.chars().nth(NAME_MAX).is_none();
    is_name.then(|| text.to_owned())
}

/// Returns text that isn't blank.
fn text(value: &Value) -> Option<&str> {
    value.as_str().filter(|text| !text.trim().is_empty())
}

/// Parses a time, which Meta writes as a text of seconds.
fn time(value: &Value) -> Option<Timestamp> {
    let seconds = value.as_i64().or_else(|| value.as_str()?.parse().ok())?;
    Timestamp::from_second(seconds).ok()
}

fn code(error: &Value) -> Option<u32> {
    u32::try_from(error["code"].as_u64()?).ok()
}

fn status(value: &Value) -> Option<Status> {
    Some(Status {
        id: name(&value["id"])?,
        state: State::named(value["status"].as_str()?)?,
        at: time(&value["timestamp"]).unwrap_or_default(),
        code: list(&value["errors"]).find_map(code),
    })
}

/// Parses a message: several, if its text is longer than one may be. None without an id or a
/// sender, since it could be neither told from others nor answered.
fn messages(value: &Value, to: &str) -> Vec<Message> {
    let (Some(id), Some(from)) = (name(&value["id"]), name(&value["from"])) else {
        return Vec::new();
    };
    let at = time(&value["timestamp"]).unwrap_or_default();
    let mut contents = vec![content(value)];
    // What is too long for one message goes on in the next.
    if let Some(Content::Text(whole)) = contents.first() {
        contents = pieces(whole).map(Content::Text).collect();
    } else if let Some(Content::Media(media)) = contents.first_mut()
        && let Some(caption) = media.caption.take()
    {
        let mut rest = pieces(&caption);
        media.caption = rest.next();
        contents.extend(rest.map(Content::Text));
    }
    let piece = |(place, content)| Message {
        id: if place == 0 { id.clone() } else { format!("{id}#{place}") },
        from: from.clone(),
        at,
        to: to.to_owned(),
        content,
    };
    contents.into_iter().enumerate().map(piece).collect()
}

fn content(value: &Value) -> Content {
    let kind = value["type"].as_str().unwrap_or_default();
    let body = &value[kind];
    let read = match kind {
        "text" => text(&body["body"]).map(|text| Content::Text(text.to_owned())),
        "interactive" => choice(body),
        "button" => {
            let title = name(&body["text"]).unwrap_or_default();
            name(&body["payload"]).map(|id| Content::Choice { id, title })
        }
        "location" => location(body),
        "audio" | "voice" => media(body, MediaKind::Audio),
        "image" => media(body, MediaKind::Image),
        "video" => media(body, MediaKind::Video),
        "document" => media(body, MediaKind::Document),
        "sticker" => media(body, MediaKind::Sticker),
        "reaction" | "system" => Some(Content::Silent),
        _ => None,
    };
    read.unwrap_or(Content::Unsupported)
}

fn choice(body: &Value) -> Option<Content> {
    let reply = match body["type"].as_str()? {
        kind @ ("button_reply" | "list_reply") => &body[kind],
        _ => return None,
    };
    Some(Content::Choice { id: name(&reply["id"])?, title: name(&reply["title"])? })
}

fn location(body: &Value) -> Option<Content> {
    let parts: Vec<&str> =
        ["name", "address"].iter().filter_map(|part| text(&body[part])).collect();
    let address: String = parts.join(", ").chars().take(NAME_MAX).collect();
    Some(Content::Location {
        latitude: body["latitude"].as_f64().filter(|degrees| degrees.abs() <= 90.0)?,
        longitude: body["longitude"].as_f64().filter(|degrees| degrees.abs() <= 180.0)?,
        address: Some(address).filter(|address| !address.is_empty()),
    })
}

fn media(body: &Value, kind: MediaKind) -> Option<Content> {
    let media_type = body["mime_type"].as_str().unwrap_or_default();
    let bare = media_type.split(';').next().unwrap_or_default().trim();
    Some(Content::Media(Media {
        id: name(&body["id"])?,
        kind,
        media_type: bare.chars().take(NAME_MAX).collect::<String>().to_ascii_lowercase(),
        sha256: body["sha256"].as_str().and_then(sha256),
        is_voice: body["voice"].as_bool().unwrap_or(false),
        file_name: body["filename"].as_str().map(|name| name.chars().take(NAME_MAX).collect()),
        caption: text(&body["caption"]).map(str::to_owned),
    }))
}

/// Parses a SHA-256, which Meta writes as hexadecimal digits or as base64.
pub fn sha256(written: &str) -> Option<[u8; 32]> {
    let bytes = match written.len() {
        64 => base16ct::mixed::decode_vec(written).ok()?,
        _ => STANDARD.decode(written).ok()?,
    };
    bytes.try_into().ok()
}

#[cfg(test)]
mod tests;
