//! Tour through all states of the widget, for tests that inspect each state.

use std::{
    fs::{self, File},
    time::Duration,
};

use domain::{intake::kind::Kind, media::upload::UPLOAD_MAX};
use fantoccini::key::Key;
use tokio::time::sleep;

use super::{Browser, Network, action, check};
use crate::fixtures;

/// Goes through the widget on a page of the demo site, and calls `look` with the name of each
/// state.
///
/// It needs Chromium and a microphone. Returns the reference number.
pub async fn through(
    browser: &Browser,
    page: &str,
    language: &str,
    look: impl AsyncFn(&str),
) -> domain::reference::Reference {
    action::open_box(browser, page).await;
    check::guides(browser).await;
    look("Step 1").await;
    action::activate(browser, "next").await;
    check::finds_fault(browser, language, "error_kind").await;
    look("Step 1, nothing chosen").await;

    action::choose(browser, Kind::Complaint).await;
    look("Step 2").await;
    action::activate(browser, "next").await;
    check::finds_fault(browser, language, "error_text").await;
    look("Step 2, nothing said").await;
    action::say(browser, "The lift is out of order. المصعد معطّل.").await;
    recorder(browser, language, &look).await;
    action::go_on(browser, "send").await;
    action::activate(browser, "remedy").await;
    look("Step 3, what would mend it").await;
    action::go_back(browser, "text").await;
    files(browser, language, &look).await;

    action::go_on(browser, "send").await;
    look("Step 3").await;
    action::activate(browser, "contact").await;
    action::fill(browser, "email", "nobody").await;
    action::fill(browser, "phone", "1").await;
    action::activate(browser, "send").await;
    check::finds_fault(browser, language, "error_email").await;
    look("Step 3, no way to reach anyone").await;
    action::fill(browser, "email", "nobody@example.org").await;
    action::fill(browser, "phone", "050 123 4567").await;
    browser.set_network(Network::Cut).await;
    action::send(browser).await;
    check::says(browser, language, "outbox_title").await;
    look("Waiting for a network").await;
    // Sent automatically once the network is back.
    browser.set_network(Network::Whole).await;
    let reference = check::reference(browser).await;
    look("Sent").await;
    reference
}

async fn recorder(browser: &Browser, language: &str, look: &impl AsyncFn(&str)) {
    action::start_recording(browser, "record").await;
    look("Step 2, recording").await;
    // Recorded for a while, because a slow `look` stops the page from recording meanwhile.
    sleep(Duration::from_secs(2)).await;
    action::activate(browser, "pause").await;
    check::says(browser, language, "recorder_paused").await;
    look("Step 2, recording stands still").await;
    action::activate(browser, "pause").await;
    action::tab_back_to(browser, "record").await;
    action::press(browser, &[Key::Enter]).await;
    action::uploaded(browser, language, 1).await;
    look("Step 2, recorded").await;
}

async fn files(browser: &Browser, language: &str, look: &impl AsyncFn(&str)) {
    let (large, picture) =
        (browser.folder().join("large.png"), browser.folder().join("picture.png"));
    File::create(&large)
        .and_then(|file| file.set_len(UPLOAD_MAX + 1))
        .expect("a file that takes no room");
    action::attach(browser, &large).await;
    check::says(browser, language, "files_too_large").await;
    look("Step 2, a file too large").await;

    fs::write(&picture, fixtures::picture(300_000)).expect("a picture");
    browser.set_network(Network::Crawling).await;
    action::attach(browser, &picture).await;
    check::says(browser, language, "files_uploading").await;
    look("Step 2, uploading").await;
    action::go_on(browser, "send").await;
    action::activate(browser, "send").await;
    check::finds_fault(browser, language, "error_uploading").await;
    look("Step 3, still uploading").await;
    action::go_back(browser, "text").await;
    browser.set_network(Network::Whole).await;
    action::uploaded(browser, language, 2).await;
}
