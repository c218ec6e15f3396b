//! The few words that embed.js needs before the widget is loaded.

use std::{fs, path::Path};

use anyhow::{Context, Result};
use serde_json::{Map, Value};

use crate::stamp::files_below;

/// `{language: {key: text}}`, with only the keys for embed.js: each byte is on every page of every ministry.
pub(crate) fn for_embed(folder: &Path) -> Result<String> {
    let mut languages = Map::new();
    for file in files_below(folder)? {
        let Some(language) = file.file_stem().and_then(|stem| stem.to_str()) else { continue };
        let text = fs::read_to_string(&file)?;
        let words: Map<String, Value> =
            serde_json::from_str(&text).with_context(|| format!("{} is not a JSON object", file.display()))?;
        languages.insert(language.into(), Value::Object(only_embed(words)));
    }
    Ok(Value::Object(languages).to_string())
}

fn only_embed(words: Map<String, Value>) -> Map<String, Value> {
    words.into_iter().filter(|(key, _)| key.starts_with("embed_")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_keeps_only_the_words_of_embed() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("ar.json"), r#"{"embed_open":"شارك","send":"أرسل"}"#).unwrap();
        fs::write(folder.path().join("en.json"), r#"{"embed_open":"Speak up","send":"Send"}"#).unwrap();
        assert_eq!(for_embed(folder.path()).unwrap(), r#"{"ar":{"embed_open":"شارك"},"en":{"embed_open":"Speak up"}}"#);
    }
}
