//! `/console/figures`: the dashboard of all entities, of one, and of a service.

use base64::{Engine, engine::general_purpose::STANDARD};
use domain::{case::action::Action, intake::kind::Kind, slug::Slug, staff::Role, wire::Submission};
use reqwest::{Method, StatusCode, header};
use sha2::{Digest, Sha256};
use tests::{
    assertions::{self, header_of},
    clerk::Clerk,
    client::Visitor,
    database::Database,
    fixtures::complaint,
    html, server, sign_in,
};

const ENTITY: &str = "dcaa";

/// Service that no other test uses.
const SERVICE: &str = "flight-permit";

const ALL: &str = "/console/figures";

fn database() -> Database {
    Database::in_state(&server::state())
}

fn slug(name: &str) -> Slug {
    Slug::parse(name).unwrap()
}

fn clerk(role: Role) -> Clerk {
    Clerk::with(&[role], &Visitor::new(), &database())
}

/// Returns a page without the characters that isolate numbers.
async fn page(clerk: &Clerk, path: &str) -> String {
    let page = assertions::page(clerk.ask(path).await, StatusCode::OK).await;
    page.replace(['\u{2066}', '\u{2068}', '\u{2069}'], "").replace("<!>", "")
}

/// Returns the section with this heading's id.
fn section<'a>(page: &'a str, id: &str) -> &'a str {
    let (_, rest) = page.split_once(&format!("id=\"{id}\"")).unwrap();
    rest.split("</section>").next().unwrap_or_default()
}

#[tokio::test]
async fn whoever_sees_figures_sees_theirs_and_others_are_told() {
    let own = format!("{ALL}/{ENTITY}");
    let foreign = format!("{ALL}/dubaihealth");
    for (role, all, at_own, at_foreign) in [
        (Role::DecisionMaker, 200, 200, 200),
        (Role::Auditor, 200, 200, 200),
        (Role::Supervisor(slug(ENTITY)), 303, 200, 403),
        (Role::Administrator(slug(ENTITY)), 303, 200, 403),
        (Role::Employee(slug(ENTITY)), 403, 403, 403),
        (Role::PlatformAdministrator, 403, 403, 403),
    ] {
        let name = role.name().to_owned();
        let clerk = clerk(role);
        for (path, expected) in [(ALL, all), (&*own, at_own), (&*foreign, at_foreign)] {
            let answer = clerk.ask(path).await;
            assert_eq!(answer.status().as_u16(), expected, "{name} at {path}");
            if expected == 303 {
                assert_eq!(header_of(&answer, header::LOCATION), own, "{name}");
            } else {
                let text = answer.text().await.unwrap();
                let is_refused =
                    text.contains("not for your account") || text.contains("غير متاحة");
                assert_eq!(is_refused, expected == 403, "{name} at {path}");
            }
        }
    }
}

#[tokio::test]
async fn without_a_session_the_way_leads_over_the_sign_in_and_back() {
    let answer = Visitor::new().get("/console/figures/rta?period=2026-Q3&kind=complaint").await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    let to = "%2Fconsole%2Ffigures%2Frta%3Fperiod%3D2026-Q3%26kind%3Dcomplaint";
    assert_eq!(header_of(&answer, header::LOCATION), format!("/console/sign-in?to={to}"));
}

#[tokio::test]
async fn a_decision_maker_begins_with_the_figures() {
    let mut browser = sign_in::Browser::of("decision-maker").await;
    let start = browser.get("/console").await;
    assert_eq!(start.status(), StatusCode::SEE_OTHER);
    assert_eq!(header_of(&start, header::LOCATION), ALL);
    let mut employee = sign_in::Browser::of("employee.rta").await;
    assert_eq!(employee.get("/console").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn the_page_signs_out_without_a_script() {
    let mut browser = sign_in::Browser::of("decision-maker").await;
    let page = browser.get(ALL).await.text().await.unwrap();
    assert!(page.contains("action=\"/console/sign-out\""), "{page}");
    let form = browser.request(Method::POST, "/console/sign-out");
    let answer = browser.send(form.header("Sec-Fetch-Mode", "navigate")).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    assert_eq!(header_of(&answer, header::LOCATION), "/");
    assert_eq!(browser.cookie(sign_in::SESSION), None);
    let again = browser.get(ALL).await;
    assert_eq!(again.status(), StatusCode::SEE_OTHER, "to the sign-in");
}

#[tokio::test]
async fn what_came_and_was_answered_is_counted_at_the_service_and_its_entity() {
    let visitor = Visitor::new();
    let clerk = Clerk::of(ENTITY, &visitor, &database());
    let maker = self::clerk(Role::DecisionMaker);
    let sent = async |kind: Kind| {
        let (entity, service) = (ENTITY.to_owned(), Some(SERVICE.to_owned()));
        let submission = Submission { entity, kind, service, ..complaint() };
        visitor.submit(&submission).await.reference
    };
    let answered = sent(Kind::Complaint).await;
    sent(Kind::Complaint).await;
    sent(Kind::Observation).await;
    clerk.does(answered, Action::Take, "").await;
    clerk.does(answered, Action::Answer { outcome: None }, "It is done.").await;

    let path = format!("{ALL}/{ENTITY}/{SERVICE}?lang=en");
    let short = async |query: &str| {
        let page = page(&maker, &format!("{path}{query}")).await;
        section(&page, "short").to_owned()
    };
    let all_time = short("&period=all").await;
    let sum = "2 complaints + 0 suggestions + one observation";
    assert!(all_time.contains(sum) && all_time.contains(">3<"), "{all_time}");
    assert!(all_time.contains("1 of 1"), "answered in time: {all_time}");
    assert!(!all_time.contains("/console/cases"), "a decision maker reads no case");
    let complaints = short("&period=all&kind=complaint").await;
    assert!(complaints.contains(">2<"), "{complaints}");
    let long_ago = short("&period=2001").await;
    assert!(long_ago.contains(">0<") && !long_ago.contains(">3<"), "{long_ago}");

    let row = |page: &str, link: &str| {
        let row = page.split("<tr>").find(|row| row.contains(link)).unwrap();
        let cell = row.split("<td>").nth(1).and_then(|cell| cell.split('<').next());
        cell.and_then(|cell| cell.replace(',', "").parse::<u64>().ok()).unwrap()
    };
    let entity = page(&maker, &format!("{ALL}/{ENTITY}?period=all&lang=en")).await;
    let of_service = row(section(&entity, "list"), &format!("{ALL}/{ENTITY}/{SERVICE}?"));
    assert_eq!(of_service, 3);
    // Other tests send to the entity too.
    let all = page(&maker, &format!("{ALL}?period=all&lang=en")).await;
    assert!(row(section(&all, "list"), &format!("{ALL}/{ENTITY}?")) >= 3, "{all}");
}

#[tokio::test]
async fn figures_speak_arabic_and_english_and_say_so() {
    let maker = clerk(Role::DecisionMaker);
    for (language, direction, other) in [("ar", "rtl", "en"), ("en", "ltr", "ar")] {
        let answer = maker.ask(&format!("{ALL}?lang={language}&kind=complaint")).await;
        assert_eq!(header_of(&answer, header::CONTENT_LANGUAGE), language);
        let page = assertions::page(answer, StatusCode::OK).await;
        assert_eq!(html::attribute_of(&page, "html", "dir").as_deref(), Some(direction));
        let link = format!("kind=complaint&amp;lang={other}\"");
        assert!(page.contains(&link), "{page}");
    }
}

#[tokio::test]
async fn the_policy_allows_the_pages_own_styles_and_no_others() {
    let answer = clerk(Role::DecisionMaker).ask(&format!("{ALL}?lang=en")).await;
    let policy = header_of(&answer, header::CONTENT_SECURITY_POLICY);
    let cache = header_of(&answer, header::CACHE_CONTROL);
    assert_eq!(cache, "no-store");
    let page = answer.text().await.unwrap();
    let (_, styles) = policy.split_once("style-src ").unwrap();
    let styles: Vec<&str> = styles.split(';').next().unwrap().split(' ').collect();
    assert_eq!(styles.len(), page.matches("<style>").count(), "{policy}");
    for style in page.split("<style>").skip(1) {
        let text = style.split("</style>").next().unwrap();
        let hash = format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)));
        assert!(styles.contains(&&*hash), "{hash} in {policy}");
    }
    assert!(!page.contains(" style=") && !page.contains("<script"), "{page}");
}

#[tokio::test]
async fn what_does_not_exist_is_not_found_and_what_cannot_be_read_is_not_chosen() {
    let maker = clerk(Role::DecisionMaker);
    for path in ["/console/figures/nobody", "/console/figures/rta/nothing", "/console/figures/RTA"]
    {
        assertions::page(maker.ask(path).await, StatusCode::NOT_FOUND).await;
    }
    let odd = "?lang=en&period=%22%3E%3Cscript%3E&kind=x&channel=fax&language=fr&sort=rank";
    let page = assertions::page(maker.ask(&format!("{ALL}{odd}")).await, StatusCode::OK).await;
    assert!(!page.contains("<script"), "{page}");
    let posted = maker.request(Method::POST, ALL).send().await.unwrap();
    assert_eq!(posted.status(), StatusCode::METHOD_NOT_ALLOWED);
}
