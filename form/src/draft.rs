//! What has been entered so far, and what is wrong with it.

use domain::{contact::Contact, kind::Kind, text::Text, wire};
use leptos::prelude::*;

use crate::language::Words;

/// The three steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// What is it?
    Kind,
    /// Say it.
    Say,
    /// Check it, and send.
    Check,
}

impl Step {
    /// All of them, in order.
    pub const ALL: [Self; 3] = [Self::Kind, Self::Say, Self::Check];

    /// The step's number, from 1.
    pub const fn number(self) -> u8 {
        self as u8 + 1
    }

    /// The step after this one.
    pub fn next(self) -> Option<Self> {
        Self::ALL.into_iter().find(|step| *step > self)
    }

    /// The step before this one.
    pub fn back(self) -> Option<Self> {
        Self::ALL.into_iter().rev().find(|step| *step < self)
    }
}

/// What has been entered, as plain values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entered {
    /// What it is.
    pub kind: Option<Kind>,
    /// The text.
    pub text: String,
    /// The remedy, with a complaint.
    pub suggestion: String,
    /// The service's short name; empty for none.
    pub service: String,
    /// The author's name.
    pub name: String,
    /// The author's e-mail address.
    pub email: String,
    /// The author's phone number.
    pub phone: String,
}

impl Entered {
    /// The contact as it is sent; `None` when nothing of it was entered.
    pub fn contact(&self) -> Option<wire::Contact> {
        let part = |value: &String| Some(value.trim().to_owned()).filter(|value| !value.is_empty());
        let contact = wire::Contact { name: part(&self.name), email: part(&self.email), phone: part(&self.phone) };
        (contact != wire::Contact::default()).then_some(contact)
    }
}

/// What is attached, as far as the form needs to know.
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
            Self::Kind => "kind-suggestion",
            Self::Text | Self::TextLong => "text",
            Self::Uploading => "send",
            Self::Email => "email",
            Self::Phone => "phone",
        }
    }

    /// What to do about it.
    pub const fn message(self, words: &'static Words) -> &'static str {
        match self {
            Self::Kind => words.error_kind,
            Self::Text => words.error_text,
            Self::TextLong => words.error_text_long,
            Self::Uploading => words.error_uploading,
            Self::Email => words.error_email,
            Self::Phone => words.error_phone,
        }
    }
}

/// What has been entered, as signals.
#[derive(Clone, Copy, Debug)]
pub struct Draft {
    /// What it is.
    pub kind: RwSignal<Option<Kind>>,
    /// The text.
    pub text: RwSignal<String>,
    /// The remedy, with a complaint.
    pub suggestion: RwSignal<String>,
    /// The service's short name; empty for none.
    pub service: RwSignal<String>,
    /// The author's name.
    pub name: RwSignal<String>,
    /// The author's e-mail address.
    pub email: RwSignal<String>,
    /// The author's phone number.
    pub phone: RwSignal<String>,
}

impl Draft {
    /// Signals that start with these values.
    pub fn new(entered: Entered) -> Self {
        Self {
            kind: RwSignal::new(entered.kind),
            text: RwSignal::new(entered.text),
            suggestion: RwSignal::new(entered.suggestion),
            service: RwSignal::new(entered.service),
            name: RwSignal::new(entered.name),
            email: RwSignal::new(entered.email),
            phone: RwSignal::new(entered.phone),
        }
    }

    /// The values as they are now, without following them.
    pub fn entered(&self) -> Entered {
        Entered {
            kind: self.kind.get_untracked(),
            text: self.text.get_untracked(),
            suggestion: self.suggestion.get_untracked(),
            service: self.service.get_untracked(),
            name: self.name.get_untracked(),
            email: self.email.get_untracked(),
            phone: self.phone.get_untracked(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTHING: Media = Media { any: false, uploading: false };

    #[test]
    fn steps_lead_forward_and_back() {
        assert_eq!(Step::Kind.next(), Some(Step::Say));
        assert_eq!(Step::Check.next(), None);
        assert_eq!(Step::Check.back(), Some(Step::Say));
        assert_eq!(Step::Kind.back(), None);
        assert_eq!(Step::Check.number(), 3);
    }

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
        assert_eq!(Entered { name: "  ".into(), ..Entered::default() }.contact(), None);
    }
}
