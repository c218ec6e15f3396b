//! Shape of the Account Activity API: posts of version 1.1, direct messages and deletions.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;

use super::{Author, DirectMessage, Post, XEvent, media_kind, read};

/// Body of a webhook.
#[derive(Deserialize)]
struct Body {
    for_user_id: String,
    #[serde(default)]
    tweet_create_events: Vec<Value>,
    #[serde(default)]
    tweet_delete_events: Vec<Value>,
    #[serde(default)]
    direct_message_events: Vec<Value>,
}

#[derive(Deserialize)]
struct OldPost {
    id_str: String,
    timestamp_ms: Value,
    user: User,
    #[serde(default)]
    text: String,
    #[serde(default)]
    extended_tweet: Option<Whole>,
    #[serde(default)]
    lang: Option<String>,
    #[serde(default)]
    retweeted_status: Option<Value>,
    #[serde(default)]
    entities: Entities,
    #[serde(default)]
    extended_entities: Option<Entities>,
}

#[derive(Deserialize)]
struct User {
    id_str: String,
    #[serde(default)]
    screen_name: Option<String>,
}

/// Whole of a long post, whose `text` and `entities` end early.
#[derive(Deserialize)]
struct Whole {
    full_text: String,
    #[serde(default)]
    entities: Entities,
    #[serde(default)]
    extended_entities: Option<Entities>,
}

#[derive(Default, Deserialize)]
struct Entities {
    #[serde(default)]
    user_mentions: Vec<Named>,
    #[serde(default)]
    media: Vec<Medium>,
}

#[derive(Deserialize)]
struct Named {
    id_str: String,
}

#[derive(Deserialize)]
struct Medium {
    media_url_https: String,
    #[serde(default = "photo", rename = "type")]
    kind: String,
}

fn photo() -> String {
    "photo".to_owned()
}

#[derive(Deserialize)]
struct Delete {
    status: Deleted,
}

#[derive(Deserialize)]
struct Deleted {
    id: String,
}

#[derive(Deserialize)]
struct Direct {
    id: String,
    created_timestamp: Value,
    message_create: Create,
}

#[derive(Deserialize)]
struct Create {
    sender_id: String,
    message_data: Data,
}

#[derive(Deserialize)]
struct Data {
    #[serde(default)]
    text: String,
    #[serde(default)]
    quick_reply_response: Option<Quick>,
    #[serde(default)]
    attachment: Option<Attachment>,
}

#[derive(Deserialize)]
struct Quick {
    #[serde(default)]
    metadata: Option<String>,
}

#[derive(Deserialize)]
struct Attachment {
    media: Medium,
}

/// Returns the events of a webhook; `None` if it has another shape.
pub(super) fn events(value: &Value, account: &str) -> Option<Vec<XEvent>> {
    let body: Body = read(value)?;
    if body.for_user_id != account {
        return Some(Vec::new());
    }
    let posts = body.tweet_create_events.iter().filter_map(read::<OldPost>);
    let posts = posts.filter_map(|old| post(old, account)).map(XEvent::Mention);
    let deleted = body.tweet_delete_events.iter().filter_map(read::<Delete>);
    let deleted = deleted.map(|event| XEvent::Deleted { id: event.status.id });
    let messages = body.direct_message_events.iter().filter_map(read::<Direct>);
    let messages = messages.filter_map(|message| direct_message(message, account));
    Some(posts.chain(deleted).chain(messages.map(XEvent::Message)).collect())
}

/// Returns the post that is a mention: it names the account, which didn't write it, and is no
/// repost.
fn post(old: OldPost, account: &str) -> Option<Post> {
    let OldPost { extended_tweet: extended, entities, extended_entities, .. } = old;
    let (text, entities, extended_entities) = match extended {
        Some(whole) => (whole.full_text, whole.entities, whole.extended_entities),
        None => (old.text, entities, extended_entities),
    };
    let names_us = entities.user_mentions.iter().any(|user| user.id_str == account);
    if old.user.id_str == account || old.retweeted_status.is_some() || !names_us {
        return None;
    }
    // `entities` has the first medium alone.
    let media = extended_entities.map_or(entities.media, |all| all.media);
    Some(Post {
        at: milliseconds(&old.timestamp_ms)?,
        id: old.id_str,
        author: Author { id: old.user.id_str, username: old.user.screen_name },
        text,
        language: old.lang.filter(|tag| tag != "und"),
        media: media.iter().map(|medium| media_kind(&medium.kind)).collect(),
    })
}

fn direct_message(message: Direct, account: &str) -> Option<DirectMessage> {
    let Create { sender_id, message_data } = message.message_create;
    let at = milliseconds(&message.created_timestamp)?;
    (sender_id != account).then(|| DirectMessage {
        id: message.id,
        at,
        sender: sender_id,
        text: message_data.text,
        choice: message_data.quick_reply_response.and_then(|reply| reply.metadata),
        media: message_data.attachment.map(|attachment| attachment.media.media_url_https),
        has_unreadable: false,
    })
}

/// Reads milliseconds, which are a text in some events and a number in others.
fn milliseconds(value: &Value) -> Option<Timestamp> {
    let number = value.as_i64().or_else(|| value.as_str()?.parse().ok())?;
    Timestamp::from_millisecond(number).ok()
}
