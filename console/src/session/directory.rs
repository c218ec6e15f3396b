//! Names of entities and services, from the public directory.

use domain::{
    entity::slug::Slug,
    wire::{Directory, Named, console::Language},
};

/// Returns ids and names of all entities.
pub(super) fn entities(directory: &Directory, language: Language) -> Vec<(String, String)> {
    let entities = directory.entities.iter();
    entities.map(|entity| (entity.id.clone(), localized(&entity.name, language))).collect()
}

/// Returns an entity's name, if the directory has it.
pub(super) fn entity(directory: &Directory, id: &Slug, language: Language) -> Option<String> {
    let entity = directory.entities.iter().find(|entity| entity.id == id.as_str())?;
    Some(localized(&entity.name, language))
}

/// Returns the name of an entity's service, if the directory has it.
pub(super) fn service(
    directory: &Directory,
    entity: &Slug,
    id: &Slug,
    language: Language,
) -> Option<String> {
    let entity = directory.entities.iter().find(|known| known.id == entity.as_str())?;
    Some(localized(&entity.service(id.as_str())?.name, language))
}

/// Returns ids and names of an entity's services, each main service before its subordinate ones.
pub(super) fn services(
    directory: &Directory,
    entity: &str,
    language: Language,
) -> Vec<(String, String)> {
    let entity = directory.entities.iter().find(|known| known.id == entity);
    let services = entity
        .into_iter()
        .flat_map(|entity| &entity.services)
        .flat_map(|main| std::iter::once(main).chain(&main.services));
    services.map(|service| (service.id.clone(), localized(&service.name, language))).collect()
}

fn localized(name: &Named, language: Language) -> String {
    name.for_reader(language.tag()).0.to_owned()
}
