//! Parts that all channels share: settings, the clock, and the notice that something has changed.

use std::{sync::Arc, time::Duration};

use serde::Deserialize;
use tokio::sync::watch;

use crate::{clock::Clock, settings::Settings};

/// The time for which a page waits for something new.
const PATIENCE: Duration = Duration::from_secs(20);

/// Counter that rises when anything changes, so that pages needn't ask again and again.
#[derive(Clone)]
pub(crate) struct Changes(Arc<watch::Sender<u64>>);

impl Changes {
    fn new() -> Self {
        Self(Arc::new(watch::channel(1).0))
    }

    pub(crate) fn note(&self) {
        self.0.send_modify(|version| *version += 1);
    }

    pub(crate) fn version(&self) -> u64 {
        *self.0.borrow()
    }
}

/// The version that a page has seen: it waits for the next one.
#[derive(Deserialize)]
pub(crate) struct Since {
    after: Option<u64>,
}

impl Since {
    /// Waits until something has changed, and for twenty seconds at most.
    pub(crate) async fn wait(&self, changes: &Changes) {
        let Some(version) = self.after else { return };
        let mut receiver = changes.0.subscribe();
        let newer = receiver.wait_for(|now| *now > version);
        // Running out of patience is an answer too: nothing has changed.
        let _ = tokio::time::timeout(PATIENCE, newer).await;
    }
}

/// Values behind all routes.
pub(crate) struct Common {
    pub(crate) settings: Settings,
    pub(crate) clock: Arc<Clock>,
    pub(crate) changes: Changes,
    pub(crate) client: reqwest::Client,
}

impl Common {
    pub(crate) fn new(settings: Settings) -> Self {
        Self {
            settings,
            clock: Arc::new(Clock::new()),
            changes: Changes::new(),
            client: reqwest::Client::new(),
        }
    }

    /// Returns the address of the edge's webhook of a channel.
    pub(crate) fn webhook(&self, channel: &str) -> String {
        format!("{}/in/{channel}", self.settings.edge)
    }
}
