//! Notices to authors by the messenger that their participation came by: as free text within its
//! window, as a template outside it. One that can't be delivered there goes another way.

use domain::{
    channel::{Language, whatsapp::outbound::Outgoing},
    intake::channel::Channel,
    notice::NoticeKind,
    reference::Reference,
};

use super::{
    inbox,
    next::{Next, Say},
    render,
    stored::Stored,
};
use crate::{
    config::whatsapp::Settings,
    error::ApiError,
    service::contact::address,
    state::App,
    store::{
        channel::{addresses, replies},
        outbox,
    },
};

/// Number of attempts. A notice is appended anew if the conversation went on meanwhile.
const TRIES: usize = 4;

/// Notice with its words, as a messenger carries it.
pub(crate) struct Message<'a> {
    pub(crate) id: &'a str,
    pub(crate) kind: NoticeKind,
    pub(crate) reference: Reference,
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
    /// It's on its way. If it fails there, the notice is to be sent again.
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
    let Some(settings) = &app.config.whatsapp else { return Ok(Told::Failed) };
    let id = format!("notice.{}", message.id);
    if let Some(status) = replies::status(&db, &id).await? {
        return Ok(if status.is_failed() { Told::Failed } else { Told::Queued });
    }
    let to = address::opened(app, message.reference.digits(), &row.sealed()).await?;
    for _ in 0..TRIES {
        let to = (row.channel, to.as_str());
        if let Some(conversation) = queued(app, settings, message, &id, to).await? {
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
    settings: &Settings,
    message: &Message<'_>,
    id: &str,
    (channel, address): (Channel, &str),
) -> Result<Option<String>, ApiError> {
    let db = app.db()?;
    let mut stored = Stored::of(app, channel, address).await?;
    let language = Language::parse(message.language).unwrap_or(stored.language());
    let offered = stored.conversation(app).notified(message.kind, message.reference, app.now);
    let next = Next::Say(Say {
        message: render::notice(app, channel, language, message.text, &offered)?,
        otherwise: Some(Outgoing::Template {
            name: settings.template.clone(),
            language: settings.template_language(message.language),
            parameters: vec![message.reference.to_string(), message.link.to_owned()],
        }),
    });
    let mut batch = stored.write(app, &db, &[]).await?;
    let of = Some((message.reference, message.id));
    batch.push(stored.reply(app, &db, id, &next, of).await?);
    match db.batch(batch).await {
        Ok(_) => Ok(Some(stored.id)),
        Err(error) if error.constraint().is_some() => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Takes up a notice again that the messenger couldn't deliver. It then goes another way.
pub(crate) async fn failed(app: &App, notice: &str) -> Result<(), ApiError> {
    outbox::reopen(&app.db()?, notice, app.now).await?;
    // If that's lost, the cron job queues it.
    Ok(app.queue()?.send(notice.to_owned()).await?)
}
