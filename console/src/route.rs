//! Which view an address means.

use domain::{entity::slug::Slug, reference::Reference};

use crate::effects::address::asked;

/// A view. What narrows it down further stays in the address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Route {
    /// Where someone comes in: the first of what they may see.
    Home,
    /// The cases of one queue, by its name.
    Cases(String),
    /// One case.
    Case(Reference),
    /// The history of one case, verified, and who has read it.
    History(Reference),
    /// The people of all entities.
    People,
    /// What was changed about those who are there for all entities.
    PeopleHistory,
    /// What an entity has set, whichever is the first.
    FirstSettings,
    /// What an entity has set: one part of it.
    Settings(Slug, String),
    /// Nothing.
    Missing,
}

impl Route {
    /// The view at an address.
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

/// The address of a queue.
pub(crate) fn queue(name: &str) -> String {
    format!("/console/cases?queue={name}")
}

/// The address of a case.
pub(crate) fn case(reference: Reference) -> String {
    format!("/console/cases/{reference}")
}

/// The address of the people of all entities, or of one.
pub(crate) fn people(entity: Option<&str>) -> String {
    entity.map_or_else(
        || "/console/people".to_owned(),
        |entity| format!("/console/people?entity={entity}"),
    )
}

/// The address of what was changed about those who are there for all entities.
pub(crate) const PEOPLE_HISTORY: &str = "/console/people/history";

/// The address of what the first entity has set.
pub(crate) const SETTINGS: &str = "/console/settings";

/// The address of a part of what an entity has set.
pub(crate) fn settings(entity: &Slug, part: &str) -> String {
    format!("{SETTINGS}/{entity}/{part}")
}
