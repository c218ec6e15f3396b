//! Words with one typing error: a letter too many, too few, wrong, or swapped with its neighbour.
//!
//! All such variants of a typed word are made here, and the store says which of them are words of
//! the index. Their number depends on the word's length alone, not on how much is stored.

use std::collections::{BTreeSet, HashMap};

/// Fewest letters of a word in which an error is looked for.
const LETTERS_MIN: usize = 4;

/// Most letters of such a word.
const LETTERS_MAX: usize = 20;

/// Most variants of one word that are searched for.
const VARIANTS_MAX: usize = 12;

/// Times that a word must be more frequent than a variant of it, for the variant to count as an
/// error. Two frequent words, such as *light* and *night*, are different words.
const RARER: u64 = 4;

/// Letters that may be missing or stand for another, by the script of the word.
const ALPHABETS: [&str; 4] = [
    "abcdefghijklmnopqrstuvwxyz0123456789",
    "ابتثجحخدذرزسشصضطظعغفقكلمنهويپچژگٹڈڑں",
    "абвгдежзиклмнопрстуфхцчшщъыьэюя",
    "അആഇഉഎഒകഖഗഘചജഞടഡണതഥദധനപഫബഭമയരറലളഴവശഷസഹ",
];

/// Returns all words with one error less than a typed one; none if it's short, or has digits alone.
pub(super) fn variants(word: &str) -> BTreeSet<String> {
    let letters: Vec<char> = word.chars().collect();
    let is_number = letters.iter().all(char::is_ascii_digit);
    if is_number || !(LETTERS_MIN..=LETTERS_MAX).contains(&letters.len()) {
        return BTreeSet::new();
    }
    let alphabet = alphabet(&letters);
    let mut variants = BTreeSet::new();
    for at in 0..=letters.len() {
        let (before, after) = letters.split_at(at);
        let mut add = |middle: &[char], rest: &[char]| {
            variants.insert(before.iter().chain(middle).chain(rest).collect::<String>());
        };
        for &letter in &alphabet {
            add(&[letter], after);
        }
        if let [_, rest @ ..] = after {
            add(&[], rest);
            for &letter in &alphabet {
                add(&[letter], rest);
            }
        }
        if let [first, second, rest @ ..] = after {
            add(&[*second, *first], rest);
        }
    }
    variants.remove(word);
    variants
}

/// Returns those variants of a word that are taken for the same word. `known` is the number of
/// documents of each word of the index. If the word is the beginning of one, it's no error.
pub(super) fn likely(word: &str, is_beginning: bool, known: &HashMap<String, u64>) -> Vec<String> {
    let mut own = known.get(word).copied().unwrap_or_default();
    let mut found: Vec<_> = variants(word)
        .into_iter()
        .filter_map(|variant| known.get(&variant).map(|&count| (count, variant)))
        .collect();
    if is_beginning {
        let longer = found.iter().filter(|(_, variant)| variant.starts_with(word));
        own = longer.map(|&(count, _)| count).fold(own, u64::max);
    }
    found.retain(|&(count, _)| own == 0 || count.saturating_mul(RARER) <= own);
    found.sort_by(|(one, a), (other, b)| other.cmp(one).then_with(|| a.cmp(b)));
    found.into_iter().take(VARIANTS_MAX).map(|(_, variant)| variant).collect()
}

/// Returns the letters that may be missing in a word. In scripts without an alphabet here, these
/// are its own.
fn alphabet(letters: &[char]) -> Vec<char> {
    let own = || letters.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
    let known = ALPHABETS.iter().find(|alphabet| {
        letters.iter().any(|letter| letter.is_alphabetic() && alphabet.contains(*letter))
    });
    known.map_or_else(own, |alphabet| alphabet.chars().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(words: &[(&str, u64)]) -> HashMap<String, u64> {
        words.iter().map(|&(word, count)| (word.to_owned(), count)).collect()
    }

    #[test]
    fn one_error_of_each_kind_is_undone() {
        for typed in ["stret", "streeet", "strret", "sterat", "tsreet", "street1", "xtreet"] {
            let is_near = typed != "sterat";
            assert_eq!(variants(typed).contains("street"), is_near, "{typed}");
        }
        for typed in ["شارغ", "شراع", "شاررع", "شارعز"] {
            assert!(variants(typed).contains("شارع"), "{typed}");
        }
        assert!(variants("фанар").contains("фонар"));
        assert!(variants("रसता").contains("रसत"));
        assert!(variants("the").is_empty() && variants("20261").is_empty());
        assert!(variants(&"ж".repeat(LETTERS_MAX)).len() < 1_500);
    }

    #[test]
    fn frequent_words_are_no_errors_of_each_other() {
        let words = known(&[("light", 100), ("night", 60), ("lihgt", 2)]);
        assert_eq!(likely("light", false, &words), ["lihgt"]);
        assert_eq!(likely("ligth", true, &words), ["light"]);
        let words = known(&[("light", 9), ("high", 5), ("sigh", 2)]);
        assert_eq!(likely("ligh", true, &words), ["sigh"]);
        let words = known(&[("light", 100), ("night", 60), ("lihgt", 2)]);
        assert_eq!(likely("ligt", false, &words), ["light", "lihgt"]);
    }
}
