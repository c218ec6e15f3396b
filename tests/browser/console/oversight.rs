//! Views of those who oversee the work of others: activity, in the browser and as a file.

use reqwest::Method;
use serde_json::{Value, json};
use tests::{
    browser::{Browser, Engine, console},
    sign_in,
};

use super::{Findings, complaint};

/// Chooses the option of a select that begins with a text, as a person does.
const CHOOSE: &str = "const select = document.querySelector(arguments[0]);
    const option = [...select.options].find(({ text }) => text.startsWith(arguments[1]));
    if (!option) return false;
    select.value = option.value;
    select.dispatchEvent(new Event('change', { bubbles: true }));
    return true;";

async fn choose(browser: &Browser, select: &str, text: &str) {
    browser
        .eventually(text, async || {
            let chosen = browser.script(CHOOSE, vec![json!(select), json!(text)]).await;
            (chosen == Value::Bool(true)).then_some(())
        })
        .await;
}

#[tokio::test]
async fn an_auditor_finds_what_somebody_did_and_takes_it_out_in_both_languages() {
    const OTHER: &str = "header.bar button[lang]";
    let reference = complaint("The prayer room is locked: quince.").await;
    let mut colleague = sign_in::Browser::of("colleague.rta").await;
    let path = format!("/console/api/cases/{reference}");
    let case: Value = colleague.get(&path).await.json().await.expect("a case");
    let transfer = json!({ "head": case["head"], "deed": { "verb": "transfer", "to": "iacad" }, "words": "They keep the key." });
    let moved = colleague.call(Method::POST, &format!("{path}/deeds"), &transfer).await;
    assert!(moved.status().is_success(), "{}", moved.status());

    let browser = Browser::start(Engine::Chromium).await;
    console::sign_in(&browser, "auditor", "/console/security").await;
    console::shows(&browser, ".heading .ways a").await;
    console::press(&browser, ".heading .ways a").await;
    console::says(&browser, "h1", "Activity").await;
    choose(&browser, "[name='person']", "Omar Haddad").await;
    console::press(&browser, "form button.main").await;
    let number = reference.to_string();
    let entry = format!(".activity li:has(a[href$='{number}']):has(.reason)");
    console::shows(&browser, &entry).await;
    for part in ["Omar Haddad", "transferred it", "Roads and Transport", "They keep the key."] {
        console::says(&browser, &entry, part).await;
    }
    let address = browser.client().current_url().await.expect("an address");
    assert!(address.query().unwrap_or_default().starts_with("person="), "{address}");
    let seconds = "return /20\\d\\d.*\\d\\d:\\d\\d:\\d\\d/.test(document.querySelector('.activity time').innerText);";
    assert_eq!(browser.script(seconds, vec![]).await, Value::Bool(true));
    let mut found = Findings::default();
    found.look(&browser, "activity").await;

    console::press(&browser, "[data-export]").await;
    console::says(&browser, ".toast", "The file is saved").await;
    console::press(&browser, OTHER).await;
    console::says(&browser, "h1", "النشاط").await;
    console::shows(&browser, &entry).await;
    for part in ["أحال الطلب", "من هيئة الطرق والمواصلات", "السبب", "They keep the key."]
    {
        console::says(&browser, &entry, part).await;
    }
    found.look(&browser, "activity in Arabic").await;
    console::press(&browser, OTHER).await;
    console::says(&browser, "h1", "Activity").await;

    console::go(&browser, "/console/security").await;
    console::says(&browser, ".events", "took out what people have done and read").await;
    console::go(&browser, &format!("/console/cases/{reference}/history")).await;
    console::says(&browser, "ol.events", "They keep the key.").await;
    console::says(&browser, "ol.events", "from Roads and Transport Authority").await;
    found.look(&browser, "a history with a transfer").await;
    found.are_none();
}
