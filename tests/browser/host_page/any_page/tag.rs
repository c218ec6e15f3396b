//! Placement of the script tag: anywhere on a page, added late, twice, in a frame, or beside old
//! libraries.

use serde_json::json;
use tests::host;

use super::{Opens, boxes, form_works, leaves_the_page_alone, sends, start, visit};

/// Asserts that the page is unaffected, and that it has one widget, which works.
async fn is_at_home_on(name: &str) {
    let browser = start().await;
    leaves_the_page_alone(&browser, name, Opens::Form).await;
    visit(&browser, name).await;
    assert_eq!(boxes(&browser).await, 1);
    form_works(&browser).await;
}

#[tokio::test]
async fn the_tag_may_stand_in_the_head() {
    is_at_home_on("plain").await;
}

#[tokio::test]
async fn the_tag_may_stand_in_the_body() {
    is_at_home_on("body").await;
}

#[tokio::test]
async fn the_tag_may_stand_there_twice() {
    is_at_home_on("twice").await;
}

#[tokio::test]
async fn a_tag_manager_may_add_the_tag_late() {
    is_at_home_on("late").await;
}

#[tokio::test]
async fn the_page_may_be_framed_in_another() {
    is_at_home_on("framed").await;
}

#[tokio::test]
async fn old_libraries_may_have_patched_prototypes_and_fetch() {
    let browser = start().await;
    leaves_the_page_alone(&browser, "patched", Opens::Form).await;
    visit(&browser, "patched").await;
    form_works(&browser).await;
    sends(&browser).await;
}

#[tokio::test]
async fn two_boxes_speak_to_two_entities_with_one_engine() {
    let browser = start().await;
    leaves_the_page_alone(&browser, "two", Opens::Form).await;
    host::keep_count(&browser).await;
    visit(&browser, "two").await;
    assert_eq!(boxes(&browser).await, 2);
    let kinds = "return [...document.querySelectorAll('sawtak-feedback')].map((box) =>
        [...box.shadowRoot.querySelectorAll('[part~=kind]')].filter((kind) => kind.checkVisibility()).length).join();";
    for (entity, expected) in [("rta", "3,0"), ("iacad", "0,3")] {
        browser.script("window.sawtak.open({ entity: arguments[0] });", vec![json!(entity)]).await;
        browser
            .eventually(entity, async || {
                (browser.script(kinds, vec![]).await == expected).then_some(())
            })
            .await;
        let beside = "return document.querySelector(`sawtak-feedback[data-entity=${arguments[0]}]`).previousElementSibling.id;";
        let anchor = if entity == "rta" { "roads" } else { "charity" };
        assert_eq!(browser.script(beside, vec![json!(entity)]).await, anchor);
        browser.script("window.sawtak.close();", vec![]).await;
    }
    let engines = "return window[Symbol.for('kept')]().engines;";
    browser
        .eventually("one engine", async || {
            (browser.script(engines, vec![]).await == 1).then_some(())
        })
        .await;
}
