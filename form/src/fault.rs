//! Faults that keep the visitor from going on, with the step and field of each and its explanation.

use domain::text::Text;

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
    /// Text longer than the limit.
    TextLong,
    /// Remedy longer than the limit.
    RemedyLong,
    /// Unfinished upload.
    Uploading,
    /// Attachment that could not be uploaded.
    Failed,
    /// Invalid e-mail address.
    Email,
    /// Invalid phone number.
    Phone,
}

impl Fault {
    /// Returns the faults of a step's answers.
    pub fn of_step(step: Step, entered: &Entered, media: Media) -> Vec<Self> {
        let mut faults = Vec::new();
        let mut look = |is_wrong: bool, fault: Self| {
            if is_wrong {
                faults.push(fault);
            }
        };
        look(step == Step::Kind && entered.kind.is_none(), Self::Kind);
        // The check step repeats this: a text or attachment may be gone since, such as an empty
        // recording.
        if step != Step::Kind {
            let text = Text::parse(&entered.text);
            look(text.is_err(), Self::TextLong);
            look(text == Ok(None) && !media.any, Self::Text);
            look(
                entered.remedy().is_some_and(|remedy| Text::parse(&remedy).is_err()),
                Self::RemedyLong,
            );
        }
        if step == Step::Check {
            for (member, _) in
                entered.contact().and_then(|typed| typed.parse().err()).unwrap_or_default()
            {
                look(member == "email", Self::Email);
                look(member == "phone", Self::Phone);
            }
            look(media.uploading, Self::Uploading);
            look(media.failed, Self::Failed);
        }
        faults
    }

    /// Returns the step in which the visitor can correct the fault.
    pub const fn step(self) -> Step {
        match self {
            Self::Kind => Step::Kind,
            Self::Text | Self::TextLong | Self::Failed => Step::Say,
            Self::RemedyLong => Step::Remedy,
            Self::Uploading | Self::Email | Self::Phone => Step::Check,
        }
    }

    /// Returns the id of the field with the fault.
    pub const fn field(self) -> &'static str {
        match self {
            Self::Kind => ids::KIND,
            Self::Text | Self::TextLong => ids::TEXT,
            Self::RemedyLong => ids::SUGGESTION,
            Self::Uploading => ids::SEND,
            Self::Failed => ids::ITEMS,
            Self::Email => ids::EMAIL,
            Self::Phone => ids::PHONE,
        }
    }

    /// Returns the phrase that tells the visitor what to do about the fault.
    pub const fn phrase(self) -> Phrase {
        match self {
            Self::Kind => Phrase::ErrorKind,
            Self::Text => Phrase::ErrorText,
            Self::TextLong | Self::RemedyLong => Phrase::ErrorTextLong,
            Self::Uploading => Phrase::ErrorUploading,
            Self::Failed => Phrase::ErrorFailed,
            Self::Email => Phrase::ErrorEmail,
            Self::Phone => Phrase::ErrorPhone,
        }
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
        let long = "a".repeat(domain::text::TEXT_MAX + 1);
        let complaint = Entered {
            kind: Some(domain::intake::kind::Kind::Complaint),
            text: "The lift".into(),
            suggestion: long,
            ..Entered::default()
        };
        assert_eq!(Fault::of_step(Step::Remedy, &complaint, NOTHING), [Fault::RemedyLong]);
        assert_eq!(Fault::RemedyLong.step(), Step::Remedy);
        let kind = Some(domain::intake::kind::Kind::Observation);
        assert_eq!(
            Fault::of_step(Step::Check, &Entered { kind, ..complaint }, NOTHING),
            [],
            "it is not sent"
        );
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
    fn contacts_are_checked_by_the_rules_of_the_domain() {
        let entered = Entered {
            text: "The lift".into(),
            email: "nobody".into(),
            phone: "1".into(),
            ..Entered::default()
        };
        assert_eq!(Fault::of_step(Step::Check, &entered, NOTHING), [Fault::Email, Fault::Phone]);
    }
}
