//! What keeps someone from going on, where it is, and what to do about it.

use domain::{contact::Contact, text::Text};

use crate::{Entered, Phrase, Step, ids};

/// What is attached, as far as the steps need to know.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Media {
    /// There is at least one attachment.
    pub any: bool,
    /// One of them is on its way still.
    pub uploading: bool,
}

/// What keeps someone from going on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No kind was chosen.
    Kind,
    /// Nothing was said in any way.
    Text,
    /// More than the limit was said.
    TextLong,
    /// An upload isn't finished.
    Uploading,
    /// Not an e-mail address.
    Email,
    /// Not a phone number.
    Phone,
}

impl Fault {
    /// What is wrong with a step.
    pub fn of_step(step: Step, entered: &Entered, media: Media) -> Vec<Self> {
        match step {
            Step::Kind => entered.kind.is_none().then_some(Self::Kind).into_iter().collect(),
            Step::Say => Self::of_text(entered, media).into_iter().collect(),
            Step::Check => Self::of_contact(entered).chain(media.uploading.then_some(Self::Uploading)).collect(),
        }
    }

    fn of_text(entered: &Entered, media: Media) -> Option<Self> {
        match (Text::parse(&entered.text), Text::parse(&entered.suggestion)) {
            (Err(_), _) | (_, Err(_)) => Some(Self::TextLong),
            (Ok(None), _) if !media.any => Some(Self::Text),
            _ => None,
        }
    }

    fn of_contact(entered: &Entered) -> impl Iterator<Item = Self> {
        let errors = entered.contact().and_then(|typed| Contact::parse(&typed).err()).unwrap_or_default();
        errors.into_iter().filter_map(|(member, _)| match member {
            "email" => Some(Self::Email),
            "phone" => Some(Self::Phone),
            _ => None,
        })
    }

    /// The id of the field that it is about.
    pub const fn field(self) -> &'static str {
        match self {
            Self::Kind => ids::KIND,
            Self::Text | Self::TextLong => ids::TEXT,
            Self::Uploading => ids::SEND,
            Self::Email => ids::EMAIL,
            Self::Phone => ids::PHONE,
        }
    }

    /// What to do about it.
    pub const fn phrase(self) -> Phrase {
        match self {
            Self::Kind => Phrase::ErrorKind,
            Self::Text => Phrase::ErrorText,
            Self::TextLong => Phrase::ErrorTextLong,
            Self::Uploading => Phrase::ErrorUploading,
            Self::Email => Phrase::ErrorEmail,
            Self::Phone => Phrase::ErrorPhone,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTHING: Media = Media { any: false, uploading: false };

    #[test]
    fn each_step_asks_for_its_own_alone() {
        let nothing = Entered::default();
        assert_eq!(Fault::of_step(Step::Kind, &nothing, NOTHING), [Fault::Kind]);
        assert_eq!(Fault::of_step(Step::Say, &nothing, NOTHING), [Fault::Text]);
        assert_eq!(Fault::of_step(Step::Check, &nothing, NOTHING), []);
    }

    #[test]
    fn a_recording_is_enough_and_must_have_arrived() {
        let media = Media { any: true, uploading: true };
        assert_eq!(Fault::of_step(Step::Say, &Entered::default(), media), []);
        assert_eq!(Fault::of_step(Step::Check, &Entered::default(), media), [Fault::Uploading]);
    }

    #[test]
    fn contacts_are_checked_by_the_rules_of_the_domain() {
        let entered = Entered { email: "nobody".into(), phone: "1".into(), ..Entered::default() };
        assert_eq!(Fault::of_step(Step::Check, &entered, NOTHING), [Fault::Email, Fault::Phone]);
    }
}
