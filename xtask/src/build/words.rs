//! The one word that embed.js needs before anything else is loaded: what its button says, in each language.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use serde_json::{Map, Value};

/// `{language: text}`: each byte is on every page of every ministry.
pub(crate) fn for_embed(folder: &Path) -> Result<String> {
    let mut languages = Map::new();
    for file in words_in(folder)? {
        let Some(language) = file.file_stem().and_then(|stem| stem.to_str()) else { continue };
        let text = fs::read_to_string(&file)?;
        let mut words: Map<String, Value> =
            serde_json::from_str(&text).with_context(|| format!("{} is not a JSON object", file.display()))?;
        let open = words.remove("open").with_context(|| format!("{} lacks `open`", file.display()))?;
        languages.insert(language.into(), open);
    }
    Ok(Value::Object(languages).to_string())
}

/// The words' files in a folder, one for each language, in order. Folders in it hold something else.
pub(crate) fn words_in(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))?;
    let mut files: Vec<PathBuf> = entries.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    files.retain(|file| file.is_file());
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_keeps_only_what_the_button_says() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("ar.json"), r#"{"open":"شارك","send":"أرسل"}"#).unwrap();
        fs::write(folder.path().join("en.json"), r#"{"open":"Speak up","send":"Send"}"#).unwrap();
        assert_eq!(for_embed(folder.path()).unwrap(), r#"{"ar":"شارك","en":"Speak up"}"#);
    }
}
