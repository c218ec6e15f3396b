//! The rules about the words of each language: none is missing, none unused.

use std::collections::BTreeSet;

use anyhow::Result;
use words_build::{MODEL, Words, read};

use crate::{project, tidy::Source};

/// Returns the missing and the unused words of a folder.
pub(super) fn check(folder: &str, sources: &[Source]) -> Result<Vec<String>> {
    let languages = read::folder(&project::root().join(folder))?;
    let mut problems: Vec<String> = read::missing(&languages)
        .into_iter()
        .map(|problem| format!("{folder}/{problem}"))
        .collect();
    if let Some(words) = languages.get(MODEL) {
        let unused = unused(words, sources).into_iter();
        problems.extend(unused.map(|problem| format!("{folder}: {problem}")));
    }
    Ok(problems)
}

fn unused(words: &Words, sources: &[Source]) -> Vec<String> {
    let shipped = sources.iter().filter(|source| {
        !["packages", "tests", "words-build", "xtask"].contains(&source.crate_name())
    });
    let used: BTreeSet<&str> = shipped.flat_map(|source| identifiers(&source.text)).collect();
    words
        .keys()
        .filter(|key| !used.contains(key.as_str()))
        .map(|key| {
            format!(
                "nothing uses `{key}`; a word that nobody reads is still translated and downloaded"
            )
        })
        .collect()
}

fn identifiers(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphanumeric() && letter != '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(keys: &[&str]) -> Words {
        keys.iter().map(|key| ((*key).to_owned(), String::new())).collect()
    }

    #[test]
    fn a_word_is_used_where_its_whole_name_stands() {
        let source = |path: &str| Source::new(path, "words.send_all");
        assert_eq!(unused(&words(&["send", "send_all"]), &[source("form/src/a.rs")]).len(), 1);
        for path in ["tests/http/a.rs", "xtask/src/a.rs", "words-build/src/a.rs", "packages/a/a.js"]
        {
            assert_eq!(unused(&words(&["send_all"]), &[source(path)]).len(), 1, "{path}");
        }
    }
}
