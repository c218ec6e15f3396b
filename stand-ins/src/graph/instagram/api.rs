//! Calls of the edge.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Json,
    body::Bytes,
    extract::{Path, Query, State as Shared},
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use super::{
    super::{GraphError, bearer, require_version},
    Comment, Direct, Instagram, NAME, PRIVATE_REPLY, Post, State, WINDOW, direct, fields, mentions,
};
use crate::{clock, ids};

type Parameters = BTreeMap<String, String>;

/// Answers `GET /{user}` with the mentioned comment or post that `fields` asks for.
pub(crate) fn read(
    channel: &Instagram,
    headers: &HeaderMap,
    query: &Parameters,
) -> Result<Response, GraphError> {
    require(channel, headers, query)?;
    let list = query.get("fields").map(String::as_str).unwrap_or_default();
    let state = channel.lock();
    let whole = json!({ "id": channel.common.settings.instagram.id, "username": NAME });
    let mut answer = fields::choose(&whole, list);
    for field in fields::parse(list) {
        let inner = field.inner.unwrap_or("id");
        let value = match (field.name, field.argument) {
            ("mentioned_comment", Some(("comment_id", id))) => {
                let found = state
                    .comment(id)
                    .filter(|(post, comment)| post.is_readable() && mentions(&comment.text));
                let (post, comment) = found.ok_or_else(|| GraphError::object(id))?;
                fields::choose(&comment_value(channel, post, comment), inner)
            }
            ("mentioned_media", Some(("media_id", id))) => {
                let found = state.posts.iter().find(|post| post.id == id);
                let post = found
                    .filter(|post| post.is_readable() && is_mentioned(post))
                    .ok_or_else(|| GraphError::object(id))?;
                fields::choose(&post_value(channel, post), inner)
            }
            _ => continue,
        };
        answer[field.name] = value;
    }
    Ok(Json(answer).into_response())
}

/// Answers `GET /{person}`: the profile of a person who has written to the account; `None` if the
/// id is nobody's.
pub(crate) fn profile(
    channel: &Instagram,
    headers: &HeaderMap,
    query: &Parameters,
    id: &str,
) -> Result<Option<Response>, GraphError> {
    let state = channel.lock();
    let name = state.name(id).filter(|name| state.threads.contains_key(name));
    let Some(name) = name else { return Ok(None) };
    require(channel, headers, query)?;
    let list = query.get("fields").map(String::as_str).unwrap_or_default();
    let whole = json!({ "id": id, "username": name, "name": name });
    Ok(Some(Json(fields::choose(&whole, list)).into_response()))
}

/// Answers `POST /{user}/mentions`: a comment under the post that mentions the account.
pub(super) async fn answer_mention(
    Shared(channel): Shared<Arc<Instagram>>,
    Path((version, id)): Path<(String, String)>,
    Query(query): Query<Parameters>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, GraphError> {
    require_version(&version)?;
    let parameters = parameters(query, &body);
    require(&channel, &headers, &parameters)?;
    if id != channel.common.settings.instagram.id {
        return Err(GraphError::object(&id));
    }
    let media = required(&parameters, "media_id")?;
    let parent = parameters.get("comment_id").cloned();
    add_comment(&channel, parent, &parameters, |state| {
        let post = state.post(media).filter(|post| post.is_readable() && is_mentioned(post));
        post.ok_or_else(|| GraphError::object(media))
    })
}

/// Answers `POST /{comment}/replies`.
pub(super) async fn answer_comment(
    Shared(channel): Shared<Arc<Instagram>>,
    Path((version, id)): Path<(String, String)>,
    Query(query): Query<Parameters>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, GraphError> {
    require_version(&version)?;
    let parameters = parameters(query, &body);
    require(&channel, &headers, &parameters)?;
    add_comment(&channel, Some(id.clone()), &parameters, |state| {
        let mut posts = state.posts.iter_mut();
        // Only under the account's own posts.
        posts
            .find(|post| post.author == NAME && has_comment(post, &id))
            .ok_or_else(|| GraphError::object(&id))
    })
}

/// Answers `POST /{user}/messages`: a direct message within the window, or one in private to the
/// author of a comment.
pub(crate) fn send(
    channel: &Instagram,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Response, GraphError> {
    require(channel, headers, &Parameters::new())?;
    let message: Value =
        serde_json::from_slice(body).map_err(|_| GraphError::parameter("The body isn't JSON"))?;
    let text = message["message"]["text"].as_str().unwrap_or_default();
    if text.is_empty() || text.chars().count() > 1000 {
        return Err(GraphError::parameter("message.text: 1 to 1000 characters"));
    }
    let now = channel.common.clock.now();
    let mut state = channel.lock();
    let person = match message["recipient"]["comment_id"].as_str() {
        Some(comment) => private_reply(&mut state, comment, now)?,
        None => message["recipient"]["id"].as_str().unwrap_or_default().to_owned(),
    };
    let name = state.name(&person).ok_or_else(|| GraphError::object(&person))?;
    let thread = state.threads.entry(name).or_default();
    let is_open = thread.last.is_some_and(|last| now.saturating_sub(last) < WINDOW);
    if !is_open && message["recipient"]["comment_id"].is_null() {
        return Err(GraphError::new(10, "This message is sent outside of allowed window."));
    }
    let sent = Direct { id: ids::hex("aWdf"), incoming: true, text: text.to_owned(), at: now };
    thread.messages.push(sent.clone());
    drop(state);
    direct(channel, &person, &sent);
    channel.common.changes.note();
    Ok(Json(json!({ "recipient_id": person, "message_id": sent.id })).into_response())
}

/// Returns the author of a comment who may be written to once, within seven days.
fn private_reply(state: &mut State, comment: &str, now: u64) -> Result<String, GraphError> {
    let (_, found) = state.comment(comment).ok_or_else(|| GraphError::object(comment))?;
    let is_late = now.saturating_sub(found.at) >= PRIVATE_REPLY;
    let author = found.author.clone();
    if is_late || state.replied.iter().any(|known| known == comment) {
        return Err(GraphError::new(10, "The comment was answered already, or is too old."));
    }
    state.replied.push(comment.to_owned());
    Ok(state.person(&author))
}

fn add_comment(
    channel: &Instagram,
    parent: Option<String>,
    parameters: &Parameters,
    find: impl FnOnce(&mut State) -> Result<&mut Post, GraphError>,
) -> Result<Response, GraphError> {
    let text = required(parameters, "message")?;
    if text.chars().count() > 2200 {
        return Err(GraphError::parameter("message: 2200 characters at most"));
    }
    let mut state = channel.lock();
    let post = find(&mut state)?;
    if let Some(parent) = &parent
        && !has_comment(post, parent)
    {
        return Err(GraphError::object(parent));
    }
    let id = ids::digits();
    post.comments.push(Comment {
        id: id.clone(),
        author: NAME.to_owned(),
        text: text.to_owned(),
        at: channel.common.clock.now(),
        parent,
    });
    drop(state);
    channel.common.changes.note();
    Ok(Json(json!({ "id": id })).into_response())
}

fn has_comment(post: &Post, id: &str) -> bool {
    post.comments.iter().any(|comment| comment.id == id)
}

/// Returns whether a post or a comment under it mentions the account.
fn is_mentioned(post: &Post) -> bool {
    mentions(&post.caption) || post.comments.iter().any(|comment| mentions(&comment.text))
}

fn comment_value(channel: &Instagram, post: &Post, comment: &Comment) -> Value {
    json!({
        "id": comment.id, "text": comment.text, "username": comment.author,
        "timestamp": format!("{}+0000", clock::written(comment.at)),
        "media": post_value(channel, post),
    })
}

fn post_value(channel: &Instagram, post: &Post) -> Value {
    json!({
        "id": post.id, "caption": post.caption, "username": post.author,
        "timestamp": format!("{}+0000", clock::written(post.at)),
        "media_type": "IMAGE",
        "permalink": format!("{}/channels/instagram#{}", channel.common.settings.demo, post.id),
    })
}

/// Requires the account's token, in the header or as a parameter.
fn require(
    channel: &Instagram,
    headers: &HeaderMap,
    parameters: &Parameters,
) -> Result<(), GraphError> {
    let token = bearer(headers).or(parameters.get("access_token").map(String::as_str));
    if token == Some(&channel.common.settings.instagram.token) {
        return Ok(());
    }
    Err(GraphError::token())
}

/// Returns the parameters of a call: of its query, and of its body as a form or as JSON.
fn parameters(mut query: Parameters, body: &[u8]) -> Parameters {
    match serde_json::from_slice::<BTreeMap<String, Value>>(body) {
        Ok(members) => query.extend(
            members
                .into_iter()
                .filter_map(|(name, value)| Some((name, value.as_str()?.to_owned()))),
        ),
        Err(_) => query.extend(form_urlencoded::parse(body).into_owned()),
    }
    query
}

fn required<'a>(parameters: &'a Parameters, name: &str) -> Result<&'a str, GraphError> {
    let value = parameters.get(name).map(String::as_str).filter(|value| !value.is_empty());
    value.ok_or_else(|| GraphError::parameter(format!("The parameter {name} is required")))
}
