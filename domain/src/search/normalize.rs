//! Normalisation of words: Arabic with and without diacritics, article, and variant letter forms;
//! digits of any script; upper and lower case.

use std::ops::Range;

use crate::digits;

/// A word in normalised form, and its position in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Normalised form, as stored and searched for.
    pub folded: String,
    /// Byte range in the original text.
    pub range: Range<usize>,
}

/// The Arabic article, alone or with the prefixes that join it.
const ARTICLES: [&str; 6] = ["وال", "بال", "فال", "كال", "ال", "لل"];

/// Fewest letters that a word keeps when its article is removed.
const STEM: usize = 3;

/// Result of normalising one character.
enum Folded {
    /// Part of a word.
    Letter(char),
    /// Nothing: a diacritic, or tatweel, which lengthens a letter.
    Nothing,
    /// A separator between words.
    Between,
}

/// Splits a text into its normalised words, in order.
pub fn words(text: &str) -> Vec<Word> {
    let (mut words, mut word) = (Vec::new(), Word { folded: String::new(), range: 0..0 });
    let mut finish = |word: &mut Word| {
        let Word { folded, range } =
            std::mem::replace(word, Word { folded: String::new(), range: 0..0 });
        if !folded.is_empty() {
            words.push(Word { folded: without_article(folded), range });
        }
    };
    for (at, character) in text.char_indices() {
        match fold(character) {
            Folded::Letter(letter) => {
                if word.folded.is_empty() {
                    word.range.start = at;
                }
                word.range.end = at + character.len_utf8();
                word.folded.extend(letter.to_lowercase().filter(|letter| letter.is_alphanumeric()));
            }
            // A diacritic belongs to the letter before it.
            Folded::Nothing if !word.folded.is_empty() => {
                word.range.end = at + character.len_utf8();
            }
            Folded::Nothing => {}
            Folded::Between => finish(&mut word),
        }
    }
    finish(&mut word);
    words
}

/// Returns the normalised words of a text, separated by spaces, as stored.
pub fn folded(text: &str) -> String {
    let words: Vec<_> = words(text).into_iter().map(|word| word.folded).collect();
    words.join(" ")
}

fn without_article(word: String) -> String {
    let rest = ARTICLES
        .iter()
        .find_map(|article| word.strip_prefix(article).filter(|rest| rest.chars().count() >= STEM));
    rest.map(str::to_owned).unwrap_or(word)
}

fn fold(character: char) -> Folded {
    if let Some(digit) = digits::value(character) {
        return Folded::Letter(char::from(b'0' + digit));
    }
    match character {
        'آ' | 'أ' | 'إ' | 'ٱ' => Folded::Letter('ا'),
        'ؤ' => Folded::Letter('و'),
        'ئ' | 'ى' | 'ی' | 'ے' => Folded::Letter('ي'),
        'ة' | 'ہ' | 'ھ' | 'ە' | 'ۃ' => Folded::Letter('ه'),
        'ک' => Folded::Letter('ك'),
        'à'..='å' | 'À'..='Å' => Folded::Letter('a'),
        'è'..='ë' | 'È'..='Ë' => Folded::Letter('e'),
        'ì'..='ï' | 'Ì'..='Ï' => Folded::Letter('i'),
        'ò'..='ö' | 'Ò'..='Ö' => Folded::Letter('o'),
        'ù'..='ü' | 'Ù'..='Ü' => Folded::Letter('u'),
        'ç' | 'Ç' => Folded::Letter('c'),
        'ñ' | 'Ñ' => Folded::Letter('n'),
        'ё' | 'Ё' => Folded::Letter('е'),
        // Hamza on the line, Arabic and Latin diacritics, tatweel, and characters that control
        // joining or text direction.
        'ء' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6dc}' | '\u{6df}'..='\u{6e8}'
        | '\u{6ea}'..='\u{6ed}' | '\u{300}'..='\u{36f}' | '\u{640}' | '\u{ad}' | '\u{200c}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        // Virama, the sign that joins consonants in the scripts of India.
        | '\u{94d}' | '\u{9cd}' | '\u{d4d}' => Folded::Nothing,
        letter if letter.is_alphanumeric() => Folded::Letter(letter),
        _ => Folded::Between,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn arabic_is_the_same_however_it_is_written() {
        let ways = [
            ("إنارة الشّارع", "اناره شارع"),
            ("أنارةُ شــارع", "اناره شارع"),
            ("مستشفى", "مستشفي"),
            ("مسؤول ومسئول", "مسوول ومسيول"),
            ("بالمواقف والمواقف للمواقف المواقف مواقف", "مواقف مواقف مواقف مواقف مواقف"),
            ("الى الله", "الي الله"),
            ("غرفة ٤٠٢ وغرفة ۴۰۲", "غرفه 402 وغرفه 402"),
            ("ہے کتاب", "هي كتاب"),
        ];
        for (written, kept) in ways {
            assert_eq!(folded(written), kept, "{written}");
        }
    }

    #[test]
    fn other_scripts_keep_their_words_whole() {
        assert_eq!(folded("Café, NAÏVE; Street-12"), "cafe naive street 12");
        assert_eq!(folded("हिन्दी में।"), "हिनदी में");
        assert_eq!(folded("മലയാളം, বাংলা"), "മലയാളം বাংলা");
        assert_eq!(folded(" …!?"), "");
    }

    #[test]
    fn a_word_is_where_it_stood_with_its_marks() {
        let text = "في الشّارعِ، أمس";
        let places: Vec<_> = words(text).into_iter().map(|word| &text[word.range]).collect();
        assert_eq!(places, ["في", "الشّارعِ", "أمس"]);
    }

    proptest! {
        #[test]
        fn what_is_folded_stands_in_the_text_in_order_and_apart(text: String) {
            let mut end = 0;
            for word in words(&text) {
                prop_assert!(end <= word.range.start && word.range.start < word.range.end);
                prop_assert!(text.get(word.range.clone()).is_some());
                prop_assert!(!word.folded.is_empty() && word.folded.chars().all(char::is_alphanumeric), "{}", word.folded);
                end = word.range.end;
            }
        }

        #[test]
        fn marks_and_capitals_never_tell_words_apart(letters in "[ابتثجحخدذرزسشصضطظعغفقكلمنهوية]{1,9}", at in 0..9_usize, mark in "[\u{64b}-\u{652}\u{640}]", latin in "[a-z]{1,9}") {
            let mut marked: Vec<_> = letters.chars().collect();
            marked.insert(at.min(marked.len() - 1) + 1, mark.chars().next().unwrap());
            prop_assert_eq!(folded(&marked.into_iter().collect::<String>()), folded(&letters));
            prop_assert_eq!(folded(&latin.to_uppercase()), folded(&latin));
        }
    }
}
