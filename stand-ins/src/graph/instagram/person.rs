//! What people do: post, comment, take it back, write directly.

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

use super::{Comment, Direct, Instagram, NAME, Post, change, direct, mentions};
use crate::{common::Since, ids};

pub(crate) fn routes() -> Router<Arc<Instagram>> {
    Router::new()
        .route("/people/instagram", get(show))
        .route("/people/instagram/posts", post(add_post))
        .route("/people/instagram/posts/{id}", delete(remove_post))
        .route("/people/instagram/posts/{id}/comments", post(add_comment))
        .route("/people/instagram/direct/{author}", post(write))
}

/// Handles `GET`: everything there is, at once or as soon as it has changed.
async fn show(Shared(channel): Shared<Arc<Instagram>>, Query(since): Query<Since>) -> Json<Value> {
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
    caption: String,
    #[serde(default)]
    private: bool,
    #[serde(default)]
    story: bool,
}

/// Handles `POST …/posts`. The account is told of a mention that it may read, and of a story.
async fn add_post(Shared(channel): Shared<Arc<Instagram>>, Json(new): Json<NewPost>) -> Response {
    let post = Post {
        id: ids::digits(),
        author: new.author,
        caption: new.caption,
        at: channel.common.clock.now(),
        private: new.private,
        story: new.story,
        comments: Vec::new(),
    };
    let id = post.id.clone();
    let is_told = !post.private && mentions(&post.caption) && post.author != NAME;
    let mut state = channel.lock();
    state.person(&post.author);
    state.posts.push(post);
    drop(state);
    if is_told {
        change(&channel, &id, "mentions", &json!({ "media_id": id }));
    }
    created(&channel, &id)
}

/// Handles `DELETE …/posts/{id}`, of a post or of a comment. Instagram tells nobody.
async fn remove_post(
    Shared(channel): Shared<Arc<Instagram>>,
    Path(id): Path<String>,
) -> StatusCode {
    let mut state = channel.lock();
    state.posts.retain(|post| post.id != id);
    for post in &mut state.posts {
        post.comments.retain(|comment| comment.id != id);
    }
    drop(state);
    channel.common.changes.note();
    StatusCode::NO_CONTENT
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewComment {
    author: String,
    text: String,
    parent: Option<String>,
}

/// Handles `POST …/comments`: a mention, or a comment under the account's own post.
async fn add_comment(
    Shared(channel): Shared<Arc<Instagram>>,
    Path(media): Path<String>,
    Json(new): Json<NewComment>,
) -> Response {
    let mut state = channel.lock();
    let author = state.person(&new.author);
    let comment = Comment {
        id: ids::digits(),
        author: new.author,
        text: new.text,
        at: channel.common.clock.now(),
        parent: new.parent,
    };
    let Some(post) = state.post(&media) else { return StatusCode::NOT_FOUND.into_response() };
    let is_own = post.author == NAME;
    let is_readable = post.is_readable();
    post.comments.push(comment.clone());
    drop(state);
    let id = comment.id;
    if is_own && comment.author != NAME {
        let value = json!({
            "id": id, "text": comment.text, "from": { "id": author, "username": comment.author },
            "media": { "id": media, "media_product_type": "FEED" },
        });
        change(&channel, &id, "comments", &value);
    } else if is_readable && mentions(&comment.text) && comment.author != NAME {
        change(&channel, &id, "mentions", &json!({ "media_id": media, "comment_id": id }));
    }
    created(&channel, &id)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewDirect {
    text: String,
}

/// Handles `POST …/direct/{author}`.
async fn write(
    Shared(channel): Shared<Arc<Instagram>>,
    Path(author): Path<String>,
    Json(new): Json<NewDirect>,
) -> Response {
    let now = channel.common.clock.now();
    let message = Direct { id: ids::hex("aWdf"), incoming: false, text: new.text, at: now };
    let mut state = channel.lock();
    let person = state.person(&author);
    let thread = state.threads.entry(author).or_default();
    thread.last = Some(now);
    thread.messages.push(message.clone());
    drop(state);
    direct(&channel, &person, &message);
    created(&channel, &message.id)
}

fn created(channel: &Instagram, id: &str) -> Response {
    channel.common.changes.note();
    (StatusCode::CREATED, Json(json!({ "id": id }))).into_response()
}
