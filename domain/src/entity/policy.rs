//! Entity policies: working calendar, promised times and criteria for suggestions.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    entity::{
        criteria::{Criteria, CriteriaNames, NamedCriteria},
        hold::Hold,
        settings::Part,
    },
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
    /// Names of the criteria that the entity has added.
    #[serde(default)]
    pub criteria_names: CriteriaNames,
}

/// Policies of the entities that have their own, and the common policy of all others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntityPolicies {
    common: EntityPolicy,
    own: BTreeMap<Slug, EntityPolicy>,
    hold: Hold,
}

impl EntityPolicies {
    /// Creates policies with one common policy for all entities.
    pub fn new(common: EntityPolicy) -> Self {
        Self { common, own: BTreeMap::new(), hold: Hold::default() }
    }

    /// Replaces the hold of messages to customers, which is the same at all entities.
    #[must_use]
    pub fn holding(self, hold: Hold) -> Self {
        Self { hold, ..self }
    }

    /// Returns the hold of messages to customers.
    pub const fn hold(&self) -> Hold {
        self.hold
    }

    /// Adds a policy of `entity`'s own.
    #[must_use]
    pub fn with(mut self, entity: Slug, charter: EntityPolicy) -> Self {
        self.own.insert(entity, charter);
        self
    }

    /// Sets one part of an entity's policy from its JSON. An unreadable part leaves the common one
    /// in force: what is stored for one entity stops neither its own cases nor those of others.
    ///
    /// # Errors
    ///
    /// When the part can't be read.
    pub fn set(&mut self, entity: Slug, part: Part, json: &str) -> Result<(), serde_json::Error> {
        let policy = self.own.entry(entity).or_insert_with(|| self.common.clone());
        match part {
            Part::Agreements => policy.agreements = serde_json::from_str(json)?,
            Part::Calendar => policy.calendar = serde_json::from_str(json)?,
            Part::Criteria => {
                let NamedCriteria { criteria, names } = serde_json::from_str(json)?;
                (policy.criteria, policy.criteria_names) = (criteria, names);
            }
            _ => {}
        }
        Ok(())
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
        Self {
            calendar,
            agreements: Agreements::default(),
            criteria: Criteria::default(),
            criteria_names: CriteriaNames::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unreadable_part_leaves_the_common_one_and_the_rest_in_force() {
        let common = EntityPolicy::working(Calendar::federal(2026..=2027));
        let mut policies = EntityPolicies::new(common.clone());
        let entity = |name| Slug::parse(name).unwrap();
        let calendar = r#"{"zone":"<+03>-3","weeks":[{"from":"2026-01-01","hours":{"monday":["08:00-16:00"]}}]}"#;
        policies.set(entity("dm"), Part::Calendar, calendar).unwrap();
        for broken in ["", "{}", "null", r#"{"zone":"<+04>-4","weeks":[]}"#] {
            assert!(policies.set(entity("rta"), Part::Calendar, broken).is_err(), "{broken}");
            assert!(policies.set(entity("dm"), Part::Criteria, broken).is_err(), "{broken}");
        }
        assert_eq!(policies.of(&entity("rta")), &common);
        let dm = policies.of(&entity("dm"));
        assert_eq!(dm.calendar, serde_json::from_str(calendar).unwrap());
        assert_eq!(dm.criteria, common.criteria);
    }
}
