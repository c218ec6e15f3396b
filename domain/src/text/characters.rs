//! Classes of characters that look like others, or like nothing.

/// Returns whether a character shows nothing and separates nothing: marks of direction, joiners,
/// variation selectors, fillers, byte order marks (Unicode's `Cf` without Arabic number signs, and
/// `Default_Ignorable_Code_Point`), and the empty Braille pattern.
pub const fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{2800}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Returns whether a character is neither white space, nor a control, nor invisible.
pub fn is_visible(character: char) -> bool {
    !character.is_whitespace() && !character.is_control() && !is_invisible(character)
}

/// Returns whether a character is a hyphen, a dash or a minus, or looks like one.
pub const fn is_dash(character: char) -> bool {
    matches!(
        character,
        '-' | '\u{58a}'
            | '\u{5be}'
            | '\u{1806}'
            | '\u{2010}'..='\u{2015}'
            | '\u{2043}'
            | '\u{207b}'
            | '\u{208b}'
            | '\u{2212}'
            | '\u{2e17}'
            | '\u{2e3a}'..='\u{2e3b}'
            | '\u{fe58}'
            | '\u{fe63}'
            | '\u{ff0d}'
    )
}

/// Returns whether a character is a quotation mark, an apostrophe, a bracket or an asterisk, which
/// messages put around a value.
pub const fn is_wrapper(character: char) -> bool {
    matches!(
        character,
        '"' | '\''
            | '`'
            | '*'
            | '('
            | ')'
            | '['
            | ']'
            | '{'
            | '}'
            | '<'
            | '>'
            | '«'
            | '»'
            | '´'
            | '\u{2018}'..='\u{201f}'
            | '\u{2039}'..='\u{203a}'
            | '\u{3008}'..='\u{3011}'
            | '\u{3014}'..='\u{301b}'
            | '\u{301d}'..='\u{301f}'
            | '\u{ff02}'
            | '\u{ff07}'
            | '\u{ff08}'..='\u{ff09}'
            | '\u{ff1c}'
            | '\u{ff1e}'
            | '\u{ff3b}'
            | '\u{ff3d}'
    )
}

/// Returns whether a character ends or lists values: a comma, a full stop, a colon.
pub const fn is_stop(character: char) -> bool {
    matches!(
        character,
        '.' | ','
            | ';'
            | ':'
            | '!'
            | '،'
            | '؛'
            | '۔'
            | '。'
            | '、'
            | '，'
            | '；'
            | '：'
            | '．'
            | '।'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_shows_nothing_is_not_visible() {
        let nothing = "\u{200b}\u{200e}\u{2066}\u{2069}\u{feff}\u{ad}\u{3164}\u{fe0f}\u{e0001}";
        assert!(!nothing.chars().any(is_visible) && nothing.chars().all(is_invisible));
        assert!(" \u{a0}\t\u{85}".chars().all(|character| !is_visible(character)));
        assert!("aص照😀.\u{600}".chars().all(is_visible));
    }

    #[test]
    fn dashes_of_every_keyboard_are_dashes() {
        assert!("-‐‑‒–—―−﹣－".chars().all(is_dash));
        assert!(!"_~a".chars().any(is_dash));
    }
}
