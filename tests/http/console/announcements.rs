//! Announcements of known problems: who writes them, and the form that shows them until they end.

use std::collections::BTreeSet;

use domain::{
    Timestamp,
    case::action::Action,
    entity::settings::Part,
    slug::Slug,
    staff::Role,
    wire::{
        Submission,
        console::{Alike, Settings, SettingsHistory, Versioned},
    },
};
use reqwest::StatusCode;
use serde_json::{Value, json};
use tests::{
    assertions,
    clerk::{Clerk, read},
    client::Visitor,
    database::Database,
    fixtures, server,
};

/// Entity whose announcements no other test changes.
const ENTITY: &str = "dubaicustoms";

const SETTINGS: &str = "/console/api/entities/dubaicustoms/settings";

fn clerk(role: fn(Slug) -> Role) -> Clerk {
    let here = role(Slug::parse(ENTITY).unwrap());
    Clerk::with(&[here], &Visitor::new(), &Database::in_state(&server::state()))
}

fn in_seconds(seconds: i64) -> Timestamp {
    let now = tests::staff::now().as_second();
    Timestamp::from_second(now + seconds).unwrap()
}

async fn settings(clerk: &Clerk) -> Settings {
    clerk.get(SETTINGS).await
}

/// Announces a problem of a service until a time, as JSON.
fn announcement(service: &str, english: &str, until: Timestamp) -> Value {
    json!({ "service": service, "text": { "ar": "الأجهزة معطلة.", "en": english }, "until": until })
}

/// Returns a part of the form as the clerk's own browser gets it, which knows of the change.
async fn shown(path: &str, changed: Timestamp) -> String {
    let request = Visitor::new().request(reqwest::Method::GET, path);
    let cookie = format!("__Host-changed={}", changed.as_millisecond());
    let response = request.header("Cookie", cookie).send().await.unwrap();
    assert_eq!(response.status(), StatusCode::OK, "{path}");
    response.text().await.unwrap()
}

#[tokio::test]
async fn a_known_problem_shows_on_the_form_of_its_entity_until_it_ends() {
    let boss = clerk(Role::Supervisor);
    let before = settings(&boss).await;
    assert!(before.may_announce && !before.may_change);
    let service = before.services.value.iter().find(|service| !service.retired).unwrap();
    let [long, short] =
        [("The scanners are down.", 3_600), ("The gate is shut: quickly over.", -60)];
    let all = [long, short]
        .map(|(text, seconds)| announcement(service.id.as_str(), text, in_seconds(seconds)));
    let body = json!({ "version": before.announcements.version, "value": all });
    let saved = boss.put(&format!("{SETTINGS}/announcements"), &body).await;
    let saved: Versioned<Value> = read(saved, StatusCode::OK).await;
    let changed = tests::staff::now();
    for path in [format!("/f/{ENTITY}?lang=en"), format!("/embed/{ENTITY}/rest?lang=en")] {
        let html = shown(&path, changed).await;
        assert!(html.contains("Known already") && html.contains(long.0), "{path}");
        assert!(html.contains(&service.name.en.replace('&', "&amp;")), "{path}");
        assert!(!html.contains(short.0), "what has ended shows no more: {path}");
    }
    let arabic = shown(&format!("/f/{ENTITY}?lang=ar"), changed).await;
    assert!(arabic.contains("الأجهزة معطلة.") && arabic.contains("معروف لدينا"));
    let first = shown(&format!("/embed/{ENTITY}/first?lang=en"), changed).await;
    assert!(!first.contains(long.0), "only where the service is chosen");
    let elsewhere = shown("/f/dubaiculture?lang=en", changed).await;
    assert!(!elsewhere.contains("Known already"));

    let history: SettingsHistory = boss.get(&format!("{SETTINGS}/history")).await;
    assert_eq!(history.events[0].part, Part::Announcements);
    let none = json!({ "version": saved.version, "value": [] });
    let taken_back = boss.put(&format!("{SETTINGS}/announcements"), &none).await;
    assert_eq!(taken_back.status(), StatusCode::OK);
    let html = shown(&format!("/f/{ENTITY}?lang=en"), tests::staff::now()).await;
    assert!(!html.contains("Known already"));
}

#[tokio::test]
async fn who_may_not_announce_is_refused_and_so_is_what_would_not_end() {
    let employee = clerk(Role::Employee);
    let nothing = json!({ "version": 0, "value": [] });
    let refused = employee.put(&format!("{SETTINGS}/announcements"), &nothing).await;
    assertions::problem(refused, StatusCode::FORBIDDEN).await;
    let boss = clerk(Role::Supervisor);
    for part in ["retention", "services"] {
        let refused = boss.put(&format!("{SETTINGS}/{part}"), &nothing).await;
        assertions::problem(refused, StatusCode::FORBIDDEN).await;
    }
    let manager = clerk(Role::Administrator);
    assert!(settings(&manager).await.may_announce);
    let wrong = [
        announcement("no-such-service", "Down.", in_seconds(60)),
        announcement("no-such-service", " ", in_seconds(91 * 24 * 3_600)),
    ];
    let body = json!({ "version": 4_000, "value": wrong });
    let refused = manager.put(&format!("{SETTINGS}/announcements"), &body).await;
    let places = ["/value/0/service", "/value/1/service", "/value/1/text", "/value/1/until"];
    assertions::invalid(refused, &places).await;
}

#[tokio::test]
async fn cases_in_similar_words_about_one_service_are_counted_together() {
    let boss = clerk(Role::Supervisor);
    let services = settings(&boss).await.services.value;
    let service = services.iter().find(|service| !service.retired).unwrap().id.clone();
    let visitor = Visitor::new();
    let mut alike = Vec::new();
    for text in [
        "The baggage belt jammed: quokka hall.",
        "Quokka hall: the belt for baggage stands still",
        "Baggage waits since noon, belt jammed in quokka hall",
        "Something quite different: friendly officers.",
    ] {
        let service = Some(service.to_string());
        let text = text.to_owned();
        let submission =
            Submission { entity: ENTITY.into(), service, text, ..fixtures::complaint() };
        let sent = visitor.submit(&submission).await.reference;
        if !submission.text.contains("different") {
            alike.push(sent);
        }
    }
    let shown: Alike = boss.get(&format!("/console/api/entities/{ENTITY}/alike")).await;
    // They may have come within the same second.
    let group = shown.groups.iter().find(|group| alike.contains(&group.cases[0]));
    let group = group.unwrap_or_else(|| panic!("{shown:?}"));
    assert_eq!((&group.service, group.cases.len()), (&service, 3));
    // The queue lists exactly these.
    let listed: BTreeSet<_> =
        boss.listed(&format!("queue=all&alike={}", alike[1])).await.into_iter().collect();
    assert_eq!(listed, alike.iter().copied().collect());
    // A case that was transferred since is still among them, and names them.
    let there = Slug::parse("dwe").unwrap();
    boss.does(alike[0], Action::Transfer { to: there }, "Theirs.").await;
    for query in [format!("alike={}", alike[0]), format!("alike={}&entity={ENTITY}", alike[0])] {
        let listed: BTreeSet<_> =
            boss.listed(&format!("queue=all&{query}")).await.into_iter().collect();
        assert_eq!(listed, alike.iter().copied().collect(), "{query}");
    }
    let other = Submission { entity: ENTITY.into(), ..fixtures::complaint() };
    let single = visitor.submit(&other).await.reference;
    assert!(boss.listed(&format!("queue=all&alike={single}")).await.is_empty());
    let employee = clerk(Role::Employee);
    let refused = employee.ask(&format!("/console/api/cases?queue=all&alike={}", alike[0])).await;
    assert_eq!(refused.status(), StatusCode::FORBIDDEN);
}
