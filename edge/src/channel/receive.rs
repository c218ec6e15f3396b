//! Messages of people: each is handed to its conversation once, with its file fetched.

use std::collections::{BTreeMap, BTreeSet};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    channel::{
        MediaKind,
        conversation::{Inbound, Incoming, Media, MediaRefusal, Spot},
        whatsapp::inbound::{self, Message},
    },
    intake::channel::Channel,
};

use super::{render, stored::Stored, whatsapp, world};
use crate::{
    config::whatsapp::Settings, error::ApiError, middleware::access_log, state::App,
    store::channel::inbox,
};

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
    settings: &Settings,
    (parcel, channel): (&str, Channel),
    messages: &[Message],
    failures: u32,
) -> Result<Option<String>, ApiError> {
    let db = app.db()?;
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
        if new.is_empty() {
            inbox::delete(&db, parcel)?.run().await?;
            return Ok(None);
        }
        for (id, message) in &new {
            if let inbound::Content::Media(media) = &message.content
                && !files.contains_key(*id)
            {
                let file = file(app, settings, channel, (&message.from, failures), media).await?;
                files.insert((*id).clone(), file);
            }
        }
        let mut stored = Stored::of(app, channel, &first.from).await?;
        let world = world::of(app, &stored).await?;
        let heard = new.iter().map(|(_, message)| message.at.min(app.now)).max();
        stored.heard_at = stored.heard_at.max(heard);
        let inbounds: Vec<Inbound> = new
            .iter()
            .filter_map(|(id, message)| {
                let incoming = incoming(message, files.get(*id))?;
                Some(Inbound { id: (*id).clone(), at: message.at, incoming })
            })
            .collect();
        let conversation = stored.conversation(app);
        let effects = conversation.receive_all(inbounds, &world, app.now);
        let language = conversation.language();
        let next = render::next(app, channel, language, effects)?;
        let mut batch = stored.write(app, &db, &next).await?;
        let taken: Vec<String> = new.iter().map(|(id, _)| (*id).clone()).collect();
        batch.push(inbox::take(&db, &taken, app.now)?);
        batch.push(inbox::delete(&db, parcel)?);
        match db.batch(batch).await {
            Ok(_) => return Ok(Some(stored.id)),
            Err(error) if error.constraint().is_some() => refusal = error.to_string(),
            Err(error) => return Err(error.into()),
        }
    }
    Err(ApiError::Internal(format!("a message is refused again and again: {refusal}")))
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

/// Fetches a file. A failure is reported, so that the parcel comes again; the last attempts tell the
/// person instead.
async fn file(
    app: &App,
    settings: &Settings,
    channel: Channel,
    (from, failures): (&str, u32),
    media: &inbound::Media,
) -> Result<Result<Media, MediaRefusal>, ApiError> {
    let kind = match media.kind {
        inbound::MediaKind::Audio if media.is_voice => MediaKind::Voice,
        inbound::MediaKind::Audio => MediaKind::Audio,
        inbound::MediaKind::Image => MediaKind::Image,
        inbound::MediaKind::Video => MediaKind::Video,
        inbound::MediaKind::Document => MediaKind::Document,
        inbound::MediaKind::Sticker => return Ok(Err(MediaRefusal::Type)),
    };
    let client = client(app, channel, from);
    match whatsapp::fetch(app, settings, &client, media).await {
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
        inbound::Content::Text(text) => Incoming::Text(text.clone()),
        inbound::Content::Choice { id, .. } => Incoming::Choice(id.clone()),
        inbound::Content::Location { latitude, longitude, address } => Incoming::Location(Spot {
            latitude: Some(*latitude),
            longitude: Some(*longitude),
            address: address.clone(),
        }),
        inbound::Content::Media(media) if media.kind == inbound::MediaKind::Sticker => {
            Incoming::Unsupported
        }
        inbound::Content::Media(_) => match file? {
            Ok(media) => Incoming::Media(media.clone()),
            Err(refusal) => Incoming::RefusedMedia(*refusal),
        },
        inbound::Content::Unsupported => Incoming::Unsupported,
        inbound::Content::Silent => return None,
    })
}
