//! Pages under a browser's translator, which replaces their texts while they change.

use std::fs;

use domain::{intake::kind::Kind, wire::Submission};
use fantoccini::key::Key;
use serde_json::json;
use tests::{
    browser::{Browser, Engine, Visit, action, console, find},
    client::Visitor,
    fixtures, server,
};

/// Waits until the translations of all elements that match the selector are these, and nothing
/// else is there.
async fn reads(browser: &Browser, selector: &str, expected: &str) {
    let look = "const root = document.querySelector('sawtak-feedback')?.shadowRoot ?? document;
        return [...root.querySelectorAll(arguments[0])].map((found) => found.innerText.trim()).join('|');";
    let what = format!("{selector}: {expected}");
    browser
        .eventually(&what, async || {
            let read = browser.script(look, vec![json!(selector)]).await;
            (read == json!(expected)).then_some(())
        })
        .await;
}

#[tokio::test]
async fn a_console_that_is_translated_shows_what_it_is_at() {
    let text = "The barrier at gate 9 is stuck: halcyon.";
    let complaint = Submission { entity: "rta".into(), text: text.into(), ..fixtures::complaint() };
    let reference = Visitor::new().submit(&complaint).await.reference;
    let browser = Browser::start(Engine::Chromium).await;
    browser.translate_pages().await;
    console::sign_in(&browser, "employee.rta", "/console/cases?queue=all#q=halcyon").await;
    reads(&browser, "h1", "[All]").await;
    let row = format!("main a[href*='{reference}']");
    console::shows(&browser, &row).await;
    console::press(&browser, &row).await;
    reads(&browser, "h1", &format!("[Complaint] [{reference}]")).await;
    reads(&browser, ".heading .stage", "[Received]").await;
    action::write(&browser, "t").await;
    console::says(&browser, ".heading .flags", "Maryam").await;
    action::write(&browser, "w").await;
    console::shows(&browser, "#words:focus").await;
    action::write(&browser, "It opens again.").await;
    action::press(&browser, &[Key::Tab, Key::Tab, Key::Down, Key::Tab, Key::Enter]).await;
    reads(&browser, ".heading .stage", "[Answered]").await;
    console::press(&browser, "header.bar nav a").await;
    for (queue, name) in [("overdue", "[Overdue]"), ("mine", "[Mine]")] {
        let link = format!(".queues a[data-queue='{queue}']");
        console::shows(&browser, &link).await;
        console::press(&browser, &link).await;
        reads(&browser, "h1", name).await;
    }
    console::press(&browser, "header.bar button[lang='ar']").await;
    reads(&browser, "h1", "[طلباتي]").await;
    reads(&browser, "header.bar button[lang]", "[English]").await;
}

#[tokio::test]
async fn a_form_that_is_translated_names_each_file_fault_and_answer() {
    let browser = Browser::start(Visit::default()).await;
    browser.translate_pages().await;
    action::open_box(&browser, "/rta/en").await;
    action::choose(&browser, Kind::Complaint).await;
    action::activate(&browser, "next").await;
    reads(&browser, "#faults li", "[Write something, record a message or attach a file.]").await;
    for name in ["first.png", "second.png"] {
        let path = browser.folder().join(name);
        fs::write(&path, fixtures::picture(2_000)).unwrap();
        action::attach(&browser, &path).await;
    }
    reads(&browser, "li.item .name", "[first.png]|[second.png]").await;
    reads(
        &browser,
        "li.item .hint",
        "[\u{2068}2 kB\u{2069} · uploaded]|[\u{2068}2 kB\u{2069} · uploaded]",
    )
    .await;
    // By name: which of the two is reached first by the keyboard depends on where the focus was.
    let first = "document.querySelector('sawtak-feedback').shadowRoot
        .querySelector('[part=remove][aria-label$=\"first.png\"]').focus();";
    browser.script(first, vec![]).await;
    action::press(&browser, &[Key::Enter]).await;
    action::answer(&browser, "en", "sure_remove", true).await;
    reads(&browser, "li.item .name", "[second.png]").await;
    action::say(&browser, "The gate is stuck.").await;
    action::go_on(&browser, "send").await;
    reads(&browser, "#check-text", "[The gate is stuck.]").await;
    reads(&browser, "#check-attachments", "[second.png]").await;
    action::send(&browser).await;
    browser
        .eventually("the number, translated", async || {
            find::text(&browser, "reference").await?.starts_with('[').then_some(())
        })
        .await;
}

#[tokio::test]
async fn a_status_page_that_is_translated_shows_what_its_author_added() {
    let acknowledgement = Visitor::new().submit(&fixtures::complaint()).await;
    let browser = Browser::start(Engine::Chromium).await;
    browser.translate_pages().await;
    browser.visit(&acknowledgement.tracking_url).await;
    console::shows(&browser, "form[data-call='messages'] textarea").await;
    console::write(&browser, "form[data-call='messages'] textarea", "It is the left gate.").await;
    console::press(&browser, "form[data-call='messages'] .page-button").await;
    console::says(&browser, "#participation", "[It is the left gate.]").await;
    assert!(
        browser.client().current_url().await.unwrap().as_str().starts_with(server::edge().as_str())
    );
}
