//! Updates of staff that wait for a second person: what raises somebody's own rights.

use domain::{
    access::security_event::Incident,
    slug::Slug,
    staff::{Role, StaffId},
    wire::console::{Engaged, Me, People, SecurityEvents, StaffRequest},
};
use reqwest::{Response, StatusCode};
use serde_json::{Value, json};
use tests::{
    assertions,
    clerk::{CASES, Clerk, read},
    client::Visitor,
    database::Database,
    server,
};
use tokio::sync::Mutex;

/// Lock that runs the tests one after the other: they write to the database file directly.
static ROOM: Mutex<()> = Mutex::const_new(());

/// Entity of the tests.
const HERE: &str = "dda";

const PEOPLE: &str = "/console/api/entities/dda/people";

fn database() -> Database {
    Database::in_state(&server::state())
}

fn here() -> Slug {
    Slug::parse(HERE).unwrap()
}

/// Creates a member of staff who has signed in with an account.
fn member(roles: &[Role]) -> Clerk {
    let clerk = Clerk::with(roles, &Visitor::new(), &database());
    let id = clerk.id.as_str();
    database().run(&[&format!(
        "UPDATE staff SET issuer = 'https://test', subject = '{id}' WHERE id = '{id}'"
    )]);
    clerk
}

fn administrator() -> Clerk {
    member(&[Role::Administrator(here())])
}

/// Sends an update of a person, who is called as `member` calls them.
async fn update(by: &Clerk, place: &str, id: &StaffId, roles: &[Role], version: u32) -> Response {
    let id = id.as_str();
    let body = json!({ "name": format!("Clerk {}", &id[..4]), "email": format!("{id}@example.org"), "roles": roles, "active": true, "version": version });
    by.put(&format!("{place}/{id}"), &body).await
}

/// Asserts that an update waits.
async fn waits(response: Response) -> StaffRequest {
    match read(response, StatusCode::ACCEPTED).await {
        Engaged::Waiting(request) => *request,
        Engaged::Done(colleague) => panic!("{colleague:?}"),
    }
}

/// Asserts that an update was made.
async fn is_made(response: Response) {
    let engaged: Engaged = read(response, StatusCode::OK).await;
    assert!(matches!(engaged, Engaged::Done(_)), "{engaged:?}");
}

async fn decide(by: &Clerk, request: &StaffRequest, confirm: bool) -> Response {
    let path = format!("/console/api/people/requests/{}", request.request);
    by.request(reqwest::Method::POST, &path)
        .json(&json!({ "confirm": confirm }))
        .send()
        .await
        .unwrap()
}

async fn roles(of: &Clerk) -> Vec<Role> {
    of.get::<Me>("/console/api/me").await.roles
}

async fn incidents() -> Vec<Incident> {
    let auditor = Clerk::with(&[Role::Auditor], &Visitor::new(), &database());
    let log: SecurityEvents = auditor.get("/console/api/security-events").await;
    log.events.into_iter().map(|entry| entry.what).collect()
}

#[tokio::test]
async fn an_administrator_reads_no_case_by_their_own_request() {
    let _alone = ROOM.lock().await;
    let (own, other) = (administrator(), administrator());
    let wanted = [Role::Administrator(here()), Role::Supervisor(here())];
    let request = waits(update(&own, PEOPLE, &own.id, &wanted, 1).await).await;
    assert_eq!((&request.given[..], request.may_confirm), (&wanted[1..], false));
    assert!(request.confirmers > 0);
    assert_eq!(roles(&own).await, wanted[..1]);
    assert_eq!(own.ask(CASES).await.status(), StatusCode::FORBIDDEN);
    // Nor by confirming it, nor by asking once more.
    assertions::problem(decide(&own, &request, true).await, StatusCode::FORBIDDEN).await;
    let second = waits(update(&own, PEOPLE, &own.id, &wanted, 1).await).await;
    assertions::problem(decide(&other, &request, true).await, StatusCode::NOT_FOUND).await;

    let listed: People = other.get(PEOPLE).await;
    let shown = listed.waiting.iter().find(|waiting| waiting.request == second.request).unwrap();
    assert!(shown.may_confirm && shown.asked_by == own.id);
    assert_eq!(decide(&other, &second, true).await.status(), StatusCode::NO_CONTENT);
    assert_eq!(own.ask(CASES).await.status(), StatusCode::OK);
    assertions::problem(decide(&other, &second, true).await, StatusCode::NOT_FOUND).await;

    let incidents = incidents().await;
    let given = [wanted[1].clone()].into();
    for expected in [
        Incident::ConfirmationRequested { staff: own.id.clone(), given },
        Incident::ConfirmationGiven { staff: own.id.clone(), asked_by: own.id.clone() },
        Incident::RolesChanged {
            staff: own.id.clone(),
            given: [wanted[1].clone()].into(),
            taken: [].into(),
        },
    ] {
        assert!(incidents.contains(&expected), "{expected:?}");
    }
}

#[tokio::test]
async fn a_platform_administrator_becomes_no_auditor_alone() {
    let _alone = ROOM.lock().await;
    let keeper = member(&[Role::PlatformAdministrator]);
    let wanted = [Role::PlatformAdministrator, Role::Auditor];
    let everywhere = "/console/api/people";
    let request = waits(update(&keeper, everywhere, &keeper.id, &wanted, 1).await).await;
    // Through the list of one entity, too.
    let employee = [Role::Employee(here())];
    let listed = update(&keeper, PEOPLE, &keeper.id, &employee, 1).await;
    // That list doesn't hold them; as somebody new there, they are known by their address.
    assert_eq!(listed.status(), StatusCode::NOT_FOUND);
    let id = keeper.id.as_str();
    let body = json!({ "name": "Me", "email": format!("{id}@example.org"), "roles": employee, "active": true, "version": 0 });
    let here = waits(keeper.put(&format!("{PEOPLE}/new"), &body).await).await;
    assert_eq!(roles(&keeper).await, [Role::PlatformAdministrator]);
    // Whoever administers one entity confirms nothing for all.
    let local = administrator();
    assertions::problem(decide(&local, &request, true).await, StatusCode::NOT_FOUND).await;
    let second = member(&[Role::PlatformAdministrator]);
    assert_eq!(decide(&second, &request, true).await.status(), StatusCode::NO_CONTENT);
    assert_eq!(roles(&keeper).await.len(), 2);
    // The other request was based on what the person was before.
    assertions::problem(decide(&second, &here, true).await, StatusCode::CONFLICT).await;
}

#[tokio::test]
async fn a_second_account_gains_nothing_alone() {
    let _alone = ROOM.lock().await;
    let (own, other) = (administrator(), administrator());
    let new = |email: &str, roles: &[Role]| json!({ "name": "Second Account", "email": email, "roles": roles, "active": true, "version": 0 });
    for (place, role) in
        [Role::Employee(here()), Role::Supervisor(here()), Role::Administrator(here())]
            .into_iter()
            .enumerate()
    {
        let email = format!("second-{place}-{}@example.org", fastrand::u64(..));
        let body = new(&email, std::slice::from_ref(&role));
        let request = waits(own.put(&format!("{PEOPLE}/new"), &body).await).await;
        assert_eq!(request.given, [role]);
        let count = format!("SELECT COUNT(*) AS n FROM staff WHERE email = '{email}'");
        assert_eq!(database().count(&count), 0);
        assert_eq!(decide(&other, &request, true).await.status(), StatusCode::NO_CONTENT);
        assert_eq!(database().count(&count), 1);
    }
    // A colleague's account under another address. The platform's administrators know all staff, so
    // only they are told whether an address is taken.
    let colleague = member(&[Role::Employee(here())]);
    for email in ["mine@example.org", &format!("{}@example.org", other.id.as_str())] {
        let roles = [Role::Employee(here())];
        let body = json!({ "name": "Clerk", "email": email, "roles": roles, "active": true, "version": 1 });
        let path = format!("{PEOPLE}/{}", colleague.id.as_str());
        assertions::problem(own.put(&path, &body).await, StatusCode::FORBIDDEN).await;
    }
    let platform = member(&[Role::PlatformAdministrator]);
    let body = json!({ "name": "Clerk", "email": "mine@example.org", "roles": [], "active": true, "version": 1 });
    let path = format!("/console/api/people/{}", colleague.id.as_str());
    let request = waits(platform.put(&path, &body).await).await;
    assert_eq!(decide(&platform, &request, false).await.status(), StatusCode::NO_CONTENT);
    // Known colleagues are promoted at once, and everybody can be shut out at once.
    let promoted = [Role::Supervisor(here())];
    is_made(update(&own, PEOPLE, &colleague.id, &promoted, 1).await).await;
    is_made(update(&own, PEOPLE, &colleague.id, &[], 2).await).await;
}

#[tokio::test]
async fn a_request_is_refused_expires_or_loses_its_ground() {
    let _alone = ROOM.lock().await;
    let (own, other) = (administrator(), administrator());
    let wanted = [Role::Administrator(here()), Role::Employee(here())];
    let ask = async || waits(update(&own, PEOPLE, &own.id, &wanted, 1).await).await;

    let request = ask().await;
    let supervisor = member(&[Role::Supervisor(here())]);
    for stranger in [&supervisor, &member(&[Role::Administrator(Slug::parse("dm").unwrap())])] {
        for confirm in [true, false] {
            let answer = decide(stranger, &request, confirm).await;
            assertions::problem(answer, StatusCode::NOT_FOUND).await;
        }
    }
    assert_eq!(decide(&other, &request, false).await.status(), StatusCode::NO_CONTENT);
    let refused = Incident::ConfirmationRefused { staff: own.id.clone(), asked_by: own.id.clone() };
    assert!(incidents().await.contains(&refused));

    let request = ask().await;
    database().run(&[&format!(
        "UPDATE staff_requests SET expires_at = '2026-01-01T00:00:00Z' WHERE id = '{}'",
        request.request
    )]);
    assertions::problem(decide(&other, &request, true).await, StatusCode::NOT_FOUND).await;
    let listed: Value = other.get(PEOPLE).await;
    assert!(!listed["waiting"].to_string().contains(&request.request));
    let struck = Visitor::new().get("/cdn-cgi/local/scheduled").await;
    assert_eq!(struck.status(), StatusCode::OK);
    let expired = Incident::ConfirmationExpired { staff: own.id.clone(), asked_by: own.id.clone() };
    assert!(incidents().await.contains(&expired));

    // Whoever may not ask any more has asked for nothing.
    let request = ask().await;
    is_made(update(&other, PEOPLE, &own.id, &[], 1).await).await;
    assertions::problem(decide(&other, &request, true).await, StatusCode::CONFLICT).await;
    assert!(roles(&own).await.is_empty());
}
