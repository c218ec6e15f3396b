//! Contents of webhooks, stored before the webhook is answered and handed over to the queue.

use domain::{
    channel::{
        mention::{MentionId, MentionNews},
        message::Message,
        whatsapp::inbound::Status,
    },
    intake::channel::Channel,
};
use serde::{Deserialize, Serialize};
use worker::MessageBuilder;

use crate::{
    crypto::seal,
    error::ApiError,
    middleware::access_log,
    platform::{clock::later, random},
    state::App,
    store::{self, channel::inbox::Parcel},
};

/// Time that a parcel may spend in the queue before the cron job queues it again, in seconds.
const RETRY_AFTER: i64 = 10 * 60;

/// Most messages of one parcel, so that its conversation's batch stays small.
const MESSAGES_MAX: usize = 20;

/// Most statuses of one parcel.
const STATUSES_MAX: usize = 50;

/// Most messages that the queue takes at once.
const AT_ONCE: usize = 100;

/// Most rows of a batch.
const ROWS_MAX: usize = 200;

/// Content of a parcel.
#[derive(Serialize, Deserialize)]
pub(crate) enum Content {
    /// Messages of one person, in their order.
    Messages(Vec<Message>),
    /// Statuses of messages that were sent.
    Statuses(Vec<Status>),
    /// News of one public mention.
    Mention(MentionNews),
}

/// Message of the queue. It has no personal data.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Task {
    /// Hand this parcel to its conversation.
    Parcel(String),
    /// Do what this conversation has to do, and send what it has to say.
    Conversation(String),
    /// Answer this mention in public.
    Answer(MentionId),
}

/// Stores what a webhook brought, sealed, and queues it. Once it is stored nothing is lost: the
/// cron job queues what isn't queued here.
pub(crate) async fn store(
    app: &App,
    channel: Channel,
    contents: Vec<Content>,
) -> Result<(), ApiError> {
    let mut parcels = Vec::with_capacity(contents.len());
    for content in &contents {
        let id = random::name()?;
        let plain = serde_json::to_string(content)?;
        let sealed = seal::seal(&app.config.contact_keys, &place(&id), &plain).await?;
        parcels.push(Parcel { id, channel, content: sealed, failures: 0 });
    }
    let db = app.db()?;
    for rows in parcels.chunks(ROWS_MAX) {
        store::channel::inbox::insert(&db, rows, [app.now, later(app.now, RETRY_AFTER)]).await?;
    }
    let tasks = parcels.into_iter().map(|parcel| Task::Parcel(parcel.id)).collect();
    if let Err(error) = queue(app, tasks).await {
        access_log::failed("inbox", &error);
    }
    Ok(())
}

/// Opens a parcel.
pub(crate) async fn open(app: &App, parcel: &Parcel) -> Result<Content, ApiError> {
    let keys = &app.config.contact_keys;
    let plain = seal::open(keys, &place(&parcel.id), &parcel.content).await?;
    serde_json::from_str(&plain).map_err(|_| ApiError::Internal("a parcel that is none".into()))
}

/// Queues tasks.
pub(crate) async fn queue(app: &App, tasks: Vec<Task>) -> Result<(), ApiError> {
    if tasks.is_empty() {
        return Ok(());
    }
    let queue = app.inbox()?;
    for part in tasks.chunks(AT_ONCE) {
        let texts: Result<Vec<_>, _> = part.iter().map(serde_json::to_string).collect();
        queue.send_batch(texts?).await?;
    }
    Ok(())
}

/// Queues what a conversation still has to do after `pause` seconds.
pub(crate) async fn queue_later(app: &App, conversation: &str, pause: u32) -> Result<(), ApiError> {
    let text = serde_json::to_string(&Task::Conversation(conversation.to_owned()))?;
    let message = MessageBuilder::new(text);
    let message = if pause > 0 { message.delay_seconds(pause) } else { message };
    Ok(app.inbox()?.send(message.build()).await?)
}

/// Queues what should have been handled by now, and returns the number of tasks.
pub(crate) async fn dispatch_due(app: &App) -> Result<usize, ApiError> {
    const ROUNDS: usize = 10;
    let db = app.db()?;
    let times = [app.now, later(app.now, RETRY_AFTER)];
    let mut count = 0;
    for _ in 0..ROUNDS {
        let parcels = store::channel::inbox::take_due(&db, times, 100).await?;
        let conversations = store::channel::replies::take_due(&db, times, 100).await?;
        if parcels.is_empty() && conversations.is_empty() {
            break;
        }
        count += parcels.len() + conversations.len();
        let tasks = parcels.into_iter().map(Task::Parcel);
        queue(app, tasks.chain(conversations.into_iter().map(Task::Conversation)).collect())
            .await?;
    }
    // The consumer locks an answer, so one that is queued twice goes out once.
    let answers = store::channel::mentions::unanswered(&db, app.now, 100).await?;
    count += answers.len();
    queue(app, answers.into_iter().map(Task::Answer).collect()).await?;
    Ok(count)
}

/// Sorts messages into parcels, one for each person.
pub(crate) fn by_person(messages: Vec<Message>) -> impl Iterator<Item = Content> {
    let mut people: Vec<Vec<Message>> = Vec::new();
    for message in messages {
        let is_theirs = |own: &&mut Vec<Message>| {
            own.len() < MESSAGES_MAX && own.first().is_some_and(|first| first.from == message.from)
        };
        match people.iter_mut().rev().find(is_theirs) {
            Some(own) => own.push(message),
            None => people.push(vec![message]),
        }
    }
    people.into_iter().map(Content::Messages)
}

/// Sorts statuses into parcels.
pub(crate) fn of_statuses(statuses: &[Status]) -> impl Iterator<Item = Content> {
    statuses.chunks(STATUSES_MAX).map(|part| Content::Statuses(part.to_vec()))
}

/// Returns the row that a parcel is sealed for.
fn place(id: &str) -> String {
    format!("inbox {id}")
}

#[cfg(test)]
mod tests {
    use domain::{Timestamp, channel::message};

    use super::*;

    fn message(id: usize, from: &str) -> Message {
        Message {
            id: id.to_string(),
            from: from.to_owned(),
            at: Timestamp::UNIX_EPOCH,
            to: String::new(),
            content: message::Content::Unsupported,
        }
    }

    #[test]
    fn a_webhook_is_sorted_by_person_in_order() {
        let messages = (0..50).map(|id| message(id, if id % 2 == 0 { "a" } else { "b" }));
        let contents: Vec<Content> = by_person(messages.collect()).collect();
        let of = |from: &str| -> Vec<String> {
            let messages = contents.iter().filter_map(|content| match content {
                Content::Messages(own) if own[0].from == from => Some(own.clone()),
                _ => None,
            });
            messages.flatten().map(|message| message.id).collect()
        };
        let expected = |first: usize| -> Vec<String> {
            (first..50).step_by(2).map(|id| id.to_string()).collect()
        };
        assert_eq!((of("a"), of("b")), (expected(0), expected(1)));
        assert_eq!(contents.len(), 4);
    }
}
