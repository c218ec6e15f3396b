//! Normalised form of a value of one line, such as a contact.

use icu_normalizer::ComposingNormalizerBorrowed;

use super::{
    characters::{is_dash, is_invisible, is_stop, is_wrapper},
    digits,
};

/// Brings a typed or pasted value to one form: Unicode's NFKC, without invisible characters, with
/// ASCII digits and hyphens, and with one space for any white space or control characters.
pub fn line(typed: &str) -> String {
    normalized(typed.chars().filter(|&character| !is_invisible(character)))
}

/// Brings a name to the form of [`line`], with the joiners that the scripts of Iran and India write
/// between letters.
pub fn line_with_joiners(typed: &str) -> String {
    let characters: Vec<char> = typed
        .chars()
        .filter(|&character| is_joiner(character) || !is_invisible(character))
        .collect();
    let is_letter = |place: Option<usize>| {
        place.and_then(|place| characters.get(place)).is_some_and(|&near| is_letter(near))
    };
    normalized(characters.iter().enumerate().filter_map(|(place, &character)| {
        let is_between = is_letter(place.checked_sub(1)) && is_letter(place.checked_add(1));
        (!is_joiner(character) || is_between).then_some(character)
    }))
}

fn normalized(characters: impl Iterator<Item = char>) -> String {
    let mut line = String::new();
    for character in ComposingNormalizerBorrowed::new_nfkc().normalize_iter(characters) {
        if character.is_whitespace() || character.is_control() {
            if !line.ends_with(' ') {
                line.push(' ');
            }
        } else if is_dash(character) {
            line.push('-');
        } else if is_joiner(character) || !is_invisible(character) {
            line.push(digits::ascii(character));
        }
    }
    line.trim().to_owned()
}

/// Returns whether a character is the zero-width non-joiner or the zero-width joiner.
const fn is_joiner(character: char) -> bool {
    matches!(character, '\u{200c}' | '\u{200d}')
}

/// Returns whether a joiner may stand beside a character: a letter or mark outside ASCII.
fn is_letter(character: char) -> bool {
    !character.is_ascii() && !character.is_whitespace() && !is_joiner(character)
}

/// Removes quotes, brackets, white space, commas and full stops around a value.
pub fn unwrapped(value: &str) -> &str {
    value.trim_matches(|character: char| {
        character.is_whitespace() || is_wrapper(character) || is_stop(character)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_value_has_one_form_however_it_was_pasted() {
        for pasted in [
            "\u{2066}a-1 b\u{2069}",
            "\u{feff}ａ－１\u{3000}ｂ",
            " a‑١\tb\r\n",
            "a−۱\u{a0}\u{200b} b",
        ] {
            assert_eq!(line(pasted), "a-1 b", "{pasted:?}");
        }
        assert_eq!(line("e\u{301}"), "é");
        assert_eq!(
            line_with_joiners("\u{200c}علی\u{200c}رضا\u{200d} \u{202e}x"),
            "علی\u{200c}رضا x"
        );
        assert_eq!(unwrapped(" «(\"a b\"),». "), "a b");
    }

    proptest! {
        #[test]
        fn a_normalised_line_stays(typed: String) {
            let once = line(&typed);
            prop_assert!(!once.chars().any(char::is_control));
            prop_assert_eq!(line(&once), once);
        }
    }
}
