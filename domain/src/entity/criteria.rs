//! Criteria of an entity by which suggestions are judged, with their weights.

use std::{collections::BTreeMap, num::NonZeroU8};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::slug::Slug;

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
    fn a_percentage_goes_from_0_to_100() {
        assert!(Percent::new(100).is_ok() && Percent::new(101).is_err());
        assert_eq!(
            [(1, 3), (3, 3), (0, 0)].map(|(part, whole)| Percent::of(part, whole).0),
            [33, 100, 0]
        );
    }
}
