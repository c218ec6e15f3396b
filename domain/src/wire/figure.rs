//! Figures on the wire, in files and in calls: one row each.

use serde::{Deserialize, Serialize};

use crate::{
    figures::figure,
    intake::{channel::Channel, kind::Kind},
    slug::Slug,
};

/// One figure: an indicator of a period, an entity and a part of its cases. Members that are `null`
/// stand for all of them together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Figure {
    /// Period of the facts: `all`, `2026`, `2026-Q4` or `2026-11`.
    #[cfg_attr(feature = "openapi", schema(example = "2026-10"))]
    pub period: String,
    /// Entity.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, example = "rta"))]
    pub entity: Option<Slug>,
    /// Service of the entity.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, example = "parking"))]
    pub service: Option<Slug>,
    /// Kind of the participations.
    pub kind: Option<Kind>,
    /// Channel by which they came.
    pub channel: Option<Channel>,
    /// Id of the indicator; of a time with its quantile: `full_time_median`, `full_time_p90`.
    #[cfg_attr(feature = "openapi", schema(example = "full_on_time"))]
    pub indicator: String,
    /// Facts that count; of a quantile the answered cases.
    pub numerator: Option<u64>,
    /// Facts among which they are counted; of a quantile all cases received in the period.
    pub denominator: Option<u64>,
    /// Share from 0 to 1, number, or time in minutes (`lived_time`: hours).
    pub value: Option<f64>,
    /// Lower end of the 95 % interval of a share; of a quantile that too few answers have reached,
    /// the time that it exceeds.
    pub lower: Option<f64>,
    /// Upper end of the 95 % interval of a share.
    pub upper: Option<f64>,
    /// `[c]` confidential, `[x]` not available, `[z]` not applicable, `[p]` provisional, `[r]`
    /// revised.
    pub mark: Option<String>,
}

impl Figure {
    /// Returns whether the figure is one of an indicator; of a time, with either quantile.
    pub fn is_of(&self, indicator: &str) -> bool {
        let quantile = self.indicator.strip_prefix(indicator);
        matches!(quantile, Some("" | "_median" | "_p90"))
    }
}

/// Answer with figures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Figures {
    /// Figures.
    pub figures: Vec<Figure>,
}

impl From<&figure::Figure> for Figure {
    fn from(figure: &figure::Figure) -> Self {
        let figure::Scope { period, entity, service, kind, channel } = &figure.scope;
        Self {
            period: period.to_string(),
            entity: entity.clone(),
            service: service.clone(),
            kind: *kind,
            channel: *channel,
            indicator: figure.indicator.clone(),
            numerator: figure.numerator,
            denominator: figure.denominator,
            value: figure.value,
            lower: figure.lower,
            upper: figure.upper,
            mark: figure.mark.map(|mark| mark.as_str().to_owned()),
        }
    }
}
