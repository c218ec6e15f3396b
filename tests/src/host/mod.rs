//! The people of the page that the box is on: what they do there, and what they notice.
//!
//! [`watch`] lets a script in before the page's own, which listens to all that happens; [`live`] does what a visitor of the page does,
//! with mouse, keyboard and wheel; [`state`] says how the page stands then. The same page without Sawtak is what to compare with.

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

/// From now on every page is watched.
pub async fn watch(browser: &Browser) {
    browser.before_each_page(WATCH).await;
}

/// From now on what every page starts is counted.
pub async fn keep_count(browser: &Browser) {
    browser.before_each_page(KEEP).await;
}

/// Does what people do on a page: presses a button, types, goes on with the keyboard, scrolls, follows a link. Says what the page heard.
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

/// Puts the caret into the page's field and scrolls a little: where a visitor may be when the box opens.
pub async fn settle(browser: &Browser) {
    let script =
        "const field = document.getElementById('field'); field.focus({ preventScroll: true });
        field.setSelectionRange(1, 1); scrollTo(0, 120);";
    browser.script(script, vec![]).await;
}

/// What the page heard since this was last asked.
pub async fn heard(browser: &Browser) -> Value {
    browser.script("return window[Symbol.for('host')].heard();", vec![]).await
}

/// How the page stands.
pub async fn state(browser: &Browser) -> Value {
    browser.script("return window[Symbol.for('host')].state();", vec![]).await
}

/// What differs between the two, member by member.
pub fn differences(with: &Value, without: &Value) -> Vec<String> {
    let members = without.as_object().into_iter().flatten();
    members
        .filter(|(member, value)| with[member.as_str()] != **value)
        .map(|(member, value)| {
            format!("{member}: {:#} where without Sawtak it is {value:#}", with[member.as_str()])
        })
        .collect()
}

/// Clicks what has this id.
pub async fn click(browser: &Browser, id: &str) {
    let element = browser.client().find(Locator::Id(id)).await.expect("it is on the page");
    element.click().await.expect("it can be clicked");
}
