//! Phone numbers, as typed or pasted, and their form in E.164.

use super::ContactError;
use crate::text::line;

/// Country code of numbers that are typed without one.
pub(crate) const HOME: &str = "971";

/// Assigned country codes (ITU-T E.164, list of assigned country codes), in order.
const COUNTRIES: [u16; 215] = [
    1, 7, 20, 27, 30, 31, 32, 33, 34, 36, 39, 40, 41, 43, 44, 45, 46, 47, 48, 49, 51, 52, 53, 54,
    55, 56, 57, 58, 60, 61, 62, 63, 64, 65, 66, 81, 82, 84, 86, 90, 91, 92, 93, 94, 95, 98, 211,
    212, 213, 216, 218, 220, 221, 222, 223, 224, 225, 226, 227, 228, 229, 230, 231, 232, 233, 234,
    235, 236, 237, 238, 239, 240, 241, 242, 243, 244, 245, 246, 247, 248, 249, 250, 251, 252, 253,
    254, 255, 256, 257, 258, 260, 261, 262, 263, 264, 265, 266, 267, 268, 269, 290, 291, 297, 298,
    299, 350, 351, 352, 353, 354, 355, 356, 357, 358, 359, 370, 371, 372, 373, 374, 375, 376, 377,
    378, 380, 381, 382, 383, 385, 386, 387, 389, 420, 421, 423, 500, 501, 502, 503, 504, 505, 506,
    507, 508, 509, 590, 591, 592, 593, 594, 595, 596, 597, 598, 599, 670, 672, 673, 674, 675, 676,
    677, 678, 679, 680, 681, 682, 683, 685, 686, 687, 688, 689, 690, 691, 692, 800, 808, 850, 852,
    853, 855, 856, 870, 878, 880, 881, 882, 883, 886, 888, 960, 961, 962, 963, 964, 965, 966, 967,
    968, 970, 971, 972, 973, 974, 975, 976, 977, 979, 992, 993, 994, 995, 996, 998,
];

/// Fewest digits of a number of another country that is typed without plus sign or `00`. A shorter
/// one is more likely a national number, and nobody can tell of which country.
const BARE_MIN: usize = 11;

/// Country codes whose numbers may begin with a zero: Italy, San Marino, Côte d'Ivoire, Burkina
/// Faso, Niger, Benin, Gabon, Congo and Tajikistan. Elsewhere a zero after the country code is the
/// trunk prefix, which only calls from within the country have.
const ZERO_KEPT: [&str; 9] = ["39", "378", "225", "226", "227", "229", "241", "242", "992"];

/// Trunk prefixes other than zero: country code, prefix, and digits of a number without it.
const TRUNKS: [(&str, &str, &[usize]); 8] = [
    ("1", "1", &[10]),
    ("7", "8", &[10]),
    ("36", "06", &[8, 9]),
    ("52", "01", &[10]),
    ("52", "1", &[10]),
    ("370", "8", &[8]),
    ("375", "80", &[9]),
    ("993", "8", &[8]),
];

/// Fewest and most digits of a number with its country code.
const DIGITS: std::ops::RangeInclusive<usize> = 8..=15;

/// Fewest digits before an extension.
const BEFORE_EXTENSION: usize = 7;

/// Most digits of an extension.
const EXTENSION_MAX: usize = 7;

/// Words and signs before an extension.
const EXTENSIONS: [&str; 14] = [
    "ext",
    "extn",
    "extension",
    "x",
    "#",
    ";",
    ",",
    ";ext",
    "доб",
    "تحويلة",
    "داخلي",
    "转",
    "分机",
    "p",
];

/// Words before a number that need no colon.
const LABELS: [&str; 8] = ["tel", "phone", "mobile", "mob", "cell", "whatsapp", "هاتف", "جوال"];

/// Converts a number to E.164: a plus sign and 8 to 15 digits. `00` stands for the plus, a single
/// `0` for the home country. A label and an extension are dropped.
pub(crate) fn phone(typed: &str) -> Result<String, ContactError> {
    let line = line(typed);
    let (has_plus, digits) = digits(without_label(&line)).ok_or(ContactError::Phone)?;
    let number = if has_plus || digits.starts_with("00") {
        digits.strip_prefix("00").unwrap_or(&digits).to_owned()
    } else if let Some(rest) = digits.strip_prefix('0') {
        // Such as 0971 50 …: a zero too few.
        if is_home(rest.strip_prefix(HOME).unwrap_or_default()) {
            rest.to_owned()
        } else {
            [HOME, rest].concat()
        }
    } else if is_home_without_zero(&digits) {
        [HOME, &digits].concat()
    } else if digits.len() >= BARE_MIN {
        digits
    } else {
        return Err(ContactError::Phone);
    };
    if number.starts_with('0') {
        return Err(ContactError::Phone);
    }
    let (country, national) = split(&number).ok_or(ContactError::Phone)?;
    let national = without_trunk(country, national);
    let is_number = DIGITS.contains(&(country.len() + national.len()))
        && (country != HOME || is_home(national));
    if is_number { Ok(["+", country, national].concat()) } else { Err(ContactError::Phone) }
}

/// Removes a word such as `tel:` or `Mobile` before the number.
fn without_label(line: &str) -> &str {
    let rest = line.trim_start_matches(char::is_alphabetic);
    let label = line[..line.len() - rest.len()].to_lowercase();
    let is_label =
        rest.starts_with([':', '.']) || LABELS.contains(&label.as_str()) || label == "callto";
    if is_label && !label.is_empty() { rest.trim_start_matches([':', '.', ' ']) } else { line }
}

/// Returns whether there is a plus sign, and the digits without separators and extension. `None` if
/// something else is there.
fn digits(number: &str) -> Option<(bool, String)> {
    let (mut has_plus, mut digits) = (false, String::new());
    for (at, character) in number.char_indices() {
        if character.is_ascii_digit() {
            digits.push(character);
        } else if matches!(character, '+' | '➕') && digits.is_empty() && !has_plus {
            has_plus = true;
        } else if digits.len() >= BEFORE_EXTENSION && is_extension(&number[at..]) {
            break;
        } else if !is_separator(character) {
            return None;
        }
    }
    Some((has_plus, digits))
}

/// Returns whether the rest of a number is an extension, such as `ext. 12`.
fn is_extension(rest: &str) -> bool {
    let digits = rest.trim_start_matches(|character: char| !character.is_ascii_digit());
    let word = rest[..rest.len() - digits.len()].to_lowercase();
    let word = word.trim_matches([' ', '.', ':', '=', '(']);
    let number = digits.trim_end_matches([' ', '.', ')']);
    let is_short = (1..=EXTENSION_MAX).contains(&number.len());
    EXTENSIONS.contains(&word) && is_short && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// Returns whether a character may stand between digits or around a number.
fn is_separator(character: char) -> bool {
    use crate::text::characters::{is_dash, is_stop, is_wrapper};
    character.is_whitespace()
        || is_dash(character)
        || is_wrapper(character)
        || is_stop(character)
        || matches!(character, '/' | '\\' | '|' | '·' | '•' | '~' | '_' | 'ー' | '٫' | '٬')
}

/// Splits a number after its country code; `None` if no country has such numbers.
fn split(number: &str) -> Option<(&str, &str)> {
    (1..=3).filter_map(|length| number.split_at_checked(length)).find(|(code, _)| {
        code.parse().is_ok_and(|code: u16| COUNTRIES.binary_search(&code).is_ok())
    })
}

/// Removes the trunk prefix from a national number.
fn without_trunk<'a>(country: &str, national: &'a str) -> &'a str {
    for (code, trunk, lengths) in TRUNKS {
        if let Some(rest) = national.strip_prefix(trunk)
            && code == country
            && lengths.contains(&rest.len())
        {
            return rest;
        }
    }
    if ZERO_KEPT.contains(&country) { national } else { national.trim_start_matches('0') }
}

/// Returns whether digits are a number of the home country without country code and zero: a
/// landline, a mobile, or a number of a service (`800`, `600`).
fn is_home(national: &str) -> bool {
    match national.len() {
        8 => national.starts_with(['2', '3', '4', '6', '7', '9']) || national.starts_with("800"),
        9 => national.starts_with(['4', '5', '6', '7', '9']) || national.starts_with("800"),
        7 | 10..=12 => national.starts_with("800"),
        _ => false,
    }
}

/// Returns whether digits without country code and zero are more likely a number of the home
/// country than one of another: no country has numbers of that code and length.
fn is_home_without_zero(digits: &str) -> bool {
    match digits.len() {
        8 => is_home(digits),
        9 => digits.starts_with('5'),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn anything_typed_is_a_number_in_e164_or_refused(typed in "(\\PC|[+0-9 ().x-]){0,24}") {
            if let Ok(number) = phone(&typed) {
                prop_assert!(DIGITS.contains(&(number.len() - 1)), "{number}");
                prop_assert_eq!(phone(&number), Ok(number));
            }
        }
    }

    #[test]
    fn phones_become_e164() {
        for typed in [
            "+971 50 123 4567",
            "00971-50-1234567",
            "050 123 4567",
            "٠٥٠ ١٢٣ ٤٥٦٧",
            "۰۵۰۱۲۳۴۵۶۷",
            "०५०१२३४५६७",
            "971501234567",
            "50 123 4567",
            "0971 50 123 4567",
            "\u{2066}+971 50 123 4567\u{2069}",
            "\u{202a}+971\u{a0}50\u{202f}123\u{2009}4567\u{202c}",
            "\u{200e}+971‑50‐123−4567\u{200f}",
            "\u{feff}+971\u{ad}501234567\u{200b}\u{2060}",
            "＋９７１（５０）１２３－４５６７",
            "+971 (0)50 123 4567",
            "+971(0) 50 1234567",
            "971 050 123 4567",
            "00971 050 123 4567",
            "+971-050-123-4567",
            "+00971501234567",
            "(+971) 50.123.4567",
            "\"+971 50 123 4567\"",
            "“050/123/4567”.",
            "«050 123 4567»,",
            "[050-123-4567]",
            "tel:+971-50-123-4567",
            "Tel. 050 123 4567",
            "هاتف: ٠٥٠١٢٣٤٥٦٧",
            "Mobile 050 123 4567",
            "050 123 4567 ext. 12",
            "050 123 4567 x12",
            "tel:+971501234567;ext=12",
            "050 123 4567 #12",
            "050 123 4567 (تحويلة ١٢)",
        ] {
            assert_eq!(phone(typed).as_deref(), Ok("+971501234567"), "{typed:?}");
        }
        for typed in [
            "12",
            "+0501234567",
            "call me",
            "+9715012345678901",
            "050 123 456",
            "050 123 45678",
            "+971 50 123 4567 Salma",
            "050 123 4567 / 055 765 4321",
            "+971 +50 123 4567",
            "+999 12 345 678",
            "8 912 345 67 89",
            "98765 43210",
            "212 555 0123",
            "",
            "+",
            "0",
        ] {
            assert_eq!(phone(typed), Err(ContactError::Phone), "{typed:?}");
        }
    }

    #[test]
    fn a_trunk_prefix_after_the_country_code_is_dropped_where_the_country_has_one() {
        for (typed, number) in [
            ("+971 4 123 4567", "+97141234567"),
            ("04 123 4567", "+97141234567"),
            ("41234567", "+97141234567"),
            ("800 12345", "+97180012345"),
            ("+44 (0)20 7946 0958", "+442079460958"),
            ("0044 020 7946 0958", "+442079460958"),
            ("+49 (0) 30 123456", "+4930123456"),
            ("+966 050 123 4567", "+966501234567"),
            ("+91 098765 43210", "+919876543210"),
            ("+39 06 6982 1234", "+390669821234"),
            ("+39 (0)6 6982 1234", "+390669821234"),
            ("+378 0549 123456", "+3780549123456"),
            ("+225 07 12 34 56 78", "+2250712345678"),
            ("+229 01 23 45 67 89", "+2290123456789"),
            ("+7 8 912 345-67-89", "+79123456789"),
            ("+7 912 345-67-89", "+79123456789"),
            ("+1 (1) 212 555 0123", "+12125550123"),
            ("+36 06 20 123 4567", "+36201234567"),
            ("+375 80 29 123 45 67", "+375291234567"),
            ("+98 0912 345 6789", "+989123456789"),
        ] {
            assert_eq!(phone(typed).as_deref(), Ok(number), "{typed}");
        }
    }
}
