//! Focus and keyboard shortcuts of the host page.

use fantoccini::key::Key;
use serde_json::json;
use tests::{
    browser::{action, find},
    host,
};

use super::{Opens, close, closed, form_goes_on, form_works, leaves_the_page_alone, start, visit};

#[tokio::test]
async fn a_dialog_of_the_pages_own_keeps_the_focus_but_not_ours() {
    let browser = start().await;
    leaves_the_page_alone(&browser, "own-dialog", Opens::Form).await;
    visit(&browser, "own-dialog").await;
    host::click(&browser, "ask").await;
    browser
        .eventually("the first step", async || {
            (find::count(&browser, "kind").await == 3).then_some(())
        })
        .await;
    action::tab_to(&browser, "kind").await;
    action::press(&browser, &[Key::Escape]).await;
    closed(&browser).await;
    assert_eq!(browser.script("return document.getElementById('own').open;", vec![]).await, true);
    assert_eq!(find::focus(&browser).await.id, "ask");
    host::click(&browser, "ask").await;
    browser
        .eventually("the first step", async || {
            (find::count(&browser, "kind").await == 3).then_some(())
        })
        .await;
    form_goes_on(&browser).await;
}

#[tokio::test]
async fn keys_that_are_shortcuts_of_the_page_can_be_typed() {
    let browser = start().await;
    leaves_the_page_alone(&browser, "shortcuts", Opens::Form).await;
    visit(&browser, "shortcuts").await;
    form_works(&browser).await;
    action::say(&browser, "and/or").await;
    assert_eq!(find::focus(&browser).await.value, "and/or");
}

#[tokio::test]
async fn keys_that_are_shortcuts_can_be_pressed_before_the_widget_has_come() {
    let browser = start().await;
    // The widget's script never arrives.
    browser
        .devtools("Fetch.enable", json!({ "patterns": [{ "urlPattern": "*/widget.js" }] }))
        .await;
    visit(&browser, "shortcuts").await;
    let listen = "for (const event of ['keydown', 'keypress', 'keyup'])
        addEventListener(event, ({ key }) => key === '/' && (window.pressed = (window.pressed ?? 0) + 1));";
    browser.script(listen, vec![]).await;
    let pressed = async || browser.script("return window.pressed ?? 0;", vec![]).await;
    action::activate(&browser, "open").await;
    browser
        .eventually("the first step", async || {
            (find::count(&browser, "kind").await == 3).then_some(())
        })
        .await;
    action::tab_to(&browser, "kind").await;
    action::write(&browser, "/").await;
    assert_eq!(pressed().await, 0, "the page has heard what was pressed in the box");
    close(&browser).await;
    action::write(&browser, "/").await;
    assert_ne!(pressed().await, 0, "the page hears nothing at all");
}
