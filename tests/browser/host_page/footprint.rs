//! Resource use of the widget: nothing is loaded without interest, and nothing is leaked after
//! closing.

use domain::intake::kind::Kind;
use fantoccini::actions::{InputSource, MouseActions, PointerAction};
use serde_json::{Value, json};
use tests::{
    browser::{Browser, Microphone, Visit, action, check, find},
    host, server,
};

/// Number of times that the widget is opened and closed. `WARM_UP` rounds come first, until
/// one-time allocations are done.
const ROUNDS: u32 = 50;
const WARM_UP: u32 = 10;

/// Maximum heap growth per round in bytes, which the engine needs for data on repeated code.
const HEAP_FOR_A_ROUND: f64 = 400.0;

async fn start(visit: Visit) -> Browser {
    let browser = Browser::start(visit).await;
    host::watch(&browser).await;
    host::keep_count(&browser).await;
    browser.visit(&format!("{}/any/plain", server::demo())).await;
    browser
        .eventually("the box's button", async || {
            (find::count(&browser, "open").await > 0).then_some(())
        })
        .await;
    browser
}

/// Opens and closes the widget `rounds` times without pause.
async fn open_and_close(browser: &Browser, rounds: u32) {
    for _ in 0..rounds / 10 {
        repeat(browser, 10, "").await;
    }
}

/// Opens the widget, runs `inside` and closes the widget, `rounds` times in one script.
async fn repeat(browser: &Browser, rounds: u32, inside: &str) {
    let script = format!(
        "const done = arguments[arguments.length - 1];
        const root = document.querySelector('sawtak-feedback').shadowRoot;
        const parts = (part) => [...root.querySelectorAll(`[part~=${{part}}]`)].filter((element) => element.checkVisibility());
        const seen = (part) => parts(part).length;
        const until = (holds) => new Promise((resolve) => {{
            const look = () => holds() ? resolve() : requestAnimationFrame(look);
            look();
        }});
        (async () => {{
            for (let round = 0; round < arguments[0]; round++) {{
                sawtak.open();
                await until(() => seen('kind') === 3);
                {inside}
                sawtak.close();
                await until(() => seen('dialog') === 0);
            }}
            done(true);
        }})();"
    );
    let done = browser.client().execute_async(&script, vec![json!(rounds)]).await;
    assert!(matches!(done, Ok(Value::Bool(true))), "{done:?}");
}

/// Script that completes the form up to the reference number, on a device that isn't the visitor's:
/// a number that was kept would be there at the next opening.
const SEND: &str = "parts('kind')[1].click();
    parts('next')[0].click();
    await until(() => seen('text') === 1);
    if (!parts('shared')[0].checked) parts('shared')[0].click();
    parts('text')[0].value = 'The lift.';
    parts('text')[0].dispatchEvent(new Event('input', { bubbles: true }));
    parts('next')[0].click();
    await until(() => seen('send') === 1);
    parts('send')[0].click();
    await until(() => seen('reference') === 1);";

#[tokio::test]
async fn sending_and_opening_anew_leaves_nothing() {
    let browser = start(Visit::default()).await;
    repeat(&browser, 3, SEND).await;
    let before = held(&browser).await;
    println!("{before} before");
    repeat(&browser, 6, SEND).await;
    browser
        .eventually("all to go that the rounds have made", async || {
            let after = held(&browser).await;
            println!("{after} after");
            before
                .as_object()?
                .iter()
                .all(|(name, count)| after[name.as_str()].as_u64() <= count.as_u64())
                .then_some(())
        })
        .await;
}

#[tokio::test]
async fn a_recording_that_was_sent_is_let_go() {
    let browser = at_second_step().await;
    action::record(&browser, "record", "en", 1).await;
    let blobs = async || browser.script("return window[Symbol.for('kept')]().blobs;", vec![]).await;
    assert_ne!(blobs().await, 0, "there is nothing to listen to");
    action::go_on(&browser, "send").await;
    action::send(&browser).await;
    check::reference(&browser).await;
    browser.script("window.sawtak.close();", vec![]).await;
    browser.eventually("the recording to go", async || (blobs().await == 0).then_some(())).await;
}

/// Collects garbage and returns the counts of resources that the page holds.
async fn held(browser: &Browser) -> Value {
    for _ in 0..3 {
        browser.devtools("HeapProfiler.collectGarbage", json!({})).await;
    }
    let mut held = browser.script("return window[Symbol.for('kept')]();", vec![]).await;
    let counters = browser.devtools("Memory.getDOMCounters", json!({})).await;
    for counter in ["documents", "nodes", "jsEventListeners"] {
        held[counter] = counters[counter].clone();
    }
    held
}

async fn heap(browser: &Browser) -> f64 {
    let metrics = browser.devtools("Performance.getMetrics", json!({})).await;
    let metrics = metrics["metrics"].as_array().into_iter().flatten();
    let used = metrics
        .filter(|metric| metric["name"] == "JSHeapUsedSize")
        .find_map(|metric| metric["value"].as_f64());
    used.unwrap_or_else(|| panic!("Chromium says how large its heap is"))
}

#[tokio::test]
async fn fifty_times_open_and_close_leaves_nothing() {
    let browser = start(Visit::default()).await;
    browser.devtools("Performance.enable", json!({})).await;
    // The form works before the widget's Wasm has loaded; the widget's one-time allocations happen
    // in the rounds after that.
    open_and_close(&browser, WARM_UP).await;
    browser
        .eventually("the widget", async || {
            (held(&browser).await["wasm"].as_u64() > Some(0)).then_some(())
        })
        .await;
    open_and_close(&browser, WARM_UP).await;
    let (before, heap_before) = (held(&browser).await, heap(&browser).await);
    open_and_close(&browser, ROUNDS).await;
    // Requests to IndexedDB may still be pending.
    let after = browser
        .eventually("all to go that the rounds have made", async || {
            let after = held(&browser).await;
            let more: Vec<_> = before
                .as_object()?
                .iter()
                .filter(|(name, count)| {
                    // On a slow machine something that is made once may be made late. What each
                    // round leaves is there as often as there were rounds.
                    let allowed = count.as_u64().map(|count| count + u64::from(ROUNDS) / 10);
                    after[name.as_str()].as_u64() > allowed
                })
                .collect();
            println!("{more:?} before, {after} after");
            more.is_empty().then_some(after)
        })
        .await;
    let heap_after = heap(&browser).await;
    for name in ["timers", "frames", "blobs", "tracks", "sounds", "workers"] {
        assert_eq!(after[name], 0, "{name}");
    }
    let growth = (heap_after - heap_before) / f64::from(ROUNDS);
    println!("the heap: {heap_before}, then {heap_after}: {growth} bytes for each round; {after}");
    assert!(growth < HEAP_FOR_A_ROUND, "the heap grows by {growth} bytes each time");
    // Checks that a leak would be counted.
    browser
        .script("setInterval(() => {}, 1e6); addEventListener('never', () => document.body); document.body.append('');", vec![])
        .await;
    let leaked = held(&browser).await;
    for name in ["timers", "jsEventListeners", "nodes"] {
        assert!(leaked[name].as_u64() > after[name].as_u64(), "{name} are not counted: {leaked}");
    }
}

#[tokio::test]
async fn what_the_browser_collects_does_not_end_the_guidance() {
    let browser = start(Visit::default()).await;
    browser.visit(&format!("{}/f/rta?lang=en", server::edge())).await;
    browser
        .eventually("the widget", async || {
            (held(&browser).await["wasm"].as_u64() > Some(0)).then_some(())
        })
        .await;
    // Finalizers run a little later than garbage collection.
    for _ in 0..3 {
        held(&browser).await;
    }
    let go_on = "document.querySelector('[name=kind][value=complaint]').click(); document.querySelector('[part~=next]').click();";
    browser.script(go_on, vec![]).await;
    let step = async || {
        browser.script("return document.querySelector('.sawtak').dataset.step;", vec![]).await
    };
    browser.eventually("the second step", async || (step().await == "say").then_some(())).await;
}

#[tokio::test]
async fn a_recording_that_was_stopped_leaves_no_stream_when_the_box_is_closed() {
    let browser = at_second_step().await;
    action::record(&browser, "record", "en", 2).await;
    browser.script("window.sawtak.close();", vec![]).await;
    all_ends(&browser).await;
}

#[tokio::test]
async fn closing_the_box_ends_a_recording() {
    let browser = at_second_step().await;
    action::activate(&browser, "record").await;
    browser
        .eventually("the microphone to be on", async || {
            (running(&browser).await[0] > 0).then_some(())
        })
        .await;
    browser.script("window.sawtak.close();", vec![]).await;
    all_ends(&browser).await;
}

async fn at_second_step() -> Browser {
    let browser = start(Visit {
        microphone: Microphone::Hears("en", "The lift is out of order."),
        ..Visit::default()
    })
    .await;
    action::activate(&browser, "open").await;
    browser
        .eventually("the first step", async || {
            (find::count(&browser, "kind").await == 3).then_some(())
        })
        .await;
    action::choose(&browser, Kind::Complaint).await;
    browser
}

/// Returns the numbers of live microphone tracks, audio contexts, timers and animation frames.
async fn running(browser: &Browser) -> [u64; 4] {
    let resources = browser.script("return window[Symbol.for('kept')]();", vec![]).await;
    ["tracks", "sounds", "timers", "frames"]
        .map(|name| resources[name].as_u64().unwrap_or_default())
}

async fn all_ends(browser: &Browser) {
    browser
        .eventually("microphone, sound and timers to end", async || {
            (running(browser).await == [0; 4]).then_some(())
        })
        .await;
}

#[tokio::test]
async fn before_anyone_shows_interest_there_is_one_script_and_no_trace() {
    // The visitor saves data, so nothing is prefetched.
    let browser = Browser::start(Visit::default()).await;
    browser.devtools("Emulation.setDataSaverOverride", json!({ "dataSaverEnabled": true })).await;
    host::watch(&browser).await;
    host::keep_count(&browser).await;
    for page in [
        "/any/plain",
        "/any/body",
        "/any/late",
        "/any/marked",
        "/any/two",
        "/any/dark",
        "/rta/en",
        "/rta/ar",
        "/iacad/en",
        "/sawaid/en",
    ] {
        browser.visit(&format!("{}{page}", server::demo())).await;
        browser
            .eventually("the box's button", async || {
                (find::count(&browser, "open").await > 0).then_some(())
            })
            .await;
        let idle = "const done = arguments[arguments.length - 1]; requestIdleCallback(() => setTimeout(() => requestIdleCallback(() => done(true)), 1000));";
        browser.client().execute_async(idle, vec![]).await.unwrap();
        let loaded = "return performance.getEntriesByType('resource').map((entry) => entry.name).filter((name) => name.startsWith(arguments[0]));";
        assert_eq!(
            browser.script(loaded, vec![json!(server::edge())]).await,
            json!([format!("{}/embed.js", server::edge())]),
            "{page}"
        );
        assert_eq!(
            browser.script("return window[Symbol.for('host')].shifts;", vec![]).await,
            json!([]),
            "{page}"
        );
        let storage = "return [document.cookie, localStorage.length, sessionStorage.length];";
        assert_eq!(browser.script(storage, vec![]).await, json!(["", 0, 0]), "{page}");
        let databases = "const done = arguments[arguments.length - 1];
            Promise.all([indexedDB.databases(), caches.keys(), navigator.serviceWorker.getRegistrations()])
                .then((kept) => done(kept.map((list) => list.length)));";
        assert_eq!(
            browser.client().execute_async(databases, vec![]).await.unwrap(),
            json!([0, 0, 0]),
            "{page}"
        );
    }
}

/// Tests the causes of a prefetch one at a time; `idle` means that the widget is in view and
/// nothing else happens.
#[tokio::test]
async fn an_idle_page_fetches_the_first_question_and_interest_the_rest_but_not_to_save_data() {
    for (interest, link) in [("idle", "usual"), ("pointer", "metered"), ("focus", "metered")] {
        let browser = Browser::start(Visit { network: true, ..Visit::default() }).await;
        browser
            .devtools(
                "Emulation.setDataSaverOverride",
                json!({ "dataSaverEnabled": link == "metered" }),
            )
            .await;
        browser.visit(&format!("{}/any/plain", server::demo())).await;
        browser
            .eventually("the box's button", async || {
                (find::count(&browser, "open").await > 0).then_some(())
            })
            .await;
        let fetched = "return performance.getEntriesByType('resource').filter((entry) => !entry.name.endsWith('/embed.js')).length;";
        if link != "usual" {
            tokio::time::sleep(std::time::Duration::from_secs(2)).await;
            assert_eq!(browser.script(fetched, vec![]).await, 0, "before any interest");
        }
        match interest {
            "pointer" => {
                point(&browser, (10.0, 10.0)).await;
                tokio::time::sleep(std::time::Duration::from_secs(1)).await;
                assert_eq!(browser.script(fetched, vec![]).await, 0, "the pointer is far away");
                point(&browser, beside_the_button(&browser).await).await;
            }
            "focus" => action::tab_to(&browser, "open").await,
            _ => {}
        }
        browser
            .eventually(&format!("a fetch upon {interest}"), async || {
                (browser.script(fetched, vec![]).await.as_u64() > Some(0)).then_some(())
            })
            .await;
        if interest == "idle" {
            // An idle page fetches only the first question.
            tokio::time::sleep(std::time::Duration::from_secs(2)).await;
            assert_eq!(fetched_ahead(&browser).await, ["/embed/rta/first"]);
            point(&browser, beside_the_button(&browser).await).await;
        }
        fetched_to_the_end(&browser).await;
        if interest == "idle" {
            // A prefetch must not delay the page's own requests.
            assert_eq!(urgent(&browser).await, Vec::<String>::new());
        }
    }
}

/// Returns the paths of all requests to the edge, the loader's aside.
async fn fetched_ahead(browser: &Browser) -> Vec<String> {
    let paths = "return performance.getEntriesByType('resource').map((entry) => new URL(entry.name))
        .filter((url) => url.origin === arguments[0] && url.pathname !== '/embed.js').map((url) => url.pathname);";
    let paths = browser.script(paths, vec![json!(server::edge())]).await;
    serde_json::from_value(paths).unwrap()
}

/// Returns a place near the button, but not on it.
async fn beside_the_button(browser: &Browser) -> (f64, f64) {
    let near = "const { x, y } = document.querySelector('sawtak-feedback').shadowRoot.querySelector('[part~=open]')
        .getBoundingClientRect(); return [x - 80, y - 80];";
    let near = browser.script(near, vec![]).await;
    (near[0].as_f64().unwrap(), near[1].as_f64().unwrap())
}

async fn point(browser: &Browser, (x, y): (f64, f64)) {
    let pointer =
        MouseActions::new("mouse".to_owned()).then(PointerAction::MoveTo { duration: None, x, y });
    browser.client().perform_actions(pointer).await.unwrap();
}

#[tokio::test]
async fn a_pointer_that_comes_again_and_again_fetches_once() {
    let browser = start(Visit::default()).await;
    let near = beside_the_button(&browser).await;
    for _ in 0..3 {
        point(&browser, near).await;
        point(&browser, (near.0 + 100.0, near.1 + 100.0)).await;
        point(&browser, (10.0, 10.0)).await;
    }
    fetched_to_the_end(&browser).await;
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    let documents = "return performance.getEntriesByType('resource').filter((entry) => entry.name.includes('/first')).length;";
    // Once over the network, and once from the browser's cache to be parsed.
    assert!(browser.script(documents, vec![]).await.as_u64() <= Some(2));
}

/// Waits until the questions after the first are fetched, which come last.
async fn fetched_to_the_end(browser: &Browser) {
    let rest = "return performance.getEntriesByType('resource').filter((entry) => entry.name.includes('/rest')).length;";
    browser
        .eventually("the rest of the form", async || {
            (browser.script(rest, vec![]).await.as_u64() > Some(0)).then_some(())
        })
        .await;
}

/// Returns the requests to the edge, except for the loader, with more than low priority. Requests
/// served from the browser's cache are left out, as they delay nothing.
async fn urgent(browser: &Browser) -> Vec<String> {
    let events = browser.network().await;
    let is_at_hand = |id: &Value| {
        events.iter().any(|event| {
            event["params"]["requestId"] == *id
                && event["params"]["response"]["fromDiskCache"] == true
        })
    };
    let sent = events.iter().filter(|event| {
        event["method"] == "Network.requestWillBeSent" && !is_at_hand(&event["params"]["requestId"])
    });
    let requests = sent.map(|event| event["params"]["request"].clone()).filter(|request| {
        let address = request["url"].as_str().unwrap_or_default();
        address.starts_with(&server::edge()) && !address.ends_with("/embed.js")
    });
    let urgent = requests
        .filter(|request| !matches!(request["initialPriority"].as_str(), Some("Low" | "VeryLow")));
    urgent
        .map(|request| format!("{} at priority {}", request["url"], request["initialPriority"]))
        .collect()
}

#[tokio::test]
async fn what_is_chosen_before_the_widget_has_come_stays() {
    let browser = Browser::start(Visit::default()).await;
    browser.devtools("Network.enable", json!({})).await;
    let slow = json!({ "offline": false, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 94_000 });
    browser.visit(&format!("{}/any/plain", server::demo())).await;
    browser
        .eventually("the box's button", async || {
            (find::count(&browser, "open").await > 0).then_some(())
        })
        .await;
    browser.devtools("Network.emulateNetworkConditions", slow).await;
    // Chooses the second of the three kinds as soon as it is visible.
    let choose = "const done = arguments[arguments.length - 1];
        const root = document.querySelector('sawtak-feedback').shadowRoot;
        const look = () => {
            const kinds = [...root.querySelectorAll('[part~=kind]')].filter((kind) => kind.checkVisibility());
            if (kinds.length < 3) return requestAnimationFrame(look);
            kinds[1].click();
            done(kinds[1].value);
        };
        window.sawtak.open();
        look();";
    let chosen = browser.client().execute_async(choose, vec![]).await.unwrap();
    // Retried, because the button works only once the widget has started.
    browser
        .eventually("the second step", async || {
            let next = "document.querySelector('sawtak-feedback').shadowRoot.querySelector('[part~=next]')?.click();";
            browser.script(next, vec![]).await;
            (find::count(&browser, "text").await > 0).then_some(())
        })
        .await;
    let checked = "return document.querySelector('sawtak-feedback').shadowRoot.querySelector('[part~=kind]:checked')?.value;";
    assert_eq!(browser.script(checked, vec![]).await, chosen);
}
