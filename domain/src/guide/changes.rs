//! Comparison of two versions of the guide.

use std::collections::BTreeSet;

use super::{Article, Edition};
use crate::bilingual::Named;

/// Article that two versions don't have alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArticleChange<'a> {
    /// Article of the earlier version; `None` if it was added.
    pub before: Option<&'a Article>,
    /// Article of the later version; `None` if it was removed.
    pub after: Option<&'a Article>,
}

/// Constant with another value, or that only one of two versions states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConstantChange<'a> {
    /// Name of the constant.
    pub name: &'a str,
    /// Value before.
    pub before: Option<u32>,
    /// Value after.
    pub after: Option<u32>,
}

/// Line of a text that only one of two versions has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line<'a> {
    /// Line of the earlier version alone.
    Removed(&'a str),
    /// Line of the later version alone.
    Added(&'a str),
}

/// Returns the articles that differ, in the order of the later version; removed ones last.
pub fn between<'a>(before: &'a Edition, after: &'a Edition) -> Vec<ArticleChange<'a>> {
    let kept = after
        .articles
        .iter()
        .map(|article| ArticleChange { before: before.article(&article.id), after: Some(article) });
    let removed = before.articles.iter().filter(|article| after.article(&article.id).is_none());
    let removed = removed.map(|article| ArticleChange { before: Some(article), after: None });
    kept.chain(removed).filter(|change| change.before != change.after).collect()
}

impl<'a> ArticleChange<'a> {
    /// Returns the article, as the later version has it if it has it.
    pub fn article(&self) -> Option<&'a Article> {
        self.after.or(self.before)
    }

    /// Returns the constants that differ.
    pub fn constants(&self) -> Vec<ConstantChange<'a>> {
        let names = |article: Option<&'a Article>| {
            article.into_iter().flat_map(|article| article.constants.keys())
        };
        let all: BTreeSet<&String> = names(self.before).chain(names(self.after)).collect();
        let value = |article: Option<&Article>, name: &String| {
            article.and_then(|article| article.constants.get(name).copied())
        };
        let changes = all.into_iter().map(|name| ConstantChange {
            name,
            before: value(self.before, name),
            after: value(self.after, name),
        });
        changes.filter(|change| change.before != change.after).collect()
    }

    /// Returns the lines that differ, for a reader of `language`: those that went, then those that
    /// came.
    pub fn lines(&self, language: &str) -> Vec<Line<'a>> {
        let lines = |article: Option<&'a Article>| -> Vec<&'a str> {
            let text = |article: &'a Article| said(&article.text, language).lines();
            article.into_iter().flat_map(text).collect()
        };
        let (before, after) = (lines(self.before), lines(self.after));
        let removed = before.iter().filter(|line| !after.contains(line));
        let added = after.iter().filter(|line| !before.contains(line));
        removed.map(|line| Line::Removed(line)).chain(added.map(|line| Line::Added(line))).collect()
    }
}

fn said<'a>(text: &'a Named, language: &str) -> &'a str {
    text.for_reader(language).0
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn article(id: &str, text: &str, days: u32) -> Article {
        let named = |text: &str| Named { ar: ["ع ", text].concat(), en: text.to_owned() };
        Article {
            id: id.to_owned(),
            title: named(id),
            text: named(text),
            constants: [("days".to_owned(), days)].into(),
            kept_by: Vec::new(),
        }
    }

    fn edition(version: u16, articles: Vec<Article>) -> Edition {
        let indicators = Vec::new();
        Edition { version, effective_from: date(2026, 1, 1), articles, indicators }
    }

    #[test]
    fn changed_added_and_removed_articles_are_named_and_others_are_not() {
        let before = edition(
            1,
            vec![
                article("same", "It stays.", 1),
                article("time", "Answer within 5 days.\nBe kind.", 5),
                article("gone", "Old.", 2),
            ],
        );
        let after = edition(
            2,
            vec![
                article("new", "New.", 3),
                article("same", "It stays.", 1),
                article("time", "Answer within 4 days.\nBe kind.", 4),
            ],
        );
        let changes = between(&before, &after);
        let ids: Vec<&str> =
            changes.iter().map(|change| change.article().unwrap().id.as_str()).collect();
        assert_eq!(ids, ["new", "time", "gone"]);
        let [new, time, gone] = &changes[..] else { panic!("{changes:?}") };
        assert_eq!(new.lines("en"), [Line::Added("New.")]);
        assert_eq!(gone.lines("ar"), [Line::Removed("ع Old.")]);
        assert_eq!(
            time.lines("en"),
            [Line::Removed("Answer within 5 days."), Line::Added("Answer within 4 days.")]
        );
        let days = |before, after| [ConstantChange { name: "days", before, after }];
        assert_eq!(time.constants(), days(Some(5), Some(4)));
        assert_eq!(new.constants(), days(None, Some(3)));
        assert_eq!(gone.constants(), days(Some(2), None));
        assert!(between(&after, &after).is_empty());
    }
}
