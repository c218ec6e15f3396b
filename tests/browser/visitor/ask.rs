//! From the question what happened, on the home page, to a reference number.

use fantoccini::{Locator, key::Key};
use tests::{
    browser::{Browser, Engine, Visit, action, find},
    client::Visitor,
    html, server, typed,
};

/// Message in the Arabic of the Gulf.
const GULF: &str = "الباص ما وقف عند المحطة وتأخرت عن الدوام";

/// Message in English.
const LATE: &str = "the bus did not come for one hour, I was late for work";

/// Buttons of the proposals, which stand before the list of all entities.
const PROPOSED: &str = "main > section button[name=way], main > .page-choices button[name=way]";

/// Most presses of Tab on a page.
const TABS_MAX: usize = 60;

/// Waits until an element is there.
async fn shows(browser: &Browser, selector: &str) {
    let client = browser.client();
    browser.eventually(selector, async || client.find(Locator::Css(selector)).await.ok()).await;
}

/// Returns the value of a field.
async fn value(browser: &Browser, selector: &str) -> String {
    let field = browser.client().find(Locator::Css(selector)).await.unwrap();
    field.prop("value").await.unwrap().unwrap_or_default()
}

/// Asserts that nothing of the text stands in the address.
async fn address_says_nothing(browser: &Browser) {
    let address = browser.client().current_url().await.unwrap();
    let query = address.query().unwrap_or_default();
    assert!(query.starts_with("lang=") && !query.contains('&'), "{address}");
}

#[tokio::test]
async fn what_happened_in_gulf_arabic_reaches_a_reference_number_without_script() {
    let browser = Browser::start(Visit { scripts: false, ..Visit::default() }).await;
    let client = browser.client();
    let press = async |selector: &str| {
        client.find(Locator::Css(selector)).await.unwrap().send_keys("\u{e007}").await.unwrap();
    };
    browser.visit(&format!("{}/?lang=ar", server::edge())).await;
    typed::note(GULF);
    client.find(Locator::Css("#text")).await.unwrap().send_keys(GULF).await.unwrap();
    press("#form button").await;
    shows(&browser, PROPOSED).await;
    assert_eq!(value(&browser, "#text").await, GULF);
    address_says_nothing(&browser).await;
    let way = value(&browser, PROPOSED).await;
    let (entity, service) = way.split_once('/').unwrap();
    press(PROPOSED).await;
    shows(&browser, &format!("form[action^='/f/{entity}']")).await;
    address_says_nothing(&browser).await;
    assert_eq!(value(&browser, "#text").await, GULF);
    assert_eq!(value(&browser, "#service").await, service);
    shows(&browser, "[name=kind]:checked").await;
    press("form [part=send]").await;
    let reference = browser
        .eventually("a reference number", async || html::reference_in(&client.source().await.ok()?))
        .await;
    assert_eq!(Visitor::new().status(reference).await.entity, entity);
}

#[tokio::test]
async fn another_language_keeps_the_text_without_script() {
    let browser = Browser::start(Visit { scripts: false, ..Visit::default() }).await;
    let client = browser.client();
    browser.visit(&format!("{}/ask?lang=en", server::edge())).await;
    typed::note(LATE);
    client.find(Locator::Css("#text")).await.unwrap().send_keys(LATE).await.unwrap();
    client.find(Locator::Css(".page-languages summary")).await.unwrap().click().await.unwrap();
    client.find(Locator::Css("button[lang=ur]")).await.unwrap().click().await.unwrap();
    shows(&browser, "html[lang=ur]").await;
    assert_eq!(value(&browser, "#text").await, LATE);
    // None of these: any entity is two presses away.
    client.find(Locator::Css(".page-fold summary")).await.unwrap().click().await.unwrap();
    client.find(Locator::Css(".page-fold [value=iacad]")).await.unwrap().click().await.unwrap();
    shows(&browser, "form[action^='/f/iacad']").await;
    assert_eq!(value(&browser, "#text").await, LATE);
}

/// Presses Tab until a button that leads on has the focus, then Enter.
async fn press_by_keyboard(browser: &Browser, is_it: impl Fn(&find::Focus) -> bool) {
    for _ in 0..TABS_MAX {
        action::press(browser, &[Key::Tab]).await;
        if is_it(&find::focus(browser).await) {
            action::press(browser, &[Key::Enter]).await;
            return;
        }
    }
    panic!("Tab doesn't lead there");
}

/// Waits until the form with its parts shows a step.
async fn arrives_at(browser: &Browser, step: &str) {
    shows(browser, &format!(".sawtak[data-step={step}]")).await;
}

#[tokio::test]
async fn what_happened_reaches_a_reference_number_by_keyboard_in_the_form_that_is_filled_in() {
    let browser = Browser::start(Engine::Chromium).await;
    browser.visit(&format!("{}/?lang=en", server::edge())).await;
    action::fill(&browser, "text", LATE).await;
    press_by_keyboard(&browser, |focus| focus.tag == "button").await;
    shows(&browser, PROPOSED).await;
    press_by_keyboard(&browser, |focus| focus.value.starts_with("rta/")).await;
    arrives_at(&browser, "kind").await;
    // The widget mounts its parts into the form that came filled in.
    shows(&browser, "[part~=easy]").await;
    for step in ["say", "check"] {
        press_by_keyboard(&browser, |focus| focus.has_part("next")).await;
        arrives_at(&browser, step).await;
        assert_eq!(value(&browser, "#text").await, LATE);
        assert!(value(&browser, "#service").await.starts_with("bus"));
    }
    press_by_keyboard(&browser, |focus| focus.has_part("send")).await;
    let client = browser.client();
    let reference = browser
        .eventually("a reference number", async || html::reference_in(&client.source().await.ok()?))
        .await;
    assert_eq!(Visitor::new().status(reference).await.entity, "rta");
    assert_eq!(browser.errors().await, Vec::<String>::new());
}
