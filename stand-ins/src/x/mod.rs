//! X: public mentions, posts that are deleted, and direct messages.
//!
//! `limits` holds what X refuses, `api` answers the edge, `person` does what people do.

mod api;
mod limits;
mod person;

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use axum::Router;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

pub(crate) use person::routes as people;

use crate::{clock, common::Common, ids, webhook::Courier};
use limits::Quota;

/// The account's name, by which people mention it.
pub(crate) const NAME: &str = "sawtak";

/// The channel.
pub(crate) struct X {
    common: Arc<Common>,
    pub(crate) courier: Arc<Courier>,
    state: Mutex<State>,
}

struct State {
    posts: Vec<Post>,
    threads: BTreeMap<String, Vec<Direct>>,
    /// Ids of people by name.
    people: BTreeMap<String, String>,
    next: u64,
    polls: Quota,
    answers: Quota,
    direct: Quota,
}

#[derive(Clone, Serialize)]
struct Post {
    id: String,
    author: String,
    text: String,
    at: u64,
    /// Id of the post that it answers.
    parent: Option<String>,
}

#[derive(Clone, Serialize)]
struct Direct {
    id: String,
    /// True for a message of the account.
    incoming: bool,
    text: String,
    at: u64,
}

/// Changes that tests make to the rules: the number of calls that are left until the next quarter
/// of an hour.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(clippy::struct_field_names, reason = "they are the names of the call")]
pub(crate) struct Changed {
    polls_left: Option<u32>,
    answers_left: Option<u32>,
    direct_left: Option<u32>,
}

pub(crate) fn routes() -> Router<Arc<X>> {
    api::routes()
}

impl X {
    pub(crate) fn new(common: &Arc<Common>) -> Self {
        let courier = Courier::x(common, &common.settings.x.consumer_secret, common.webhook("x"));
        let state = State {
            posts: Vec::new(),
            threads: BTreeMap::new(),
            people: BTreeMap::new(),
            next: 1_995_000_000_000_000_000,
            polls: Quota::new(450),
            answers: Quota::new(100),
            direct: Quota::new(15),
        };
        Self { common: Arc::clone(common), courier: Arc::new(courier), state: Mutex::new(state) }
    }

    /// Changes the rules for a test.
    pub(crate) fn change(&self, changed: &Changed, now: u64) {
        let state = &mut *self.lock();
        let quotas = [
            (&mut state.polls, changed.polls_left),
            (&mut state.answers, changed.answers_left),
            (&mut state.direct, changed.direct_left),
        ];
        for (quota, left) in quotas {
            if let Some(left) = left {
                quota.leave(left, now);
            }
        }
    }

    /// Locks the state and ignores poisoning: each entry is stored whole or not at all.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Returns an id above all before it: `since_id` compares them.
    fn id(&mut self) -> String {
        self.next += 1;
        self.next.to_string()
    }

    /// Returns the id of a person, who gets one when first seen.
    fn person(&mut self, account: &str, name: &str) -> String {
        if name == NAME {
            return account.to_owned();
        }
        self.people.entry(name.to_owned()).or_insert_with(ids::digits).clone()
    }

    fn name(&self, id: &str) -> Option<String> {
        self.people.iter().find(|(_, known)| *known == id).map(|(name, _)| name.clone())
    }
}

/// Returns whether a text mentions the account: its name after an at sign, as a whole word.
fn mentions(text: &str) -> bool {
    text.match_indices('@').any(|(place, _)| {
        let rest = &text[place + 1..];
        let is_part = |character: char| character.is_ascii_alphanumeric() || character == '_';
        let name = rest.split(|character| !is_part(character)).next().unwrap_or_default();
        name.eq_ignore_ascii_case(NAME)
    })
}

/// Returns a post as X writes it, and the user who wrote it.
fn written(channel: &X, state: &mut State, post: &Post) -> [Value; 2] {
    let account = &channel.common.settings.x.user;
    let author = state.person(account, &post.author);
    let is_arabic = post.text.chars().any(|character| ('\u{600}'..'\u{700}').contains(&character));
    let mut value = json!({
        "id": post.id, "text": post.text, "author_id": author,
        "created_at": format!("{}.000Z", clock::written(post.at)),
        "conversation_id": post.parent.as_ref().unwrap_or(&post.id),
        "lang": if is_arabic { "ar" } else { "en" },
        "edit_history_tweet_ids": [post.id],
    });
    if mentions(&post.text) {
        value["entities"] = json!({ "mentions": [{ "username": NAME, "id": account }] });
    }
    if let Some(parent) = &post.parent {
        value["referenced_tweets"] = json!([{ "type": "replied_to", "id": parent }]);
    }
    [value, json!({ "id": author, "name": post.author, "username": post.author })]
}

/// Sends the webhook of an event of the Activity API.
fn event(channel: &X, id: &str, kind: &str, payload: &Value, users: &[Value]) {
    let mut data = json!({
        "event_uuid": ids::digits(), "filter": { "user_id": channel.common.settings.x.user },
        "event_type": kind, "tag": NAME, "payload": payload,
    });
    if !users.is_empty() {
        data["includes"] = json!({ "users": users });
    }
    channel.courier.send(Some(id), json!({ "data": data }));
}

#[cfg(test)]
mod tests;
