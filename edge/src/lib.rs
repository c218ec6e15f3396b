//! The worker: what browsers, web teams and other systems speak to.
//!
//! A request walks one way: [`router`] (which handler), `http` or `pages` (read, ask the domain), `store` and `media` (write at once), answer.
//! Time and chance enter at the door, in [`door`], and are passed on as values.

mod accept;
mod chance;
mod client;
mod clock;
mod conditional;
mod config;
mod contact;
mod cors;
mod cron;
mod door;
mod engine;
mod error;
mod gate;
mod http;
mod intake;
mod journal;
mod keyring;
mod lookup;
mod media;
mod pages;
mod router;
mod seal;
mod slashes;
mod state;
mod store;

use worker::{Context, Env, HttpRequest, ScheduleContext, ScheduledEvent, event, web_sys};

/// Every HTTP request.
#[event(fetch)]
async fn fetch(request: HttpRequest, env: Env, _context: Context) -> worker::Result<web_sys::Response> {
    door::answer(request, env).await
}

/// Every hour; see wrangler.toml.
#[event(scheduled)]
async fn scheduled(_event: ScheduledEvent, env: Env, _context: ScheduleContext) {
    let outcome = match state::App::new(env, clock::now()) {
        Ok(app) => cron::run(&app).await,
        Err(error) => Err(error),
    };
    if let Err(error) = outcome {
        worker::console_error!("cron: {error}");
    }
}
