//! Rising words: words that stand in more of the latest texts than in those before them.
//!
//! A word counts once for each text, by its stem. It rises if chance doesn't explain the
//! difference: the 95 % intervals of the two shares don't overlap. Whoever shows the words removes
//! names first: they are known where contacts are.

use std::collections::{BTreeMap, BTreeSet};

use super::{stem::stem, words};
use crate::statistics::proportion::Proportion;

/// Days of the latest texts.
pub const LATEST_DAYS: u16 = 28;

/// Days of the texts before them.
pub const EARLIER_DAYS: u16 = 84;

/// Fewest of the latest texts in which a word stands.
pub const FEWEST: u32 = 5;

/// Fewest letters of a word.
const LETTERS: usize = 3;

/// Words that say nothing by themselves, in their normalised form.
const COMMON: [&str; 96] = [
    "about", "after", "again", "all", "also", "and", "any", "are", "because", "been", "before",
    "but", "can", "could", "did", "does", "even", "for", "from", "get", "had", "has", "have",
    "her", "here", "him", "his", "how", "into", "its", "just", "many", "more", "most", "much",
    "not", "now", "one", "only", "other", "our", "out", "please", "she", "should", "some", "still",
    "such", "than", "thank", "thanks", "that", "the", "their", "them", "then", "there", "they",
    "this", "very", "was", "were", "what", "when", "which", "who", "will", "with", "would", "you",
    "your", "الي", "علي", "عن", "في", "من", "هذا", "هذه", "ذلك", "التي", "الذي", "كان", "كانت",
    "لكن", "لقد", "انا", "نحن", "هناك", "مع", "بعد", "قبل", "كل", "شكرا", "حيث", "عند", "غير",
];

/// Word that rises.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RisingWord {
    /// Word, in the form in which it is most often written.
    pub word: String,
    /// Number of the latest texts in which it stands.
    pub now: u32,
    /// Number of the texts before in which it stood.
    pub before: u32,
}

/// Returns the words that rise, the most frequent first.
pub fn rising(latest: &[String], earlier: &[String]) -> Vec<RisingWord> {
    let (now, before) = (frequencies(latest), frequencies(earlier));
    let share = |count: u32, texts: &[String]| {
        Proportion::new(u64::from(count), u64::try_from(texts.len()).unwrap_or(u64::MAX))
    };
    let mut rising: Vec<RisingWord> = now
        .into_iter()
        .filter(|(_, known)| known.texts >= FEWEST)
        .filter_map(|(stem, known)| {
            let earlier_count = before.get(&stem).map_or(0, |known| known.texts);
            let lower = share(known.texts, latest)?.interval().lower;
            let upper = share(earlier_count, earlier)?.interval().upper;
            let word = known.usual()?;
            (lower > upper).then_some(RisingWord { word, now: known.texts, before: earlier_count })
        })
        .collect();
    rising.sort_by(|one, other| other.now.cmp(&one.now).then_with(|| one.word.cmp(&other.word)));
    rising
}

/// Texts in which a stem stands, and its forms.
#[derive(Default)]
struct Known {
    texts: u32,
    forms: BTreeMap<String, u32>,
}

impl Known {
    /// Returns the form that is written most often.
    fn usual(&self) -> Option<String> {
        let most = self.forms.iter().max_by_key(|(_, count)| **count);
        most.map(|(form, _)| form.clone())
    }
}

fn frequencies(texts: &[String]) -> BTreeMap<String, Known> {
    let mut all: BTreeMap<String, Known> = BTreeMap::new();
    for text in texts {
        let mut seen = BTreeSet::new();
        for word in words(text) {
            let is_plain = word.in_run.is_none()
                && word.folded.chars().all(char::is_alphabetic)
                && word.folded.chars().count() >= LETTERS
                && !COMMON.contains(&&*word.folded);
            if !is_plain {
                continue;
            }
            let stem = stem(&word.folded);
            let Some(form) = text.get(word.range.clone()) else { continue };
            let known = all.entry(stem.clone()).or_default();
            *known.forms.entry(form.to_lowercase()).or_default() += 1;
            if seen.insert(stem) {
                known.texts += 1;
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(parts: &[(&str, usize)]) -> Vec<String> {
        let repeated = |(text, count): &(&str, usize)| vec![(*text).to_owned(); *count];
        parts.iter().flat_map(repeated).collect()
    }

    #[test]
    fn a_word_rises_if_chance_does_not_explain_it() {
        let latest = texts(&[("The lift is broken, the lift!", 9), ("Parking was fine", 11)]);
        let earlier = texts(&[("Parking was fine", 58), ("A lift", 2)]);
        let found = rising(&latest, &earlier);
        let words: Vec<_> = found.iter().map(|it| (it.word.as_str(), it.now, it.before)).collect();
        assert_eq!(words, [("broken", 9, 0), ("lift", 9, 2)], "each text counts once");
        assert_eq!(rising(&latest, &latest), [], "as many as before");
    }

    #[test]
    fn few_texts_common_words_and_numbers_never_rise() {
        let earlier = texts(&[("Nothing", 60)]);
        let latest = texts(&[("Elevator 4711 and the a@b.example", 4), ("because 4711", 16)]);
        assert_eq!(rising(&latest, &earlier), []);
        assert_eq!(rising(&texts(&[("new lift", 9)]), &[]), [], "with nothing to compare");
    }

    #[test]
    fn forms_of_a_word_are_one_and_the_usual_form_is_shown() {
        let latest = texts(&[("المصاعد معطلة", 3), ("المصعد", 2), ("lifts", 6), ("Lift", 3)]);
        let earlier = texts(&[("شيء آخر", 80)]);
        let found = rising(&latest, &earlier);
        assert_eq!((found[0].word.as_str(), found[0].now), ("lifts", 9));
    }
}
