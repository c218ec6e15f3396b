//! What comes out of the queues, at least once: one file for each kind of message.

mod dead_letter;
mod notice;

use worker::{Message, MessageBatch, MessageExt, QueueRetryOptionsBuilder};

use crate::{error::ApiError, middleware::access_log, platform::clock, state::App};

/// What becomes of one message.
pub(crate) enum Verdict {
    Done,
    /// It comes again after so many seconds.
    Again(u32),
}

/// How long to wait when it isn't the message's fault, in seconds.
const PAUSE: u32 = 60;

/// Handles each message by itself: one that fails takes no other with it.
pub(crate) async fn consume(app: &App, batch: &MessageBatch<String>) {
    let is_dead = batch.queue().ends_with("-dead");
    for message in batch.iter() {
        match message {
            // The ones before it may have taken their time.
            Ok(message) => {
                conclude(&message, handle(&app.at(clock::now()), message.body(), is_dead).await);
            }
            // Nothing that we have sent.
            Err(error) => access_log::failed("queue", &error),
        }
    }
}

async fn handle(app: &App, id: &str, is_dead: bool) -> Result<Verdict, ApiError> {
    if is_dead { dead_letter::bury(app, id).await } else { notice::deliver(app, id).await }
}

fn conclude(message: &Message<String>, verdict: Result<Verdict, ApiError>) {
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
