//! Words of the form and of the edge's pages, from the files that they are built of.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Returns the tags of all languages; each has a file.
pub fn languages() -> Vec<String> {
    let files = fs::read_dir(root().join("form/words")).expect("the folder of the words");
    let path = files.map(|file| file.expect("a file").path());
    path.filter(|path| path.is_file())
        .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
        .collect()
}

/// Returns the form's words with the key `name` in a language.
pub fn of(language: &str, name: &str) -> String {
    read(&root().join("form/words").join(format!("{language}.json")), name)
}

/// Returns the words with the key `name` in easy language.
pub fn easy(language: &str, name: &str) -> String {
    read(&root().join("form/words/easy").join(format!("{language}.json")), name)
}

/// Returns the words of the edge's pages with the key `name` in a language.
pub fn page(language: &str, name: &str) -> String {
    read(&root().join("pages/words").join(format!("{language}.json")), name)
}

fn read(file: &Path, name: &str) -> String {
    let text = fs::read_to_string(file).expect("words");
    let words: Value = serde_json::from_str(&text).expect("words in JSON");
    words[name].as_str().unwrap_or_else(|| panic!("no words for {name}")).to_owned()
}
