//! Words of the widget, read from the files in `form/words`.

use std::{fs, path::PathBuf};

use serde_json::Value;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../form/words")
}

/// Returns the tags of all languages; each has a file.
pub fn languages() -> Vec<String> {
    let files = fs::read_dir(folder()).expect("the folder of the words");
    let path = files.map(|file| file.expect("a file").path());
    path.filter(|path| path.is_file())
        .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
        .collect()
}

/// Returns the words with the key `name` in a language.
pub fn of(language: &str, name: &str) -> String {
    read(&format!("{language}.json"), name)
}

/// Returns the words with the key `name` in easy language.
pub fn easy(language: &str, name: &str) -> String {
    read(&format!("easy/{language}.json"), name)
}

fn read(file: &str, name: &str) -> String {
    let text = fs::read_to_string(folder().join(file)).expect("words");
    let words: Value = serde_json::from_str(&text).expect("words in JSON");
    words[name].as_str().unwrap_or_else(|| panic!("no words for {name}")).to_owned()
}
