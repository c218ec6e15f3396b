//! Benchmark of the console's response to clicks in Chromium: `click <rounds>`.
//!
//! It takes the edge's address from the environment, as tests do. It prints a line of JSON: the
//! milliseconds from each click until a queue, search results and a case are drawn.

#![allow(clippy::expect_used, reason = "a measurement that cannot be taken has nothing to say")]

use serde_json::json;
use tests::browser::{Browser, Engine, console};

/// Script that measures the time from the next click until an element matching the selector is
/// drawn.
const WATCH: &str = "const [selector] = arguments, seen = (window[Symbol.for('click')] = {});
    addEventListener('click', (event) => (seen.from = event.timeStamp), { capture: true, once: true });
    const observer = new MutationObserver(() => {
        if (!document.querySelector(selector)) return;
        observer.disconnect();
        requestAnimationFrame(() => setTimeout(() => (seen.until = performance.now())));
    });
    observer.observe(document.body, { attributes: true, childList: true, subtree: true });";

/// Script that returns the measured time.
const TOOK: &str = "const { from, until } = window[Symbol.for('click')]; return until - from;";

/// Script that fills the search field with two words of a listed text: some are common, most are
/// rare.
const ASK: &str =
    "const texts = document.querySelectorAll('.excerpt'), text = texts[arguments[0] % texts.length].innerText.split(' ');
    document.querySelector('[type=search]').value = `${text[1]} ${text[4]}`;";

const ALL: &str = "/console/cases?queue=all";
const MINE: &str = "/console/cases?queue=mine";

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let rounds: u32 =
        std::env::args().nth(1).and_then(|rounds| rounds.parse().ok()).expect("click <rounds>");
    let browser = Browser::start(Engine::Chromium).await;
    console::sign_in(&browser, "employee.rta", MINE).await;
    // An unchanged case would otherwise come from the HTTP cache.
    browser.devtools("Network.enable", json!({})).await;
    browser.devtools("Network.setCacheDisabled", json!({ "cacheDisabled": true })).await;
    let (mut queue, mut search, mut case) = (Vec::new(), Vec::new(), Vec::new());
    // The first round is a warm-up.
    for round in 0..=rounds {
        console::go(&browser, MINE).await;
        queue.push(
            click(
                &browser,
                "[data-queue=all]",
                ".desk:has([data-queue=all][aria-current]) tbody tr",
            )
            .await,
        );
        browser.script(ASK, vec![json!(round)]).await;
        search.push(click(&browser, ".filters button.main", ".cases mark").await);
        console::go(&browser, ALL).await;
        case.push(click(&browser, "[data-row]", ".case .said").await);
    }
    println!("{}", json!({ "queue": queue[1..], "search": search[1..], "case": case[1..] }));
}

/// Clicks an element and returns the milliseconds until another one is drawn.
async fn click(browser: &Browser, on: &str, shows: &str) -> f64 {
    console::shows(browser, on).await;
    browser.script(WATCH, vec![json!(shows)]).await;
    console::press(browser, on).await;
    browser.eventually(shows, async || browser.script(TOOK, vec![]).await.as_f64()).await
}
