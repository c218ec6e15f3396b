//! `/console/sign-in` and sessions: the provider signs staff in, and everyone else is refused.

use domain::{
    access::session::Token,
    staff::Role,
    wire::console::{Language, Me},
};
use reqwest::{Method, Response, StatusCode, Url, header};
use rstest::rstest;
use serde_json::json;
use tests::{
    assertions::{self, header_of},
    client::{self, Visitor},
    database::Database,
    fixtures, server,
    sign_in::{Browser, SESSION},
};
use tokio::{sync::RwLock, task::JoinSet};

const ME: &str = "/console/api/me";

/// Lock for tests that write to the database file directly, which locks the edge out for a moment.
static ROOM: RwLock<()> = RwLock::const_new(());

async fn me(browser: &mut Browser) -> Me {
    let response = browser.get(ME).await;
    assert_eq!(response.status(), StatusCode::OK);
    response.json().await.unwrap()
}

async fn assert_signed_out(browser: &mut Browser) {
    assertions::problem(browser.get(ME).await, StatusCode::UNAUTHORIZED).await;
}

/// Returns a browser that is about to return from the provider, and the address on the edge to
/// which it returns.
async fn on_the_way(account: &str) -> (Browser, Url) {
    let mut browser = Browser::default();
    let provider = browser.leave("/console").await;
    let back = browser.choose(provider, account).await;
    (browser, back)
}

/// Asserts a refusal with an HTML page and without a session.
fn assert_refused(browser: &Browser, response: &Response) {
    assert_eq!(response.status(), StatusCode::FORBIDDEN);
    assert!(header_of(response, header::CONTENT_TYPE).starts_with("text/html"));
    assert_eq!(browser.cookie(SESSION), None);
}

fn changed(address: &Url, name: &str, value: &str) -> Url {
    let pairs: Vec<(String, String)> =
        address.query_pairs().into_owned().filter(|(known, _)| known != name).collect();
    let mut address = address.clone();
    address.query_pairs_mut().clear().extend_pairs(pairs).append_pair(name, value);
    address
}

fn database() -> Database {
    Database::in_state(&server::state())
}

fn digest(browser: &Browser) -> String {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    let token = URL_SAFE_NO_PAD.decode(browser.cookie(SESSION).unwrap()).unwrap();
    assert_eq!(token.len(), 32, "256 bits");
    Token::parse(browser.cookie(SESSION).unwrap()).unwrap().hash()
}

#[tokio::test]
async fn whoever_the_provider_vouches_for_is_led_to_where_they_were_going() {
    let _beside_others = ROOM.read().await;
    let mut browser = Browser::default();
    assert_signed_out(&mut browser).await;
    let provider = browser.leave("/console/cases?queue=mine").await;
    let parameter = |name: &str| {
        provider.query_pairs().find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
    };
    assert_eq!(parameter("response_type").as_deref(), Some("code"));
    assert_eq!(parameter("code_challenge_method").as_deref(), Some("S256"));
    let back = browser.choose(provider.clone(), "employee.rta").await;
    let response = browser.get(back.as_str()).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    assert_eq!(
        header_of(&response, header::LOCATION),
        format!("{}/console/cases?queue=mine", server::edge())
    );
    let cookie = header_of(&response, header::SET_COOKIE);
    for attribute in ["__Host-session=", "; Path=/", "; HttpOnly", "; Secure", "; SameSite=Lax"] {
        assert!(cookie.contains(attribute), "{attribute}: {cookie}");
    }
    assert!(!cookie.contains("Domain"));
    let me = me(&mut browser).await;
    assert_eq!((me.name.as_str(), me.language), ("Maryam Al Falasi", Language::English));
    assert_eq!(me.roles, [Role::Employee("rta".to_owned().try_into().unwrap())]);
}

#[tokio::test]
async fn the_store_keeps_no_session_that_anyone_could_use() {
    let _alone = ROOM.write().await;
    let browser = Browser::of("auditor").await;
    let count = format!("SELECT COUNT(*) AS n FROM sessions WHERE digest = '{}'", digest(&browser));
    assert_eq!(database().count(&count), 1);
    let plain = format!(
        "SELECT COUNT(*) AS n FROM sessions WHERE digest = '{}'",
        browser.cookie(SESSION).unwrap()
    );
    assert_eq!(database().count(&plain), 0);
}

#[rstest]
#[case("https://evil.example/")]
#[case("//evil.example/console")]
#[case("/console/../f/rta")]
#[tokio::test]
async fn nobody_is_led_elsewhere(#[case] to: &str) {
    let _beside_others = ROOM.read().await;
    let mut browser = Browser::default();
    let provider = browser.leave(to).await;
    let back = browser.choose(provider, "auditor").await;
    let response = browser.get(back.as_str()).await;
    assert_eq!(header_of(&response, header::LOCATION), format!("{}/console", server::edge()));
}

#[tokio::test]
async fn whoever_comes_for_the_first_time_may_come_several_times_at_once() {
    let _alone = ROOM.write().await;
    let browser = Browser::of("auditor").await;
    let account = format!(
        "UPDATE staff SET issuer = NULL, subject = NULL WHERE id = (SELECT staff FROM sessions WHERE digest = '{}')",
        digest(&browser)
    );
    database().run(&[&account]);
    let mut on_their_way = Vec::new();
    for _ in 0..12 {
        on_their_way.push(on_the_way("auditor").await);
    }
    let arrivals = on_their_way
        .into_iter()
        .map(|(mut browser, back)| async move { browser.get(back.as_str()).await.status() });
    let arrivals: JoinSet<_> = arrivals.collect();
    assert_eq!(arrivals.join_all().await, [StatusCode::SEE_OTHER; 12]);
}

#[tokio::test]
async fn the_way_back_leads_in_once() {
    let _beside_others = ROOM.read().await;
    let (mut browser, back) = on_the_way("auditor").await;
    assert_eq!(browser.get(back.as_str()).await.status(), StatusCode::SEE_OTHER);
    let first = browser.cookie(SESSION).unwrap().to_owned();
    let again = browser.get(back.as_str()).await;
    assert_eq!(again.status(), StatusCode::FORBIDDEN);
    assert_eq!(browser.cookie(SESSION), Some(first.as_str()), "and nobody is signed out by that");
}

#[tokio::test]
async fn the_way_back_leads_in_only_where_it_began() {
    let _beside_others = ROOM.read().await;
    let (mut theirs, back) = on_the_way("auditor").await;
    let mut other = Browser::default();
    let response = other.get(back.as_str()).await;
    assert_refused(&other, &response);
    let _ = other.leave("/console").await;
    let response = other.get(back.as_str()).await;
    assert_refused(&other, &response);
    assert_eq!(
        theirs.get(back.as_str()).await.status(),
        StatusCode::SEE_OTHER,
        "whose it is still comes in"
    );
}

#[tokio::test]
async fn several_tabs_may_be_on_their_way() {
    let _beside_others = ROOM.read().await;
    let mut browser = Browser::default();
    let (first, second) = (browser.leave("/console").await, browser.leave("/console").await);
    for provider in [second, first] {
        let back = browser.choose(provider, "auditor").await;
        assert_eq!(browser.get(back.as_str()).await.status(), StatusCode::SEE_OTHER);
    }
}

#[rstest]
#[case::state("state", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
#[case::no_state("state", "")]
#[case::code("code", "forged")]
#[case::issuer("iss", "https://evil.example")]
#[case::error("error", "access_denied")]
#[tokio::test]
async fn a_forged_way_back_leads_nowhere(#[case] name: &str, #[case] value: &str) {
    let _beside_others = ROOM.read().await;
    let (mut browser, back) = on_the_way("auditor").await;
    let response = browser.get(changed(&back, name, value).as_str()).await;
    assert_refused(&browser, &response);
}

#[tokio::test]
async fn somebody_else_s_code_leads_nowhere() {
    let _beside_others = ROOM.read().await;
    let (mut browser, back) = on_the_way("auditor").await;
    let (_, other) = on_the_way("employee.rta").await;
    let (_, code) = other.query_pairs().find(|(name, _)| name == "code").unwrap();
    let response = browser.get(changed(&back, "code", &code).as_str()).await;
    assert_refused(&browser, &response);
}

#[tokio::test]
async fn whoever_took_too_long_begins_anew() {
    let _alone = ROOM.write().await;
    let (mut browser, back) = on_the_way("auditor").await;
    database().run(&["UPDATE sign_ins SET expires_at = '2026-01-01T00:00:00Z'"]);
    let response = browser.get(back.as_str()).await;
    assert_refused(&browser, &response);
}

#[tokio::test]
async fn nobody_is_staff_by_having_an_account() {
    let _beside_others = ROOM.read().await;
    let (mut browser, back) = on_the_way("stranger").await;
    let response = browser.get(back.as_str()).await;
    assert_refused(&browser, &response);
}

#[rstest]
#[case::idle("seen_at", 30 * 60)]
#[case::old("created_at", 10 * 60 * 60)]
#[tokio::test]
async fn a_session_has_its_time(#[case] column: &str, #[case] seconds: i64) {
    let _alone = ROOM.write().await;
    let mut browser = Browser::of("decision-maker").await;
    let age = |browser: &Browser, seconds: i64| {
        let at = format!("strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-{seconds} seconds')");
        database().run(&[&format!(
            "UPDATE sessions SET {column} = {at} WHERE digest = '{}'",
            digest(browser)
        )]);
    };
    age(&browser, seconds - 60);
    me(&mut browser).await;
    age(&browser, seconds);
    assert_signed_out(&mut browser).await;
}

/// Makes a session idle for so many minutes, and returns a reader of its last request's time.
fn idle_for(browser: &Browser, minutes: u32) -> impl Fn() -> String + use<> {
    let row = format!("WHERE digest = '{}'", digest(browser));
    database().run(&[&format!(
        "UPDATE sessions SET seen_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-{minutes} minutes') {row}"
    )]);
    move || {
        let found = database().run(&[&format!("SELECT seen_at FROM sessions {row}")]);
        found[0]["seen_at"].as_str().unwrap().to_owned()
    }
}

#[tokio::test]
async fn whoever_does_something_is_not_idle() {
    let _alone = ROOM.write().await;
    let mut browser = Browser::of("decision-maker").await;
    let seen = idle_for(&browser, 20);
    let before = seen();
    me(&mut browser).await;
    assert!(seen() > before);
}

#[tokio::test]
async fn an_open_page_that_asks_by_itself_keeps_no_session() {
    let _alone = ROOM.write().await;
    let mut browser = Browser::of("auditor").await;
    let seen = idle_for(&browser, 29);
    let before = seen();
    let reference = Visitor::new().submit(&fixtures::complaint()).await.reference;
    let head = format!("/console/api/cases/{reference}/head");
    assert_eq!(browser.get(&head).await.status(), StatusCode::OK);
    for path in ["/console/api/cases?queue=all", "/console/api/cases/counts", ME] {
        let request = browser.request(Method::GET, path).header("Sawtak-Timer", "1");
        assert_eq!(browser.send(request).await.status(), StatusCode::OK, "{path}");
    }
    assert_eq!(seen(), before);
    me(&mut browser).await;
    assert!(seen() > before);
}

#[tokio::test]
async fn the_document_of_the_console_names_its_first_calls_to_whoever_is_signed_in() {
    let _beside_others = ROOM.read().await;
    let response = Browser::of("employee.rta").await.get("/console").await;
    assert_eq!(header_of(&response, header::CACHE_CONTROL), "no-store");
    let page = assertions::page(response, StatusCode::OK).await;
    let calls =
        format!("data-calls=\"{ME} /console/api/cases/counts /console/api/cases?queue=mine\"");
    assert!(page.contains(&calls) && page.contains("id=\"placeholder\""), "{page}");
    let page = assertions::page(Visitor::new().get("/console").await, StatusCode::OK).await;
    assert!(!page.contains("data-calls") && !page.contains("placeholder"), "{page}");
}

#[tokio::test]
async fn whoever_signs_out_is_signed_out_here_or_everywhere() {
    let _beside_others = ROOM.read().await;
    let account = "supervisor.iacad";
    let [mut here, mut there, mut third] =
        [Browser::of(account).await, Browser::of(account).await, Browser::of(account).await];
    let mut other = Browser::of("employee.iacad").await;
    let held = here.cookie(SESSION).unwrap().to_owned();
    assert_eq!(
        here.send(here.request(Method::POST, "/console/sign-out")).await.status(),
        StatusCode::NO_CONTENT
    );
    assert_eq!(here.cookie(SESSION), None, "the browser forgets it");
    here.set_cookie(SESSION, &held);
    assert_signed_out(&mut here).await;
    me(&mut there).await;
    let everywhere = there.request(Method::POST, "/console/sign-out/everywhere");
    assert_eq!(there.send(everywhere).await.status(), StatusCode::NO_CONTENT);
    assert_signed_out(&mut there).await;
    assert_signed_out(&mut third).await;
    me(&mut other).await;
    let nobody = Browser::default();
    let refused =
        nobody.request(Method::POST, "/console/sign-out/everywhere").send().await.unwrap();
    assertions::problem(refused, StatusCode::UNAUTHORIZED).await;
}

#[tokio::test]
async fn whoever_signs_in_again_leaves_no_session_behind() {
    let _beside_others = ROOM.read().await;
    let mut browser = Browser::of("employee.iacad").await;
    let held = browser.cookie(SESSION).unwrap().to_owned();
    browser.sign_in("supervisor.iacad").await;
    assert_ne!(browser.cookie(SESSION), Some(held.as_str()));
    assert!(matches!(me(&mut browser).await.roles[..], [Role::Supervisor(_)]));
    browser.set_cookie(SESSION, &held);
    assert_signed_out(&mut browser).await;
}

#[tokio::test]
async fn whoever_may_no_longer_is_out_at_once() {
    let _alone = ROOM.write().await;
    let account = "administrator.iacad";
    let mut browser = Browser::of(account).await;
    me(&mut browser).await;
    let set = |active: u8| {
        database().run(&[&format!(
            "UPDATE staff SET active = {active} WHERE email = '{account}@staff.example'"
        )])
    };
    set(0);
    assert_signed_out(&mut browser).await;
    let (mut again, back) = on_the_way(account).await;
    let response = again.get(back.as_str()).await;
    assert_refused(&again, &response);
    set(1);
    me(&mut browser).await;
}

#[tokio::test]
async fn no_other_website_has_anything_changed() {
    let _beside_others = ROOM.read().await;
    let mut browser = Browser::of("auditor").await;
    let cookie = format!("{SESSION}={}", browser.cookie(SESSION).unwrap());
    let (client, address) = (client::http(), browser.address("/console/sign-out/everywhere"));
    let post = |headers: &[(&'static str, &str)]| {
        let request = client.post(address.clone()).header(header::COOKIE, &cookie);
        headers
            .iter()
            .fold(request, |request, (name, value)| request.header(*name, *value))
            .json(&json!({}))
            .send()
    };
    let (edge, demo) = (server::edge(), server::demo());
    for headers in [
        &[][..],
        &[("Sec-Fetch-Site", "cross-site")],
        &[("Sec-Fetch-Site", "same-site"), ("Origin", &edge)],
        &[("Sec-Fetch-Site", "none")],
        &[("Origin", &demo)],
        &[("Origin", "null")],
    ] {
        let problem =
            assertions::problem(post(headers).await.unwrap(), StatusCode::FORBIDDEN).await;
        assert!(problem.kind.ends_with("/cross-site"), "{headers:?}: {}", problem.kind);
    }
    me(&mut browser).await;
    let browsers_of_before = post(&[("Origin", &edge)]).await.unwrap();
    assert_eq!(browsers_of_before.status(), StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn nobody_reads_the_console_from_another_origin() {
    let _beside_others = ROOM.read().await;
    let browser = Browser::of("auditor").await;
    let response = browser
        .request(Method::GET, ME)
        .header(header::ORIGIN, server::demo())
        .send()
        .await
        .unwrap();
    assert_eq!(header_of(&response, header::ACCESS_CONTROL_ALLOW_ORIGIN), "");
    assert_eq!(header_of(&response, header::CACHE_CONTROL), "no-store");
}
