//! The rule about the first word of a doc comment: a function's is a verb, a type's its name.
//!
//! A question word opens a riddle ("What is left of it"), and no reader searches for one.

use crate::tidy::Source;

const QUESTIONS: [&str; 7] = ["What", "How", "Who", "Whoever", "Whether", "When", "Where"];

pub(super) fn check(sources: &[Source]) -> Vec<String> {
    let rust = sources.iter().filter(|source| source.is_rust());
    rust.flat_map(|source| {
        openings(&source.text).map(|(number, line)| {
            format!(
                "{}:{number}: `{line}`; begin with a verb (\"Returns\") or the thing's name",
                source.path
            )
        })
    })
    .collect()
}

/// Returns the first lines of doc comments that begin with a question word, with their numbers.
fn openings(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut before = None;
    text.lines().enumerate().filter_map(move |(index, line)| {
        let line = line.trim_start();
        let marker = ["///", "//!"].into_iter().find(|marker| line.starts_with(marker));
        let is_first = marker.is_some() && before != marker;
        before = marker;
        let doc = line[marker?.len()..].trim_start();
        let word = doc.split(|letter: char| !letter.is_alphabetic()).next().unwrap_or_default();
        (is_first && QUESTIONS.contains(&word)).then_some((index + 1, line))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_of_a_doc_comment_begins_with_no_question_word() {
        let text = "//! What it is.\n//! How it works.\n\n/// Returns it.\n/// When it is there.\n\
                    fn a() {}\n    /// Whether it holds.\n    fn b() {}\n/// Whatever.\n// Who?\n";
        let lines: Vec<usize> = openings(text).map(|(number, _)| number).collect();
        assert_eq!(lines, [1, 7]);
        assert_eq!(check(&[Source::new("domain/src/a.rs", text)]).len(), 2);
    }
}
