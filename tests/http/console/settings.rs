//! `/console/api/entities/{entity}/…`: administration of an entity by its own staff.

use domain::{
    entity::{
        change::{SettingChange, Subject},
        service::Service,
        settings::Part,
    },
    slug::Slug,
    staff::Role,
    wire::{
        DirectoryEntity, Submission,
        console::{Colleague, Me, People, Settings, SettingsHistory, StaffRequest, Versioned},
    },
};
use reqwest::{Method, StatusCode, header};
use serde_json::{Value, json};
use tests::{
    assertions::{self, header_of},
    clerk::Clerk,
    client::Visitor,
    database::Database,
    fixtures, server,
    sign_in::Browser,
};
use tokio::sync::Mutex;

/// Lock that runs the tests one after the other, because each changes settings that the others
/// read.
pub(super) static ROOM: Mutex<()> = Mutex::const_new(());

const HERE: &str = "/console/api/entities/iacad";

async fn administrator() -> Browser {
    Browser::of("administrator.iacad").await
}

async fn settings(browser: &mut Browser) -> Settings {
    browser.get(&format!("{HERE}/settings")).await.json().await.unwrap()
}

async fn put(
    browser: &mut Browser,
    part: &str,
    version: u32,
    value: impl serde::Serialize,
) -> reqwest::Response {
    let body = json!({ "version": version, "value": value });
    browser.call(Method::PUT, &format!("{HERE}/settings/{part}"), &body).await
}

/// Changes a part of the settings and returns its new version.
async fn changed(
    browser: &mut Browser,
    part: &str,
    version: u32,
    value: impl serde::Serialize,
) -> u32 {
    let response = put(browser, part, version, value).await;
    let status = response.status();
    let body = response.text().await.unwrap();
    assert_eq!(status, StatusCode::OK, "{body}");
    serde_json::from_str::<Versioned<Value>>(&body).unwrap().version
}

#[tokio::test]
async fn whoever_changes_something_sees_it_at_once_in_the_public_directory() {
    let _alone = ROOM.lock().await;
    let mut browser = administrator().await;
    let before = settings(&mut browser).await;
    let mut services = before.services.value.clone();
    let place = services.iter().position(|service| !service.retired).unwrap();
    let english = &mut services[place].name.en;
    let name = std::mem::replace(english, "Renamed a moment ago".to_owned());
    let version = changed(&mut browser, "services", before.services.version, &services).await;
    assert!(browser.cookie("__Host-changed").is_some());
    let link = HERE.replace("/console/api", "/api/v1");
    let answer = browser.get(&link).await;
    assert_eq!(header_of(&answer, header::CACHE_CONTROL), "private, no-cache");
    assert!(answer.text().await.unwrap().contains("Renamed a moment ago"));
    services[place].name.en = name;
    changed(&mut browser, "services", version, &services).await;
    assert!(!browser.get(&link).await.text().await.unwrap().contains("Renamed a moment ago"));
}

#[tokio::test]
async fn a_change_holds_from_then_on_and_is_told_of() {
    let _alone = ROOM.lock().await;
    let mut browser = administrator().await;
    let before = settings(&mut browser).await;
    assert!(before.may_change && before.name.en.contains("Islamic Affairs"));
    let days = before.retention.value + 1;
    let version = changed(&mut browser, "retention", before.retention.version, days).await;
    let after = settings(&mut browser).await.retention;
    assert_eq!((after.version, after.value), (version, days));
    let history: SettingsHistory =
        browser.get(&format!("{HERE}/settings/history")).await.json().await.unwrap();
    let last = &history.events[0];
    assert_eq!((last.part, last.name.as_str()), (Part::Retention, "نورة الشامسي"));
    assert_eq!((&last.before, &last.after), (&json!(before.retention.value), &json!(days)));
}

#[tokio::test]
async fn machine_transcripts_are_off_until_an_administrator_turns_them_on() {
    let _alone = ROOM.lock().await;
    let mut browser = administrator().await;
    let before = settings(&mut browser).await;
    assert!(!before.transcription.value);
    assert_eq!(before.transcriber.as_deref(), Some("127.0.0.1"), "where recordings would go");
    let version = changed(&mut browser, "transcription", before.transcription.version, true).await;
    assert!(settings(&mut browser).await.transcription.value);
    let refused = put(&mut browser, "transcription", version, "yes").await;
    assertions::problem(refused, StatusCode::BAD_REQUEST).await;
    changed(&mut browser, "transcription", version, false).await;
    let history: SettingsHistory =
        browser.get(&format!("{HERE}/settings/history")).await.json().await.unwrap();
    let [off, on] = &history.events[..2] else { panic!("two changes") };
    let switch = |is_on| SettingChange::Switch { subject: Subject::Transcription, is_on };
    assert_eq!((&off.changes[0], &on.changes[0]), (&switch(false), &switch(true)));
}

#[tokio::test]
async fn a_first_answer_is_promised_no_later_than_the_full_one() {
    let _alone = ROOM.lock().await;
    let mut browser = administrator().await;
    let before = settings(&mut browser).await.agreements;
    let promise = |first: u16| json!({ "suggestion": { "ordinary": { "first_response": { "days": first }, "resolution": { "days": 2 }, "acceptance": { "days": 1 } } } });
    let refused = put(&mut browser, "agreements", before.version, promise(3)).await;
    assertions::invalid(refused, &["/value/suggestion/ordinary"]).await;
    let version = changed(&mut browser, "agreements", before.version, promise(2)).await;
    changed(&mut browser, "agreements", version, &before.value).await;
}

#[tokio::test]
async fn an_entity_promises_no_more_time_than_the_guide() {
    let _alone = ROOM.lock().await;
    let mut browser = administrator().await;
    let before = settings(&mut browser).await.agreements;
    let promise = |full: u16| json!({ "complaint": { "ordinary": { "first_response": { "days": 1 }, "resolution": { "days": full }, "acceptance": { "days": 1 } } } });
    let refused = put(&mut browser, "agreements", before.version, promise(6)).await;
    assertions::invalid(refused, &["/value/complaint/ordinary"]).await;
    let version = changed(&mut browser, "agreements", before.version, promise(4)).await;
    changed(&mut browser, "agreements", version, &before.value).await;
}

#[tokio::test]
async fn whoever_was_slower_is_told_and_overwrites_nothing() {
    let _alone = ROOM.lock().await;
    let [mut first, mut second] = [administrator().await, administrator().await];
    let Versioned { version, value } = settings(&mut first).await.retention;
    changed(&mut first, "retention", version, value + 2).await;
    for stale in [version, version + 2, u32::MAX] {
        assertions::problem(
            put(&mut second, "retention", stale, value + 3).await,
            StatusCode::CONFLICT,
        )
        .await;
    }
    assert_eq!(settings(&mut second).await.retention.value, value + 2);
}

#[tokio::test]
async fn what_cannot_hold_is_refused_with_its_place() {
    let _alone = ROOM.lock().await;
    let mut browser = administrator().await;
    let template = |text: &str| json!({ "name": { "ar": "أ", "en": "A" }, "text": { "ar": "{{number}}", "en": text } });
    let version = settings(&mut browser).await.templates.version;
    let wrong = put(
        &mut browser,
        "templates",
        version,
        [template("Yes, {{number}}."), template("{{no gap}}")],
    )
    .await;
    assertions::invalid(wrong, &["/value/1"]).await;
    let origins = settings(&mut browser).await.origins.version;
    assertions::invalid(
        put(&mut browser, "origins", origins, ["http://iacad.example"]).await,
        &["/value/0"],
    )
    .await;
    assertions::problem(
        put(&mut browser, "calendar", 0, json!({ "weeks": [] })).await,
        StatusCode::BAD_REQUEST,
    )
    .await;
    let calendar = settings(&mut browser).await.calendar;
    let mut endless = serde_json::to_value(calendar.value).unwrap();
    endless["weeks"] = json!([
        { "from": "2026-01-01", "hours": {} },
        { "from": "9000-01-01", "hours": { "monday": ["08:00-16:00"] } },
    ]);
    let endless = put(&mut browser, "calendar", calendar.version, endless).await;
    assertions::problem(endless, StatusCode::BAD_REQUEST).await;
    for part in ["people", "nothing"] {
        assertions::problem(put(&mut browser, part, 0, json!([])).await, StatusCode::NOT_FOUND)
            .await;
    }
    changed(&mut browser, "templates", version, [template("Yes, {{number}}.")]).await;
    assert_eq!(settings(&mut browser).await.templates.value[0].text.en, "Yes, {{number}}.");
}

#[tokio::test]
async fn a_typed_origin_is_stored_as_browsers_send_it() {
    let _alone = ROOM.lock().await;
    let mut browser = administrator().await;
    let Versioned { version, value } = settings(&mut browser).await.origins;
    let typed: Vec<String> =
        value.iter().map(|origin| format!(" {}/ar?lang=ar", origin.to_uppercase())).collect();
    assert!(!typed.is_empty());
    changed(&mut browser, "origins", version, &typed).await;
    assert_eq!(settings(&mut browser).await.origins.value, value);
}

#[tokio::test]
async fn what_is_retired_is_no_longer_offered_and_takes_nothing_new() {
    let _alone = ROOM.lock().await;
    let (mut browser, visitor) = (administrator().await, Visitor::new());
    let Versioned { version, mut value } = settings(&mut browser).await.services;
    let name =
        || serde_json::from_value(json!({ "ar": "خدمة جديدة", "en": "A new service" })).unwrap();
    let new = |id: &str| Service {
        id: id.to_owned().try_into().unwrap(),
        parent: None,
        name: name(),
        asks_place: false,
        retired: false,
    };
    let id = format!("new-{}", fastrand::u32(..));
    value.insert(0, new(&id));
    let version = changed(&mut browser, "services", version, &value).await;
    let submission = || Submission {
        entity: "iacad".into(),
        service: Some(id.clone()),
        ..fixtures::complaint()
    };
    let offered = async || {
        visitor.get("/api/v1/entities/iacad").await.json::<DirectoryEntity>().await.unwrap()
    };
    assert_eq!(offered().await.services[0].name.en, "A new service");
    visitor.submit(&submission()).await;
    value[0].retired = true;
    let version = changed(&mut browser, "services", version, &value).await;
    assert!(offered().await.service(&id).is_none());
    assertions::invalid(visitor.try_to_submit(&submission()).await, &["/service"]).await;
    let removed = &value[1..];
    assertions::invalid(put(&mut browser, "services", version, removed).await, &["/value"]).await;
}

#[tokio::test]
async fn a_holiday_moves_what_is_open_and_nothing_that_has_ended() {
    let _alone = ROOM.lock().await;
    let (mut browser, visitor) = (administrator().await, Visitor::new());
    let submission = Submission { entity: "iacad".into(), ..fixtures::complaint() };
    let (open, ended) = (visitor.submit(&submission).await, visitor.submit(&submission).await);
    let path = format!("/api/v1/participations/{}/withdrawal", ended.reference);
    let withdrawn = visitor
        .request(Method::POST, &path)
        .bearer_auth(&ended.tracking_key)
        .json(&json!({}))
        .send()
        .await
        .unwrap();
    assert_eq!(withdrawn.status(), StatusCode::OK);
    let due = async |given: &domain::wire::Acknowledgement| {
        visitor.status(given.reference).await.resolution_due
    };
    let ended_due = due(&ended).await;
    let Versioned { version, value } = settings(&mut browser).await.calendar;
    let day = |time: domain::Timestamp| time.to_string()[..10].to_owned();
    let mut calendar = serde_json::to_value(value).unwrap();
    let holiday =
        json!({ "name": "Eid", "from": day(open.received_at), "until": day(open.resolution_due) });
    calendar["holidays"].as_array_mut().unwrap().push(holiday);
    changed(&mut browser, "calendar", version, calendar).await;
    let new = visitor.submit(&submission).await;
    assert!(new.resolution_due > open.resolution_due, "what comes in is counted by it at once");
    // Skips the minute after which every isolate knows the change.
    Database::in_state(&server::state())
        .run(&["UPDATE recounts SET due_at = '2026-01-01T00:00:00Z'"]);
    let struck = visitor.get("/cdn-cgi/local/scheduled?cron=*/5+*+*+*+*").await;
    assert_eq!(struck.status(), StatusCode::OK);
    assert!(due(&open).await > open.resolution_due);
    assert_eq!(due(&ended).await, ended_due);
    assert_eq!(Database::in_state(&server::state()).count("SELECT COUNT(*) AS n FROM recounts"), 0);
}

#[tokio::test]
async fn someone_who_is_announced_signs_in_and_is_there_for_what_was_said() {
    let _alone = ROOM.lock().await;
    let mut browser = administrator().await;
    let here = format!("{HERE}/people");
    let role = |name: &str| json!({ "role": name, "entity": "iacad" });
    let body = |roles: Value, email: &str, version: u32| json!({ "name": "Noor", "email": email, "roles": roles, "active": true, "version": version });
    let new = browser
        .call(
            Method::PUT,
            &format!("{here}/new"),
            &body(json!([role("employee")]), "Newcomer@Staff.example", 0),
        )
        .await;
    assert_eq!(new.status(), StatusCode::ACCEPTED, "a second person confirms it");
    let waiting: StaffRequest = new.json().await.unwrap();
    let mut second = Browser::of("platform-administrator").await;
    let confirmed = second
        .call(
            Method::POST,
            &format!("/console/api/people/requests/{}", waiting.request),
            &json!({ "confirm": true }),
        )
        .await;
    assert_eq!(confirmed.status(), StatusCode::NO_CONTENT);
    let people: People = browser.get(&here).await.json().await.unwrap();
    let is_new = |known: &Colleague| known.email.as_deref() == Some("newcomer@staff.example");
    let new = people.people.into_iter().find(is_new).unwrap();
    assert!(!new.known);
    let again = browser
        .call(Method::PUT, &format!("{here}/new"), &body(json!([]), "newcomer@staff.example", 0))
        .await;
    assertions::invalid(again, &["/email"]).await;
    let mut newcomer = Browser::of("newcomer").await;
    let me: Me = newcomer.get("/console/api/me").await.json().await.unwrap();
    assert_eq!(
        (me.id, me.roles),
        (new.id.clone(), vec![Role::Employee("iacad".to_owned().try_into().unwrap())])
    );
    let people: People = newcomer.get(&here).await.json().await.unwrap();
    assert!(!people.may_change && people.people.iter().all(|colleague| colleague.email.is_none()));
    let history = newcomer.get(&format!("{HERE}/settings/history")).await.text().await.unwrap();
    assert!(history.contains("Noor") && !history.contains("@staff.example"), "{history}");

    let path = format!("{here}/{}", new.id.as_str());
    let promoted = browser
        .call(
            Method::PUT,
            &path,
            &body(json!([role("supervisor")]), "newcomer@staff.example", new.version),
        )
        .await;
    let promoted: Colleague = promoted.json().await.unwrap();
    let me: Me = newcomer.get("/console/api/me").await.json().await.unwrap();
    assert!(matches!(me.roles[..], [Role::Supervisor(_)]), "at once, without signing in again");
    let stale = browser
        .call(Method::PUT, &path, &body(json!([]), "newcomer@staff.example", new.version))
        .await;
    assertions::problem(stale, StatusCode::CONFLICT).await;
    let elsewhere = json!([{ "role": "administrator", "entity": "rta" }, { "role": "auditor" }]);
    let wrong = browser
        .call(Method::PUT, &path, &body(elsewhere, "newcomer@staff.example", promoted.version))
        .await;
    assertions::invalid(wrong, &["/roles/0", "/roles/1"]).await;

    let bare = browser
        .call(Method::PUT, &path, &body(json!([]), "newcomer@staff.example", promoted.version))
        .await;
    let bare: Colleague = bare.json().await.unwrap();
    // Only an administrator of the platform changes an address, and with it the account.
    let path = format!("/console/api/people/{}", new.id.as_str());
    let gone = second
        .call(Method::PUT, &path, &body(json!([]), "other@staff.example", bare.version))
        .await;
    assert_eq!(gone.status(), StatusCode::OK);
    let out = newcomer.get("/console/api/me").await;
    assertions::problem(out, StatusCode::UNAUTHORIZED).await;
    let history: SettingsHistory =
        browser.get(&format!("{HERE}/settings/history")).await.json().await.unwrap();
    let last = &history.events[0];
    assert_eq!(
        (last.part, &last.before["roles"], &last.after["roles"]),
        (Part::People, &json!([role("supervisor")]), &json!([]))
    );
}

#[tokio::test]
async fn an_entity_learns_nothing_about_whom_others_know() {
    let _alone = ROOM.lock().await;
    let mut browser = administrator().await;
    let here = format!("{HERE}/people");
    let role = json!([{ "role": "employee", "entity": "iacad" }]);
    let database = Database::in_state(&server::state());
    database.run(&[
        "INSERT INTO staff (id, name, email, active, issuer, subject, version)
         VALUES ('00000000000000000000000000000abc', 'Real Name', 'secret.x@staff.example', 1, 'i', 's', 7)",
        "INSERT INTO roles (staff, role, entity)
         VALUES ('00000000000000000000000000000abc', 'supervisor', 'rta')",
    ]);
    let roles = [Role::Administrator(Slug::parse("iacad").unwrap())];
    let second = Clerk::with(&roles, &Visitor::new(), &database);
    let confirmation = |request: &Value| {
        format!("/console/api/people/requests/{}", request["request"].as_str().unwrap())
    };
    let mut answers = Vec::new();
    for email in ["secret.x@staff.example", "unknown.x@staff.example"] {
        let body = |name: &str, email: &str, active: bool, version: u32| json!({ "name": name, "email": email, "roles": role, "active": active, "version": version });
        let mut steps = Vec::new();
        let put = |id: &str| format!("{here}/{id}");
        let new = browser.call(Method::PUT, &put("new"), &body("X", email, true, 0)).await;
        assert_eq!(new.status(), StatusCode::ACCEPTED);
        let request: Value = new.json().await.unwrap();
        assert_eq!(request["name"], "X");
        let confirmed = second
            .request(Method::POST, &confirmation(&request))
            .json(&json!({ "confirm": true }))
            .send()
            .await
            .unwrap();
        assert_eq!(confirmed.status(), StatusCode::NO_CONTENT);
        let listed: Value = browser.get(&here).await.json().await.unwrap();
        let mut listed = listed["people"].as_array().unwrap().iter();
        let new = listed.find(|known| known["email"] == email).unwrap().clone();
        let id = new["id"].as_str().unwrap().to_owned();
        let renamed = browser.call(Method::PUT, &put(&id), &body("Y", email, true, 1)).await;
        steps.push((renamed.status(), renamed.json::<Value>().await.unwrap()));
        for (address, active) in [(email, false), ("other.x@staff.example", true)] {
            let refused =
                browser.call(Method::PUT, &put(&id), &body("Y", address, active, 2)).await;
            steps.push((refused.status(), Value::Null));
        }
        let history: Value =
            browser.get(&format!("{HERE}/settings/history")).await.json().await.unwrap();
        steps.extend((0..2).map(|place| (StatusCode::OK, history["events"][place].clone())));
        steps.push((StatusCode::OK, new));
        let text = serde_json::to_string(&steps.iter().map(|(_, body)| body).collect::<Vec<_>>());
        let statuses: Vec<_> = steps.iter().map(|(status, _)| *status).collect();
        let mut text = text.unwrap().replace(&id, "ID").replace(email, "EMAIL");
        for event in history["events"].as_array().unwrap() {
            text = text.replace(event["at"].as_str().unwrap(), "AT");
        }
        answers.push((statuses, text));
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0].0[..3], [StatusCode::OK, StatusCode::FORBIDDEN, StatusCode::FORBIDDEN]);
    let kept = database.run(&["SELECT before || after AS change FROM settings_events"]);
    assert!(!kept.iter().any(|row| row["change"].as_str().unwrap().contains("@staff.example")));
}

#[tokio::test]
async fn whoever_keeps_the_entities_knows_everyone_with_all_that_they_are_there_for() {
    let _alone = ROOM.lock().await;
    let mut keeper = Browser::of("platform-administrator").await;
    let mut people = async |query: &str| {
        let answer = keeper.get(&format!("/console/api/people{query}")).await;
        answer.json::<People>().await.unwrap().people
    };
    let (everyone, here) = (people("").await, people("?entity=iacad").await);
    let is_here = |colleague: &&Colleague| {
        colleague
            .roles
            .iter()
            .any(|role| role.entity().is_some_and(|entity| entity.as_str() == "iacad"))
    };
    assert_eq!(here, everyone.iter().filter(is_here).cloned().collect::<Vec<_>>());
    let chosen = here.iter().find(|colleague| colleague.name == "يوسف المرزوقي").unwrap().clone();
    // A known colleague receives roles at once.
    Browser::of("colleague.iacad").await;
    let path = format!("/console/api/people/{}", chosen.id.as_str());
    let body = |roles: Value, version: u32| json!({ "name": chosen.name, "email": chosen.email, "roles": roles, "active": true, "version": version });
    let given = keeper
        .call(Method::PUT, &path, &body(json!([{ "role": "auditor" }]), chosen.version))
        .await;
    let given: Colleague = given.json().await.unwrap();
    let answer =
        keeper.get("/console/api/people?entity=iacad").await.json::<People>().await.unwrap();
    let now = answer.people.iter().find(|colleague| colleague.id == chosen.id).unwrap();
    assert!(
        now.roles.contains(&Role::Auditor) && now.roles.len() == chosen.roles.len() + 1,
        "{:?}",
        now.roles
    );
    let taken = keeper.call(Method::PUT, &path, &body(json!([]), given.version)).await;
    assert_eq!(taken.status(), StatusCode::OK);
    let history: SettingsHistory =
        keeper.get("/console/api/people/history").await.json().await.unwrap();
    let changes: Vec<_> = history.events[..2]
        .iter()
        .map(|event| (event.part, &event.before["roles"], &event.after["roles"]))
        .collect();
    let auditor = json!([{ "role": "auditor" }]);
    assert_eq!(
        changes,
        [(Part::People, &auditor, &json!([])), (Part::People, &json!([]), &auditor)]
    );
    assert_eq!(history.events[0].after["id"], chosen.id.as_str());
    let of_one: SettingsHistory =
        keeper.get(&format!("{HERE}/settings/history")).await.json().await.unwrap();
    assert!(!of_one.events.contains(&history.events[0]), "it is about no entity");
}
