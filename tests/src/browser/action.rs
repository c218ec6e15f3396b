//! Actions of a visitor who uses the keyboard alone.

use std::{path::Path, time::Duration};

use domain::intake::kind::Kind;
use fantoccini::{
    actions::{InputSource, KeyAction, KeyActions},
    key::Key,
};
use tokio::time::sleep;

use super::{Browser, check, find, find::Focus};
use crate::{server, typed, words};

/// Maximum number of Tab presses before a search for an element fails.
const TABS_MAX: usize = 80;

/// Maximum number of steps from one of the form to another.
const STEPS_MAX: usize = 2;

/// Presses keys one after the other, without a pause.
pub async fn press(browser: &Browser, keys: &[Key]) {
    strike(browser, keys.iter().map(|&key| char::from(key))).await;
}

/// Types a text and records it, so that logs can be searched for it.
pub async fn write(browser: &Browser, text: &str) {
    typed::note(text);
    strike(browser, text.chars()).await;
}

async fn strike(browser: &Browser, keys: impl Iterator<Item = char>) {
    perform(browser, keys.flat_map(|value| [KeyAction::Down { value }, KeyAction::Up { value }]))
        .await;
}

/// Presses a key while another is held down.
async fn chord(browser: &Browser, held: Key, value: char) {
    let held = char::from(held);
    let actions = [
        KeyAction::Down { value: held },
        KeyAction::Down { value },
        KeyAction::Up { value },
        KeyAction::Up { value: held },
    ];
    perform(browser, actions).await;
}

async fn perform(browser: &Browser, actions: impl IntoIterator<Item = KeyAction>) {
    let actions =
        actions.into_iter().fold(KeyActions::new("keyboard".to_owned()), InputSource::then);
    browser.client().perform_actions(actions).await.expect("the keys are pressed");
}

/// Presses Tab until an element with this part has the focus.
pub async fn tab_to(browser: &Browser, part: &str) {
    walk(browser, part, |focus| focus.has_part(part), async || press(browser, &[Key::Tab]).await)
        .await;
}

/// Presses Shift+Tab until an element with this part has the focus.
pub async fn tab_back_to(browser: &Browser, part: &str) {
    walk(
        browser,
        part,
        |focus| focus.has_part(part),
        async || chord(browser, Key::Shift, Key::Tab.into()).await,
    )
    .await;
}

/// Presses Tab until the field with this id has the focus, and replaces its content.
pub async fn fill(browser: &Browser, id: &str, text: &str) {
    walk(browser, id, |focus| focus.id == id, async || press(browser, &[Key::Tab]).await).await;
    chord(browser, Key::Control, 'a').await;
    write(browser, text).await;
}

async fn walk(
    browser: &Browser,
    to: &str,
    is_there: impl Fn(&Focus) -> bool,
    step: impl AsyncFn(),
) {
    let mut passed = Vec::new();
    for _ in 0..TABS_MAX {
        let focus = find::focus(browser).await;
        if is_there(&focus) {
            return;
        }
        passed.push(format!("{}#{}[{}]", focus.tag, focus.id, focus.part));
        step().await;
    }
    panic!("Tab does not lead to `{to}`, only to {}", passed.join(", "));
}

/// Presses Tab until the element with this part has the focus, then Enter.
pub async fn activate(browser: &Browser, part: &str) {
    tab_to(browser, part).await;
    press(browser, &[Key::Enter]).await;
}

/// Presses Tab until the check box with this part has the focus, then Space. The widget's check
/// boxes come with it.
pub async fn tick(browser: &Browser, part: &str) {
    check::guides(browser).await;
    tab_to(browser, part).await;
    press(browser, &[Key::Space]).await;
}

/// Goes to a page of the demo site and opens the widget on it.
pub async fn open_box(browser: &Browser, page: &str) {
    browser.visit(&format!("{}{page}", server::demo())).await;
    browser
        .eventually("the box's button", async || {
            (find::count(browser, "open").await > 0).then_some(())
        })
        .await;
    activate(browser, "open").await;
    browser
        .eventually("the first step", async || {
            (find::count(browser, "kind").await == 3).then_some(())
        })
        .await;
}

/// Goes to a page of the demo site and opens the widget on it, at the step where the visitor left.
pub async fn reopen_box(browser: &Browser, page: &str) {
    browser.visit(&format!("{}{page}", server::demo())).await;
    browser
        .eventually("the box's button", async || {
            (find::count(browser, "open").await > 0).then_some(())
        })
        .await;
    activate(browser, "open").await;
    browser
        .eventually("the form", async || (find::count(browser, "easy").await > 0).then_some(()))
        .await;
}

/// Chooses the kind with the arrow keys, as among radio buttons, and goes on.
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
    walk_steps(browser, "next", to).await;
}

/// Goes back to the step that has this part.
pub async fn go_back(browser: &Browser, to: &str) {
    walk_steps(browser, "back", to).await;
}

/// Opens the remedy in the last step and writes into it.
pub async fn propose(browser: &Browser, remedy: &str) {
    activate(browser, "remedy").await;
    fill(browser, "suggestion", remedy).await;
}

async fn walk_steps(browser: &Browser, button: &str, to: &str) {
    for _ in 0..STEPS_MAX {
        let before = find::step(browser).await;
        activate(browser, button).await;
        browser
            .eventually("another step", async || {
                (find::step(browser).await != before).then_some(())
            })
            .await;
        if find::count(browser, to).await > 0 {
            break;
        }
    }
    check::arrives_at(browser, to).await;
}

/// Presses the button that submits the form.
pub async fn send(browser: &Browser) {
    activate(browser, "send").await;
}

/// Waits for this confirmation question, answers it and waits until it disappears.
///
/// The widget asks it before it discards something. `question` is a key of the widget's words.
pub async fn answer(browser: &Browser, language: &str, question: &str, yes: bool) {
    let text = words::of(language, question);
    browser
        .eventually(&text, async || {
            (find::text(browser, "sure").await?.contains(&text)).then_some(())
        })
        .await;
    activate(browser, if yes { "yes" } else { "no" }).await;
    browser
        .eventually("the question to go", async || {
            (find::count(browser, "sure").await == 0).then_some(())
        })
        .await;
}

/// Records speech for `seconds`, counted from the moment at which the level meter rises.
pub async fn record_speech(browser: &Browser, language: &str, seconds: u64) {
    start_recording(browser, "record").await;
    browser
        .eventually("the level to rise", async || (find::level(browser).await > 0.0).then_some(()))
        .await;
    sleep(Duration::from_secs(seconds)).await;
    activate(browser, "record").await;
    uploaded(browser, language, 1).await;
}

/// Records for `seconds` with the recorder that has this part, and waits until the recording is
/// uploaded.
pub async fn record(browser: &Browser, part: &str, language: &str, seconds: u64) {
    start_recording(browser, part).await;
    sleep(Duration::from_secs(seconds)).await;
    activate(browser, part).await;
    uploaded(browser, language, 1).await;
}

/// Starts the recorder that has this part.
pub async fn start_recording(browser: &Browser, part: &str) {
    activate(browser, part).await;
    browser
        .eventually("the recording to begin", async || {
            (find::count(browser, "pause").await > 0).then_some(())
        })
        .await;
}

/// Follows the link to the participation, in the window or tab where it opens.
pub async fn follow_up(browser: &Browser) {
    tab_to(browser, "track").await;
    let address = find::property(browser, "track", "href").await;
    let address = address.as_str().unwrap_or_default();
    assert!(
        address.starts_with(&format!("{}/p/", server::edge())) && address.contains('#'),
        "{address}"
    );
    press(browser, &[Key::Enter]).await;
    browser
        .eventually("the page of the answer", async || {
            for window in browser.client().windows().await.ok()? {
                browser.client().switch_to_window(window).await.ok()?;
                if browser
                    .client()
                    .current_url()
                    .await
                    .is_ok_and(|url| url.path().starts_with("/p/"))
                {
                    return Some(());
                }
            }
            None
        })
        .await;
}

/// Attaches a file through the file field, as the browser's file dialog does.
pub async fn attach(browser: &Browser, path: &Path) {
    let path = path.to_str().expect("a path in UTF-8");
    find::file_field(browser).await.send_keys(path).await.expect("the file is chosen");
}

/// Waits until `count` attachments are listed and all of them are uploaded.
pub async fn uploaded(browser: &Browser, language: &str, count: u64) {
    let (done, going_on) =
        (words::of(language, "files_uploaded"), words::of(language, "files_uploading"));
    browser
        .eventually(&format!("{count} attachments to be uploaded"), async || {
            let text = find::dialog_text(browser).await;
            let listed = find::count(browser, "remove").await;
            (listed == count && text.contains(&done) && !text.contains(&going_on)).then_some(())
        })
        .await;
}
