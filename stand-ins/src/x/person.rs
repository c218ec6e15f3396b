//! What people do: post, answer, delete, write directly.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{Path, Query, State as Shared},
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::{delete, get, post},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Direct, NAME, Post, X, event, mentions, written};
use crate::{clock, common::Since};

pub(crate) fn routes() -> Router<Arc<X>> {
    Router::new()
        .route("/people/x", get(show))
        .route("/people/x/posts", post(add))
        .route("/people/x/posts/{id}", delete(remove))
        .route("/people/x/direct/{author}", post(write))
}

/// Handles `GET`: everything there is, at once or as soon as it has changed.
async fn show(Shared(channel): Shared<Arc<X>>, Query(since): Query<Since>) -> Json<Value> {
    since.wait(&channel.common.changes).await;
    let version = channel.common.changes.version();
    let state = channel.lock();
    Json(json!({
        "version": version,
        "subscribed": channel.courier.is_subscribed(),
        "account": NAME,
        "posts": state.posts,
        "direct": state.threads,
    }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewPost {
    author: String,
    text: String,
    parent: Option<String>,
}

/// Handles `POST …/posts`.
async fn add(Shared(channel): Shared<Arc<X>>, Json(new): Json<NewPost>) -> Response {
    let mut state = channel.lock();
    let id = state.id();
    let post = Post {
        id: id.clone(),
        author: new.author,
        text: new.text,
        at: channel.common.clock.now(),
        parent: new.parent,
    };
    let [value, user] = written(&channel, &mut state, &post);
    let is_mention = mentions(&post.text) && post.author != NAME;
    state.posts.push(post);
    drop(state);
    if is_mention {
        event(&channel, &id, "post.mention.create", &value, &[user]);
    }
    created(&channel, &id)
}

/// Handles `DELETE …/posts/{id}`: the account is told to forget it.
async fn remove(Shared(channel): Shared<Arc<X>>, Path(id): Path<String>) -> StatusCode {
    let mut state = channel.lock();
    let Some(place) = state.posts.iter().position(|post| post.id == id) else {
        return StatusCode::NOT_FOUND;
    };
    let post = state.posts.remove(place);
    let author = state.person(&channel.common.settings.x.user, &post.author);
    drop(state);
    if mentions(&post.text) {
        event(&channel, &id, "post.delete", &json!({ "id": id, "author_id": author }), &[]);
    }
    channel.common.changes.note();
    StatusCode::NO_CONTENT
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewDirect {
    text: String,
}

/// Handles `POST …/direct/{author}`.
async fn write(
    Shared(channel): Shared<Arc<X>>,
    Path(author): Path<String>,
    Json(new): Json<NewDirect>,
) -> Response {
    let account = &channel.common.settings.x.user;
    let mut state = channel.lock();
    let id = state.id();
    let person = state.person(account, &author);
    let at = channel.common.clock.now();
    let message = Direct { id: id.clone(), incoming: false, text: new.text, at };
    let payload = json!({
        "id": id, "event_type": "MessageCreate", "text": message.text, "sender_id": person,
        "dm_conversation_id": format!("{account}-{person}"),
        "created_at": format!("{}.000Z", clock::written(at)),
    });
    let user = json!({ "id": person, "name": author, "username": author });
    state.threads.entry(author).or_default().push(message);
    drop(state);
    event(&channel, &id, "dm.received", &payload, &[user]);
    created(&channel, &id)
}

fn created(channel: &X, id: &str) -> Response {
    channel.common.changes.note();
    (StatusCode::CREATED, Json(json!({ "id": id }))).into_response()
}
