//! Decimal digits of the scripts that our customers type.

/// Returns the value of a decimal digit in ASCII, Arabic-Indic, Persian, Devanagari, Bengali,
/// Malayalam or full-width form.
pub fn value(character: char) -> Option<u8> {
    // Each script's zero (Unicode 16, chapter 22.3); its nine other digits follow it.
    const ZEROS: [char; 7] = ['0', '٠', '۰', '०', '০', '൦', '0'];
    ZEROS.iter().find_map(|&zero| {
        let distance = u32::from(character).checked_sub(u32::from(zero))?;
        u8::try_from(distance).ok().filter(|&digit| digit < 10)
    })
}

/// Returns `text` with every digit written in ASCII.
pub fn to_ascii(text: &str) -> String {
    text.chars()
        .map(|character| value(character).map_or(character, |digit| char::from(b'0' + digit)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_each_script_have_their_value() {
        for text in [
            "0123456789",
            "٠١٢٣٤٥٦٧٨٩",
            "۰۱۲۳۴۵۶۷۸۹",
            "०१२३४५६७८९",
            "০১২৩৪৫৬৭৮৯",
            "൦൧൨൩൪൫൬൭൮൯",
            "0123456789",
        ] {
            assert_eq!(to_ascii(text), "0123456789");
        }
    }

    #[test]
    fn anything_else_stays() {
        assert_eq!(to_ascii("a/:٫é😀"), "a/:٫é😀");
    }
}
