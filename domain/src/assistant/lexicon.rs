//! Lexicon: words of other languages with English words for them, so that a message finds what
//! English phrases say too.
//!
//! A file has lines of English words and, after a tab, of the beginnings of words that mean them.
//! Packed, a beginning is a hash with the number of its line.

use std::collections::BTreeSet;

use thiserror::Error;

use super::{
    bits::{BitReader, BitWriter, low_bits},
    features::{self, whole_hash},
    language::is_english,
};
use crate::{
    language::Language,
    search::{Word, words},
};

/// Bits of a beginning's hash. Each word is looked up by several beginnings, so there are more of
/// them than of a feature's.
const KEY_BITS: u32 = 23;

/// Bits of a number.
const NUMBER: u32 = 16;

/// Most characters of a word in a script without spaces.
const UNSPACED: usize = 6;

/// Words of other languages, by their meaning in English.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lexicon {
    /// English words.
    meanings: Vec<String>,
    /// Features of each meaning.
    features: Vec<Vec<u32>>,
    /// Hashes of beginnings with their meanings, sorted.
    keys: Vec<(u32, u16)>,
}

/// Line that is neither comment nor English words and others between tabs.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("line {line} is not English words and words of the language between tabs")]
pub struct LexiconError {
    /// Number of the line, from one.
    pub line: usize,
}

impl Lexicon {
    /// Adds a file. Empty lines and lines that begin with `#` are skipped.
    ///
    /// # Errors
    ///
    /// Returns the first line that has another shape.
    pub fn add(&mut self, file: &str) -> Result<(), LexiconError> {
        for (number, line) in file.lines().enumerate() {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let of = line.split_once('\t').filter(|(_, forms)| !forms.contains('\t'));
            let (meaning, forms) = of.ok_or(LexiconError { line: number + 1 })?;
            let meaning = self.meaning(meaning.trim());
            for form in forms.split_whitespace() {
                let letters: Vec<char> =
                    words(form).into_iter().flat_map(|word| letters(&word)).collect();
                self.keys.push((key(&letters), meaning));
            }
        }
        self.keys.sort_unstable();
        self.keys.dedup();
        Ok(())
    }

    /// Returns the features of a text, and those of what its words mean in English that it lacks
    /// itself; each once, sorted.
    pub fn features(&self, text: &str) -> (Vec<u32>, Vec<u32>) {
        let words = words(text);
        let sorted = |mut features: Vec<u32>| {
            features.sort_unstable();
            features.dedup();
            features
        };
        let own = sorted(features::of(&words));
        if self.keys.is_empty() {
            return (own, Vec::new());
        }
        let meanings = self.meanings_of(text, &words);
        let features = meanings.iter().filter_map(|&of| self.features.get(usize::from(of)));
        let meant = features.flatten().copied().filter(|one| own.binary_search(one).is_err());
        let meant = sorted(meant.collect());
        (own, meant)
    }

    /// Returns the meanings of a text's words.
    fn meanings_of(&self, text: &str, words: &[Word]) -> BTreeSet<u16> {
        let language = Language::detect(text);
        let is_filipino = language == Some(Language::Filipino);
        let is_latin_read = is_filipino || !is_english(words);
        let is_urdu = language == Some(Language::Urdu);
        let mut meanings = BTreeSet::new();
        let mut run: Vec<char> = Vec::new();
        for word in words {
            if word.in_run.is_none_or(|place| place == 0) {
                self.find_in_run(&run, &mut meanings);
                run.clear();
            }
            if word.in_run.is_some() {
                run.extend(word.folded.chars());
                continue;
            }
            let Some(endings) = word.folded.chars().next().and_then(Endings::of) else { continue };
            let is_read = match endings {
                Endings::Latin => is_latin_read,
                Endings::Arabic => is_urdu,
                _ => true,
            };
            if is_read && !self.find(&letters(word), endings, &mut meanings) && is_filipino {
                for root in filipino_roots(&word.folded) {
                    self.find(&root, endings, &mut meanings);
                }
            }
        }
        self.find_in_run(&run, &mut meanings);
        meanings
    }

    /// Adds the meanings of the longest beginning of a word; returns whether there are any.
    fn find(&self, word: &[char], endings: Endings, meanings: &mut BTreeSet<u16>) -> bool {
        let (least, most) = endings.limits();
        let shortest = word.len().saturating_sub(most).max(least);
        let lengths = (shortest..=word.len()).rev().chain([word.len()]);
        let beginnings = lengths.filter_map(|length| word.get(..length));
        let found = beginnings.map(|beginning| self.at(key(beginning)));
        let longest = found.into_iter().find(|found| !found.is_empty()).unwrap_or_default();
        meanings.extend(longest.iter().map(|(_, meaning)| *meaning));
        !longest.is_empty()
    }

    /// Adds the meanings of the words of a run without spaces: the longest at each place.
    fn find_in_run(&self, run: &[char], meanings: &mut BTreeSet<u16>) {
        let mut place = 0;
        while place < run.len() {
            let lengths = (1..=UNSPACED.min(run.len() - place)).rev();
            let found = lengths
                .filter_map(|length| run.get(place..place + length))
                .map(|word| (word.len(), self.at(key(word))))
                .find(|(_, found)| !found.is_empty());
            let (length, found) = found.unwrap_or((1, &[]));
            meanings.extend(found.iter().map(|(_, meaning)| *meaning));
            place += length;
        }
    }

    fn at(&self, key: u32) -> &[(u32, u16)] {
        let start = self.keys.partition_point(|(of, _)| *of < key);
        let rest = self.keys.get(start..).unwrap_or_default();
        let length = rest.iter().take_while(|(of, _)| *of == key).count();
        rest.get(..length).unwrap_or_default()
    }

    fn meaning(&mut self, words: &str) -> u16 {
        let place = self.meanings.iter().position(|meaning| meaning == words);
        let place = place.unwrap_or_else(|| {
            self.push(words.to_owned());
            self.meanings.len() - 1
        });
        u16::try_from(place).unwrap_or(u16::MAX)
    }

    fn push(&mut self, meaning: String) {
        self.features.push(features::features(&meaning));
        self.meanings.push(meaning);
    }

    /// Packs the lexicon.
    pub(super) fn pack(&self, out: &mut BitWriter) {
        let number = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        let text = self.meanings.join("\n");
        out.bits(number(text.len()), NUMBER);
        for byte in text.bytes() {
            out.bits(byte.into(), 8);
        }
        out.bits(number(self.keys.len()), NUMBER);
        let low = key_bits(self.keys.len());
        let mut last = 0;
        for &(key, meaning) in &self.keys {
            out.rice(key - last, low);
            out.bits(meaning.into(), meaning_bits(self.meanings.len()));
            last = key;
        }
    }

    /// Unpacks a lexicon; `None` if the bytes aren't those of one.
    pub(super) fn unpack(input: &mut BitReader<'_>) -> Option<Self> {
        let length = input.bits(NUMBER);
        let bytes = (0..length).map(|_| u8::try_from(input.bits(8)).unwrap_or_default());
        let text = String::from_utf8(bytes.collect()).ok()?;
        let mut lexicon = Self::default();
        text.lines().for_each(|meaning| lexicon.push(meaning.to_owned()));
        let length = input.bits(NUMBER) as usize;
        let low = key_bits(length);
        let mut last = 0_u32;
        for _ in 0..length {
            last = last.wrapping_add(input.rice(low));
            let meaning = input.bits(meaning_bits(lexicon.meanings.len()));
            lexicon.keys.push((last, u16::try_from(meaning).unwrap_or(u16::MAX)));
            if input.is_past_end() {
                return None;
            }
        }
        Some(lexicon)
    }
}

/// Scripts in which words have endings of their own.
#[derive(Clone, Copy)]
enum Endings {
    Latin,
    Cyrillic,
    Arabic,
    Indic,
    Malayalam,
}

impl Endings {
    /// Returns those of a word by its first letter; `None` for other scripts and for numbers.
    const fn of(letter: char) -> Option<Self> {
        Some(match letter {
            'a'..='z' => Self::Latin,
            '\u{400}'..='\u{4ff}' => Self::Cyrillic,
            '\u{620}'..='\u{6ff}' => Self::Arabic,
            '\u{900}'..='\u{9ff}' => Self::Indic,
            '\u{d00}'..='\u{d7f}' => Self::Malayalam,
            _ => return None,
        })
    }

    /// Returns the fewest letters of a beginning that has an ending, and the most of the ending.
    const fn limits(self) -> (usize, usize) {
        match self {
            Self::Latin => (4, 3),
            Self::Cyrillic => (4, 4),
            Self::Arabic | Self::Indic => (3, 3),
            Self::Malayalam => (3, 8),
        }
    }
}

/// Prefixes of Filipino verbs, longest first.
const PREFIXES: [&str; 16] = [
    "nakaka", "makaka", "nakapag", "pinag", "nagpa", "naka", "maka", "ipina", "pina", "nag", "mag",
    "pag", "nai", "na", "ma", "i",
];

/// Fewest letters of a Filipino root.
const ROOT: usize = 4;

/// Returns what a Filipino verb may come of: without a prefix, or without the `um` or `in` that
/// stands after its first letter; a doubled first syllable is one.
fn filipino_roots(word: &str) -> Vec<Vec<char>> {
    let bare = PREFIXES.iter().filter_map(|prefix| word.strip_prefix(prefix));
    let mut roots: Vec<Vec<char>> = bare.map(|root| root.chars().collect()).collect();
    let letters: Vec<char> = word.chars().collect();
    if let [first, 'u', 'm', rest @ ..] | [first, 'i', 'n', rest @ ..] = letters.as_slice() {
        roots.push(std::iter::once(*first).chain(rest.iter().copied()).collect());
    }
    for root in &mut roots {
        if root.len() > ROOT && root.get(..2) == root.get(2..4) {
            root.drain(..2);
        }
    }
    roots.retain(|root| root.len() >= ROOT);
    roots
}

/// Returns the letters of a word. Long and short vowels of Indic scripts are one, and so are the
/// ways to write a nasal, because people mix them. Malayalam nouns lose their final nasal, as they
/// do before an ending.
fn letters(word: &Word) -> Vec<char> {
    let folded = word.folded.strip_suffix('ം').unwrap_or(&word.folded);
    folded.chars().filter_map(plain).collect()
}

const fn plain(letter: char) -> Option<char> {
    Some(match letter {
        // Hindi: long i and u; nasal signs of Hindi and Bengali.
        'ी' => 'ि',
        'ू' => 'ु',
        'ई' => 'इ',
        'ऊ' => 'उ',
        'ँ' | 'ं' | 'ঁ' => return None,
        // Bengali.
        'ী' => 'ি',
        'ূ' => 'ু',
        'ঈ' => 'ই',
        'ঊ' => 'উ',
        'ণ' => 'ন',
        'ষ' | 'স' => 'শ',
        'য' => 'জ',
        'ং' => 'ঙ',
        // Malayalam: chillus and long vowels.
        'ൻ' => 'ന',
        'ർ' => 'ര',
        'ൽ' => 'ല',
        'ൾ' => 'ള',
        'ൺ' => 'ണ',
        'ീ' => 'ി',
        'ൂ' => 'ു',
        'േ' => 'െ',
        'ോ' => 'ൊ',
        'ൌ' => 'ൗ',
        // Russian and Latin.
        'ё' => 'е',
        other => other,
    })
}

fn key(letters: &[char]) -> u32 {
    let hash = whole_hash(letters);
    (hash ^ (hash >> KEY_BITS)) & ((1 << KEY_BITS) - 1)
}

fn key_bits(keys: usize) -> u32 {
    low_bits((1 << KEY_BITS) / u32::try_from(keys.max(1)).unwrap_or(u32::MAX))
}

fn meaning_bits(meanings: usize) -> u32 {
    u32::try_from(meanings).unwrap_or(u32::MAX).max(2).next_power_of_two().trailing_zeros()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lexicon() -> Lexicon {
        let mut lexicon = Lexicon::default();
        let file =
            "# Words\n\nwater\tपानी വെള്ളം воды tubig bayad\nparking\t停车 停车场 পার্কিং\nbill\tبل";
        lexicon.add(file).unwrap();
        lexicon
    }

    /// Returns whether a text means a word.
    fn means(text: &str, word: &str) -> bool {
        let (_, meant) = lexicon().features(text);
        features::features(word).iter().all(|feature| meant.contains(feature))
    }

    #[test]
    fn a_word_is_found_by_its_beginning_and_in_spite_of_vowel_signs() {
        assert!(means("पानि नहीं आ रहा", "water"));
        assert!(means("വെള്ളത്തിന്റെ കാര്യം", "water"));
        assert!(means("нет воды", "water") && !means("вод", "water"));
        assert!(means("পার্কিংয়ে জায়গা নেই", "parking"));
        assert!(means("没有停车位", "parking"));
    }

    #[test]
    fn roots_of_filipino_verbs_are_found() {
        for text in
            ["nagbayad na ako kahapon", "nagbabayad ako", "bumayad kami kahapon", "binayad ko na"]
        {
            assert!(means(text, "water"), "{text}");
        }
    }

    #[test]
    fn english_and_arabic_texts_mean_nothing_else() {
        assert!(!means("I have to pay for the tubig on this bottle", "water"));
        assert!(!means("ارسلوا بل غلط", "bill"));
        assert!(means("بجلی کا بل بہت زیادہ ہے", "bill"));
    }

    #[test]
    fn a_line_of_another_shape_is_named() {
        assert_eq!(Lexicon::default().add("#\nwater"), Err(LexiconError { line: 2 }));
    }

    #[test]
    fn the_files_have_no_word_of_another_shape() {
        let folder = format!("{}/src/assistant/lexicon", env!("CARGO_MANIFEST_DIR"));
        for file in std::fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            let mut lexicon = Lexicon::default();
            lexicon.add(&std::fs::read_to_string(&path).unwrap()).unwrap();
            assert!(lexicon.keys.len() > 300, "{}", path.display());
        }
    }
}
