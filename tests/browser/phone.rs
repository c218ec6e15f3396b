//! A complaint that is made, answered and rated on a phone: by the demo site's `WhatsApp`, its
//! stand-in, the edge and the console.

use std::fs;

use domain::reference::Reference;
use fantoccini::{Locator, key::Key};
use serde_json::json;
use tests::{
    browser::{Browser, Engine, action, checkers, console},
    database::Database,
    server, words,
};

use crate::channels::{PICTURE, focus, phone, records};

const NUMBER: &str = "97150400001";
const ENTITY: &str = "هيئة الطرق والمواصلات";
const ANSWER: &str = "أصلحنا الإشارة عند البوابة الرابعة.";

/// Writes a message on the phone.
async fn writes(browser: &Browser, text: &str) {
    focus(browser, "#message").await;
    action::write(browser, text).await;
    action::press(browser, &[Key::Enter]).await;
}

/// Taps the latest button or row with these words, once the chat has so many of them.
async fn taps(browser: &Browser, label: &str, at_least: usize) {
    let tap = "const [label, atLeast] = arguments;
        const says = (node) => node.textContent.trim();
        const dialog = document.querySelector('#rows[open]');
        if (dialog) {
          const row = [...dialog.querySelectorAll('.row')].find((row) => says(row.firstChild) === label);
          if (row) row.click();
          else dialog.close();
          return Boolean(row);
        }
        const buttons = [...document.querySelectorAll('#chat .choices button')];
        const own = buttons.filter((button) => says(button) === label);
        if (own.length >= atLeast) { own.pop().click(); return true; }
        if (own.length === 0) buttons.filter((button) => says(button).startsWith('☰')).pop()?.click();
        return false;";
    browser
        .eventually(label, async || {
            let is_tapped = browser.script(tap, vec![json!(label), json!(at_least)]).await;
            (is_tapped == true).then_some(())
        })
        .await;
}

/// Waits until the chat has so many buttons with these words.
async fn offers(browser: &Browser, label: &str, count: usize) {
    let counted = "return [...document.querySelectorAll('#chat .choices button')]
        .filter((button) => button.textContent.trim() === arguments[0]).length >= arguments[1];";
    browser
        .eventually(label, async || {
            let is_there = browser.script(counted, vec![json!(label), json!(count)]).await;
            (is_there == true).then_some(())
        })
        .await;
}

/// Returns the number of the participation that came by the phone, and its rating.
async fn came(browser: &Browser) -> (Reference, Option<String>) {
    let sql = "SELECT reference, rating FROM participations
               WHERE channel = 'whatsapp' AND turn = 'rta' ORDER BY received_at DESC LIMIT 1";
    browser
        .eventually("the participation", async || {
            let rows = Database::in_state(&server::state()).run(&[sql]);
            let row = rows.first()?;
            let reference = Reference::parse(row["reference"].as_str()?).ok()?;
            Some((reference, row["rating"].as_str().map(str::to_owned)))
        })
        .await
}

/// Sends a voice message and a picture to the entity, as a complaint.
async fn complains(phone: &Browser) {
    let send = words::of("ar", "send");
    writes(phone, "شكوى").await;
    console::says(phone, "#chat", "ماذا حدث؟").await;
    focus(phone, "#record").await;
    action::press(phone, &[Key::Enter]).await;
    records(phone, 3).await;
    action::press(phone, &[Key::Enter]).await;
    offers(phone, &send, 1).await;
    let file = phone.folder().join("signal.png");
    fs::write(&file, PICTURE).unwrap();
    let field = phone.client().find(Locator::Css("#picture")).await.unwrap();
    field.send_keys(file.to_str().unwrap()).await.unwrap();
    offers(phone, &send, 2).await;
    taps(phone, "اختر الجهة", 2).await;
    console::says(phone, "#chat", "إلى أي جهة؟").await;
    writes(phone, ENTITY).await;
    taps(phone, &send, 3).await;
}

/// Takes the case, looks at its files, and answers it.
async fn answers(reference: Reference) {
    let browser = Browser::start(Engine::Chromium).await;
    console::sign_in(&browser, "employee.rta", &format!("/console/cases/{reference}")).await;
    console::shows(&browser, ".files audio").await;
    action::write(&browser, "t").await;
    console::says(&browser, ".heading .flags", "Maryam").await;
    action::write(&browser, "w").await;
    console::write(&browser, "#words", ANSWER).await;
    let choose = "const field = document.querySelector(\"#doing [name='outcome']\");
        field.value = 'upheld';
        for (const type of ['input', 'change']) field.dispatchEvent(new Event(type, { bubbles: true }));";
    browser.script(choose, vec![]).await;
    console::press(&browser, "#doing button.main").await;
    console::says(&browser, ".thread", ANSWER).await;
}

#[tokio::test]
async fn a_voice_message_and_a_picture_are_answered_in_the_console_and_rated_in_the_chat() {
    let phone = phone(Engine::Chromium, "ar", NUMBER).await;
    complains(&phone).await;
    let (reference, _) = came(&phone).await;
    let files = format!(
        "SELECT media_type FROM attachments WHERE participation = '{}'",
        reference.digits()
    );
    let files = Database::in_state(&server::state()).run(&[&files]);
    assert_eq!(files.len(), 2, "{files:?}");
    console::says(&phone, "#chat", &reference.to_string()).await;
    answers(reference).await;

    // The answer is held for a moment; then the chat tells of it.
    taps(&phone, "اقرأها كلها", 1).await;
    console::says(&phone, "#chat", ANSWER).await;
    taps(&phone, "قيّم", 1).await;
    taps(&phone, &words::page("ar", "rate_happy"), 1).await;
    phone
        .eventually("the rating", async || {
            let (_, rating) = came(&phone).await;
            (rating.as_deref() == Some("happy")).then_some(())
        })
        .await;
    assert_eq!(checkers::findings(&phone).await, Vec::<String>::new());
}
