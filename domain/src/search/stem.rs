//! Stems of words: light rules by which singular and plural are found by each other.
//!
//! The rules need no dictionary. They are the same for what is stored and what is asked, so a wrong
//! stem does no harm unless two words share it.

/// Fewest letters of a stem.
const STEM: usize = 3;

/// Endings of Arabic words, longest first.
const ARABIC: [&str; 8] = ["ات", "ون", "ين", "ان", "يه", "ها", "ه", "ا"];

/// Endings of Russian words, longest first, in the form that folding leaves.
const RUSSIAN: [&str; 30] = [
    "ами", "ями", "ого", "его", "ах", "ях", "ов", "ев", "еи", "ам", "ям", "ом", "ем", "ои", "ая",
    "яя", "ое", "ее", "ые", "ыи", "ии", "а", "я", "ы", "и", "о", "е", "у", "ю", "ь",
];

/// Returns the stem of a normalised word.
pub(super) fn stem(word: &str) -> String {
    match word.chars().next() {
        Some('a'..='z') => english(word),
        Some('\u{620}'..='\u{6ff}') => arabic(word),
        Some('\u{400}'..='\u{4ff}') => without(word, &RUSSIAN).unwrap_or(word).to_owned(),
        Some('\u{900}'..='\u{dff}') => indic(word).to_owned(),
        _ => word.to_owned(),
    }
}

/// Returns whether words of the script take endings that no rule here knows, so that a longer word
/// also matches: the scripts of India, and Korean.
pub(super) fn takes_endings(word: &str) -> bool {
    let is_such = |letter| matches!(letter, '\u{900}'..='\u{dff}' | '\u{1100}'..='\u{11ff}');
    word.chars().next().is_some_and(is_such)
}

fn english(word: &str) -> String {
    let is_plural = word.len() > STEM
        && word.ends_with('s')
        && !["ss", "us", "is"].iter().any(|ending| word.ends_with(ending));
    let mut stem = if is_plural { &word[..word.len() - 1] } else { word };
    if stem.len() > STEM {
        stem = stem.strip_suffix('e').unwrap_or(stem);
    }
    let is_consonant = |letter: char| !"aeiou".contains(letter);
    match stem.strip_suffix('y') {
        Some(rest) if rest.len() >= STEM - 1 && rest.ends_with(is_consonant) => {
            [rest, "i"].concat()
        }
        _ => stem.to_owned(),
    }
}

/// Removes an ending, or undoes the commonest plurals that change a word within (شوارع, مدارس,
/// مصابيح).
fn arabic(word: &str) -> String {
    let letters: Vec<char> = word.chars().collect();
    match letters[..] {
        [a, 'و', 'ا', c, d] if a != 'م' => return [a, 'ا', c, d].iter().collect(),
        [a, b, 'ا', c, 'ي', d] => return [a, b, c, 'ا', d].iter().collect(),
        [a, b, 'ا', c, d] if !matches!(d, 'ه' | 'ا' | 'ت' | 'ن') => {
            return [a, b, c, d].iter().collect();
        }
        _ => {}
    }
    without(word, &ARABIC).unwrap_or(word).to_owned()
}

/// Removes signs of vowels and nasals at the end.
fn indic(word: &str) -> &str {
    let stem = word.trim_end_matches(|letter| {
        // The blocks of these scripts have one layout.
        matches!(u32::from(letter) % 0x80, 0x01..=0x03 | 0x3e..=0x4c | 0x55..=0x57 | 0x62..=0x63)
    });
    if stem.is_empty() { word } else { stem }
}

fn without<'a>(word: &'a str, endings: &[&str]) -> Option<&'a str> {
    endings
        .iter()
        .find_map(|ending| word.strip_suffix(ending).filter(|stem| stem.chars().count() >= STEM))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::words;

    #[test]
    fn singular_and_plural_have_one_stem() {
        let stem_of = |text: &str| stem(&words(text)[0].folded);
        for (one, many) in [
            ("light", "lights"),
            ("city", "cities"),
            ("bus", "buses"),
            ("box", "boxes"),
            ("branch", "branches"),
            ("service", "services"),
            ("house", "houses"),
            ("address", "addresses"),
            ("day", "days"),
            ("سيارة", "السيارات"),
            ("موظف", "موظفين"),
            ("موظف", "الموظفون"),
            ("مستشفى", "مستشفيات"),
            ("شارع", "الشوارع"),
            ("مدرسة", "مدارس"),
            ("موقف", "المواقف"),
            ("مشكلة", "مشاكل"),
            ("حديقة", "حدائق"),
            ("مصباح", "مصابيح"),
            ("شكوى", "شكاوى"),
            ("улица", "улицы"),
            ("фонарь", "фонарей"),
            ("дорога", "дорогами"),
            ("सड़क", "सड़कें"),
            ("सड़क", "सड़कों"),
        ] {
            assert_eq!(stem_of(one), stem_of(many), "{one} {many}");
        }
    }

    #[test]
    fn other_words_stay_apart() {
        for (one, other) in [("gas", "gap"), ("bus", "but"), ("مكان", "مكتب"), ("new", "news1")]
        {
            assert_ne!(stem(one), stem(other), "{one} {other}");
        }
        assert_eq!(stem("照"), "照");
    }
}
