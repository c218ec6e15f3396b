//! Criteria of an entity by which suggestions are judged, with their weights.

use std::{collections::BTreeMap, num::NonZeroU8};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{bilingual::Named, slug::Slug, text::characters::is_visible};

/// Longest name of a criterion, in characters.
pub const CRITERION_MAX: usize = 100;

/// Criteria of an evaluation with their weights, and the share of the best possible result from
/// which a suggestion is recommended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Draft", into = "Draft")]
pub struct Criteria {
    weights: BTreeMap<Slug, NonZeroU8>,
    threshold: Percent,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Draft {
    weights: BTreeMap<Slug, NonZeroU8>,
    threshold: Percent,
}

/// Names of criteria. The default ones need none.
pub type CriteriaNames = BTreeMap<Slug, Named>;

/// Criteria with the names of those that an entity has added. Events hold the criteria alone, so
/// that no word is in them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "NamedDraft", into = "NamedDraft")]
pub struct NamedCriteria {
    /// Criteria with their weights.
    pub criteria: Criteria,
    /// Names of some of them.
    pub names: CriteriaNames,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct NamedDraft {
    weights: BTreeMap<Slug, NonZeroU8>,
    threshold: Percent,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    names: CriteriaNames,
}

/// Percentage from 0 to 100.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Percent(u8);

/// Error of criteria.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum CriteriaError {
    /// Percentage above 100.
    #[error("at most 100 percent")]
    Percent,
    /// A name of no criterion, an empty one, or too long a one.
    #[error("a criterion has a name in each language, of at most 100 characters")]
    Name,
    /// Criteria without any criterion.
    #[error("there is at least one criterion")]
    NoCriteria,
}

impl Percent {
    /// Creates a percentage.
    ///
    /// # Errors
    ///
    /// When the number is above 100.
    pub const fn new(hundredths: u8) -> Result<Self, CriteriaError> {
        if hundredths <= 100 { Ok(Self(hundredths)) } else { Err(CriteriaError::Percent) }
    }

    /// Returns the share of `part` in `whole`, rounded down: 0 if `whole` is 0.
    pub fn of(part: u32, whole: u32) -> Self {
        let hundredths = (part * 100).checked_div(whole);
        Self(hundredths.and_then(|hundredths| u8::try_from(hundredths).ok()).unwrap_or_default())
    }
}

impl TryFrom<u8> for Percent {
    type Error = CriteriaError;

    fn try_from(hundredths: u8) -> Result<Self, CriteriaError> {
        Self::new(hundredths)
    }
}

impl From<Percent> for u8 {
    fn from(percent: Percent) -> Self {
        percent.0
    }
}

impl Criteria {
    /// Creates criteria from weights and a threshold.
    ///
    /// # Errors
    ///
    /// When there is no criterion.
    pub fn new(
        weights: BTreeMap<Slug, NonZeroU8>,
        threshold: Percent,
    ) -> Result<Self, CriteriaError> {
        if weights.is_empty() {
            Err(CriteriaError::NoCriteria)
        } else {
            Ok(Self { weights, threshold })
        }
    }

    /// Returns the criteria with their weights.
    pub const fn weights(&self) -> &BTreeMap<Slug, NonZeroU8> {
        &self.weights
    }

    /// Returns the share of the best possible result from which a suggestion is recommended.
    pub const fn threshold(&self) -> Percent {
        self.threshold
    }
}

impl Default for Criteria {
    /// Returns the default criteria, by falling weight: benefit, feasibility, fit with the
    /// strategy, cost, novelty. A suggestion is recommended from 60 %.
    fn default() -> Self {
        let weights =
            [("benefit", 30), ("feasibility", 25), ("strategy", 20), ("cost", 15), ("novelty", 10)];
        let weights = weights
            .into_iter()
            .filter_map(|(name, weight)| Some((Slug::parse(name).ok()?, NonZeroU8::new(weight)?)));
        Self { weights: weights.collect(), threshold: Percent(60) }
    }
}

impl TryFrom<Draft> for Criteria {
    type Error = CriteriaError;

    fn try_from(Draft { weights, threshold }: Draft) -> Result<Self, CriteriaError> {
        Self::new(weights, threshold)
    }
}

impl From<Criteria> for Draft {
    fn from(Criteria { weights, threshold }: Criteria) -> Self {
        Self { weights, threshold }
    }
}

impl TryFrom<NamedDraft> for NamedCriteria {
    type Error = CriteriaError;

    fn try_from(draft: NamedDraft) -> Result<Self, CriteriaError> {
        let NamedDraft { weights, threshold, names } = draft;
        let is_name =
            |name: &str| name.chars().any(is_visible) && name.chars().count() <= CRITERION_MAX;
        let is_named = |(id, name): (&Slug, &Named)| {
            weights.contains_key(id) && is_name(&name.ar) && is_name(&name.en)
        };
        if !names.iter().all(is_named) {
            return Err(CriteriaError::Name);
        }
        Ok(Self { criteria: Criteria::new(weights, threshold)?, names })
    }
}

impl From<NamedCriteria> for NamedDraft {
    fn from(NamedCriteria { criteria, names }: NamedCriteria) -> Self {
        let Criteria { weights, threshold } = criteria;
        Self { weights, threshold, names }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn criteria_are_kept_as_data() {
        let json = serde_json::to_value(Criteria::default()).unwrap();
        assert_eq!((&json["weights"]["benefit"], &json["threshold"]), (&30.into(), &60.into()));
        assert_eq!(serde_json::from_value::<Criteria>(json).unwrap(), Criteria::default());
        for wrong in [
            r#"{"weights":{},"threshold":60}"#,
            r#"{"weights":{"a":0},"threshold":60}"#,
            r#"{"weights":{"a":1},"threshold":101}"#,
        ] {
            assert!(serde_json::from_str::<Criteria>(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_criterion_may_have_a_name_in_any_script() {
        let json = r#"{"weights":{"cost":20,"criterion":5},"threshold":60,"names":{"criterion":{"ar":"السرعة","en":"Speed"}}}"#;
        let named: NamedCriteria = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&named).unwrap(), json);
        let stored = serde_json::to_string(&named.criteria).unwrap();
        assert!(!stored.contains("names"), "{stored}");
        let plain = serde_json::to_value(NamedCriteria::default()).unwrap();
        assert_eq!(plain, serde_json::to_value(Criteria::default()).unwrap());
        for wrong in [
            json.replace("Speed", " "),
            json.replace("\"criterion\":{", "\"speed\":{"),
            json.replace("Speed", &"x".repeat(CRITERION_MAX + 1)),
            json.replace("names", "titles"),
        ] {
            assert!(serde_json::from_str::<NamedCriteria>(&wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_percentage_goes_from_0_to_100() {
        assert!(Percent::new(100).is_ok() && Percent::new(101).is_err());
        assert_eq!(
            [(1, 3), (3, 3), (0, 0)].map(|(part, whole)| Percent::of(part, whole).0),
            [33, 100, 0]
        );
    }
}
