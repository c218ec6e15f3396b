//! The worker: what browsers, web teams and other systems speak to.
//!
//! A request walks one way: [`router`] (which handler), `http` or `pages` (read, ask the domain), `store` and `media` (write at once), answer.
//! Time and chance enter at the door, in [`middleware`], and are passed on as values.

mod config;
mod cron;
mod crypto;
mod delivery;
mod error;
mod http;
mod media;
mod middleware;
mod oidc;
mod pages;
mod platform;
mod queue;
mod request;
mod router;
mod service;
mod state;
mod store;

use worker::{Context, Env, MessageBatch, ScheduleContext, ScheduledEvent, event, web_sys};

/// Every HTTP request.
#[event(fetch)]
async fn fetch(
    request: web_sys::Request,
    env: Env,
    context: Context,
) -> worker::Result<web_sys::Response> {
    middleware::answer(request, env, context).await
}

/// Every five minutes and every hour; see wrangler.toml.
#[event(scheduled)]
async fn scheduled(event: ScheduledEvent, env: Env, _context: ScheduleContext) {
    let outcome = match state::App::new(env, platform::clock::now()) {
        Ok(app) => cron::run(&app, &event.cron()).await,
        Err(error) => Err(error),
    };
    if let Err(error) = outcome {
        middleware::access_log::failed("cron", &error);
    }
}

/// What comes out of the queues. An error here brings the whole batch back later.
#[event(queue)]
async fn queue(batch: MessageBatch<String>, env: Env, _context: Context) -> worker::Result<()> {
    let app = state::App::new(env, platform::clock::now())
        .map_err(|error| worker::Error::RustError(error.to_string()))?;
    queue::consume(&app, &batch).await;
    Ok(())
}
