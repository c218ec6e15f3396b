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
pub struct Charter {
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
pub struct Charters {
    common: Charter,
    own: BTreeMap<Slug, Charter>,
}

impl Charters {
    /// One for all.
    pub const fn new(common: Charter) -> Self {
        Self { common, own: BTreeMap::new() }
    }

    /// Another one for this entity.
    #[must_use]
    pub fn with(mut self, entity: Slug, charter: Charter) -> Self {
        self.own.insert(entity, charter);
        self
    }

    /// What holds for this entity.
    pub fn of(&self, entity: &Slug) -> &Charter {
        self.own.get(entity).unwrap_or(&self.common)
    }
}

impl Charter {
    /// This calendar, and the defaults for the rest.
    pub fn working(calendar: Calendar) -> Self {
        Self { calendar, agreements: Agreements::default(), criteria: Criteria::default() }
    }
}
