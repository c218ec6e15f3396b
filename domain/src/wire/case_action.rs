//! `PATCH /entities/{entity}/cases/{reference}`: an action of the entity's own system on a case.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{case::stage::Stage, reference::Reference};

/// Action on a case. Which ones are possible depends on the case's stage; `409` says why one isn't.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CaseAction {
    /// Verb: `take`, `assign`, `prioritise`, `reply`, `ask`, `note`, `transfer`, `accept`,
    /// `return`, `invite`, `part`, `decline`, `answer`, `decide`, `close` or `undo`.
    #[cfg_attr(feature = "openapi", schema(max_length = 64, example = "answer"))]
    pub action: String,
    /// Words that go with it, of up to 5,000 characters. The customer reads those of `reply`,
    /// `ask`, `decline`, `answer` and `decide`; the others stay among staff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        schema(
            max_length = 5000,
            example = "The machine is repaired, and your card is at the desk."
        )
    )]
    pub text: Option<String>,
    /// Outcome: of `answer` about a complaint `upheld`, `partly_upheld`, `not_upheld` or
    /// `resolved`; of `decline` its ground, `out_of_scope`, `duplicate` or `abusive`; of `decide`
    /// `accepted` or `not_accepted`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 64, example = "upheld"))]
    pub outcome: Option<String>,
    /// Target: of `transfer` and `invite` an entity, of `assign` a person's id, of `prioritise`
    /// `ordinary`, `complex` or `urgent`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 64))]
    pub to: Option<String>,
}

/// State of a case after an action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CaseState {
    /// Reference number.
    pub reference: Reference,
    /// Stage in the life cycle.
    pub stage: Stage,
    /// Short name of the entity that has custody.
    #[cfg_attr(feature = "openapi", schema(example = "rta"))]
    pub entity: String,
    /// Time of the latest event.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub updated_at: Timestamp,
}
