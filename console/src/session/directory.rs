//! Names of entities and services, from the public directory.

use domain::{
    bilingual::Named,
    slug::Slug,
    wire::{Directory, console::Language},
};

/// Returns ids and names of all entities.
pub(super) fn entities(directory: &Directory, language: Language) -> Vec<(String, String)> {
    let entities = directory.entities.iter();
    entities.map(|entity| (entity.id.clone(), localized(&entity.name, language))).collect()
}

/// Returns an entity's name, if the directory has it.
pub(super) fn entity(directory: &Directory, id: &Slug, language: Language) -> Option<String> {
    entity_for(directory, id, language.tag())
}

/// Returns an entity's name for a reader of a language, if the directory has it.
pub(super) fn entity_for(directory: &Directory, id: &Slug, tag: &str) -> Option<String> {
    let entity = directory.entity(id.as_str())?;
    Some(entity.name.for_reader(tag).0.to_owned())
}

/// Returns the name of an entity's service, if the directory has it.
pub(super) fn service(
    directory: &Directory,
    entity: &Slug,
    id: &Slug,
    language: Language,
) -> Option<String> {
    let entity = directory.entity(entity.as_str())?;
    Some(localized(&entity.service(id.as_str())?.name, language))
}

/// Returns ids and names of an entity's services, each main service before its subordinate ones.
pub(super) fn services(
    directory: &Directory,
    entity: &str,
    language: Language,
) -> Vec<(String, String)> {
    let entity = directory.entity(entity);
    let services = entity
        .into_iter()
        .flat_map(|entity| &entity.services)
        .flat_map(|main| std::iter::once(main).chain(&main.services));
    services.map(|service| (service.id.clone(), localized(&service.name, language))).collect()
}

fn localized(name: &Named, language: Language) -> String {
    name.for_reader(language.tag()).0.to_owned()
}

#[cfg(test)]
mod tests {
    use domain::wire::{DirectoryEntity, DirectoryService};

    use super::*;

    fn named(name: &str) -> Named {
        Named { ar: format!("{name} ar"), en: format!("{name} en") }
    }

    fn service_of(id: &str, services: Vec<DirectoryService>) -> DirectoryService {
        DirectoryService { id: id.to_owned(), name: named(id), asks_place: false, services }
    }

    fn entity_of(id: &str, services: Vec<DirectoryService>) -> DirectoryEntity {
        DirectoryEntity { id: id.to_owned(), name: named(id), services }
    }

    fn directory() -> Directory {
        let parking = service_of("parking", vec![service_of("permits", Vec::new())]);
        let rta = entity_of("rta", vec![parking, service_of("roads", Vec::new())]);
        Directory { entities: vec![entity_of("iacad", Vec::new()), rta] }
    }

    fn slug(name: &str) -> Slug {
        Slug::parse(name).unwrap()
    }

    #[test]
    fn names_are_in_the_language_asked_for() {
        let directory = directory();
        assert_eq!(entity(&directory, &slug("rta"), Language::Arabic).unwrap(), "rta ar");
        assert_eq!(entity(&directory, &slug("rta"), Language::English).unwrap(), "rta en");
        let for_reader = |tag| entity_for(&directory, &slug("rta"), tag).unwrap();
        assert_eq!(["ar", "en", "ur"].map(for_reader), ["rta ar", "rta en", "rta en"]);
        let ids_and_names = [("iacad", "iacad en"), ("rta", "rta en")];
        assert_eq!(
            entities(&directory, Language::English),
            ids_and_names.map(|(id, name)| (id.to_owned(), name.to_owned()))
        );
    }

    #[test]
    fn a_service_belongs_to_its_entity() {
        let directory = directory();
        let name = |entity: &str, id: &str| {
            service(&directory, &slug(entity), &slug(id), Language::English)
        };
        assert_eq!(name("rta", "permits").as_deref(), Some("permits en"));
        assert_eq!(name("iacad", "permits"), None);
        assert_eq!(name("rta", "unknown"), None);
    }

    #[test]
    fn subordinate_services_follow_their_main_service() {
        let ids = |entity: &str| {
            let services = services(&directory(), entity, Language::Arabic);
            services.into_iter().map(|(id, _)| id).collect::<Vec<_>>()
        };
        assert_eq!(ids("rta"), ["parking", "permits", "roads"]);
        assert!(ids("unknown").is_empty());
    }
}
