//! What people do: post, answer, delete, write directly.

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

use super::{Direct, NAME, Post, event, mentions, written};
use crate::{clock, people::Since, world::World};

const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) fn routes() -> Router<Arc<World>> {
    Router::new()
        .route("/people/x", get(show))
        .route("/people/x/posts", post(add))
        .route("/people/x/posts/{id}", delete(remove))
        .route("/people/x/direct/{author}", post(write))
}

/// Handles `GET`: everything there is, at once or as soon as it has changed.
async fn show(Shared(world): Shared<Arc<World>>, Query(since): Query<Since>) -> Json<Value> {
    since.wait(&world.changes, PATIENCE).await;
    let version = world.changes.version();
    let state = world.x.lock();
    Json(json!({
        "version": version,
        "subscribed": world.x.courier.is_subscribed(),
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
async fn add(Shared(world): Shared<Arc<World>>, Json(new): Json<NewPost>) -> Response {
    let mut state = world.x.lock();
    let id = state.id();
    let post = Post {
        id: id.clone(),
        author: new.author,
        text: new.text,
        at: world.clock.now(),
        parent: new.parent,
    };
    let [value, user] = written(&world, &mut state, &post);
    let is_mention = mentions(&post.text) && post.author != NAME;
    state.posts.push(post);
    drop(state);
    if is_mention {
        event(&world, &id, "post.mention.create", &value, &[user]);
    }
    created(&world, &id)
}

/// Handles `DELETE …/posts/{id}`: the account is told to forget it.
async fn remove(Shared(world): Shared<Arc<World>>, Path(id): Path<String>) -> StatusCode {
    let mut state = world.x.lock();
    let Some(place) = state.posts.iter().position(|post| post.id == id) else {
        return StatusCode::NOT_FOUND;
    };
    let post = state.posts.remove(place);
    let author = state.person(&world.settings.x.user, &post.author);
    drop(state);
    if mentions(&post.text) {
        event(&world, &id, "post.delete", &json!({ "id": id, "author_id": author }), &[]);
    }
    world.changes.note();
    StatusCode::NO_CONTENT
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
    let account = &world.settings.x.user;
    let mut state = world.x.lock();
    let id = state.id();
    let person = state.person(account, &author);
    let at = world.clock.now();
    let message = Direct { id: id.clone(), incoming: false, text: new.text, at };
    let payload = json!({
        "id": id, "event_type": "MessageCreate", "text": message.text, "sender_id": person,
        "dm_conversation_id": format!("{account}-{person}"),
        "created_at": format!("{}.000Z", clock::written(at)),
    });
    let user = json!({ "id": person, "name": author, "username": author });
    state.threads.entry(author).or_default().push(message);
    drop(state);
    event(&world, &id, "dm.received", &payload, &[user]);
    created(&world, &id)
}

fn created(world: &World, id: &str) -> Response {
    world.changes.note();
    (StatusCode::CREATED, Json(json!({ "id": id }))).into_response()
}
