//! Texts that gateways refuse towards the Emirates, and the number of parts that a text takes.
//!
//! `domain::delivery::sms` counts parts too, before the edge sends. This crate doesn't use it: the
//! two check each other.

/// Reason for a refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// Neither a number of the country nor an international one.
    Number,
    /// Not the registered name.
    Sender,
    Empty,
    /// Longer than ten parts.
    Long,
    /// A link or a phone number in the text.
    Content,
    /// A promotion at night.
    Night,
}

/// Returns why a message would be refused.
pub(super) fn refused(
    registered: &str,
    from: &str,
    to: &str,
    text: &str,
    now: u64,
) -> Option<Refused> {
    let digits = to.trim_start_matches('+');
    let is_number =
        (8..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    // Promotions come from the registered name after `AD-`.
    let name = from.strip_prefix("AD-");
    let is_promotion = name.is_some();
    if !is_number {
        return Some(Refused::Number);
    }
    if name.unwrap_or(from) != registered || !is_sender_name(registered) {
        return Some(Refused::Sender);
    }
    if text.trim().is_empty() {
        return Some(Refused::Empty);
    }
    if parts(text) > 10 {
        return Some(Refused::Long);
    }
    let is_emirati = digits.starts_with("971");
    if is_emirati && (has_link(text) || has_phone_number(text)) {
        return Some(Refused::Content);
    }
    (is_emirati && is_promotion && is_night(now)).then_some(Refused::Night)
}

/// Returns whether a sender name has 3 to 11 letters, digits or spaces, and a letter.
fn is_sender_name(name: &str) -> bool {
    (3..=11).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b" -".contains(&byte))
        && name.bytes().any(|byte| byte.is_ascii_alphabetic())
}

/// Returns whether it is between 21:00 and 07:00 in Dubai, which has no summer time.
fn is_night(now: u64) -> bool {
    let hour = (now / 3_600_000 + 4) % 24;
    !(7..21).contains(&hour)
}

/// Returns whether a text has an address: with a scheme, with `www.`, or a bare domain.
fn has_link(text: &str) -> bool {
    text.split(|character: char| character.is_whitespace() || "()<>\"'،؛".contains(character)).any(
        |word| {
            let word = word.to_lowercase();
            let host = word.split(['/', '?', '#']).next().unwrap_or_default();
            let host = host.trim_matches(|character: char| !character.is_alphanumeric());
            let last = host.rsplit_once('.').map_or("", |(_, last)| last);
            let is_domain = last.len() >= 2 && last.bytes().all(|byte| byte.is_ascii_alphabetic());
            word.contains("://") || host.starts_with("www.") || is_domain
        },
    )
}

/// Returns whether a text has a phone number: an international one, or one of the country's, in
/// digits of any script. A reference of twelve digits in three groups isn't one.
fn has_phone_number(text: &str) -> bool {
    let digits: String = text
        .chars()
        .map(|character| match character {
            '\u{660}'..='\u{669}' => digit(character, '\u{660}'),
            '\u{6f0}'..='\u{6f9}' => digit(character, '\u{6f0}'),
            other => other,
        })
        .collect();
    digits.split(|character: char| !(character.is_ascii_digit() || "+- ".contains(character))).any(
        |run| {
            let run = run.trim_matches(['-', ' ']);
            let number: String = run.chars().filter(char::is_ascii_digit).collect();
            let international = run.starts_with('+') || number.starts_with("00971");
            let mobile = number.len() == 10 && number.starts_with("05");
            let landline = number.len() == 9 && number.starts_with('0');
            let free = (7..=10).contains(&number.len()) && number.starts_with("800");
            let country = number.len() == 12 && number.starts_with("971");
            international && number.len() >= 8 || mobile || landline || free || country
        },
    )
}

fn digit(character: char, zero: char) -> char {
    let value = u32::from(character) - u32::from(zero);
    char::from_digit(value, 10).unwrap_or(character)
}

/// Characters of the GSM alphabet that count two.
const EXTENDED: &str = "^{}\\[~]|€\u{c}";
/// Characters of the GSM alphabet beyond ASCII letters and digits.
const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./:;<=>?¡ÄÖÑÜ§¿äöñüà";

/// Returns the number of parts in which a text travels.
pub(super) fn parts(text: &str) -> usize {
    let septets: Option<usize> = text
        .chars()
        .map(|character| {
            if character.is_ascii_alphanumeric() || BASIC.contains(character) {
                Some(1)
            } else {
                EXTENDED.contains(character).then_some(2)
            }
        })
        .sum();
    match septets {
        Some(count) if count <= 160 => 1,
        Some(count) => count.div_ceil(153),
        None => {
            let units = text.encode_utf16().count();
            if units <= 70 { 1 } else { unicode_parts(text) }
        }
    }
}

/// Returns the parts of 67 units in which no pair of units is cut.
fn unicode_parts(text: &str) -> usize {
    let (mut parts, mut filled) = (1, 0);
    for character in text.chars() {
        if filled + character.len_utf16() > 67 {
            parts += 1;
            filled = 0;
        }
        filled += character.len_utf16();
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Noon in Dubai.
    const NOON: u64 = 8 * 3_600_000;

    fn why(from: &str, text: &str, now: u64) -> Option<Refused> {
        refused("Sawtak", from, "+971501234567", text, now)
    }

    #[test]
    fn a_link_or_a_phone_number_is_refused() {
        for text in [
            "See https://voice.example/p",
            "انظر voice.example.ae للمزيد",
            "www.voice.example",
            "Call +971 50 123 4567",
            "اتصل على ٠٥٠١٢٣٤٥٦٧",
            "Call 800 5432",
            "04 123 4567",
            "00971501234567",
        ] {
            assert_eq!(why("Sawtak", text, NOON), Some(Refused::Content), "{text}");
        }
        for text in [
            "Your complaint 2604-8317-5529 was answered. You hear from us by 3 December 2026.",
            "رقم المشاركة 2604-8317-5529، وسنجيب قبل 3/12/2026.",
            "رمزك 123456",
            "Answered at 10:42. Thank you",
        ] {
            assert_eq!(why("Sawtak", text, NOON), None, "{text}");
        }
    }

    #[test]
    fn only_the_registered_name_sends() {
        assert_eq!(why("Other", "a", NOON), Some(Refused::Sender));
        assert_eq!(why("+14155550100", "a", NOON), Some(Refused::Sender));
        assert_eq!(
            refused("a name too long", "a name too long", "971501234567", "a", 0),
            Some(Refused::Sender)
        );
        assert_eq!(refused("Sawtak", "Sawtak", "sawtak", "a", NOON), Some(Refused::Number));
        assert_eq!(why("Sawtak", " ", NOON), Some(Refused::Empty));
    }

    #[test]
    fn promotions_wait_for_the_morning_and_notices_do_not() {
        let [late, early, morning] = [17, 2, 3].map(|hour| hour * 3_600_000);
        for night in [late, early] {
            assert_eq!(why("AD-Sawtak", "a", night), Some(Refused::Night));
            assert_eq!(why("Sawtak", "a", night), None);
        }
        assert_eq!(why("AD-Sawtak", "a", morning), None);
    }

    #[test]
    fn arabic_has_parts_of_67_and_latin_of_153() {
        assert_eq!([parts(&"a".repeat(160)), parts(&"a".repeat(161))], [1, 2]);
        assert_eq!([parts(&"€".repeat(80)), parts(&"€".repeat(81))], [1, 2]);
        assert_eq!([parts(&"ش".repeat(70)), parts(&"ش".repeat(71))], [1, 2]);
        assert_eq!([parts(&"ش".repeat(134)), parts(&"ش".repeat(135))], [2, 3]);
        // An emoji isn't cut: 66 units and an emoji make a part of 66, then another.
        let emoji = format!("{}😀{}", "ش".repeat(66), "ش".repeat(65));
        assert_eq!(parts(&emoji), 2);
        assert_eq!(parts(&format!("{emoji}ش")), 3);
        assert_eq!(why("Sawtak", &"ش".repeat(671), NOON), Some(Refused::Long));
    }
}
