//! Fallback link to the form without an edge or without JavaScript.

use fantoccini::Locator;
use serde_json::json;
use tests::{
    browser::{Browser, Visit},
    host,
};

use super::{
    Opens, address, close, forgive, form_works, in_box, leaves_the_page_alone, open, start, visit,
};

/// Returns uncaught errors, including those that the browser hides from the page because the script
/// is cross-origin.
async fn uncaught(browser: &Browser) -> Vec<String> {
    browser.errors().await.into_iter().filter(|error| error.contains("Uncaught")).collect()
}

#[tokio::test]
async fn where_the_edge_cannot_be_reached_a_link_stands_in_until_it_can() {
    let browser = start().await;
    browser.devtools("Network.enable", json!({})).await;
    browser.devtools("Network.setBlockedURLs", json!({ "urls": ["*/embed/*"] })).await;
    visit(&browser, "plain").await;
    open(&browser, Opens::Link).await;
    let mut state = host::state(&browser).await;
    forgive(&mut state, Opens::Link);
    assert_eq!(state["wrong"], json!([]), "the page hears of it");
    assert_eq!(uncaught(&browser).await, Vec::<String>::new());
    close(&browser).await;
    browser.devtools("Network.setBlockedURLs", json!({ "urls": [] })).await;
    open(&browser, Opens::Form).await;
}

#[tokio::test]
async fn a_browser_without_javascript_has_the_link_that_the_page_holds() {
    let browser = Browser::start(Visit { scripts: false, ..Visit::default() }).await;
    browser.visit(&address("marked")).await;
    let link = browser.client().find(Locator::Id("plain")).await.unwrap();
    assert!(link.is_displayed().await.unwrap());
    link.click().await.unwrap();
    let text = browser
        .eventually("the form's own page", async || {
            browser.client().find(Locator::Css("textarea[name=text]")).await.ok()
        })
        .await;
    assert!(text.is_displayed().await.unwrap());
}

#[tokio::test]
async fn a_place_of_its_own_hides_the_link_that_it_holds() {
    let browser = start().await;
    leaves_the_page_alone(&browser, "marked", Opens::Form).await;
    visit(&browser, "marked").await;
    assert!(
        !browser.client().find(Locator::Id("plain")).await.unwrap().is_displayed().await.unwrap()
    );
    let inside = in_box(&browser, "return document.getElementById('place').contains(box);").await;
    assert_eq!(inside, true);
    form_works(&browser).await;
}
