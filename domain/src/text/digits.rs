//! Decimal digits of any script.

/// Zero of each script outside India; its nine other digits follow it (Unicode 16, chapter 22.3).
const ZEROS: [char; 13] = ['0', '٠', '۰', '߀', '๐', '໐', '༠', '၀', '႐', '០', '᠐', '᥆', '\u{ff10}'];

/// Zero of Devanagari. The zeros of the scripts of India stand at equal distances after it.
const FIRST_OF_INDIA: u32 = 0x966;

/// Last digit of the last of these scripts.
const LAST_OF_INDIA: u32 = 0xdef;

/// Distance between the zeros of the scripts of India.
const BLOCK: u32 = 0x80;

/// Returns the value of a decimal digit in ASCII, Arabic-Indic, Persian, full-width form, or in a
/// script of India or South-East Asia.
pub fn value(character: char) -> Option<u8> {
    let code = u32::from(character);
    let digit = |distance: u32| u8::try_from(distance).ok().filter(|&digit| digit < 10);
    if (FIRST_OF_INDIA..=LAST_OF_INDIA).contains(&code) {
        return digit((code - FIRST_OF_INDIA) % BLOCK);
    }
    ZEROS.iter().find_map(|&zero| digit(code.checked_sub(u32::from(zero))?))
}

/// Returns a character, or the ASCII form of a digit.
pub fn ascii(character: char) -> char {
    value(character).map_or(character, |digit| char::from(b'0' + digit))
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
            "௦௧௨௩௪௫௬௭௮௯",
            "๐๑๒๓๔๕๖๗๘๙",
            "០១២៣៤៥៦៧៨៩",
            "၀၁၂၃၄၅၆၇၈၉",
            "０１２３４５６７８９",
        ] {
            assert_eq!(text.chars().map(ascii).collect::<String>(), "0123456789");
        }
    }

    #[test]
    fn anything_else_stays() {
        assert_eq!("a/:٫éकम😀".chars().map(ascii).collect::<String>(), "a/:٫éकम😀");
    }
}
