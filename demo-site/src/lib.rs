//! Entity websites to try Sawtak on, served from an origin of their own.
//!
//! None of them is the entity's real site. Each is awkward in its own way, as real sites are: its own root font size,
//! its own sticky header, its own dark design; all of them run under a strict Content-Security-Policy.
//!
//! Where to start: [`serve`] puts the routes together; `pages` finds and fills in what lies in `demo-site/pages`;
//! `policy` is what the browser is told to allow; `reports` remembers what it refused, for tests to read; `outbox` takes what the edge
//! sends to customers. `any` has pages that
//! are no entity's, each with one thing that makes life hard for a box.

mod any;
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

/// What every request may need.
struct Site {
    /// Where `embed.js` comes from and where the widget sends to, such as `http://127.0.0.1:8787`.
    edge: String,
    reports: Reports,
    outbox: Outbox,
}

/// Serves the websites until the listener fails; `edge` is the origin of Sawtak's edge.
///
/// # Errors
///
/// If `edge` is not an origin, or the listener fails.
pub async fn serve(listener: TcpListener, edge: &str) -> io::Result<()> {
    let headers = policy::headers(edge).ok_or_else(|| {
        io::Error::new(io::ErrorKind::InvalidInput, format!("not an origin: {edge}"))
    })?;
    let site =
        Site { edge: edge.to_owned(), reports: Reports::default(), outbox: Outbox::default() };
    axum::serve(listener, router(site, headers)).await
}

fn router(site: Site, headers: HeaderMap) -> Router {
    Router::new()
        .route("/csp-report", get(reports::list).post(reports::add).delete(reports::clear))
        .route("/outbox", get(outbox::show).post(outbox::receive))
        .layer(DefaultBodyLimit::max(reports::LARGEST))
        .fallback(get(pages::show))
        .layer(middleware::map_response(move |mut response: axum::response::Response| {
            response.headers_mut().extend(headers.clone());
            response
                .headers_mut()
                .insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
            std::future::ready(response)
        }))
        // After the layer: these have headers of their own.
        .merge(any::routes())
        .with_state(Arc::new(site))
}
