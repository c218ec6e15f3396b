//! Permission policy: the only place that decides whether a person may do something.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{
    case::{Case, Custody, action::Action, evaluation::Evaluation, life_cycle::Verb},
    sla::priority::Priority,
    slug::{PLATFORM_TEAM, Slug},
    staff::{Person, Role, StaffId},
};

/// Something that a person asks permission for.
#[derive(Clone, Copy, Debug)]
pub enum Permission<'a> {
    /// To see a case: its text and author, the thread, the notes, the history.
    SeeCase(Custody<'a>),
    /// To perform this action on a case. `Undo` is also granted at an entity that had custody
    /// before, because the action to undo may have moved the case. The case itself checks that the
    /// same person performed the last action.
    Handle(Verb, Custody<'a>),
    /// To enter at an entity what somebody says by telephone or at a counter.
    EnterSpoken(&'a Slug),
    /// To see public mentions of an entity's accounts. The platform's team sees those of all.
    SeeMentions(&'a Slug),
    /// To dismiss such a mention, or to make a participation of it.
    DecideMentions(&'a Slug),
    /// To see an entity's figures.
    SeeFigures(&'a Slug),
    /// To see an entity's settings and staff.
    SeeSettings(&'a Slug),
    /// To change an entity's settings.
    ChangeSettings(&'a Slug),
    /// To see an entity's API keys, to make them and to revoke them.
    ManageKeys(&'a Slug),
    /// To see and change the webhooks of an entity, which hand events of its cases to other
    /// systems, and the system in which its cases are created.
    ManageWebhooks(&'a Slug),
    /// To announce a known problem on an entity's form.
    Announce(&'a Slug),
    /// To give a person this role, or to take it away.
    Appoint(&'a Role),
    /// To see who has read which case, and all that anybody has done and read.
    SeeReadings,
    /// To see the workload of each person at an entity, and their customers' ratings.
    SeeTeam(&'a Slug),
    /// To see the log of security events.
    SeeSecurityEvents,
    /// To add entities and appoint their administrators.
    ChangeEntities,
}

/// Part of a case that a person sees; the greater one shows more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sight {
    /// History up to the event of this sequence, and what was said by then; not the contact.
    Until(u32),
    /// All of it.
    Whole,
}

/// Entities at which a person sees something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Scope {
    /// All entities.
    All,
    /// These entities only.
    Of(BTreeSet<Slug>),
}

impl Scope {
    /// Returns the entities whose cases this person sees.
    pub fn of(person: &Person) -> Self {
        let (before, returned) = (BTreeSet::new(), BTreeMap::new());
        let sees = |entity: &Slug| {
            let custody = Custody { now: entity, before: &before, returned: &returned };
            may(person, Permission::SeeCase(custody))
        };
        Self::among(person, &[Role::Auditor], sees)
    }

    /// Returns the entities whose settings this person sees.
    pub fn of_settings(person: &Person) -> Self {
        Self::among(person, &[Role::Auditor, Role::PlatformAdministrator], |entity| {
            may(person, Permission::SeeSettings(entity))
        })
    }

    /// Returns the entities of whose accounts this person sees mentions.
    pub fn of_mentions(person: &Person) -> Self {
        if person.handled_entities().iter().any(|entity| entity.as_str() == PLATFORM_TEAM) {
            return Self::All;
        }
        Self::among(person, &[Role::Auditor], |entity| may(person, Permission::SeeMentions(entity)))
    }

    /// Returns the entities whose figures this person sees.
    pub fn of_figures(person: &Person) -> Self {
        Self::among(person, &[Role::DecisionMaker, Role::Auditor], |entity| {
            may(person, Permission::SeeFigures(entity))
        })
    }

    /// Returns all entities if a role in `everywhere` is held; otherwise those of the person's
    /// entities that pass `sees`.
    fn among(person: &Person, everywhere: &[Role], sees: impl Fn(&Slug) -> bool) -> Self {
        if person.roles.iter().any(|role| everywhere.contains(role)) {
            return Self::All;
        }
        let entities = person.roles.iter().filter_map(Role::entity);
        Self::Of(entities.filter(|entity| sees(entity)).cloned().collect())
    }

    /// Returns whether the scope contains no entity.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Of(entities) if entities.is_empty())
    }

    /// Returns whether the scope contains this entity.
    pub fn includes(&self, entity: &Slug) -> bool {
        match self {
            Self::All => true,
            Self::Of(entities) => entities.contains(entity),
        }
    }
}

/// Returns whether a person sees figures, and neither cases nor settings.
pub fn has_figures_alone(person: &Person) -> bool {
    !Scope::of_figures(person).is_empty()
        && Scope::of(person).is_empty()
        && Scope::of_settings(person).is_empty()
}

/// Returns whether this person has this permission.
pub fn may(person: &Person, wish: Permission<'_>) -> bool {
    person.roles.iter().any(|role| grants(role, wish))
}

/// Returns whether a person may take an action on a case as it stands. Whoever decides about a
/// suggestion sees the marks of others, and doesn't add their own after that. Whoever grants a
/// delay doesn't ask for one.
pub fn may_act(person: &Person, verb: Verb, case: &Case) -> bool {
    let leads = || may(person, Permission::Handle(Verb::Extend, case.hands()));
    may(person, Permission::Handle(verb, case.hands()))
        && !(verb == Verb::Judge && decides(person, case))
        && !(verb == Verb::RequestDelay && leads())
}

/// Returns whether a person may take this very action. That a case is complex puts off the date
/// that its customer was promised, so supervisors alone say it.
pub fn may_take(person: &Person, action: &Action, case: &Case) -> bool {
    let is_delay = matches!(action, Action::Prioritise { priority: Priority::Complex });
    may_act(person, action.verb(), case)
        && (!is_delay || may(person, Permission::Handle(Verb::Extend, case.hands())))
}

/// Returns whether the system of an entity sees a case, by the same rule as the entity's staff.
pub fn system_sees(entity: &Slug, custody: Custody<'_>) -> bool {
    sight_of(entity, custody).is_some()
}

/// Returns whether the system of an entity may take an action on a case: any that the entity's
/// staff may take. The life cycle decides which of them a system can take.
pub fn system_may(entity: &Slug, verb: Verb, custody: Custody<'_>) -> bool {
    handles(entity, verb, custody)
}

/// Returns whether a person may say when somebody at an entity is away, and who stands in: about
/// themselves whoever handles its cases, about others a supervisor.
pub fn may_set_absence(person: &Person, of: &StaffId, entity: &Slug) -> bool {
    let is_own = person.id == *of && person.handled_entities().contains(entity);
    is_own || may(person, Permission::SeeTeam(entity))
}

/// Returns whether the decision about a suggestion is due, and this person makes it.
pub fn decides(person: &Person, case: &Case) -> bool {
    case.evaluation.as_ref().is_some_and(Evaluation::is_ready)
        && may(person, Permission::Handle(Verb::Decide, case.hands()))
}

/// Returns the part of a case that this person sees, or `None` if they don't see it.
pub fn sight(person: &Person, custody: Custody<'_>) -> Option<Sight> {
    let of = |role: &Role| match role {
        Role::Employee(entity) | Role::Supervisor(entity) => sight_of(entity, custody),
        Role::Auditor => Some(Sight::Whole),
        Role::Administrator(_) | Role::DecisionMaker | Role::PlatformAdministrator => None,
    };
    person.roles.iter().filter_map(of).max()
}

fn grants(role: &Role, wish: Permission<'_>) -> bool {
    match role {
        Role::Employee(entity) => match wish {
            Permission::SeeCase(hands) => sight_of(entity, hands).is_some(),
            Permission::Handle(verb, hands) => {
                handles(entity, verb, hands) && verb.rule().who.is_employee()
            }
            Permission::SeeSettings(of) | Permission::EnterSpoken(of) => of == entity,
            Permission::SeeMentions(of) | Permission::DecideMentions(of) => listens(entity, of),
            _ => false,
        },
        Role::Supervisor(entity) => match wish {
            Permission::SeeCase(hands) => sight_of(entity, hands).is_some(),
            Permission::Handle(verb, hands) => {
                handles(entity, verb, hands) && verb.rule().who.is_staff()
            }
            Permission::SeeFigures(of)
            | Permission::SeeSettings(of)
            | Permission::SeeTeam(of)
            | Permission::EnterSpoken(of)
            | Permission::Announce(of) => of == entity,
            Permission::SeeMentions(of) | Permission::DecideMentions(of) => listens(entity, of),
            _ => false,
        },
        // An administrator manages an entity without seeing its cases.
        Role::Administrator(entity) => match wish {
            Permission::SeeFigures(of)
            | Permission::SeeSettings(of)
            | Permission::ChangeSettings(of)
            | Permission::ManageKeys(of)
            | Permission::ManageWebhooks(of)
            | Permission::Announce(of) => of == entity,
            Permission::Appoint(role) => role.entity() == Some(entity),
            _ => false,
        },
        Role::DecisionMaker => matches!(wish, Permission::SeeFigures(_)),
        Role::Auditor => match wish {
            Permission::SeeCase(_)
            | Permission::SeeMentions(_)
            | Permission::SeeFigures(_)
            | Permission::SeeSettings(_)
            | Permission::SeeReadings
            | Permission::SeeSecurityEvents => true,
            Permission::Handle(..)
            | Permission::SeeTeam(_)
            | Permission::EnterSpoken(_)
            | Permission::DecideMentions(_)
            | Permission::ChangeSettings(_)
            | Permission::ManageKeys(_)
            | Permission::ManageWebhooks(_)
            | Permission::Announce(_)
            | Permission::Appoint(_)
            | Permission::ChangeEntities => false,
        },
        Role::PlatformAdministrator => {
            matches!(
                wish,
                Permission::SeeSettings(_)
                    | Permission::ChangeSettings(_)
                    | Permission::Announce(_)
                    | Permission::Appoint(_)
                    | Permission::ChangeEntities
            )
        }
    }
}

/// Returns whether the team of an entity listens to what is said of another: the platform's team
/// listens to all.
fn listens(entity: &Slug, of: &Slug) -> bool {
    of == entity || entity.as_str() == PLATFORM_TEAM
}

/// Returns whether an entity may perform this action: with custody any action, with earlier custody
/// only `Undo`.
fn handles(entity: &Slug, verb: Verb, hands: Custody<'_>) -> bool {
    hands.now == entity || (verb == Verb::Undo && hands.before.contains(entity))
}

/// Returns the part of a case that an entity sees: all if it has custody or passed it on, and what
/// had happened until then if it returned the case.
fn sight_of(entity: &Slug, custody: Custody<'_>) -> Option<Sight> {
    match custody.returned.get(entity) {
        _ if custody.now == entity => Some(Sight::Whole),
        Some(last) => Some(Sight::Until(*last)),
        None => custody.before.contains(entity).then_some(Sight::Whole),
    }
}

#[cfg(test)]
mod tests;
