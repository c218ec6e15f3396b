//! Excerpts of search results: the part of a text around the first match, with the ranges to mark.

use std::ops::Range;

use super::Query;
use serde::{Deserialize, Serialize};

/// Length of an excerpt, in characters.
const LENGTH: usize = 180;

/// Count of those characters that stand before the first match.
const BEFORE: usize = 40;

/// Excerpt of a text, with the matches in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Excerpt {
    /// Text of the excerpt.
    pub text: String,
    /// Matches to mark, as byte ranges of the UTF-8, in order and without overlap.
    pub marks: Vec<Range<usize>>,
}

/// Returns where the words of `asked` stand in a text: byte ranges, in order.
pub fn marks(text: &str, asked: &Query) -> Vec<Range<usize>> {
    asked.places(text)
}

/// Returns the part of a text around the first match, or its beginning if nothing matches.
pub fn excerpt(text: &str, asked: &Query) -> Excerpt {
    let marks = marks(text, asked);
    let first = marks.first().map_or(0, |mark| mark.start);
    let start = back(text, first, BEFORE);
    let end = text[start..].char_indices().nth(LENGTH).map_or(text.len(), |(at, _)| start + at);
    let shown = marks
        .into_iter()
        .filter(|mark| mark.end <= end)
        .map(|mark| mark.start - start..mark.end - start);
    let text = format!("{}{}", &text[start..end], if end < text.len() { "…" } else { "" });
    let (text, shift) =
        if start > 0 { (format!("…{text}"), '…'.len_utf8()) } else { (text, 0) };
    Excerpt { text, marks: shown.map(|mark| mark.start + shift..mark.end + shift).collect() }
}

/// Returns the position `characters` characters before `place`, moved forward to the next beginning
/// of a word if one lies between.
fn back(text: &str, place: usize, characters: usize) -> usize {
    let before = &text[..place];
    let start = before.char_indices().rev().take(characters).last().map_or(place, |(at, _)| at);
    match before[start..].find(char::is_whitespace) {
        Some(space) if start > 0 => {
            start + space + before[start + space..].chars().next().map_or(0, char::len_utf8)
        }
        _ => start,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn marked(excerpt: &Excerpt) -> Vec<&str> {
        excerpt.marks.iter().map(|mark| &excerpt.text[mark.clone()]).collect()
    }

    #[test]
    fn what_was_found_is_shown_and_marked_as_it_was_written() {
        let text = format!("{}قرب الشّارع إنارةٌ مطفأة {}", "كلام ".repeat(40), "وكلام ".repeat(60));
        let excerpt = excerpt(&text, &Query::parse("انارة شارع"));
        assert_eq!(marked(&excerpt), ["الشّارع", "إنارةٌ"]);
        assert!(
            excerpt.text.starts_with("…كلام") && excerpt.text.ends_with('…'),
            "{}",
            excerpt.text
        );
    }

    #[test]
    fn without_anything_found_it_is_the_beginning() {
        assert_eq!(
            excerpt("The machine kept my card.", &Query::default()).text,
            "The machine kept my card."
        );
        assert_eq!(excerpt("", &Query::parse("card")), Excerpt::default());
    }

    proptest! {
        #[test]
        fn marks_lie_in_the_part_that_is_shown(text in "(ab|انارة|é|[ \n]){0,200}", asked in "(ab|إنارة|é) ?(x|ab)?") {
            let asked = Query::parse(&asked);
            let excerpt = excerpt(&text, &asked);
            for mark in &excerpt.marks {
                let word = excerpt.text.get(mark.clone()).unwrap();
                prop_assert!(asked.terms.iter().any(|term| term.is_in(word)), "{word}");
            }
            prop_assert_eq!(excerpt.marks.is_empty(), marks(&text, &asked).is_empty());
        }
    }
}
