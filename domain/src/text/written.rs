//! Text that a person wrote, within its limits.

use thiserror::Error;

use super::characters::is_visible;

/// Longest text of a participation or a message, in characters (Unicode scalar values) after
/// trimming.
pub const TEXT_MAX: usize = 5_000;

/// Text of one to [`TEXT_MAX`] characters without white space around it. Otherwise stored as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text(String);

/// Reason why text is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum TextError {
    /// Longer than [`TEXT_MAX`].
    #[error("at most {TEXT_MAX} characters; there are {0}")]
    TooLong(usize),
    /// The character NUL, which no keyboard has and which ends a text early in other programs.
    #[error("the character NUL can't be part of a text")]
    Nul,
}

impl Text {
    /// Trims and checks a text; returns `None` if nothing visible is left.
    ///
    /// # Errors
    ///
    /// Returns an error if the text is longer than [`TEXT_MAX`] or holds NUL.
    pub fn parse(written: &str) -> Result<Option<Self>, TextError> {
        let trimmed = written.trim();
        let length = trimmed.chars().count();
        if length > TEXT_MAX {
            return Err(TextError::TooLong(length));
        }
        if trimmed.contains('\0') {
            return Err(TextError::Nul);
        }
        Ok(trimmed.chars().any(is_visible).then(|| Self(trimmed.to_owned())))
    }

    /// Returns the text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_counts_characters_after_trimming() {
        let longest = format!("  {}\n", "ص".repeat(TEXT_MAX));
        assert_eq!(Text::parse(&longest).unwrap().unwrap().as_str().chars().count(), TEXT_MAX);
        assert_eq!(Text::parse(&"ص".repeat(TEXT_MAX + 1)), Err(TextError::TooLong(TEXT_MAX + 1)));
    }

    #[test]
    fn nul_is_no_character_of_a_text_and_the_others_are_kept_as_typed() {
        assert_eq!(Text::parse("a\0b"), Err(TextError::Nul));
        assert_eq!(Text::parse("a\u{b}\u{202e}b").unwrap().unwrap().as_str(), "a\u{b}\u{202e}b");
    }

    #[test]
    fn white_space_and_invisible_characters_alone_are_nothing() {
        for nothing in [
            " \u{a0}\n\t",
            "\u{200b}",
            "\u{200f}\u{2067}\u{2069} \u{feff}",
            "\u{3164}\u{ad}\u{2800}",
            "\u{e0020}\u{fe0f}",
        ] {
            assert_eq!(Text::parse(nothing), Ok(None), "{nothing:?}");
        }
        assert!(Text::parse("\u{200f}.").unwrap().is_some());
    }
}
