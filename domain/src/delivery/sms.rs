//! Text messages: encodings, numbers of parts, and what gateways refuse.
//!
//! The gateway encodes and cuts a message; here is counted what it will cost. GSM 7-bit
//! (3GPP TS 23.038) holds 160 characters, or 153 in each of several parts; UCS-2, which all Arabic
//! needs, 70 code units, or 67 in each part.

/// Basic characters of GSM 7-bit. The escape isn't among them.
const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

/// Characters that take two places, since an escape precedes them.
const EXTENDED: &str = "^{}\\[~]|€\u{c}";

/// Longest text message that is sent, in parts.
pub const PARTS_MAX: u32 = 10;

/// Encoding of a text message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// GSM 7-bit default alphabet.
    Gsm7,
    /// UCS-2: two bytes a code unit.
    Ucs2,
}

impl Encoding {
    /// Returns the encoding that a text needs.
    pub fn of(text: &str) -> Self {
        let fits = text.chars().all(|letter| BASIC.contains(letter) || EXTENDED.contains(letter));
        if fits { Self::Gsm7 } else { Self::Ucs2 }
    }

    /// Returns the places of one part: of a message with a single part, and of one with several.
    const fn places(self) -> [usize; 2] {
        match self {
            Self::Gsm7 => [160, 153],
            Self::Ucs2 => [70, 67],
        }
    }

    /// Returns the places that a character takes.
    fn width(self, letter: char) -> usize {
        match self {
            Self::Gsm7 if EXTENDED.contains(letter) => 2,
            Self::Gsm7 => 1,
            Self::Ucs2 => letter.len_utf16(),
        }
    }
}

/// Cuts a text into the parts that it's sent in. No part ends within a surrogate pair or an
/// escape.
pub fn parts(text: &str) -> Vec<&str> {
    let encoding = Encoding::of(text);
    let [single, several] = encoding.places();
    if text.chars().map(|letter| encoding.width(letter)).sum::<usize>() <= single {
        return vec![text];
    }
    let mut parts = Vec::new();
    let (mut start, mut used) = (0, 0);
    for (at, letter) in text.char_indices() {
        let width = encoding.width(letter);
        if used + width > several {
            parts.push(&text[start..at]);
            (start, used) = (at, 0);
        }
        used += width;
    }
    parts.push(&text[start..]);
    parts
}

/// Returns the number of parts that a text is sent in.
pub fn count(text: &str) -> u32 {
    u32::try_from(parts(text).len()).unwrap_or(u32::MAX)
}

/// Reason why a text isn't sent as a text message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsendable {
    /// A link: operators of the Emirates refuse it.
    Link,
    /// A phone number: likewise.
    PhoneNumber,
    /// More parts than [`PARTS_MAX`].
    TooLong,
    /// No text.
    Empty,
}

/// Checks a text by the rules of operators and gateways.
///
/// # Errors
///
/// Refuses a link, a phone number, and a text that is empty or too long.
pub fn check(text: &str) -> Result<(), Unsendable> {
    if text.trim().is_empty() {
        return Err(Unsendable::Empty);
    }
    let lower = text.to_lowercase();
    if lower.contains("://") || lower.split_whitespace().any(is_host) {
        return Err(Unsendable::Link);
    }
    if has_phone_number(text) {
        return Err(Unsendable::PhoneNumber);
    }
    if count(text) > PARTS_MAX { Err(Unsendable::TooLong) } else { Ok(()) }
}

/// Returns whether a word is a host name, with or without a path.
fn is_host(word: &str) -> bool {
    let word = word.trim_matches(|letter: char| !letter.is_alphanumeric());
    let host = word.split(['/', '?', '#']).next().unwrap_or_default();
    let mut labels = host.rsplit('.');
    let last = labels.next().unwrap_or_default();
    let is_named = host.contains('.') && last.len() >= 2;
    let of_letters = |label: &str| {
        !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    is_named && last.bytes().all(|byte| byte.is_ascii_alphabetic()) && labels.all(of_letters)
}

/// Returns whether a text has a phone number: a plus or two zeros and at least eight digits, or nine
/// digits in a row. A reference number has groups of four with hyphens and begins with neither.
fn has_phone_number(text: &str) -> bool {
    let (mut run, mut digits, mut is_international, mut before) = (0, 0, false, ' ');
    for letter in text.chars() {
        if letter.is_numeric() {
            if digits == 0 {
                is_international = before == '+';
            }
            (run, digits) = (run + 1, digits + 1);
            if run >= 9 || is_international && digits >= 8 {
                return true;
            }
        } else if matches!(letter, ' ' | '-' | '(' | ')') && digits > 0 && is_international {
            run = 0;
        } else {
            (run, digits, is_international) = (0, 0, false);
        }
        before = letter;
    }
    false
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_alphabet_has_the_characters_of_its_standard() {
        // 128 places, without the escape.
        assert_eq!(BASIC.chars().count(), 127);
        assert_eq!(Encoding::of("Hello {€}"), Encoding::Gsm7);
        assert_eq!(Encoding::of("شكوى"), Encoding::Ucs2);
        assert_eq!(Encoding::of("naïve"), Encoding::Ucs2, "there is no ï in it");
    }

    #[test]
    fn one_character_more_makes_two_parts() {
        for (letter, single) in [("a", 160), ("€", 80), ("ش", 70), ("😀", 35)] {
            assert_eq!(count(&letter.repeat(single)), 1, "{letter}");
            assert_eq!(count(&letter.repeat(single + 1)), 2, "{letter}");
        }
        assert_eq!(count(&"a".repeat(153 * 2)), 2);
        assert_eq!(count(&"a".repeat(153 * 2 + 1)), 3);
        // 67 places hold 33 pairs; the last place stays empty.
        assert_eq!(parts(&"😀".repeat(36))[0], "😀".repeat(33));
        assert_eq!(parts(&"€".repeat(81))[0], "€".repeat(76));
    }

    #[test]
    fn links_and_phone_numbers_are_refused_and_reference_numbers_are_not() {
        for link in
            ["See https://voice.example", "voice.example/p/1", "(www.rta.ae)", "WWW.RTA.AE."]
        {
            assert_eq!(check(link), Err(Unsendable::Link), "{link}");
        }
        for number in ["Call +971 50 123 4567", "Call 0501234567", "tel ٠٥٠١٢٣٤٥٦٧", "+97140000000"]
        {
            assert_eq!(check(number), Err(Unsendable::PhoneNumber), "{number}");
        }
        for fine in [
            "Number: \u{200e}2604-8317-5529. To read it, follow it up where you sent it.",
            "Your code is 012345. It is valid for ten minutes.",
            "By 1 April 2026, 12:00.",
            "e.g. at 10.30",
        ] {
            assert_eq!(check(fine), Ok(()), "{fine}");
        }
        assert_eq!(check(" "), Err(Unsendable::Empty));
        assert_eq!(check(&"ش".repeat(671)), Err(Unsendable::TooLong));
    }

    proptest! {
        #[test]
        fn parts_are_the_text_again_and_none_is_too_long(text in "[a-z€{}شكوى😀 ]{0,500}") {
            let parts = parts(&text);
            prop_assert_eq!(parts.concat(), text.clone());
            let encoding = Encoding::of(&text);
            let [single, several] = encoding.places();
            let limit = if parts.len() == 1 { single } else { several };
            for part in parts {
                let width: usize = part.chars().map(|letter| encoding.width(letter)).sum();
                prop_assert!(width <= limit);
            }
        }
    }
}
