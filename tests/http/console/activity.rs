//! `/console/api/activity`: what people have done and read over all cases, which auditors list and
//! export.

use domain::{
    access::security_event::{Cause, Incident},
    case::action::Action,
    reference::Reference,
    slug::Slug,
    staff::{Role, StaffId},
    wire::{
        Submission,
        console::{
            ActivePeople, Activity, ActivityEntry, Done, ReadingKind, SecurityEntry, SecurityEvents,
        },
    },
};
use reqwest::{Method, Response, StatusCode, header};
use serde_json::{Value, json};
use tests::{clerk::Clerk, client::Visitor, database::Database, fixtures::complaint, server};
use tokio::sync::Mutex;

/// Lock that runs the tests one after the other: they write to the database file directly.
static ROOM: Mutex<()> = Mutex::const_new(());

const ACTIVITY: &str = "/console/api/activity";

fn database() -> Database {
    Database::in_state(&server::state())
}

fn slug(name: &str) -> Slug {
    Slug::parse(name).unwrap()
}

fn auditor() -> Clerk {
    Clerk::with(&[Role::Auditor], &Visitor::new(), &database())
}

async fn sent(entity: &str) -> Reference {
    let submission = Submission { entity: entity.into(), ..complaint() };
    Visitor::new().submit(&submission).await.reference
}

/// Returns the first page of what a person did and read.
async fn of(auditor: &Clerk, person: &StaffId) -> Activity {
    auditor.get(&format!("{ACTIVITY}?person={}", person.as_str())).await
}

async fn export(auditor: &Clerk, filter: &Value) -> Response {
    let request = auditor.request(Method::POST, &format!("{ACTIVITY}/export"));
    request.json(filter).send().await.unwrap()
}

/// Returns what an auditor has caused, as it is logged. Other tests write to the log too.
async fn exported(auditor: &Clerk) -> Vec<Incident> {
    const LOG: &str = "/console/api/security-events";
    let by = Cause::Staff(auditor.id.clone());
    let mut log: SecurityEvents = auditor.get(LOG).await;
    let mut entries = log.events;
    while let Some(before) = log.next.filter(|_| entries.len() < 1_000) {
        log = auditor.get(&format!("{LOG}?before={before}")).await;
        entries.extend(log.events);
    }
    let own = entries.into_iter().filter(|entry: &SecurityEntry| entry.by == by);
    own.map(|entry| entry.what).collect()
}

#[tokio::test]
async fn what_somebody_did_and_read_is_listed_with_the_entities_and_the_reason_of_a_transfer() {
    let _alone = ROOM.lock().await;
    let auditor = auditor();
    let employee = Clerk::of("dha", &Visitor::new(), &database());
    let reference = sent("dha").await;
    employee.does(reference, Action::Transfer { to: slug("dm") }, "The road is theirs.").await;
    let activity = of(&auditor, &employee.id).await;
    assert!(activity.entries.iter().all(|entry| entry.person == employee.id));
    assert!(activity.entries.is_sorted_by(|one, other| one.at >= other.at));
    assert!(activity.names.contains_key(&employee.id));
    let found = |what: &Done| {
        let is_it = |entry: &&ActivityEntry| entry.reference == reference && entry.what == *what;
        activity.entries.iter().find(is_it).is_some()
    };
    assert!(found(&Done::Read { what: ReadingKind::Case }), "{:?}", activity.entries);
    let transfer = Done::Act {
        deed: Some(Action::Transfer { to: slug("dm") }),
        entity: slug("dm"),
        from: Some(slug("dha")),
        reason: Some("The road is theirs.".into()),
    };
    assert!(found(&transfer), "{:?}", activity.entries);
    let own = of(&auditor, &auditor.id).await;
    let read = own.entries.iter().find(|entry| entry.reference == reference);
    assert_eq!(
        read.map(|entry| &entry.what),
        Some(&Done::Read { what: ReadingKind::Excerpt }),
        "whoever reads a reason has read it"
    );
}

#[tokio::test]
async fn days_narrow_the_list_down() {
    let _alone = ROOM.lock().await;
    let auditor = auditor();
    let employee = Clerk::of("dha", &Visitor::new(), &database());
    let reference = sent("dha").await;
    // The second is before midnight in Dubai, the third after it.
    let times = ["2026-03-01T08:00:00Z", "2026-03-02T19:59:59.500Z", "2026-03-02T20:00:00.500Z"];
    let rows = times.map(|at| {
        format!("('{}', '{at}', '{}', 'case')", reference.digits(), employee.id.as_str())
    });
    database().run(&[&format!(
        "INSERT INTO readings (participation, at, staff, what) VALUES {}",
        rows.join(", ")
    )]);
    for (days, expected) in [
        ("from=2026-03-01&to=2026-03-01", 1),
        ("from=2026-03-02&to=2026-03-02", 1),
        ("from=2026-03-02", 2),
        ("to=2026-03-02", 2),
        ("from=2026-03-03&to=2026-03-03", 1),
        ("from=2026-03-04", 0),
    ] {
        let path = format!("{ACTIVITY}?person={}&{days}", employee.id.as_str());
        let activity: Activity = auditor.get(&path).await;
        assert_eq!(activity.entries.len(), expected, "{days}");
    }
    for wrong in ["from=yesterday", "person=1", "after=first"] {
        let status = auditor.ask(&format!("{ACTIVITY}?{wrong}")).await.status();
        assert_eq!(status, StatusCode::BAD_REQUEST, "{wrong}");
    }
}

#[tokio::test]
async fn the_list_is_read_page_by_page_without_a_gap() {
    let _alone = ROOM.lock().await;
    let auditor = auditor();
    let employee = Clerk::of("dha", &Visitor::new(), &database());
    let references = [sent("dha").await, sent("dha").await];
    // Two readings of each second.
    let row = |number: usize| {
        let digits = references[number % 2].digits();
        let second = number / 2 % 60;
        format!("('{digits}', '2026-03-01T08:00:{second:02}Z', '{}', 'case')", employee.id.as_str())
    };
    let rows: Vec<_> = (0..110).map(row).collect();
    database().run(&[&format!(
        "INSERT INTO readings (participation, at, staff, what) VALUES {}",
        rows.join(", ")
    )]);
    let mut page = of(&auditor, &employee.id).await;
    let (mut sizes, mut all) = (vec![page.entries.len()], page.entries);
    while let Some(after) = page.next {
        let path = format!("{ACTIVITY}?person={}&after={after}", employee.id.as_str());
        page = auditor.get(&path).await;
        sizes.push(page.entries.len());
        all.extend(page.entries);
    }
    assert_eq!(sizes, [50, 50, 10]);
    assert!(all.is_sorted_by(|one, other| one.at >= other.at));
    let mut places: Vec<_> = all.iter().map(|entry| (entry.at, entry.reference)).collect();
    places.sort_unstable_by_key(|(at, reference)| (*at, reference.to_string()));
    places.dedup();
    assert_eq!(places.len(), 110);
}

#[tokio::test]
async fn an_export_is_a_file_for_spreadsheets_that_holds_no_formula_and_is_recorded() {
    let _alone = ROOM.lock().await;
    let auditor = auditor();
    let employee = Clerk::of("dha", &Visitor::new(), &database());
    let id = employee.id.as_str();
    database().run(&[&format!("UPDATE staff SET name = 'موظفة، \"الصحة\"' WHERE id = '{id}'")]);
    let reference = sent("dha").await;
    let reason = "=HYPERLINK(\"https://evil.example\")";
    employee.does(reference, Action::Transfer { to: slug("dm") }, reason).await;
    let count = of(&auditor, &employee.id).await.entries.len();
    let filter = json!({ "person": id, "from": "2026-01-01" });
    let answer = export(&auditor, &filter).await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()[header::CONTENT_TYPE], "text/csv; charset=utf-8");
    assert_eq!(
        answer.headers()[header::CONTENT_DISPOSITION],
        "attachment; filename=\"activity.csv\""
    );
    let bytes = answer.bytes().await.unwrap();
    let text = std::str::from_utf8(&bytes).unwrap();
    let text = text.strip_prefix('\u{FEFF}').expect("a byte order mark");
    let lines: Vec<_> = text.split_terminator("\r\n").collect();
    assert!(lines[0].starts_with("time (UTC+04:00),person,person id,case,"), "{}", lines[0]);
    assert_eq!(lines.len(), count + 1);
    let transfer = lines.iter().find(|line| line.contains(",did,transfer,")).unwrap();
    assert!(transfer.contains(",\"موظفة، \"\"الصحة\"\"\","), "{transfer}");
    assert!(transfer.contains(&format!(",{id},{reference},")), "{transfer}");
    assert!(
        transfer.ends_with(",\"'=HYPERLINK(\"\"https://evil.example\"\")\""),
        "a reason is no formula: {transfer}"
    );
    assert_eq!(
        exported(&auditor).await,
        [Incident::ActivityExported {
            staff: Some(employee.id.clone()),
            from: "2026-01-01".parse().ok(),
            to: None,
            count,
        }]
    );
}

#[tokio::test]
async fn too_much_for_one_file_is_refused_and_nothing_is_taken_out() {
    let _alone = ROOM.lock().await;
    let auditor = auditor();
    let employee = Clerk::of("dha", &Visitor::new(), &database());
    let (digits, id) = (sent("dha").await.digits().to_owned(), employee.id.as_str());
    database().run(&[&format!(
        "WITH RECURSIVE numbers (number) AS (
             SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < 20001)
         INSERT INTO readings (participation, at, staff, what)
         SELECT '{digits}', strftime('%Y-%m-%dT%H:%M:%SZ', '2019-01-01', '+' || number || ' seconds'),
                '{id}', 'case' FROM numbers"
    )]);
    let refused = export(&auditor, &json!({ "person": id })).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let problem: Value = refused.json().await.unwrap();
    assert_eq!(problem["errors"][0]["detail"], "at most 20000 entries at once");
    assert_eq!(exported(&auditor).await, []);
    // An empty file is a file.
    let some = export(&auditor, &json!({ "person": id, "to": "2018-12-31" })).await;
    assert_eq!(some.text().await.unwrap().lines().count(), 1);
    assert_eq!(exported(&auditor).await.len(), 1);
}

#[tokio::test]
async fn everybody_can_be_chosen_with_the_entities_that_tell_people_apart() {
    let _alone = ROOM.lock().await;
    let auditor = auditor();
    let roles = [Role::Employee(slug("dm")), Role::Supervisor(slug("dha"))];
    let employee = Clerk::with(&roles, &Visitor::new(), &database());
    let id = employee.id.as_str();
    database().run(&[&format!("UPDATE staff SET active = 0 WHERE id = '{id}'")]);
    let ActivePeople { people } = auditor.get(&format!("{ACTIVITY}/people")).await;
    assert!(people.is_sorted_by_key(|person| person.name.clone()));
    let found = people.iter().find(|person| person.id == employee.id).expect("a former colleague");
    assert_eq!(found.entities, [slug("dha"), slug("dm")]);
    assert!(people.iter().any(|person| person.id == auditor.id && person.entities.is_empty()));
}
