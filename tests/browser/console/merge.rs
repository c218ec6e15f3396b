//! Merging a case: the other one shows before anything happens, and both can be parted again.

use serde_json::{Value, json};
use tests::browser::{Browser, Engine, action, console};

use super::{complaint, complaint_to};

/// Waits until the form of the merge can be sent, or can't.
async fn sends(browser: &Browser, expected: bool) {
    let is_on = "return !document.querySelector('#doing button.main').disabled;";
    browser
        .eventually("the button of the form", async || {
            (browser.script(is_on, vec![]).await == Value::Bool(expected)).then_some(())
        })
        .await;
}

/// Replaces the number in the field.
async fn enters(browser: &Browser, number: &str) {
    console::clear(browser, "#into").await;
    console::write(browser, "#into", number).await;
}

#[tokio::test]
async fn the_other_case_shows_before_a_merge_and_no_wrong_number_is_taken() {
    let main = complaint("The gate of the ferry is rusty.").await;
    let reference = complaint("Rust at the ferry.").await;
    let hidden = complaint_to("dm", "It is about something else.").await;
    let browser = Browser::start(Engine::Chromium).await;
    console::sign_in(&browser, "employee.rta", &format!("/console/cases/{reference}")).await;
    console::shows(&browser, "[aria-keyshortcuts='n']").await;
    action::write(&browser, "m").await;
    console::shows(&browser, "#into:focus").await;
    sends(&browser, false).await;
    enters(&browser, &reference.to_string()).await;
    console::says(&browser, "#into-fault", "the number of this case").await;
    enters(&browser, &hidden.to_string()).await;
    console::says(&browser, "#doing .trouble", "you see no case with this number").await;
    sends(&browser, false).await;
    enters(&browser, &main.to_string()).await;
    console::says(&browser, "#doing [data-target]", "The gate of the ferry is rusty.").await;
    console::says(&browser, "#doing [data-target]", "Nobody").await;
    sends(&browser, true).await;
    console::press(&browser, "#doing button.main").await;
    console::says(&browser, ".facts", &main.to_string()).await;

    // Whoever answers the other one is told who reads it too.
    console::go(&browser, &format!("/console/cases/{main}")).await;
    console::says(&browser, ".facts", &reference.to_string()).await;
    console::shows(&browser, "[aria-keyshortcuts='w']").await;
    action::write(&browser, "w").await;
    console::says(&browser, "#doing [data-merged]", "Name nobody").await;

    console::go(&browser, &format!("/console/cases/{reference}")).await;
    console::shows(&browser, ".commands .menu").await;
    let part = "[...document.querySelectorAll('.commands button')]
        .find((button) => button.textContent.trim() === arguments[0]).click();";
    browser.script(part, vec![json!("Part from the other")]).await;
    console::says(&browser, ".stage", "In review").await;
}
