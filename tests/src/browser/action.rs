//! What a person does, with a keyboard alone.

use std::path::Path;

use domain::kind::Kind;
use fantoccini::{
    actions::{InputSource, KeyAction, KeyActions},
    key::Key,
};

use super::{Browser, check, find};
use crate::{server, words};

/// More than this many things to tab through, and a person gives up.
const TABS_MAX: usize = 80;

/// Presses keys one after the other, without a pause.
pub async fn press(browser: &Browser, keys: &[Key]) {
    strike(browser, keys.iter().map(|&key| char::from(key))).await;
}

/// Types a text.
pub async fn write(browser: &Browser, text: &str) {
    strike(browser, text.chars()).await;
}

async fn strike(browser: &Browser, keys: impl Iterator<Item = char>) {
    let mut actions = KeyActions::new("keyboard".to_owned());
    for value in keys {
        actions = actions.then(KeyAction::Down { value }).then(KeyAction::Up { value });
    }
    browser.client().perform_actions(actions).await.expect("the keys are pressed");
}

/// Presses Tab until something with this part has the focus.
pub async fn tab_to(browser: &Browser, part: &str) {
    let mut passed = Vec::new();
    for _ in 0..TABS_MAX {
        let focus = find::focus(browser).await;
        if focus.part.split(' ').any(|found| found == part) {
            return;
        }
        passed.push(format!("{}#{}[{}]", focus.tag, focus.id, focus.part));
        press(browser, &[Key::Tab]).await;
    }
    panic!("Tab does not lead to `{part}`, only to {}", passed.join(", "));
}

/// Presses Tab until what has this part has the focus, then Enter.
pub async fn activate(browser: &Browser, part: &str) {
    tab_to(browser, part).await;
    press(browser, &[Key::Enter]).await;
}

/// Goes to a page of the demo site and opens the box on it.
pub async fn open_box(browser: &Browser, page: &str) {
    browser.visit(&format!("{}{page}", server::demo())).await;
    browser.eventually("the box's button", async || (find::count(browser, "open").await > 0).then_some(())).await;
    activate(browser, "open").await;
    browser.eventually("the first step", async || (find::count(browser, "kind").await == 3).then_some(())).await;
}

/// Chooses what it is, with the arrow keys as among radio buttons, and goes on.
pub async fn choose(browser: &Browser, kind: Kind) {
    tab_to(browser, "kind").await;
    press(browser, &[Key::Space]).await;
    for _ in 0..Kind::ALL.len() {
        if find::focus(browser).await.value == kind.as_str() {
            break;
        }
        press(browser, &[Key::Down]).await;
    }
    assert_eq!(find::focus(browser).await.value, kind.as_str());
    go_on(browser, "text").await;
}

/// Writes into the text field.
pub async fn say(browser: &Browser, text: &str) {
    tab_to(browser, "text").await;
    write(browser, text).await;
}

/// Goes on to the step that has this part.
pub async fn go_on(browser: &Browser, to: &str) {
    activate(browser, "next").await;
    check::arrives_at(browser, to).await;
}

/// Sends what was entered.
pub async fn send(browser: &Browser) {
    activate(browser, "send").await;
}

/// Records for `seconds` and waits until the recording is uploaded.
pub async fn record(browser: &Browser, language: &str, seconds: u64) {
    tab_to(browser, "record").await;
    let before = find::text(browser, "record").await;
    press(browser, &[Key::Enter]).await;
    browser
        .eventually("the recording to begin", async || {
            let stops = find::count(browser, "stop").await > 0;
            (stops || find::text(browser, "record").await != before).then_some(())
        })
        .await;
    tokio::time::sleep(std::time::Duration::from_secs(seconds)).await;
    let stop = if find::count(browser, "stop").await > 0 { "stop" } else { "record" };
    activate(browser, stop).await;
    uploaded(browser, language, 1).await;
}

/// Attaches a file, as the browser's own file dialog does.
pub async fn attach(browser: &Browser, path: &Path) {
    let path = path.to_str().expect("a path in UTF-8");
    find::file_field(browser).await.send_keys(path).await.expect("the file is chosen");
}

/// Waits until this many attachments are listed and all of them have been uploaded.
pub async fn uploaded(browser: &Browser, language: &str, count: u64) {
    let (done, going_on) = (words::of(language, "files_uploaded"), words::of(language, "files_uploading"));
    browser
        .eventually(&format!("{count} attachments to be uploaded"), async || {
            let text = find::dialog_text(browser).await;
            let listed = find::count(browser, "remove").await;
            (listed == count && text.contains(&done) && !text.contains(&going_on)).then_some(())
        })
        .await;
}
