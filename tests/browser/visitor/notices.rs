//! The whole way of a complaint for a person who only follows the links that they are sent.

use domain::{
    case::stage::Stage,
    reference::Reference,
    wire::{Contact, Submission},
};
use reqwest::Method;
use rstest::rstest;
use serde_json::{Value, json};
use tests::{
    browser::{Browser, Engine, console},
    client::Visitor,
    fixtures, outbox, sign_in, words,
};

/// Does something to a case as an employee.
async fn staff_do(reference: Reference, deed: Value, text: &str) {
    let mut employee = sign_in::Browser::of("employee.rta").await;
    let path = format!("/console/api/cases/{reference}");
    let case: Value = employee.get(&path).await.json().await.expect("a case");
    let request = json!({ "head": case["head"], "deed": deed, "words": text });
    let done = employee.call(Method::POST, &format!("{path}/deeds"), &request).await;
    assert!(done.status().is_success(), "{}: {request}", done.status());
}

/// Follows the link of the latest notice of a kind until the page shows a form.
async fn follow(browser: &Browser, reference: Reference, kind: &str, call: &str) {
    let notice = outbox::notice(reference, kind).await;
    browser.visit("about:blank").await;
    browser.visit(&notice.data.status_url).await;
    console::shows(browser, &format!("form[data-call='{call}']")).await;
}

async fn send(browser: &Browser, language: &str, call: &str) {
    console::press(browser, &format!("form[data-call='{call}'] .page-button")).await;
    console::says(browser, "#said", &words::page(language, &format!("said_{call}"))).await;
}

#[rstest]
#[case::english("en")]
#[case::arabic("ar")]
#[tokio::test]
async fn the_links_of_notices_lead_from_the_receipt_to_the_rating(#[case] language: &str) {
    let contact = Contact { email: Some("maitha@example.org".into()), ..Contact::default() };
    let submission = Submission {
        entity: "rta".into(),
        language: language.into(),
        contact: Some(contact),
        ..fixtures::complaint()
    };
    let reference = Visitor::new().submit(&submission).await.reference;
    let browser = Browser::start(Engine::Chromium).await;
    follow(&browser, reference, "participation.received", "messages").await;
    let tag = browser.script("return document.documentElement.lang;", vec![]).await;
    assert_eq!(tag, language, "in the language of the participation");

    staff_do(reference, json!({ "verb": "take" }), "").await;
    staff_do(reference, json!({ "verb": "ask" }), "Which gate was it?").await;
    follow(&browser, reference, "participation.asked", "messages").await;
    console::says(&browser, ".page-first", "Which gate was it?").await;
    console::write(&browser, "form[data-call='messages'] [name='text']", "Gate 4.").await;
    send(&browser, language, "messages").await;

    staff_do(reference, json!({ "verb": "answer", "outcome": "upheld" }), "It is mended.").await;
    follow(&browser, reference, "participation.answered", "rating").await;
    console::says(&browser, ".page-first", "It is mended.").await;
    let asks = words::page(language, "next_rate");
    console::says(&browser, ".page-next", &asks).await;
    console::script_press(&browser, "form[data-call='rating'] [value='happy']").await;
    send(&browser, language, "rating").await;
    let next = console::find(&browser, ".page-next").await;
    assert!(!next.contains(&asks), "nobody is asked twice: {next}");
    assert_eq!(Visitor::new().status(reference).await.stage, Stage::Answered);
}
