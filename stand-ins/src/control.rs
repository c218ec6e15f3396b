//! What tests and outside programs do behind the scenes: move the clock, hold webhooks back,
//! release them, and have calls fail.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{Path, State},
    http::StatusCode,
    routing::{get, post, put},
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    graph::whatsapp::Changed,
    webhook::{Courier, Delivery, Release},
    world::World,
    x,
};

pub(crate) fn routes() -> Router<Arc<World>> {
    Router::new()
        .route("/control", get(state))
        .route("/control/clock", post(advance))
        .route("/control/whatsapp", put(change_whatsapp))
        .route("/control/x", put(change_x))
        .route("/control/texts", put(change_texts))
        .route("/control/{channel}/hold", post(hold))
        .route("/control/{channel}/release", post(release))
        .route("/control/{channel}/deliveries", get(deliveries))
}

/// Handles `GET /control`: the time here, and which channels the edge has subscribed to.
async fn state(State(world): State<Arc<World>>) -> Json<Value> {
    Json(json!({
        "now": world.clock.now(),
        "subscribed": {
            "whatsapp": world.whatsapp.courier.is_subscribed(),
            "instagram": world.instagram.courier.is_subscribed(),
            "x": world.x.courier.is_subscribed(),
        },
    }))
}

#[derive(Deserialize)]
struct Ahead {
    seconds: u64,
}

/// Handles `POST /control/clock`: moves the clock ahead for good.
async fn advance(State(world): State<Arc<World>>, Json(ahead): Json<Ahead>) -> StatusCode {
    world.clock.advance(ahead.seconds.saturating_mul(1000));
    world.changes.note();
    StatusCode::NO_CONTENT
}

/// Handles `PUT /control/whatsapp`.
async fn change_whatsapp(
    State(world): State<Arc<World>>,
    Json(changed): Json<Changed>,
) -> StatusCode {
    world.whatsapp.change(changed);
    StatusCode::NO_CONTENT
}

/// Handles `PUT /control/x`.
async fn change_x(
    State(world): State<Arc<World>>,
    Json(changed): Json<x::Changed>,
) -> StatusCode {
    world.x.change(&changed, world.clock.now());
    StatusCode::NO_CONTENT
}

#[derive(Deserialize)]
struct TextFailure {
    fail: u32,
}

/// Handles `PUT /control/texts`: the next text message ends with this code.
async fn change_texts(
    State(world): State<Arc<World>>,
    Json(failure): Json<TextFailure>,
) -> StatusCode {
    world.texts.fail_next(failure.fail);
    StatusCode::NO_CONTENT
}

/// Handles `POST /control/{channel}/hold`: events wait from now on.
async fn hold(
    State(world): State<Arc<World>>,
    Path(channel): Path<String>,
) -> Result<StatusCode, StatusCode> {
    courier(&world, &channel)?.hold();
    Ok(StatusCode::NO_CONTENT)
}

/// Handles `POST /control/{channel}/release`: sends what waits, and holds nothing from now on.
async fn release(
    State(world): State<Arc<World>>,
    Path(channel): Path<String>,
    Json(how): Json<Release>,
) -> Result<Json<Value>, StatusCode> {
    let events = courier(&world, &channel)?.release(&how);
    Ok(Json(json!({ "events": events })))
}

/// Handles `GET /control/{channel}/deliveries`: the latest requests and how they were answered.
async fn deliveries(
    State(world): State<Arc<World>>,
    Path(channel): Path<String>,
) -> Result<Json<Vec<Delivery>>, StatusCode> {
    Ok(Json(courier(&world, &channel)?.deliveries()))
}

fn courier<'a>(world: &'a World, channel: &str) -> Result<&'a Arc<Courier>, StatusCode> {
    match channel {
        "whatsapp" => Ok(&world.whatsapp.courier),
        "instagram" => Ok(&world.instagram.courier),
        "x" => Ok(&world.x.courier),
        _ => Err(StatusCode::NOT_FOUND),
    }
}
