//! Single-page sites and the back-forward cache.

use serde_json::json;
use tests::{browser::Browser, host};

use super::{
    Opens, address, box_is_there, boxes, close, form_works, leaves_the_page_alone, open, start,
    visit,
};

#[tokio::test]
async fn a_single_page_site_that_swaps_its_body_keeps_a_working_box() {
    let browser = start().await;
    leaves_the_page_alone(&browser, "single-page", Opens::Form).await;
    visit(&browser, "single-page").await;
    for _ in 0..2 {
        host::click(&browser, "swap").await;
        browser.eventually("one box", async || (boxes(&browser).await == 1).then_some(())).await;
        open(&browser, Opens::Form).await;
        close(&browser).await;
    }
    form_works(&browser).await;
    assert_eq!(host::state(&browser).await["wrong"], json!([]));
}

#[tokio::test]
async fn the_box_comes_back_beside_what_a_single_page_site_swaps() {
    let browser = start().await;
    leaves_the_page_alone(&browser, "single-page-beside", Opens::Form).await;
    visit(&browser, "single-page-beside").await;
    for _ in 0..2 {
        host::click(&browser, "swap").await;
        let beside =
            "return document.getElementById('meter').nextElementSibling?.shadowRoot != null;";
        browser
            .eventually("the box beside the meter", async || {
                (browser.script(beside, vec![]).await == true).then_some(())
            })
            .await;
        assert_eq!(boxes(&browser).await, 1);
        open(&browser, Opens::Form).await;
        close(&browser).await;
    }
    form_works(&browser).await;
}

/// Attempts to come back to a page that the browser dropped for a reason of its own.
const ATTEMPTS: usize = 3;

#[tokio::test]
async fn the_page_stays_in_the_back_forward_cache() {
    let browser = start().await;
    for (page, opened) in [("plain?without", false), ("plain", false), ("plain", true)] {
        let mut reasons = Vec::new();
        while let Err(reason) = come_back(&browser, page, opened).await {
            // "masked" stands for the browser's own affairs, such as memory or a slow machine. A
            // page that can't be kept is dropped each time.
            let is_the_browsers = reason == "masked";
            reasons.push(reason);
            let may_try = is_the_browsers && reasons.len() < ATTEMPTS;
            assert!(may_try, "{page}, opened: {opened}: {reasons:?}");
        }
    }
    box_is_there(&browser).await;
    open(&browser, Opens::Form).await;
}

/// Leaves a page and goes back to it. Fails with the browser's reasons if the page was loaded
/// anew.
async fn come_back(browser: &Browser, page: &str, opened: bool) -> Result<(), String> {
    browser.visit(&address(page)).await;
    if !page.ends_with("without") {
        box_is_there(browser).await;
    }
    if opened {
        open(browser, Opens::Form).await;
        close(browser).await;
    }
    browser.script("window.mark = 'here before';", vec![]).await;
    browser.visit(&address("body?without")).await;
    browser.client().back().await.unwrap();
    if browser.script("return window.mark ?? null;", vec![]).await == "here before" {
        return Ok(());
    }
    let why = "const why = performance.getEntriesByType('navigation')[0].notRestoredReasons;
               return why?.reasons.map(({ reason }) => reason).join() ?? 'none told';";
    Err(browser.script(why, vec![]).await.as_str().unwrap_or("none told").to_owned())
}
