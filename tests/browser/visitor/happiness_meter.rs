//! Happiness meter: the chosen face is passed to the form and stored with the participation.

use domain::{intake::kind::Kind, reference::Reference};
use fantoccini::{Locator, key::Key};
use serde_json::{Value, json};
use tests::{
    browser::{Browser, Visit, action, check, find},
    database::Database,
    server,
};

/// Returns the stored mood from the database, because no response of the edge contains it.
fn stored_mood(reference: Reference) -> Value {
    let digits: String = reference.to_string().chars().filter(char::is_ascii_digit).collect();
    let statement = format!("SELECT mood FROM participations WHERE reference = '{digits}'");
    Database::in_state(&server::state()).run(&[&statement])[0]["mood"].clone()
}

async fn say_and_send(browser: &Browser) -> Reference {
    browser
        .eventually("the first step", async || {
            (find::count(browser, "kind").await == 3).then_some(())
        })
        .await;
    action::choose(browser, Kind::Complaint).await;
    action::say(browser, "Nobody was there.").await;
    action::go_on(browser, "send").await;
    action::send(browser).await;
    check::reference(browser).await
}

async fn visit(browser: &Browser, page: &str) {
    browser.visit(&format!("{}{page}", server::demo())).await;
    browser
        .eventually("the box's button", async || {
            (find::count(browser, "open").await > 0).then_some(())
        })
        .await;
}

async fn click(browser: &Browser, selector: &str) {
    browser.client().find(Locator::Css(selector)).await.unwrap().click().await.unwrap();
}

#[tokio::test]
async fn the_unhappy_face_opens_the_box_and_is_kept() {
    let browser = Browser::start(Visit::default()).await;
    // Radio buttons on one website, buttons on the other.
    for (page, face) in
        [("/rta/en", "input[value=unhappy]"), ("/iacad/en", "button[value=unhappy]")]
    {
        visit(&browser, page).await;
        click(&browser, face).await;
        let reference = say_and_send(&browser).await;
        assert_eq!(stored_mood(reference), "unhappy", "{page}");
        check::host_page_is_clean(&browser).await;
    }
}

#[tokio::test]
async fn a_face_pressed_before_the_loader_has_come_is_thanked_for_and_opens_the_box_once_it_has() {
    let browser = Browser::start(Visit::default()).await;
    browser.devtools("Network.enable", json!({})).await;
    browser.devtools("Network.setBlockedURLs", json!({ "urls": ["*/embed.js"] })).await;
    browser.visit(&format!("{}/iacad/en", server::demo())).await;
    let late = "const tag = document.querySelector('script[data-entity]'), late = document.createElement('script');
        Object.assign(late.dataset, tag.dataset);
        tag.replaceWith(late);";
    browser.script(late, vec![]).await;
    click(&browser, "button[value=unhappy]").await;
    let thanks = "return document.querySelector('#happiness-meter [role=status]').textContent;";
    assert_ne!(browser.script(thanks, vec![]).await, "");
    browser.devtools("Network.setBlockedURLs", json!({ "urls": [] })).await;
    let come = "document.querySelector('script[data-entity]').src = arguments[0];";
    browser.script(come, vec![json!(format!("{}/embed.js", server::edge()))]).await;
    assert_eq!(stored_mood(say_and_send(&browser).await), "unhappy");
}

#[tokio::test]
async fn arrow_keys_choose_a_face_open_nothing_and_the_boxs_button_takes_it_along() {
    let browser = Browser::start(Visit::default()).await;
    visit(&browser, "/rta/en").await;
    browser
        .script("document.querySelector('#happiness-meter [value=neutral]').focus();", vec![])
        .await;
    action::press(&browser, &[Key::Space, Key::Down]).await;
    assert_eq!(find::focus(&browser).await.value, "unhappy");
    assert_eq!(find::count(&browser, "dialog").await, 0);
    action::activate(&browser, "open").await;
    let reference = say_and_send(&browser).await;
    assert_eq!(stored_mood(reference), "unhappy");
}

#[tokio::test]
async fn the_face_chosen_last_goes_along_though_the_form_was_begun_before() {
    let browser = Browser::start(Visit::default()).await;
    action::open_box(&browser, "/iacad/en").await;
    check::guides(&browser).await;
    action::press(&browser, &[Key::Escape]).await;
    for face in ["neutral", "happy"] {
        click(&browser, &format!("button[value={face}]")).await;
    }
    assert_eq!(find::count(&browser, "dialog").await, 0);
    action::activate(&browser, "open").await;
    assert_eq!(stored_mood(say_and_send(&browser).await), "happy");
}

#[tokio::test]
async fn every_website_shows_the_faces_in_one_order() {
    let browser = Browser::start(Visit::default()).await;
    for page in ["/rta/en", "/rta/ar", "/iacad/en", "/iacad/ar"] {
        visit(&browser, page).await;
        let faces = "return [...document.querySelectorAll('#happiness-meter [value]')].map((face) => face.value);";
        let order = browser.script(faces, vec![]).await;
        assert_eq!(order, json!(["happy", "neutral", "unhappy"]), "{page}");
    }
}

#[tokio::test]
async fn without_a_face_none_is_kept() {
    let browser = Browser::start(Visit::default()).await;
    action::open_box(&browser, "/rta/en").await;
    let reference = say_and_send(&browser).await;
    assert_eq!(stored_mood(reference), Value::Null);
}

#[tokio::test]
async fn the_face_goes_into_the_frame_where_the_form_must_open_in_one() {
    let browser = Browser::start(Visit::default()).await;
    visit(&browser, "/any/without-wasm").await;
    browser.script("sawtak.open({ mood: 'happy' });", vec![]).await;
    let frame = browser
        .eventually("the frame", async || {
            let host = browser.client().find(Locator::Css("sawtak-feedback")).await.ok()?;
            host.shadow_root().await.ok()?.find(Locator::Css("iframe")).await.ok()
        })
        .await;
    frame.enter_frame().await.unwrap();
    let shows = async |step: &str| {
        let there = "return document.querySelector('.sawtak')?.dataset.step === arguments[0];";
        browser
            .eventually(step, async || {
                (browser.script(there, vec![json!(step)]).await == true).then_some(())
            })
            .await;
    };
    shows("kind").await;
    click(&browser, "label[for=kind-suggestion]").await;
    click(&browser, "[part=next]").await;
    shows("say").await;
    browser
        .client()
        .find(Locator::Css("#text"))
        .await
        .unwrap()
        .send_keys("More of this.")
        .await
        .unwrap();
    click(&browser, "[part=next]").await;
    shows("check").await;
    click(&browser, "[part=send]").await;
    shows("done").await;
    let number = browser
        .script("return document.querySelector('[part=reference]').textContent;", vec![])
        .await;
    assert_eq!(stored_mood(Reference::parse(number.as_str().unwrap()).unwrap()), "happy");
}
