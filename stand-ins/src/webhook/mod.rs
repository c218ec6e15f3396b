//! Delivery of a channel's webhooks to the edge.
//!
//! First comes the handshake; until the edge has answered it, events wait. Each event is delivered
//! at least once and in the order in which it came, as long as the edge answers 200. What isn't
//! answered 200 is retried beside the others, with pauses that double, for seven days. `/control`
//! holds events back and releases them doubled, reversed, batched, or wrongly signed.

mod contract;
mod log;

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use reqwest::{Client, StatusCode};
use serde::Deserialize;
use serde_json::Value;
use tokio::sync::{mpsc, watch};

use crate::{
    clock::Clock,
    common::{Changes, Common},
    settings::Account,
};
use contract::Contract;
pub(crate) use log::Delivery;
use log::Log;

/// The time for which a delivery is retried, in milliseconds: seven days.
const PATIENCE: u64 = 7 * 24 * 3_600_000;
/// The first pause and the longest one, in milliseconds.
const PAUSES: [u64; 2] = [1_000, 3_600_000];
/// The pauses between attempts of the handshake: the first one and the longest.
const HANDSHAKE_PAUSES: [Duration; 2] = [Duration::from_millis(500), Duration::from_secs(30)];
/// The time after which X asks for another handshake, in milliseconds.
const HOUR: u64 = 3_600_000;

/// An event, and the id of the message that it tells of, if it tells of one.
#[derive(Clone)]
struct Event {
    message: Option<String>,
    body: Value,
}

/// Events in one request.
struct Shipment {
    messages: Vec<String>,
    body: Vec<u8>,
    signature: Option<String>,
    /// False if the service would never send this, so that one attempt is enough.
    is_retried: bool,
}

/// The way in which held events are released.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Release {
    /// Number of deliveries of each event; 1 if it isn't given.
    copies: Option<u8>,
    /// The last event first.
    reversed: bool,
    /// All events in one request, if the service does so.
    batch: bool,
    /// The body in an array, as Instagram's may be.
    array: bool,
    signature: Signed,
}

/// The signature of a released event.
#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Signed {
    #[default]
    Right,
    Wrong,
    Missing,
}

/// Deliverer of one channel's webhooks.
pub(crate) struct Courier {
    contract: Contract,
    target: String,
    client: Client,
    clock: Arc<Clock>,
    changes: Changes,
    line: mpsc::UnboundedSender<Shipment>,
    waiting: Mutex<Option<mpsc::UnboundedReceiver<Shipment>>>,
    subscribed: watch::Sender<bool>,
    /// Events held back, or nothing if events go at once.
    held: Mutex<Option<Vec<Event>>>,
    log: Mutex<Log>,
}

impl Courier {
    /// Returns the courier of a channel at Meta.
    pub(crate) fn meta(common: &Common, account: &Account, target: String) -> Self {
        let contract = Contract::Meta {
            app_secret: account.app_secret.clone(),
            verify_token: account.verify_token.clone(),
        };
        Self::new(common, contract, target)
    }

    /// Returns the courier of X.
    pub(crate) fn x(common: &Common, secret: &str, target: String) -> Self {
        Self::new(common, Contract::X { consumer_secret: secret.to_owned() }, target)
    }

    fn new(common: &Common, contract: Contract, target: String) -> Self {
        let (line, waiting) = mpsc::unbounded_channel();
        Self {
            contract,
            target,
            // Meta gives up after about so long. A redirect isn't a 200.
            client: Client::builder()
                .timeout(Duration::from_secs(10))
                .redirect(reqwest::redirect::Policy::none())
                .build()
                .unwrap_or_default(),
            clock: Arc::clone(&common.clock),
            changes: common.changes.clone(),
            line,
            waiting: Mutex::new(Some(waiting)),
            subscribed: watch::Sender::new(false),
            held: Mutex::new(None),
            log: Mutex::default(),
        }
    }

    /// Starts the handshake and the delivery.
    pub(crate) fn start(self: &Arc<Self>) {
        if let Some(waiting) = lock(&self.waiting).take() {
            tokio::spawn(Arc::clone(self).deliver(waiting));
        }
        tokio::spawn(Arc::clone(self).subscribe());
    }

    /// Sends an event, or holds it back.
    pub(crate) fn send(&self, message: Option<&str>, body: Value) {
        let event = Event { message: message.map(str::to_owned), body };
        if let Some(held) = &mut *lock(&self.held) {
            held.push(event);
            return;
        }
        self.ship(vec![event], &Release::default());
    }

    /// Holds events back from now on.
    pub(crate) fn hold(&self) {
        lock(&self.held).get_or_insert_default();
    }

    /// Releases what is held, and holds nothing from now on. Returns the number of events.
    pub(crate) fn release(&self, how: &Release) -> usize {
        let events = lock(&self.held).take().unwrap_or_default();
        let count = events.len();
        self.ship(events, how);
        count
    }

    /// Returns whether the edge has answered the handshake.
    pub(crate) fn is_subscribed(&self) -> bool {
        *self.subscribed.borrow()
    }

    /// Returns whether the edge has answered 200 to an event that tells of this message.
    pub(crate) fn is_answered(&self, message: &str) -> bool {
        lock(&self.log).is_answered(message)
    }

    /// Returns the latest deliveries, oldest first.
    pub(crate) fn deliveries(&self) -> Vec<Delivery> {
        lock(&self.log).latest()
    }

    fn ship(&self, mut events: Vec<Event>, how: &Release) {
        if how.reversed {
            events.reverse();
        }
        let copies = usize::from(how.copies.unwrap_or(1));
        let groups: Vec<Vec<Event>> = if how.batch {
            vec![events]
        } else {
            events.into_iter().map(|event| vec![event]).collect()
        };
        for group in groups {
            let messages: Vec<String> =
                group.iter().filter_map(|event| event.message.clone()).collect();
            for body in self.contract.merge(group.into_iter().map(|event| event.body).collect()) {
                let body = if how.array { Value::from(vec![body]) } else { body };
                let body = self.contract.bytes(&body);
                for _ in 0..copies {
                    let signature = match how.signature {
                        Signed::Right => Some(self.contract.sign(&body)),
                        Signed::Wrong => Some(self.contract.sign_wrongly(&body)),
                        Signed::Missing => None,
                    };
                    let shipment = Shipment {
                        messages: messages.clone(),
                        body: body.clone(),
                        signature,
                        is_retried: matches!(how.signature, Signed::Right),
                    };
                    // The receiver lives as long as the process.
                    let _ = self.line.send(shipment);
                }
            }
        }
    }

    /// Repeats the handshake until it succeeds, and for X every hour.
    async fn subscribe(self: Arc<Self>) {
        let [mut pause, longest] = HANDSHAKE_PAUSES;
        loop {
            let is_sound = self.contract.shake_hands(&self.client, &self.target).await;
            if self.subscribed.send_replace(is_sound) != is_sound {
                self.changes.note();
            }
            match (&self.contract, is_sound) {
                (_, false) => {
                    tokio::time::sleep(pause).await;
                    pause = (pause * 2).min(longest);
                }
                (Contract::X { .. }, true) => self.clock.until(self.clock.now() + HOUR).await,
                (Contract::Meta { .. }, true) => return,
            }
        }
    }

    async fn deliver(self: Arc<Self>, mut waiting: mpsc::UnboundedReceiver<Shipment>) {
        let mut subscribed = self.subscribed.subscribe();
        while let Some(shipment) = waiting.recv().await {
            if subscribed.wait_for(|is| *is).await.is_err() {
                return;
            }
            let place = lock(&self.log).add(&shipment.messages, &shipment.body);
            if !self.attempt(place, &shipment).await && shipment.is_retried {
                tokio::spawn(Arc::clone(&self).retry(place, shipment));
            }
        }
    }

    async fn retry(self: Arc<Self>, place: u64, shipment: Shipment) {
        let [mut pause, longest] = PAUSES;
        let end = self.clock.now() + PATIENCE;
        loop {
            self.clock.until(self.clock.now() + pause).await;
            if self.clock.now() > end || self.attempt(place, &shipment).await {
                return;
            }
            pause = (pause * 2).min(longest);
        }
    }

    /// Delivers once and returns whether the edge answered 200.
    async fn attempt(&self, place: u64, shipment: &Shipment) -> bool {
        let mut request = self
            .client
            .post(&self.target)
            .header("content-type", "application/json")
            .body(shipment.body.clone());
        if let Some(signature) = &shipment.signature {
            request = request.header(self.contract.header(), signature);
        }
        let status = request.send().await.ok().map(|response| response.status().as_u16());
        lock(&self.log).note(place, status);
        self.changes.note();
        status == Some(StatusCode::OK.as_u16())
    }
}

/// Locks and ignores poisoning: values are stored whole or not at all.
fn lock<T>(value: &Mutex<T>) -> MutexGuard<'_, T> {
    value.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
