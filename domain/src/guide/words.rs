//! Words of the guide, in Arabic and English.
//!
//! They stand beside the rules, because the text of an article and the constants that it states are
//! checked together.

use std::{collections::BTreeMap, sync::LazyLock};

static AR: LazyLock<Words> = LazyLock::new(|| Words::read(include_str!("words/ar.json")));
static EN: LazyLock<Words> = LazyLock::new(|| Words::read(include_str!("words/en.json")));

/// Language of the guide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    Arabic,
    English,
}

/// Words of one language, by their keys.
pub(super) struct Words(BTreeMap<String, String>);

impl Language {
    pub(super) const ALL: [Self; 2] = [Self::Arabic, Self::English];
}

impl Words {
    fn read(json: &str) -> Self {
        Self(serde_json::from_str(json).unwrap_or_default())
    }

    /// Returns the words of a language.
    pub(super) fn of(language: Language) -> &'static Self {
        match language {
            Language::Arabic => &AR,
            Language::English => &EN,
        }
    }

    /// Returns the text of a key; an empty one if there is none.
    pub(super) fn get(&self, key: &str) -> &str {
        self.0.get(key).map_or("", String::as_str)
    }

    /// Returns the text of a key that has two parts.
    pub(super) fn of_kind(&self, kind: &str, name: &str) -> &str {
        self.get(&[kind, "_", name].concat())
    }

    /// Joins texts by the language's comma.
    pub(super) fn list(&self, texts: &[&str]) -> String {
        texts.join(self.get("comma"))
    }

    #[cfg(test)]
    pub(super) fn keys(&self) -> std::collections::BTreeSet<String> {
        self.0.keys().cloned().collect()
    }
}
