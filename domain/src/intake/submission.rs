//! Submission of a visitor, parsed and checked, and the rules of its parts.

use crate::{
    intake::{
        contact::Contact,
        kind::{Kind, Mood},
        place::Place,
    },
    media::upload::UploadId,
    slug::Slug,
    text::Text,
};

/// Maximum length of a stored page address, in bytes.
pub const PAGE_MAX: usize = 2_000;

/// Maximum length of a language tag, in bytes (RFC 5646, section 4.4.1).
pub const LANGUAGE_MAX: usize = 35;

/// Version of the unified guide (`guide`): the promises and rules of all entities, the questions of
/// the form, and what their answers mean. It rises when they change, and the first event of a
/// history records it.
pub const GUIDE_VERSION: u16 = 1;

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
    /// Place that the participation is about.
    pub place: Option<Place>,
    /// Language of the form (BCP 47).
    pub language: String,
    /// Mood that the happiness meter handed over.
    pub mood: Option<Mood>,
    /// Page on which the participation was written: origin and path.
    pub page: Option<String>,
    /// Time from opening the form to sending it, in milliseconds.
    pub elapsed_ms: Option<u32>,
    /// A test of a web team, which reaches nobody.
    pub is_test: bool,
}

/// Returns whether a tag has the shape of BCP 47. Whether the language exists makes no difference
/// here.
pub(crate) fn is_language_tag(tag: &str) -> bool {
    tag.len() <= LANGUAGE_MAX
        && tag.split('-').enumerate().all(|(place, subtag)| {
            let is_primary = place > 0 || subtag.bytes().all(|byte| byte.is_ascii_alphabetic());
            (1..=8).contains(&subtag.len())
                && is_primary
                && subtag.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}

/// Returns a page's origin and path; `None` if the text isn't a page's address. Query and fragment
/// are dropped, because they may hold data that nobody meant to send.
pub(crate) fn origin_and_path(page: &str) -> Option<String> {
    let bare = page.split(['?', '#']).next().unwrap_or_default();
    let rest = bare.strip_prefix("https://").or_else(|| bare.strip_prefix("http://"))?;
    let authority = rest.split('/').next().unwrap_or_default();
    let is_page = !authority.is_empty()
        && !authority.contains('@')
        && bare.len() <= PAGE_MAX
        && !bare.contains(|character: char| character.is_whitespace() || character.is_control());
    is_page.then(|| bare.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_and_a_language_have_their_limits_and_no_less() {
        let page = |length: usize| {
            format!("https://rta.example/{}", "x".repeat(length - "https://rta.example/".len()))
        };
        assert!(origin_and_path(&page(PAGE_MAX)).is_some());
        assert_eq!(origin_and_path(&page(PAGE_MAX + 1)), None);
        let longest = "abcdefgh-abcdefgh-abcdefgh-abcdefgh";
        assert!(longest.len() == LANGUAGE_MAX && is_language_tag(longest));
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
