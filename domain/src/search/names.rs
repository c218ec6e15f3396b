//! Search by name in a short list, which needs no index.

use super::{stem::stem, typo, words};

/// Returns whether all typed words are words of the names, or beginnings of such words. Spelling
/// variants are the same word, as in the search for cases. An empty search finds every name.
pub fn matches_names(typed: &str, names: &[&str]) -> bool {
    let own: Vec<_> = names.iter().flat_map(|name| words(name)).collect();
    words(typed).iter().all(|word| {
        let stem_of_word = stem(&word.folded);
        own.iter()
            .any(|own| own.folded.starts_with(&word.folded) || stem(&own.folded) == stem_of_word)
    })
}

/// Returns whether all typed words are words of the names, with one typing error in each at most.
pub fn nearly_matches_names(typed: &str, names: &[&str]) -> bool {
    let own: Vec<_> = names.iter().flat_map(|name| words(name)).collect();
    words(typed).iter().all(|word| {
        let variants = typo::variants(&word.folded);
        own.iter().any(|own| own.folded == word.folded || variants.contains(&own.folded))
    })
}

#[cfg(test)]
mod tests {
    use super::{matches_names, nearly_matches_names};

    const NAMES: [&str; 3] = ["هيئة الطرق والمواصلات", "Roads and Transport Authority", "rta"];

    #[test]
    fn words_or_their_beginnings_are_found_in_either_language() {
        for typed in [
            "roads",
            "AUTH road",
            "الطرق",
            "طرق",
            "هيئه",
            "rta",
            "مواصلات roads",
            "authorities",
            " ؟ ",
        ] {
            assert!(matches_names(typed, &NAMES), "{typed}");
        }
        for typed in ["oads", "roads islamic", "الاسلامية"] {
            assert!(!matches_names(typed, &NAMES), "{typed}");
        }
    }

    #[test]
    fn one_typing_error_in_a_word_is_forgiven() {
        for typed in ["raods", "transprot authority", "المواصلت", "rta"] {
            assert!(nearly_matches_names(typed, &NAMES), "{typed}");
        }
        for typed in ["rat", "rods islamic", "read"] {
            assert!(!nearly_matches_names(typed, &NAMES), "{typed}");
        }
    }
}
