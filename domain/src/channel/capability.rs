//! Capability of a channel: what one message there can carry, and when free text may be sent.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::intake::channel::Channel;

const MEGABYTE: u64 = 1024 * 1024;

/// Limits of a channel's messages. Lengths of texts are in [`Capability::unit`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capability {
    /// Longest text of a message without choices.
    pub text_max: usize,
    /// Unit in which the other side counts a text.
    pub unit: Unit,
    /// Buttons below a message; `None` if there are none.
    pub buttons: Option<Buttons>,
    /// Lists of rows that a message opens; `None` if there are none.
    pub list: Option<List>,
    /// Most choices that are numbered lines of a text, where there are neither buttons nor a list
    /// that hold them.
    pub numbered_max: usize,
    /// Kinds of media that people can send there, each with its largest size in bytes.
    pub media: &'static [(MediaKind, u64)],
    /// True if a message may have a link.
    pub has_links: bool,
    /// Period after the person's latest message in which free text may be sent; `None` if always.
    pub window: Option<SignedDuration>,
    /// True if templates may be sent outside the window.
    pub has_templates: bool,
}

/// Kind of a file, as people speak of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum MediaKind {
    /// Voice note, recorded in the channel's program.
    Voice,
    /// Another audio file.
    Audio,
    /// Picture.
    Image,
    /// Film.
    Video,
    /// Document.
    Document,
}

impl MediaKind {
    /// All kinds.
    pub const ALL: [Self; 5] = [Self::Voice, Self::Audio, Self::Image, Self::Video, Self::Document];
}

/// Unit of a text's length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Unicode scalar values.
    Characters,
    /// UTF-16 code units, as in a text message that isn't GSM-7.
    CodeUnits,
}

/// Buttons below a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Buttons {
    /// Most buttons.
    pub count_max: usize,
    /// Longest title of a button.
    pub title_max: usize,
    /// Longest id of a button, in bytes.
    pub id_max: usize,
    /// Longest text of the message above them.
    pub body_max: usize,
}

/// List of rows, which a button of the message opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct List {
    /// Most rows.
    pub rows_max: usize,
    /// Longest title of a row.
    pub title_max: usize,
    /// Longest description of a row.
    pub description_max: usize,
    /// Longest id of a row, in bytes.
    pub id_max: usize,
    /// Longest title of the button that opens the list.
    pub button_max: usize,
    /// Longest text of the message above it.
    pub body_max: usize,
}

/// Form in which something may be said now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speech {
    /// Free text.
    Free,
    /// A template that the other side has approved.
    Template,
    /// Nothing: another way has to be found.
    Nothing,
}

const WHATSAPP: Capability = Capability {
    text_max: 4_096,
    unit: Unit::Characters,
    buttons: Some(Buttons { count_max: 3, title_max: 20, id_max: 256, body_max: 1_024 }),
    list: Some(List {
        rows_max: 10,
        title_max: 24,
        description_max: 72,
        id_max: 200,
        button_max: 20,
        body_max: 4_096,
    }),
    numbered_max: 10,
    media: &[
        (MediaKind::Voice, 16 * MEGABYTE),
        (MediaKind::Audio, 16 * MEGABYTE),
        (MediaKind::Image, 5 * MEGABYTE),
        (MediaKind::Video, 16 * MEGABYTE),
        (MediaKind::Document, 100 * MEGABYTE),
    ],
    has_links: true,
    window: Some(SignedDuration::from_hours(24)),
    has_templates: true,
};

const INSTAGRAM: Capability = Capability {
    text_max: 1_000,
    unit: Unit::Characters,
    buttons: None,
    list: None,
    numbered_max: 9,
    media: &[
        (MediaKind::Voice, 25 * MEGABYTE),
        (MediaKind::Audio, 25 * MEGABYTE),
        (MediaKind::Image, 8 * MEGABYTE),
        (MediaKind::Video, 25 * MEGABYTE),
    ],
    has_links: true,
    window: Some(SignedDuration::from_hours(24)),
    has_templates: false,
};

const X: Capability = Capability {
    text_max: 10_000,
    unit: Unit::Characters,
    buttons: None,
    list: None,
    numbered_max: 9,
    media: &[(MediaKind::Image, 5 * MEGABYTE), (MediaKind::Video, 100 * MEGABYTE)],
    has_links: true,
    window: None,
    has_templates: false,
};

/// Ten parts of a text message in UCS-2.
const SMS: Capability = Capability {
    text_max: 670,
    unit: Unit::CodeUnits,
    buttons: None,
    list: None,
    numbered_max: 6,
    media: &[],
    has_links: false,
    window: None,
    has_templates: false,
};

const EMAIL: Capability = Capability {
    text_max: 20_000,
    unit: Unit::Characters,
    buttons: None,
    list: None,
    numbered_max: 20,
    media: &[
        (MediaKind::Voice, 25 * MEGABYTE),
        (MediaKind::Audio, 25 * MEGABYTE),
        (MediaKind::Image, 25 * MEGABYTE),
        (MediaKind::Video, 25 * MEGABYTE),
        (MediaKind::Document, 25 * MEGABYTE),
    ],
    has_links: true,
    window: None,
    has_templates: false,
};

impl Capability {
    /// Returns the capability of a channel in which messages are exchanged; `None` for the others.
    pub const fn of(channel: Channel) -> Option<Self> {
        match channel {
            Channel::Whatsapp => Some(WHATSAPP),
            Channel::Instagram => Some(INSTAGRAM),
            Channel::X => Some(X),
            Channel::Sms => Some(SMS),
            Channel::Email => Some(EMAIL),
            Channel::Web
            | Channel::Phone
            | Channel::Counter
            | Channel::Open311
            | Channel::System
            | Channel::Import => None,
        }
    }

    /// Returns the most choices that one message can offer.
    pub fn choices_max(&self) -> usize {
        let buttons = self.buttons.map_or(0, |buttons| buttons.count_max);
        let rows = self.list.map_or(0, |list| list.rows_max);
        if buttons.max(rows) == 0 { self.numbered_max } else { buttons.max(rows) }
    }

    /// Returns the largest size of a kind of media in bytes; `None` if it can't be sent there.
    pub fn media_max(&self, kind: MediaKind) -> Option<u64> {
        self.media.iter().find(|(carried, _)| *carried == kind).map(|(_, size)| *size)
    }

    /// Returns the length of a text as the other side counts it.
    pub fn length(&self, text: &str) -> usize {
        match self.unit {
            Unit::Characters => text.chars().count(),
            Unit::CodeUnits => text.encode_utf16().count(),
        }
    }

    /// Returns the form in which something may be said to a person who last wrote at `heard`.
    pub fn speech(&self, heard: Option<Timestamp>, now: Timestamp) -> Speech {
        let Some(window) = self.window else { return Speech::Free };
        let is_open = heard.is_some_and(|heard| now.duration_since(heard) < window);
        match (is_open, self.has_templates) {
            (true, _) => Speech::Free,
            (false, true) => Speech::Template,
            (false, false) => Speech::Nothing,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn channels() -> impl Iterator<Item = Capability> {
        Channel::ALL.into_iter().filter_map(Capability::of)
    }

    #[test]
    fn every_channel_can_offer_the_three_kinds() {
        assert_eq!(channels().count(), 5);
        for capability in channels() {
            assert!(capability.choices_max() >= 6, "{capability:?}");
        }
        assert_eq!(WHATSAPP.choices_max(), 10);
    }

    #[test]
    fn free_text_ends_with_the_window_and_templates_go_on() {
        let heard = Timestamp::UNIX_EPOCH;
        let later = |hours| heard + SignedDuration::from_hours(hours);
        assert_eq!(WHATSAPP.speech(Some(heard), later(23)), Speech::Free);
        assert_eq!(WHATSAPP.speech(Some(heard), later(24)), Speech::Template);
        assert_eq!(WHATSAPP.speech(None, heard), Speech::Template);
        assert_eq!(INSTAGRAM.speech(Some(heard), later(24)), Speech::Nothing);
        assert_eq!(SMS.speech(None, later(24)), Speech::Free);
    }

    #[test]
    fn an_emoji_is_two_units_of_a_text_message() {
        assert_eq!((SMS.length("شكوى😀"), X.length("شكوى😀")), (6, 5));
    }

    #[test]
    fn a_text_message_carries_no_media() {
        assert_eq!(SMS.media_max(MediaKind::Image), None);
        assert_eq!(WHATSAPP.media_max(MediaKind::Image), Some(5 * MEGABYTE));
    }
}
