//! The rules about the words of each language: none is missing, none unused.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use anyhow::{Context, Result};
use serde_json::{Map, Value};

use crate::{build::words::words_in, project, tidy::Source};

type Languages = BTreeMap<String, BTreeSet<String>>;

/// Returns the missing and the unused words of a folder.
pub(super) fn check(folder: &str, sources: &[Source]) -> Result<Vec<String>> {
    let languages = languages(&project::root().join(folder))?;
    let mut problems = unequal(&languages);
    if let Some(keys) = languages.get("en") {
        problems.extend(unused(keys, sources));
    }
    Ok(problems.into_iter().map(|problem| format!("{folder}{problem}")).collect())
}

fn languages(folder: &Path) -> Result<Languages> {
    let mut languages = Languages::new();
    for file in words_in(folder)? {
        let words: Map<String, Value> = serde_json::from_str(&fs::read_to_string(&file)?)
            .with_context(|| format!("{} is not a JSON object", file.display()))?;
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        languages.insert(name, words.into_iter().map(|(key, _)| key).collect());
    }
    Ok(languages)
}

fn unequal(languages: &Languages) -> Vec<String> {
    let all: BTreeSet<&String> = languages.values().flatten().collect();
    let missing = |(language, keys): (&String, &BTreeSet<String>)| {
        let missing: Vec<&str> =
            all.iter().filter(|key| !keys.contains(**key)).map(|key| key.as_str()).collect();
        (!missing.is_empty()).then(|| {
            format!(
                "/{language}.json: lacks {}; a person would read another language, or nothing",
                missing.join(", ")
            )
        })
    };
    languages.iter().filter_map(missing).collect()
}

fn unused(keys: &BTreeSet<String>, sources: &[Source]) -> Vec<String> {
    let shipped = sources
        .iter()
        .filter(|source| !source.path.starts_with("tests/") && !source.path.starts_with("xtask/"));
    let used: BTreeSet<&str> = shipped.flat_map(|source| identifiers(&source.text)).collect();
    keys.iter()
        .filter(|key| !used.contains(key.as_str()))
        .map(|key| {
            format!(
                ": nothing uses `{key}`; a word that nobody reads is still translated and downloaded"
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

    fn keys(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn a_language_may_not_lack_a_word() {
        let languages = Languages::from([
            ("ar".into(), keys(&["send"])),
            ("en".into(), keys(&["send", "next"])),
        ]);
        assert_eq!(unequal(&languages).len(), 1);
        assert!(unequal(&languages)[0].contains("ar.json: lacks next"));
    }

    #[test]
    fn a_word_is_used_where_its_whole_name_stands() {
        let source = |path: &str| Source::new(path, "words.send_all");
        assert_eq!(unused(&keys(&["send", "send_all"]), &[source("form/src/a.rs")]).len(), 1);
        assert_eq!(unused(&keys(&["send_all"]), &[source("tests/http/a.rs")]).len(), 1);
    }
}
