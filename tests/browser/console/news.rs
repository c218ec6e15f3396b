//! News of cases: unread rows, the number in the page's title, notifications of the browser.

use reqwest::{Method, header};
use serde_json::{Value, json};
use tests::{
    browser::{Browser, Engine, console},
    client::Visitor,
    fixtures, server, sign_in,
};

/// Records the notifications of the page, and says that it's hidden.
const HIDDEN: &str = "
    window.notified = [];
    const Real = window.Notification;
    window.Notification = class extends Real {
        constructor(text) { super(text); window.notified.push(text); }
    };
    Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' });
    Object.defineProperty(document, 'hidden', { get: () => true });";

#[tokio::test]
async fn a_reply_shows_in_the_title_and_the_list_and_is_notified_of() {
    let sent = fixtures::complaint();
    let given = Visitor::new().submit(&sent).await;
    let reference = given.reference;
    let mut owner = sign_in::Browser::of("colleague.rta").await;
    let path = format!("/console/api/cases/{reference}");
    let case: Value = owner.get(&path).await.json().await.expect("a case");
    let take = json!({ "head": case["head"], "deed": { "verb": "take" } });
    let taken = owner.call(Method::POST, &format!("{path}/deeds"), &take).await;
    assert!(taken.status().is_success(), "{}", taken.status());

    let browser = Browser::start(Engine::Chromium).await;
    let allow = json!({ "permissions": ["notifications"], "origin": server::edge() });
    browser.devtools("Browser.grantPermissions", allow).await;
    console::sign_in(&browser, "colleague.rta", "/console/cases?queue=mine").await;
    console::shows(&browser, &format!("[data-row='{reference}']")).await;
    console::press(&browser, ".bar .menu summary").await;
    console::press(&browser, "[data-notifies]").await;
    let is_ticked = "return document.querySelector('[data-notifies]').checked;";
    browser
        .eventually("the tick", async || {
            (browser.script(is_ticked, vec![]).await == Value::Bool(true)).then_some(())
        })
        .await;
    browser.script(HIDDEN, vec![]).await;

    let messages = format!("/api/v1/participations/{reference}/messages");
    let request = Visitor::new().request(Method::POST, &messages);
    let request = request.header(header::AUTHORIZATION, format!("Bearer {}", given.tracking_key));
    let written = request.json(&json!({ "text": "It is worse today." })).send().await;
    assert!(written.expect("an answer").status().is_success());

    let notified = "return window.notified;";
    browser
        .eventually("a notification", async || {
            let texts = browser.script(notified, vec![]).await;
            (texts == json!(["There is news of your cases"])).then_some(())
        })
        .await;
    let title = "return document.title;";
    let numbered = browser.script(title, vec![]).await;
    assert!(numbered.as_str().is_some_and(|title| title.starts_with('(')), "{numbered}");

    console::go(&browser, "/console/cases?queue=unread").await;
    let row = format!("[data-unread] [data-row='{reference}']");
    console::shows(&browser, &row).await;
    console::press(&browser, &row).await;
    console::says(&browser, ".thread", "It is worse today.").await;
    console::press(&browser, ".back").await;
    console::shows(&browser, "h1").await;
    browser
        .eventually("the row to be read", async || {
            let count = "return document.querySelectorAll(arguments[0]).length;";
            (browser.script(count, vec![json!(row)]).await == json!(0)).then_some(())
        })
        .await;
}
