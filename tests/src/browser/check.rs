//! What a person sees, and what the host page's people see.

use domain::reference::Reference;

use super::{Browser, find};
use crate::server;

/// The step that has this part has come, and its heading has taken the focus, so that whoever cannot see it is told.
pub async fn arrives_at(browser: &Browser, part: &str) {
    browser
        .eventually(&format!("the step with `{part}`"), async || {
            let shows = find::count(browser, part).await > 0;
            (shows && find::focus(browser).await.tag == "h2").then_some(())
        })
        .await;
}

/// The reference number that the box shows at the end.
pub async fn reference(browser: &Browser) -> Reference {
    let shown = browser
        .eventually("a reference number", async || {
            let failure = find::text(browser, "error").await;
            assert_eq!(failure, None, "the box finds fault instead");
            find::text(browser, "reference").await.filter(|text| !text.is_empty())
        })
        .await;
    arrives_at(browser, "reference").await;
    Reference::parse(&shown).unwrap_or_else(|error| panic!("`{shown}`: {error}"))
}

/// Nothing went wrong in the page as far as the browser knows, and its Content-Security-Policy had nothing to refuse.
pub async fn host_page_is_clean(browser: &Browser) {
    let errors: Vec<_> = browser.console().await.into_iter().filter(|entry| entry["level"] == "SEVERE").collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let reports = reqwest::get(format!("{}/csp-report", server::demo())).await.expect("the demo site answers");
    assert_eq!(reports.text().await.expect("its reports"), "[]");
}
