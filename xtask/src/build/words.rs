//! Extracts of the form's words: the button's label for embed.js, and the phrases for the widget.

use std::path::Path;

use anyhow::{Context, Result};
use form::Phrase;
use serde_json::{Map, Value};
use words_build::{Words, read};

/// Returns one phrase as `{language: text}`.
///
/// # Errors
///
/// Fails if a language lacks the phrase, and names the language.
pub(crate) fn of(key: &str, folder: &Path) -> Result<String> {
    let mut languages = Map::new();
    for (language, mut words) in read::folder(folder)? {
        let text = words.remove(key).with_context(|| format!("{language}.json lacks `{key}`"))?;
        languages.insert(language, text.into());
    }
    Ok(Value::Object(languages).to_string())
}

/// Returns the name and content of the widget's phrase files: one for each language, and one for
/// its easy words. A form loads one of them.
pub(crate) fn for_widget(folder: &Path) -> Result<Vec<(String, String)>> {
    let usual = read::folder(folder)?;
    let easy = read::easy(&folder.join("easy"), &usual)?;
    let mut files = Vec::new();
    for ((language, usual), easy) in usual.iter().zip(easy.values()) {
        files.push((format!("{language}.json"), phrases_of(usual)?));
        files.push((format!("{language}-easy.json"), phrases_of(easy)?));
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
        words.get(key).map(String::as_str).with_context(|| format!("the words lack `{key}`"))
    };
    let phrases: Vec<&str> = Phrase::ALL.iter().map(text).collect::<Result<_>>()?;
    Ok(Value::from(phrases).to_string())
}

/// Returns the tags of the languages that a folder has words of.
pub(crate) fn languages(folder: &Path) -> Result<Vec<String>> {
    Ok(read::folder(folder)?.into_keys().collect())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn each_language_keeps_only_what_the_button_says() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("ar.json"), r#"{"open":"شارك","send":"أرسل"}"#).unwrap();
        fs::write(folder.path().join("en.json"), r#"{"open":"Speak up","send":"Send"}"#).unwrap();
        assert_eq!(of("open", folder.path()).unwrap(), r#"{"ar":"شارك","en":"Speak up"}"#);
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
        let words: Map<String, Value> =
            keys.filter_map(|key| Some((key.to_owned(), text(key)?.into()))).collect();
        fs::write(folder.join("en.json"), Value::Object(words).to_string()).unwrap();
    }
}
