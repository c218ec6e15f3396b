//! The edge: a Cloudflare worker that serves the API, the pages, the console and the cron jobs.
//!
//! A request passes through `middleware` to the `router`, which calls a handler in `http` or
//! `pages`. The handler reads the `request`, calls the domain or a `service`, writes through
//! `store` and `media` in one batch, and answers. `middleware` reads the clock once; everything
//! below a handler takes the time as an argument.

mod channel;
mod config;
mod cron;
mod crypto;
mod delivery;
mod directory;
mod error;
mod http;
mod live;
mod media;
mod middleware;
mod oidc;
mod pages;
mod platform;
mod queue;
mod request;
mod router;
mod scanner;
mod service;
mod state;
mod store;
mod system;
mod transcriber;
mod uae_pass;
mod webhook;

use worker::{
    Context, Env, ForwardableEmailMessage, MessageBatch, ScheduleContext, ScheduledEvent, event,
    web_sys,
};

/// Answers an HTTP request.
#[event(fetch)]
async fn fetch(
    request: web_sys::Request,
    env: Env,
    context: Context,
) -> worker::Result<web_sys::Response> {
    if platform::static_file::is_read(&request) {
        return platform::static_file::answer(&env, &request).await;
    }
    middleware::answer(request, env, context, router::shared()).await
}

/// Runs the cron jobs, every five minutes and every hour; see wrangler.toml.
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

/// Consumes a batch of queued messages. After an error, the platform delivers the batch again.
#[event(queue)]
async fn queue(batch: MessageBatch<String>, env: Env, _context: Context) -> worker::Result<()> {
    let app = state::App::new(env, platform::clock::now())
        .map_err(|error| worker::Error::RustError(error.to_string()))?;
    // Its future is too large for the stack.
    Box::pin(queue::consume(&app, &batch)).await;
    Ok(())
}

/// Receives a mail. After an error the platform tells the sender's system to try again.
#[event(email)]
async fn email(
    message: ForwardableEmailMessage,
    env: Env,
    _context: Context,
) -> worker::Result<()> {
    let failed = |error: error::ApiError| worker::Error::RustError(error.to_string());
    let app = state::App::new(env, platform::clock::now()).map_err(failed)?;
    channel::mail::receive(&app, &message).await.map_err(failed)
}
