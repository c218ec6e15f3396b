//! Words and numbers by which metadata of any format tell a place.

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

/// Returns whether a text contains coordinates as ISO 6709 writes them: `+25.2048+055.2708/`.
pub(super) fn has_coordinates(text: &[u8]) -> bool {
    let text: Vec<u8> = text.iter().copied().filter(|byte| *byte != 0).collect();
    (0..text.len())
        .any(|at| degrees(&text[at..]).and_then(|used| degrees(&text[at + used..])).is_some())
}

/// Returns the length of a signed number with a fraction.
fn degrees(text: &[u8]) -> Option<usize> {
    let digits =
        |text: &[u8]| text.iter().take(16).take_while(|byte| byte.is_ascii_digit()).count();
    text.first().filter(|sign| matches!(sign, b'+' | b'-'))?;
    let whole = digits(&text[1..]);
    let rest = text[1 + whole..].strip_prefix(b".")?;
    let fraction = digits(rest);
    (matches!(whole, 2..=7) && fraction > 0).then_some(2 + whole + fraction)
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
        ] {
            assert!(tells_place(text.as_bytes()), "{text}");
        }
        for text in ["com.apple.quicktime.make", "Lavf60.3.100", "+1.5", "+5.25-6", "Park 25.2048"]
        {
            assert!(!tells_place(text.as_bytes()), "{text}");
        }
    }
}
