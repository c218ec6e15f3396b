//! Reference numbers within a text.

use serde::{Deserialize, Serialize};

use crate::{
    intake::contact::phone,
    reference::{Reference, ReferenceError},
    text::{
        characters::{is_dash, is_invisible},
        digits,
    },
};

/// Digits of a reference number.
const DIGITS: usize = 12;

/// Digits of each of its groups as it is shown.
const GROUP: usize = 4;

/// Reference number that a text has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mention {
    /// Number with the right check digit.
    Reference {
        /// The number.
        reference: Reference,
        /// It is unlikely to be another number of twelve digits.
        is_grouped: bool,
    },
    /// Twelve digits with a wrong check digit.
    Wrong {
        /// The digits stand in groups of four.
        is_grouped: bool,
    },
    /// No number of twelve digits.
    None,
}

/// Reason why the number of a text opens nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReferenceProblem {
    /// The check digit is wrong: a digit was mistyped.
    CheckDigit,
}

impl Mention {
    /// Finds the reference number of a text: the first with the right check digit, else the first
    /// of twelve digits.
    pub fn of(text: &str) -> Self {
        let mut wrong = Self::None;
        for groups in numbers(text) {
            // A payment card or a bank account has four such groups in a row.
            if groups.windows(4).any(|four| four.iter().all(|group| group.len() == GROUP)) {
                continue;
            }
            for start in 0..groups.len() {
                match candidate(groups.get(start..).unwrap_or_default(), start > 0) {
                    Self::None => {}
                    found @ Self::Reference { .. } => return found,
                    found @ Self::Wrong { .. } => {
                        if wrong == Self::None {
                            wrong = found;
                        }
                    }
                }
            }
        }
        wrong
    }
}

/// Parses the twelve digits at the beginning of some groups of digits. If others stand before them,
/// they must be one group or as a reference number is shown.
fn candidate(groups: &[String], is_later: bool) -> Mention {
    let mut typed = String::new();
    let mut count = 0;
    while typed.len() < DIGITS {
        let Some(group) = groups.get(count) else { return Mention::None };
        typed.push_str(group);
        count += 1;
    }
    if typed.len() != DIGITS {
        return Mention::None;
    }
    let is_grouped =
        count == DIGITS / GROUP && groups.iter().take(count).all(|group| group.len() == GROUP);
    if is_later && count > 1 && !is_grouped {
        return Mention::None;
    }
    match Reference::parse(&typed) {
        Ok(reference) => {
            let is_grouped = is_grouped || count == 1 && !typed.starts_with(phone::HOME);
            Mention::Reference { reference, is_grouped }
        }
        Err(ReferenceError::Check) => Mention::Wrong { is_grouped },
        Err(_) => Mention::None,
    }
}

/// Returns the numbers of a text: groups of ASCII digits with a dash, a dot or spaces between them.
/// Those with a plus before them are telephone numbers, and left out.
fn numbers(text: &str) -> Vec<Vec<String>> {
    let (mut numbers, mut groups, mut group) = (Vec::new(), Vec::new(), String::new());
    let mut has_plus = false;
    for character in text.chars().filter(|&character| !is_invisible(character)).chain(['\n']) {
        if let Some(digit) = digits::value(character) {
            group.push(char::from(b'0' + digit));
            continue;
        }
        if !group.is_empty() {
            groups.push(std::mem::take(&mut group));
        }
        let joins = matches!(character, ' ' | '\u{a0}' | '.' | '/' | '_') || is_dash(character);
        if !joins {
            let number = std::mem::take(&mut groups);
            if !number.is_empty() && !has_plus {
                numbers.push(number);
            }
            has_plus = matches!(character, '+' | '＋');
        }
    }
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reference() -> Reference {
        Reference::draw(26_048_317_552_u64.to_be_bytes())
    }

    #[test]
    fn a_number_is_found_within_a_text_in_any_script() {
        let number = reference().to_string();
        let arabic: String = number
            .chars()
            .map(|character| {
                let digit = character.to_digit(10);
                digit.and_then(|digit| char::from_u32(0x660 + digit)).unwrap_or(character)
            })
            .collect();
        for text in [
            format!("Any news on {number}?"),
            format!("شو صار على {arabic}؟"),
            format!("ref {} 0501234567", number.replace('-', " ")),
            format!("flat 12, case {}, call 050 123 4567", number.replace('-', "")),
        ] {
            assert!(
                matches!(Mention::of(&text), Mention::Reference { reference: found, .. } if found == reference()),
                "{text}"
            );
        }
    }

    #[test]
    fn a_wrong_check_digit_is_told_from_no_number() {
        assert_eq!(Mention::of("case 2604-8317-5520"), Mention::Wrong { is_grouped: true });
        assert_eq!(Mention::of("case 260483175520"), Mention::Wrong { is_grouped: false });
        for text in [
            "",
            "plate 12345",
            "784-1990-1234567-1",
            "050 123 4567",
            "99999999999999",
            "4111-1111-1111-1111",
            "AE07 0331 2345 6789 0123 456",
            "+91 98765 43210",
        ] {
            assert_eq!(Mention::of(text), Mention::None, "{text}");
        }
    }
}
