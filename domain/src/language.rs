//! Language that somebody writes in, detected by script, letters and frequent words.

use serde::{Deserialize, Serialize};

use crate::search::words;

/// Language of a conversation: those in which the form has words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "their names say it")]
pub enum Language {
    Arabic,
    English,
    Urdu,
    Hindi,
    Malayalam,
    Bengali,
    Filipino,
    Russian,
    Chinese,
}

/// Words in Latin script that Filipino texts have and English ones don't.
const FILIPINO: [&str; 40] = [
    "ang",
    "mga",
    "sa",
    "ako",
    "po",
    "hindi",
    "na",
    "ay",
    "ko",
    "kasi",
    "salamat",
    "naman",
    "yung",
    "ng",
    "si",
    "kami",
    "namin",
    "nila",
    "ito",
    "dito",
    "doon",
    "may",
    "wala",
    "walang",
    "opo",
    "ninyo",
    "niyo",
    "lang",
    "din",
    "rin",
    "kung",
    "para",
    "kumusta",
    "kamusta",
    "magandang",
    "araw",
    "umaga",
    "tulong",
    "reklamo",
    "sila",
];

/// Those of the words above that are English words too, and decide nothing alone.
const SHARED: [&str; 4] = ["may", "para", "din", "na"];

/// Letters that Urdu has and Arabic lacks.
const URDU_LETTERS: [char; 13] = ['ٹ', 'ڈ', 'ڑ', 'ں', 'ے', 'ہ', 'ھ', 'ی', 'ک', 'گ', 'چ', 'پ', 'ژ'];

/// Frequent words of Urdu in letters that Arabic keyboards have, as search normalises them.
const URDU_WORDS: [&str; 8] = ["هي", "هين", "كا", "كي", "نهين", "مين", "اور", "سي"];

/// Fewest letters of a text that changes the language of a conversation.
const CERTAIN: usize = 12;

impl Language {
    /// All languages, those of the government first.
    pub const ALL: [Self; 9] = [
        Self::Arabic,
        Self::English,
        Self::Urdu,
        Self::Hindi,
        Self::Malayalam,
        Self::Bengali,
        Self::Filipino,
        Self::Russian,
        Self::Chinese,
    ];

    /// Returns the BCP 47 tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Arabic => "ar",
            Self::English => "en",
            Self::Urdu => "ur",
            Self::Hindi => "hi",
            Self::Malayalam => "ml",
            Self::Bengali => "bn",
            Self::Filipino => "fil",
            Self::Russian => "ru",
            Self::Chinese => "zh",
        }
    }

    /// Returns the language with this tag, by its primary subtag.
    pub fn parse(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next()?;
        Self::ALL.into_iter().find(|language| language.tag().eq_ignore_ascii_case(primary))
    }

    /// Detects the language of a text; `None` if it has no letters of a known script.
    pub fn detect(text: &str) -> Option<Self> {
        Script::of(text).map(|(script, _)| script.language(text))
    }

    /// Returns the language in which a conversation goes on after a text: a short name in another
    /// script, such as `RTA` in an Arabic conversation, doesn't change it.
    #[must_use]
    pub fn after(self, text: &str) -> Self {
        let Some((script, letters)) = Script::of(text) else { return self };
        let is_same_script = script == self.script();
        // Arabic and Urdu, English and Filipino share a script: only a longer text tells.
        let is_certain = letters >= CERTAIN || (!is_same_script && script != Script::Latin);
        if is_certain { script.language(text) } else { self }
    }

    const fn script(self) -> Script {
        match self {
            Self::Arabic | Self::Urdu => Script::Arabic,
            Self::English | Self::Filipino => Script::Latin,
            Self::Hindi => Script::Devanagari,
            Self::Malayalam => Script::Malayalam,
            Self::Bengali => Script::Bengali,
            Self::Russian => Script::Cyrillic,
            Self::Chinese => Script::Han,
        }
    }
}

/// Script of a known language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Script {
    Arabic,
    Latin,
    Devanagari,
    Malayalam,
    Bengali,
    Cyrillic,
    Han,
}

impl Script {
    const ALL: [Self; 7] = [
        Self::Arabic,
        Self::Latin,
        Self::Devanagari,
        Self::Malayalam,
        Self::Bengali,
        Self::Cyrillic,
        Self::Han,
    ];

    /// Returns the script with the most letters in a text, and their number. A Chinese character
    /// counts as three letters.
    fn of(text: &str) -> Option<(Self, usize)> {
        let count = |script: Self| {
            let letters = text.chars().filter(|&letter| Self::of_letter(letter) == Some(script));
            letters.count() * if script == Self::Han { 3 } else { 1 }
        };
        let counts = Self::ALL.into_iter().map(|script| (script, count(script)));
        counts.rev().max_by_key(|(_, count)| *count).filter(|(_, count)| *count > 0)
    }

    fn of_letter(letter: char) -> Option<Self> {
        Some(match letter {
            '\u{620}'..='\u{64a}'
            | '\u{671}'..='\u{6d3}'
            | '\u{6d5}'
            | '\u{fb50}'..='\u{fdff}'
            | '\u{fe70}'..='\u{fefc}' => Self::Arabic,
            'a'..='z' | 'A'..='Z' | 'À'..='ɏ' => Self::Latin,
            '\u{900}'..='\u{965}' => Self::Devanagari,
            '\u{d00}'..='\u{d63}' => Self::Malayalam,
            '\u{980}'..='\u{9e3}' => Self::Bengali,
            '\u{400}'..='\u{4ff}' => Self::Cyrillic,
            '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' => Self::Han,
            _ => return None,
        })
    }

    fn language(self, text: &str) -> Language {
        match self {
            Self::Arabic if is_urdu(text) => Language::Urdu,
            Self::Arabic => Language::Arabic,
            Self::Latin if is_filipino(text) => Language::Filipino,
            Self::Latin => Language::English,
            Self::Devanagari => Language::Hindi,
            Self::Malayalam => Language::Malayalam,
            Self::Bengali => Language::Bengali,
            Self::Cyrillic => Language::Russian,
            Self::Han => Language::Chinese,
        }
    }
}

/// Returns whether a text in Arabic script is Urdu. Persian letters in an Arabic text, as phones
/// with another keyboard type them, aren't enough: one word in four has to have one.
fn is_urdu(text: &str) -> bool {
    let all = text.split_whitespace().count().max(1);
    let with_letter = text.split_whitespace().filter(|word| word.contains(URDU_LETTERS)).count();
    let certain = text.chars().any(|letter| matches!(letter, 'ٹ' | 'ڈ' | 'ڑ' | 'ں' | 'ے'));
    let frequent =
        words(text).iter().filter(|word| URDU_WORDS.contains(&word.folded.as_str())).count();
    certain || (with_letter * 4 >= all && frequent > 0)
}

/// Returns whether a text in Latin script is Filipino: one word in six is one of its frequent ones.
fn is_filipino(text: &str) -> bool {
    let all = words(text);
    let found = all.iter().filter(|word| FILIPINO.contains(&word.folded.as_str()));
    let found: Vec<&str> = found.map(|word| word.folded.as_str()).collect();
    found.len() * 6 >= all.len() && found.iter().any(|word| !SHARED.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_is_detected_in_what_people_write() {
        for (text, language) in [
            ("الحافلة تأخرت ساعة كاملة عند المحطة", Language::Arabic),
            ("المواقف مشكله كبيره پليز", Language::Arabic),
            ("شكوى", Language::Arabic),
            ("The bus was an hour late.", Language::English),
            ("complaint", Language::English),
            ("You may need to look at this", Language::English),
            ("بس ایک گھنٹہ لیٹ تھی", Language::Urdu),
            ("یہ مشین کام نہیں کرتی", Language::Urdu),
            ("बस एक घंटा देर से आई", Language::Hindi),
            ("ബസ് ഒരു മണിക്കൂർ വൈകി", Language::Malayalam),
            ("বাস এক ঘণ্টা দেরিতে এসেছে", Language::Bengali),
            ("Isang oras na huli ang bus sa istasyon", Language::Filipino),
            ("Magandang umaga po", Language::Filipino),
            ("Автобус опоздал на час", Language::Russian),
            ("公交车晚了一个小时", Language::Chinese),
            ("RTA 的停车机坏了", Language::Chinese),
        ] {
            assert_eq!(Language::detect(text), Some(language), "{text}");
        }
        for nothing in ["", "123", "👍", "…?", "٤٠٢"] {
            assert_eq!(Language::detect(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn a_name_in_another_script_changes_nothing_and_a_sentence_does() {
        assert_eq!(Language::Arabic.after("RTA"), Language::Arabic);
        assert_eq!(Language::Arabic.after("2"), Language::Arabic);
        assert_eq!(Language::Arabic.after("Please answer in English"), Language::English);
        assert_eq!(Language::English.after("شكوى"), Language::Arabic);
        assert_eq!(Language::Urdu.after("شكوى"), Language::Urdu);
        assert_eq!(Language::Filipino.after("send"), Language::Filipino);
    }

    #[test]
    fn a_tag_is_its_language() {
        for language in Language::ALL {
            assert_eq!(Language::parse(language.tag()), Some(language));
        }
        assert_eq!(Language::parse("ar-AE"), Some(Language::Arabic));
        assert_eq!(Language::parse("fr"), None);
    }
}
