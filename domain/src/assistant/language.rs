//! Language of a message: as it is written, else that of the page.

use crate::{
    language::Language,
    search::{Word, words},
};

/// Frequent words of English. A text in Latin script without them may be Urdu, Hindi or Arabic in
/// Latin letters.
const ENGLISH: [&str; 48] = [
    "the", "a", "an", "is", "are", "was", "my", "me", "i", "we", "our", "you", "they", "he", "she",
    "it", "and", "to", "of", "in", "on", "for", "at", "from", "with", "not", "no", "this", "that",
    "have", "has", "had", "but", "be", "been", "by", "when", "what", "where", "there", "their",
    "his", "her", "after", "please", "why", "how", "who",
];

/// One word in so many is among the frequent ones in an English text.
const SHARE: usize = 8;

/// Returns the language of a message on a page in `page`'s language: what is written decides.
pub(super) fn language(text: &str, page: Option<Language>) -> Language {
    let page = page.unwrap_or(Language::English);
    match Language::detect(text) {
        Some(Language::English) if !is_english(&words(text)) => page,
        Some(written) => written,
        None => page,
    }
}

/// Returns whether words are those of an English text, by its frequent ones.
pub(super) fn is_english(all: &[Word]) -> bool {
    let frequent = all.iter().filter(|word| ENGLISH.contains(&word.folded.as_str())).count();
    frequent * SHARE >= all.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_decides_and_else_the_page() {
        let page = Some(Language::Urdu);
        assert_eq!(language("The bus was late", page), Language::English);
        assert_eq!(language("الباص تأخر", page), Language::Arabic);
        assert_eq!(language("mera bijli ka bill zyada aaya hai", page), Language::Urdu);
        assert_eq!(language("12", page), Language::Urdu);
        assert_eq!(language("bus late again", None), Language::English);
    }
}
