//! Faults that keep the visitor from going on, with the step and field of each and its explanation.

use domain::{
    intake::{contact::plausible, place},
    text::{TEXT_MAX, Text, TextError},
};

use crate::{Entered, Phrase, Step, ids};

/// State of the attachments that the checks of a step need.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Media {
    /// `true` if there is at least one attachment.
    pub any: bool,
    /// `true` if an attachment is still uploading.
    pub uploading: bool,
    /// `true` if an attachment could not be uploaded.
    pub failed: bool,
}

/// Fault that keeps the visitor from going on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Missing kind.
    Kind,
    /// Neither a text nor an attachment.
    Text,
    /// Text with so many characters more than the limit.
    TextLong(usize),
    /// Remedy with so many characters more than the limit.
    RemedyLong(usize),
    /// Place longer than the limit.
    Place,
    /// Position that the device can't find, or may not. No step is checked for it.
    Position,
    /// Unfinished upload.
    Uploading,
    /// Attachment that could not be uploaded.
    Failed,
    /// Name longer than the limit.
    Name,
    /// Invalid e-mail address.
    Email,
    /// Invalid phone number.
    Phone,
}

impl Fault {
    /// Returns the faults of a step's answers.
    pub fn of_step(step: Step, entered: &Entered, media: Media) -> Vec<Self> {
        let mut faults = Vec::new();
        let mut add = |fault: Option<Self>| faults.extend(fault);
        add((step == Step::Kind && entered.kind.is_none()).then_some(Self::Kind));
        // The check step repeats this: a text or attachment may be gone since, such as an empty
        // recording.
        if step != Step::Kind {
            match Text::parse(&entered.text) {
                Err(error) => add(Some(Self::TextLong(over(error)))),
                Ok(text) => add((text.is_none() && !media.any).then_some(Self::Text)),
            }
        }
        if step == Step::Check {
            add((entered.place.chars().count() > place::ADDRESS_MAX).then_some(Self::Place));
            let remedy = entered.remedy().and_then(|remedy| Text::parse(&remedy).err());
            add(remedy.map(|error| Self::RemedyLong(over(error))));
            // The edge parses contacts; here only what it surely refuses is a fault.
            let is_wrong = |typed: &str, is_plausible: fn(&str) -> bool| {
                !typed.trim().is_empty() && !is_plausible(typed)
            };
            add(is_wrong(&entered.name, plausible::is_name).then_some(Self::Name));
            add(is_wrong(&entered.email, plausible::is_email).then_some(Self::Email));
            add(is_wrong(&entered.phone, plausible::is_phone).then_some(Self::Phone));
            add(media.uploading.then_some(Self::Uploading));
            add(media.failed.then_some(Self::Failed));
        }
        faults
    }

    /// Returns the step in which the visitor can correct the fault.
    pub const fn step(self) -> Step {
        match self {
            Self::Kind => Step::Kind,
            Self::Text | Self::TextLong(_) | Self::Failed => Step::Say,
            Self::RemedyLong(_)
            | Self::Place
            | Self::Position
            | Self::Uploading
            | Self::Name
            | Self::Email
            | Self::Phone => Step::Check,
        }
    }

    /// Returns the id of the field with the fault.
    pub const fn field(self) -> &'static str {
        match self {
            Self::Kind => ids::KIND,
            Self::Text | Self::TextLong(_) => ids::TEXT,
            Self::RemedyLong(_) => ids::SUGGESTION,
            Self::Place | Self::Position => ids::PLACE,
            Self::Uploading => ids::SEND,
            Self::Failed => ids::ITEMS,
            Self::Name => ids::NAME,
            Self::Email => ids::EMAIL,
            Self::Phone => ids::PHONE,
        }
    }

    /// Returns the number of characters too many, for `{over}` in the phrase.
    pub const fn over(self) -> usize {
        match self {
            Self::TextLong(over) | Self::RemedyLong(over) => over,
            _ => 0,
        }
    }

    /// Returns the phrase that tells the visitor what to do about the fault.
    pub const fn phrase(self) -> Phrase {
        match self {
            Self::Kind => Phrase::ErrorKind,
            Self::Text => Phrase::ErrorText,
            Self::TextLong(_) | Self::RemedyLong(_) => Phrase::ErrorTextLong,
            Self::Place => Phrase::ErrorPlace,
            Self::Position => Phrase::PlaceUnknown,
            Self::Uploading => Phrase::ErrorUploading,
            Self::Failed => Phrase::ErrorFailed,
            Self::Name => Phrase::ErrorName,
            Self::Email => Phrase::ErrorEmail,
            Self::Phone => Phrase::ErrorPhone,
        }
    }
}

/// Returns the number of characters too many.
const fn over(error: TextError) -> usize {
    match error {
        TextError::TooLong(length) => length - TEXT_MAX,
        TextError::Nul => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTHING: Media = Media { any: false, uploading: false, failed: false };

    #[test]
    fn each_step_asks_for_its_own_and_the_last_for_something_said() {
        let nothing = Entered::default();
        assert_eq!(Fault::of_step(Step::Kind, &nothing, NOTHING), [Fault::Kind]);
        assert_eq!(Fault::of_step(Step::Say, &nothing, NOTHING), [Fault::Text]);
        assert_eq!(Fault::of_step(Step::Check, &nothing, NOTHING), [Fault::Text]);
    }

    #[test]
    fn what_is_too_long_is_mended_where_it_was_written() {
        let long = "😀".repeat(TEXT_MAX + 3);
        let complaint = Entered {
            kind: Some(domain::intake::kind::Kind::Complaint),
            text: "The lift".into(),
            suggestion: long,
            ..Entered::default()
        };
        assert_eq!(Fault::of_step(Step::Say, &complaint, NOTHING), []);
        assert_eq!(Fault::of_step(Step::Check, &complaint, NOTHING), [Fault::RemedyLong(3)]);
        let mended = (Fault::RemedyLong(3).step(), Fault::RemedyLong(3).field());
        assert_eq!(mended, (Step::Check, ids::SUGGESTION));
        let kind = Some(domain::intake::kind::Kind::Observation);
        assert_eq!(
            Fault::of_step(Step::Check, &Entered { kind, ..complaint }, NOTHING),
            [],
            "it is not sent"
        );
    }

    #[test]
    fn a_long_place_is_mended_where_it_was_typed() {
        let entered = Entered {
            text: "The lift".into(),
            place: "门".repeat(place::ADDRESS_MAX + 1),
            ..Entered::default()
        };
        assert_eq!(Fault::of_step(Step::Check, &entered, NOTHING), [Fault::Place]);
        assert_eq!((Fault::Place.step(), Fault::Place.field()), (Step::Check, ids::PLACE));
        let place = "门".repeat(place::ADDRESS_MAX);
        assert_eq!(Fault::of_step(Step::Check, &Entered { place, ..entered }, NOTHING), []);
    }

    #[test]
    fn invisible_characters_alone_are_nothing_said() {
        let entered = Entered { text: "\u{200b}\u{2067} \u{feff}".into(), ..Entered::default() };
        assert_eq!(Fault::of_step(Step::Say, &entered, NOTHING), [Fault::Text]);
    }

    #[test]
    fn a_recording_is_enough_and_must_have_arrived() {
        let media = Media { any: true, uploading: true, failed: false };
        assert_eq!(Fault::of_step(Step::Say, &Entered::default(), media), []);
        assert_eq!(Fault::of_step(Step::Check, &Entered::default(), media), [Fault::Uploading]);
    }

    #[test]
    fn what_could_not_be_uploaded_is_not_left_out_silently() {
        let entered = Entered { text: "The lift".into(), ..Entered::default() };
        let media = Media { any: true, uploading: false, failed: true };
        assert_eq!(Fault::of_step(Step::Say, &entered, media), []);
        assert_eq!(Fault::of_step(Step::Check, &entered, media), [Fault::Failed]);
        assert_eq!(Fault::Failed.step(), Step::Say);
    }

    #[test]
    fn contacts_are_checked_as_far_as_the_browser_can() {
        let entered = Entered {
            text: "The lift".into(),
            name: "x".repeat(220),
            email: "nobody".into(),
            phone: "1".into(),
            ..Entered::default()
        };
        assert_eq!(
            Fault::of_step(Step::Check, &entered, NOTHING),
            [Fault::Name, Fault::Email, Fault::Phone]
        );
        let pasted = Entered {
            name: "Salma\tAli".into(),
            email: "<mailto:salma@example.org>,".into(),
            phone: "\u{2066}+٩٧١ (0)٥٠ ١٢٣ ٤٥٦٧\u{2069}".into(),
            ..entered
        };
        assert_eq!(Fault::of_step(Step::Check, &pasted, NOTHING), []);
    }
}
