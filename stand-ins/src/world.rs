//! State shared by all request handlers.

use std::{sync::Arc, time::Duration};

use tokio::sync::watch;

use crate::{
    clock::Clock,
    graph::{instagram::Instagram, whatsapp::WhatsApp},
    settings::Settings,
    sms::Texts,
    webhook::Courier,
    x::X,
};

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

    /// Waits until something has changed after `version`, for `patience` at most.
    pub(crate) async fn after(&self, version: u64, patience: Duration) {
        let mut changed = self.0.subscribe();
        let newer = changed.wait_for(|now| *now > version);
        // Running out of patience is an answer too: nothing has changed.
        let _ = tokio::time::timeout(patience, newer).await;
    }
}

/// Everything behind the routes.
pub(crate) struct World {
    pub(crate) settings: Settings,
    pub(crate) clock: Arc<Clock>,
    pub(crate) changes: Changes,
    pub(crate) client: reqwest::Client,
    pub(crate) whatsapp: WhatsApp,
    pub(crate) instagram: Instagram,
    pub(crate) x: X,
    pub(crate) texts: Texts,
}

impl World {
    pub(crate) fn new(settings: Settings) -> Self {
        let clock = Arc::new(Clock::new());
        let changes = Changes::new();
        let at = |path: &str| format!("{}/in/{path}", settings.edge);
        let whatsapp = Courier::meta(&settings.whatsapp, at("whatsapp"), &clock, &changes);
        let instagram = Courier::meta(&settings.instagram, at("instagram"), &clock, &changes);
        let x = Courier::x(&settings.x.consumer_secret, at("x"), &clock, &changes);
        Self {
            whatsapp: WhatsApp::new(whatsapp),
            instagram: Instagram::new(instagram),
            x: X::new(x),
            texts: Texts::default(),
            client: reqwest::Client::new(),
            settings,
            clock,
            changes,
        }
    }

    /// Starts what runs beside the requests.
    pub(crate) fn start(&self) {
        for courier in [&self.whatsapp.courier, &self.instagram.courier, &self.x.courier] {
            courier.start();
        }
    }
}
