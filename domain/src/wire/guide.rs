//! `GET /guide/{version}.json`: a version of the unified guide.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    bilingual::Named,
    guide::{Article, Edition, GuideIndicator},
};

/// Version of the unified guide: what all entities promise, and the rules by which they handle
/// participations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Guide {
    /// Number of the version, from 1.
    pub version: u16,
    /// Day from which it holds.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub effective_from: Date,
    /// Articles in their order.
    pub articles: Vec<GuideArticle>,
    /// Catalogue of indicators.
    pub indicators: Vec<GuideIndicator>,
}

/// An article of the guide.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GuideArticle {
    /// Short name, which the article keeps in all versions.
    pub id: String,
    /// Title.
    pub title: Named,
    /// Text: paragraphs by line, items that begin with `- `, and rows of a table, `| a | b |`, the
    /// first of which is its head.
    pub text: Named,
    /// Constants of the rules that the text states, by their names.
    pub constants: BTreeMap<String, u32>,
    /// Ids of the indicators that show how the article is kept.
    pub kept_by: Vec<String>,
}

impl From<&Edition> for Guide {
    fn from(edition: &Edition) -> Self {
        Self {
            version: edition.version,
            effective_from: edition.effective_from,
            articles: edition.articles.iter().map(Into::into).collect(),
            indicators: edition.indicators.clone(),
        }
    }
}

impl From<&Article> for GuideArticle {
    fn from(article: &Article) -> Self {
        let Article { id, title, text, constants, kept_by } = article.clone();
        Self { id, title, text, constants, kept_by }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guide;

    #[test]
    fn a_version_is_published_with_its_articles_and_their_constants() {
        let json = serde_json::to_value(Guide::from(guide::current())).unwrap();
        assert_eq!((&json["version"], &json["effective_from"]), (&1.into(), &"2026-01-01".into()));
        let extension = json["articles"].as_array().unwrap();
        let extension = extension.iter().find(|article| article["id"] == "extension").unwrap();
        assert_eq!(extension["constants"], serde_json::json!({ "extension_max": 10 }));
        assert_eq!(extension["kept_by"], serde_json::json!(["extended"]));
        let on_time = json["indicators"].as_array().unwrap();
        let on_time = on_time.iter().find(|indicator| indicator["id"] == "first_on_time").unwrap();
        let target = serde_json::json!({ "rule": "at_least", "percent": 95 });
        assert_eq!(on_time["target"], target);
        assert!(extension["text"]["ar"].as_str().unwrap().contains("10 أيام عمل"), "{extension}");
    }
}
