//! Features of a text: hashes of its stems, in Latin and Arabic script of their runs of four
//! letters too, and of runs of one to three characters in scripts without spaces.
//!
//! Runs of letters find a word in spite of endings and misspellings. The index and the messages go
//! through the same function, so a change of it needs nothing but a new build.

use crate::search::{Word, words};

/// Number of bits of a feature's hash.
pub(super) const HASH_BITS: u32 = 21;

/// Mark of the beginning and the end of a word.
const EDGE: char = '\u{1}';

/// Letters of a run.
const LETTERS: usize = 4;

/// Longest run of characters in a script without spaces.
const CHARACTERS: usize = 3;

/// Letters that Arabic writes together with the word after them.
const CLITICS: [char; 5] = ['و', 'ف', 'ب', 'ل', 'ك'];

/// Fewest letters that a word keeps without a prefix or an ending.
const REST: usize = 3;

/// Endings of Arabic words, longest first.
const ARABIC: [&str; 13] =
    ["ات", "ون", "ين", "ان", "يه", "ها", "هم", "نا", "ني", "ه", "ا", "ي", "ت"];

/// Endings of English words, longest first.
const ENGLISH: [&str; 6] = ["ings", "ing", "ed", "es", "s", "e"];

/// Endings of Russian words, longest first, in the form that folding leaves.
const RUSSIAN: [&str; 30] = [
    "ами", "ями", "ого", "его", "ах", "ях", "ов", "ев", "еи", "ам", "ям", "ом", "ем", "ои", "ая",
    "яя", "ое", "ее", "ые", "ыи", "ии", "а", "я", "ы", "и", "о", "е", "у", "ю", "ь",
];

/// Returns the features of a text, each once, sorted. The lowest bit of a whole stem's is set.
pub fn features(text: &str) -> Vec<u32> {
    let mut features = of(&words(text));
    features.sort_unstable();
    features.dedup();
    features
}

/// Returns whether a feature is a whole stem.
pub(super) const fn is_stem(feature: u32) -> bool {
    feature & 1 == 1
}

/// Returns whether runs of a word's letters are features: in the scripts of English and Arabic. In
/// others the lexicon finds a word by its beginning, in a tenth of the bytes.
fn has_runs(word: &str) -> bool {
    word.starts_with(|letter| matches!(letter, 'a'..='z' | '\u{620}'..='\u{6ff}'))
}

/// Returns whether a run within a word is kept: two of five are, since a word's runs overlap, and
/// the index is two thirds as large.
const fn is_sampled(hash: u32) -> bool {
    hash % 5 < 2
}

/// Returns the features of words, in their order.
pub(super) fn of(words: &[Word]) -> Vec<u32> {
    let mut features = Vec::new();
    let mut run: Vec<char> = Vec::new();
    for word in words {
        match word.in_run {
            Some(place) => {
                if place == 0 {
                    run.clear();
                }
                run.extend(word.folded.chars());
                for length in 1..=CHARACTERS.min(run.len()) {
                    features.push(hash(run.get(run.len() - length..).unwrap_or_default()) & !1);
                }
            }
            None if word.folded.bytes().all(|byte| byte.is_ascii_digit()) => {}
            None => {
                let stem = stem(without_clitic(&word.folded));
                let padded: Vec<char> =
                    std::iter::once(EDGE).chain(stem.chars()).chain([EDGE]).collect();
                let runs = padded.windows(LETTERS.min(padded.len())).enumerate();
                let hashes = runs.map(|(place, run)| (place, hash(run)));
                let has_runs = has_runs(stem);
                let kept =
                    hashes.filter(|&(place, hash)| has_runs && (place == 0 || is_sampled(hash)));
                features.extend(kept.map(|(_, hash)| hash & !1));
                features.push(hash(padded.get(1..).unwrap_or_default()) | 1);
            }
        }
    }
    features
}

/// Returns a word without an ending. It's lighter than the stem of the search, which must tell
/// words apart: here, letters in common count besides.
fn stem(word: &str) -> &str {
    let endings: &[&str] = match word.chars().next() {
        Some('a'..='z') => &ENGLISH,
        Some('\u{620}'..='\u{6ff}') => &ARABIC,
        Some('\u{400}'..='\u{4ff}') => &RUSSIAN,
        _ => &[],
    };
    let without =
        |ending: &&str| word.strip_suffix(*ending).filter(|rest| rest.chars().count() >= REST);
    endings.iter().find_map(without).unwrap_or(word)
}

/// Returns an Arabic word without the preposition or conjunction that is written with it. The
/// article after it goes too.
pub(super) fn without_clitic(word: &str) -> &str {
    let Some(rest) = word.strip_prefix(CLITICS) else { return word };
    if rest.chars().count() < REST {
        return word;
    }
    rest.strip_prefix("ال").filter(|rest| rest.chars().count() >= REST).unwrap_or(rest)
}

/// Returns the hash of some letters, in as many bits as features have.
fn hash(letters: &[char]) -> u32 {
    let hash = whole_hash(letters);
    (hash ^ (hash >> HASH_BITS)) & ((1 << HASH_BITS) - 1)
}

/// Returns the hash of some letters (FNV-1a).
pub(super) fn whole_hash(letters: &[char]) -> u32 {
    letters.iter().fold(0x811c_9dc5_u32, |hash, &letter| {
        let code = u32::from(letter);
        let low = (hash ^ (code & 0xff)).wrapping_mul(0x0100_0193);
        (low ^ (code >> 8)).wrapping_mul(0x0100_0193)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shared(one: &str, other: &str) -> usize {
        let other = features(other);
        features(one).iter().filter(|feature| other.contains(feature)).count()
    }

    #[test]
    fn a_misspelt_word_shares_features_and_another_word_none() {
        assert!(shared("electricity", "electrcity") >= 2);
        assert_eq!(features("machine"), features("machines"));
        assert_eq!(shared("parking", "school"), 0);
    }

    #[test]
    fn prefixes_and_the_article_of_arabic_change_nothing() {
        assert_eq!(features("والموقف"), features("موقف"));
        assert_eq!(features("بسيارتي"), features("سيارتي"));
    }

    #[test]
    fn chinese_has_runs_of_up_to_three_characters() {
        assert_eq!(features("停车场").len(), 6);
        assert_eq!(shared("停车场", "停车费"), 3);
    }

    #[test]
    fn numbers_are_no_features() {
        assert!(features("12 ٣٤").is_empty());
    }
}
