//! Assertions on the visible state of the widget and of the host page.

use std::{fs, time::Duration};

use domain::reference::Reference;
use reqwest::StatusCode;

use super::{Browser, Engine, find};
use crate::{server, sound, words};

/// Waits until the widget has mounted its parts into the form.
pub async fn guides(browser: &Browser) {
    browser
        .eventually("the widget's parts", async || {
            (find::count(browser, "easy").await > 0).then_some(())
        })
        .await;
}

/// Waits until the step that has this part shows and its heading has the focus, so that a screen
/// reader announces it.
pub async fn arrives_at(browser: &Browser, part: &str) {
    browser
        .eventually(&format!("the step with `{part}`"), async || {
            let shows = find::count(browser, part).await > 0;
            (shows && find::focus(browser).await.tag == "h2").then_some(())
        })
        .await;
}

/// Waits until the widget shows this text, given by its key in `words`.
pub async fn says(browser: &Browser, language: &str, words: &str) {
    let text = words::of(language, words);
    browser
        .eventually(&text, async || find::dialog_text(browser).await.contains(&text).then_some(()))
        .await;
}

/// Waits until the widget shows this error and the focus is on it, so that a screen reader
/// announces it.
pub async fn finds_fault(browser: &Browser, language: &str, words: &str) {
    says(browser, language, words).await;
    browser
        .eventually("the focus on what is wrong", async || {
            find::focus(browser).await.has_part("error").then_some(())
        })
        .await;
}

/// Waits for the reference number that the widget shows at the end, and returns it.
pub async fn reference(browser: &Browser) -> Reference {
    let shown = browser
        .eventually("a reference number", async || {
            let failure = find::text(browser, "error").await;
            assert_eq!(failure, None, "the box finds fault instead");
            find::text(browser, "reference").await.filter(|text| !text.is_empty())
        })
        .await;
    arrives_at(browser, "reference").await;
    Reference::parse(&shown).unwrap_or_else(|error| panic!("`{shown}`: {error}"))
}

/// Asserts that the browser logged no error and reported no violation of the
/// Content-Security-Policy.
pub async fn host_page_is_clean(browser: &Browser) {
    let errors = browser.errors().await;
    assert!(errors.is_empty(), "{errors:#?}");
    let reports = reqwest::get(format!("{}/csp-report", server::demo()))
        .await
        .expect("the demo site answers");
    assert_eq!(reports.text().await.expect("its reports"), "[]");
}

/// Asserts that the participation's page offers a recording of the spoken text.
///
/// The recording must be about `seconds` long. Returns its bytes.
pub async fn recording(browser: &Browser, seconds: u64) -> Vec<u8> {
    let source = browser
        .eventually("a recording to listen to", async || {
            let source =
                browser.script("return document.querySelector('audio')?.src;", vec![]).await;
            source.as_str().map(ToOwned::to_owned)
        })
        .await;
    let response = reqwest::get(server::at_edge(&source)).await.expect("the edge answers");
    assert_eq!(response.status(), StatusCode::OK);
    let bytes = response.bytes().await.expect("a recording").to_vec();
    sounds_like_speech(browser, &bytes, seconds);
    bytes
}

fn sounds_like_speech(browser: &Browser, bytes: &[u8], seconds: u64) {
    let mut recording = sound::decode(browser.folder(), bytes);
    if browser.engine() == Engine::Webkit {
        // WebKitGTK's muxer writes the head of the last fragment twice, so that its sound is noise.
        recording.truncate(recording.len().saturating_sub(sound::RATE));
    }
    let (length, expected) =
        (sound::seconds(&recording), Duration::from_secs(seconds).as_secs_f64());
    // On a busy machine a recorder starts late.
    assert!((expected / 3.0..expected + 3.0).contains(&length), "{length} seconds of {expected}");
    let loudness = sound::loudness(&recording);
    assert!(loudness > 0.01, "silent: {loudness}");
    let speech = fs::read(browser.folder().join(sound::SPEECH)).expect("what was spoken");
    let likeness = sound::likeness(&recording, &sound::decode(browser.folder(), &speech));
    assert!(likeness > 0.75, "it sounds like something else: {likeness}");
    println!("{:?} recorded {length:.1} s at {loudness:.3}, {likeness:.2} alike", browser.engine());
}

/// Waits until the video on the participation's page has a picture and plays.
pub async fn video_plays(browser: &Browser) {
    let script = "const video = document.querySelector('#sent video');
        if (video?.paused) { video.muted = true; video.play(); }
        return video && video.currentTime > 0 && video.videoWidth > 0;";
    browser
        .eventually("the video to play", async || {
            (browser.script(script, vec![]).await == true).then_some(())
        })
        .await;
}
