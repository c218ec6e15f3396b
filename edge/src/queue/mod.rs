//! Consumers of the queues, one file for each kind of message.
//!
//! The worker's queue event calls [`consume`]. A message is delivered at least once, so a consumer
//! must accept a repetition.

mod dead_letter;
mod dispatch;
mod inbox;
mod mail_event;
mod notice;
mod scan;
mod staff_notice;
mod system;
mod transcribe;
mod webhook;
mod work;

use domain::Timestamp;
use js_sys::JSON;
use worker::{MessageBatch, MessageExt, QueueRetryOptionsBuilder, RawMessage};

use crate::{
    error::ApiError, middleware::access_log, platform::clock, service::alerts, state::App,
};

/// Outcome of handling a message.
pub(crate) enum Verdict {
    Done,
    /// Redelivery after a delay in seconds.
    Again(u32),
}

impl Verdict {
    /// Redelivery at a time, after a second at least.
    fn at(app: &App, then: Timestamp) -> Self {
        let seconds = then.as_second().saturating_sub(app.now.as_second()).max(1);
        Self::Again(u32::try_from(seconds).unwrap_or(u32::MAX))
    }

    /// Redelivery once the attempt that has the lock may have ended. Without a pause the queue
    /// would give the message up before.
    fn after_lock(app: &App) -> Self {
        Self::Again(app.config.first_pause.max(1))
    }
}

/// Delay after an error that isn't the message's fault, in seconds.
const PAUSE: u32 = 60;

/// Handles each message by itself. A failed one doesn't affect the others.
pub(crate) async fn consume(app: &App, batch: &MessageBatch<String>) {
    let queue = batch.queue();
    for message in batch.raw_iter() {
        // The time is read anew, since earlier messages may have taken long.
        let app = app.at(clock::now());
        conclude(&message, handle(&app, &body(&message), &queue).await);
    }
    alerts::tell_stopped(&app.at(clock::now())).await;
}

/// Returns the body as text. Our messages are texts, the platform's events are objects.
fn body(message: &RawMessage) -> String {
    let body = message.body();
    let json = || JSON::stringify(&body).ok().map(String::from);
    body.as_string().or_else(json).unwrap_or_default()
}

async fn handle(app: &App, body: &str, queue: &str) -> Result<Verdict, ApiError> {
    match queue {
        "sawtak-outbox" => notice::deliver(app, body).await,
        "sawtak-outbox-dead" => dead_letter::settle(app, body).await,
        "sawtak-mail-events" => mail_event::take(app, body).await,
        // The largest by far: the others needn't reserve its room.
        "sawtak-inbox" => Box::pin(inbox::handle(app, body)).await,
        "sawtak-inbox-dead" => Ok(inbox::give_up(body)),
        "sawtak-scans" => scan::scan(app, body).await,
        "sawtak-transcripts" => transcribe::transcribe(app, body).await,
        "sawtak-webhooks" => webhook::deliver(app, body).await,
        "sawtak-systems" => system::create(app, body).await,
        "sawtak-work" => work::perform(app, body).await,
        // A message of another queue must not reach a consumer that doesn't know it.
        _ => Err(ApiError::Internal(format!("the queue {queue} has no consumer"))),
    }
}

fn conclude(message: &RawMessage, verdict: Result<Verdict, ApiError>) {
    let pause = match verdict {
        Ok(Verdict::Done) => return message.ack(),
        Ok(Verdict::Again(pause)) => pause,
        Err(error) => {
            access_log::failed("queue", &error);
            PAUSE
        }
    };
    message.retry_with_options(&QueueRetryOptionsBuilder::new().with_delay_seconds(pause).build());
}
