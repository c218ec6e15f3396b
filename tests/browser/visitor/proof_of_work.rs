//! Proof of work instead of a CAPTCHA: visitors who send while the edge is flooded notice nothing.

use domain::intake::kind::Kind;
use rstest::rstest;
use serde_json::json;
use tests::{
    browser::{Browser, Visit, action, check, find},
    fixtures::complaint,
    website::Website,
    workerd::Workerd,
};

/// Script that counts the Workers that have found a proof.
const COUNT: &str = "window.workers = 0;
    window.Worker = class extends Worker {
        constructor(address) { super(address); this.addEventListener('message', () => window.workers += 1); }
    };";

#[rstest]
#[case::in_a_worker("worker-src blob:; require-trusted-types-for 'script'", 1)]
#[case::in_the_page("worker-src 'none'", 0)]
#[tokio::test]
async fn a_proof_is_found_and_handed_in_unseen(#[case] policy: &str, #[case] workers: u64) {
    let edge = Workerd::start(&["SOFT_LIMIT_SUBMISSIONS_PER_CLIENT:1"]).await;
    edge.visitor().submit(&complaint()).await;
    let (origin, entity) = (edge.origin(), complaint().entity);
    let page = format!(
        "<!doctype html><html lang=\"en\"><title>Ours</title><script src=\"{origin}/embed.js\" data-entity=\"{entity}\" async></script>"
    );
    let policy = format!(
        "default-src 'none'; script-src {origin} 'wasm-unsafe-eval'; connect-src {origin}; {policy}"
    );
    let website = Website::serve(&policy, &page).await;
    website.register_for(&entity, &edge.origin(), &edge.database()).await;
    let browser = Browser::start(Visit::default()).await;
    browser.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": COUNT })).await;
    browser.visit(website.origin()).await;
    browser
        .eventually("the box's button", async || {
            (find::count(&browser, "open").await > 0).then_some(())
        })
        .await;
    action::activate(&browser, "open").await;
    browser
        .eventually("the first step", async || {
            (find::count(&browser, "kind").await == 3).then_some(())
        })
        .await;
    action::choose(&browser, Kind::Complaint).await;
    action::say(&browser, "The lift is out of order.").await;
    action::go_on(&browser, "send").await;
    action::send(&browser).await;
    check::reference(&browser).await;
    assert_eq!(browser.script("return window.workers;", vec![]).await, workers);
    let loaded = "return performance.getEntriesByType('resource').filter((entry) => entry.name.endsWith('/proof.js')).length;";
    assert_eq!(browser.script(loaded, vec![]).await, 1, "the edge has asked for no proof");
    assert_eq!(edge.database().count("SELECT COUNT(*) AS n FROM participations"), 2);
}
