//! Awkward host pages that may conflict with the embedded widget.
//!
//! `/any` lists the pages and `/any/{name}` shows one. `/any/{name}?without` shows the same page
//! without Sawtak's script tag, for comparison. `pages` holds the definitions, `page` renders a
//! definition as HTML, `policy` makes its headers. Pages of entities do not belong here.

mod page;
mod pages;
mod policy;

use std::{fmt::Write as _, sync::Arc};

use axum::{
    Router,
    extract::{Path, RawQuery, State},
    http::{StatusCode, header},
    response::{Html, IntoResponse, Response},
    routing::get,
};

use crate::Site;
use page::{Page, Setting};

/// Query that asks for a page without Sawtak's tag.
const WITHOUT: &str = "without";

pub(crate) fn routes() -> Router<Arc<Site>> {
    Router::new().route("/any", get(list)).route("/any/{name}", get(show))
}

async fn show(
    State(site): State<Arc<Site>>,
    Path(name): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let Some(page) = pages::ALL.iter().find(|page| page.name == name) else {
        return (StatusCode::NOT_FOUND, "There is no such page.\n").into_response();
    };
    match policy::nonce() {
        Ok(nonce) => answer(page, &site.edge, &nonce, query.as_deref() == Some(WITHOUT)),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn answer(page: &Page, edge: &str, nonce: &str, without: bool) -> Response {
    let html = page.html(&Setting { edge, nonce, without });
    let headers = [
        (header::CONTENT_SECURITY_POLICY, page.policy.content_security(edge, nonce)),
        (
            header::HeaderName::from_static("permissions-policy"),
            policy::permissions(edge, page.records),
        ),
        // Keeps the page eligible for the browser's back/forward cache; `no-store` would not.
        (header::CACHE_CONTROL, "no-cache".to_owned()),
    ];
    (headers, Html(html)).into_response()
}

async fn list() -> Html<String> {
    let mut items = String::new();
    for Page { name, about, .. } in pages::ALL {
        let _ = write!(
            items,
            "<li><a href=\"/any/{name}\">{about}</a> (<a href=\"/any/{name}?{WITHOUT}\">without Sawtak</a>)"
        );
    }
    Html(format!(
        "<!doctype html><html lang=\"en\"><meta name=\"viewport\" content=\"width=device-width\"><title>Awkward pages</title><h1>Awkward pages</h1><ul>{items}</ul>"
    ))
}
