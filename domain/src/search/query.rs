//! Search query, split into terms.

use crate::reference::Reference;
use crate::search::{blind_index::is_number, normalize::words};

/// Most terms of one query.
const TERMS_MAX: usize = 8;

/// Fewest letters of a last word that also matches as a prefix.
const BEGINNING: usize = 3;

/// Search query; a result has to match all of its terms.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Terms of the query.
    pub terms: Vec<Term>,
}

/// One term of a query: a word of the text, or data of a contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Normalised word; empty if the term is an e-mail address or a telephone number.
    pub word: String,
    /// True if the word also matches as a prefix of a longer one.
    pub is_beginning: bool,
    /// Text as typed, for [`super::BlindIndex::typed`].
    pub typed: String,
}

impl Query {
    /// Parses a typed query: a reference number, a telephone number, or words and e-mail addresses.
    pub fn parse(typed: &str) -> Self {
        if let Ok(reference) = Reference::parse(typed) {
            return Self {
                terms: vec![Term {
                    word: reference.digits().to_owned(),
                    is_beginning: false,
                    typed: String::new(),
                }],
            };
        }
        if is_number(typed) {
            return Self {
                terms: vec![Term {
                    word: String::new(),
                    is_beginning: false,
                    typed: typed.to_owned(),
                }],
            };
        }
        let mut terms: Vec<_> =
            typed.split_whitespace().flat_map(Term::read).take(TERMS_MAX).collect();
        if let Some(last) = terms.last_mut() {
            last.is_beginning = last.word.chars().count() >= BEGINNING;
        }
        Self { terms }
    }

    /// Returns whether the query has no terms.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Returns whether a normalised word matches any term.
    pub fn wants(&self, word: &str) -> bool {
        self.terms.iter().any(|term| term.fits(word))
    }
}

impl Term {
    /// Returns whether a normalised word equals this term, or begins with it where a prefix
    /// matches.
    pub fn fits(&self, word: &str) -> bool {
        !self.word.is_empty()
            && (word == self.word || (self.is_beginning && word.starts_with(&self.word)))
    }

    fn read(typed: &str) -> Vec<Self> {
        if typed.contains('@') {
            return vec![Self {
                word: String::new(),
                is_beginning: false,
                typed: typed.to_owned(),
            }];
        }
        let term = |word: String| Self { typed: word.clone(), word, is_beginning: false };
        words(typed).into_iter().map(|word| term(word.folded)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(typed: &str) -> Vec<(String, bool)> {
        Query::parse(typed).terms.into_iter().map(|term| (term.word, term.is_beginning)).collect()
    }

    #[test]
    fn words_are_folded_and_only_the_last_may_go_on() {
        assert_eq!(
            asked("إنارة  الشّارع"),
            [("اناره".to_owned(), false), ("شارع".to_owned(), true)]
        );
        assert_eq!(asked("at 4"), [("at".to_owned(), false), ("4".to_owned(), false)]);
        assert!(Query::parse(" ؟ ").is_empty());
        assert_eq!(asked(&"a ".repeat(50)).len(), TERMS_MAX);
    }

    #[test]
    fn a_reference_is_looked_for_whole_and_so_are_addresses_and_numbers() {
        let reference = Reference::draw([7; 8]);
        assert_eq!(asked(&reference.to_string()), [(reference.digits().to_owned(), false)]);
        for typed in ["salma@example.org", "050 123 4567"] {
            let [term] = &Query::parse(typed).terms[..] else { panic!("one term") };
            assert_eq!((term.word.as_str(), term.typed.as_str()), ("", typed));
            assert!(!term.fits(""));
        }
    }
}
