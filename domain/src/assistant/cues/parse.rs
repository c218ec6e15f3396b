//! Patterns of a file of cues, and their search in the words of a message.

use std::collections::HashMap;

use super::{Cue, joined};
use crate::search::words;

/// Most words in a gap; characters of unspaced scripts count each.
const GAP: usize = 5;

/// Word of a pattern, by its number.
type Literal = u16;

/// Part of a pattern.
#[derive(Clone, Debug)]
enum Part {
    /// One of several runs of words.
    Runs(Vec<Vec<Literal>>),
    /// Up to [`GAP`] words.
    Gap,
}

/// Patterns of a language.
#[derive(Default)]
pub(super) struct Patterns {
    exact: HashMap<String, Literal>,
    prefixes: HashMap<String, Literal>,
    all: Vec<(Cue, Vec<Part>)>,
}

impl Patterns {
    /// Parses a file. Lines outside a known section are skipped.
    pub(super) fn parse(file: &str) -> Self {
        let mut patterns = Self::default();
        let mut section = None;
        for line in file.lines().map(str::trim) {
            if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                section = Cue::ALL.iter().find(|(of, _)| *of == name).map(|(_, cue)| *cue);
            } else if let Some(cue) = section.filter(|_| !line.is_empty()) {
                let parts = line.split_whitespace().map(|part| patterns.part(part)).collect();
                patterns.all.push((cue, parts));
            }
        }
        patterns
    }

    fn part(&mut self, part: &str) -> Part {
        if part == ".." {
            return Part::Gap;
        }
        Part::Runs(part.split('|').map(|run| self.run(run)).filter(|run| !run.is_empty()).collect())
    }

    fn run(&mut self, run: &str) -> Vec<Literal> {
        let is_prefix = run.ends_with('*');
        let words = words(&joined(run));
        let last = words.len().saturating_sub(1);
        let numbered = words.into_iter().enumerate();
        numbered
            .map(|(place, word)| self.literal(word.folded, is_prefix && place == last))
            .collect()
    }

    fn literal(&mut self, word: String, is_prefix: bool) -> Literal {
        let next = self.exact.len() + self.prefixes.len();
        let next = Literal::try_from(next).unwrap_or(Literal::MAX);
        let table = if is_prefix { &mut self.prefixes } else { &mut self.exact };
        *table.entry(word).or_insert(next)
    }

    /// Adds the cues of a text, by the forms of its words.
    pub(super) fn find(&self, forms: &[Vec<String>], found: &mut Vec<(Cue, usize)>) {
        let text: Vec<Vec<Literal>> = forms.iter().map(|forms| self.literals(forms)).collect();
        for start in (0..text.len()).filter(|&start| !text[start].is_empty()) {
            let rest = &text[start..];
            let matching = self.all.iter().filter(|(_, parts)| is_at(parts, rest));
            found.extend(matching.map(|(cue, _)| (*cue, start)));
        }
    }

    /// Returns the literals that a word is one of.
    fn literals(&self, forms: &[String]) -> Vec<Literal> {
        let exact = forms.iter().filter_map(|form| self.exact.get(form).copied());
        let beginnings = |form: &'_ String| -> Vec<Literal> {
            let ends = form.char_indices().map(|(at, letter)| at + letter.len_utf8());
            let beginnings = ends.filter_map(|end| form.get(..end));
            beginnings.filter_map(|beginning| self.prefixes.get(beginning).copied()).collect()
        };
        exact.chain(forms.iter().flat_map(beginnings)).collect()
    }
}

/// Returns whether a pattern stands at the beginning of the words.
fn is_at(parts: &[Part], text: &[Vec<Literal>]) -> bool {
    match parts.split_first() {
        None => true,
        Some((Part::Gap, rest)) => (0..=GAP.min(text.len()))
            .any(|skipped| text.get(skipped..).is_some_and(|text| is_at(rest, text))),
        Some((Part::Runs(runs), rest)) => runs.iter().any(|run| {
            let fits = |(literal, word): (&Literal, &Vec<Literal>)| word.contains(literal);
            run.len() <= text.len()
                && run.iter().zip(text).all(fits)
                && text.get(run.len()..).is_some_and(|text| is_at(rest, text))
        }),
    }
}
