//! Embedding contract: data from the host page arrives, changes of the page's content are
//! tolerated, and the layout doesn't shift.

use domain::{intake::kind::Kind, reference::Reference};
use fantoccini::{Locator, key::Key};
use serde_json::{Value, json};
use tests::{
    browser::{Browser, Visit, action, check, find},
    database::Database,
    host, server,
};

const TEXT: &str = "The lift is out of order.";

async fn on(page: &str) -> Browser {
    let browser = Browser::start(Visit::default()).await;
    host::watch(&browser).await;
    browser.visit(&format!("{}/any/{page}", server::demo())).await;
    browser
        .eventually("the box's button", async || {
            (find::count(&browser, "open").await > 0).then_some(())
        })
        .await;
    browser
}

async fn open(browser: &Browser, answers: Value) {
    browser.script("window.sawtak.open(arguments[0]);", vec![answers]).await;
    browser
        .eventually("the first step", async || {
            (find::count(browser, "kind").await == 3).then_some(())
        })
        .await;
}

/// Runs a script that can use the widget's shadow root as `root`.
async fn in_box(browser: &Browser, script: &str) -> Value {
    browser
        .script(
            &format!("const root = document.querySelector('sawtak-feedback').shadowRoot; {script}"),
            vec![],
        )
        .await
}

async fn service(browser: &Browser) -> Value {
    in_box(browser, "return root.querySelector('[name=service]').value;").await
}

/// Asserts that the widget guides through the form.
async fn is_guided(browser: &Browser) {
    action::choose(browser, Kind::Complaint).await;
}

async fn send(browser: &Browser) -> Reference {
    action::say(browser, TEXT).await;
    action::go_on(browser, "send").await;
    action::send(browser).await;
    check::reference(browser).await
}

/// Returns the stored mood and service of a participation.
fn stored(reference: Reference) -> Value {
    let statement = format!(
        "SELECT mood, service FROM participations WHERE reference = '{}'",
        reference.digits()
    );
    Database::in_state(&server::state()).run(&[&statement]).remove(0)
}

#[tokio::test]
async fn what_the_page_tells_goes_with_one_participation_and_not_with_the_next() {
    let browser = on("plain").await;
    open(&browser, json!({ "mood": "unhappy", "service": "parking" })).await;
    is_guided(&browser).await;
    let first = send(&browser).await;
    browser.script("window.sawtak.open();", vec![]).await;
    assert_eq!(check::reference(&browser).await, first, "the number stays in sight");
    browser.script("window.sawtak.close();", vec![]).await;
    open(&browser, json!({})).await;
    is_guided(&browser).await;
    let second = send(&browser).await;
    assert_eq!(stored(first), json!({ "mood": "unhappy", "service": "parking" }));
    assert_eq!(stored(second), json!({ "mood": null, "service": null }));
}

#[tokio::test]
async fn a_page_may_open_the_form_before_the_loader_has_come_and_hears_of_all() {
    let browser = on("early").await;
    browser
        .eventually("the first step", async || {
            (find::count(&browser, "kind").await == 3).then_some(())
        })
        .await;
    is_guided(&browser).await;
    assert_eq!(service(&browser).await, "parking");
    assert_eq!(stored(send(&browser).await)["mood"], "unhappy");
    browser.script("window.sawtak.close();", vec![]).await;
    let expected = json!([
        ["sawtak:ready", "rta", null],
        ["sawtak:opened", "rta", null],
        ["sawtak:submitted", "rta", "complaint"],
        ["sawtak:closed", "rta", null],
    ]);
    // A dialog tells of its end with a task of its own.
    browser
        .eventually("the four events", async || {
            let heard = browser.script("return window.heard;", vec![]).await;
            (heard == expected).then_some(())
        })
        .await;
}

#[tokio::test]
async fn what_the_page_tells_later_reaches_the_form_that_is_there() {
    let browser = on("plain").await;
    open(&browser, json!({ "service": "parking" })).await;
    is_guided(&browser).await;
    assert_eq!(service(&browser).await, "parking");
    browser
        .script(
            "window.sawtak.close(); window.sawtak.open({ mood: 'happy', service: 'metro' });",
            vec![],
        )
        .await;
    assert_eq!(service(&browser).await, "metro");
    // Opening by the button sends no data and keeps the earlier data. A service that the entity
    // lacks changes nothing.
    browser.script("window.sawtak.close(); window.sawtak.open(); window.sawtak.open({ service: 'nonsense' });", vec![]).await;
    assert_eq!(service(&browser).await, "metro");
    assert_eq!(stored(send(&browser).await)["mood"], "happy");
}

#[tokio::test]
async fn a_page_that_swaps_its_content_under_the_open_box_leaves_it_open() {
    let browser = on("single-page").await;
    open(&browser, json!({})).await;
    is_guided(&browser).await;
    action::say(&browser, TEXT).await;
    browser.script("document.getElementById('swap').click();", vec![]).await;
    let modal = "const dialog = root.querySelector('dialog'); return [dialog.matches(':modal'), root.activeElement !== null];";
    browser
        .eventually("the box, as modal as before", async || {
            (in_box(&browser, modal).await == json!([true, true])).then_some(())
        })
        .await;
    assert_eq!(in_box(&browser, "return root.querySelector('#text').value;").await, TEXT);
    action::go_on(&browser, "send").await;
    action::press(&browser, &[Key::Escape]).await;
    browser
        .eventually("the box to close", async || {
            (find::count(&browser, "dialog").await == 0).then_some(())
        })
        .await;
    assert_eq!(host::state(&browser).await["wrong"], json!([]));
}

#[tokio::test]
async fn the_frame_is_told_all_that_the_form_is_and_closes_upon_escape() {
    let browser = on("without-wasm").await;
    browser.script("window.sawtak.open({ mood: 'unhappy', service: 'parking' });", vec![]).await;
    enter_frame(&browser).await;
    let guided = "return document.querySelector('[name=service]')?.value === 'parking' && document.querySelector('#back') !== null;";
    browser
        .eventually("the service to be chosen", async || {
            (browser.script(guided, vec![]).await == true).then_some(())
        })
        .await;
    let looks = "const { style } = document.documentElement; return [style.colorScheme, style.getPropertyValue('--accent')];";
    assert_eq!(browser.script(looks, vec![]).await, json!(["dark", "#ffb35c"]));
    assert_eq!(
        browser.script("return new URLSearchParams(location.search).get('mood');", vec![]).await,
        "unhappy"
    );
    // Data that the page sends after the form has opened.
    browser.client().enter_parent_frame().await.unwrap();
    browser.script("window.sawtak.open({ service: 'metro' });", vec![]).await;
    enter_frame(&browser).await;
    let service = "return document.querySelector('[name=service]').value;";
    browser
        .eventually("the other service", async || {
            (browser.script(service, vec![]).await == "metro").then_some(())
        })
        .await;
    action::press(&browser, &[Key::Escape]).await;
    browser.client().enter_parent_frame().await.unwrap();
    browser
        .eventually("the box to close", async || {
            (find::count(&browser, "dialog").await == 0).then_some(())
        })
        .await;
    assert_eq!(find::focus(&browser).await.part, "");
}

#[tokio::test]
async fn what_the_visitor_chose_is_not_for_the_page_to_change() {
    let browser = on("plain").await;
    open(&browser, json!({ "service": "parking" })).await;
    is_guided(&browser).await;
    in_box(&browser, "root.querySelector('[name=service]').value = 'metro';").await;
    browser.script("window.sawtak.open({ service: 'parking' });", vec![]).await;
    assert_eq!(service(&browser).await, "metro");
}

#[tokio::test]
async fn the_frame_asks_before_it_throws_anything_away() {
    let browser = on("without-wasm").await;
    browser.script("window.sawtak.open();", vec![]).await;
    enter_frame(&browser).await;
    let says =
        "const [kind] = document.querySelectorAll('[name=kind]'); kind?.click(); document.querySelector('[part~=next]')?.click();
        return document.querySelector('.sawtak')?.dataset.step === 'say';";
    browser
        .eventually("the second step", async || {
            (browser.script(says, vec![]).await == true).then_some(())
        })
        .await;
    browser.script("document.querySelector('#shared').click();", vec![]).await;
    let asks = async |asks: bool| {
        let question = "return document.querySelector('#sure').open;";
        let what = if asks { "the question" } else { "the question to go" };
        browser
            .eventually(what, async || {
                (browser.script(question, vec![]).await == asks).then_some(())
            })
            .await;
    };
    action::press(&browser, &[Key::Escape]).await;
    asks(true).await;
    // Escape answers no.
    action::press(&browser, &[Key::Escape]).await;
    asks(false).await;
    browser.script("document.querySelector('[part=close]').click();", vec![]).await;
    asks(true).await;
    browser.client().enter_parent_frame().await.unwrap();
    assert_eq!(find::count(&browser, "dialog").await, 1, "it is open still");
    enter_frame(&browser).await;
    browser.script("document.querySelector('#sure [part=yes]').click();", vec![]).await;
    browser.client().enter_parent_frame().await.unwrap();
    browser
        .eventually("the box to close", async || {
            (find::count(&browser, "dialog").await == 0).then_some(())
        })
        .await;
}

#[tokio::test]
async fn closing_the_box_ends_a_recording_in_the_frame_and_keeps_it() {
    let browser = on("without-wasm").await;
    host::keep_count(&browser).await;
    let in_frame = async || {
        browser.visit(&format!("{}/any/without-wasm", server::demo())).await;
        browser
            .eventually("the box's button", async || {
                (find::count(&browser, "open").await > 0).then_some(())
            })
            .await;
        browser.script("window.sawtak.open();", vec![]).await;
        enter_frame(&browser).await;
    };
    let holds = async |what: &str, holds: &str| {
        browser
            .eventually(what, async || (browser.script(holds, vec![]).await == true).then_some(()))
            .await;
    };
    in_frame().await;
    let says =
        "const [kind] = document.querySelectorAll('[name=kind]'); kind?.click(); document.querySelector('[part~=next]')?.click();
        return document.querySelector('.sawtak')?.dataset.step === 'say';";
    holds("the second step", says).await;
    browser.script("document.querySelector('[part~=record]').click();", vec![]).await;
    holds(
        "the recording to begin",
        "return document.querySelector('[data-medium=audio]').dataset.phase === 'recording';",
    )
    .await;
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    assert_ne!(browser.script("return window[Symbol.for('kept')]().tracks;", vec![]).await, 0);
    browser.client().enter_parent_frame().await.unwrap();
    browser.script("window.sawtak.close();", vec![]).await;
    enter_frame(&browser).await;
    holds(
        "microphone, sound and timers to end",
        "const kept = window[Symbol.for('kept')](); return kept.tracks + kept.sounds === 0;",
    )
    .await;
    holds(
        "the recording to be attached",
        "return document.querySelectorAll('#items .item audio').length === 1;",
    )
    .await;
    // The draft is restored when the visitor opens the form again.
    in_frame().await;
    holds("the draft", "return document.querySelector('#kept')?.hidden === false;").await;
    holds("the recording", "return document.querySelectorAll('#items .item audio').length === 1;")
        .await;
}

/// Enters the frame in the widget.
async fn enter_frame(browser: &Browser) {
    let host = browser
        .client()
        .find(Locator::Css("sawtak-feedback"))
        .await
        .unwrap()
        .shadow_root()
        .await
        .unwrap();
    let frame = browser
        .eventually("the frame", async || host.find(Locator::Css("iframe")).await.ok())
        .await;
    frame.enter_frame().await.unwrap();
}

#[tokio::test]
async fn where_room_is_kept_for_the_box_nothing_moves_when_it_comes() {
    let moved = async |page: &str| {
        let browser = on(page).await;
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
        browser.script("return window[Symbol.for('host')].shifts;", vec![]).await
    };
    assert_eq!(moved("room").await, json!([]));
    assert_eq!(moved("late").await, json!([]));
    assert_ne!(moved("no-room").await, json!([]), "the test sees nothing move");
}
