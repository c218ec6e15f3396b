//! Routes: the parsing of an address into a view, and the addresses of views.

use domain::{entity::slug::Slug, reference::Reference};

use crate::effects::address::asked;

/// View that an address names. Filters and searches stay in the address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Route {
    /// Start page: the first view that the signed-in person may see.
    Home,
    /// Cases of one queue, by the queue's name.
    Cases(String),
    /// One case.
    Case(Reference),
    /// Verified history of one case, and its readers.
    History(Reference),
    /// Staff of all entities.
    People,
    /// Changes to staff who work for all entities.
    PeopleHistory,
    /// Settings of the first entity that the person may see.
    FirstSettings,
    /// One part of an entity's settings.
    Settings(Slug, String),
    /// Unknown address.
    Missing,
}

impl Route {
    /// Parses an address: path and query.
    pub(crate) fn of(address: &str) -> Self {
        let path = address.split('?').next().unwrap_or_default();
        let steps: Vec<&str> = path.split('/').filter(|step| !step.is_empty()).skip(1).collect();
        let found = match steps[..] {
            [] => Some(Self::Home),
            ["cases"] => {
                Some(Self::Cases(asked(address, "queue").unwrap_or_else(|| "mine".to_owned())))
            }
            ["cases", reference] => Reference::parse(reference).ok().map(Self::Case),
            ["cases", reference, "history"] => Reference::parse(reference).ok().map(Self::History),
            ["people"] => Some(Self::People),
            ["people", "history"] => Some(Self::PeopleHistory),
            ["settings"] => Some(Self::FirstSettings),
            ["settings", entity, part] => {
                Slug::parse(entity).ok().map(|entity| Self::Settings(entity, part.to_owned()))
            }
            _ => None,
        };
        found.unwrap_or(Self::Missing)
    }
}

/// Returns the address of a queue.
pub(crate) fn queue(name: &str) -> String {
    format!("/console/cases?queue={name}")
}

/// Returns the address of a case.
pub(crate) fn case(reference: Reference) -> String {
    format!("/console/cases/{reference}")
}

/// Returns the address of the staff list, of one entity or of all.
pub(crate) fn people(entity: Option<&str>) -> String {
    entity.map_or_else(
        || "/console/people".to_owned(),
        |entity| format!("/console/people?entity={entity}"),
    )
}

/// Address of the changes to staff who work for all entities.
pub(crate) const PEOPLE_HISTORY: &str = "/console/people/history";

/// Address of the first entity's settings; the prefix of all settings' addresses.
pub(crate) const SETTINGS: &str = "/console/settings";

/// Returns the address of one part of an entity's settings.
pub(crate) fn settings(entity: &Slug, part: &str) -> String {
    format!("{SETTINGS}/{entity}/{part}")
}
