//! The words of the form and of the edge's pages, from the files that they are built of.

use std::{fs, path::PathBuf};

use serde_json::Value;

/// The folder of the form's words.
fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../form/words")
}

/// The folder of the words under a name: those of the edge's pages begin with `page_`.
fn folder_of(name: &str) -> PathBuf {
    if name.starts_with("page_") { folder().join("../../pages/words") } else { folder() }
}

/// The tags of all languages: there is a file for each.
pub fn languages() -> Vec<String> {
    let files = fs::read_dir(folder()).expect("the folder of the words");
    let path = files.map(|file| file.expect("a file").path());
    path.filter(|path| path.is_file())
        .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
        .collect()
}

/// The words under `name` in a language.
pub fn of(language: &str, name: &str) -> String {
    read(&format!("{language}.json"), name)
}

/// The easy words under `name` in a language that has them.
pub fn easy(language: &str, name: &str) -> String {
    read(&format!("easy/{language}.json"), name)
}

fn read(file: &str, name: &str) -> String {
    let text = fs::read_to_string(folder_of(name).join(file)).expect("words");
    let words: Value = serde_json::from_str(&text).expect("words in JSON");
    words[name].as_str().unwrap_or_else(|| panic!("no words for {name}")).to_owned()
}
