//! A new entity with its first administrator.

use crate::{
    access::staff_update::StaffUpdate,
    entity::{new_entity, settings::Errors},
    input::InputError,
    staff::Role,
    wire::console::{Engagement, FirstAdministrator, NewEntity},
};

impl NewEntity {
    /// Parses the entity, and the engagement of its first administrator.
    ///
    /// # Errors
    ///
    /// Returns all errors, each with its JSON Pointer.
    pub fn parse(&self) -> Result<(new_entity::NewEntity, Engagement), Vec<InputError>> {
        let Self { id, name, origins, administrator } = self;
        let FirstAdministrator { name: person, email } = administrator;
        let entity = new_entity::NewEntity::parse(id, name, origins);
        let known = StaffUpdate::parse(person, email, &[], true, None);
        let place = |(pointer, error)| (format!("/administrator{pointer}"), error);
        let mut errors = entity.as_ref().err().cloned().unwrap_or_default();
        errors.extend(known.err().into_iter().flatten().map(place));
        let entity = entity.ok().filter(|_| errors.is_empty()).ok_or_else(|| converted(errors))?;
        let roles = vec![Role::Administrator(entity.id.clone())];
        let (name, email) = (person.clone(), email.clone());
        Ok((entity, Engagement { name, email, roles, active: true, version: 0 }))
    }
}

fn converted(errors: Errors) -> Vec<InputError> {
    errors.into_iter().map(InputError::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bilingual::Named;

    fn sent(id: &str, email: &str) -> NewEntity {
        NewEntity {
            id: id.to_owned(),
            name: Named { ar: "هيئة الحدائق".to_owned(), en: "Parks".to_owned() },
            origins: vec!["https://parks.ae/".to_owned()],
            administrator: FirstAdministrator {
                name: "Mariam".to_owned(),
                email: email.to_owned(),
            },
        }
    }

    #[test]
    fn the_first_administrator_gets_the_role_at_the_new_entity() {
        let (entity, engagement) = sent("parks", "mariam@parks.ae").parse().unwrap();
        assert_eq!(engagement.roles, [Role::Administrator(entity.id.clone())]);
        assert!(engagement.active && engagement.parse(Some(&entity.id)).is_ok());
        assert_eq!(entity.origins, ["https://parks.ae"]);
    }

    #[test]
    fn faults_of_the_entity_and_of_the_person_are_told_together() {
        let errors = sent("2026", "mariam").parse().unwrap_err();
        let places: Vec<_> = errors.iter().map(|error| error.pointer.as_str()).collect();
        assert_eq!(places, ["/id", "/administrator/email"]);
    }
}
