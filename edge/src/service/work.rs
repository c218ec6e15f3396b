//! Work that a cron run or a request hands to a queue, since there is more of it than one run can
//! do. A lost message is no loss: the next cron run finds the same work again.

use domain::{Timestamp, profile::ProfileId, reference::Reference};
use serde::{Deserialize, Serialize};

use crate::{error::ApiError, platform::clock::later, state::App};

/// Time for which a run's messages go on, in seconds: until the next run.
const GOES_ON: i64 = 55 * 60;

/// Maximum number of messages that are sent at once.
const AT_ONCE: usize = 100;

/// Message of the queue of work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Work {
    /// Applies due timers to these cases.
    Cases(Vec<Reference>),
    /// Goes on erasing content whose retention time is over.
    Retention(Progress),
    /// Goes on erasing the participations of a profile that was left.
    Leave(ProfileId),
    /// Goes on resealing.
    Reseal(Data, Progress),
}

/// Data that lies sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Data {
    /// Contacts of participations.
    Contacts,
    /// Places of participations.
    Places,
    /// Addresses of participations at messengers.
    Addresses,
    /// Conversations with people.
    Conversations,
    /// Next steps of conversations.
    Replies,
    /// Public mentions.
    Mentions,
    /// Secrets of webhooks.
    WebhookSecrets,
    /// Secrets of entities' systems.
    SystemSecrets,
}

/// State of work that goes on from message to message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Progress {
    /// Time after which no further message is sent: the next cron run takes over.
    pub(crate) until: Timestamp,
    /// References that failed, which are skipped.
    pub(crate) stuck: Vec<String>,
}

impl Progress {
    /// Returns the state of a run that begins.
    pub(crate) fn begun(app: &App) -> Self {
        Self { until: later(app.now, GOES_ON), stuck: Vec::new() }
    }
}

/// Sends messages to the queue of work.
pub(crate) async fn send(app: &App, work: &[Work]) -> Result<(), ApiError> {
    let queue = app.work()?;
    for part in work.chunks(AT_ONCE) {
        let texts: Result<Vec<_>, _> = part.iter().map(serde_json::to_string).collect();
        queue.send_batch(texts?).await?;
    }
    Ok(())
}
