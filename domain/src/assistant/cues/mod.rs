//! Cues: patterns of words by which triage and kinds are told, one file for each language.
//!
//! A file has sections, `[fire]`, and lines, each a pattern: words in order, `|` between
//! alternatives, a star for any ending, two dots for up to five words in between.

mod parse;

use std::sync::LazyLock;

use parse::Patterns;

use super::features::without_clitic;
use crate::{
    language::Language,
    search::{Word, words},
};

/// Subject of a section of patterns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Cue {
    /// Something burns, or somebody is shut in: civil defence.
    Fire,
    /// Somebody's life is in danger: ambulance.
    Ambulance,
    /// Somebody threatens or is threatened: police.
    Police,
    /// It was in the past, it happens often, it is about papers, or it is a figure of speech: no
    /// emergency.
    NotNow,
    /// It goes on, however long ago it began.
    Still,
    /// Word before a danger that makes it a mere possibility.
    Maybe,
    /// Earlier participation.
    Submission,
    /// Question about an outcome, or an answer that didn't come.
    Waiting,
    /// Question about an earlier participation.
    Status,
    /// Wish or proposal.
    Suggestion,
    /// Author who speaks of themselves.
    Own,
}

impl Cue {
    const ALL: [(&'static str, Self); 11] = [
        ("fire", Self::Fire),
        ("ambulance", Self::Ambulance),
        ("police", Self::Police),
        ("not-now", Self::NotNow),
        ("still", Self::Still),
        ("maybe", Self::Maybe),
        ("submission", Self::Submission),
        ("waiting", Self::Waiting),
        ("status", Self::Status),
        ("suggestion", Self::Suggestion),
        ("self", Self::Own),
    ];
}

/// Files of all languages.
const FILES: [(Language, &str); 9] = [
    (Language::Arabic, include_str!("ar.txt")),
    (Language::English, include_str!("en.txt")),
    (Language::Urdu, include_str!("ur.txt")),
    (Language::Hindi, include_str!("hi.txt")),
    (Language::Malayalam, include_str!("ml.txt")),
    (Language::Bengali, include_str!("bn.txt")),
    (Language::Filipino, include_str!("fil.txt")),
    (Language::Russian, include_str!("ru.txt")),
    (Language::Chinese, include_str!("zh.txt")),
];

/// Patterns by language, parsed when the language is first needed.
static PATTERNS: [LazyLock<Patterns>; 9] = [
    LazyLock::new(|| Patterns::parse(FILES[0].1)),
    LazyLock::new(|| Patterns::parse(FILES[1].1)),
    LazyLock::new(|| Patterns::parse(FILES[2].1)),
    LazyLock::new(|| Patterns::parse(FILES[3].1)),
    LazyLock::new(|| Patterns::parse(FILES[4].1)),
    LazyLock::new(|| Patterns::parse(FILES[5].1)),
    LazyLock::new(|| Patterns::parse(FILES[6].1)),
    LazyLock::new(|| Patterns::parse(FILES[7].1)),
    LazyLock::new(|| Patterns::parse(FILES[8].1)),
];

/// Arabic conjunctions, which are written with the word after them, however short it is.
const CONJUNCTIONS: [char; 2] = ['و', 'ف'];

/// Cues that a message has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Cue and place of its first word.
    at: Vec<(Cue, usize)>,
    /// Number of words; of unspaced scripts, two characters count as one.
    pub(super) words: usize,
    /// Verbs stand at the end of a sentence, and a mere possibility with them.
    pub(super) is_verb_final: bool,
}

impl Found {
    /// Finds the cues of a message in its language. A text in Latin script is also read as English
    /// and Filipino, one in Arabic script also as Arabic, because people mix them.
    pub(super) fn of(text: &str, language: Language) -> Self {
        let joined = joined(text);
        let words = words(&joined);
        let unspaced = words.iter().filter(|word| word.in_run.is_some()).count();
        let is_verb_final = matches!(
            language,
            Language::Hindi | Language::Urdu | Language::Malayalam | Language::Bengali
        );
        let count = words.len() - unspaced + unspaced.div_ceil(2);
        let forms = forms(words);
        let mut found = Self { at: Vec::new(), words: count, is_verb_final };
        for ((of, _), patterns) in FILES.iter().zip(&PATTERNS) {
            if is_read(*of, language, text) {
                patterns.find(&forms, &mut found.at);
            }
        }
        found.at.sort_unstable();
        found.at.dedup();
        found
    }

    /// Returns whether there is such a cue.
    pub(super) fn has(&self, cue: Cue) -> bool {
        self.at.iter().any(|(of, _)| *of == cue)
    }

    /// Returns the places of a cue.
    pub(super) fn places(&self, cue: Cue) -> impl Iterator<Item = usize> {
        self.at.iter().filter(move |(of, _)| *of == cue).map(|(_, place)| *place)
    }
}

fn is_read(of: Language, language: Language, text: &str) -> bool {
    let is_latin = |language| matches!(language, Language::English | Language::Filipino);
    of == language
        || is_latin(of)
            && (is_latin(language) || text.contains(|letter: char| letter.is_ascii_alphabetic()))
        || of == Language::Arabic && language == Language::Urdu
}

/// Returns the forms of each word: as search folds it, and without Arabic prefixes.
fn forms(words: Vec<Word>) -> Vec<Vec<String>> {
    words
        .into_iter()
        .map(|word| {
            let bare = without_clitic(&word.folded);
            let bare = (bare != word.folded).then(|| bare.to_owned());
            let joined =
                word.folded.strip_prefix(CONJUNCTIONS).filter(|rest| rest.chars().count() > 1);
            let joined = joined.map(str::to_owned);
            std::iter::once(word.folded).chain(bare).chain(joined).collect()
        })
        .collect()
}

/// Returns a text in which English negations are one word: `isn't` is `isnt`.
fn joined(text: &str) -> String {
    text.replace("n't", "nt").replace("n’t", "nt").replace("N'T", "nt").replace("N’T", "nt")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has(text: &str, cue: Cue) -> bool {
        Found::of(text, Language::detect(text).unwrap_or(Language::English)).has(cue)
    }

    #[test]
    fn every_file_has_every_section_and_no_other() {
        for (language, file) in FILES {
            let sections: Vec<&str> =
                file.lines().filter_map(|line| line.strip_prefix('[')?.strip_suffix(']')).collect();
            assert_eq!(sections, Cue::ALL.map(|(name, _)| name), "{language:?}");
        }
    }

    #[test]
    fn a_pattern_is_words_in_order_with_alternatives_endings_and_gaps() {
        assert!(has("My house is ON FIRE", Cue::Fire));
        assert!(has("he isn't breathing", Cue::Ambulance));
        assert!(has("smoke coming out of the flat", Cue::Fire));
        assert!(!has("smoke came out of the flat", Cue::Fire));
        assert!(has("快叫救护车", Cue::Ambulance));
        assert!(has("والله ولدي ما يتنفس", Cue::Ambulance));
    }
}
