//! Placeholders of a template, and their values for one case.

use jiff::Timestamp;

use super::CreationId;
use crate::{
    intake::{channel::Channel, kind::Kind},
    reference::Reference,
    slug::Slug,
};

/// Placeholder for a fact of the case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placeholder {
    /// Reference number, with its hyphens.
    Reference,
    /// UUID of the creation.
    Uuid,
    /// Entity with custody.
    Entity,
    /// Kind of the participation.
    Kind,
    /// Channel by which it came.
    Channel,
    /// Language of its author.
    Language,
    /// Service that it is about.
    Service,
    /// Time of receipt, in RFC 3339.
    ReceivedAt,
    /// Address of the case for staff.
    Link,
    /// Words of the author.
    Text,
}

impl Placeholder {
    /// All placeholders.
    pub const ALL: [Self; 10] = [
        Self::Reference,
        Self::Uuid,
        Self::Entity,
        Self::Kind,
        Self::Channel,
        Self::Language,
        Self::Service,
        Self::ReceivedAt,
        Self::Link,
        Self::Text,
    ];

    /// Returns the name between the braces.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Reference => "reference",
            Self::Uuid => "uuid",
            Self::Entity => "entity",
            Self::Kind => "kind",
            Self::Channel => "channel",
            Self::Language => "language",
            Self::Service => "service",
            Self::ReceivedAt => "received_at",
            Self::Link => "link",
            Self::Text => "text",
        }
    }

    /// Parses a name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|each| each.name() == name)
    }

    /// Returns whether somebody wrote the value: it may be anything, and it is private.
    pub const fn is_words(self) -> bool {
        matches!(self, Self::Text)
    }
}

/// Placeholder as it stands in a text: `text`, or `text:1900` with the most characters of its
/// value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Placeholder.
    pub placeholder: Placeholder,
    /// Most characters, as most systems count them: units of UTF-16.
    most: Option<usize>,
}

impl Slot {
    /// Parses what stands between the braces.
    pub fn parse(text: &str) -> Option<Self> {
        let (name, most) = match text.split_once(':') {
            Some((name, most)) => (name, Some(most.trim())),
            None => (text, None),
        };
        let is_number = |most: &str| most.bytes().all(|byte| byte.is_ascii_digit());
        let most = match most {
            Some(most) if is_number(most) => Some(most.parse().ok().filter(|most| *most > 0)?),
            Some(_) => return None,
            None => None,
        };
        Some(Self { placeholder: Placeholder::parse(name.trim())?, most })
    }

    /// Returns the value for a case, cut where it is longer; `None` if the case has none.
    pub fn value(self, facts: &Facts) -> Option<String> {
        let value = facts.value(self.placeholder)?;
        Some(match self.most {
            Some(most) => cut(&value, most),
            None => value,
        })
    }
}

/// Cuts a text between two characters. An ellipsis at its end says so.
fn cut(text: &str, most: usize) -> String {
    if text.encode_utf16().count() <= most {
        return text.to_owned();
    }
    let mut room = most - 1;
    let fits = |letter: &char| {
        let has_room = letter.len_utf16() <= room;
        room = if has_room { room - letter.len_utf16() } else { 0 };
        has_room
    };
    text.chars().take_while(fits).chain(['…']).collect()
}

/// Words of a case that tries a system.
const TEST: &str = "This is a test by Sawtak, and no case. It can be deleted.\n\
                    هذه تجربة من صوتك وليست معاملة، ويمكن حذفها.";

/// Facts of a case that a template is filled with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Id of the creation.
    pub id: CreationId,
    /// Reference number.
    pub reference: Reference,
    /// Entity with custody.
    pub entity: Slug,
    /// Kind of the participation.
    pub kind: Kind,
    /// Channel by which it came.
    pub channel: Channel,
    /// Language of its author.
    pub language: String,
    /// Service that it is about.
    pub service: Option<Slug>,
    /// Time of receipt.
    pub received_at: Timestamp,
    /// Address of the case for staff.
    pub link: String,
    /// Words of the author.
    pub text: String,
}

impl Facts {
    /// Returns the facts of a case that tries a system.
    pub fn test(
        (id, reference): (CreationId, Reference),
        entity: Slug,
        received_at: Timestamp,
        link: String,
    ) -> Self {
        Self {
            id,
            reference,
            entity,
            kind: Kind::Observation,
            channel: Channel::Web,
            language: "en".to_owned(),
            service: None,
            received_at,
            link,
            text: TEST.to_owned(),
        }
    }

    /// Returns the value of a placeholder; `None` if the case has none.
    pub fn value(&self, placeholder: Placeholder) -> Option<String> {
        let text = match placeholder {
            Placeholder::Reference => self.reference.to_string(),
            Placeholder::Uuid => uuid(&self.id),
            Placeholder::Entity => self.entity.to_string(),
            Placeholder::Kind => self.kind.as_str().to_owned(),
            Placeholder::Channel => self.channel.as_str().to_owned(),
            Placeholder::Language => self.language.clone(),
            Placeholder::Service => self.service.as_ref().map(ToString::to_string)?,
            Placeholder::ReceivedAt => self.received_at.to_string(),
            Placeholder::Link => self.link.clone(),
            Placeholder::Text => self.text.clone(),
        };
        Some(text).filter(|text| !text.is_empty())
    }
}

/// Writes an id as a UUID.
fn uuid(id: &CreationId) -> String {
    let digits = id.as_str();
    let parts = [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]];
    parts.join("-")
}

#[cfg(test)]
pub(super) fn sample(text: &str) -> Facts {
    Facts {
        id: CreationId::parse("0123456789abcdef0123456789abcdef").unwrap(),
        reference: Reference::parse("2604-8317-5529").unwrap(),
        entity: Slug::parse("rta").unwrap(),
        kind: Kind::Complaint,
        channel: Channel::Web,
        language: "ar".to_owned(),
        service: None,
        received_at: "2026-04-01T08:00:00Z".parse().unwrap(),
        link: "https://voice.example/console/cases/2604-8317-5529".to_owned(),
        text: text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_placeholder_is_found_by_its_name_and_has_a_value() {
        let facts = Facts { service: Slug::parse("parking").ok(), ..sample("words") };
        for each in Placeholder::ALL {
            assert_eq!(Placeholder::parse(each.name()), Some(each));
            assert!(facts.value(each).is_some(), "{each:?}");
        }
        assert_eq!(Placeholder::parse("contact"), None, "no contact goes to another system");
    }

    #[test]
    fn a_value_is_cut_between_two_characters() {
        let of = |slot: &str, text: &str| Slot::parse(slot).unwrap().value(&sample(text));
        assert_eq!(of("text:5", "words").as_deref(), Some("words"));
        assert_eq!(of(" text : 4 ", "words").as_deref(), Some("wor…"));
        assert_eq!(of("text:1", "words").as_deref(), Some("…"));
        assert_eq!(of("text:4", "🐪🐪🐪").as_deref(), Some("🐪…"), "a camel has two units");
        let long = of("text:1900", &"ص".repeat(5_000)).unwrap();
        assert_eq!(long.encode_utf16().count(), 1_900);
        for wrong in ["text:", "text:0", "text:-1", "text:+1", "text:a", "text:1:2", "name:1"] {
            assert_eq!(Slot::parse(wrong), None, "{wrong}");
        }
        let huge = format!("text:{}", "9".repeat(30));
        assert_eq!(Slot::parse(&huge), None);
    }

    #[test]
    fn an_id_is_written_as_a_uuid() {
        let value = sample("").value(Placeholder::Uuid);
        assert_eq!(value.as_deref(), Some("01234567-89ab-cdef-0123-456789abcdef"));
        assert_eq!(sample("").value(Placeholder::Service), None);
    }
}
