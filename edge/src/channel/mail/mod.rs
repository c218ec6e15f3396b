//! E-mail that people write: the platform's event, and what becomes of a mail.
//!
//! A mail is parsed, and its plan decided. One that is neither rejected nor ignored is kept in R2,
//! so that it is there once it was accepted; then it is taken in, and removed from there. What a
//! failure leaves is taken in by a cron job. Whatever is done twice has the same idempotency key.

mod files;
mod parse;
mod take;
mod waiting;

use domain::channel::mail::{
    MAIL_MAX,
    plan::{Plan, Rejection},
};
use worker::ForwardableEmailMessage;

use crate::{error::ApiError, middleware::access_log, state::App};
use parse::Letter;
use waiting::Waiting;

/// Envelope of a mail.
struct Envelope {
    from: String,
    to: String,
}

/// Receives a mail from the platform.
///
/// # Errors
///
/// When the mail could neither be kept nor taken in.
pub(crate) async fn receive(app: &App, message: &ForwardableEmailMessage) -> Result<(), ApiError> {
    let envelope = Envelope { from: message.from(), to: message.to() };
    let reject = |why: Rejection| message.set_reject(&why.to_string());
    #[expect(clippy::cast_precision_loss, reason = "a size of megabytes")]
    if message.raw_size() > MAIL_MAX as f64 {
        reject(Rejection::TooLarge);
        return Ok(());
    }
    let raw = message.raw_bytes().await?;
    let Some(letter) = Letter::parse(&raw) else {
        reject(Rejection::Empty);
        return Ok(());
    };
    match take::plan(app, &envelope, &letter).await {
        Ok(Plan::Reject(why)) => reject(why),
        Ok(Plan::Ignore) => access_log::done("mail of a machine", 1),
        planned => {
            let kept = Waiting::keep(app, &envelope, &raw).await;
            drop(raw);
            let outcome = match planned {
                Ok(plan) => take::take(app, &envelope, letter, plan).await,
                Err(error) => Err(error),
            };
            conclude(app, kept, outcome, reject).await?;
        }
    }
    Ok(())
}

/// Removes a mail that was taken in or can't be, and leaves another one to the cron job.
async fn conclude(
    app: &App,
    kept: Result<Waiting, ApiError>,
    outcome: Result<(), ApiError>,
    reject: impl FnOnce(Rejection),
) -> Result<(), ApiError> {
    match (outcome, kept) {
        (Ok(()), Ok(kept)) => kept.remove(app).await,
        (Err(error), kept) if take::rejection(&error).is_some() => {
            if let Some(why) = take::rejection(&error) {
                reject(why);
            }
            match kept {
                Ok(kept) => kept.remove(app).await,
                Err(_) => Ok(()),
            }
        }
        (Ok(()), Err(error)) | (Err(error), Ok(_)) => {
            access_log::failed("mail", &error);
            Ok(())
        }
        (Err(error), Err(_)) => Err(error),
    }
}

/// Takes in the mails that wait, some rounds of them, and returns their number. It begins anywhere
/// and comes around once.
pub(crate) async fn take_waiting(app: &App) -> Result<usize, ApiError> {
    let start = waiting::anywhere()?;
    let (mut taken, mut last, mut is_around) = (0, Some(start.clone()), false);
    for _ in 0..waiting::ROUNDS {
        let (round, has_more) = waiting::after(app, last.as_deref()).await?;
        last = round.last().map(|waiting| waiting.key.clone()).filter(|_| has_more);
        for waiting in round {
            if is_around && waiting.key > start {
                return Ok(taken);
            }
            taken += usize::from(retry(app, &waiting).await?);
        }
        if last.is_none() {
            if is_around {
                break;
            }
            is_around = true;
        }
    }
    Ok(taken)
}

/// Takes in a mail that waits, and returns whether that succeeded.
async fn retry(app: &App, waiting: &Waiting) -> Result<bool, ApiError> {
    match again(app, waiting).await {
        Ok(()) => {
            waiting.remove(app).await?;
            Ok(true)
        }
        Err(error) => {
            access_log::failed("mail", &error);
            waiting.give_up_if_old(app).await?;
            Ok(false)
        }
    }
}

async fn again(app: &App, waiting: &Waiting) -> Result<(), ApiError> {
    let Some((envelope, raw)) = waiting.read(app).await? else { return Ok(()) };
    let Some(letter) = Letter::parse(&raw) else { return Ok(()) };
    let plan = take::plan(app, &envelope, &letter).await?;
    take::take(app, &envelope, letter, plan).await
}
