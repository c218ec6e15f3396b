//! The demo site's phone and posts, which show the channels as people see them.

use std::{fs, time::Duration};

use fantoccini::{Locator, key::Key};
use rstest::rstest;
use serde_json::{Value, json};
use tests::{
    browser::{Browser, Engine, action, checkers, console},
    server, stand_ins,
};
use tokio::time::sleep;

/// A picture of one pixel.
pub(crate) const PICTURE: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52, 0, 0, 0,
    1, 0, 0, 0, 1, 8, 0, 0, 0, 0, 0x3a, 0x7e, 0x9b, 0x55, 0, 0, 0, 0x0a, 0x49, 0x44, 0x41, 0x54,
    0x78, 0x9c, 0x63, 0x68, 0, 0, 0, 0x82, 0, 0x81, 0x77, 0xcd, 0x72, 0xb6, 0, 0, 0, 0, 0x49, 0x45,
    0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
];

/// Opens the phone with this number in a language.
pub(crate) async fn phone(engine: Engine, language: &str, number: &str) -> Browser {
    let browser = Browser::start(engine).await;
    let page = format!("{}/channels/whatsapp/{language}?number={number}", server::demo());
    browser.visit(&page).await;
    console::says(&browser, "#number", number).await;
    browser
}

/// Moves the focus to an element, as Tab does.
pub(crate) async fn focus(browser: &Browser, selector: &str) {
    let script = "document.querySelector(arguments[0]).focus();";
    browser.script(script, vec![json!(selector)]).await;
}

/// Waits until a recording has so many seconds.
pub(crate) async fn records(browser: &Browser, seconds: u64) {
    browser
        .eventually("a recording", async || {
            let time = console::find(browser, "#recording time").await;
            let (_, so_far) = time.split_once(':')?;
            so_far.parse::<u64>().is_ok_and(|so_far| so_far >= seconds).then_some(())
        })
        .await;
}

/// Returns the last message of the person that has content of this type.
async fn sent(browser: &Browser, number: &str, kind: &str) -> Value {
    browser
        .eventually(kind, async || {
            let chat = stand_ins::chat(number).await;
            let messages = chat["messages"].as_array()?.clone();
            let mut own = messages.into_iter().rev().filter(|message| message["incoming"] == false);
            own.find(|message| message["content"]["type"] == kind)
        })
        .await
}

#[rstest]
#[tokio::test]
async fn a_voice_message_is_recorded_by_keys(
    #[values(
        (Engine::Chromium, "97150100001"),
        (Engine::Firefox, "97150100002"),
        (Engine::Webkit, "97150100003")
    )]
    (engine, number): (Engine, &str),
) {
    let browser = phone(engine, "ar", number).await;
    focus(&browser, "#record").await;
    action::press(&browser, &[Key::Enter]).await;
    records(&browser, 2).await;
    action::press(&browser, &[Key::Enter]).await;
    let message = sent(&browser, number, "audio").await;
    let audio = &message["content"]["audio"];
    assert_eq!(audio["voice"], true);
    let kind = audio["mime_type"].as_str().unwrap();
    let expected = if engine == Engine::Webkit { "audio/mp4" } else { "audio/ogg" };
    assert!(kind.starts_with(expected), "{kind}");
    let path = format!("/people/whatsapp/{number}/files/{}", audio["id"].as_str().unwrap());
    let url = format!("{}{path}", server::stand_ins());
    let file = reqwest::get(url).await.unwrap().bytes().await.unwrap();
    assert!(file.len() > 2000, "{} bytes", file.len());
    assert_eq!(file.starts_with(b"OggS"), engine != Engine::Webkit);
    console::shows(&browser, "#chat .own audio").await;
    // Escape discards: nothing is sent.
    action::press(&browser, &[Key::Enter]).await;
    records(&browser, 1).await;
    action::press(&browser, &[Key::Escape]).await;
    sleep(Duration::from_millis(500)).await;
    let messages = stand_ins::chat(number).await["messages"].as_array().unwrap().clone();
    assert_eq!(messages.iter().filter(|one| one["content"]["type"] == "audio").count(), 1);
}

#[rstest]
#[tokio::test]
async fn text_buttons_and_rows_go_by_keyboard(
    #[values((Engine::Chromium, "97150200001"), (Engine::Firefox, "97150200002"))] (
        engine,
        number,
    ): (Engine, &str),
) {
    let browser = phone(engine, "en", number).await;
    focus(&browser, "#message").await;
    action::write(&browser, "hello there").await;
    action::press(&browser, &[Key::Enter]).await;
    console::says(&browser, "#chat .own", "hello there").await;
    let button = json!({ "type": "reply", "reply": { "id": "yes", "title": "Indeed" } });
    let asked = json!({ "type": "button", "body": { "text": "Is it *so*?" },
        "action": { "buttons": [button] } });
    let question = stand_ins::send(number, "interactive", asked).await;
    let of_message = |rest: &str| format!("#chat [data-id='{question}'] {rest}");
    console::says(&browser, &of_message("strong"), "so").await;
    focus(&browser, &of_message(".choices button")).await;
    action::press(&browser, &[Key::Enter]).await;
    let reply = sent(&browser, number, "interactive").await;
    assert_eq!(reply["content"]["interactive"]["button_reply"]["id"], "yes");
    assert_eq!(reply["context"], json!(question));
    let rows = json!([{ "id": "rta", "title": "Roads", "description": "and transport" }]);
    let list = json!({ "type": "list", "body": { "text": "Which?" },
        "action": { "button": "Entities", "sections": [{ "rows": rows }] } });
    let question = stand_ins::send(number, "interactive", list).await;
    focus_when_there(&browser, &format!("#chat [data-id='{question}'] .choices button")).await;
    action::press(&browser, &[Key::Enter]).await;
    console::says(&browser, "#rows[open]", "and transport").await;
    assert_eq!(checkers::findings(&browser).await, Vec::<String>::new());
    focus(&browser, "#rows .row").await;
    action::press(&browser, &[Key::Enter]).await;
    browser
        .eventually("the row is chosen", async || {
            let reply = sent(&browser, number, "interactive").await;
            (reply["content"]["interactive"]["list_reply"]["id"] == "rta").then_some(())
        })
        .await;
    assert_eq!(checkers::findings(&browser).await, Vec::<String>::new());
}

async fn focus_when_there(browser: &Browser, selector: &str) {
    console::shows(browser, selector).await;
    focus(browser, selector).await;
}

#[tokio::test]
async fn a_picture_is_sent_and_seen_in_arabic() {
    let number = "97150300001";
    let browser = phone(Engine::Chromium, "ar", number).await;
    let file = browser.folder().join("hole.png");
    fs::write(&file, PICTURE).unwrap();
    let field = browser.client().find(Locator::Css("#picture")).await.unwrap();
    field.send_keys(file.to_str().unwrap()).await.unwrap();
    let message = sent(&browser, number, "image").await;
    assert_eq!(message["content"]["image"]["mime_type"], "image/png");
    let is_seen = "return [...document.querySelectorAll('#chat .own img')].some((image) => image.naturalWidth > 0);";
    browser
        .eventually("the picture", async || {
            (browser.script(is_seen, vec![]).await == true).then_some(())
        })
        .await;
    assert_eq!(browser.script("return document.dir;", vec![]).await, "rtl");
    assert_eq!(checkers::findings(&browser).await, Vec::<String>::new());
}

#[rstest]
#[tokio::test]
async fn posts_have_replies_and_direct_messages(
    #[values("instagram", "x")] channel: &str,
    #[values("en", "ar")] language: &str,
) {
    let browser = Browser::start(Engine::Chromium).await;
    browser.visit(&format!("{}/channels/{channel}/{language}", server::demo())).await;
    let [post, reply, direct] =
        ["a hole in", "the same here in", "in private in"].map(|text| format!("{text} {language}"));
    console::write(&browser, "#text", &post).await;
    console::press(&browser, "#new .row button").await;
    console::says(&browser, "#posts", &post).await;
    console::press(&browser, "#posts > li button").await;
    console::write(&browser, "#posts li textarea", &reply).await;
    console::press(&browser, "#posts li form button").await;
    console::says(&browser, "#posts .replies", &reply).await;
    console::write(&browser, "#message", &direct).await;
    console::press(&browser, "#write button").await;
    console::says(&browser, "#direct .own", &direct).await;
    assert_eq!(checkers::findings(&browser).await, Vec::<String>::new());
}
