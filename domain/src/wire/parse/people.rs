//! Members of staff: parsing an update, and the shape of a person.

use crate::{
    access::staff_update::{StaffMember, StaffUpdate},
    input::InputError,
    slug::Slug,
    wire::console::{Colleague, Engagement},
};

impl Engagement {
    /// Parses an update. `here` is the entity, or `None` for roles at all entities.
    ///
    /// # Errors
    ///
    /// Returns all errors, each with its JSON Pointer.
    pub fn parse(&self, here: Option<&Slug>) -> Result<StaffUpdate, Vec<InputError>> {
        let Self { name, email, roles, active, version: _ } = self;
        StaffUpdate::parse(name, email, roles, *active, here)
            .map_err(|errors| errors.into_iter().map(InputError::from).collect())
    }
}

impl Colleague {
    /// Creates the shape of a person with their roles at `here`.
    pub fn at(here: Option<&Slug>, person: &StaffMember) -> Self {
        Self {
            id: person.id.clone(),
            name: person.name.clone(),
            email: Some(person.email.clone()),
            roles: person.here(here).into_iter().collect(),
            active: person.active,
            known: person.has_account,
            version: person.version,
        }
    }

    /// Creates the shape of a person with all of their roles, for administrators of the platform.
    pub fn everywhere(person: &StaffMember) -> Self {
        Self { roles: person.roles.iter().cloned().collect(), ..Self::at(None, person) }
    }
}
