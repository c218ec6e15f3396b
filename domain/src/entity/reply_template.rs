//! Reply templates of an entity, with placeholders: `Your request {{number}} is ready.`

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{bilingual::Named, slug::Slug, text::TEXT_MAX};

/// Most placeholders of one text.
const GAPS_MAX: usize = 20;

/// A reply template in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReplyTemplate {
    /// Name by which staff choose the template.
    pub name: Named,
    /// Text of the reply.
    pub text: Named,
}

/// Reason why a template is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ReplyTemplateError {
    /// An empty name or text.
    #[error("a template has a name and a text in each language")]
    Empty,
    /// A text longer than any reply may be.
    #[error("at most {TEXT_MAX} characters")]
    TooLong,
    /// Braces without a name between them, or without an end.
    #[error("a gap looks like {{{{number}}}}: a name of lower-case letters, digits and hyphens")]
    Gap,
    /// Too many placeholders: a form rather than a reply.
    #[error("at most {GAPS_MAX} gaps")]
    TooMany,
}

/// A placeholder that is still unfilled.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{{{{{0}}}}} is still to be filled")]
pub struct Unfilled(pub String);

impl ReplyTemplate {
    /// Checks both languages.
    ///
    /// # Errors
    ///
    /// Returns an error if a text is empty or too long, or has an invalid placeholder or too many.
    pub fn check(&self) -> Result<(), ReplyTemplateError> {
        if [&self.name.ar, &self.name.en, &self.text.ar, &self.text.en]
            .iter()
            .any(|part| part.trim().is_empty())
        {
            return Err(ReplyTemplateError::Empty);
        }
        for text in [&self.text.ar, &self.text.en] {
            if text.chars().count() > TEXT_MAX {
                return Err(ReplyTemplateError::TooLong);
            }
            let gaps = parts(text).try_fold(0, |count, part| match part {
                Part::Gap(name) => {
                    Slug::parse(name).map(|_| count + 1).map_err(|_| ReplyTemplateError::Gap)
                }
                Part::Open(_) => Err(ReplyTemplateError::Gap),
                Part::Said(_) => Ok(count),
            })?;
            if gaps > GAPS_MAX {
                return Err(ReplyTemplateError::TooMany);
            }
        }
        Ok(())
    }
}

/// Returns the names of a text's placeholders, each once, in the order of the text.
pub fn gaps(text: &str) -> Vec<&str> {
    let mut names = Vec::new();
    for part in parts(text) {
        if let Part::Gap(name) = part
            && !names.contains(&name)
        {
            names.push(name);
        }
    }
    names
}

/// Fills in the known values. Other placeholders stay as they are, for the employee who writes the
/// reply.
pub fn fill<'a>(text: &str, known: impl Fn(&str) -> Option<&'a str>) -> String {
    let mut filled = String::with_capacity(text.len());
    for part in parts(text) {
        match part {
            Part::Said(said) | Part::Open(said) => filled.push_str(said),
            Part::Gap(name) => match known(name) {
                Some(value) => filled.push_str(value),
                None => filled.extend(["{{", name, "}}"]),
            },
        }
    }
    filled
}

/// Checks that a text can be sent.
///
/// # Errors
///
/// Returns an error if a placeholder is unfilled.
pub fn filled(text: &str) -> Result<(), Unfilled> {
    let gap =
        parts(text).find_map(|part| if let Part::Gap(name) = part { Some(name) } else { None });
    gap.map_or(Ok(()), |name| Err(Unfilled(name.to_owned())))
}

/// Piece of a template's text.
enum Part<'a> {
    Said(&'a str),
    Gap(&'a str),
    /// The rest of the text, from braces that are never closed.
    Open(&'a str),
}

fn parts(text: &str) -> impl Iterator<Item = Part<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let part = match rest.strip_prefix("{{") {
            _ if rest.is_empty() => return None,
            Some(inside) => match inside.split_once("}}") {
                Some((name, after)) => {
                    rest = after;
                    return Some(Part::Gap(name.trim()));
                }
                None => Part::Open(rest),
            },
            None => {
                let (said, after) = rest.split_at(rest.find("{{").unwrap_or(rest.len()));
                rest = after;
                return Some(Part::Said(said));
            }
        };
        rest = "";
        Some(part)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const READY: &str = "Dear {{customer}}, {{ number }} is ready at {{place}}. Bring {{number}}.";

    fn template(text: &str) -> ReplyTemplate {
        let named = |text: &str| Named { ar: text.to_owned(), en: text.to_owned() };
        ReplyTemplate { name: named("Ready"), text: named(text) }
    }

    #[test]
    fn gaps_are_named_once_and_filled_wherever_they_stand() {
        assert_eq!(gaps(READY), ["customer", "number", "place"]);
        let known = |name: &str| match name {
            "customer" => Some("Mariam"),
            "number" => Some("{{place}}"),
            _ => None,
        };
        let reply = fill(READY, known);
        assert_eq!(reply, "Dear Mariam, {{place}} is ready at {{place}}. Bring {{place}}.");
        assert_eq!(filled(&reply), Err(Unfilled("place".into())));
        assert_eq!(Unfilled("place".into()).to_string(), "{{place}} is still to be filled");
        assert_eq!(filled(&fill(&reply, |_| Some("gate 4"))), Ok(()));
    }

    #[test]
    fn braces_that_people_write_are_no_gaps() {
        for said in ["", "{a}", "a } b }} c", "{{ open", "f(x) = {1, {2}}"] {
            assert_eq!(filled(said), Ok(()), "{said}");
            assert_eq!(fill(said, |_| Some("x")), said);
        }
    }

    #[test]
    fn a_template_is_whole_in_both_languages() {
        assert_eq!(template(READY).check(), Ok(()));
        assert_eq!(template(" ").check(), Err(ReplyTemplateError::Empty));
        assert_eq!(template(&"x".repeat(TEXT_MAX + 1)).check(), Err(ReplyTemplateError::TooLong));
        assert_eq!(
            template(&"{{a}}".repeat(GAPS_MAX + 1)).check(),
            Err(ReplyTemplateError::TooMany)
        );
        for wrong in ["{{}}", "{{Your name}}", "{{number", "{{{number}}}"] {
            assert_eq!(template(wrong).check(), Err(ReplyTemplateError::Gap), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn nothing_is_lost_where_nothing_is_known(text in "[{}a ]{0,20}") {
            let squeezed = |text: &str| text.replace(' ', "");
            prop_assert_eq!(squeezed(&fill(&text, |_| None)), squeezed(&text));
            prop_assert_eq!(filled(&text).is_ok(), gaps(&text).is_empty());
        }
    }
}
