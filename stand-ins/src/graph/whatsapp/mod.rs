//! `WhatsApp`'s Cloud API: the business sends and fetches files; people write from their phones.
//!
//! `rules`, `limits`, `templates` and `media` hold what Meta refuses. `send` and `files` answer the
//! edge, `person` does what somebody does on a phone, and `events` makes the webhooks of both.

mod events;
mod files;
mod limits;
mod media;
mod person;
mod phone;
mod rules;
mod send;
mod templates;

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use serde::Deserialize;

use axum::{Router, routing::get};

pub(crate) use files::media_address;
pub(crate) use person::routes as people;
pub(crate) use send::send;

use crate::{common::Common, webhook::Courier};
use limits::{Pace, Taken};
use media::Files;
use phone::Phone;

/// The business's number, as people see it.
pub(crate) const NUMBER: &str = "97140000000";

/// Place in which an error is reported: in the answer to the call, or later as a status.
#[derive(Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Report {
    Answer,
    #[default]
    Status,
}

/// An error that the next calls get, whatever they send.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Failure {
    code: u32,
    #[serde(default = "once")]
    times: u32,
    #[serde(rename = "in", default)]
    report: Report,
}

fn once() -> u32 {
    1
}

/// Changes that tests make to the rules.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Changed {
    fail: Option<Failure>,
    /// Place in which a closed window is reported.
    window: Option<Report>,
    /// Number of messages to one number that may go at once.
    pair_burst: Option<u64>,
}

/// The channel.
pub(crate) struct WhatsApp {
    common: Arc<Common>,
    pub(crate) courier: Arc<Courier>,
    state: Mutex<State>,
}

struct State {
    phones: BTreeMap<String, Phone>,
    files: Files,
    taken: Taken,
    pair: Pace,
    window: Report,
    failure: Option<Failure>,
}

/// Routes of files' addresses; those of the Graph are told apart in its own.
pub(super) fn routes() -> Router<Arc<WhatsApp>> {
    Router::new().route("/graph/media/{id}/file", get(files::media_file))
}

impl WhatsApp {
    pub(crate) fn new(common: &Arc<Common>) -> Self {
        let courier = Courier::meta(common, &common.settings.whatsapp, common.webhook("whatsapp"));
        let state = State {
            phones: BTreeMap::new(),
            files: Files::default(),
            taken: Taken::default(),
            pair: limits::PAIR,
            window: Report::default(),
            failure: None,
        };
        Self { common: Arc::clone(common), courier: Arc::new(courier), state: Mutex::new(state) }
    }

    /// Changes the rules for a test.
    pub(crate) fn change(&self, changed: Changed) {
        let mut state = self.lock();
        if let Some(failure) = changed.fail {
            state.failure = Some(failure);
        }
        if let Some(window) = changed.window {
            state.window = window;
        }
        if let Some(burst) = changed.pair_burst {
            state.pair.burst = burst;
        }
    }

    /// Locks the state and ignores poisoning: each message is stored whole or not at all.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn phone(&mut self, number: &str) -> &mut Phone {
        self.phones.entry(number.to_owned()).or_insert_with(|| Phone::new(number))
    }

    /// Returns the code of the failure that is due in this report.
    fn failure(&mut self, report: Report) -> Option<u32> {
        let failure = self.failure.as_mut().filter(|failure| failure.report == report)?;
        failure.times = failure.times.saturating_sub(1);
        let code = failure.code;
        if failure.times == 0 {
            self.failure = None;
        }
        Some(code)
    }
}

#[cfg(test)]
mod tests;
