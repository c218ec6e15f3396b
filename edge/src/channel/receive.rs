//! Messages of people: each is handed to its conversation once, with its file fetched.

use std::collections::{BTreeMap, BTreeSet};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    channel::{
        conversation::{Effect, Inbound, Incoming, Media, MediaRefusal, Spot},
        message::{self, Message},
    },
    intake::channel::Channel,
};

use super::{mention, messenger::Messenger, render, stored::Stored, world};
use crate::{error::ApiError, middleware::access_log, state::App, store::channel::inbox};

/// Number of attempts. The messages are handed over anew if the conversation went on meanwhile.
const TRIES: usize = 5;

/// Failed attempts of a parcel after which a file that can't be had is given up.
const FILE_FAILURES: u32 = 4;

/// Hands the messages of one person to their conversation, in one batch with the parcel's deletion.
/// Returns the id of the conversation.
///
/// `failures` is the number of attempts that failed before: after some, files that can't be had are
/// given up.
pub(crate) async fn take(
    app: &App,
    messenger: Messenger<'_>,
    parcel: &str,
    messages: &[Message],
    failures: u32,
) -> Result<Option<String>, ApiError> {
    let (db, channel) = (app.db()?, messenger.channel());
    let Some(first) = messages.first() else { return Ok(None) };
    let ids: Vec<String> = messages.iter().map(|message| hash(app, channel, &message.id)).collect();
    let mut files = BTreeMap::new();
    let mut refusal = String::new();
    for _ in 0..TRIES {
        let taken = inbox::taken(&db, &ids).await?;
        let mut new: Vec<(&String, &Message)> = ids.iter().zip(messages).collect();
        new.retain(|(id, _)| !taken.contains(*id));
        // One webhook may bring a message twice.
        let mut seen = BTreeSet::new();
        new.retain(|(id, _)| seen.insert(*id));
        let deleted = deleted(app, channel, new.iter().map(|(_, message)| *message));
        if new.is_empty() {
            inbox::delete(&db, parcel)?.run().await?;
            return Ok(None);
        }
        for (id, message) in &new {
            if let message::Content::Media(media) = &message.content
                && !files.contains_key(*id)
                && !deleted.contains(*id)
            {
                let file = file(app, messenger, (&message.from, failures), media).await?;
                files.insert((*id).clone(), file);
            }
        }
        let (handed, statements) = mention::handed_over(app, messenger, &first.from).await?;
        let mut stored = Stored::of(app, channel, &first.from).await?;
        let world = world::of(app, &stored).await?;
        let heard = new.iter().map(|(_, message)| message.at.min(app.now)).max();
        stored.heard_at = stored.heard_at.max(heard);
        let inbounds: Vec<Inbound> = new
            .iter()
            .filter(|(id, _)| !deleted.contains(*id))
            .filter_map(|(id, message)| {
                let incoming = incoming(message, files.get(*id))?;
                Some(Inbound { id: (*id).clone(), at: message.at, incoming })
            })
            .collect();
        let conversation = stored.conversation(app);
        conversation.forget(&deleted);
        let effects = conversation.receive_all(inbounds, &world, app.now);
        let language = conversation.language();
        // Its author is shown what was made of their public post.
        let shown = handed.into_iter().map(Effect::LookUp);
        let effects = effects.into_iter().chain(shown).collect();
        let next = render::next(app, channel, language, effects)?;
        let mut batch = stored.write(app, &db, &next).await?;
        batch.extend(statements);
        let taken: Vec<String> = new.iter().map(|(id, _)| (*id).clone()).collect();
        batch.push(inbox::take(&db, &taken, app.now)?);
        if !deleted.is_empty() {
            // A deleted message that comes late is taken already.
            batch.push(inbox::take_again(&db, &deleted, app.now)?);
        }
        batch.push(inbox::delete(&db, parcel)?);
        match db.batch(batch).await {
            Ok(_) => return Ok(Some(stored.id)),
            Err(error) if error.constraint().is_some() => refusal = error.to_string(),
            Err(error) => return Err(error.into()),
        }
    }
    Err(ApiError::Internal(format!("a message is refused again and again: {refusal}")))
}

/// Returns the hashes of messages that others delete, and of their parts.
fn deleted<'a>(
    app: &App,
    channel: Channel,
    messages: impl Iterator<Item = &'a Message>,
) -> Vec<String> {
    let ids = messages.filter_map(|message| match &message.content {
        message::Content::Deleted { id } => Some(Message::ids_of_parts(id)),
        _ => None,
    });
    ids.flatten().map(|id| hash(app, channel, &id)).collect()
}

/// Returns the hash under which an id of another system is stored. It may contain a number.
pub(crate) fn hash(app: &App, channel: Channel, id: &str) -> String {
    let mac = app.config.link_secret.mac(&["message of a channel", channel.as_str(), id]);
    URL_SAFE_NO_PAD.encode(&mac[..18])
}

/// Returns the id that stands for a person in the rate limits.
pub(crate) fn client(app: &App, channel: Channel, address: &str) -> String {
    let mac = app.config.address_salt.mac(&[channel.as_str(), &app.day(), address]);
    URL_SAFE_NO_PAD.encode(&mac[..16])
}

/// Fetches a file. A failure is reported, so that the parcel comes again; the last attempts tell
/// the person instead.
async fn file(
    app: &App,
    messenger: Messenger<'_>,
    (from, failures): (&str, u32),
    media: &message::Media,
) -> Result<Result<Media, MediaRefusal>, ApiError> {
    let Some(kind) = media.spoken_kind() else { return Ok(Err(MediaRefusal::Type)) };
    let client = client(app, messenger.channel(), from);
    match messenger.fetch(app, &client, media).await {
        Ok(Ok(upload)) => Ok(Ok(Media { upload, kind, caption: media.caption.clone() })),
        Ok(Err(refusal)) => Ok(Err(refusal)),
        Err(ApiError::TooMany(_) | ApiError::TooManyOpen(_)) => Ok(Err(MediaRefusal::Unavailable)),
        Err(error) if failures >= FILE_FAILURES => {
            access_log::failed("inbox", &error);
            Ok(Err(MediaRefusal::Unavailable))
        }
        Err(error) => Err(error),
    }
}

/// Returns a message as the domain takes it; `None` if nobody expects an answer to it.
fn incoming(message: &Message, file: Option<&Result<Media, MediaRefusal>>) -> Option<Incoming> {
    Some(match &message.content {
        message::Content::Text(text) => Incoming::Text(text.clone()),
        message::Content::Choice { id, .. } => Incoming::Choice(id.clone()),
        message::Content::Location { latitude, longitude, address } => Incoming::Location(Spot {
            latitude: Some(*latitude),
            longitude: Some(*longitude),
            address: address.clone(),
        }),
        message::Content::Media(media) if media.kind == message::MediaKind::Sticker => {
            Incoming::Unsupported
        }
        message::Content::Media(_) => match file? {
            Ok(media) => Incoming::Media(media.clone()),
            Err(refusal) => Incoming::RefusedMedia(*refusal),
        },
        message::Content::Unsupported => Incoming::Unsupported,
        message::Content::Silent | message::Content::Deleted { .. } => return None,
    })
}
