//! Submission of a visitor, parsed and checked.

use crate::{
    input::{Errors, InputError, Reason, attachments},
    intake::{
        contact::Contact,
        kind::{Kind, Mood},
    },
    media::upload::UploadId,
    slug::Slug,
    text::Text,
    wire,
};

/// Maximum length of a stored page address, in bytes.
pub const PAGE_MAX: usize = 2_000;

/// Submission: the participation that its author wants to create.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submission {
    /// Kind of the participation.
    pub kind: Kind,
    /// Entity that receives the participation.
    pub entity: Slug,
    /// Service of the entity that the participation is about.
    pub service: Option<Slug>,
    /// Text that the author wrote. Where this is `None`, there is an attachment.
    pub text: Option<Text>,
    /// Remedy that the author of a complaint proposes.
    pub suggestion: Option<Text>,
    /// Finished uploads, each once.
    pub attachments: Vec<UploadId>,
    /// Contact of the author.
    pub contact: Option<Contact>,
    /// Language of the form (BCP 47).
    pub language: String,
    /// Mood that the happiness meter handed over.
    pub mood: Option<Mood>,
    /// Page on which the participation was written: origin and path.
    pub page: Option<String>,
    /// Time from opening the form to sending it, in milliseconds.
    pub elapsed_ms: Option<u32>,
}

impl Submission {
    /// Parses a submission. Checks everything that needs no lookup, and reports all errors at once.
    ///
    /// # Errors
    ///
    /// Every error of the submission.
    pub fn parse(sent: wire::Submission) -> Result<Self, Vec<InputError>> {
        let mut errors = Errors::default();
        let entity = errors.keep("/entity", Slug::parse(&sent.entity));
        let service = sent
            .service
            .as_deref()
            .and_then(|service| errors.keep("/service", Slug::parse(service)));
        let text = errors.text("/text", Some(&sent.text));
        let suggestion = errors.text("/suggestion", sent.suggestion.as_deref());
        if suggestion.is_some() && sent.kind != Kind::Complaint {
            errors.add("/suggestion", Reason::SuggestionWithoutComplaint);
        }
        let attachments = attachments(&sent.attachments, &mut errors);
        if text.is_none() && sent.attachments.is_empty() && errors.is_empty() {
            errors.add("/text", Reason::NothingSaid);
        }
        let contact = sent.contact.as_ref().and_then(|typed| contact(typed, &mut errors));
        if !is_language_tag(&sent.language) {
            errors.add("/language", Reason::Language);
        }
        let page =
            sent.page.as_deref().and_then(|page| errors.keep("/page", origin_and_path(page)));
        let Some(entity) = entity.filter(|_| errors.is_empty()) else {
            return Err(errors.into_all());
        };
        Ok(Self {
            kind: sent.kind,
            entity,
            service,
            text,
            suggestion,
            attachments,
            contact,
            language: sent.language,
            mood: sent.mood,
            page,
            elapsed_ms: sent.elapsed_ms,
        })
    }
}

fn contact(typed: &wire::Contact, errors: &mut Errors) -> Option<Contact> {
    Contact::parse(typed).unwrap_or_else(|wrong| {
        for (member, error) in wrong {
            errors.add(&format!("/contact/{member}"), error.into());
        }
        None
    })
}

/// Returns whether a tag has the shape of BCP 47. Whether the language exists makes no difference
/// here.
fn is_language_tag(tag: &str) -> bool {
    tag.len() <= 35
        && tag.split('-').enumerate().all(|(place, subtag)| {
            let is_primary = place > 0 || subtag.bytes().all(|byte| byte.is_ascii_alphabetic());
            (1..=8).contains(&subtag.len())
                && is_primary
                && subtag.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}

/// Returns a page's origin and path. Query and fragment are dropped, because they may hold data
/// that nobody meant to send.
fn origin_and_path(page: &str) -> Result<String, Reason> {
    let bare = page.split(['?', '#']).next().unwrap_or_default();
    let rest = bare
        .strip_prefix("https://")
        .or_else(|| bare.strip_prefix("http://"))
        .ok_or(Reason::Page)?;
    let authority = rest.split('/').next().unwrap_or_default();
    let is_page = !authority.is_empty()
        && !authority.contains('@')
        && bare.len() <= PAGE_MAX
        && !bare.contains(|character: char| character.is_whitespace() || character.is_control());
    if is_page { Ok(bare.to_owned()) } else { Err(Reason::Page) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::TEXT_MAX;

    fn complaint() -> wire::Submission {
        wire::Submission {
            kind: Kind::Complaint,
            entity: "rta".into(),
            service: None,
            text: "The machine kept my card.".into(),
            suggestion: None,
            attachments: vec![],
            contact: None,
            language: "en".into(),
            mood: None,
            page: None,
            elapsed_ms: None,
        }
    }

    fn errors(sent: wire::Submission) -> Vec<(String, Reason)> {
        Submission::parse(sent)
            .unwrap_err()
            .into_iter()
            .map(|error| (error.pointer, error.reason))
            .collect()
    }

    #[test]
    fn words_or_an_attachment_are_enough() {
        assert!(Submission::parse(complaint()).is_ok());
        let voice =
            wire::Submission { text: " ".into(), attachments: vec!["0".repeat(32)], ..complaint() };
        assert!(Submission::parse(voice).is_ok());
        let silent = wire::Submission { text: "\n".into(), ..complaint() };
        assert_eq!(errors(silent), [("/text".into(), Reason::NothingSaid)]);
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once() {
        let wrong = wire::Submission {
            entity: "R T A".into(),
            text: "x".repeat(TEXT_MAX + 1),
            contact: Some(wire::Contact { name: None, email: Some("nobody".into()), phone: None }),
            language: "english!".into(),
            page: Some("javascript:alert(1)".into()),
            ..complaint()
        };
        let pointers: Vec<_> = errors(wrong).into_iter().map(|(pointer, _)| pointer).collect();
        assert_eq!(pointers, ["/entity", "/text", "/contact/email", "/language", "/page"]);
    }

    #[test]
    fn attachments_are_at_most_five_and_each_once() {
        let ids =
            |count: usize| (0..count).map(|number| format!("{number:032x}")).collect::<Vec<_>>();
        assert!(Submission::parse(wire::Submission { attachments: ids(5), ..complaint() }).is_ok());
        let six = wire::Submission { attachments: ids(6), ..complaint() };
        assert_eq!(errors(six), [("/attachments".into(), Reason::TooManyAttachments)]);
        let twice =
            wire::Submission { attachments: vec!["0".repeat(32), "0".repeat(32)], ..complaint() };
        assert_eq!(errors(twice), [("/attachments/1".into(), Reason::RepeatedAttachment)]);
    }

    #[test]
    fn a_suggestion_rides_on_a_complaint_alone() {
        let paired = |kind| wire::Submission {
            kind,
            suggestion: Some("Add a camera.".into()),
            ..complaint()
        };
        assert!(Submission::parse(paired(Kind::Complaint)).unwrap().suggestion.is_some());
        assert_eq!(
            errors(paired(Kind::Observation)),
            [("/suggestion".into(), Reason::SuggestionWithoutComplaint)]
        );
    }

    #[test]
    fn a_page_loses_its_query_and_fragment() {
        let sent = wire::Submission {
            page: Some("https://rta.example/pay?card=1#x".into()),
            ..complaint()
        };
        assert_eq!(
            Submission::parse(sent).unwrap().page.as_deref(),
            Some("https://rta.example/pay")
        );
        for page in [
            "",
            "https://",
            "https://user:pass@rta.example/",
            "ftp://rta.example/",
            "https://a b/",
            "https://a/\0",
        ] {
            let sent = wire::Submission { page: Some(page.into()), ..complaint() };
            assert_eq!(errors(sent), [("/page".into(), Reason::Page)], "{page}");
        }
    }

    #[test]
    fn a_page_and_a_language_have_their_limits_and_no_less() {
        let page = |length: usize| {
            format!("https://rta.example/{}", "x".repeat(length - "https://rta.example/".len()))
        };
        assert!(origin_and_path(&page(PAGE_MAX)).is_ok());
        assert_eq!(origin_and_path(&page(PAGE_MAX + 1)), Err(Reason::Page));
        let longest = "abcdefgh-abcdefgh-abcdefgh-abcdefgh";
        assert!(longest.len() == 35 && is_language_tag(longest));
        assert!(!is_language_tag("abcdefgh-abcdefgh-abcdefgh-abcdefg-a"));
    }

    #[test]
    fn language_tags_have_their_shape() {
        for tag in ["ar", "en-GB", "zh-Hans-CN", "fil"] {
            assert!(is_language_tag(tag), "{tag}");
        }
        for tag in ["", "-", "a1", "en_GB", "toolonglanguage", "ar-"] {
            assert!(!is_language_tag(tag), "{tag}");
        }
    }
}
