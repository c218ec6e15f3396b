//! Webhooks of Instagram: mentions, and direct messages.
//!
//! Unknown members and unknown events are skipped: the other side adds both at any time. What a
//! mention says has to be fetched, since its event only names it.

use jiff::Timestamp;
use serde::Deserialize;
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

impl DirectMessage {
    /// Returns its parts as messages of a conversation: what was tapped or written, then the files.
    pub fn messages(self) -> Vec<Message> {
        let Self { account, sender, id, at, text, choice, files, has_unreadable } = self;
        let mut contents = Vec::new();
        match choice {
            Some(id) => contents.push(Content::Choice { id, title: text }),
            None if !text.trim().is_empty() => contents.push(Content::Text(text)),
            None => {}
        }
        let media = files.into_iter().map(|file| Content::Media(Media::told(file.url, file.kind)));
        contents.extend(media);
        if contents.is_empty() {
            contents.push(if has_unreadable { Content::Unsupported } else { Content::Silent });
        }
        let first = Message { id, from: sender, at, to: account, content: Content::Silent };
        Message::of_parts(&first, contents)
    }
}

/// File at the other side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemoteFile {
    /// Kind of the file.
    pub kind: MediaKind,
    /// Address from which it is fetched.
    pub url: String,
}

/// Returns the id of a mention, and the fields by which the Graph is asked what it says.
pub fn mention_query(media_id: &str, comment_id: Option<&str>) -> (String, String) {
    comment_id.map_or_else(
        || {
            let fields = "caption,media_type,permalink,username,timestamp";
            (media_id.to_owned(), format!("mentioned_media.media_id({media_id}){{{fields}}}"))
        },
        |comment| {
            let fields = "id,text,timestamp,username,media{id,permalink}";
            let id = format!("{media_id}:{comment}");
            (id, format!("mentioned_comment.comment_id({comment}){{{fields}}}"))
        },
    )
}

/// Splits the id of a mention into those of the post and of the comment.
pub fn mention_place(id: &str) -> (&str, Option<&str>) {
    id.split_once(':').map_or((id, None), |(media, comment)| (media, Some(comment)))
}

/// Parses what the Graph says of a mention; `None` if it says nothing. Its author is known by name
/// alone.
pub fn parse_mention(id: String, body: &[u8]) -> Option<Mention> {
    let value: Value = serde_json::from_slice(body).ok()?;
    let (comment, media) = (&value["mentioned_comment"], &value["mentioned_media"]);
    let (said, text, place) = if comment.is_object() {
        (comment, &comment["text"], &comment["media"])
    } else {
        (media, &media["caption"], media)
    };
    let text = text.as_str()?.to_owned();
    let username = said["username"].as_str()?.to_owned();
    let at = said["timestamp"].as_str().and_then(timestamp).unwrap_or_default();
    let media = match place["media_type"].as_str() {
        Some("IMAGE" | "CAROUSEL_ALBUM") => vec![MediaKind::Image],
        Some("VIDEO" | "REELS") => vec![MediaKind::Video],
        _ => Vec::new(),
    };
    let post = Published {
        author: username.clone(),
        username: Some(username),
        link: place["permalink"].as_str().unwrap_or_default().to_owned(),
        media,
        language: Language::detect(&text),
        text,
    };
    Some(Mention::new(Channel::Instagram, id, at, post))
}

/// Parses a time of the Graph, whose zone has no colon.
fn timestamp(text: &str) -> Option<Timestamp> {
    text.replace("+0000", "Z").parse().ok()
}

/// Error that the Graph answers to a direct message with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct GraphError {
    /// Code.
    pub code: u32,
    /// Code that says more.
    pub error_subcode: u32,
    /// Words, in English.
    pub message: String,
}

impl GraphError {
    /// Returns the reaction to it, after `failures` failed attempts of the same message, this one
    /// included. The code for a lack of permission also says that the window is closed.
    pub fn reaction(&self, failures: u32) -> Reaction {
        const WINDOW_CLOSED: u32 = 2_534_022;
        let is_late =
            self.error_subcode == WINDOW_CLOSED || self.message.contains("outside of allowed");
        match self.code {
            10 if is_late => Reaction::PastWindow,
            17 | 32 | 613 => Reaction::Slower(60),
            551 => Reaction::Unreachable,
            code => Reaction::to(code, failures),
        }
    }
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
    message: SentMessage,
}

#[derive(Deserialize)]
struct Party {
    id: Id,
}

#[derive(Deserialize)]
struct SentMessage {
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
    fn what_a_mention_says_is_read_of_the_graph() {
        let (id, fields) = mention_query("7", Some("9"));
        assert!(fields.starts_with("mentioned_comment.comment_id(9){"), "{fields}");
        assert_eq!(mention_place(&id), ("7", Some("9")));
        let body =
            br#"{"id":"17","mentioned_comment":{"id":"9","text":"@sawtak the lights are out",
            "username":"salma","timestamp":"2026-04-01T08:00:00+0000",
            "media":{"id":"7","permalink":"https://www.instagram.com/p/7"}}}"#;
        let mention = parse_mention(id.clone(), body).unwrap();
        assert_eq!((mention.id, mention.at.to_string()), (id, "2026-04-01T08:00:00Z".to_owned()));
        let post = mention.post.unwrap();
        assert_eq!((post.author.as_str(), post.language), ("salma", Some(Language::English)));
        let (id, fields) = mention_query("7", None);
        assert!(fields.starts_with("mentioned_media.media_id(7){"), "{fields}");
        let body = br#"{"mentioned_media":{"caption":"@sawtak","username":"salma","permalink":"l",
            "media_type":"VIDEO","timestamp":"soon"}}"#;
        let mention = parse_mention(id, body).unwrap();
        assert_eq!(mention.post.unwrap().media, [MediaKind::Video]);
        assert_eq!(parse_mention("7".into(), b"{\"id\":\"17\"}"), None);
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

    #[test]
    fn a_closed_window_is_told_from_a_lack_of_permission() {
        let error = |code, error_subcode, message: &str| {
            GraphError { code, error_subcode, message: message.into() }.reaction(1)
        };
        assert_eq!(error(10, 2_534_022, ""), Reaction::PastWindow);
        let told = "This message is sent outside of allowed window.";
        assert_eq!(error(10, 0, told), Reaction::PastWindow);
        assert!(matches!(error(10, 0, ""), Reaction::Stop(_)));
        assert!(matches!(error(190, 0, ""), Reaction::Stop(_)));
        assert_eq!(error(551, 0, ""), Reaction::Unreachable);
        assert_eq!(error(613, 0, ""), Reaction::Slower(60));
        assert_eq!(error(100, 0, ""), Reaction::OurFault);
    }

    #[test]
    fn a_direct_message_becomes_one_message_for_each_part() {
        let body = br#"{"object":"instagram","entry":[{"id":"17","messaging":[
            {"sender":{"id":"5"},"timestamp":1700000000123,"message":{"mid":"a","text":"Gate 4",
             "attachments":[{"type":"image","payload":{"url":"https://cdn.example/1"}},
               {"type":"audio","payload":{"url":"https://cdn.example/2"}}]}},
            {"sender":{"id":"5"},"timestamp":2,"message":{"mid":"b",
             "attachments":[{"type":"share"}]}},
            {"sender":{"id":"5"},"timestamp":3,"message":{"mid":"c","text":"Yes",
             "quick_reply":{"payload":"send"}}}]}]}"#;
        let messages: Vec<Message> = parse(body)
            .unwrap()
            .into_iter()
            .flat_map(|event| match event {
                InstagramEvent::Message(message) => message.messages(),
                _ => Vec::new(),
            })
            .collect();
        let ids: Vec<&str> = messages.iter().map(|message| message.id.as_str()).collect();
        assert_eq!(ids, ["a", "a#1", "a#2", "b", "c"]);
        assert_eq!(messages[0].content, Content::Text("Gate 4".into()));
        assert!(matches!(&messages[2].content, Content::Media(media) if media.is_voice));
        assert_eq!(messages[3].content, Content::Unsupported);
        let choice = Content::Choice { id: "send".into(), title: "Yes".into() };
        assert_eq!(messages[4].content, choice);
    }

    proptest! {
        #[test]
        fn any_body_is_answered(body: Vec<u8>) {
            let _ = parse(&body);
        }
    }
}
