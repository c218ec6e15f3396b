//! Letters of a character, for searching.

use icu_normalizer::{
    DecomposingNormalizerBorrowed, properties::CanonicalCombiningClassMapBorrowed,
};

use super::{characters::is_invisible, digits};

/// Decomposes a character (Unicode's NFKD) into its letters and digits in lower case. `None` if it
/// has no part in a word; empty if it belongs to the letter before it, as a diacritic does.
///
/// Texts in other Unicode forms give the same letters: characters are decomposed one by one, and
/// marks, whose order may vary, are dropped.
pub fn letters(character: char) -> Option<String> {
    if character.is_ascii() {
        return character
            .is_ascii_alphanumeric()
            .then(|| character.to_ascii_lowercase().to_string());
    }
    if is_mark(character) {
        return Some(String::new());
    }
    let (mut letters, mut is_between) = (String::new(), false);
    let parts = DecomposingNormalizerBorrowed::new_nfkd();
    for part in parts.normalize_iter(std::iter::once(character)).filter(|&part| !is_mark(part)) {
        is_between |= !part.is_alphanumeric();
        let lower = digits::ascii(part).to_lowercase();
        letters.extend(lower.filter(|letter| letter.is_alphanumeric() && !is_mark(*letter)));
    }
    (!letters.is_empty() || !is_between).then_some(letters)
}

/// Returns whether a character is a mark on the letter before it, or shows nothing.
fn is_mark(character: char) -> bool {
    CanonicalCombiningClassMapBorrowed::new().get_u8(character) != 0
        || is_invisible(character)
        // Quranic signs, tatweel, and signs of other scripts that aren't letters, or that some
        // keyboards type as part of the vowel after them.
        || matches!(character,
            '\u{640}' | '\u{e4d}' | '\u{ecd}' | '\u{6d6}'..='\u{6ed}' | '\u{17c9}'..='\u{17d1}' | '\u{17dd}' | '\u{135d}'..='\u{135f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_letter_are_one() {
        for (one, other) in
            [('é', 'e'), ('أ', 'ا'), ('ﻹ', 'ل'), ('Ａ', 'a'), ('ｶ', 'カ'), ('ё', 'е')]
        {
            assert!(letters(one).unwrap().starts_with(other), "{one}");
        }
        assert_eq!(letters('ﷲ').as_deref(), Some("الله"));
        assert_eq!(letters('\u{301}').as_deref(), Some(""));
        assert_eq!(letters('ﾞ').as_deref(), Some(""));
        assert_eq!(letters('…'), None);
        assert_eq!(letters(' '), None);
    }
}
