//! Permission policy: the only place that decides whether a person may do something.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{
    case::{
        Case, Custody,
        action::Action,
        evaluation::Evaluation,
        life_cycle::{Verb, Who},
    },
    channel::mail::plan::PLATFORM_TEAM,
    sla::priority::Priority,
    slug::Slug,
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
                handles(entity, verb, hands)
                    && matches!(verb.rule().who, Who::Employee | Who::EmployeeOrTimer)
            }
            Permission::SeeSettings(of) | Permission::EnterSpoken(of) => of == entity,
            Permission::SeeMentions(of) | Permission::DecideMentions(of) => listens(entity, of),
            _ => false,
        },
        Role::Supervisor(entity) => match wish {
            Permission::SeeCase(hands) => sight_of(entity, hands).is_some(),
            Permission::Handle(verb, hands) => {
                handles(entity, verb, hands)
                    && matches!(
                        verb.rule().who,
                        Who::Employee
                            | Who::EmployeeOrTimer
                            | Who::Supervisor
                            | Who::SupervisorOrTimer
                    )
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
mod tests {
    use super::*;

    /// Permissions of each role: `here`, in the entity of the role, and elsewhere. `handle` stands
    /// for all actions of employees, `lead` for the further actions of supervisors.
    const EXPECTED: &str = "
                             employee supervisor administrator decision_maker auditor platform_administrator
        see_case here           yes      yes          -              -          yes            -
        see_case before         yes      yes          -              -          yes            -
        see_case elsewhere       -        -           -              -          yes            -
        handle here             yes      yes          -              -           -             -
        handle before            -        -           -              -           -             -
        handle elsewhere         -        -           -              -           -             -
        undo here               yes      yes          -              -           -             -
        undo before             yes      yes          -              -           -             -
        undo elsewhere           -        -           -              -           -             -
        lead here                -       yes          -              -           -             -
        lead before              -        -           -              -           -             -
        lead elsewhere           -        -           -              -           -             -
        others' here             -        -           -              -           -             -
        others' before           -        -           -              -           -             -
        others' elsewhere        -        -           -              -           -             -
        see_figures here         -       yes         yes            yes         yes            -
        see_figures elsewhere    -        -           -             yes         yes            -
        see_settings here       yes      yes         yes             -          yes           yes
        see_settings elsewhere   -        -           -              -          yes           yes
        see_team here            -       yes          -              -           -             -
        see_team elsewhere       -        -           -              -           -             -
        see_mentions here       yes      yes          -              -          yes            -
        see_mentions elsewhere   -        -           -              -          yes            -
        decide_mentions here    yes      yes          -              -           -             -
        decide_mentions elsewhere -       -           -              -           -             -
        enter_spoken here       yes      yes          -              -           -             -
        enter_spoken elsewhere   -        -           -              -           -             -
        announce here            -       yes         yes             -           -            yes
        announce elsewhere       -        -           -              -           -            yes
        change_settings here     -        -          yes             -           -            yes
        change_settings elsewhere -       -           -              -           -            yes
        appoint here             -        -          yes             -           -            yes
        appoint elsewhere        -        -           -              -           -            yes
        appoint everywhere       -        -           -              -           -            yes
        see_readings anywhere    -        -           -              -          yes            -
        see_security_events anywhere -    -           -              -          yes            -
        change_entities anywhere -        -           -              -           -            yes
    ";

    fn slug(name: &str) -> Slug {
        Slug::parse(name).unwrap()
    }

    #[test]
    fn an_absence_is_set_by_whoever_is_away_or_by_a_supervisor() {
        let here = slug("here");
        let [me, other] = [1, 2].map(|number| StaffId::draw([number; 16]));
        for role in roles() {
            let person = Person { id: me.clone(), roles: vec![role.clone()] };
            let own = may_set_absence(&person, &me, &here);
            assert_eq!(own, role.handles_cases(), "{role:?}");
            let is_supervisor = matches!(role, Role::Supervisor(_));
            assert_eq!(may_set_absence(&person, &other, &here), is_supervisor, "{role:?}");
            assert!(!may_set_absence(&person, &me, &slug("there")), "{role:?}");
        }
    }

    #[test]
    fn the_team_of_the_platform_listens_to_what_is_said_of_all() {
        let of = |entity: &str| Person {
            id: StaffId::draw([1; 16]),
            roles: vec![Role::Employee(slug(entity))],
        };
        let (platform, here) = (of(PLATFORM_TEAM), of("here"));
        assert_eq!(Scope::of_mentions(&platform), Scope::All);
        assert_eq!(Scope::of_mentions(&here), Scope::Of(BTreeSet::from([slug("here")])));
        assert!(may(&platform, Permission::DecideMentions(&slug("here"))));
        assert!(!may(&here, Permission::DecideMentions(&slug(PLATFORM_TEAM))));
        let administrator = Role::Administrator(slug(PLATFORM_TEAM));
        let administrator = Person { id: StaffId::draw([1; 16]), roles: vec![administrator] };
        assert!(Scope::of_mentions(&administrator).is_empty());
    }

    #[test]
    fn decision_makers_start_with_figures_and_others_with_the_console() {
        for (roles, expected) in [
            (vec![Role::DecisionMaker], true),
            (vec![Role::DecisionMaker, Role::Employee(slug("rta"))], false),
            (vec![Role::Supervisor(slug("rta"))], false),
            (vec![Role::Administrator(slug("rta"))], false),
            (vec![Role::Auditor], false),
            (vec![Role::PlatformAdministrator], false),
            (vec![], false),
        ] {
            let person = Person { id: StaffId::draw([1; 16]), roles };
            assert_eq!(has_figures_alone(&person), expected, "{:?}", person.roles);
        }
    }

    /// Returns custody of a case that nobody has returned.
    fn custody<'a>(now: &'a Slug, before: &'a BTreeSet<Slug>) -> Custody<'a> {
        static NOBODY: BTreeMap<Slug, u32> = BTreeMap::new();
        Custody { now, before, returned: &NOBODY }
    }

    fn roles() -> [Role; 6] {
        let here = || slug("here");
        [
            Role::Employee(here()),
            Role::Supervisor(here()),
            Role::Administrator(here()),
            Role::DecisionMaker,
            Role::Auditor,
            Role::PlatformAdministrator,
        ]
    }

    fn appointed() -> Vec<(&'static str, Role)> {
        let place = |role: &Role| if role.entity().is_some() { "here" } else { "everywhere" };
        let elsewhere = [Role::Employee(slug("there")), Role::Administrator(slug("there"))]
            .map(|role| ("elsewhere", role));
        roles().into_iter().map(|role| (place(&role), role)).chain(elsewhere).collect()
    }

    fn group(verb: Verb) -> &'static str {
        match verb.rule().who {
            Who::EmployeeOrTimer if verb == Verb::Undo => "undo",
            Who::Employee | Who::EmployeeOrTimer => "handle",
            Who::Supervisor | Who::SupervisorOrTimer => "lead",
            Who::Customer | Who::Timer | Who::CustomerOrTimer => "others'",
        }
    }

    /// Returns every possible permission with the key of its line in [`EXPECTED`].
    fn wishes<'a>(
        places: &'a [(&'static str, Slug, BTreeSet<Slug>)],
        appointed: &'a [(&'static str, Role)],
    ) -> Vec<(String, Permission<'a>)> {
        let mut wishes = vec![
            ("see_readings anywhere".to_owned(), Permission::SeeReadings),
            ("see_security_events anywhere".to_owned(), Permission::SeeSecurityEvents),
            ("change_entities anywhere".to_owned(), Permission::ChangeEntities),
        ];
        wishes.extend(
            appointed
                .iter()
                .map(|(place, role)| (format!("appoint {place}"), Permission::Appoint(role))),
        );
        for (place, now, before) in places {
            let hands = custody(now, before);
            wishes.push((format!("see_case {place}"), Permission::SeeCase(hands)));
            wishes.extend(
                Verb::ALL.map(|verb| {
                    (format!("{} {place}", group(verb)), Permission::Handle(verb, hands))
                }),
            );
            if *place != "before" {
                wishes.push((format!("see_figures {place}"), Permission::SeeFigures(now)));
                wishes.push((format!("see_settings {place}"), Permission::SeeSettings(now)));
                wishes.push((format!("see_team {place}"), Permission::SeeTeam(now)));
                wishes.push((format!("enter_spoken {place}"), Permission::EnterSpoken(now)));
                wishes.push((format!("see_mentions {place}"), Permission::SeeMentions(now)));
                wishes.push((format!("decide_mentions {place}"), Permission::DecideMentions(now)));
                wishes.push((format!("announce {place}"), Permission::Announce(now)));
                wishes.push((format!("change_settings {place}"), Permission::ChangeSettings(now)));
            }
        }
        wishes
    }

    #[test]
    fn every_role_may_what_the_list_says_and_nothing_else() {
        let places = [
            ("here", slug("here"), BTreeSet::new()),
            ("before", slug("there"), BTreeSet::from([slug("here")])),
            ("elsewhere", slug("there"), BTreeSet::from([slug("third")])),
        ];
        let mut unused: BTreeSet<String> = BTreeSet::new();
        let lines: Vec<Vec<&str>> =
            EXPECTED.lines().map(|line| line.split_whitespace().collect()).collect();
        let wanted: Vec<_> = lines.iter().filter(|words| words.len() == 8).collect();
        unused.extend(wanted.iter().map(|words| format!("{} {}", words[0], words[1])));
        for (line, wish) in wishes(&places, &appointed()) {
            let words =
                wanted.iter().find(|words| format!("{} {}", words[0], words[1]) == line).unwrap();
            for (role, expected) in roles().into_iter().zip(&words[2..]) {
                let person = Person { id: StaffId::draw([1; 16]), roles: vec![role] };
                assert_eq!(may(&person, wish), *expected == "yes", "{:?}: {wish:?}", person.roles);
            }
            unused.remove(&line);
        }
        assert!(unused.is_empty(), "{unused:?}");
    }

    #[test]
    fn who_answers_sees_their_entity_and_an_auditor_all() {
        let reach =
            |role: Role| Scope::of(&Person { id: StaffId::draw([1; 16]), roles: vec![role] });
        let here = Scope::Of(BTreeSet::from([slug("here")]));
        for (role, expected) in roles().into_iter().zip([
            Some(here.clone()),
            Some(here),
            None,
            None,
            Some(Scope::All),
            None,
        ]) {
            assert_eq!(reach(role), expected.unwrap_or(Scope::Of(BTreeSet::new())));
        }
        assert!(
            Scope::All.includes(&slug("there"))
                && !reach(Role::Employee(slug("here"))).includes(&slug("there"))
        );
    }

    #[test]
    fn what_someone_reaches_is_what_they_may_see() {
        let nobodys = BTreeSet::new();
        for role in roles() {
            let person = Person { id: StaffId::draw([1; 16]), roles: vec![role] };
            for entity in [slug("here"), slug("there")] {
                let case = Permission::SeeCase(custody(&entity, &nobodys));
                assert_eq!(
                    Scope::of(&person).includes(&entity),
                    may(&person, case),
                    "{:?}: {entity}",
                    person.roles
                );
                let settings = Permission::SeeSettings(&entity);
                assert_eq!(
                    Scope::of_settings(&person).includes(&entity),
                    may(&person, settings),
                    "{:?}: {entity}",
                    person.roles
                );
            }
        }
    }

    #[test]
    fn someone_with_several_roles_may_what_each_of_them_may_and_nobody_else_anything() {
        let (here, before) = (slug("here"), BTreeSet::new());
        let hands = custody(&here, &before);
        let both = Person {
            id: StaffId::draw([1; 16]),
            roles: vec![Role::DecisionMaker, Role::Employee(slug("here"))],
        };
        assert!(
            may(&both, Permission::SeeFigures(&slug("there")))
                && may(&both, Permission::Handle(Verb::Take, hands))
        );
        let nobody = Person { id: StaffId::draw([1; 16]), roles: vec![] };
        let places = [("here", slug("here"), BTreeSet::new())];
        assert!(wishes(&places, &appointed()).into_iter().all(|(_, wish)| !may(&nobody, wish)));
    }
}
