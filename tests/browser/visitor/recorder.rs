//! Recorder: video recordings, and messages and alternatives if recording is impossible.

use std::{fs, time::Duration};

use domain::intake::kind::Kind;
use fantoccini::key::Key;
use rstest::rstest;
use serde_json::{Value, json};
use tests::{
    browser::{Browser, Engine, Microphone, Visit, action, check, find},
    fixtures, sound, words,
};
use tokio::time::sleep;

/// Duration of a recording in seconds, long enough to be visible.
const SECONDS: u64 = 3;

/// Excludes WebKitGTK, whose recorder gives no bytes of its fake camera in any format.
#[rstest]
#[tokio::test]
async fn a_video_is_recorded_and_played_to_whoever_follows_it_up(
    #[values(Engine::Chromium, Engine::Firefox)] engine: Engine,
) {
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

/// Opens the widget in Chromium with the script `trouble` in each page, and goes on to the step
/// with the recorder.
async fn say_in(trouble: &str) -> Browser {
    let browser = Browser::start(Visit::default()).await;
    browser.before_each_page(trouble).await;
    action::open_box(&browser, "/rta/en").await;
    action::choose(&browser, Kind::Complaint).await;
    browser
}

/// Script that keeps the recorder and its track reachable, so that a test can simulate device
/// events.
const AT_HAND: &str = "const original = MediaRecorder;
    window.MediaRecorder = class extends original {
        constructor(stream, options) { super(stream, options); window.recorder = this; window.track = stream.getTracks()[0]; }
    };";

/// Script that lets a test move the clock forward.
const CLOCK: &str = "const began = performance.now.bind(performance); window.later = 0;
    performance.now = () => began() + window.later;";

#[rstest]
#[case::taken_by_another_program(
    "navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('', 'NotReadableError'); };",
    "recorder_busy"
)]
#[case::an_old_browser("delete window.MediaRecorder;", "recorder_unsupported")]
#[case::a_page_without_https(
    "Object.defineProperty(window, 'isSecureContext', { value: false });",
    "recorder_insecure"
)]
#[tokio::test]
async fn what_keeps_it_from_recording_is_told_with_a_way_on(
    #[case] trouble: &str,
    #[case] advice: &str,
) {
    let browser = say_in(trouble).await;
    action::activate(&browser, "record").await;
    check::says(&browser, "en", advice).await;
    assert!(words::of("en", advice).contains("file instead"));
    action::say(&browser, "So I write.").await;
    action::go_on(&browser, "send").await;
    action::send(&browser).await;
    check::reference(&browser).await;
}

#[rstest]
#[case::never_starting("original.prototype.start = () => {};")]
#[case::failing_first(
    "original.prototype.start = function () { setTimeout(() => this.dispatchEvent(new Event('error'))); };"
)]
#[tokio::test]
async fn a_recorder_that_does_not_start_is_told_of_and_the_microphone_released(
    #[case] trouble: &str,
) {
    let browser = say_in(&[AT_HAND, trouble].concat()).await;
    action::activate(&browser, "record").await;
    check::says(&browser, "en", "recorder_busy").await;
    assert_eq!(browser.script("return window.track.readyState;", vec![]).await, "ended");
    action::say(&browser, "So I write.").await;
    action::go_on(&browser, "send").await;
}

#[tokio::test]
async fn speech_is_recorded_at_a_bit_rate_for_speech() {
    let browser = say_in(AT_HAND).await;
    action::start_recording(&browser, "record").await;
    let rate = browser.script("return window.recorder.audioBitsPerSecond;", vec![]).await;
    assert_eq!(rate, 32_000);
}

#[rstest]
#[case::unplugged("window.track.dispatchEvent(new Event('ended'));")]
#[case::broken_down("window.recorder.dispatchEvent(new Event('error'));")]
#[case::stopped_by_the_browser(
    "window.recorder.stop(); window.track.dispatchEvent(new Event('ended'));"
)]
#[tokio::test]
async fn what_was_recorded_until_the_device_went_is_kept(#[case] trouble: &str) {
    let browser = say_in(AT_HAND).await;
    action::start_recording(&browser, "record").await;
    sleep(Duration::from_secs(2)).await;
    browser.script(trouble, vec![]).await;
    check::says(&browser, "en", "recorder_lost").await;
    action::uploaded(&browser, "en", 1).await;
}

#[rstest]
#[case::a_phone_call("window.track.dispatchEvent(new Event('mute'));")]
#[case::a_frozen_page("document.dispatchEvent(new Event('freeze'));")]
#[tokio::test]
async fn an_interruption_pauses_and_says_so(#[case] trouble: &str) {
    let browser = say_in(AT_HAND).await;
    action::start_recording(&browser, "record").await;
    sleep(Duration::from_secs(1)).await;
    browser.script(trouble, vec![]).await;
    check::says(&browser, "en", "recorder_interrupted").await;
    assert_eq!(browser.script("return window.recorder.state;", vec![]).await, "paused");
    action::activate(&browser, "pause").await;
    check::says(&browser, "en", "recorder_now").await;
    action::tab_back_to(&browser, "record").await;
    action::press(&browser, &[Key::Enter]).await;
    action::uploaded(&browser, "en", 1).await;
}

/// Script that provides a stream of silence, in which a test can turn on a sound.
const SILENCE: &str = "navigator.mediaDevices.getUserMedia = async () => {
        const context = new AudioContext(), end = context.createMediaStreamDestination(), sound = context.createOscillator();
        window.loudness = context.createGain();
        window.loudness.gain.value = 0;
        sound.connect(window.loudness).connect(end);
        sound.start();
        await context.resume();
        return end.stream;
    };";

#[tokio::test]
async fn five_seconds_of_silence_are_told_while_there_is_time() {
    let browser = say_in(SILENCE).await;
    action::start_recording(&browser, "record").await;
    check::says(&browser, "en", "recorder_silent").await;
    browser.script("window.loudness.gain.value = 1;", vec![]).await;
    let silent = words::of("en", "recorder_silent");
    browser
        .eventually("the alarm to go", async || {
            (!find::dialog_text(&browser).await.contains(&silent)).then_some(())
        })
        .await;
}

#[tokio::test]
async fn a_recorder_that_gives_no_bytes_is_told_of() {
    let browser =
        say_in("Object.defineProperty(MediaRecorder.prototype, 'ondataavailable', { set() {}, configurable: true });").await;
    action::start_recording(&browser, "record").await;
    sleep(Duration::from_secs(1)).await;
    // The message also reaches a visitor who has gone on to the next step.
    action::activate(&browser, "next").await;
    check::says(&browser, "en", "recorder_empty").await;
    assert_eq!(find::count(&browser, "remove").await, 0);
    // It leads to its card once: not again with the form in easy words.
    action::say(&browser, "The lift is out of order.").await;
    action::go_on(&browser, "send").await;
    action::tick(&browser, "easy").await;
    let easy = words::easy("en", "contact_title");
    browser
        .eventually("easy words", async || {
            find::dialog_text(&browser).await.contains(&easy).then_some(())
        })
        .await;
    assert_eq!(find::step(&browser).await, "check");
}

#[tokio::test]
async fn the_end_is_told_before_it_comes_and_what_was_said_is_kept() {
    let browser = say_in(CLOCK).await;
    action::start_recording(&browser, "record").await;
    sleep(Duration::from_secs(1)).await;
    browser.script("window.later += 270_000;", vec![]).await;
    check::says(&browser, "en", "recorder_soon").await;
    browser.script("window.later += 30_000;", vec![]).await;
    action::uploaded(&browser, "en", 1).await;
    assert_eq!(find::count(&browser, "pause").await, 0);
}

#[tokio::test]
async fn sign_language_needs_no_microphone() {
    let browser = say_in(
        "const original = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
        navigator.mediaDevices.getUserMedia = async (wanted) => {
            if (wanted.audio) throw new DOMException('', 'NotFoundError');
            return original(wanted);
        };",
    )
    .await;
    action::start_recording(&browser, "record-video").await;
    sleep(Duration::from_secs(7)).await;
    assert!(!find::dialog_text(&browser).await.contains(&words::of("en", "recorder_silent")));
    action::tab_back_to(&browser, "record-video").await;
    action::press(&browser, &[Key::Enter]).await;
    action::uploaded(&browser, "en", 1).await;
}

#[tokio::test]
async fn whoever_goes_on_while_recording_sends_what_was_said() {
    let browser = say_in(AT_HAND).await;
    action::start_recording(&browser, "record").await;
    sleep(Duration::from_secs(2)).await;
    action::go_on(&browser, "send").await;
    assert_eq!(browser.script("return window.recorder.state;", vec![]).await, "inactive");
    let name = words::of("en", "recorder_audio_name");
    browser
        .eventually("the recording", async || {
            find::dialog_text(&browser).await.contains(&name).then_some(())
        })
        .await;
    action::go_back(&browser, "text").await;
    action::uploaded(&browser, "en", 1).await;
    action::go_on(&browser, "send").await;
    action::send(&browser).await;
    check::reference(&browser).await;
    action::follow_up(&browser).await;
    browser
        .eventually("the recording on the page of the answer", async || {
            browser
                .script("return document.querySelector('audio')?.src;", vec![])
                .await
                .is_string()
                .then_some(())
        })
        .await;
}

#[tokio::test]
async fn on_a_phone_what_was_recorded_comes_into_sight_and_the_focus_stays() {
    let browser = Browser::start(Visit::default()).await;
    let phone = json!({ "width": 360, "height": 640, "deviceScaleFactor": 2, "mobile": true });
    browser.devtools("Emulation.setDeviceMetricsOverride", phone).await;
    action::open_box(&browser, "/rta/ar").await;
    action::choose(&browser, Kind::Complaint).await;
    action::record(&browser, "record", "ar", 1).await;
    let seen = "const { top, bottom } = document.querySelector('sawtak-feedback').shadowRoot.querySelector('li.item').getBoundingClientRect();
        return top > 0 && bottom <= innerHeight;";
    assert_eq!(browser.script(seen, vec![]).await, true);
    assert!(find::focus(&browser).await.has_part("record"));
}

#[tokio::test]
async fn a_recording_goes_on_in_another_language() {
    let browser = say_in(AT_HAND).await;
    action::start_recording(&browser, "record").await;
    sleep(Duration::from_secs(1)).await;
    action::tick(&browser, "easy").await;
    let easy = words::easy("en", "say_text_hint");
    browser
        .eventually("easy words", async || {
            find::dialog_text(&browser).await.contains(&easy).then_some(())
        })
        .await;
    assert_eq!(browser.script("return window.recorder.state;", vec![]).await, "recording");
    sleep(Duration::from_secs(1)).await;
    action::activate(&browser, "record").await;
    action::uploaded(&browser, "en", 1).await;
}

#[rstest]
#[tokio::test]
async fn players_show_the_length_of_a_recording(
    #[values(Engine::Chromium, Engine::Firefox)] engine: Engine,
) {
    let browser = Browser::start(engine).await;
    action::open_box(&browser, "/rta/en").await;
    action::choose(&browser, Kind::Complaint).await;
    action::record(&browser, "record", "en", 3).await;
    let is_near = |length: &Value, seconds: f64| {
        length.as_f64().is_some_and(|length| (seconds - 1.0..seconds + 4.0).contains(&length))
    };
    let length = "const root = document.querySelector('sawtak-feedback')?.shadowRoot ?? document;
        return root.querySelector('audio[controls]')?.duration;";
    let shows_length = async || is_near(&browser.script(length, vec![]).await, 3.0).then_some(());
    browser.eventually("the length in the form", shows_length).await;
    action::go_on(&browser, "send").await;
    action::send(&browser).await;
    check::reference(&browser).await;
    action::follow_up(&browser).await;
    browser.eventually("the length on the author's page", shows_length).await;
}

#[tokio::test]
async fn nobody_speaks_into_a_sixth_attachment() {
    let browser = say_in("").await;
    for number in 1..=5 {
        let picture = browser.folder().join(format!("{number}.png"));
        fs::write(&picture, fixtures::picture(100)).expect("a picture");
        action::attach(&browser, &picture).await;
        action::uploaded(&browser, "en", number).await;
    }
    action::activate(&browser, "record").await;
    check::says(&browser, "en", "files_too_many").await;
    assert_eq!(find::count(&browser, "pause").await, 0);
}

#[tokio::test]
async fn escape_asks_before_it_ends_a_recording() {
    let browser = say_in(AT_HAND).await;
    action::start_recording(&browser, "record").await;
    sleep(Duration::from_secs(1)).await;
    action::press(&browser, &[Key::Escape]).await;
    action::answer(&browser, "en", "sure_close", false).await;
    assert!(find::focus(&browser).await.has_part("record"), "the focus comes back");
    assert_eq!(browser.script("return window.recorder.state;", vec![]).await, "recording");
    action::press(&browser, &[Key::Escape]).await;
    action::answer(&browser, "en", "sure_close", true).await;
    browser
        .eventually("the box to close", async || {
            (find::count(&browser, "dialog").await == 0).then_some(())
        })
        .await;
    action::activate(&browser, "open").await;
    action::uploaded(&browser, "en", 1).await;
}
