//! Webhooks of X, and its answers to polling: posts that mention the account, direct messages, and
//! deletions.
//!
//! X has two shapes: the Account Activity API (`tweet_create_events`) and the Activity API
//! (`data.event_type`). Polling answers with posts. Unknown members and events are skipped.

use jiff::Timestamp;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;

use super::{
    capability::MediaKind,
    language::Language,
    mention::{Mention, Published},
    message::{Content, Media, Message},
    whatsapp::reaction::Reaction,
};
use crate::intake::channel::Channel;

/// Event that matters here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum XEvent {
    /// A post names the account.
    Mention(Post),
    /// Direct message to the account.
    Message(DirectMessage),
    /// A post was deleted by its author.
    Deleted {
        /// Id of the post.
        id: String,
    },
}

/// Post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    /// Id of the post.
    pub id: String,
    /// Time of the post.
    pub at: Timestamp,
    /// Author.
    pub author: Author,
    /// Whole text.
    pub text: String,
    /// Language tag by X's own guess; `None` if it has none.
    pub language: Option<String>,
    /// Keys of the media in it. Their addresses are fetched with the post.
    pub media: Vec<String>,
}

impl Post {
    /// Returns the mention that the post is.
    pub fn mention(self) -> Mention {
        let Self { id, at, author, text, language, media } = self;
        // An address of this form leads to the post whatever its author is called by now.
        let link =
            format!("https://x.com/{}/status/{id}", author.username.as_deref().unwrap_or("i"));
        let kind = |key: &String| {
            if key.starts_with("3_") || key.starts_with("http") {
                MediaKind::Image
            } else {
                MediaKind::Video
            }
        };
        let told = language.as_deref().and_then(Language::parse);
        let post = Published {
            author: author.id,
            username: author.username,
            link,
            media: media.iter().map(kind).collect(),
            language: Language::detect(&text).or(told),
            text,
        };
        Mention::new(Channel::X, id, at, post)
    }
}

/// Author of a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Author {
    /// Id, which never changes.
    pub id: String,
    /// User name, which may change; `None` if the event lacks it.
    pub username: Option<String>,
}

/// Direct message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectMessage {
    /// Id of the message.
    pub id: String,
    /// Time of sending.
    pub at: Timestamp,
    /// Id of the author.
    pub sender: String,
    /// Text.
    pub text: String,
    /// Id of the option that was tapped.
    pub choice: Option<String>,
    /// Picture, by the address from which it is fetched with the account's credentials.
    pub media: Option<String>,
    /// True if it holds something else, which the event doesn't say enough of to fetch it.
    pub has_unreadable: bool,
}

impl DirectMessage {
    /// Returns its parts as messages of a conversation: what was tapped or written, then the file.
    pub fn messages(self, account: &str) -> Vec<Message> {
        let Self { id, at, sender, text, choice, media, has_unreadable } = self;
        let mut contents = Vec::new();
        match choice {
            Some(id) => contents.push(Content::Choice { id, title: text }),
            None if !text.trim().is_empty() => contents.push(Content::Text(text)),
            None => {}
        }
        let media = media.map(|url| Content::Media(Media::told(url, MediaKind::Image)));
        contents.extend(media);
        if contents.is_empty() {
            contents.push(if has_unreadable { Content::Unsupported } else { Content::Silent });
        }
        let to = account.to_owned();
        let first = Message { id, from: sender, at, to, content: Content::Silent };
        Message::of_parts(&first, contents)
    }
}

/// Page of posts that mention the account.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Posts, the latest first.
    pub posts: Vec<Post>,
    /// Id after which to ask next time; `None` if nothing was new.
    pub newest_id: Option<String>,
    /// Token of the next page, if there is one.
    pub next: Option<String>,
}

/// Error for a body that is none of X's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a message of X")]
pub struct NotX;

/// Returns the reaction to an answer with an error, after `failures` failed attempts, this one
/// included. `reset` is the time in seconds at which the quota begins anew, as the header
/// `x-rate-limit-reset` says it.
pub fn reaction(status: u16, reset: Option<i64>, now: Timestamp, failures: u32) -> Reaction {
    const PAUSE_MAX: i64 = 15 * 60;
    match (status, reset) {
        // The person takes no messages of ours, or the post isn't there any more.
        (403 | 404, _) => Reaction::Unreachable,
        (429, Some(reset)) => {
            let left = reset.saturating_sub(now.as_second()).clamp(1, PAUSE_MAX);
            Reaction::Slower(u32::try_from(left).unwrap_or(1))
        }
        _ => Reaction::to_status(status, failures),
    }
}

/// Body of the Account Activity API.
#[derive(Deserialize)]
struct Account {
    for_user_id: String,
    #[serde(default)]
    tweet_create_events: Vec<Value>,
    #[serde(default)]
    tweet_delete_events: Vec<Value>,
    #[serde(default)]
    direct_message_events: Vec<Value>,
}

/// Body of the Activity API.
#[derive(Deserialize)]
struct Activity {
    data: ActivityData,
}

#[derive(Deserialize)]
struct ActivityData {
    event_type: String,
    payload: Value,
    #[serde(default)]
    includes: Includes,
}

#[derive(Default, Deserialize)]
struct Includes {
    #[serde(default)]
    users: Vec<User>,
}

#[derive(Deserialize)]
struct User {
    id: String,
    #[serde(default)]
    username: Option<String>,
}

/// Post of version 1.1.
#[derive(Deserialize)]
struct OldPost {
    id_str: String,
    timestamp_ms: Value,
    user: OldUser,
    #[serde(default)]
    text: String,
    #[serde(default)]
    extended_tweet: Option<Extended>,
    #[serde(default)]
    lang: Option<String>,
    #[serde(default)]
    retweeted_status: Option<Value>,
    #[serde(default)]
    entities: Entities,
}

#[derive(Deserialize)]
struct OldUser {
    id_str: String,
    #[serde(default)]
    screen_name: Option<String>,
}

#[derive(Deserialize)]
struct Extended {
    full_text: String,
}

#[derive(Default, Deserialize)]
struct Entities {
    #[serde(default)]
    user_mentions: Vec<OldMention>,
    #[serde(default)]
    media: Vec<OldMedia>,
}

#[derive(Deserialize)]
struct OldMention {
    id_str: String,
}

#[derive(Deserialize)]
struct OldMedia {
    media_url_https: String,
}

#[derive(Deserialize)]
struct OldDelete {
    status: OldStatus,
}

#[derive(Deserialize)]
struct OldStatus {
    id: String,
}

#[derive(Deserialize)]
struct OldMessage {
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
    attachment: Option<OldAttachment>,
}

#[derive(Deserialize)]
struct Quick {
    #[serde(default)]
    metadata: Option<String>,
}

#[derive(Deserialize)]
struct OldAttachment {
    media: OldMedia,
}

/// Post of version 2.
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

/// Direct message of version 2.
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
    next_token: Option<String>,
}

/// Parses the body of a webhook of either shape. `account` is the id of our own account: what it
/// wrote itself is left out, and so are reposts.
///
/// # Errors
///
/// Returns an error if the body is of neither shape.
pub fn parse(body: &[u8], account: &str) -> Result<Vec<XEvent>, NotX> {
    let value: Value = serde_json::from_slice(body).map_err(|_| NotX)?;
    if let Some(activity) = read::<Activity>(&value) {
        return Ok(of_activity(&activity.data, account).into_iter().collect());
    }
    let events: Account = read(&value).ok_or(NotX)?;
    if events.for_user_id != account {
        return Ok(Vec::new());
    }
    let posts = events.tweet_create_events.iter().filter_map(read::<OldPost>);
    let posts = posts.filter_map(|post| old_post(post, account)).map(XEvent::Mention);
    let deleted = events.tweet_delete_events.iter().filter_map(read::<OldDelete>);
    let deleted = deleted.map(|event| XEvent::Deleted { id: event.status.id });
    let messages = events.direct_message_events.iter().filter_map(read::<OldMessage>);
    let messages = messages.filter_map(|message| old_message(message, account));
    Ok(posts.chain(deleted).chain(messages.map(XEvent::Message)).collect())
}

/// Parses the answer to polling for mentions.
///
/// # Errors
///
/// Returns an error if the body isn't one.
pub fn parse_page(body: &[u8], account: &str) -> Result<Page, NotX> {
    let Polled { data, includes, meta } = serde_json::from_slice(body).map_err(|_| NotX)?;
    let posts = data.iter().filter_map(read::<NewPost>);
    let posts = posts.filter_map(|post| new_post(post, &includes, account)).collect();
    Ok(Page { posts, newest_id: meta.newest_id, next: meta.next_token })
}

/// Reads what this version knows; `None` for anything else.
fn read<T: DeserializeOwned>(value: &Value) -> Option<T> {
    T::deserialize(value).ok()
}

fn of_activity(event: &ActivityData, account: &str) -> Option<XEvent> {
    match event.event_type.as_str() {
        "post.mention.create" => {
            let post = read::<NewPost>(&event.payload)?;
            new_post(post, &event.includes, account).map(XEvent::Mention)
        }
        "dm.received" => {
            let message = read::<NewMessage>(&event.payload)?;
            (message.sender_id != account).then(|| XEvent::Message(message.into()))
        }
        "post.delete" => read::<Gone>(&event.payload).map(|gone| XEvent::Deleted { id: gone.id }),
        _ => None,
    }
}

fn new_post(post: NewPost, includes: &Includes, account: &str) -> Option<Post> {
    if post.author_id == account {
        return None;
    }
    let user = includes.users.iter().find(|user| user.id == post.author_id);
    let username = user.and_then(|user| user.username.clone());
    Some(Post {
        id: post.id,
        at: post.created_at,
        author: Author { id: post.author_id, username },
        text: post.note_tweet.map_or(post.text, |note| note.text),
        language: post.lang.filter(|tag| tag != "und"),
        media: post.attachments.media_keys,
    })
}

fn old_post(post: OldPost, account: &str) -> Option<Post> {
    let names_us = post.entities.user_mentions.iter().any(|user| user.id_str == account);
    if post.user.id_str == account || post.retweeted_status.is_some() || !names_us {
        return None;
    }
    Some(Post {
        at: milliseconds(&post.timestamp_ms)?,
        id: post.id_str,
        author: Author { id: post.user.id_str, username: post.user.screen_name },
        text: post.extended_tweet.map_or(post.text, |extended| extended.full_text),
        language: post.lang.filter(|tag| tag != "und"),
        media: post.entities.media.into_iter().map(|media| media.media_url_https).collect(),
    })
}

fn old_message(message: OldMessage, account: &str) -> Option<DirectMessage> {
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

#[cfg(test)]
mod tests;
