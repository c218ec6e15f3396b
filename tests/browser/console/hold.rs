//! Messages to customers are held for some seconds: the console counts them, and whoever takes a
//! message back has it as a draft again.

use fantoccini::Locator;
use serde_json::json;
use tests::{
    browser::{Browser, Network, action, console},
    clerk::Clerk,
    fixtures::complaint,
    workerd::Workerd,
};

/// Returns the seconds that the toast shows.
async fn seconds_left(browser: &Browser) -> Option<u32> {
    let shown = console::find(browser, ".toast [data-left]").await;
    shown.trim_matches(['(', ')']).parse().ok()
}

#[tokio::test]
async fn a_message_is_taken_back_by_key_while_it_is_held_and_is_a_draft_again() {
    // Only an edge of its own holds messages.
    let mut edge = Workerd::start(&["HOLD_SECONDS:30"]).await;
    let visitor = edge.visitor();
    let given = visitor.submit(&complaint()).await;
    edge.kill();
    let me = Clerk::of(&complaint().entity, &visitor, &edge.database());
    edge.resume().await;
    let origin = edge.origin();
    let browser = console::browser_of(&me, &origin).await;
    browser.visit(&format!("{origin}/console/cases/{}", given.reference)).await;
    console::shows(&browser, "[aria-keyshortcuts='r']").await;
    action::write(&browser, "r").await;
    console::shows(&browser, "#words:focus").await;
    action::write(&browser, "We look at it.").await;
    console::press(&browser, "#doing button.main").await;
    console::says(&browser, ".toast", "Sent.").await;
    let first = seconds_left(&browser).await.unwrap();
    assert!((11..=30).contains(&first), "{first}: as long as the edge holds it");
    browser
        .eventually("the countdown", async || {
            seconds_left(&browser).await.filter(|left| *left < first)
        })
        .await;
    let told = browser.client().find(Locator::Css(".toast [data-left]")).await.unwrap();
    let hidden = told.attr("aria-hidden").await.unwrap();
    assert_eq!(hidden.as_deref(), Some("true"), "a screen reader isn't told of each second");
    browser.set_network(Network::Cut).await;
    action::write(&browser, "z").await;
    console::says(&browser, ".toast", "There is no connection").await;
    browser.set_network(Network::Whole).await;
    action::write(&browser, "z").await;
    console::says(&browser, ".toast", "took it back").await;
    console::shows(&browser, ".thread [data-undone]").await;
    assert!(visitor.content(&given).await.messages.is_empty(), "the customer never sees it");
    console::shows(&browser, "[aria-keyshortcuts='r'] [data-draft]").await;
    action::write(&browser, "r").await;
    console::says(&browser, "#words", "We look at it.").await;
}

#[tokio::test]
async fn an_answer_is_taken_back_after_another_message_and_a_reload_with_file_and_outcome() {
    let mut edge = Workerd::start(&["HOLD_SECONDS:60"]).await;
    let visitor = edge.visitor();
    let [answered, other] = [
        visitor.submit(&complaint()).await.reference,
        visitor.submit(&complaint()).await.reference,
    ];
    edge.kill();
    let me = Clerk::of(&complaint().entity, &visitor, &edge.database());
    edge.resume().await;
    let origin = edge.origin();
    let browser = console::browser_of(&me, &origin).await;
    let case = |reference| format!("{origin}/console/cases/{reference}");
    browser.visit(&case(answered)).await;
    console::shows(&browser, "[aria-keyshortcuts='w']").await;
    console::press(&browser, "[aria-keyshortcuts='w']").await;
    console::shows(&browser, "#words:focus").await;
    action::write(&browser, "It is mended.").await;
    let outcome = "#doing [name='outcome']";
    console::write(&browser, outcome, "Upheld in part").await;
    let attach = "const data = new DataTransfer();
        const bytes = Uint8Array.from(atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII='), (byte) => byte.charCodeAt(0));
        data.items.add(new File([bytes], 'lift.png', { type: 'image/png' }));
        document.querySelector('#words').dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));";
    browser.script(attach, vec![]).await;
    console::says(&browser, ".uploads", "lift.png – attached").await;
    console::press(&browser, "#doing button.main").await;
    console::says(&browser, ".toast", "Sent.").await;
    browser.visit(&case(other)).await;
    console::says(&browser, ".toast", "Sent.").await;
    console::shows(&browser, "[aria-keyshortcuts='t']").await;
    console::press(&browser, "[aria-keyshortcuts='t']").await;
    let count = "return document.querySelectorAll('.toast').length;";
    browser
        .eventually("both messages", async || {
            (browser.script(count, vec![]).await == json!(2)).then_some(())
        })
        .await;
    console::press(&browser, ".toast:last-child button").await;
    console::says(&browser, ".toast", "took it back").await;
    browser.visit(&case(answered)).await;
    console::shows(&browser, ".thread [data-undone]").await;
    console::shows(&browser, "[aria-keyshortcuts='w'] [data-draft]").await;
    console::press(&browser, "[aria-keyshortcuts='w']").await;
    console::says(&browser, "#words", "It is mended.").await;
    console::says(&browser, outcome, "partly_upheld").await;
    console::says(&browser, ".uploads", "lift.png – attached").await;
    console::press(&browser, "#doing button.main").await;
    console::says(&browser, ".toast", "Sent.").await;
}
