//! Consumer of what webhooks of messengers brought: hands a parcel to its conversation, and does
//! what conversations have to do.

use super::Verdict;
use crate::{
    channel::{
        inbox::{self, Content, Task},
        mention,
        messenger::Messenger,
        receive, send, status,
    },
    error::ApiError,
    middleware::access_log,
    state::App,
    store::channel::inbox::{self as inbox_store, Parcel},
};

/// Pause after a parcel that couldn't be handled, in seconds. A person waits for the answer.
const PAUSE: u32 = 5;

/// Longest pause, in seconds.
const PAUSE_MAX: u32 = 300;

/// Failed attempts in which a status waits for the record of its message.
const STATUS_FAILURES: u32 = 2;

/// Handles a task.
pub(crate) async fn handle(app: &App, body: &str) -> Result<Verdict, ApiError> {
    let task = serde_json::from_str(body).map_err(|error| {
        ApiError::Internal(format!("a message of the inbox can't be read: {error}"))
    })?;
    match task {
        Task::Parcel(id) => parcel(app, &id).await,
        Task::Conversation(id) => go_on(app, &id).await,
        Task::Answer(id) => {
            Ok(mention::answer(app, &id).await?.map_or(Verdict::Done, Verdict::Again))
        }
    }
}

/// Handles a parcel, and counts an attempt that failed.
async fn parcel(app: &App, id: &str) -> Result<Verdict, ApiError> {
    let db = app.db()?;
    let Some(parcel) = inbox_store::find(&db, id).await? else { return Ok(Verdict::Done) };
    match open(app, &parcel).await {
        Ok(verdict) => Ok(verdict),
        Err(error) => {
            access_log::failed("inbox", &error);
            inbox_store::fail(&db, id).await?;
            let doubled = PAUSE.saturating_mul(2_u32.saturating_pow(parcel.failures));
            Ok(Verdict::Again(doubled.min(PAUSE_MAX)))
        }
    }
}

async fn open(app: &App, parcel: &Parcel) -> Result<Verdict, ApiError> {
    let Some(messenger) = Messenger::of(app, parcel.channel) else {
        return Err(ApiError::Internal("the channel of a parcel is switched off".into()));
    };
    let from = (parcel.id.as_str(), parcel.channel);
    match inbox::open(app, parcel).await? {
        Content::Messages(messages) => {
            match receive::take(app, messenger, &parcel.id, &messages, parcel.failures).await? {
                Some(conversation) => go_on(app, &conversation).await,
                None => Ok(Verdict::Done),
            }
        }
        Content::Mention(news) => {
            mention::take_in(app, messenger, &parcel.id, news).await?;
            Ok(Verdict::Done)
        }
        Content::Statuses(statuses) => {
            let is_last = parcel.failures >= STATUS_FAILURES;
            if status::record(app, from, &statuses, is_last).await? {
                return Ok(Verdict::Done);
            }
            inbox_store::fail(&app.db()?, &parcel.id).await?;
            Ok(Verdict::Again(PAUSE))
        }
    }
}

/// Does what a conversation has to do. What remains comes as a task of its own, so that the parcel
/// is done.
async fn go_on(app: &App, conversation: &str) -> Result<Verdict, ApiError> {
    if let Some(pause) = send::run(app, conversation).await? {
        inbox::queue_later(app, conversation, pause).await?;
    }
    Ok(Verdict::Done)
}

/// Logs a task that the queue has given up. The cron job takes it up again.
pub(crate) fn give_up(body: &str) -> Verdict {
    let error = ApiError::Internal(format!("{body} failed again and again; it is kept"));
    access_log::failed("inbox", &error);
    Verdict::Done
}
