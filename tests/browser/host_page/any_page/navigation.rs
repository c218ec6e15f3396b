//! Single-page sites and the back-forward cache.

use serde_json::json;
use tests::host;

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

#[tokio::test]
async fn the_page_stays_in_the_back_forward_cache() {
    let browser = start().await;
    for (page, opened) in [("plain?without", false), ("plain", false), ("plain", true)] {
        browser.visit(&address(page)).await;
        if !page.ends_with("without") {
            box_is_there(&browser).await;
        }
        if opened {
            open(&browser, Opens::Form).await;
            close(&browser).await;
        }
        browser.script("window.mark = 'here before';", vec![]).await;
        browser.visit(&address("body?without")).await;
        browser.client().back().await.unwrap();
        let why = browser
            .script("return JSON.stringify(performance.getEntriesByType('navigation')[0].notRestoredReasons);", vec![])
            .await;
        let mark = browser.script("return window.mark;", vec![]).await;
        assert_eq!(mark, "here before", "{page}, opened: {opened}: {why}");
    }
    box_is_there(&browser).await;
    open(&browser, Opens::Form).await;
}
