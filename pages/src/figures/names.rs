//! Names of kinds, channels and languages.

use domain::intake::{channel::Channel, kind::Kind};
use form::Language;

use crate::chart::Reader;

/// Returns the name of a kind, in the plural.
pub(crate) fn kind(reader: Reader, kind: Kind) -> &'static str {
    match kind {
        Kind::Suggestion => reader.words.kind_suggestion,
        Kind::Observation => reader.words.kind_observation,
        Kind::Complaint => reader.words.kind_complaint,
    }
}

/// Returns the name of a channel.
pub(super) fn channel(reader: Reader, channel: Channel) -> &'static str {
    let words = reader.words;
    match channel {
        Channel::Web => words.channel_web,
        Channel::Phone => words.channel_phone,
        Channel::Counter => words.channel_counter,
        Channel::Email => words.channel_email,
        Channel::Whatsapp => words.channel_whatsapp,
        Channel::Instagram => words.channel_instagram,
        Channel::X => words.channel_x,
        Channel::Sms => words.channel_sms,
        Channel::Open311 => words.channel_open311,
        Channel::System => words.channel_system,
        Channel::Import => words.channel_import,
    }
}

/// Returns the name that a language has for itself, or its tag.
pub(super) fn language(tag: &str) -> String {
    Language::parse(tag).map_or_else(|| tag.to_owned(), |language| language.name().to_owned())
}
