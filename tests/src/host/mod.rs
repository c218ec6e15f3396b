//! Actions of a user of the host page, and the effects that this user can notice.
//!
//! [`watch`] installs a script that runs before the page's own and records events. [`live`] uses
//! the page with mouse, keyboard and wheel. [`state`] returns the page's state. Tests compare both
//! with the same page without Sawtak. The widget's own elements do not belong here, but in
//! `browser`.

use std::time::Duration;

use fantoccini::{
    Locator,
    actions::{InputSource, KeyAction, KeyActions, WheelAction, WheelActions},
    key::Key,
};
use serde_json::Value;

use crate::browser::{Browser, action};

const WATCH: &str = include_str!("watch.js");
const KEEP: &str = include_str!("keep.js");

/// Records the events of every page from now on.
pub async fn watch(browser: &Browser) {
    browser.before_each_page(WATCH).await;
}

/// Counts the timers, streams, workers and other resources that every page starts from now on.
pub async fn keep_count(browser: &Browser) {
    browser.before_each_page(KEEP).await;
}

/// Presses a button, types, moves the focus with Tab, scrolls and follows a link. Returns the
/// events that the page received.
pub async fn live(browser: &Browser) -> Value {
    click(browser, "press").await;
    click(browser, "field").await;
    action::write(browser, "ab/").await;
    action::press(browser, &[Key::Tab, Key::Space]).await;
    let shift = KeyActions::new("keyboard".to_owned())
        .then(KeyAction::Down { value: Key::Shift.into() })
        .then(KeyAction::Down { value: Key::Tab.into() })
        .then(KeyAction::Up { value: Key::Tab.into() })
        .then(KeyAction::Up { value: Key::Shift.into() });
    browser.client().perform_actions(shift).await.expect("the keys are pressed");
    click(browser, "link").await;
    browser.script("scrollTo(0, 0);", vec![]).await;
    let wheel = WheelActions::new("wheel".to_owned()).then(WheelAction::Scroll {
        duration: None,
        x: 200,
        y: 300,
        delta_x: 0,
        delta_y: 240,
    });
    browser.client().perform_actions(wheel).await.expect("the wheel turns");
    tokio::time::sleep(Duration::from_millis(300)).await;
    heard(browser).await
}

/// Puts the caret into the page's field and scrolls a little: the page's state before the widget
/// opens.
pub async fn settle(browser: &Browser) {
    let script =
        "const field = document.getElementById('field'); field.focus({ preventScroll: true });
        field.setSelectionRange(1, 1); scrollTo(0, 120);";
    browser.script(script, vec![]).await;
}

/// Returns the events that the page received since the last call.
pub async fn heard(browser: &Browser) -> Value {
    browser.script("return window[Symbol.for('host')].heard();", vec![]).await
}

/// Returns the page's state.
pub async fn state(browser: &Browser) -> Value {
    browser.script("return window[Symbol.for('host')].state();", vec![]).await
}

/// Returns a description of each member of `without` that has another value in `with`.
pub fn differences(with: &Value, without: &Value) -> Vec<String> {
    let members = without.as_object().into_iter().flatten();
    members
        .filter(|(member, value)| with[member.as_str()] != **value)
        .map(|(member, value)| {
            format!("{member}: {:#} where without Sawtak it is {value:#}", with[member.as_str()])
        })
        .collect()
}

/// Clicks the element with this id.
pub async fn click(browser: &Browser, id: &str) {
    let element = browser.client().find(Locator::Id(id)).await.expect("it is on the page");
    element.click().await.expect("it can be clicked");
}
