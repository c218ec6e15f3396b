//! Jobs of messengers: what got lost on its way is queued again, silence ends conversations, and
//! what is old is forgotten.

use domain::{
    Timestamp,
    channel::{ADDRESS_DAYS, mention::MENTION_DAYS},
};

use crate::{
    channel::{inbox, mention, stored::Stored},
    error::ApiError,
    middleware::access_log,
    platform::clock::later,
    state::App,
    store::channel::{conversations, inbox as received, mentions, replies},
};

const AT_ONCE: u32 = 50;
const ROUNDS: usize = 4;

/// Time for which the id of a taken message is kept, in seconds. Webhooks are repeated for seven
/// days.
const MEMORY: i64 = 14 * 24 * 60 * 60;

/// Time for which settled answers are kept, in seconds.
const ANSWERS: i64 = ADDRESS_DAYS as i64 * 24 * 60 * 60;

/// Time for which a conversation is put off that still has something to send, in seconds: such rows
/// hold back no others.
const PUT_OFF: i64 = 24 * 60 * 60;

/// Time for which a mention that nobody took is kept, in seconds.
const MENTIONS: i64 = MENTION_DAYS as i64 * 24 * 60 * 60;

/// Most rows that are deleted at once.
const ROWS: u32 = 5_000;

/// Queues what should have been handled by now.
pub(crate) async fn dispatch(app: &App) -> Result<usize, ApiError> {
    inbox::dispatch_due(app).await
}

/// Polls for public mentions where there are no webhooks.
pub(crate) async fn poll(app: &App) -> Result<usize, ApiError> {
    mention::poll(app).await
}

/// Lets silence end conversations, deletes those that are over, and forgets what is old.
pub(crate) async fn sweep(app: &App) -> Result<usize, ApiError> {
    let db = app.db()?;
    let (mut count, mut stuck) = (0, Vec::new());
    for _ in 0..ROUNDS {
        let rows = conversations::awake(&db, app.now, &stuck, AT_ONCE).await?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            let id = row.id.clone();
            match wake(app, row).await {
                Ok(()) => count += 1,
                Err(error) => {
                    access_log::failed("conversations", &error);
                    stuck.push(id);
                }
            }
        }
    }
    count += received::forget_taken(&db, back(app, MEMORY), ROWS).await?;
    count += replies::forget(&db, back(app, ANSWERS), ROWS).await?;
    count += mentions::forget(&db, back(app, MENTIONS), ROWS).await?;
    Ok(count)
}

/// Does what time does to a conversation.
async fn wake(app: &App, row: conversations::Row) -> Result<(), ApiError> {
    let db = app.db()?;
    if row.state().is_none() {
        let later = later(app.now, PUT_OFF);
        return Ok(conversations::delete(&db, &row.id, row.version, later).await?);
    }
    let mut stored = Stored::open(app, row).await?;
    let next = stored.expire(app)?;
    match db.batch(stored.write(app, &db, &next).await?).await {
        Ok(_) => {}
        // The person wrote meanwhile.
        Err(error) if error.constraint().is_some() => return Ok(()),
        Err(error) => return Err(error.into()),
    }
    if next.is_empty() {
        return Ok(());
    }
    inbox::queue_later(app, &stored.id, 0).await
}

fn back(app: &App, seconds: i64) -> Timestamp {
    later(app.now, -seconds)
}
