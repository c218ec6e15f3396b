//! Websites of entities to try Sawtak on, served from an origin of their own.
//!
//! None of them is the entity's real site. Each has difficulties that real sites have, such as an
//! unusual root font size, a sticky header or a dark design. All of them have a strict
//! Content-Security-Policy.
//!
//! [`serve`] combines the routes and is called by `main`. `pages` serves the files in
//! `demo-site/pages`, `policy` makes the response headers, `reports` stores violations of the
//! Content-Security-Policy for tests, and `outbox` receives the notices that the edge sends to
//! customers, and what stand-ins of gateways take. `any` has pages of no entity, each with one
//! difficulty for an embedded widget; `channels` has a phone and other places where people write.
//! This crate depends on no other crate of the workspace.

mod any;
mod channels;
mod outbox;
mod pages;
mod policy;
mod reports;

use std::{io, sync::Arc};

use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::{HeaderMap, header},
    middleware,
    routing::get,
};
use tokio::net::TcpListener;

use outbox::Outbox;
use reports::Reports;

/// State shared by all request handlers.
struct Site {
    /// Origin that serves `embed.js` and receives submissions, such as `http://127.0.0.1:8787`.
    edge: String,
    /// Origin of the stand-ins of channels.
    stand_ins: String,
    reports: Reports,
    outbox: Outbox,
}

/// Serves the websites until the listener fails; `edge` is the origin of Sawtak's edge, `stand_ins`
/// that of the stand-ins of channels.
///
/// # Errors
///
/// If one of them is not an origin, or the listener fails.
pub async fn serve(listener: TcpListener, edge: &str, stand_ins: &str) -> io::Result<()> {
    let no_origin =
        |text: &str| io::Error::new(io::ErrorKind::InvalidInput, format!("not an origin: {text}"));
    let headers = policy::headers(edge).ok_or_else(|| no_origin(edge))?;
    if !policy::is_origin(stand_ins) {
        return Err(no_origin(stand_ins));
    }
    let site = Site {
        edge: edge.to_owned(),
        stand_ins: stand_ins.to_owned(),
        reports: Reports::default(),
        outbox: Outbox::default(),
    };
    axum::serve(listener, router(site, headers)).await
}

fn router(site: Site, headers: HeaderMap) -> Router {
    Router::new()
        .route("/csp-report", get(reports::list).post(reports::add).delete(reports::clear))
        .route("/outbox", get(outbox::show).post(outbox::receive))
        .layer(DefaultBodyLimit::max(reports::LARGEST))
        .route(
            "/outbox/arrived",
            get(outbox::arrived)
                .post(outbox::arrive)
                .layer(DefaultBodyLimit::max(outbox::LARGEST_MAIL)),
        )
        .fallback(get(pages::show))
        .layer(middleware::map_response(move |mut response: axum::response::Response| {
            // A page may have a policy of its own.
            let own = response.headers_mut().remove(header::CONTENT_SECURITY_POLICY);
            response.headers_mut().extend(headers.clone());
            if let Some(own) = own {
                response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, own);
            }
            response
                .headers_mut()
                .insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
            std::future::ready(response)
        }))
        // Merged after the layer, because these routes set headers of their own.
        .merge(any::routes())
        .merge(channels::routes())
        .with_state(Arc::new(site))
}
