//! Normalisation of words: Unicode forms, Arabic with and without diacritics, article, and variant
//! letter forms; digits of any script; upper and lower case.

use std::ops::Range;

use crate::text::letters;

/// A word in normalised form, and its position in the text. In a script without spaces, each
/// character is a word of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Normalised form, as searched for.
    pub folded: String,
    /// Byte range in the original text.
    pub range: Range<usize>,
    /// Place of the word within a run of a script without spaces; `None` in other scripts.
    pub in_run: Option<usize>,
}

/// The Arabic article, alone or with the prefixes that join it.
const ARTICLES: [&str; 6] = ["وال", "بال", "فال", "كال", "ال", "لل"];

/// Fewest letters that a word keeps when its article is removed.
const STEM: usize = 3;

/// Group of scripts. A word ends where the group changes, as in `WiFi坏了` or `الWiFi`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    /// Latin letters and digits.
    Latin,
    /// Scripts that write no spaces between words.
    Unspaced,
    /// All others.
    Other,
}

/// Splits a text into its normalised words, in order.
pub fn words(text: &str) -> Vec<Word> {
    let mut splitter = Splitter::default();
    for (at, character) in text.char_indices() {
        splitter.read(at..at + character.len_utf8(), character);
    }
    splitter.finish();
    splitter.words
}

/// Returns the normalised words of a text with runs of unspaced scripts whole, as the blind index
/// of contacts encodes them: codes of single characters could be guessed by their frequency.
pub(crate) fn whole_words(text: &str) -> Vec<String> {
    let mut whole: Vec<String> = Vec::new();
    for word in words(text) {
        match (word.in_run, whole.last_mut()) {
            (Some(1..), Some(last)) => last.push_str(&word.folded),
            _ => whole.push(word.folded),
        }
    }
    whole
}

#[derive(Default)]
struct Splitter {
    words: Vec<Word>,
    /// Word that isn't complete yet.
    open: Option<(Script, Word)>,
}

impl Splitter {
    fn read(&mut self, range: Range<usize>, character: char) {
        let Some(letters) = letters(character) else { return self.finish() };
        let folded: String = letters.chars().filter_map(variant).collect();
        let Some(first) = folded.chars().next() else {
            // A diacritic belongs to the letter before it.
            if let Some((_, word)) = &mut self.open {
                word.range.end = range.end;
            }
            return;
        };
        let script = script(first);
        match &mut self.open {
            Some((open, word)) if *open == script && script != Script::Unspaced => {
                word.folded.push_str(&folded);
                word.range.end = range.end;
            }
            open => {
                let before = open.as_ref().and_then(|(_, word)| word.in_run);
                let in_run =
                    (script == Script::Unspaced).then(|| before.map_or(0, |before| before + 1));
                self.finish();
                self.open = Some((script, Word { folded, range, in_run }));
            }
        }
    }

    /// Ends the open word.
    fn finish(&mut self) {
        if let Some((_, Word { folded, range, in_run })) = self.open.take() {
            self.words.push(Word { folded: without_article(folded), range, in_run });
        }
    }
}

fn without_article(word: String) -> String {
    let rest = ARTICLES
        .iter()
        .find_map(|article| word.strip_prefix(article).filter(|rest| rest.chars().count() >= STEM));
    rest.map(str::to_owned).unwrap_or(word)
}

/// Returns the form under which variants of a letter are found. `None` for hamza on the line, which
/// is often left out.
const fn variant(letter: char) -> Option<char> {
    Some(match letter {
        'ٱ' => 'ا',
        'ى' | 'ی' | 'ے' => 'ي',
        'ة' | 'ہ' | 'ھ' | 'ە' | 'ۃ' => 'ه',
        'ک' => 'ك',
        'ء' => return None,
        other => other,
    })
}

const fn script(letter: char) -> Script {
    match letter {
        '\0'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => Script::Latin,
        // Thai and Lao, Myanmar, Khmer, Kana, Han.
        '\u{e00}'..='\u{eff}'
        | '\u{1000}'..='\u{109f}'
        | '\u{a9e0}'..='\u{a9ff}'
        | '\u{aa60}'..='\u{aa7f}'
        | '\u{1780}'..='\u{17ff}'
        | '\u{3005}'..='\u{3007}'
        | '\u{3041}'..='\u{30ff}'
        | '\u{31f0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{20000}'..='\u{3ffff}' => Script::Unspaced,
        _ => Script::Other,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn folded(text: &str) -> String {
        let words: Vec<_> = words(text).into_iter().map(|word| word.folded).collect();
        words.join(" ")
    }

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
            ("ﺇﻧﺎﺭﺓ ﷲ", "اناره الله"),
            ("ا\u{655}نارة\u{200f}", "اناره"),
        ];
        for (written, kept) in ways {
            assert_eq!(folded(written), kept, "{written}");
        }
    }

    #[test]
    fn other_scripts_keep_their_words_whole() {
        assert_eq!(folded("Café, NAÏVE; Street-12"), "cafe naive street 12");
        assert_eq!(folded("Cafe\u{301} Ｃａｆé ﬁre №5"), "cafe cafe fire no5");
        assert_eq!(folded("हिन्दी में।"), "हिनदी में");
        assert_eq!(folded("മലയാളം, বাংলা"), "മലയാളം বাংলা");
        assert_eq!(folded("क\u{93c} \u{958}"), "क क");
        assert_eq!(folded("\u{1112}\u{1161}\u{11ab}"), folded("한"));
        assert_eq!(folded(" …!?"), "");
    }

    #[test]
    fn scripts_without_spaces_and_what_is_glued_to_them_come_apart() {
        assert_eq!(folded("WiFi坏了2天"), "wifi 坏 了 2 天");
        assert_eq!(folded("الWiFi غرفة402"), "ال wifi غرفه 402");
        assert_eq!(folded("ไฟดับ"), "ไ ฟ ด ั บ");
        assert_eq!(folded("น้ำ"), folded("น\u{e4d}\u{e49}\u{e32}"));
        assert_eq!(folded("ｶﾞｽ ガス"), "カ ス カ ス");
        assert_eq!(whole_words("王小明 Wang"), ["王小明", "wang"]);
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
