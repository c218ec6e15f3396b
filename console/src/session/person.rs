//! Permissions of the signed-in person, as far as they shape the navigation.

use std::collections::BTreeSet;

use domain::{
    access::{
        policy::{self, Custody, Permission, Scope},
        staff::Role,
    },
    case::life_cycle::Verb,
    entity::slug::Slug,
    wire::console::Me,
};

/// Returns the entities in which a person has a role, sorted, each once.
pub(crate) fn entities_of(me: &Me) -> Vec<Slug> {
    let mut entities: Vec<Slug> = me.roles.iter().filter_map(Role::entity).cloned().collect();
    entities.sort();
    entities.dedup();
    entities
}

/// Returns a person's start queue: `mine`, or `all` for a person who handles no cases.
pub(crate) fn first_queue(me: &Me) -> &'static str {
    if handles_cases(me) { "mine" } else { "all" }
}

/// Returns whether a person may handle cases of any entity.
pub(crate) fn handles_cases(me: &Me) -> bool {
    let (person, before) = (me.person(), BTreeSet::new());
    let takes = |now: &Slug| {
        policy::may(&person, Permission::Handle(Verb::Take, Custody { now, before: &before }))
    };
    entities_of(me).iter().any(takes)
}

/// Returns whether a person may open any cases.
pub(crate) fn sees_cases(me: &Me) -> bool {
    !Scope::of(&me.person()).is_empty()
}
