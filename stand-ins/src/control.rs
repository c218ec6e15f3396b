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
    common::Common,
    graph::{Graph, whatsapp::Changed},
    sms::Texts,
    webhook::{Courier, Delivery, Release},
    x::{self, X},
};

/// All channels.
#[derive(Clone)]
pub(crate) struct Channels {
    pub(crate) common: Arc<Common>,
    pub(crate) graph: Graph,
    pub(crate) x: Arc<X>,
    pub(crate) texts: Arc<Texts>,
}

impl Channels {
    /// Starts what runs beside the requests.
    pub(crate) fn start(&self) {
        for name in ["whatsapp", "instagram", "x"] {
            if let Ok(courier) = self.courier(name) {
                courier.start();
            }
        }
    }

    fn courier(&self, name: &str) -> Result<&Arc<Courier>, StatusCode> {
        match name {
            "whatsapp" => Ok(&self.graph.whatsapp.courier),
            "instagram" => Ok(&self.graph.instagram.courier),
            "x" => Ok(&self.x.courier),
            _ => Err(StatusCode::NOT_FOUND),
        }
    }
}

pub(crate) fn routes() -> Router<Channels> {
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
async fn state(State(channels): State<Channels>) -> Json<Value> {
    Json(json!({
        "now": channels.common.clock.now(),
        "subscribed": {
            "whatsapp": channels.graph.whatsapp.courier.is_subscribed(),
            "instagram": channels.graph.instagram.courier.is_subscribed(),
            "x": channels.x.courier.is_subscribed(),
        },
    }))
}

#[derive(Deserialize)]
struct Ahead {
    seconds: u64,
}

/// Handles `POST /control/clock`: moves the clock ahead for good.
async fn advance(State(channels): State<Channels>, Json(ahead): Json<Ahead>) -> StatusCode {
    channels.common.clock.advance(ahead.seconds.saturating_mul(1000));
    channels.common.changes.note();
    StatusCode::NO_CONTENT
}

/// Handles `PUT /control/whatsapp`.
async fn change_whatsapp(
    State(channels): State<Channels>,
    Json(changed): Json<Changed>,
) -> StatusCode {
    channels.graph.whatsapp.change(changed);
    StatusCode::NO_CONTENT
}

/// Handles `PUT /control/x`.
async fn change_x(State(channels): State<Channels>, Json(changed): Json<x::Changed>) -> StatusCode {
    channels.x.change(&changed, channels.common.clock.now());
    StatusCode::NO_CONTENT
}

#[derive(Deserialize)]
struct TextFailure {
    fail: u32,
}

/// Handles `PUT /control/texts`: the next text message ends with this code.
async fn change_texts(
    State(channels): State<Channels>,
    Json(failure): Json<TextFailure>,
) -> StatusCode {
    channels.texts.fail_next(failure.fail);
    StatusCode::NO_CONTENT
}

/// Handles `POST /control/{channel}/hold`: events wait from now on.
async fn hold(
    State(channels): State<Channels>,
    Path(channel): Path<String>,
) -> Result<StatusCode, StatusCode> {
    channels.courier(&channel)?.hold();
    Ok(StatusCode::NO_CONTENT)
}

/// Handles `POST /control/{channel}/release`: sends what waits, and holds nothing from now on.
async fn release(
    State(channels): State<Channels>,
    Path(channel): Path<String>,
    Json(how): Json<Release>,
) -> Result<Json<Value>, StatusCode> {
    let events = channels.courier(&channel)?.release(&how);
    Ok(Json(json!({ "events": events })))
}

/// Handles `GET /control/{channel}/deliveries`: the latest requests and how they were answered.
async fn deliveries(
    State(channels): State<Channels>,
    Path(channel): Path<String>,
) -> Result<Json<Vec<Delivery>>, StatusCode> {
    Ok(Json(channels.courier(&channel)?.deliveries()))
}
