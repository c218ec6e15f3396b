//! Catalogue of indicators, as the guide publishes it, and the indicators that show how an article
//! is kept.

use serde::{Deserialize, Serialize};

use crate::{
    bilingual::Named,
    figures::catalogue::{self, Indicator},
};

/// Indicator, as a version of the guide defines it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GuideIndicator {
    /// Short name.
    pub id: String,
    /// Name.
    pub name: Named,
    /// Formula in words: what is counted, and among what.
    pub formula: Named,
    /// Target, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<GuideTarget>,
}

/// Target of an indicator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GuideTarget {
    /// Side of the percentage on which the indicator is as it should be.
    pub rule: TargetRule,
    /// Percentage.
    pub percent: u8,
}

/// Side of a percentage on which an indicator is as it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum TargetRule {
    /// At least so many percent.
    AtLeast,
    /// At most so many percent.
    AtMost,
    /// No target, but somebody looks at it above so many percent.
    LookAbove,
}

impl GuideTarget {
    const fn of(target: catalogue::Target) -> Option<Self> {
        let (rule, percent) = match target {
            catalogue::Target::AtLeast(percent) => (TargetRule::AtLeast, percent),
            catalogue::Target::AtMost(percent) => (TargetRule::AtMost, percent),
            catalogue::Target::LookAbove(percent) => (TargetRule::LookAbove, percent),
            catalogue::Target::None => return None,
        };
        Some(Self { rule, percent })
    }
}

/// Returns the catalogue.
pub(super) fn all() -> Vec<GuideIndicator> {
    let indicators = Indicator::all().map(|indicator| GuideIndicator {
        id: indicator.id().to_owned(),
        name: indicator.name(),
        formula: indicator.meaning(),
        target: GuideTarget::of(indicator.target()),
    });
    indicators.collect()
}

/// Returns the ids of the indicators that show how an article is kept.
pub(super) fn of_article(article: &str) -> &'static [&'static str] {
    match article {
        "steps" => &["two_minutes"],
        "promises" => &["first_on_time", "full_on_time"],
        "clocks" => &["first_time", "full_time", "lived_time"],
        "extension" => &["extended"],
        "waiting" => &["waiting_share"],
        "transfer" => &["handover_on_time", "own_on_time", "transferred_twice"],
        "merging" => &["merged"],
        "declining" => &["set_aside"],
        "reopening" => &["reopened"],
        "evaluation" => &["decided_on_time", "accepted", "implemented_on_time"],
        "actions" => &["actions_on_time", "actions_effective", "lessons"],
        "escalation" => &["escalated"],
        _ => &[],
    }
}
