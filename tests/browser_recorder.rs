//! The recorder: a video of oneself, and what is said and offered when nothing can be recorded.

#![allow(clippy::expect_used, reason = "helpers of tests may panic as tests do")]

use std::fs;

use domain::kind::Kind;
use rstest::rstest;
use tests::{
    browser::{Browser, Engine, Microphone, Visit, action, check},
    sound,
};

/// Long enough to be seen.
const SECONDS: u64 = 3;

/// Not in WebKitGTK, whose recorder gives no bytes of its make-believe camera in any format.
#[rstest]
#[tokio::test]
async fn a_video_is_recorded_and_played_to_whoever_follows_it_up(#[values(Engine::Chromium, Engine::Firefox)] engine: Engine) {
    let browser = Browser::start(engine).await;
    action::open_box(&browser, "/rta/en").await;
    action::choose(&browser, Kind::Complaint).await;
    action::record(&browser, "record-video", "en", SECONDS).await;
    action::go_on(&browser, "send").await;
    action::send(&browser).await;
    check::reference(&browser).await;
    action::follow_up(&browser).await;
    check::video_plays(&browser).await;
    check::host_page_is_clean(&browser).await;
}

#[rstest]
#[case::refused_in_chromium(Engine::Chromium, Microphone::Refused, "recorder_refused")]
#[case::refused_in_firefox(Engine::Firefox, Microphone::Refused, "recorder_refused")]
#[case::missing_in_chromium(Engine::Chromium, Microphone::Missing, "recorder_missing")]
#[case::missing_in_firefox(Engine::Firefox, Microphone::Missing, "recorder_missing")]
#[case::missing_in_webkit(Engine::Webkit, Microphone::Missing, "recorder_missing")]
#[tokio::test]
async fn whoever_cannot_record_is_told_what_to_do_and_may_attach_a_file(
    #[case] engine: Engine,
    #[case] microphone: Microphone,
    #[case] advice: &str,
) {
    let browser = Browser::start(Visit { microphone, ..engine.into() }).await;
    action::open_box(&browser, "/rta/en").await;
    action::choose(&browser, Kind::Complaint).await;
    action::activate(&browser, "record").await;
    check::says(&browser, "en", advice).await;
    let recording = browser.folder().join("from-my-phone.wav");
    fs::rename(sound::speak(browser.folder(), "en", "Hello."), &recording).expect("a recording");
    action::attach(&browser, &recording).await;
    action::uploaded(&browser, "en", 1).await;
    action::go_on(&browser, "send").await;
    action::send(&browser).await;
    check::reference(&browser).await;
    check::host_page_is_clean(&browser).await;
}
