//! What each entity has set for itself: when it works, what it promises, how it judges suggestions.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    case::evaluation::Criteria,
    entity::slug::Slug,
    sla::{agreement::Agreements, calendar::Calendar},
};

/// What one entity has set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntityPolicy {
    /// When it works.
    pub calendar: Calendar,
    /// What it promises.
    #[serde(default)]
    pub agreements: Agreements,
    /// How it judges suggestions.
    #[serde(default)]
    pub criteria: Criteria,
}

/// The charters of the entities that have their own, and what holds for the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntityPolicies {
    common: EntityPolicy,
    own: BTreeMap<Slug, EntityPolicy>,
}

impl EntityPolicies {
    /// One for all.
    pub const fn new(common: EntityPolicy) -> Self {
        Self { common, own: BTreeMap::new() }
    }

    /// Another one for this entity.
    #[must_use]
    pub fn with(mut self, entity: Slug, charter: EntityPolicy) -> Self {
        self.own.insert(entity, charter);
        self
    }

    /// What holds for this entity.
    pub fn of(&self, entity: &Slug) -> &EntityPolicy {
        self.own.get(entity).unwrap_or(&self.common)
    }
}

impl EntityPolicy {
    /// This calendar, and the defaults for the rest.
    pub fn working(calendar: Calendar) -> Self {
        Self { calendar, agreements: Agreements::default(), criteria: Criteria::default() }
    }
}
