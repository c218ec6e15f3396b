//! Entity policies: working calendar, promised times and criteria for suggestions.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    entity::criteria::Criteria,
    sla::{agreement::Agreements, calendar::Calendar, timers::Calendars},
    slug::Slug,
};

/// Policy of one entity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntityPolicy {
    /// Working calendar.
    pub calendar: Calendar,
    /// Agreements on promised times.
    #[serde(default)]
    pub agreements: Agreements,
    /// Criteria by which suggestions are judged.
    #[serde(default)]
    pub criteria: Criteria,
}

/// Policies of the entities that have their own, and the common policy of all others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntityPolicies {
    common: EntityPolicy,
    own: BTreeMap<Slug, EntityPolicy>,
}

impl EntityPolicies {
    /// Creates policies with one common policy for all entities.
    pub const fn new(common: EntityPolicy) -> Self {
        Self { common, own: BTreeMap::new() }
    }

    /// Adds a policy of `entity`'s own.
    #[must_use]
    pub fn with(mut self, entity: Slug, charter: EntityPolicy) -> Self {
        self.own.insert(entity, charter);
        self
    }

    /// Returns the policy of this entity.
    pub fn of(&self, entity: &Slug) -> &EntityPolicy {
        self.own.get(entity).unwrap_or(&self.common)
    }
}

impl Calendars for EntityPolicies {
    fn calendar(&self, entity: &Slug) -> &Calendar {
        &self.of(entity).calendar
    }
}

impl EntityPolicy {
    /// Creates a policy with this calendar and the defaults for everything else.
    pub fn working(calendar: Calendar) -> Self {
        Self { calendar, agreements: Agreements::default(), criteria: Criteria::default() }
    }
}
