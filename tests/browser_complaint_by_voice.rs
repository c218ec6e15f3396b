//! The whole story, with a keyboard alone: a complaint in writing and by voice, from an entity's page to the answer's page.

#![allow(clippy::expect_used, reason = "helpers of tests may panic as tests do")]

use domain::kind::Kind;
use fantoccini::key::Key;
use reqwest::StatusCode;
use tests::{
    browser::{Browser, Visit, action, check, find},
    server, sound,
};

struct Story {
    page: &'static str,
    language: &'static str,
    direction: &'static str,
    text: &'static str,
    speech: &'static str,
}

#[tokio::test]
async fn a_complaint_by_voice_is_followed_up_in_english() {
    let story = Story {
        page: "/rta/en",
        language: "en",
        direction: "ltr",
        text: "The machine at the corner kept my card.",
        speech: "The parking machine at the corner took my money and gave no ticket. Please have a look at it.",
    };
    tell(story).await;
}

#[tokio::test]
async fn a_complaint_by_voice_is_followed_up_in_arabic() {
    let story = Story {
        page: "/rta/ar",
        language: "ar",
        direction: "rtl",
        text: "ابتلعت آلة الدفع عند الزاوية بطاقتي.",
        speech: "آلة المواقف عند الزاوية أخذت نقودي ولم تعطني تذكرة. أرجو أن تنظروا في الأمر.",
    };
    tell(story).await;
}

async fn tell(story: Story) {
    let browser = Browser::start(Visit { speech: Some((story.language, story.speech)), ..Visit::default() }).await;
    action::open_box(&browser, story.page).await;
    assert_eq!(find::direction(&browser, "dialog").await, story.direction);
    action::choose(&browser, Kind::Complaint).await;
    action::say(&browser, story.text).await;
    action::record(&browser, story.language, 4).await;
    action::go_on(&browser, "send").await;
    action::send(&browser).await;
    let reference = check::reference(&browser).await;
    check::host_page_is_clean(&browser).await;

    follow_up(&browser).await;
    browser
        .eventually("the text on the page of the answer", async || {
            let page = body(&browser).await;
            (page.contains(story.text) && page.contains(&reference.to_string())).then_some(())
        })
        .await;
    check_recording(&browser).await;
    check::host_page_is_clean(&browser).await;
}

/// Follows the link to the participation, wherever it opens.
async fn follow_up(browser: &Browser) {
    action::tab_to(browser, "track").await;
    let address = find::property(browser, "track", "href").await;
    let address = address.as_str().unwrap_or_default();
    assert!(address.starts_with(&format!("{}/p/", server::edge())) && address.contains('#'), "{address}");
    action::press(browser, &[Key::Enter]).await;
    browser
        .eventually("the page of the answer", async || {
            for window in browser.client().windows().await.ok()? {
                browser.client().switch_to_window(window).await.ok()?;
                if browser.client().current_url().await.is_ok_and(|url| url.path().starts_with("/p/")) {
                    return Some(());
                }
            }
            None
        })
        .await;
}

async fn body(browser: &Browser) -> String {
    browser.script("return document.body.innerText;", vec![]).await.as_str().unwrap_or_default().to_owned()
}

/// What can be listened to on the page is what was spoken.
async fn check_recording(browser: &Browser) {
    let source = browser
        .eventually("a recording to listen to", async || {
            let source = browser.script("return document.querySelector('audio')?.src;", vec![]).await;
            source.as_str().map(ToOwned::to_owned)
        })
        .await;
    let response = reqwest::get(server::at_edge(&source)).await.expect("the edge answers");
    assert_eq!(response.status(), StatusCode::OK);
    let bytes = response.bytes().await.expect("a recording");
    let recording = sound::decode(browser.folder(), &bytes);
    let length = sound::seconds(&recording);
    assert!((3.0..15.0).contains(&length), "{length} seconds");
    let loudness = sound::loudness(&recording);
    assert!(loudness > 0.01, "silent: {loudness}");
    let speech = std::fs::read(browser.folder().join("speech.wav")).expect("what was spoken");
    let likeness = sound::likeness(&recording, &sound::decode(browser.folder(), &speech));
    assert!(likeness > 0.6, "it sounds like something else: {likeness}");
    println!("recorded {length:.1} s at {loudness:.3}, {likeness:.2} alike");
}
