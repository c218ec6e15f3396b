//! Staff: person ids and roles. `access` decides what they permit.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{id::Id, slug::Slug};

/// Id of a person. It reveals nothing about the person.
pub type StaffId = Id<OfStaff>;

/// Subject of a [`StaffId`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OfStaff {}

/// Role of a person. One person may have several.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "role", content = "entity", rename_all = "snake_case")]
pub enum Role {
    /// Handles the cases of an entity.
    Employee(Slug),
    /// Handles cases too, and supervises the entity's employees.
    Supervisor(Slug),
    /// Manages an entity's services, staff, agreements and calendar.
    Administrator(Slug),
    /// Reads the figures of all entities.
    DecisionMaker,
    /// Reads everything and changes nothing.
    Auditor,
    /// Manages the entities themselves.
    PlatformAdministrator,
}

/// A person and all of their roles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Id of the person.
    pub id: StaffId,
    /// Roles of the person.
    pub roles: Vec<Role>,
}

impl Role {
    /// Returns the entity of the role; `None` for a role at all entities.
    pub const fn entity(&self) -> Option<&Slug> {
        match self {
            Self::Employee(entity) | Self::Supervisor(entity) | Self::Administrator(entity) => {
                Some(entity)
            }
            Self::DecisionMaker | Self::Auditor | Self::PlatformAdministrator => None,
        }
    }

    /// Returns whether the role handles the cases of its entity.
    pub const fn handles_cases(&self) -> bool {
        matches!(self, Self::Employee(_) | Self::Supervisor(_))
    }

    /// Returns the name on the wire and in the store, without the entity.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Employee(_) => "employee",
            Self::Supervisor(_) => "supervisor",
            Self::Administrator(_) => "administrator",
            Self::DecisionMaker => "decision_maker",
            Self::Auditor => "auditor",
            Self::PlatformAdministrator => "platform_administrator",
        }
    }
}

impl Person {
    /// Returns the entities whose cases the person handles, sorted, each once.
    pub fn handled_entities(&self) -> BTreeSet<&Slug> {
        let roles = self.roles.iter().filter(|role| role.handles_cases());
        roles.filter_map(Role::entity).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_kept_with_their_entity() {
        let roles = vec![Role::Employee(Slug::parse("rta").unwrap()), Role::Auditor];
        let json = serde_json::to_string(&roles).unwrap();
        assert_eq!(json, r#"[{"role":"employee","entity":"rta"},{"role":"auditor"}]"#);
        assert_eq!(serde_json::from_str::<Vec<Role>>(&json).unwrap(), roles);
        // In the form in which the store returns them.
        let columns = r#"[{"role":"employee","entity":"rta"},{"role":"auditor","entity":null}]"#;
        assert_eq!(serde_json::from_str::<Vec<Role>>(columns).unwrap(), roles);
    }

    #[test]
    fn a_role_is_called_the_same_everywhere() {
        let rta = || Slug::parse("rta").unwrap();
        let ours = [Role::Employee(rta()), Role::Supervisor(rta()), Role::Administrator(rta())];
        let everyones = [Role::DecisionMaker, Role::Auditor, Role::PlatformAdministrator];
        assert!(
            ours.iter().all(|role| role.entity() == Some(&rta()))
                && everyones.iter().all(|role| role.entity().is_none())
        );
        for role in ours.iter().chain(&everyones) {
            assert_eq!(serde_json::to_value(role).unwrap()["role"], role.name());
        }
    }
}
