//! Calls of the edge.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Json, Router,
    body::Bytes,
    extract::{Path, Query, State as Shared},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{delete, get, post},
};
use serde_json::{Value, json};

use super::{Direct, NAME, Post, X, limits, mentions, written};

/// Limit of a direct message's length.
const LONGEST_DIRECT: usize = 10_000;

pub(super) fn routes() -> Router<Arc<X>> {
    Router::new()
        .route("/x/2/tweets", post(answer))
        .route("/x/2/tweets/{id}", delete(remove))
        .route("/x/2/users/{id}/mentions", get(poll))
        .route("/x/2/dm_conversations/with/{id}/messages", post(write))
}

/// Handles `GET /2/users/{id}/mentions`: the newest first; no `data` if there are none.
async fn poll(
    Shared(channel): Shared<Arc<X>>,
    Path(id): Path<String>,
    Query(query): Query<BTreeMap<String, String>>,
    headers: HeaderMap,
) -> Result<Response, Response> {
    require(&channel, &headers)?;
    if id != channel.common.settings.x.user {
        return Err(problem(StatusCode::FORBIDDEN, "Not the account of this token"));
    }
    let number = |name: &str| query.get(name).and_then(|value| value.parse::<u64>().ok());
    let most = match number("max_results") {
        None => 10,
        Some(most @ 5..=100) => usize::try_from(most).unwrap_or(100),
        Some(_) => return Err(problem(StatusCode::BAD_REQUEST, "max_results: 5 to 100")),
    };
    let mut state = channel.lock();
    state.polls.take(channel.common.clock.now()).map_err(too_many)?;
    let since = number("since_id").unwrap_or_default();
    let until = number("until_id").unwrap_or(u64::MAX);
    let is_new = |post: &&Post| {
        mentions(&post.text)
            && post.author != NAME
            && post.id.parse::<u64>().is_ok_and(|id| id > since && id < until)
    };
    let count = state.posts.iter().filter(is_new).count();
    let posts: Vec<Post> = state.posts.iter().rev().filter(is_new).take(most).cloned().collect();
    if posts.is_empty() {
        return Ok(Json(json!({ "meta": { "result_count": 0 } })).into_response());
    }
    let (mut data, mut users) = (Vec::new(), BTreeMap::new());
    for post in &posts {
        let [value, user] = written(&channel, &mut state, post);
        data.push(value);
        users.insert(post.author.clone(), user);
    }
    let users: Vec<Value> = users.into_values().collect();
    let mut meta = json!({
        "result_count": posts.len(),
        "newest_id": posts.first().map(|post| &post.id),
        "oldest_id": posts.last().map(|post| &post.id),
    });
    if count > posts.len() {
        meta["next_token"] = json!("next");
    }
    Ok(Json(json!({ "data": data, "includes": { "users": users }, "meta": meta })).into_response())
}

/// Handles `POST /2/tweets`: a post of the account's own, or an answer to one.
async fn answer(
    Shared(channel): Shared<Arc<X>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Response> {
    require(&channel, &headers)?;
    let body = json_body(&body)?;
    let text = body["text"].as_str().unwrap_or_default();
    if text.is_empty() || limits::length(text) > limits::LONGEST {
        return Err(problem(StatusCode::BAD_REQUEST, "text: 1 to 280 characters, weighed"));
    }
    let parent = body["reply"]["in_reply_to_tweet_id"].as_str().map(str::to_owned);
    let mut state = channel.lock();
    state.answers.take(channel.common.clock.now()).map_err(too_many)?;
    if let Some(parent) = &parent
        && !state.posts.iter().any(|post| post.id == *parent)
    {
        return Err(problem(
            StatusCode::FORBIDDEN,
            "You attempted to reply to a Tweet that is deleted or not visible to you.",
        ));
    }
    let is_double = state.posts.iter().any(|post| post.author == NAME && post.text == text);
    if is_double {
        return Err(problem(
            StatusCode::FORBIDDEN,
            "You are not allowed to create a Tweet with duplicate content.",
        ));
    }
    let id = state.id();
    state.posts.push(Post {
        id: id.clone(),
        author: NAME.to_owned(),
        text: text.to_owned(),
        at: channel.common.clock.now(),
        parent,
    });
    drop(state);
    channel.common.changes.note();
    let data = json!({ "data": { "id": id, "text": text, "edit_history_tweet_ids": [id] } });
    Ok((StatusCode::CREATED, Json(data)).into_response())
}

/// Handles `DELETE /2/tweets/{id}`, of the account's own.
async fn remove(
    Shared(channel): Shared<Arc<X>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Response> {
    require(&channel, &headers)?;
    channel.lock().posts.retain(|post| post.id != id || post.author != NAME);
    channel.common.changes.note();
    Ok(Json(json!({ "data": { "deleted": true } })).into_response())
}

/// Handles `POST /2/dm_conversations/with/{id}/messages`: to a person who has written first.
async fn write(
    Shared(channel): Shared<Arc<X>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Response> {
    require(&channel, &headers)?;
    let body = json_body(&body)?;
    let text = body["text"].as_str().unwrap_or_default();
    if text.is_empty() || text.chars().count() > LONGEST_DIRECT {
        return Err(problem(StatusCode::BAD_REQUEST, "text: 1 to 10000 characters"));
    }
    let mut state = channel.lock();
    state.direct.take(channel.common.clock.now()).map_err(too_many)?;
    let name = state.name(&id).filter(|name| state.threads.contains_key(name));
    let Some(name) = name else {
        return Err(problem(
            StatusCode::FORBIDDEN,
            "You cannot send messages to this user: they have not written to you.",
        ));
    };
    let event = state.id();
    let message = Direct {
        id: event.clone(),
        incoming: true,
        text: text.to_owned(),
        at: channel.common.clock.now(),
    };
    state.threads.entry(name).or_default().push(message);
    drop(state);
    channel.common.changes.note();
    let conversation = format!("{}-{id}", channel.common.settings.x.user);
    let data = json!({ "data": { "dm_conversation_id": conversation, "dm_event_id": event } });
    Ok((StatusCode::CREATED, Json(data)).into_response())
}

#[expect(clippy::result_large_err, reason = "it becomes the answer at once")]
fn require(channel: &X, headers: &HeaderMap) -> Result<(), Response> {
    let token = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    if token.and_then(|value| value.strip_prefix("Bearer "))
        == Some(&channel.common.settings.x.token)
    {
        return Ok(());
    }
    Err(problem(StatusCode::UNAUTHORIZED, "Unauthorized"))
}

#[expect(clippy::result_large_err, reason = "it becomes the answer at once")]
fn json_body(body: &[u8]) -> Result<Value, Response> {
    serde_json::from_slice(body)
        .map_err(|_| problem(StatusCode::BAD_REQUEST, "The body isn't JSON"))
}

fn problem(status: StatusCode, detail: &str) -> Response {
    let title = status.canonical_reason().unwrap_or_default();
    let body = json!({
        "title": title, "detail": detail, "status": status.as_u16(), "type": "about:blank",
    });
    (status, Json(body)).into_response()
}

fn too_many(reset: u64) -> Response {
    let mut response = problem(StatusCode::TOO_MANY_REQUESTS, "Too Many Requests");
    response.headers_mut().insert("x-rate-limit-reset", reset.into());
    response.headers_mut().insert("x-rate-limit-remaining", 0.into());
    response
}
