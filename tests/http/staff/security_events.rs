//! `/console/api/security-events`: the log of security events, which auditors read and nobody
//! changes.

use domain::{
    access::security_event::{Cause, Incident, SignInRefusal},
    case::action::Action,
    reference::Reference,
    slug::Slug,
    staff::{Role, StaffId},
    wire::{
        Submission,
        console::{Colleague, Me, SecurityEntry, SecurityEvents, Settings},
    },
};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tests::{
    assertions,
    clerk::{CASES, Clerk},
    client::Visitor,
    database::Database,
    fixtures::{self, complaint},
    server,
    sign_in::Browser,
};
use tokio::sync::Mutex;

/// Lock that runs the tests one after the other: some write to the database file directly.
static ROOM: Mutex<()> = Mutex::const_new(());

const LOG: &str = "/console/api/security-events";

fn database() -> Database {
    Database::in_state(&server::state())
}

fn auditor() -> Clerk {
    Clerk::with(&[Role::Auditor], &Visitor::new(), &database())
}

/// Returns the position of the latest entry.
async fn latest(auditor: &Clerk) -> u64 {
    let log: SecurityEvents = auditor.get(LOG).await;
    log.events.first().map_or(0, |entry| entry.id)
}

/// Returns the entries after a position, the earliest first.
async fn since(auditor: &Clerk, position: u64) -> Vec<SecurityEntry> {
    let mut log: SecurityEvents = auditor.get(LOG).await;
    let mut entries = log.events;
    while let Some(before) = log.next.filter(|before| *before > position) {
        log = auditor.get(&format!("{LOG}?before={before}")).await;
        entries.extend(log.events);
    }
    entries.retain(|entry| entry.id > position);
    entries.reverse();
    entries
}

/// Returns what a person has caused after a position.
async fn caused(auditor: &Clerk, position: u64, by: &StaffId) -> Vec<Incident> {
    let by = Cause::Staff(by.clone());
    let entries = since(auditor, position).await.into_iter();
    entries.filter(|entry| entry.by == by).map(|entry| entry.what).collect()
}

async fn me(browser: &mut Browser) -> StaffId {
    browser.get("/console/api/me").await.json::<Me>().await.unwrap().id
}

async fn sent(entity: &str) -> Reference {
    let submission = Submission { entity: entity.into(), ..complaint() };
    Visitor::new().submit(&submission).await.reference
}

#[tokio::test]
async fn signing_in_and_out_is_logged() {
    let _alone = ROOM.lock().await;
    let auditor = auditor();
    let before = latest(&auditor).await;
    let mut browser = Browser::of("decision-maker").await;
    let id = me(&mut browser).await;
    browser.call(Method::POST, "/console/sign-out", &json!({})).await;
    browser.sign_in("decision-maker").await;
    browser.call(Method::POST, "/console/sign-out/everywhere", &json!({})).await;
    let own = caused(&auditor, before, &id).await;
    let expected = [
        Incident::SignedIn,
        Incident::SignedOut,
        Incident::SignedIn,
        Incident::SignedOutEverywhere,
    ];
    // Other tests may sign the same person in.
    let mut rest = own.iter();
    assert!(expected.iter().all(|event| rest.any(|found| found == event)), "{own:?}");
}

#[tokio::test]
async fn a_refused_sign_in_is_logged_without_saying_whose() {
    let _alone = ROOM.lock().await;
    let auditor = auditor();
    let before = latest(&auditor).await;
    let mut browser = Browser::default();
    let provider = browser.leave("/console").await;
    let back = browser.choose(provider, "stranger").await;
    assert_eq!(browser.get(back.as_str()).await.status(), StatusCode::FORBIDDEN);
    // The way back leads nowhere a second time.
    assert_eq!(browser.get(back.as_str()).await.status(), StatusCode::FORBIDDEN);
    let entries = since(&auditor, before).await;
    for reason in [SignInRefusal::Stranger, SignInRefusal::Failed] {
        let refused = Incident::SignInRefused { reason };
        let entry = entries.iter().find(|entry| entry.what == refused);
        assert_eq!(entry.map(|entry| &entry.by), Some(&Cause::Unknown), "{reason:?}");
    }
    let text = serde_json::to_string(&entries).unwrap();
    assert!(!text.contains("stranger@"), "{text}");
}

#[tokio::test]
async fn whoever_lacks_the_right_is_logged_with_the_call() {
    let _alone = ROOM.lock().await;
    let auditor = auditor();
    let employee = Clerk::of("rta", &Visitor::new(), &database());
    let theirs = sent("dm").await;
    let before = latest(&auditor).await;
    for path in ["/console/api/people".to_owned(), format!("{CASES}/{theirs}"), LOG.to_owned()] {
        let status = employee.ask(&path).await.status();
        assert!([StatusCode::FORBIDDEN, StatusCode::NOT_FOUND].contains(&status), "{path}");
    }
    employee.ask(&format!("{CASES}?entity=dm")).await;
    employee.ask(&format!("{CASES}/{theirs}/head")).await;
    employee.does_to_all(&[theirs], &Action::Take, "").await;
    // Nothing is there, so nobody was refused.
    employee.ask(&format!("{CASES}/{}", Reference::draw([9; 8]))).await;
    let calls = [
        "GET /console/api/people".to_owned(),
        format!("GET {CASES}/{theirs}"),
        format!("GET {LOG}"),
        format!("GET {CASES}"),
        format!("GET {CASES}/{theirs}/head"),
        "POST /console/api/deeds".to_owned(),
    ];
    let expected: Vec<_> = calls.into_iter().map(|call| Incident::CallRefused { call }).collect();
    assert_eq!(caused(&auditor, before, &employee.id).await, expected);
}

#[tokio::test]
async fn refusals_of_one_person_do_not_fill_the_store() {
    let _alone = ROOM.lock().await;
    let auditor = auditor();
    let employee = Clerk::of("rta", &Visitor::new(), &database());
    let day = "strftime('%Y-%m-%d', 'now')";
    let id = employee.id.as_str();
    let counter = format!(
        "INSERT INTO limits (client, day, what, count) VALUES ('{id}', {day}, 'refusal', 199)"
    );
    database().run(&[&counter]);
    let before = latest(&auditor).await;
    for _ in 0..3 {
        assert_eq!(employee.ask(LOG).await.status(), StatusCode::FORBIDDEN);
    }
    assert_eq!(caused(&auditor, before, &employee.id).await.len(), 1);
}

#[tokio::test]
async fn changes_of_people_and_of_weighty_settings_are_logged_without_names() {
    let _alone = ROOM.lock().await;
    let auditor = auditor();
    let entity = Slug::parse("dha").unwrap();
    let administrator =
        Clerk::with(&[Role::Administrator(entity.clone())], &Visitor::new(), &database());
    let subject = Clerk::of("dha", &Visitor::new(), &database());
    let id = subject.id.as_str();
    // Before the first sign-in, an entity alone changes neither the address nor the state.
    database().run(&[&format!("UPDATE staff SET issuer = 'i', subject = id WHERE id = '{id}'")]);
    let before = latest(&auditor).await;
    let people = "/console/api/entities/dha/people";
    let path = format!("{people}/{id}");
    let body = |active: bool, roles: Value, version: u32| json!({ "name": "Latifa Security", "email": format!("{id}@example.org"), "roles": roles, "active": active, "version": version });
    let changed = administrator.put(&path, &body(false, json!([]), 1)).await;
    let changed: Colleague = tests::clerk::read(changed, StatusCode::OK).await;
    assert!(!changed.active);
    let settings: Settings = administrator.get("/console/api/entities/dha/settings").await;
    for (part, version, value) in [
        ("retention", settings.retention.version, json!(settings.retention.value + 1)),
        ("templates", settings.templates.version, json!([])),
    ] {
        let path = format!("/console/api/entities/dha/settings/{part}");
        let body = json!({ "version": version, "value": value });
        assert_eq!(administrator.put(&path, &body).await.status(), StatusCode::OK);
    }
    let own = caused(&auditor, before, &administrator.id).await;
    let employee = Role::Employee(entity.clone());
    assert_eq!(
        own,
        [
            Incident::PersonChanged { staff: subject.id.clone(), address: false },
            Incident::PersonDeactivated { staff: subject.id.clone() },
            Incident::RolesChanged {
                staff: subject.id.clone(),
                given: [].into(),
                taken: [employee].into(),
            },
            Incident::SettingChanged { entity, part: domain::entity::settings::Part::Retention },
        ]
    );
    let text = database().run(&["SELECT group_concat(what) AS all_of_it FROM security_events"]);
    let text = text[0]["all_of_it"].as_str().unwrap().to_owned();
    assert!(!text.contains("Latifa") && !text.contains('@'), "{text}");
}

#[tokio::test]
async fn what_leaves_the_system_or_is_erased_is_logged() {
    let _alone = ROOM.lock().await;
    let auditor = auditor();
    let visitor = Visitor::new();
    let employee = Clerk::of("det", &visitor, &database());
    let upload = visitor.upload(&fixtures::picture(2_000), "shop.png", "image/png").await;
    let submission = Submission { entity: "det".into(), ..fixtures::complaint_with(&[&upload]) };
    let acknowledgement = visitor.submit(&submission).await;
    let reference = acknowledgement.reference;
    let before = latest(&auditor).await;
    employee.case(reference).await;
    let _: Value = employee.get(&format!("{CASES}/{reference}/history")).await;
    let own = caused(&auditor, before, &employee.id).await;
    assert_eq!(own, [Incident::Exported { reference }]);
    let path = format!("/api/v1/participations/{reference}");
    let erase = visitor.request(Method::DELETE, &path).bearer_auth(&acknowledgement.tracking_key);
    assert_eq!(erase.send().await.unwrap().status(), StatusCode::NO_CONTENT);
    let erased = since(&auditor, before).await;
    let erased = erased.iter().find(|entry| entry.what == Incident::Erased { reference });
    assert_eq!(erased.map(|entry| &entry.by), Some(&Cause::Customer));
}

#[tokio::test]
async fn the_log_is_read_page_by_page_with_the_names_of_people() {
    let _alone = ROOM.lock().await;
    let auditor = auditor();
    let event = |place: u32| {
        format!(
            "('2026-11-01T00:00:{:02}Z', 'staff:{}', '{{\"kind\":\"signed_in\"}}')",
            place % 60,
            auditor.id.as_str()
        )
    };
    let rows: Vec<_> = (0..130).map(event).collect();
    database().run(&[&format!(
        "INSERT INTO security_events (at, cause, what) VALUES {}",
        rows.join(", ")
    )]);
    let first: SecurityEvents = auditor.get(LOG).await;
    assert_eq!(first.events.len(), 100);
    assert!(first.events.is_sorted_by(|earlier, later| earlier.id > later.id));
    assert!(first.names.contains_key(&auditor.id));
    let before = first.next.unwrap();
    let second: SecurityEvents = auditor.get(&format!("{LOG}?before={before}")).await;
    assert!(second.events.iter().all(|entry| entry.id < before) && !second.events.is_empty());
    let wrong = auditor.ask(&format!("{LOG}?before=last")).await;
    assertions::problem(wrong, StatusCode::BAD_REQUEST).await;
}

#[tokio::test]
async fn the_log_is_changed_by_nobody_until_its_period_is_over() {
    let _alone = ROOM.lock().await;
    let database = database();
    let insert = |at: &str| {
        format!(
            "INSERT INTO security_events (at, cause, what)
             VALUES ({at}, 'system', '{{\"kind\":\"signed_in\"}}')"
        )
    };
    let (recent, old) =
        ("strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-729 days')", "'2020-01-01T00:00:00Z'");
    database.run(&[&insert(recent), &insert(old)]);
    let recent = "WHERE at > '2021-01-01' AND cause = 'system'";
    for statement in [
        &format!("DELETE FROM security_events {recent}"),
        "DELETE FROM security_events",
        "UPDATE security_events SET cause = 'unknown'",
        "REPLACE INTO security_events (id, at, cause, what)
         SELECT id, at, 'unknown', what FROM security_events",
        "INSERT INTO security_events (id, at, cause, what)
         SELECT id, at, 'unknown', what FROM security_events WHERE true
         ON CONFLICT DO UPDATE SET cause = excluded.cause",
    ] {
        assert!(database.refuses(statement), "{statement}");
    }
    let count = |condition: &str| {
        database.count(&format!("SELECT COUNT(*) AS n FROM security_events {condition}"))
    };
    let (kept, over) = (count(recent), "WHERE at < '2021-01-01'");
    assert!(kept > 0 && count(over) == 1);
    let struck = Visitor::new().get("/cdn-cgi/local/scheduled").await;
    assert_eq!(struck.status(), StatusCode::OK);
    assert_eq!((count(recent), count(over)), (kept, 0));
}
