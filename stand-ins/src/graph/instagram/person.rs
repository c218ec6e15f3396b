//! What people do: post, comment, take it back, write directly.

use std::{sync::Arc, time::Duration};

use axum::{
    Json, Router,
    extract::{Path, Query, State as Shared},
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::{delete, get, post},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Comment, Direct, NAME, Post, change, direct, mentions};
use crate::{ids, people::Since, world::World};

const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) fn routes() -> Router<Arc<World>> {
    Router::new()
        .route("/people/instagram", get(show))
        .route("/people/instagram/posts", post(add_post))
        .route("/people/instagram/posts/{id}", delete(remove_post))
        .route("/people/instagram/posts/{id}/comments", post(add_comment))
        .route("/people/instagram/direct/{author}", post(write))
}

/// Handles `GET`: everything there is, at once or as soon as it has changed.
async fn show(
    Shared(world): Shared<Arc<World>>,
    Query(since): Query<Since>,
) -> Json<Value> {
    since.wait(&world.changes, PATIENCE).await;
    let version = world.changes.version();
    let state = world.instagram.lock();
    Json(json!({
        "version": version,
        "subscribed": world.instagram.courier.is_subscribed(),
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
async fn add_post(
    Shared(world): Shared<Arc<World>>,
    Json(new): Json<NewPost>,
) -> Response {
    let post = Post {
        id: ids::digits(),
        author: new.author,
        caption: new.caption,
        at: world.clock.now(),
        private: new.private,
        story: new.story,
        comments: Vec::new(),
    };
    let id = post.id.clone();
    let is_told = !post.private && mentions(&post.caption) && post.author != NAME;
    let mut state = world.instagram.lock();
    state.person(&post.author);
    state.posts.push(post);
    drop(state);
    if is_told {
        change(&world, &id, "mentions", &json!({ "media_id": id }));
    }
    created(&world, &id)
}

/// Handles `DELETE …/posts/{id}`, of a post or of a comment. Instagram tells nobody.
async fn remove_post(
    Shared(world): Shared<Arc<World>>,
    Path(id): Path<String>,
) -> StatusCode {
    let mut state = world.instagram.lock();
    state.posts.retain(|post| post.id != id);
    for post in &mut state.posts {
        post.comments.retain(|comment| comment.id != id);
    }
    drop(state);
    world.changes.note();
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
    Shared(world): Shared<Arc<World>>,
    Path(media): Path<String>,
    Json(new): Json<NewComment>,
) -> Response {
    let mut state = world.instagram.lock();
    let author = state.person(&new.author);
    let comment = Comment {
        id: ids::digits(),
        author: new.author,
        text: new.text,
        at: world.clock.now(),
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
        change(&world, &id, "comments", &value);
    } else if is_readable && mentions(&comment.text) && comment.author != NAME {
        change(&world, &id, "mentions", &json!({ "media_id": media, "comment_id": id }));
    }
    created(&world, &id)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewDirect {
    text: String,
}

/// Handles `POST …/direct/{author}`.
async fn write(
    Shared(world): Shared<Arc<World>>,
    Path(author): Path<String>,
    Json(new): Json<NewDirect>,
) -> Response {
    let now = world.clock.now();
    let message = Direct { id: ids::hex("aWdf"), incoming: false, text: new.text, at: now };
    let mut state = world.instagram.lock();
    let person = state.person(&author);
    let thread = state.threads.entry(author).or_default();
    thread.last = Some(now);
    thread.messages.push(message.clone());
    drop(state);
    direct(&world, &person, &message);
    created(&world, &message.id)
}

fn created(world: &World, id: &str) -> Response {
    world.changes.note();
    (StatusCode::CREATED, Json(json!({ "id": id }))).into_response()
}
