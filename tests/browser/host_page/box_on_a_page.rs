//! Behaviour of the widget on an entity's page: files, mistakes, refusals and double submission.

use std::fs;

use domain::intake::kind::Kind;
use fantoccini::key::Key;
use rstest::rstest;
use tests::{
    browser::{Browser, Visit, action, check, find},
    client::Visitor,
    fixtures, words,
};

const TEXT: &str = "The lift is out of order.";

#[tokio::test]
async fn before_anyone_shows_interest_the_page_has_loaded_the_loader_alone() {
    let browser = Browser::start(Visit::default()).await;
    browser.visit(&format!("{}/rta/en", tests::server::demo())).await;
    browser
        .eventually("the box's button", async || {
            (find::count(&browser, "open").await > 0).then_some(())
        })
        .await;
    let script = "return performance.getEntriesByType('resource').map((entry) => entry.name).filter((name) => name.startsWith(arguments[0]));";
    let loaded = browser.script(script, vec![tests::server::edge().into()]).await;
    assert_eq!(loaded, serde_json::json!([format!("{}/embed.js", tests::server::edge())]));
    check::host_page_is_clean(&browser).await;
}

#[tokio::test]
async fn the_box_opens_on_every_demonstration_page_in_its_language() {
    let browser = Browser::start(Visit::default()).await;
    for (page, direction) in
        [("/rta/ar", "rtl"), ("/iacad/en", "ltr"), ("/iacad/ar", "rtl"), ("/sawaid/en", "ltr")]
    {
        action::open_box(&browser, page).await;
        assert_eq!(find::direction(&browser, "dialog").await, direction, "{page}");
        check::host_page_is_clean(&browser).await;
    }
}

#[tokio::test]
async fn escape_closes_the_box_and_focus_and_place_are_those_of_before() {
    let browser = Browser::start(Visit::default()).await;
    browser.visit(&format!("{}/rta/en", tests::server::demo())).await;
    browser
        .eventually("the box's button", async || {
            (find::count(&browser, "open").await > 0).then_some(())
        })
        .await;
    action::tab_to(&browser, "open").await;
    let place = browser.script("return scrollY;", vec![]).await;
    assert!(place.as_f64() > Some(0.0), "the box is further down than the screen");
    action::press(&browser, &[Key::Enter]).await;
    browser
        .eventually("the first step", async || {
            (find::count(&browser, "kind").await == 3).then_some(())
        })
        .await;
    action::choose(&browser, Kind::Observation).await;
    assert_eq!(browser.script("return scrollY;", vec![]).await, place);
    action::press(&browser, &[Key::Escape]).await;
    browser
        .eventually("the box to close", async || {
            (find::count(&browser, "dialog").await == 0).then_some(())
        })
        .await;
    assert_eq!(find::focus(&browser).await.part, "open");
    assert_eq!(browser.script("return scrollY;", vec![]).await, place);
    check::host_page_is_clean(&browser).await;
}

#[rstest]
#[case::refused(
    "navigator.clipboard.writeText = async () => { throw new DOMException('', 'NotAllowedError'); };"
)]
#[case::without_https("Object.defineProperty(navigator, 'clipboard', { value: undefined });")]
#[tokio::test]
async fn a_number_that_cannot_be_copied_is_there_to_be_copied_by_hand(#[case] trouble: &str) {
    let browser = Browser::start(Visit::default()).await;
    action::open_box(&browser, "/rta/en").await;
    action::choose(&browser, Kind::Observation).await;
    action::say(&browser, "The lift.").await;
    action::go_on(&browser, "send").await;
    action::send(&browser).await;
    check::reference(&browser).await;
    browser.script(trouble, vec![]).await;
    action::activate(&browser, "copy").await;
    check::says(&browser, "en", "done_uncopied").await;
    let select = "const root = document.querySelector('sawtak-feedback').shadowRoot;
        return getComputedStyle(root.querySelector('.reference')).userSelect;";
    assert_eq!(browser.script(select, vec![]).await, "all", "one press selects all of it");
}

#[tokio::test]
async fn whoever_says_nothing_is_told_what_is_missing() {
    let browser = Browser::start(Visit::default()).await;
    action::open_box(&browser, "/rta/en").await;
    action::activate(&browser, "next").await;
    let fault = browser.eventually("a fault", async || find::text(&browser, "error").await).await;
    assert!(fault.contains(&words::of("en", "error_kind")), "{fault}");
    action::choose(&browser, Kind::Observation).await;
    action::activate(&browser, "next").await;
    let fault = browser.eventually("a fault", async || find::text(&browser, "error").await).await;
    assert!(fault.contains(&words::of("en", "error_text")), "{fault}");
    check::host_page_is_clean(&browser).await;
}

#[tokio::test]
async fn a_file_that_was_attached_and_removed_is_not_sent() {
    let browser = Browser::start(Visit::default()).await;
    let (kept, removed) = (browser.folder().join("kept.png"), browser.folder().join("removed.png"));
    fs::write(&kept, fixtures::picture(20_000)).unwrap();
    fs::write(&removed, fixtures::picture(30_000)).unwrap();
    action::open_box(&browser, "/rta/en").await;
    action::choose(&browser, Kind::Observation).await;
    action::say(&browser, TEXT).await;
    action::attach(&browser, &removed).await;
    action::uploaded(&browser, "en", 1).await;
    action::activate(&browser, "remove").await;
    action::answer(&browser, "en", "sure_remove", true).await;
    browser
        .eventually("the list to be empty", async || {
            (find::count(&browser, "remove").await == 0).then_some(())
        })
        .await;
    action::attach(&browser, &kept).await;
    action::uploaded(&browser, "en", 1).await;
    action::go_on(&browser, "send").await;
    action::send(&browser).await;
    let reference = check::reference(&browser).await;
    let href = find::property(&browser, "track", "href").await;
    let key = href
        .as_str()
        .and_then(|link| link.split_once('#'))
        .map(|(_, fragment)| fragment.to_owned())
        .unwrap();
    let key = key.rsplit('=').next().unwrap();
    let status: domain::wire::Status =
        Visitor::new().open(reference, key).await.json().await.unwrap();
    let names: Vec<String> =
        status.content.unwrap().attachments.into_iter().map(|file| file.name).collect();
    assert_eq!(names, ["kept.png"]);
    check::host_page_is_clean(&browser).await;
}

#[tokio::test]
async fn whoever_presses_send_twice_has_sent_once() {
    let browser = Browser::start(Visit::default()).await;
    action::open_box(&browser, "/rta/en").await;
    let listen = "window.heard = []; for (const name of ['sawtak:submitted', 'sawtak:closed'])
        document.addEventListener(name, (event) => window.heard.push([name, event.detail?.reference]));";
    browser.script(listen, vec![]).await;
    action::choose(&browser, Kind::Suggestion).await;
    action::say(&browser, TEXT).await;
    action::go_on(&browser, "send").await;
    action::tab_to(&browser, "send").await;
    action::press(&browser, &[Key::Enter, Key::Enter, Key::Enter]).await;
    let reference = check::reference(&browser).await;
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    let heard = browser.script("return window.heard;", vec![]).await;
    assert_eq!(heard, serde_json::json!([["sawtak:submitted", reference.to_string()]]));
    let sent = "return performance.getEntriesByType('resource').filter((entry) => entry.name.endsWith('/api/v1/participations')).length;";
    assert_eq!(browser.script(sent, vec![]).await, 1);
    check::host_page_is_clean(&browser).await;
}
