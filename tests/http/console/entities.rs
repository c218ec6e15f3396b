//! `POST /console/api/entities`: adding an entity with its origins and its first administrator.

use domain::{
    access::security_event::Incident,
    entity::settings::Part,
    slug::Slug,
    staff::Role,
    wire::{
        DirectoryEntity, Submission,
        console::{AddedEntity, Engaged, People, SecurityEvents, Settings, SettingsHistory},
    },
};
use reqwest::{Method, Response, StatusCode, header};
use serde_json::{Value, json};
use tests::{
    assertions::{self, header_of},
    client::Visitor,
    fixtures,
    sign_in::Browser,
};

const ENTITIES: &str = "/console/api/entities";

/// Returns a short name that no other entity has. The directory's own test leaves out those that
/// begin so.
fn fresh() -> String {
    format!("added-{:x}", fastrand::u64(..))
}

fn entity(id: &str) -> Value {
    json!({
        "id": id,
        "name": { "ar": "هيئة الحدائق", "en": "Parks Authority" },
        "origins": [format!("https://WWW.{id}.example/ar"), format!("https://*.{id}.example")],
        "administrator": { "name": "Hessa", "email": format!("{id}@staff.example") },
    })
}

async fn keeper() -> Browser {
    Browser::of("platform-administrator").await
}

async fn add(browser: &mut Browser, body: &Value) -> Response {
    browser.call(Method::POST, ENTITIES, body).await
}

/// Adds an entity, whose administrator waits for a second person, and returns the request's id.
async fn added(browser: &mut Browser, id: &str) -> String {
    let response = add(browser, &entity(id)).await;
    let status = response.status();
    let body = response.text().await.unwrap();
    assert_eq!(status, StatusCode::CREATED, "{body}");
    let added: AddedEntity = serde_json::from_str(&body).unwrap();
    assert_eq!(added.entity.as_str(), id);
    match added.administrator {
        Engaged::Waiting(request) => {
            assert!(!request.may_confirm, "whoever asked for it confirms nothing");
            request.request
        }
        Engaged::Done(colleague) => panic!("{colleague:?}"),
    }
}

#[tokio::test]
async fn a_new_entity_is_there_at_once_with_its_origins() {
    let (mut browser, id) = (keeper().await, fresh());
    added(&mut browser, &id).await;
    assert!(browser.cookie("__Host-changed").is_some());
    let found = browser.get(&format!("/api/v1/entities/{id}")).await;
    let found: DirectoryEntity = found.json().await.unwrap();
    assert_eq!((&*found.name.en, found.services.len()), ("Parks Authority", 0));
    let settings: Settings =
        browser.get(&format!("{ENTITIES}/{id}/settings")).await.json().await.unwrap();
    let mut origins = settings.origins.value;
    origins.sort_unstable();
    assert_eq!(origins, [format!("https://*.{id}.example"), format!("https://www.{id}.example")]);
    assert_eq!(settings.origins.version, 1);

    // A visitor of its website sends to it.
    let visitor = Visitor::new();
    let submission = Submission { entity: id.clone(), ..fixtures::complaint() };
    let sent = visitor.submit(&submission).await;
    assert_eq!(visitor.status(sent.reference).await.entity, id);
    assertions::page(visitor.get(&format!("/f/{id}")).await, StatusCode::OK).await;
}

#[tokio::test]
async fn it_is_recorded_in_its_own_history_and_in_the_security_log() {
    let (mut browser, id) = (keeper().await, fresh());
    added(&mut browser, &id).await;
    let history: SettingsHistory =
        browser.get(&format!("{ENTITIES}/{id}/settings/history")).await.json().await.unwrap();
    let parts: Vec<_> = history.events.iter().map(|event| event.part).collect();
    assert_eq!(parts, [Part::Origins, Part::Entity]);
    let first = &history.events[1];
    assert_eq!(
        (&first.before, &first.after["name"]["en"]),
        (&Value::Null, &json!("Parks Authority"))
    );
    let mut auditor = Browser::of("auditor").await;
    let log: SecurityEvents =
        auditor.get("/console/api/security-events").await.json().await.unwrap();
    let entity = Slug::parse(&id).unwrap();
    let told: Vec<_> = log.events.into_iter().map(|entry| entry.what).collect();
    assert!(told.contains(&Incident::EntityAdded { entity: entity.clone() }));
    assert!(
        told.contains(&Incident::SettingChanged { entity: entity.clone(), part: Part::Origins })
    );
    let asked = |incident: &Incident| matches!(incident, Incident::ConfirmationRequested { given, .. } if given.contains(&Role::Administrator(entity.clone())));
    assert!(told.iter().any(asked));
}

#[tokio::test]
async fn a_second_person_confirms_the_first_administrator() {
    let (mut browser, id) = (keeper().await, fresh());
    let request = added(&mut browser, &id).await;
    let people = format!("{ENTITIES}/{id}/people");
    let before: People = browser.get(&people).await.json().await.unwrap();
    assert_eq!((before.people.len(), before.waiting.len()), (0, 1));
    let decision = format!("/console/api/people/requests/{request}");
    let own = browser.call(Method::POST, &decision, &json!({ "confirm": true })).await;
    assertions::problem(own, StatusCode::FORBIDDEN).await;
    let mut second = Browser::of("second.platform-administrator").await;
    let confirmed = second.call(Method::POST, &decision, &json!({ "confirm": true })).await;
    assert_eq!(confirmed.status(), StatusCode::NO_CONTENT);
    let after: People = browser.get(&people).await.json().await.unwrap();
    assert_eq!(after.people[0].roles, [Role::Administrator(Slug::parse(&id).unwrap())]);
    assert!(after.waiting.is_empty());
}

#[tokio::test]
async fn what_cannot_be_added_is_refused_with_its_place() {
    let (mut browser, id) = (keeper().await, fresh());
    let mut refused = async |change: &dyn Fn(&mut Value), places: &[&str]| {
        let mut body = entity(&id);
        change(&mut body);
        assertions::invalid(add(&mut browser, &body).await, places).await;
    };
    refused(&|body| body["id"] = json!("rta"), &["/id"]).await;
    refused(&|body| body["id"] = json!("2026"), &["/id"]).await;
    refused(&|body| body["id"] = json!("Parks"), &["/id"]).await;
    refused(&|body| body["origins"][1] = json!("http://parks.example"), &["/origins/1"]).await;
    refused(&|body| body["name"]["ar"] = json!(" "), &["/name"]).await;
    refused(&|body| body["administrator"]["email"] = json!("hessa"), &["/administrator/email"])
        .await;
    let nothing = |body: &mut Value| {
        *body = json!({ "id": "", "name": { "ar": "", "en": "" }, "origins": ["*"], "administrator": { "name": "", "email": "" } });
    };
    let places = ["/administrator/email", "/administrator/name", "/id", "/name", "/origins/0"];
    refused(&nothing, &places).await;
    let missing = Visitor::new().get(&format!("/api/v1/entities/{id}")).await;
    assert_eq!(missing.status(), StatusCode::NOT_FOUND, "nothing of it is kept");
}

#[tokio::test]
async fn the_directory_shows_a_new_entity_to_everyone_within_the_promised_time() {
    let (mut browser, id) = (keeper().await, fresh());
    added(&mut browser, &id).await;
    let answer = Visitor::new().get(&format!("/api/v1/entities/{id}")).await;
    assert_eq!(answer.status(), StatusCode::OK, "one that isn't in the directory yet is looked up");
    assert_eq!(header_of(&answer, header::CACHE_CONTROL), "public, max-age=240");
    let taken = add(&mut browser, &entity(&id)).await;
    assertions::invalid(taken, &["/id"]).await;
}
