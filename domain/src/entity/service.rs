//! Services of an entity, which participations can be about.

use serde::{Deserialize, Serialize};

use crate::{bilingual::Named, slug::Slug};

/// A service. Participations about a retired service stay; new ones can't be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// Short name, which never changes.
    pub id: Slug,
    /// Parent of a subordinate service; `None` for a main service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<Slug>,
    /// Full name of the service.
    pub name: Named,
    /// True if the form asks for the place of an observation or a complaint about this service.
    #[serde(default)]
    pub asks_place: bool,
    /// True if the service is no longer offered.
    #[serde(default)]
    pub retired: bool,
}
