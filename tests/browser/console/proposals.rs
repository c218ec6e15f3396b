//! Hints beside the commands of a case: one press follows a proposal, and danger is marked.

use fantoccini::key::Key;
use rstest::rstest;
use serde_json::json;
use tests::browser::{Browser, Engine, action, console};

use super::{Findings, complaint, complaint_to};

const BINS: &str = "The garbage has not been collected for a week, the bins are full and smell.";

/// Script that returns the entity in the form of a transfer.
const TO: &str = "return document.querySelector('#doing #to')?.value ?? '';";

/// Waits until the form of a transfer names an entity.
async fn names(browser: &Browser, entity: &str) {
    browser
        .eventually("the proposed entity", async || {
            (browser.script(TO, vec![]).await == entity).then_some(())
        })
        .await;
}

#[rstest]
#[case::english("rta", "Probably", "Dubai Municipality")]
#[case::arabic("iacad", "على الأرجح", "بلدية دبي")]
#[tokio::test]
async fn one_press_fills_in_the_transfer_that_is_proposed(
    #[case] entity: &str,
    #[case] probably: &str,
    #[case] municipality: &str,
) {
    let reference = complaint_to(entity, BINS).await;
    let browser = Browser::start(Engine::Chromium).await;
    let path = format!("/console/cases/{reference}");
    console::sign_in(&browser, &format!("employee.{entity}"), &path).await;
    console::says(&browser, "[data-proposal]", probably).await;
    console::says(&browser, "[data-proposal]", municipality).await;
    let mut found = Findings::default();
    found.look(&browser, "a proposal").await;
    console::press(&browser, "[data-proposal] button").await;
    names(&browser, municipality).await;
    console::shows(&browser, "#to:focus").await;
    found.look(&browser, "a proposed transfer").await;
    found.are_none();

    // An earlier choice gives way to the proposal.
    console::clear(&browser, "#to").await;
    console::write(&browser, "#to", "dewa").await;
    action::press(&browser, &[Key::Escape]).await;
    console::press(&browser, "[data-proposal] button").await;
    names(&browser, municipality).await;
    console::write(&browser, "#words", "Theirs.").await;
    console::press(&browser, "#doing button.main").await;
    console::says(&browser, ".heading .flags", municipality).await;
    assert_eq!(console::find(&browser, "[data-proposal]").await, "");
}

#[tokio::test]
async fn a_text_about_danger_is_marked_in_words_in_the_queue_and_in_the_case() {
    let reference = complaint("The open wires could catch fire near our building.").await;
    let browser = Browser::start(Engine::Chromium).await;
    console::sign_in(&browser, "employee.rta", "/console/cases?queue=all&sort=newest").await;
    let row = format!("tr:has([data-row='{reference}']) [data-danger]");
    console::says(&browser, &row, "Danger to people?").await;
    console::go(&browser, &format!("/console/cases/{reference}")).await;
    let words = "May be about danger to people: please look";
    console::says(&browser, ".heading [data-danger]", words).await;
    let size = json!({ "width": 320, "height": 800, "deviceScaleFactor": 1, "mobile": false });
    browser.devtools("Emulation.setDeviceMetricsOverride", size).await;
    let width = "return document.documentElement.scrollWidth <= innerWidth;";
    assert_eq!(browser.script(width, vec![]).await, json!(true));
    let mut found = Findings::default();
    found.look(&browser, "a mark of danger").await;
    found.are_none();
}
