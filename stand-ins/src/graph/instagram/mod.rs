//! Instagram: public mentions, comments on the account's posts, and direct messages.
//!
//! `fields` reads what the edge asks for, `api` answers the edge, `person` does what people do.

mod api;
mod fields;
mod person;

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use axum::{Router, routing::post};
use serde::Serialize;
use serde_json::{Value, json};

pub(crate) use api::{profile, read, send};
pub(crate) use person::routes as people;

use crate::{common::Common, ids, webhook::Courier};

/// The account's name, by which people mention it.
pub(crate) const NAME: &str = "sawtak";

/// The time after a person's message in which they can be written to, in milliseconds.
const WINDOW: u64 = 24 * 3_600_000;
/// The time after a comment in which its author can be written to once, in milliseconds.
const PRIVATE_REPLY: u64 = 7 * 24 * 3_600_000;

/// The channel.
pub(crate) struct Instagram {
    common: Arc<Common>,
    pub(crate) courier: Arc<Courier>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    posts: Vec<Post>,
    threads: BTreeMap<String, Thread>,
    /// Ids of people by name.
    people: BTreeMap<String, String>,
    /// Comments whose authors have been written to.
    replied: Vec<String>,
}

#[derive(Clone, Serialize)]
struct Post {
    id: String,
    author: String,
    caption: String,
    at: u64,
    /// True for a post of an account that only its followers see.
    private: bool,
    /// True for a story, which can't be read or answered.
    story: bool,
    comments: Vec<Comment>,
}

#[derive(Clone, Serialize)]
struct Comment {
    id: String,
    author: String,
    text: String,
    at: u64,
    /// Id of the comment that it answers.
    parent: Option<String>,
}

/// Direct messages with one person.
#[derive(Clone, Default, Serialize)]
struct Thread {
    /// Time of the person's last message.
    last: Option<u64>,
    messages: Vec<Direct>,
}

#[derive(Clone, Serialize)]
struct Direct {
    id: String,
    /// True for a message of the account.
    incoming: bool,
    text: String,
    at: u64,
}

/// Routes of Instagram alone; those that it shares with `WhatsApp` are the Graph's.
pub(super) fn routes() -> Router<Arc<Instagram>> {
    Router::new()
        .route("/graph/{version}/{id}/mentions", post(api::answer_mention))
        .route("/graph/{version}/{id}/replies", post(api::answer_comment))
}

impl Instagram {
    pub(crate) fn new(common: &Arc<Common>) -> Self {
        let courier =
            Courier::meta(common, &common.settings.instagram, common.webhook("instagram"));
        Self { common: Arc::clone(common), courier: Arc::new(courier), state: Mutex::default() }
    }

    /// Returns the account's id.
    pub(super) fn account(&self) -> &str {
        &self.common.settings.instagram.id
    }

    /// Locks the state and ignores poisoning: each entry is stored whole or not at all.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn post(&mut self, id: &str) -> Option<&mut Post> {
        self.posts.iter_mut().find(|post| post.id == id)
    }

    /// Returns a comment and the post that it stands under.
    fn comment(&self, id: &str) -> Option<(&Post, &Comment)> {
        self.posts
            .iter()
            .find_map(|post| Some((post, post.comments.iter().find(|comment| comment.id == id)?)))
    }

    /// Returns the id of a person, who gets one when first seen.
    fn person(&mut self, name: &str) -> String {
        self.people.entry(name.to_owned()).or_insert_with(ids::digits).clone()
    }

    fn name(&self, id: &str) -> Option<String> {
        self.people.iter().find(|(_, known)| *known == id).map(|(name, _)| name.clone())
    }
}

impl Post {
    /// Returns whether the account may read it: a public post that isn't a story.
    fn is_readable(&self) -> bool {
        !self.private && !self.story
    }
}

/// Returns whether a text mentions the account: its name after an at sign, as a whole word.
fn mentions(text: &str) -> bool {
    text.match_indices('@').any(|(place, _)| {
        let rest = &text[place + 1..];
        let name: &str = rest
            .split(|character: char| {
                !(character.is_ascii_alphanumeric() || "._".contains(character))
            })
            .next()
            .unwrap_or_default();
        name.trim_end_matches('.').eq_ignore_ascii_case(NAME)
    })
}

/// Sends the webhook of a change, such as a mention.
fn change(channel: &Instagram, id: &str, field: &str, value: &Value) {
    let body = json!({ "object": "instagram", "entry": [{
        "id": channel.common.settings.instagram.id, "time": channel.common.clock.seconds(),
        "changes": [{ "field": field, "value": value }],
    }]});
    channel.courier.send(Some(id), body);
}

/// Sends the webhook of a direct message, or the echo of one of the account's own.
fn direct(channel: &Instagram, person: &str, message: &Direct) {
    let account = channel.common.settings.instagram.id.as_str();
    let [sender, recipient] = if message.incoming { [account, person] } else { [person, account] };
    let mut event = json!({
        "sender": { "id": sender }, "recipient": { "id": recipient }, "timestamp": message.at,
        "message": { "mid": message.id, "text": message.text },
    });
    if message.incoming {
        event["message"]["is_echo"] = true.into();
    }
    let body = json!({ "object": "instagram", "entry": [{
        "id": account, "time": channel.common.clock.now(), "messaging": [event],
    }]});
    channel.courier.send(Some(&message.id), body);
}

#[cfg(test)]
mod tests;
