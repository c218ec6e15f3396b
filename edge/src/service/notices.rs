//! Queueing of notices.
//!
//! A notice is a row in the outbox, written with the change that it reports. From there it goes
//! into the queue at once, or by a cron job if it was lost in between. The consumer in `queue`
//! delivers it.

use domain::{
    Timestamp,
    case::Command,
    entity::hold::Hold,
    notice::{Notice, NoticeKind},
};
use worker::{MessageBuilder, SendMessage};

use crate::{
    error::ApiError,
    middleware::access_log,
    platform::{clock::later, random},
    service::contact,
    state::App,
    store::{self, case::cases::Told},
};

/// Time that a notice may spend in the queue before the cron job queues it again, in seconds.
const PATIENCE: i64 = 10 * 60;

/// Time that the notice of a merge or of another date stays in the queue, in seconds. It is longer
/// than `UNDO_SECONDS` of the domain. Notices of messages wait until the hold has passed.
const DELAY: u32 = 20;

const AT_ONCE: u32 = 100;
const ROUNDS: usize = 10;

/// Returns the time at which the cron job checks a notice queued now.
pub(crate) fn due(app: &App) -> Timestamp {
    later(app.now, PATIENCE)
}

/// Returns the time at which the cron job checks a notice that the queue delivers again in
/// `seconds`.
pub(crate) fn due_after(app: &App, seconds: u32) -> Timestamp {
    later(app.now, PATIENCE + i64::from(seconds))
}

/// Returns the notice to the author, if the action has one and the author can be told: they left an
/// address, or wrote by a messenger.
pub(crate) async fn of(
    app: &App,
    told: &Told,
    command: &Command,
) -> Result<Option<Notice>, ApiError> {
    let Some(template) = command.deed.notice() else { return Ok(None) };
    let reference = told.case.standing.reference;
    let contact = match &told.contact {
        Some(sealed) => contact::opened(app, reference, sealed).await?.kept(),
        None => None,
    };
    let by_contact = contact.as_ref().is_some_and(|contact| match &command.contact {
        Some(new) => contact.is_left_by(new),
        None => contact.is_reachable(),
    });
    let is_told = by_contact || told.has_address && template.goes_by_messenger();
    Ok(if is_told { Some(Notice { id: random::name()?, reference, template }) } else { None })
}

/// Queues notices that were just written: after the answer has gone out, or at once in a job or a
/// queue consumer. If that fails, the cron job queues them. The notice of an action that can be
/// undone stays in the queue until it can't be any more.
pub(crate) async fn dispatch(app: &App, notices: &[Notice]) {
    if !notices.is_empty() {
        let hold = app.config.hold;
        let messages = notices.iter().map(|notice| message(notice, hold)).collect();
        let work = app.clone();
        app.in_background(async move { send(&work, messages).await }).await;
    }
}

fn message(notice: &Notice, hold: Hold) -> SendMessage<String> {
    let message = MessageBuilder::new(notice.id.clone());
    match delay(notice.template, hold) {
        0 => message.build(),
        seconds => message.delay_seconds(seconds).build(),
    }
}

/// Returns the time that a notice stays in the queue, in seconds.
const fn delay(kind: NoticeKind, hold: Hold) -> u32 {
    match kind {
        NoticeKind::Merged | NoticeKind::Delayed => DELAY,
        _ if kind.waits_for_undo() => hold.seconds(),
        _ => 0,
    }
}

async fn send(app: &App, messages: Vec<SendMessage<String>>) {
    let sent = match app.queue() {
        Ok(queue) => queue.send_batch(messages).await.map_err(ApiError::from),
        Err(error) => Err(error),
    };
    if let Err(error) = sent {
        access_log::failed("outbox", &error);
    }
}

/// Queues overdue notices again.
pub(crate) async fn dispatch_due(app: &App) -> Result<usize, ApiError> {
    let (db, queue) = (app.db()?, app.queue()?);
    let mut sent = 0;
    for _ in 0..ROUNDS {
        let ids = store::outbox::due(&db, app.now, AT_ONCE).await?;
        if ids.is_empty() {
            break;
        }
        let list = serde_json::to_string(&ids)?;
        sent += ids.len();
        queue.send_batch(ids).await?;
        store::outbox::postpone(&db, &list, due(app)).await?;
    }
    Ok(sent)
}

#[cfg(test)]
mod tests {
    use domain::case::UNDO_SECONDS;

    use super::*;

    #[test]
    fn the_notice_of_an_action_is_sent_once_it_cant_be_undone() {
        assert!(i64::from(DELAY) > UNDO_SECONDS);
        let hold = Hold::default();
        for kind in NoticeKind::ALL {
            assert_eq!(delay(kind, hold) > 0, kind.waits_for_undo(), "{kind:?}");
        }
        let (sent, seconds) = (Timestamp::UNIX_EPOCH, delay(NoticeKind::Answered, hold));
        assert!(hold.undo_until(sent).unwrap() < later(sent, seconds.into()));
        assert_eq!(delay(NoticeKind::Answered, Hold::of(0)), 0);
    }
}
