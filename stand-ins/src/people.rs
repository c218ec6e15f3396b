//! Calls of the demo site's pages, for what people do, and of tests.
//!
//! Only pages of the demo site may call: another website in the same browser can't act for
//! anybody. Programs, which send no `Origin`, may.

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    extract::{Request, State},
    http::{HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use crate::{
    control,
    graph::{instagram, whatsapp},
    world::{Changes, World},
    x,
};

pub(crate) fn routes(world: &Arc<World>) -> Router<Arc<World>> {
    Router::new()
        .merge(whatsapp::people())
        .merge(instagram::people())
        .merge(x::people())
        .merge(control::routes())
        .layer(middleware::from_fn_with_state(Arc::clone(world), admit))
}

/// The version that a page has seen: it waits for the next one.
#[derive(Deserialize)]
pub(crate) struct Since {
    after: Option<u64>,
}

impl Since {
    pub(crate) async fn wait(&self, changes: &Changes, patience: Duration) {
        if let Some(version) = self.after {
            changes.after(version, patience).await;
        }
    }
}

/// Answers preflights, and refuses pages of other origins.
async fn admit(State(world): State<Arc<World>>, request: Request, next: Next) -> Response {
    let origin = request.headers().get(header::ORIGIN).cloned();
    if let Some(origin) = &origin
        && *origin != world.settings.demo
    {
        return StatusCode::FORBIDDEN.into_response();
    }
    let mut response = if request.method() == Method::OPTIONS {
        StatusCode::NO_CONTENT.into_response()
    } else {
        next.run(request).await
    };
    if let Some(origin) = origin {
        response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    }
    let allowed: [(HeaderName, HeaderValue); 3] = [
        (
            header::ACCESS_CONTROL_ALLOW_METHODS,
            HeaderValue::from_static("GET, POST, PUT, DELETE"),
        ),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("content-type")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    response.headers_mut().extend(allowed);
    response
}
