//! Tests of the permission policy.

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
    manage_keys here         -        -          yes             -           -             -
    manage_keys elsewhere    -        -           -              -           -             -
    manage_webhooks here     -        -          yes             -           -             -
    manage_webhooks elsewhere -       -           -              -           -             -
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
        _ if verb == Verb::Undo => "undo",
        who if who.is_employee() => "handle",
        who if who.is_staff() => "lead",
        _ => "others'",
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
            Verb::ALL
                .map(|verb| (format!("{} {place}", group(verb)), Permission::Handle(verb, hands))),
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
            wishes.push((format!("manage_keys {place}"), Permission::ManageKeys(now)));
            wishes.push((format!("manage_webhooks {place}"), Permission::ManageWebhooks(now)));
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
    let reach = |role: Role| Scope::of(&Person { id: StaffId::draw([1; 16]), roles: vec![role] });
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
