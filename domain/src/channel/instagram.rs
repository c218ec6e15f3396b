//! Webhooks of Instagram: mentions, and direct messages.
//!
//! Unknown members and unknown events are skipped: the other side adds both at any time. What a
//! mention says has to be fetched, since its event only names it.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;

use super::capability::MediaKind;

/// Event that matters here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InstagramEvent {
    /// A post or comment names the account.
    Mention {
        /// Account that was named.
        account: String,
        /// Post, or post of the comment.
        media_id: String,
        /// Comment that names it; `None` if the post itself does.
        comment_id: Option<String>,
    },
    /// Direct message.
    Message(DirectMessage),
    /// A direct message was deleted by its author.
    MessageDeleted {
        /// Account that it was sent to.
        account: String,
        /// Author, by the id that is valid for this account alone.
        sender: String,
        /// Id of the message.
        id: String,
    },
}

/// Direct message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectMessage {
    /// Account that it was sent to.
    pub account: String,
    /// Author, by the id that is valid for this account alone.
    pub sender: String,
    /// Id of the message.
    pub id: String,
    /// Time of sending.
    pub at: Timestamp,
    /// Text; empty if there are only files.
    pub text: String,
    /// Id of the quick reply that was tapped.
    pub choice: Option<String>,
    /// Files, by the addresses from which they are fetched.
    pub files: Vec<RemoteFile>,
    /// True if it holds something that can't be read: a shared story, a sticker.
    pub has_unreadable: bool,
}

/// File at the other side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemoteFile {
    /// Kind of the file.
    pub kind: MediaKind,
    /// Address from which it is fetched.
    pub url: String,
}

/// Error for a body that is no webhook of Instagram.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a webhook of Instagram")]
pub struct NotInstagram;

#[derive(Deserialize)]
struct Body {
    object: String,
    #[serde(default)]
    entry: Vec<Value>,
}

#[derive(Deserialize)]
struct Entry {
    id: Id,
    #[serde(default)]
    changes: Vec<Value>,
    #[serde(default)]
    messaging: Vec<Value>,
}

/// Id, which some versions send as a number.
#[derive(Clone, Deserialize)]
#[serde(untagged)]
enum Id {
    Text(String),
    Number(u64),
}

impl From<Id> for String {
    fn from(id: Id) -> Self {
        match id {
            Id::Text(text) => text,
            Id::Number(number) => number.to_string(),
        }
    }
}

#[derive(Deserialize)]
struct Change {
    field: String,
    value: Named,
}

#[derive(Deserialize)]
struct Named {
    media_id: Id,
    #[serde(default)]
    comment_id: Option<Id>,
}

#[derive(Deserialize)]
struct Messaging {
    sender: Party,
    /// Milliseconds.
    timestamp: i64,
    message: Message,
}

#[derive(Deserialize)]
struct Party {
    id: Id,
}

#[derive(Deserialize)]
struct Message {
    mid: String,
    #[serde(default)]
    text: Option<String>,
    #[serde(default)]
    is_echo: bool,
    #[serde(default)]
    is_deleted: bool,
    #[serde(default)]
    quick_reply: Option<QuickReply>,
    #[serde(default)]
    attachments: Vec<Attachment>,
}

#[derive(Deserialize)]
struct QuickReply {
    payload: String,
}

#[derive(Deserialize)]
struct Attachment {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    payload: Payload,
}

#[derive(Default, Deserialize)]
struct Payload {
    #[serde(default)]
    url: Option<String>,
}

/// Parses the body of a webhook, one object or a list of them. Our own messages, which come back as
/// echoes, are left out.
///
/// # Errors
///
/// Returns an error if the body isn't JSON of this webhook.
pub fn parse(body: &[u8]) -> Result<Vec<InstagramEvent>, NotInstagram> {
    let value: Value = serde_json::from_slice(body).map_err(|_| NotInstagram)?;
    let bodies = match value {
        Value::Array(bodies) => bodies,
        body => vec![body],
    };
    let mut events = Vec::new();
    for body in bodies {
        let body: Body = serde_json::from_value(body).map_err(|_| NotInstagram)?;
        if body.object != "instagram" {
            return Err(NotInstagram);
        }
        for entry in body.entry.into_iter().filter_map(read::<Entry>) {
            let account = String::from(entry.id);
            let changes = entry.changes.into_iter().filter_map(read::<Change>);
            events.extend(changes.filter_map(|change| mention(&account, change)));
            let messages = entry.messaging.into_iter().filter_map(read::<Messaging>);
            events.extend(messages.filter_map(|message| direct(&account, message)));
        }
    }
    Ok(events)
}

/// Reads what this version knows; `None` for anything else.
fn read<T: serde::de::DeserializeOwned>(value: Value) -> Option<T> {
    serde_json::from_value(value).ok()
}

fn mention(account: &str, change: Change) -> Option<InstagramEvent> {
    (change.field == "mentions").then(|| InstagramEvent::Mention {
        account: account.to_owned(),
        media_id: change.value.media_id.into(),
        comment_id: change.value.comment_id.map(String::from),
    })
}

fn direct(account: &str, event: Messaging) -> Option<InstagramEvent> {
    let Messaging { sender, timestamp, message } = event;
    let (account, sender) = (account.to_owned(), String::from(sender.id));
    if message.is_echo || sender == account {
        return None;
    }
    if message.is_deleted {
        return Some(InstagramEvent::MessageDeleted { account, sender, id: message.mid });
    }
    let count = message.attachments.len();
    let files: Vec<RemoteFile> = message.attachments.into_iter().filter_map(file).collect();
    let has_unreadable = files.len() < count;
    Some(InstagramEvent::Message(DirectMessage {
        account,
        sender,
        id: message.mid,
        at: Timestamp::from_millisecond(timestamp).ok()?,
        text: message.text.unwrap_or_default(),
        choice: message.quick_reply.map(|reply| reply.payload),
        files,
        has_unreadable,
    }))
}

/// Returns the file of an attachment. Shared posts and stories are other people's, and none.
fn file(attachment: Attachment) -> Option<RemoteFile> {
    let kind = match attachment.kind.as_str() {
        "image" => MediaKind::Image,
        "video" => MediaKind::Video,
        "audio" => MediaKind::Voice,
        "file" => MediaKind::Document,
        _ => return None,
    };
    attachment.payload.url.map(|url| RemoteFile { kind, url })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn mentions_in_posts_and_comments_are_read() {
        let body = br#"[{"object":"instagram","entry":[{"id":"17","time":1,"changes":[
            {"field":"mentions","value":{"media_id":"m1","comment_id":"c1"}},
            {"field":"mentions","value":{"media_id":18009}},
            {"field":"story_insights","value":{"media_id":"m3"}}]}]}]"#;
        let mention = |media_id: &str, comment_id: Option<&str>| InstagramEvent::Mention {
            account: "17".into(),
            media_id: media_id.into(),
            comment_id: comment_id.map(str::to_owned),
        };
        assert_eq!(parse(body).unwrap(), [mention("m1", Some("c1")), mention("18009", None)]);
    }

    #[test]
    fn direct_messages_are_read_and_echoes_skipped() {
        let body = br#"{"object":"instagram","entry":[{"id":"17","messaging":[
            {"sender":{"id":"5"},"recipient":{"id":"17"},"timestamp":1700000000123,
             "message":{"mid":"a","text":"\u0634\u0643\u0648\u0649","new":1,"attachments":[
               {"type":"image","payload":{"url":"https://cdn.example/1"}},
               {"type":"story_mention","payload":{"url":"https://cdn.example/2"}}]}},
            {"sender":{"id":"17"},"timestamp":1,"message":{"mid":"b","is_echo":true,"text":"us"}},
            {"sender":{"id":"5"},"timestamp":1,"message":{"mid":"c","is_deleted":true}},
            {"sender":{"id":"5"},"timestamp":1,"read":{"mid":"b"}},
            {"sender":{"id":"5"},"timestamp":2,
             "message":{"mid":"d","text":"Yes","quick_reply":{"payload":"f:1:send"}}}]}]}"#;
        let events = parse(body).unwrap();
        assert_eq!(events.len(), 3, "{events:?}");
        let InstagramEvent::Message(first) = &events[0] else { panic!("{events:?}") };
        assert_eq!((first.sender.as_str(), first.text.as_str()), ("5", "شكوى"));
        assert_eq!(first.at.as_millisecond(), 1_700_000_000_123);
        assert_eq!((first.files.len(), first.has_unreadable), (1, true));
        assert!(matches!(&events[1], InstagramEvent::MessageDeleted { id, .. } if id == "c"));
        let InstagramEvent::Message(last) = &events[2] else { panic!("{events:?}") };
        assert_eq!(last.choice.as_deref(), Some("f:1:send"));
    }

    #[test]
    fn other_webhooks_are_refused() {
        for body in ["", "{}", "[1]", r#"{"object":"page","entry":[]}"#, "null"] {
            assert_eq!(parse(body.as_bytes()), Err(NotInstagram), "{body}");
        }
        assert_eq!(parse(br#"{"object":"instagram","entry":[1,{}]}"#), Ok(vec![]));
    }

    proptest! {
        #[test]
        fn any_body_is_answered(body: Vec<u8>) {
            let _ = parse(&body);
        }
    }
}
