//! Benchmark of the hardest proof of work.

use domain::intake::proof::Difficulty;
use serde_json::json;
use tests::browser::{Browser, Visit};

use super::SLOWER;

/// Script that solves a unique challenge of the same length as the edge's.
const PROVE: &str = "const [difficulty, mode, done] = arguments;
    (async () => {
        if (mode === 'page') window.Worker = undefined;
        const engine = location.origin + document.querySelector('.sawtak').dataset.engine;
        const { prove } = await import(new URL('proof.js', engine).href);
        const token = (crypto.randomUUID() + crypto.randomUUID()).slice(0, 59);
        const began = performance.now();
        await prove({ token, difficulty });
        done(performance.now() - began);
    })();";

/// Returns the milliseconds to solve it on this page of the edge, in a Worker or on the page's main
/// thread.
pub(super) async fn measure(address: &str, mode: &str) -> f64 {
    let browser = Browser::start(Visit::default()).await;
    browser.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": SLOWER })).await;
    browser.visit(address).await;
    let hardest = Difficulty::raised(u8::MAX).bits();
    let took = browser.client().execute_async(PROVE, vec![json!(hardest), json!(mode)]).await;
    took.ok().and_then(|took| took.as_f64()).expect("a proof is found")
}
