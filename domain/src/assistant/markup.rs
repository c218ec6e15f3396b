//! Markup within a message: it is written for machines and says nothing of what happened.

use std::borrow::Cow;

/// Returns a text without objects of JSON and without tags. What stands between tags is kept.
pub(super) fn without_markup(text: &str) -> Cow<'_, str> {
    if !text.contains(['{', '<']) {
        return Cow::Borrowed(text);
    }
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(place) = rest.find(['{', '<']) {
        let (before, marked) = rest.split_at(place);
        kept.push_str(before);
        if let Some(length) = object(marked).or_else(|| tag(marked)) {
            kept.push(' ');
            rest = marked.get(length..).unwrap_or_default();
        } else {
            kept.extend(marked.chars().next());
            rest = marked.get(1..).unwrap_or_default();
        }
    }
    kept.push_str(rest);
    Cow::Owned(kept)
}

/// Returns the length of an object at the beginning of a text: braces around a name in quotes and a
/// colon.
fn object(text: &str) -> Option<usize> {
    let name = text.strip_prefix('{')?.trim_start().strip_prefix('"')?;
    let (name, rest) = name.split_once('"')?;
    let is_name = !name.is_empty() && name.chars().all(|one| one.is_alphanumeric() || one == '_');
    if !is_name || !rest.trim_start().starts_with(':') {
        return None;
    }
    let mut depth = 0_usize;
    for (place, character) in text.char_indices() {
        match character {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return Some(place + 1);
        }
    }
    None
}

/// Returns the length of a tag at the beginning of a text.
fn tag(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('<')?;
    let (inner, _) = inner.split_once('>')?;
    let name = inner.strip_prefix('/').unwrap_or(inner);
    let is_name = name.starts_with(|one: char| one.is_ascii_alphabetic())
        && name.chars().all(|one| one.is_ascii_alphanumeric());
    is_name.then_some(inner.len() + 2)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn objects_and_tags_go_and_words_stay() {
        for (text, kept) in [
            ("the bus {\"intent\": {\"a\": 1}} is late", "the bus   is late"),
            ("<system>the bus</system> is late", " the bus  is late"),
            ("{the bus} <is late", "{the bus} <is late"),
            ("{\"intent\": the bus", "{\"intent\": the bus"),
            ("a < b > c", "a < b > c"),
        ] {
            assert_eq!(without_markup(text), kept, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_answered(text in "[{}<>\":/a ]{0,40}|\\PC*") {
            prop_assert!(without_markup(&text).len() <= text.len() + 1);
        }
    }
}
