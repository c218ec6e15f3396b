//! Next steps of conversations: work first, then messages to send, one after the other.
//!
//! One sender at a time has the lock of a conversation, so messages arrive in their order. A
//! message that has to wait holds back those behind it, but no work: a participation is submitted
//! even while nothing can be sent.

use domain::{
    Timestamp,
    channel::{Capability, capability::Speech, whatsapp::reaction::Reaction},
    delivery::Way,
};

use super::{
    failure::Failure,
    messenger::Messenger,
    next::{Next, Say},
    notice,
    receive::hash,
    stored::{self, Stored},
    work,
};
use crate::{
    error::ApiError,
    middleware::access_log,
    platform::clock::{self, later},
    state::App,
    store::{
        Database,
        channel::{conversations, replies, stops},
        deliveries,
    },
};

/// Time for which a sender has the lock, in seconds. Nothing that it does takes longer.
const LOCK_AGE: i64 = 90;

/// Pause of a sender that finds the lock taken, in seconds.
const TAKEN: u32 = 2;

/// Most steps in one run, which leaves room for other conversations of the batch.
const STEPS_MAX: usize = 20;

/// Pause after work that failed, in seconds.
const WORK_PAUSE: u32 = 15;

/// Failures after which a message is given up.
const FAILURES_MAX: u32 = 15;

/// Time after which a cron job takes up a message whose next attempt was lost, in seconds.
const RETRY_AFTER: i64 = 2 * 60;

/// Does what a conversation has to do, and sends what it has to say. Returns the pause in seconds
/// after which there is more.
pub(crate) async fn run(app: &App, id: &str) -> Result<Option<u32>, ApiError> {
    let db = app.db()?;
    let now = clock::now();
    let mut until = later(now, LOCK_AGE);
    if !conversations::lock(&db, id, [now, until]).await? {
        // One that is gone has nothing to do any more.
        return Ok(conversations::exists(&db, id).await?.then_some(TAKEN));
    }
    let outcome = steps(app, &db, id, &mut until).await;
    conversations::unlock(&db, id, until).await?;
    outcome
}

async fn steps(
    app: &App,
    db: &Database,
    id: &str,
    until: &mut Timestamp,
) -> Result<Option<u32>, ApiError> {
    for _ in 0..STEPS_MAX {
        let Some(row) = replies::next(db, id).await? else { return Ok(None) };
        let app = &app.at(clock::now());
        let left = row.not_before.map_or(0, |time| time.as_second() - app.now.as_second());
        if left > 0 {
            return Ok(Some(u32::try_from(left).unwrap_or(TAKEN)));
        }
        let kept = later(app.now, LOCK_AGE);
        if !conversations::keep_lock(db, id, [*until, kept]).await? {
            return Ok(Some(TAKEN));
        }
        *until = kept;
        let pause = match stored::opened(app, &row).await? {
            Next::Work(effect) => match work::perform(app, id, &row, *effect).await {
                Ok(()) => None,
                Err(error) => {
                    access_log::failed("inbox", &error);
                    fail(app, db, &row.id, "failed", WORK_PAUSE).await?;
                    Some(WORK_PAUSE)
                }
            },
            Next::Say(say) => send(app, db, id, &row, say).await?,
        };
        if pause.is_some() {
            return Ok(pause);
        }
    }
    Ok(Some(0))
}

/// Sends a message and records the outcome. Returns the pause before another attempt.
async fn send(
    app: &App,
    db: &Database,
    id: &str,
    row: &replies::Row,
    say: Say,
) -> Result<Option<u32>, ApiError> {
    let Some(stored) = Stored::named(app, id).await? else { return Ok(None) };
    let Some(messenger) = Messenger::of(app, stored.channel) else {
        // The channel was switched off; the cron job tries again.
        fail(app, db, &row.id, "off", 10 * 60).await?;
        return Ok(Some(10 * 60));
    };
    if let (Some(notice), Some(way)) = (&row.notice, Way::of_messenger(stored.channel))
        && notice::is_lost(app, way, notice).await?
    {
        // A crash came between the report of the loss and its record here: it goes another way.
        replies::give_up(db, &row.id, "lost", app.now).await?;
        return Ok(None);
    }
    let capability = Capability::of(stored.channel);
    let speech = capability.map_or(Speech::Nothing, |it| it.speech(stored.heard_at, app.now));
    let Say { message, otherwise } = say;
    let mut choices = vec![message];
    choices.extend(otherwise);
    let mut refused = Failure { reaction: Reaction::PastWindow, reason: "past_window".to_owned() };
    for message in choices {
        if speech != Speech::Free && !message.is_template() {
            continue;
        }
        match messenger.send(app, &stored.address, &message, row.failures).await {
            Ok(sent) => {
                let sent = sent.map(|sent| hash(app, stored.channel, &sent));
                let mut batch = vec![
                    replies::sent(db, &row.id, sent.as_deref(), app.now)?,
                    stops::resume(db, stored.channel)?,
                ];
                if let (Some(notice), Some(way)) = (&row.notice, Way::of_messenger(stored.channel))
                {
                    batch.push(deliveries::sent(db, notice, way, None, app.now)?);
                }
                db.batch(batch).await?;
                return Ok(None);
            }
            Err(failure) => {
                refused = failure;
                // Only a closed window is a reason to send the template.
                if refused.reaction != Reaction::PastWindow {
                    break;
                }
            }
        }
    }
    let is_stopped = refused.stop(app, stored.channel).await?;
    let Failure { reaction, reason } = refused;
    let is_spent = row.failures + 1 >= FAILURES_MAX && !is_stopped;
    if let Some(pause) = reaction.pause().filter(|_| !is_spent) {
        fail(app, db, &row.id, &reason, pause).await?;
        return Ok(Some(pause));
    }
    if reaction == Reaction::OurFault {
        let told = format!("a message of ours is refused: {reason}");
        access_log::failed(stored.channel.as_str(), &ApiError::Internal(told));
    }
    // The report first: after a crash in between, the message is still there and is given up again.
    if let Some(notice) = &row.notice {
        notice::report(app, stored.channel, notice, notice::lost(reaction)).await?;
    }
    replies::give_up(db, &row.id, reaction.as_str(), app.now).await?;
    Ok(None)
}

async fn fail(
    app: &App,
    db: &Database,
    id: &str,
    reason: &str,
    pause: u32,
) -> Result<(), ApiError> {
    let not_before = later(app.now, pause.into());
    Ok(replies::fail(db, id, reason, [not_before, later(not_before, RETRY_AFTER)]).await?)
}
