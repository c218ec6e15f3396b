//! Shape of the Activity API, and of the answer to polling: posts of version 2, direct messages and
//! deletions.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;

use super::{Author, DirectMessage, Page, Post, XEvent, media_kind, read};
use crate::channel::capability::MediaKind;

/// Body of a webhook.
#[derive(Deserialize)]
struct Body {
    data: Activity,
}

#[derive(Deserialize)]
struct Activity {
    event_type: String,
    /// Subscription that the event came by.
    #[serde(default)]
    filter: Filter,
    payload: Value,
    #[serde(default)]
    includes: Includes,
}

#[derive(Default, Deserialize)]
struct Filter {
    /// Account that was subscribed to; absent in subscriptions to words.
    #[serde(default)]
    user_id: Option<String>,
}

#[derive(Default, Deserialize)]
struct Includes {
    #[serde(default)]
    users: Vec<User>,
    #[serde(default)]
    media: Vec<Medium>,
}

#[derive(Deserialize)]
struct User {
    id: String,
    #[serde(default)]
    username: Option<String>,
}

#[derive(Deserialize)]
struct Medium {
    media_key: String,
    #[serde(rename = "type")]
    kind: String,
}

#[derive(Deserialize)]
struct NewPost {
    id: String,
    author_id: String,
    created_at: Timestamp,
    #[serde(default)]
    text: String,
    #[serde(default)]
    note_tweet: Option<Note>,
    #[serde(default)]
    lang: Option<String>,
    #[serde(default)]
    attachments: Attachments,
    #[serde(default)]
    referenced_tweets: Vec<Referenced>,
}

/// Text of a long post.
#[derive(Deserialize)]
struct Note {
    text: String,
}

#[derive(Default, Deserialize)]
struct Attachments {
    #[serde(default)]
    media_keys: Vec<String>,
}

/// Other post that a post refers to: answers, quotes, or repeats.
#[derive(Deserialize)]
struct Referenced {
    #[serde(default, rename = "type")]
    kind: String,
}

#[derive(Deserialize)]
struct NewMessage {
    id: String,
    sender_id: String,
    created_at: Timestamp,
    #[serde(default)]
    text: String,
    #[serde(default)]
    attachments: Attachments,
}

impl From<NewMessage> for DirectMessage {
    fn from(message: NewMessage) -> Self {
        Self {
            id: message.id,
            at: message.created_at,
            sender: message.sender_id,
            text: message.text,
            choice: None,
            media: None,
            has_unreadable: !message.attachments.media_keys.is_empty(),
        }
    }
}

#[derive(Deserialize)]
struct Gone {
    id: String,
}

/// Answer to polling. `data` is absent if nothing is new.
#[derive(Deserialize)]
struct Polled {
    #[serde(default)]
    data: Vec<Value>,
    #[serde(default)]
    includes: Includes,
    meta: Meta,
}

#[derive(Deserialize)]
struct Meta {
    #[serde(default)]
    newest_id: Option<String>,
    #[serde(default)]
    oldest_id: Option<String>,
    #[serde(default)]
    next_token: Option<String>,
}

/// Returns the event of a webhook, if it matters here; `None` if the body has another shape.
pub(super) fn events(value: &Value, account: &str) -> Option<Vec<XEvent>> {
    let Body { data } = read(value)?;
    Some(event(&data, account).into_iter().collect())
}

/// Returns the answer to polling; `None` if the body is none.
pub(super) fn page(body: &[u8], account: &str) -> Option<Page> {
    let Polled { data, includes, meta } = serde_json::from_slice(body).ok()?;
    let posts = data.iter().filter_map(read::<NewPost>);
    let posts = posts.filter_map(|new| post(new, &includes, account)).collect();
    let Meta { newest_id, oldest_id, next_token } = meta;
    Some(Page { posts, newest_id, oldest_id, next: next_token })
}

fn event(event: &Activity, account: &str) -> Option<XEvent> {
    // Its subscription is to the account that deletes, so it may be any. A post that nobody knows
    // is none of ours, whoever deletes it.
    if event.event_type == "post.delete" {
        return read::<Gone>(&event.payload).map(|gone| XEvent::Deleted { id: gone.id });
    }
    if event.filter.user_id.as_deref() != Some(account) {
        return None;
    }
    match event.event_type.as_str() {
        "post.mention.create" => {
            let new = read::<NewPost>(&event.payload)?;
            post(new, &event.includes, account).map(XEvent::Mention)
        }
        "dm.received" => {
            let message = read::<NewMessage>(&event.payload)?;
            (message.sender_id != account).then(|| XEvent::Message(message.into()))
        }
        _ => None,
    }
}

/// Returns the post that is a mention: the account didn't write it, and it is no repost.
fn post(post: NewPost, includes: &Includes, account: &str) -> Option<Post> {
    let is_repost = post.referenced_tweets.iter().any(|other| other.kind == "retweeted");
    if post.author_id == account || is_repost {
        return None;
    }
    let user = includes.users.iter().find(|user| user.id == post.author_id);
    let username = user.and_then(|user| user.username.clone());
    let kind = |key: &String| kind_of(key, includes);
    Some(Post {
        id: post.id,
        at: post.created_at,
        author: Author { id: post.author_id, username },
        text: post.note_tweet.map_or(post.text, |note| note.text),
        language: post.lang.filter(|tag| tag != "und"),
        media: post.attachments.media_keys.iter().map(kind).collect(),
    })
}

/// Returns the kind of the medium with a key. Without its description the beginning of the key
/// tells: pictures have keys of their own.
fn kind_of(key: &str, includes: &Includes) -> MediaKind {
    match includes.media.iter().find(|medium| medium.media_key == key) {
        Some(medium) => media_kind(&medium.kind),
        None if key.starts_with("3_") => MediaKind::Image,
        None => MediaKind::Video,
    }
}
