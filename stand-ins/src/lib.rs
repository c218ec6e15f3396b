//! Counterparts of the channels on loopback, for development and tests: Meta's Graph (`WhatsApp`
//! and Instagram), X and two gateways for text messages; of three systems in which entities work on
//! their cases; and of a machine that transcribes recordings.
//!
//! They are strict: each keeps the rules of the real service that concern the edge, such as
//! signatures, limits, expiry and time windows, and refuses what the real one refuses. They keep
//! everything in memory and send nothing anywhere but to the edge and the demo site.
//!
//! [`serve`] combines the routes and is called by `main`. Three kinds of caller have their own
//! paths:
//!
//! - the edge calls `/graph`, `/x`, `/twilio`, `/unifonic`, `/crm` and `/transcriber`, as it would
//!   call the real services;
//! - the demo site's pages call `/people` for what a person does on a phone or in public;
//! - tests and outside programs call `/control`: to move the clock, to hold webhooks back and
//!   release them doubled or reordered, and to have the next call fail.
//!
//! `webhook` delivers events to the edge: subscription, signature, retries. `voice` puts a
//! browser's recording into the container of voice messages. This crate depends on no other crate
//! of the workspace, so that an error in ours can't hide in both.

mod admission;
mod clock;
mod common;
mod control;
mod crm;
mod graph;
mod ids;
mod settings;
mod signature;
mod sms;
pub mod transcriber;
mod voice;
mod webhook;
mod x;

use std::{io, sync::Arc};

use axum::{Router, middleware};
use tokio::net::TcpListener;

pub use settings::{Account, Gateways, Settings, XAccount};

use common::Common;
use control::Channels;
use crm::Crm;
use graph::Graph;
use sms::Texts;
use transcriber::Transcriber;
use x::X;

/// Serves the stand-ins until the listener fails.
///
/// # Errors
///
/// If the listener fails.
pub async fn serve(listener: TcpListener, settings: Settings) -> io::Result<()> {
    let common = Arc::new(Common::new(settings));
    let channels = Channels {
        graph: Graph::new(&common),
        x: Arc::new(X::new(&common)),
        texts: Arc::new(Texts::new(&common)),
        common,
    };
    channels.start();
    axum::serve(listener, router(&channels)).await
}

/// Returns the systems in which entities work, alone, with the calls that control them.
pub fn systems() -> Router {
    let crm = Arc::new(Crm::default());
    crm::control().with_state(Arc::clone(&crm)).merge(crm::routes(&crm).with_state(crm))
}

fn router(channels: &Channels) -> Router {
    let crm = Arc::new(Crm::default());
    let people = Router::new()
        .merge(crm::control().with_state(Arc::clone(&crm)))
        .merge(channels.graph.people())
        .merge(x::people().with_state(Arc::clone(&channels.x)))
        .merge(sms::people().with_state(Arc::clone(&channels.texts)))
        .merge(control::routes().with_state(channels.clone()))
        .layer(middleware::from_fn_with_state(Arc::clone(&channels.common), admission::admit));
    let key = &channels.common.settings.transcriber_key;
    Router::new()
        .merge(channels.graph.routes())
        .merge(x::routes().with_state(Arc::clone(&channels.x)))
        .merge(sms::routes().with_state(Arc::clone(&channels.texts)))
        .nest("/transcriber", Transcriber::new(key).routes())
        .merge(crm::routes(&crm).with_state(crm))
        .merge(people)
}

#[cfg(test)]
mod testing;
