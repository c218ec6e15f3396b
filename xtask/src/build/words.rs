//! Extracts of the form's words: the button's label for embed.js, and the phrases for the widget.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use form::Phrase;
use serde_json::{Map, Value};

type Words = Map<String, Value>;

/// `{language: text}`: each byte is on every page of every ministry.
pub(crate) fn for_embed(folder: &Path) -> Result<String> {
    let mut languages = Map::new();
    for file in words_in(folder)? {
        let mut words = read(&file)?;
        let open =
            words.remove("open").with_context(|| format!("{} lacks `open`", file.display()))?;
        languages.insert(language_of(&file), open);
    }
    Ok(Value::Object(languages).to_string())
}

/// Returns the name and content of the widget's phrase files: one for each language, and one for
/// its easy words. A form loads one of them.
pub(crate) fn for_widget(folder: &Path) -> Result<Vec<(String, String)>> {
    let mut files = Vec::new();
    for file in words_in(folder)? {
        let language = language_of(&file);
        let words = read(&file)?;
        let mut easy = words.clone();
        easy.extend(read(&folder.join("easy").join(format!("{language}.json")))?);
        files.push((format!("{language}.json"), phrases_of(&words)?));
        files.push((format!("{language}-easy.json"), phrases_of(&easy)?));
    }
    Ok(files)
}

/// Returns the phrases as a list in the order that the widget counts them by.
///
/// # Errors
///
/// Names a phrase without a text.
fn phrases_of(words: &Words) -> Result<String> {
    let text = |phrase: &Phrase| {
        let key = phrase.key();
        words.get(key).cloned().with_context(|| format!("the words lack `{key}`"))
    };
    let phrases: Vec<Value> = Phrase::ALL.iter().map(text).collect::<Result<_>>()?;
    Ok(Value::from(phrases).to_string())
}

/// The languages that there are words of.
pub(crate) fn languages(folder: &Path) -> Result<Vec<String>> {
    Ok(words_in(folder)?.iter().map(|file| language_of(file)).collect())
}

fn language_of(file: &Path) -> String {
    file.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

fn read(file: &Path) -> Result<Words> {
    let text =
        fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))?;
    serde_json::from_str(&text).with_context(|| format!("{} is not a JSON object", file.display()))
}

/// Returns the words' files in a folder, sorted, one for each language. Subfolders are skipped.
pub(crate) fn words_in(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))?;
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

    #[test]
    fn the_widget_says_what_it_must_and_the_easy_words_where_there_are_some() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("easy")).unwrap();
        write_phrases(folder.path(), |key| match key {
            "send" => Some("Send"),
            "sending" => Some("Is being sent"),
            _ => Some("…"),
        });
        fs::write(folder.path().join("easy/en.json"), r#"{"sending":"Going"}"#).unwrap();
        let expected = [("en.json", "Send", "Is being sent"), ("en-easy.json", "Send", "Going")];
        let files = for_widget(folder.path()).unwrap();
        assert_eq!(files.len(), expected.len());
        for ((name, text), (expected, send, sending)) in files.iter().zip(expected) {
            assert_eq!(name, expected);
            let phrases: Vec<String> = serde_json::from_str(text).unwrap();
            assert_eq!(phrases.len(), Phrase::ALL.len());
            let say = |phrase: Phrase| phrases[phrase.index() as usize].as_str();
            assert_eq!((say(Phrase::Send), say(Phrase::Sending)), (send, sending));
        }
    }

    #[test]
    fn a_phrase_without_a_text_is_named() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("easy")).unwrap();
        fs::write(folder.path().join("easy/en.json"), "{}").unwrap();
        write_phrases(folder.path(), |key| (key != "send").then_some("…"));
        let error = for_widget(folder.path()).unwrap_err();
        assert!(error.to_string().contains("`send`"), "{error}");
    }

    fn write_phrases(folder: &Path, text: impl Fn(&str) -> Option<&'static str>) {
        let keys = Phrase::ALL.iter().map(|phrase| phrase.key());
        let words: Words =
            keys.filter_map(|key| Some((key.to_owned(), text(key)?.into()))).collect();
        fs::write(folder.join("en.json"), Value::Object(words).to_string()).unwrap();
    }
}
