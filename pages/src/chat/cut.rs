//! Texts within limits.

use domain::channel::Capability;

/// Sign that more follows.
const MORE: char = '…';

/// Returns a text within a length that the channel counts; what is cut off ends in `…`.
pub(super) fn cut(capability: &Capability, text: &str, most: usize) -> String {
    if capability.length(text) <= most {
        return text.to_owned();
    }
    let end = fitting(capability, text, most.saturating_sub(1));
    let mut kept = text[..end].trim_end().to_owned();
    if most > 0 {
        kept.push(MORE);
    }
    kept
}

/// Divides a text into pieces within a length, at the ends of lines or words if possible.
pub(super) fn divided(capability: &Capability, text: &str, most: usize) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut rest = text.trim();
    while capability.length(rest) > most {
        let end = fitting(capability, rest, most);
        let head = &rest[..end];
        let is_late = |at: &usize| *at * 2 > end;
        let at = head.rfind('\n').filter(is_late);
        let at = at.or_else(|| head.rfind(char::is_whitespace).filter(is_late)).unwrap_or(end);
        if at == 0 {
            break;
        }
        let (piece, after) = rest.split_at(at);
        pieces.push(piece.trim_end().to_owned());
        rest = after.trim_start();
    }
    if !rest.is_empty() {
        pieces.push(rest.to_owned());
    }
    pieces
}

/// Returns the end of the longest beginning within a length. It parts no letter from its marks, and
/// no emoji from what it is joined to.
fn fitting(capability: &Capability, text: &str, most: usize) -> usize {
    let mut length = 0;
    let mut ends = vec![0];
    let mut buffer = [0; 4];
    for (at, character) in text.char_indices() {
        length += capability.length(character.encode_utf8(&mut buffer));
        if length > most {
            let is_joined = |at: usize| {
                let follows = text[at..].chars().next().is_some_and(belongs_to_previous);
                follows || text[..at].ends_with('\u{200d}')
            };
            ends.push(at);
            return ends.into_iter().rev().find(|&at| !is_joined(at)).unwrap_or(0);
        }
        ends.push(at);
    }
    text.len()
}

/// Returns whether a character is a mark on the one before it: of the scripts that the languages
/// here are written in, and of emoji.
const fn belongs_to_previous(character: char) -> bool {
    matches!(character,
        '\u{300}'..='\u{36f}'
        | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}'
        | '\u{670}'
        | '\u{900}'..='\u{903}'
        | '\u{93a}'..='\u{94f}'
        | '\u{981}'..='\u{983}'
        | '\u{9bc}'..='\u{9cd}'
        | '\u{d00}'..='\u{d03}'
        | '\u{d3e}'..='\u{d4d}'
        | '\u{d57}'
        | '\u{200d}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{1f3fb}'..='\u{1f3ff}')
}

#[cfg(test)]
mod tests {
    use domain::intake::channel::Channel;

    use super::*;

    fn of(channel: Channel) -> Capability {
        Capability::of(channel).unwrap()
    }

    #[test]
    fn a_cut_text_says_so_and_keeps_the_limit() {
        let whatsapp = of(Channel::Whatsapp);
        assert_eq!(cut(&whatsapp, "parking", 7), "parking");
        assert_eq!(cut(&whatsapp, "parking meters", 9), "parking…");
        assert_eq!(cut(&whatsapp, "parking", 0), "");
    }

    #[test]
    fn no_letter_loses_its_marks_and_no_pair_is_cut() {
        let (whatsapp, sms) = (of(Channel::Whatsapp), of(Channel::Sms));
        assert_eq!(cut(&whatsapp, "കികി", 4), "കികി");
        assert_eq!(cut(&whatsapp, "കികികി", 4), "കി…");
        assert_eq!(cut(&sms, "a😀😀", 4), "a😀…");
        assert_eq!(cut(&sms, "a😀😀", 3), "a…");
    }

    #[test]
    fn a_long_text_is_divided_at_words_and_whole() {
        let whatsapp = of(Channel::Whatsapp);
        let text = "one two\nthree four five";
        assert_eq!(divided(&whatsapp, text, 10), ["one two", "three four", "five"]);
        assert_eq!(divided(&whatsapp, &"x".repeat(25), 10).concat(), "x".repeat(25));
    }
}
