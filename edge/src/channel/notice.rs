//! Notices to authors by the messenger that their participation came by: as free text within its
//! window, as a template outside it. One that can't be delivered there goes another way.

use domain::{
    Timestamp,
    channel::whatsapp::reaction::Reaction,
    delivery::{
        Cause, Way,
        state::{Report, State},
    },
    intake::channel::Channel,
    language::Language,
    notice::NoticeKind,
    reference::Reference,
};

use super::{
    inbox,
    messenger::Messenger,
    next::{Next, Say},
    render,
    stored::Stored,
};
use crate::{
    error::ApiError,
    service::{
        contact::address,
        deliveries::{self, By},
    },
    state::App,
    store::{
        self,
        channel::{addresses, replies},
        deliveries::Delivery,
        outbox::{self, Outcome},
    },
};

/// Number of attempts. A notice is appended anew if the conversation went on meanwhile.
const TRIES: usize = 4;

/// Notice with its words, as a messenger carries it.
pub(crate) struct Message<'a> {
    pub(crate) id: &'a str,
    pub(crate) kind: NoticeKind,
    pub(crate) reference: Reference,
    /// Time of the event that the notice tells of.
    pub(crate) told_at: Timestamp,
    /// BCP 47 tag of the participation's language.
    pub(crate) language: &'a str,
    /// Words, without a link.
    pub(crate) text: &'a str,
    /// Address of the participation's page.
    pub(crate) link: &'a str,
}

/// Result of handing a notice to a messenger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Told {
    /// It's on its way, and the outbox says so. If it fails there, the outbox is told.
    Queued,
    /// The participation came by no messenger, or the notice isn't for one.
    NotThere,
    /// It has failed there before, or the channel is off.
    Failed,
}

/// Hands a notice to the messenger that its participation came by. A repetition sends nothing
/// twice.
pub(crate) async fn tell(app: &App, message: &Message<'_>) -> Result<Told, ApiError> {
    if !message.kind.goes_by_messenger() {
        return Ok(Told::NotThere);
    }
    let db = app.db()?;
    let Some(row) = addresses::find(&db, message.reference).await? else {
        return Ok(Told::NotThere);
    };
    let Some(messenger) = Messenger::of(app, row.channel) else { return Ok(Told::Failed) };
    let Some(way) = Way::of_messenger(row.channel) else { return Ok(Told::NotThere) };
    let id = format!("notice.{}", message.id);
    if let Some(status) = replies::status(&db, &id).await? {
        if status.is_failed() || is_lost(app, way, message.id).await? {
            return Ok(Told::Failed);
        }
        outbox::settle(&db, message.id, Outcome::Delivered, app.now).await?;
        return Ok(Told::Queued);
    }
    let to = address::opened(app, message.reference.digits(), &row.sealed()).await?;
    for _ in 0..TRIES {
        if let Some(conversation) = queued(app, (messenger, way), message, &id, &to).await? {
            inbox::queue_later(app, &conversation, 0).await?;
            return Ok(Told::Queued);
        }
    }
    Err(ApiError::Busy)
}

/// Appends a notice to the conversation with an address, and returns the conversation's id; `None`
/// if the conversation went on meanwhile.
async fn queued(
    app: &App,
    (messenger, way): (Messenger<'_>, Way),
    message: &Message<'_>,
    id: &str,
    address: &str,
) -> Result<Option<String>, ApiError> {
    let (db, channel) = (app.db()?, messenger.channel());
    let mut stored = Stored::of(app, channel, address).await?;
    let language = Language::parse(message.language).unwrap_or(stored.language());
    let offered = stored.conversation(app).notified(message.kind, message.reference, app.now);
    let next = Next::Say(Say {
        message: render::notice(app, channel, language, message.text, &offered)?,
        otherwise: messenger.template(
            message.language,
            vec![message.reference.to_string(), message.link.to_owned()],
        ),
    });
    let mut batch = stored.write(app, &db, &[]).await?;
    let of = Some((message.reference, message.id));
    batch.push(stored.reply(app, &db, id, &next, of).await?);
    let delivery = Delivery {
        notice: message.id,
        way: Some(way),
        participation: Some(message.reference),
        template: message.kind.as_str(),
        told_at: message.told_at,
        address: None,
    };
    let begun = Report::of(State::Sending);
    batch.push(store::deliveries::insert(&db, delivery, begun, app.now)?);
    // In this batch, since it may fail there before the next one.
    batch.push(outbox::settled(&db, message.id, Outcome::Delivered, app.now)?);
    match db.batch(batch).await {
        Ok(_) => Ok(Some(stored.id)),
        Err(error) if error.constraint().is_some() => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Returns whether a notice is known not to arrive by the messenger.
pub(super) async fn is_lost(app: &App, way: Way, notice: &str) -> Result<bool, ApiError> {
    let row = store::deliveries::of_notice(&app.db()?, notice, way).await?;
    let state = row.map(|row| row.state()).transpose()?;
    Ok(state.is_some_and(State::is_lost))
}

/// Reports how far a notice came. One that failed is taken up again, and goes another way.
pub(super) async fn report(
    app: &App,
    channel: Channel,
    notice: &str,
    report: Report,
) -> Result<(), ApiError> {
    let Some(way) = Way::of_messenger(channel) else { return Ok(()) };
    deliveries::report(app, way, By::Notice(notice), report, None).await?;
    Ok(())
}

/// Returns the report of a notice that an error gave up.
pub(super) const fn lost(reaction: Reaction) -> Report {
    let cause = match reaction {
        Reaction::Unreachable => Cause::NoSuchAddress,
        Reaction::PastWindow | Reaction::Withheld => Cause::Refused,
        Reaction::Stop(_) | Reaction::Slower(_) | Reaction::Again(_) | Reaction::OurFault => {
            Cause::Other
        }
    };
    Report::lost(State::Failed, cause, false)
}
