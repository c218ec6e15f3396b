//! Unified guide: what all entities promise, and the rules by which they handle participations.
//!
//! The text of the version in force is assembled from the very constants and tables that the rules
//! obey. So the guide can't say one thing while the code does another: a constant that no article
//! names, and a placeholder that names nothing, fail a test. Earlier versions are stored as they
//! were published.
//!
//! A text has lines: paragraphs, items that begin with `- `, and rows of a table, `| a | b |`, the
//! first of which is its head.

mod changes;
mod constants;
mod indicators;
mod own;
mod tables;
mod words;

use std::{collections::BTreeMap, sync::LazyLock};

use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};

use crate::{bilingual::Named, intake::submission::GUIDE_VERSION};
pub use changes::{ArticleChange, ConstantChange, Line, between};
use constants::Constant;
pub use indicators::{GuideIndicator, GuideTarget, TargetRule};
pub use own::{Promise, PromisedTime, columns, criteria, promises};
use words::{Language, Words};

/// Day from which the version in force holds.
const EFFECTIVE_FROM: Date = date(2026, 1, 1);

/// Earlier versions as JSON, oldest first.
///
/// A version that an installation has served to the public never changes. When a rule changes after
/// that, its file is added here, and [`GUIDE_VERSION`] and [`EFFECTIVE_FROM`] rise. No installation
/// has served version 1 yet, so a changed rule still changes its file.
const EARLIER: [&str; 0] = [];

/// Ids of the articles, in their order. They are addresses and never change.
const ARTICLES: [&str; 17] = [
    "definitions",
    "steps",
    "stages",
    "promises",
    "clocks",
    "extension",
    "waiting",
    "transfer",
    "merging",
    "declining",
    "reopening",
    "evaluation",
    "actions",
    "escalation",
    "privacy",
    "indicators",
    "changes",
];

static CURRENT: LazyLock<Edition> = LazyLock::new(assemble);

static PAST: LazyLock<Vec<Edition>> = LazyLock::new(|| {
    EARLIER.iter().filter_map(|published| serde_json::from_str(published).ok()).collect()
});

/// Version of the guide, as it is published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edition {
    /// Number of the version, from 1.
    pub version: u16,
    /// Day from which it holds.
    pub effective_from: Date,
    /// Articles in their order.
    pub articles: Vec<Article>,
    /// Catalogue of indicators.
    pub indicators: Vec<GuideIndicator>,
}

/// Article of the guide.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// Short name, which the article keeps in all versions.
    pub id: String,
    /// Title.
    pub title: Named,
    /// Text, in lines.
    pub text: Named,
    /// Constants of the rules that the text states, by their names.
    pub constants: BTreeMap<String, u32>,
    /// Ids of the indicators that show how the article is kept.
    pub kept_by: Vec<String>,
}

/// Text with its placeholders filled in.
#[derive(Default)]
struct Filled {
    text: String,
    constants: BTreeMap<String, u32>,
    /// Placeholders that name nothing. They stay in the text.
    unknown: Vec<String>,
}

/// Returns the version in force.
pub fn current() -> &'static Edition {
    &CURRENT
}

/// Returns the version with this number.
pub fn edition(version: u16) -> Option<&'static Edition> {
    editions().find(|edition| edition.version == version)
}

/// Returns all versions, the latest first.
pub fn editions() -> impl Iterator<Item = &'static Edition> {
    std::iter::once(current()).chain(PAST.iter().rev())
}

impl Edition {
    /// Returns the article with this id.
    pub fn article(&self, id: &str) -> Option<&Article> {
        self.articles.iter().find(|article| article.id == id)
    }

    /// Returns the indicator with this id.
    pub fn indicator(&self, id: &str) -> Option<&GuideIndicator> {
        self.indicators.iter().find(|indicator| indicator.id == id)
    }
}

fn assemble() -> Edition {
    let constants = constants::all();
    let articles = ARTICLES.map(|id| {
        let [ar, en] = Language::ALL.map(|language| {
            let words = Words::of(language);
            let filled = fill(words.get(&[id, "_text"].concat()), words, &constants);
            (words.get(&[id, "_title"].concat()).to_owned(), filled)
        });
        Article {
            id: id.to_owned(),
            title: Named { ar: ar.0, en: en.0 },
            text: Named { ar: ar.1.text, en: en.1.text },
            constants: en.1.constants,
            kept_by: indicators::of_article(id).iter().map(|id| (*id).to_owned()).collect(),
        }
    });
    Edition {
        version: GUIDE_VERSION,
        effective_from: EFFECTIVE_FROM,
        articles: articles.into(),
        indicators: indicators::all(),
    }
}

/// Fills the placeholders of a text: constants with their units, and tables.
fn fill(text: &str, words: &Words, constants: &[Constant]) -> Filled {
    let mut filled = Filled::default();
    let mut parts = text.split('{');
    filled.text.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let (name, rest) = part.split_once('}').unwrap_or((part, ""));
        if let Some(constant) = constants.iter().find(|constant| constant.name == name) {
            filled.text.push_str(&constant.say(words));
            filled.constants.insert(constant.name.clone(), constant.value);
        } else if let Some(table) = tables::table(name, words, constants) {
            filled.text.push_str(&table.text);
            let named = table.constants.into_iter();
            filled.constants.extend(named.map(|constant| (constant.name.clone(), constant.value)));
        } else {
            filled.text.extend(["{", name, "}"]);
            filled.unknown.push(name.to_owned());
        }
        filled.text.push_str(rest);
    }
    filled
}

#[cfg(test)]
mod tests;
