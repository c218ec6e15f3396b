//! Webhooks of X, and its answers to polling: posts that mention the account, direct messages, and
//! deletions.
//!
//! X has two shapes: the Account Activity API (`tweet_create_events`, in `account`) and the
//! Activity API (`data.event_type`, in `activity`), in whose shape polling answers too. Unknown
//! members and events are skipped, and so are events of other accounts, posts of our own, and
//! reposts.

mod account;
mod activity;
pub mod polling;

use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{
    capability::MediaKind,
    mention::{Mention, Published},
    message::{Content, Media, Message},
    whatsapp::reaction::Reaction,
};
use crate::{intake::channel::Channel, language::Language};

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
    /// Kinds of the media in it.
    pub media: Vec<MediaKind>,
}

impl Post {
    /// Returns the mention that the post is.
    pub fn mention(self) -> Mention {
        let Self { id, at, author, text, language, media } = self;
        // An address of this form leads to the post whatever its author is called by now.
        let link =
            format!("https://x.com/{}/status/{id}", author.username.as_deref().unwrap_or("i"));
        let told = language.as_deref().and_then(Language::parse);
        let post = Published {
            author: author.id,
            username: author.username,
            link,
            media,
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
    /// Id of the latest post, ours and reposts included; `None` if there is none.
    pub newest_id: Option<String>,
    /// Id of the earliest post, ours and reposts included; `None` if there is none.
    pub oldest_id: Option<String>,
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

/// Parses the body of a webhook of either shape. `account` is the id of our own account: what
/// concerns another one is left out, what it wrote itself too, and so are reposts.
///
/// # Errors
///
/// Returns an error if the body is of neither shape.
pub fn parse(body: &[u8], account: &str) -> Result<Vec<XEvent>, NotX> {
    let value: Value = serde_json::from_slice(body).map_err(|_| NotX)?;
    activity::events(&value, account).or_else(|| account::events(&value, account)).ok_or(NotX)
}

/// Parses the answer to polling for mentions.
///
/// # Errors
///
/// Returns an error if the body isn't one.
pub fn parse_page(body: &[u8], account: &str) -> Result<Page, NotX> {
    activity::page(body, account).ok_or(NotX)
}

/// Reads what this version knows; `None` for anything else.
fn read<T: DeserializeOwned>(value: &Value) -> Option<T> {
    T::deserialize(value).ok()
}

/// Returns the kind of a medium by its type, which both shapes name alike.
fn media_kind(name: &str) -> MediaKind {
    // An animated picture is a film there.
    if name == "photo" { MediaKind::Image } else { MediaKind::Video }
}

#[cfg(test)]
mod tests;
