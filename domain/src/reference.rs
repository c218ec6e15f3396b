//! Reference numbers: twelve digits that can be read aloud, written on paper and typed on any
//! keypad.
//!
//! Eleven digits are drawn at random; the last is a check digit over them after Damm (H. M. Damm,
//! *Total anti-symmetrische Quasigruppen*, Marburg 2004), which catches every single wrong digit
//! and every swap of neighbours.

use std::fmt::{self, Write};

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

use crate::text::{
    characters::{is_dash, is_invisible, is_stop, is_wrapper},
    digits,
};

/// Damm's totally anti-symmetric quasigroup of order ten.
const DAMM: [[u8; 10]; 10] = [
    [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
    [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
    [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
    [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
    [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
    [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
    [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
    [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
    [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
    [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
];

const LENGTH: usize = 12;

/// Path of the status page, before the reference number.
const PAGE: &str = "/p/";

/// Count of numbers to draw from: eleven free digits.
const SPACE: u64 = 100_000_000_000;

/// Sound number that documents show.
pub const EXAMPLE: &str = "2604-8317-5529";

/// Reference number of a participation. Shown as `2604-8317-5529`; stored as twelve ASCII digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Reference([u8; LENGTH]);

/// Reason why typed text is not a reference number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ReferenceError {
    /// A character that is neither a digit nor a separator.
    #[error("a reference number has digits only, in groups of four: 2604-8317-5529")]
    Character,
    /// A number of digits other than twelve.
    #[error("a reference number has twelve digits; this one has {0}")]
    Length(usize),
    /// Twelve digits with a wrong check digit.
    #[error("one of the digits is wrong, or two of them changed places")]
    Check,
}

impl Reference {
    /// Makes a reference number out of 64 random bits.
    pub fn draw(entropy: [u8; 8]) -> Self {
        let mut rest = u64::from_be_bytes(entropy) % SPACE;
        let mut values = [0; LENGTH];
        for value in values[..LENGTH - 1].iter_mut().rev() {
            // Below ten, so it fits.
            *value = (rest % 10) as u8;
            rest /= 10;
        }
        values[LENGTH - 1] = check(&values[..LENGTH - 1]);
        Self(values.map(|value| b'0' + value))
    }

    /// Parses a reference number as this crate writes it, with or without hyphens. For text that
    /// somebody typed, see [`Reference::parse`].
    ///
    /// # Errors
    ///
    /// Returns an error if there are other characters, not twelve digits, or a wrong check digit.
    pub fn from_written(written: &str) -> Result<Self, ReferenceError> {
        let mut digits = [b'0'; LENGTH];
        let mut length = 0;
        for byte in written.bytes().filter(|&byte| byte != b'-') {
            if !byte.is_ascii_digit() {
                return Err(ReferenceError::Character);
            }
            if let Some(digit) = digits.get_mut(length) {
                *digit = byte;
            }
            length += 1;
        }
        if length != LENGTH {
            return Err(ReferenceError::Length(length));
        }
        if check(&digits.map(|digit| digit - b'0')) == 0 {
            Ok(Self(digits))
        } else {
            Err(ReferenceError::Check)
        }
    }

    /// Parses typed or pasted text: digits of any script with separators anywhere, a label before
    /// them (`REF.`, `#`), quotes or brackets around them, letters that look like digits, or the
    /// address of the status page.
    ///
    /// # Errors
    ///
    /// Returns an error if there are other characters, not twelve digits, or a wrong check digit.
    pub fn parse(typed: &str) -> Result<Self, ReferenceError> {
        let number = match typed.rsplit_once(PAGE) {
            Some((_, rest)) => rest.split(['#', '?', '/']).next().unwrap_or_default(),
            None => typed,
        };
        // From the end, since a label before the number may have letters that look like digits.
        let mut values = Vec::with_capacity(LENGTH);
        let mut rest = number.chars().rev().filter(|&character| !is_separator(character));
        for character in rest.by_ref().take(LENGTH) {
            match digits::value(character).or_else(|| look_alike(character)) {
                Some(value) => values.push(value),
                None if values.is_empty() || character.is_alphanumeric() => {
                    return Self::refuse(number);
                }
                None => break,
            }
        }
        values.reverse();
        let values: [u8; LENGTH] = match values.try_into() {
            Ok(values) if !rest.any(|character| digits::value(character).is_some()) => values,
            _ => return Self::refuse(number),
        };
        if check(&values) != 0 {
            return Err(ReferenceError::Check);
        }
        Ok(Self(values.map(|value| b'0' + value)))
    }

    /// Returns the reason why text isn't a reference number.
    fn refuse(typed: &str) -> Result<Self, ReferenceError> {
        let mut digits = 0;
        let mut is_odd = false;
        for character in typed.chars().filter(|&character| !is_separator(character)) {
            let is_digit = digits::value(character).is_some();
            digits += usize::from(is_digit);
            // Before the first digit it's a label.
            is_odd |= !is_digit && digits > 0;
        }
        let is_word = digits == 0 && typed.chars().any(|character| !is_separator(character));
        let error = if is_odd || is_word {
            ReferenceError::Character
        } else {
            ReferenceError::Length(digits)
        };
        Err(error)
    }

    /// Returns the twelve digits without separators, as stored.
    pub fn digits(&self) -> &str {
        // Made of ASCII digits only.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

/// Returns the check digit of `values`; zero over a whole reference number.
fn check(values: &[u8]) -> u8 {
    values.iter().fold(0, |interim, &value| DAMM[usize::from(interim)][usize::from(value)])
}

/// Returns the digit that a letter looks like.
const fn look_alike(character: char) -> Option<u8> {
    match character {
        'O' | 'o' | 'О' | 'о' | 'Ο' | 'ο' | 'Ｏ' | 'ｏ' => Some(0),
        'I' | 'l' | 'i' | '|' | 'І' | 'Ι' => Some(1),
        _ => None,
    }
}

/// Returns whether a character separates digits, or stands around a number without being part of
/// it: white space, dashes, stops, quotes, brackets, and what copied right-to-left text contains.
fn is_separator(character: char) -> bool {
    character.is_whitespace()
        || character.is_control()
        || is_invisible(character)
        || is_dash(character)
        || is_stop(character)
        || is_wrapper(character)
        || matches!(character, '_' | '/' | '\\' | '#' | '＃' | '№' | 'ー' | '·' | '~' | '=')
}

impl fmt::Display for Reference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, &digit) in self.0.iter().enumerate() {
            if matches!(place, 4 | 8) {
                formatter.write_char('-')?;
            }
            formatter.write_char(char::from(digit))?;
        }
        Ok(())
    }
}

impl fmt::Debug for Reference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl Serialize for Reference {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Reference {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let typed = String::deserialize(deserializer)?;
        Self::parse(&typed).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_example_passes_its_own_check() {
        assert!(Reference::parse(EXAMPLE).is_ok());
        assert!(ReferenceError::Character.to_string().contains(EXAMPLE));
    }

    #[test]
    fn shown_in_groups_of_four() {
        let reference = Reference::draw(26_048_317_552_u64.to_be_bytes());
        assert_eq!(
            reference.to_string(),
            format!("2604-8317-552{}", check(&[2, 6, 0, 4, 8, 3, 1, 7, 5, 5, 2]))
        );
    }

    #[test]
    fn damms_own_example_has_check_digit_four() {
        assert_eq!(check(&[5, 7, 2]), 4);
    }

    #[test]
    fn says_what_is_wrong() {
        assert_eq!(Reference::parse("2604-8317-55x6"), Err(ReferenceError::Character));
        assert_eq!(Reference::parse("2604-8317"), Err(ReferenceError::Length(8)));
        assert_eq!(Reference::parse(""), Err(ReferenceError::Length(0)));
    }

    #[test]
    fn what_was_pasted_around_the_number_is_dropped() {
        let reference = Reference::draw(26_048_317_552_u64.to_be_bytes());
        let number = reference.to_string();
        for (before, after) in [
            ("REF.", ""),
            ("ref ", ""),
            ("#REF ", ""),
            ("REF#", "."),
            ("Ref no.: ", ","),
            ("№ ", ""),
            ("\u{2066}#", "\u{2069}"),
            ("“", "”"),
            ("[", "]\u{a0}\n"),
            ("(", ")"),
            ("الرقم المرجعي: ", "،"),
            ("参考编号：", "。"),
            ("https://voice.example/p/", "?lang=ar#key7"),
        ] {
            let typed = [before, &number, after].concat();
            assert_eq!(Reference::parse(&typed), Ok(reference), "{typed:?}");
        }
        for typed in [
            number.replace('-', "‑"),
            number.replace('-', " − "),
            number.replace('-', "."),
            number.replace('-', "/"),
            number.replace('-', "ー"),
            number.replace('1', "l"),
            number.replace('0', "O"),
            number.replace('0', "о").replace('1', "I"),
        ] {
            assert_eq!(Reference::parse(&typed), Ok(reference), "{typed:?}");
        }
        assert_eq!(Reference::parse(&format!("5 {number}")), Err(ReferenceError::Length(13)));
        assert_eq!(Reference::from_written(&format!("#{number}")), Err(ReferenceError::Character));
    }

    proptest! {
        #[test]
        fn what_is_drawn_parses(entropy: [u8; 8]) {
            let reference = Reference::draw(entropy);
            prop_assert_eq!(Reference::parse(&reference.to_string()), Ok(reference));
            prop_assert_eq!(Reference::parse(reference.digits()), Ok(reference));
            prop_assert_eq!(Reference::from_written(&reference.to_string()), Ok(reference));
        }

        #[test]
        fn every_wrong_digit_is_caught(entropy: [u8; 8], place in 0..LENGTH, step in 1..10_u8) {
            let mut wrong = Reference::draw(entropy).0;
            wrong[place] = b'0' + (wrong[place] - b'0' + step) % 10;
            let wrong = String::from_utf8(wrong.to_vec()).unwrap();
            prop_assert_eq!(Reference::parse(&wrong), Err(ReferenceError::Check));
        }

        #[test]
        fn every_swap_of_neighbours_is_caught(entropy: [u8; 8], place in 0..LENGTH - 1) {
            let mut wrong = Reference::draw(entropy).0;
            prop_assume!(wrong[place] != wrong[place + 1]);
            wrong.swap(place, place + 1);
            let wrong = String::from_utf8(wrong.to_vec()).unwrap();
            prop_assert_eq!(Reference::parse(&wrong), Err(ReferenceError::Check));
        }

        #[test]
        fn other_scripts_and_separators_parse(entropy: [u8; 8], zero in prop::sample::select(vec!['٠', '۰', '०']), gap in prop::sample::select(vec!["", " ", "-", " – ", "\u{200f}"])) {
            let reference = Reference::draw(entropy);
            let typed: Vec<String> = reference.digits().bytes()
                .map(|digit| char::from_u32(u32::from(zero) + u32::from(digit - b'0')).unwrap().to_string())
                .collect();
            prop_assert_eq!(Reference::parse(&typed.join(gap)), Ok(reference));
        }

        #[test]
        fn anything_typed_is_answered(typed: String) {
            let _ = Reference::parse(&typed);
        }
    }
}
