//! The words that the box uses, from where it has them.

use serde_json::Value;

const ARABIC: &str = include_str!("../../form/words/ar.json");
const ENGLISH: &str = include_str!("../../form/words/en.json");

/// The words under `name` in Arabic (`ar`) or English.
pub fn of(language: &str, name: &str) -> String {
    let words: Value = serde_json::from_str(if language == "ar" { ARABIC } else { ENGLISH }).expect("words in JSON");
    words[name].as_str().unwrap_or_else(|| panic!("no words for {name}")).to_owned()
}
