//! Drafts: entered but unsent data survives reloads and crashes for a day, on this device only. On
//! a device that isn't the visitor's, nothing is stored.

use std::{fs, fs::File, time::Duration};

use domain::intake::kind::Kind;
use fantoccini::key::Key;
use rstest::rstest;
use serde_json::{Value, json};
use tests::{
    browser::{Browser, Visit, action, check, find},
    fixtures, words,
};
use tokio::time::sleep;

const TEXT: &str = "The lift is out of order.";

/// Script that lets a test move the clocks, in milliseconds; `shift` survives a reload.
const CLOCK: &str = "const shift = Number(sessionStorage.shift || 0), { now } = Date, began = performance.now.bind(performance);
    window.later = 0;
    Date.now = () => now() + shift + window.later;
    performance.now = () => began() + window.later;";

/// Opens the widget in Chromium with the script `trouble` in each page, and enters a text.
async fn say_in(trouble: &str) -> Browser {
    let browser = Browser::start(Visit::default()).await;
    browser.before_each_page(trouble).await;
    action::open_box(&browser, "/rta/en").await;
    action::choose(&browser, Kind::Complaint).await;
    action::say(&browser, TEXT).await;
    browser
}

/// Returns the keys of the entries that the page stores on this device.
async fn stored_keys(browser: &Browser) -> Vec<String> {
    let script = "const done = arguments[arguments.length - 1], request = indexedDB.open('sawtak');
        request.onupgradeneeded = () => request.result.createObjectStore('kept');
        request.onsuccess = () => {
            const keys = request.result.transaction('kept').objectStore('kept').getAllKeys();
            keys.onsuccess = () => { request.result.close(); done(keys.result); };
        };";
    let keys = browser.client().execute_async(script, vec![]).await.unwrap();
    keys.as_array().into_iter().flatten().filter_map(Value::as_str).map(ToOwned::to_owned).collect()
}

/// Waits until an entry is stored under a key with this prefix.
async fn keeps(browser: &Browser, beginning: &str) {
    let is_there = async || {
        stored_keys(browser).await.iter().any(|key| key.starts_with(beginning)).then_some(())
    };
    browser.eventually(&format!("{beginning} to be kept"), is_there).await;
}

async fn text(browser: &Browser) -> Value {
    find::property(browser, "text", "value").await
}

#[tokio::test]
async fn a_reload_loses_nothing() {
    let browser = say_in("").await;
    let picture = browser.folder().join("lift.png");
    fs::write(&picture, fixtures::picture(3_000)).unwrap();
    action::attach(&browser, &picture).await;
    action::uploaded(&browser, "en", 1).await;
    action::start_recording(&browser, "record").await;
    sleep(Duration::from_secs(2)).await;
    action::tab_back_to(&browser, "record").await;
    action::press(&browser, &[Key::Enter]).await;
    action::uploaded(&browser, "en", 2).await;
    keeps(&browser, "draft/rta").await;
    sleep(Duration::from_secs(1)).await;

    action::reopen_box(&browser, "/rta/en").await;
    check::says(&browser, "en", "draft_kept").await;
    assert_eq!(text(&browser).await, TEXT);
    action::uploaded(&browser, "en", 2).await;
    action::go_on(&browser, "send").await;
    action::send(&browser).await;
    check::reference(&browser).await;
    browser
        .eventually("everything but the number to be forgotten", async || {
            let keys = stored_keys(&browser).await;
            keys.iter().all(|key| key.starts_with("outbox/")).then_some(())
        })
        .await;
}

#[tokio::test]
async fn a_browser_that_is_killed_loses_nothing_of_a_recording_but_the_last_second() {
    let browser = say_in("").await;
    action::record(&browser, "record-video", "en", 2).await;
    keeps(&browser, "items/rta").await;
    action::start_recording(&browser, "record").await;
    keeps(&browser, "live/rta/").await;
    sleep(Duration::from_secs(2)).await;
    let browser = browser.killed().await;
    action::reopen_box(&browser, "/rta/en").await;
    check::says(&browser, "en", "recorder_cut").await;
    assert_eq!(text(&browser).await, TEXT);
    action::uploaded(&browser, "en", 2).await;
    browser
        .eventually("its pieces to be forgotten", async || {
            (!stored_keys(&browser).await.iter().any(|key| key.starts_with("live/"))).then_some(())
        })
        .await;
    // The recording made of the stored pieces plays.
    let length = "const done = arguments[arguments.length - 1];
        const player = document.querySelector('sawtak-feedback').shadowRoot.querySelector('.item audio');
        player.muted = true;
        player.play().then(() => setTimeout(() => done(player.currentTime), 500), (error) => done(String(error)));";
    let played = browser.client().execute_async(length, vec![]).await.unwrap();
    assert!(played.as_f64() > Some(0.0), "{played}");
}

#[tokio::test]
async fn each_tab_has_a_draft_of_its_own_and_one_left_behind_is_offered() {
    const OTHER: &str = "The escalator beside it, too.";
    let browser = say_in("").await;
    keeps(&browser, "draft/rta").await;
    let first = browser.client().window().await.unwrap();
    let second = browser.client().new_window(true).await.unwrap().handle;
    browser.client().switch_to_window(second).await.unwrap();
    action::open_box(&browser, "/rta/en").await;
    // The first tab is open and goes on with its draft: nothing is offered here.
    sleep(Duration::from_secs(2)).await;
    assert!(!find::dialog_text(&browser).await.contains(&words::of("en", "draft_kept")));
    action::choose(&browser, Kind::Complaint).await;
    action::say(&browser, OTHER).await;
    browser
        .eventually("two drafts", async || {
            let keys = stored_keys(&browser).await;
            (keys.iter().filter(|key| key.starts_with("draft/rta/")).count() == 2).then_some(())
        })
        .await;
    browser.client().switch_to_window(first.clone()).await.unwrap();
    assert_eq!(text(&browser).await, TEXT);
    action::go_on(&browser, "send").await;
    action::send(&browser).await;
    check::reference(&browser).await;
    browser
        .eventually("one draft", async || {
            let keys = stored_keys(&browser).await;
            (keys.iter().filter(|key| key.starts_with("draft/")).count() == 1).then_some(())
        })
        .await;
    let windows = browser.client().windows().await.unwrap();
    let second = windows.into_iter().find(|window| *window != first).unwrap();
    browser.client().switch_to_window(second).await.unwrap();
    assert_eq!(text(&browser).await, OTHER);
    sleep(Duration::from_secs(1)).await;
    browser.client().close_window().await.unwrap();
    browser.client().switch_to_window(first).await.unwrap();
    action::reopen_box(&browser, "/rta/en").await;
    check::says(&browser, "en", "draft_kept").await;
    assert_eq!(text(&browser).await, OTHER);
}

#[tokio::test]
async fn starting_again_forgets_what_was_kept() {
    let browser = say_in("").await;
    keeps(&browser, "draft/rta").await;
    sleep(Duration::from_secs(1)).await;
    action::reopen_box(&browser, "/rta/en").await;
    check::says(&browser, "en", "draft_kept").await;
    action::activate(&browser, "forget").await;
    action::answer(&browser, "en", "sure_forget", false).await;
    assert_eq!(text(&browser).await, TEXT);
    action::activate(&browser, "forget").await;
    action::answer(&browser, "en", "sure_forget", true).await;
    browser
        .eventually("nothing to be kept", async || {
            stored_keys(&browser).await.is_empty().then_some(())
        })
        .await;
    action::reopen_box(&browser, "/rta/en").await;
    sleep(Duration::from_secs(2)).await;
    assert!(!find::dialog_text(&browser).await.contains(&words::of("en", "draft_kept")));
}

#[tokio::test]
async fn a_device_that_is_someone_elses_keeps_nothing_and_escape_asks() {
    let browser = say_in("").await;
    keeps(&browser, "draft/rta").await;
    action::tab_to(&browser, "shared").await;
    action::press(&browser, &[Key::Space]).await;
    browser
        .eventually("what was kept to be forgotten", async || {
            stored_keys(&browser).await.is_empty().then_some(())
        })
        .await;
    // The setting that the device isn't the visitor's survives a change of language.
    for hint in [words::easy("en", "say_text_hint"), words::of("en", "say_text_hint")] {
        action::tick(&browser, "easy").await;
        browser
            .eventually(&hint, async || {
                find::dialog_text(&browser).await.contains(&hint).then_some(())
            })
            .await;
    }
    action::tab_to(&browser, "text").await;
    action::write(&browser, " Since Monday.").await;
    action::start_recording(&browser, "record").await;
    sleep(Duration::from_secs(2)).await;
    action::activate(&browser, "record").await;
    action::uploaded(&browser, "en", 1).await;
    sleep(Duration::from_secs(1)).await;
    assert_eq!(stored_keys(&browser).await, Vec::<String>::new());
    action::press(&browser, &[Key::Escape]).await;
    action::answer(&browser, "en", "sure_shared", false).await;
    assert!(text(&browser).await.as_str().unwrap_or_default().starts_with(TEXT));
    action::activate(&browser, "close").await;
    action::answer(&browser, "en", "sure_shared", true).await;
    browser
        .eventually("the box to close", async || {
            (find::count(&browser, "dialog").await == 0).then_some(())
        })
        .await;
}

#[rstest]
#[case::a_day_later(25 * 60 * 60 * 1_000)]
#[case::with_a_clock_set_back(-60 * 60 * 1_000)]
#[tokio::test]
async fn what_is_too_old_is_forgotten_whomever_it_was_for(#[case] shift: i64) {
    let browser = say_in(CLOCK).await;
    keeps(&browser, "draft/rta").await;
    sleep(Duration::from_secs(1)).await;
    browser.script("sessionStorage.shift = arguments[0];", vec![json!(shift)]).await;
    action::reopen_box(&browser, "/iacad/en").await;
    browser
        .eventually("the draft to be forgotten", async || {
            stored_keys(&browser).await.is_empty().then_some(())
        })
        .await;
    action::reopen_box(&browser, "/rta/en").await;
    assert!(!find::dialog_text(&browser).await.contains(&words::of("en", "draft_kept")));
}

#[tokio::test]
async fn a_page_that_stayed_open_for_three_hours_sends() {
    let browser = say_in(CLOCK).await;
    browser.script("window.later = 3 * 60 * 60 * 1000;", vec![]).await;
    action::go_on(&browser, "send").await;
    action::send(&browser).await;
    check::reference(&browser).await;
}

#[rstest]
#[case::private_mode("indexedDB.open = () => { throw new DOMException('', 'SecurityError'); };")]
#[case::no_room(
    "IDBObjectStore.prototype.put = () => { throw new DOMException('', 'QuotaExceededError'); };"
)]
#[tokio::test]
async fn a_device_that_cannot_keep_anything_says_so_and_sends(#[case] trouble: &str) {
    let browser = say_in(trouble).await;
    check::says(&browser, "en", "error_storage").await;
    action::go_on(&browser, "send").await;
    action::send(&browser).await;
    check::reference(&browser).await;
    check::host_page_is_clean(&browser).await;
}

#[tokio::test]
async fn a_file_too_large_to_be_kept_is_told_of() {
    let browser = say_in("").await;
    let film = browser.folder().join("film.mp4");
    File::create(&film).and_then(|file| file.set_len(26_000_000)).unwrap();
    action::attach(&browser, &film).await;
    check::says(&browser, "en", "draft_too_large").await;
}

#[tokio::test]
async fn a_service_that_the_page_chose_is_no_draft_and_keeps_none_away() {
    let tag = "for (const type of ['DOMContentLoaded']) document.addEventListener(type, () => {
            document.querySelector('script[data-entity]').dataset.service = 'parking';
        }, { capture: true });";
    let browser = say_in(tag).await;
    keeps(&browser, "draft/rta").await;
    sleep(Duration::from_secs(1)).await;
    action::reopen_box(&browser, "/rta/en").await;
    check::says(&browser, "en", "draft_kept").await;
    assert_eq!(text(&browser).await, TEXT);
}
