//! Benchmark of the console's opening in Chromium on a slow network: `open <rounds>`.
//!
//! It takes the edge's address from the environment, as tests do. It prints a line of JSON: the
//! milliseconds from the request for the page until anything is drawn, and until the cases of the
//! queue are there and can be opened; the bytes that were received by then; and the milliseconds
//! until the words of a case can be read that is opened by its address.

#![allow(clippy::expect_used, reason = "a measurement that cannot be taken has nothing to say")]

use serde_json::{Value, json};
use tests::{
    browser::{Browser, Engine, console},
    server,
};

/// Chromium's own "Slow 4G": latency in milliseconds, bytes in a second.
const LATENCY: f64 = 562.5;
const DOWN: u32 = 180_000;
const UP: u32 = 84_375;

/// Script that writes down when a case can first be opened, or read.
const WATCH: &str = "(() => {
    const look = () => {
        const row = document.querySelector('.cases [data-row], .case .said');
        if (row?.checkVisibility()) window[Symbol.for('usable')] = performance.now();
        else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
})();";

/// Script that returns times and bytes, once the queue is there.
const TOOK: &str = "const usable = window[Symbol.for('usable')];
    const [paint] = performance.getEntriesByName('first-contentful-paint');
    if (!usable || !paint) return null;
    const loaded = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
        .filter((entry) => entry.responseEnd > 0 && entry.responseEnd <= usable);
    return [paint.startTime, usable, loaded.reduce((sum, { transferSize }) => sum + transferSize, 0)];";

/// Script that returns the path of the first case in the list.
const ADDRESS: &str = "return document.querySelector('.cases [data-row]').pathname;";

const QUEUE: &str = "/console/cases?queue=all";

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let rounds: u32 =
        std::env::args().nth(1).and_then(|rounds| rounds.parse().ok()).expect("open <rounds>");
    let browser = Browser::start(Engine::Chromium).await;
    console::sign_in(&browser, "employee.rta", QUEUE).await;
    browser.devtools("Network.enable", json!({})).await;
    browser.devtools("Network.setCacheDisabled", json!({ "cacheDisabled": true })).await;
    browser
        .devtools(
            "Network.emulateNetworkConditions",
            json!({ "offline": false, "latency": LATENCY, "downloadThroughput": DOWN, "uploadThroughput": UP }),
        )
        .await;
    browser.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": WATCH })).await;
    let (mut frame, mut usable, mut bytes) = (Vec::new(), Vec::new(), Vec::new());
    let mut case = Vec::new();
    // The first round is a warm-up.
    for round in 0..=rounds {
        let queue = opened(&browser, QUEUE).await;
        let path = browser.script(ADDRESS, vec![]).await;
        let read = opened(&browser, path.as_str().expect("an address")).await;
        if round > 0 {
            let number = |took: &Value, place: usize| took[place].as_f64().expect("a number");
            frame.push(number(&queue, 0));
            usable.push(number(&queue, 1));
            bytes.push(number(&queue, 2));
            case.push(number(&read, 1));
        }
    }
    let measured = json!({ "frame": frame, "usable": usable, "bytes": bytes, "case": case });
    println!("{measured}");
}

/// Opens an address in an empty page, and returns what it took.
async fn opened(browser: &Browser, path: &str) -> Value {
    browser.visit("about:blank").await;
    browser.visit(&format!("{}{path}", server::edge())).await;
    browser
        .eventually(path, async || {
            let took = browser.script(TOOK, vec![]).await;
            took.is_array().then_some(took)
        })
        .await
}
