//! Bulk actions: selection, what may be done, and the bar in sight.

use fantoccini::key::Key;
use serde_json::json;
use tests::browser::{Browser, Engine, action, console};

use super::{complaint, complaint_to};

#[tokio::test]
async fn only_what_can_be_done_to_the_selected_cases_is_offered() {
    for number in 0..4 {
        complaint(&format!("Sign {number} is bent: isthmus.")).await;
    }
    let browser = Browser::start(Engine::Chromium).await;
    console::sign_in(&browser, "employee.rta", "/console/cases?queue=all#q=isthmus").await;
    console::shows(&browser, "tbody tr:nth-child(4)").await;
    console::press(&browser, "tbody tr:nth-child(1) .select input").await;
    console::says(&browser, ".several [role='status']", "1").await;
    let may = "return [...document.querySelectorAll('[data-task]:not(:disabled)')].map((button) => button.dataset.task);";
    assert_eq!(browser.script(may, vec![]).await, json!(["Take", "Transfer", "Answer", "Decline"]));
    // From the first to the third with Shift.
    let shift = "document.querySelector('tbody tr:nth-child(3) .select input')
        .dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, shiftKey: true }));";
    browser.script(shift, vec![]).await;
    console::says(&browser, ".several [role='status']", "3").await;
    console::press(&browser, "thead .select input").await;
    console::says(&browser, ".several [role='status']", "4").await;
    console::press(&browser, "[data-task='Take']").await;
    console::says(&browser, ".several button.main", "Do it to 4 cases").await;
    console::press(&browser, ".several button.main").await;
    console::says(&browser, ".toast", "Take: done to 4 cases").await;
    console::says(&browser, "tbody tr:nth-child(4) td:nth-of-type(5)", "Maryam").await;
    console::press(&browser, "thead .select input").await;
    console::shows(&browser, "[data-task='Decline']").await;
    assert_eq!(
        browser.script(may, vec![]).await,
        json!(["Transfer", "Answer", "Decline"]),
        "they are taken already"
    );
    console::press(&browser, "[data-task='Decline']").await;
    console::write(&browser, ".several [name='ground']", "Duplicate").await;
    console::write(&browser, ".several textarea", "You told us before.").await;
    console::press(&browser, ".several button.main").await;
    console::says(&browser, ".toast", "Decline: done to 4 cases").await;
}

#[tokio::test]
async fn an_entity_is_found_by_what_is_typed_and_an_undone_transfer_is_marked() {
    let reference = complaint_to("rta", "The pier creaks: quahog.").await;
    let browser = Browser::start(Engine::Chromium).await;
    console::sign_in(&browser, "employee.rta", &format!("/console/cases/{reference}")).await;
    console::shows(&browser, "[aria-keyshortcuts='n']").await;
    action::write(&browser, "f").await;
    console::shows(&browser, "#to:focus").await;
    action::write(&browser, "Nowhere at all").await;
    action::press(&browser, &[Key::Tab]).await;
    console::says(&browser, "#to-fault", "Choose one of the entities").await;
    console::clear(&browser, "#to").await;
    console::write(&browser, "#to", "Dubai Municipality").await;
    console::write(&browser, "#words", "It is theirs.").await;
    assert_eq!(console::find(&browser, "#to-fault").await, "");
    console::press(&browser, "#doing button.main").await;
    console::says(&browser, ".stage", "Transferred").await;
    console::press(&browser, ".toast button").await;
    console::says(&browser, ".stage", "Received").await;
    console::script_press(&browser, "details.sheet:has(.events) summary").await;
    console::says(&browser, ".events li:has([data-undone])", "transferred it").await;
}

#[tokio::test]
async fn a_field_that_is_missing_is_told_of_in_the_language_of_the_reader() {
    let reference = complaint_to("iacad", "The prayer mat is torn.").await;
    let browser = Browser::start(Engine::Chromium).await;
    browser.visit(&format!("{}/console", tests::server::edge())).await;
    console::speak(&browser, "ar").await;
    console::sign_in(&browser, "employee.iacad", &format!("/console/cases/{reference}")).await;
    console::shows(&browser, "[aria-keyshortcuts='n']").await;
    action::write(&browser, "n").await;
    console::shows(&browser, "#words:focus").await;
    console::press(&browser, "#doing button.main").await;
    let message = "return document.querySelector('#words').validationMessage;";
    assert_eq!(browser.script(message, vec![]).await, "املأ هذه الخانة.");
    console::write(&browser, "#words", "نعم").await;
    assert_eq!(browser.script(message, vec![]).await, "");
    console::press(&browser, "#doing button.main").await;
    console::says(&browser, ".thread", "نعم").await;
}
