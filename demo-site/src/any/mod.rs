//! Awkward pages: what a web team's page may do to a box that has only a script tag on it.
//!
//! `/any` lists them; `/any/{name}` is one of them, and `/any/{name}?without` is the same page without Sawtak's tag, to compare
//! with. `pages` defines each by what is awkward about it, `page` makes HTML of a definition, `policy` its headers.

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

/// What a query is that asks for a page without Sawtak.
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
        (header::HeaderName::from_static("permissions-policy"), policy::permissions(edge)),
        // Kept by the browser when one leaves it, as a page that no-store forbids is not.
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
