//! Words and numbers by which metadata of any format tell a place.

use std::ops::RangeInclusive;

/// Parts of names of fields that hold a place.
const NAMES: [&[u8]; 12] = [
    b"gps",
    b"location",
    b"geo",
    b"coord",
    b"latitude",
    b"longitude",
    b"altitude",
    b"iso6709",
    b"city",
    b"country",
    b"address",
    b"venue",
];

/// Returns whether a name or a text contains a word for a place, in ASCII or UTF-16.
pub(super) fn names_place(text: &[u8]) -> bool {
    let text: Vec<u8> =
        text.iter().filter(|byte| **byte != 0).map(u8::to_ascii_lowercase).collect();
    NAMES.iter().any(|name| text.windows(name.len()).any(|window| window == *name))
}

/// Returns whether a text contains coordinates: as ISO 6709 writes them, `+25.2048+055.2708/`, or
/// as maps do, `25.2048, 55.2708` and `25.2048° N 55.2708° E`.
pub(super) fn has_coordinates(text: &[u8]) -> bool {
    let text: Vec<u8> = text.iter().copied().filter(|byte| *byte != 0).collect();
    (0..text.len()).any(|at| {
        let rest = &text[at..];
        let is_signed = degrees(rest).and_then(|used| degrees(&rest[used..])).is_some();
        let begins = at == 0 || !is_of_number(text[at - 1]);
        is_signed || (begins && is_pair(rest))
    })
}

/// Returns the length of a signed number with a fraction.
fn degrees(text: &[u8]) -> Option<usize> {
    text.first().filter(|sign| matches!(sign, b'+' | b'-'))?;
    decimal(&text[1..], 2..=7, 1).map(|used| 1 + used)
}

/// Returns whether a text begins with two numbers of degrees, with something between them.
fn is_pair(text: &[u8]) -> bool {
    let precise = |text: &[u8]| {
        let sign = usize::from(text.starts_with(b"-"));
        decimal(&text[sign..], 1..=3, 4).map(|used| sign + used)
    };
    let Some(first) = precise(text) else { return false };
    let rest = &text[first..];
    let gap = rest.iter().take(GAP_MAX).take_while(|byte| !is_of_number(**byte)).count();
    gap > 0 && precise(&rest[gap..]).is_some()
}

/// Most bytes between latitude and longitude: `° N, `.
const GAP_MAX: usize = 8;

fn is_of_number(byte: u8) -> bool {
    byte.is_ascii_digit() || matches!(byte, b'.' | b'-')
}

/// Returns the length of a number with so many digits, and at least so many of its fraction.
fn decimal(text: &[u8], wholes: RangeInclusive<usize>, fractions: usize) -> Option<usize> {
    let digits =
        |text: &[u8]| text.iter().take(16).take_while(|byte| byte.is_ascii_digit()).count();
    let whole = digits(text);
    let fraction = digits(text[whole..].strip_prefix(b".")?);
    (wholes.contains(&whole) && fraction >= fractions).then_some(whole + 1 + fraction)
}

/// Returns whether a field's content tells a place.
pub(super) fn tells_place(text: &[u8]) -> bool {
    names_place(text) || has_coordinates(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_known_by_name_and_by_number() {
        for text in [
            "com.apple.quicktime.location.ISO6709",
            "GPS Latitude",
            "LOCATION-eng",
            "GEO_TAG",
            "at +25.2048+055.2708/",
            "-33.86+151.20+012/",
            "l\0o\0c\0a\0t\0i\0o\0n\0",
            "At 25.2048, 55.2708",
            "25.204849,55.270782",
            "(-33.8688; 151.2093)",
            "25.2048° N, 55.2708° E",
        ] {
            assert!(tells_place(text.as_bytes()), "{text}");
        }
        for text in [
            "com.apple.quicktime.make",
            "Lavf60.3.100",
            "+1.5",
            "+5.25-6",
            "Park 25.2048",
            "25.20, 55.27",
            "1.2345.6789",
            "10.0000 of 1",
            "0.25000, 1/4",
        ] {
            assert!(!tells_place(text.as_bytes()), "{text}");
        }
    }
}
