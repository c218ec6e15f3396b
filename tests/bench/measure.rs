//! Benchmark of one widget's loading: `measure <name> <address> cold|warm|idle`, with a slow
//! network and a slow processor. It prints a line of JSON.
//!
//! - Cold: the visitor clicks without prior interest. The browser asks to save data, so nothing is
//!   prefetched.
//! - Warm: the pointer rests on the widget's button until the prefetch has ended.
//! - Idle: no visitor acts. The widget's button is in view until no more data is fetched.
//!
//! `cargo xtask bench widget` starts this program and decides the number of runs.
//!
//! `measure proof <address> page|worker` measures the hardest proof of work that the edge asks for
//! in a flood, on that page of the edge.

#![allow(clippy::expect_used, reason = "a measurement that cannot be taken has nothing to say")]

use std::{collections::BTreeMap, time::Duration};

use fantoccini::actions::{InputSource, MOUSE_BUTTON_LEFT, MouseActions, PointerAction};
use serde_json::{Value, json};
use tests::browser::{Browser, Visit};
use tokio::time::sleep;

mod proof;

const PROBE: &str = include_str!("probe.js");

/// Factor by which the processor is slowed down.
const SLOWER: u32 = 4;

/// Number of checks without network traffic after which loading is complete.
const QUIET: u32 = 4;
const LOOK: Duration = Duration::from_millis(500);

/// Returns the selectors of a widget's trigger, of its dialog and of its first field.
fn selectors(name: &str) -> Value {
    match name {
        "sawtak" => {
            json!({ "trigger": "[part~=open]", "frame": "[part~=dialog]", "field": "[part~=dialog] [name=kind]" })
        }
        "sentry" | "sentry-lean" => {
            json!({ "trigger": ".widget__actor", "frame": ".dialog", "field": ".dialog input, .dialog textarea" })
        }
        "posthog" => json!({
            "trigger": ".ph-survey-widget-tab", "frame": ".survey-form, .survey-container", "field": "textarea, .survey-form input",
        }),
        "floor" => {
            json!({ "trigger": ".fb-open", "frame": "dialog.fb", "field": "dialog.fb select" })
        }
        _ => json!({ "trigger": "h1", "frame": "nothing", "field": "nothing" }),
    }
}

#[tokio::main]
async fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [name, address, mode] = &words[..] else { panic!("measure <name> <address> <mode>") };
    if name == "proof" {
        println!("{}", json!({ "proof": proof::measure(address, mode).await }));
        return;
    }
    let browser = Browser::start(Visit { network: true, ..Visit::default() }).await;
    slow_down(&browser, mode == "cold").await;
    let probe = PROBE.replace("WIDGET", &selectors(name).to_string());
    browser.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": probe })).await;
    browser.network().await;
    browser.visit(address).await;
    let mut traffic = Traffic::default();
    browser.eventually("the trigger", async || seen(&browser).await["trigger"].as_f64()).await;
    settle(&browser, &mut traffic).await;
    let before = (traffic.requests(), traffic.bytes_until(f64::INFINITY));
    if name == "page" || mode == "idle" {
        let seen = seen(&browser).await;
        println!(
            "{}",
            json!({
                "requests": before.0,
                "bytes": before.1,
                "blocked": blocked(&seen, f64::INFINITY),
                "shift": shifted(&seen, 0.0, f64::INFINITY),
            })
        );
        return;
    }
    let place = browser.script("return window[Symbol.for('probe')].place();", vec![]).await;
    let trigger = (place[0].as_f64().expect("a place"), place[1].as_f64().expect("a place"));
    if mode == "warm" {
        point(&browser, trigger, false).await;
        settle(&browser, &mut traffic).await;
    }
    point(&browser, trigger, true).await;
    let seen = async || seen(&browser).await;
    browser.eventually("the first field", async || seen().await["field"].as_f64()).await;
    settle(&browser, &mut traffic).await;
    let seen = seen().await;
    let time = |member: &str| seen[member].as_f64().expect("it was seen");
    let field = traffic.clock(time("origin") + time("field"));
    println!(
        "{}",
        json!({
            "requests": before.0,
            "bytes": before.1,
            "blocked": blocked(&seen, time("clicked")),
            "shift": shifted(&seen, 0.0, time("clicked")),
            "shift_after": shifted(&seen, time("clicked"), f64::INFINITY),
            "trigger": time("trigger"),
            "frame": time("frame") - time("clicked"),
            "field": time("field") - time("clicked"),
            "more": traffic.bytes_until(field) - before.1,
            "all": traffic.bytes_until(f64::INFINITY) - before.1,
        })
    );
}

async fn slow_down(browser: &Browser, saves_data: bool) {
    browser.devtools("Network.enable", json!({})).await;
    let slow = json!({ "offline": false, "latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8 });
    browser.devtools("Network.emulateNetworkConditions", slow).await;
    browser.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": SLOWER })).await;
    browser
        .devtools("Emulation.setDataSaverOverride", json!({ "dataSaverEnabled": saves_data }))
        .await;
}

/// Moves the pointer to a place and optionally clicks.
async fn point(browser: &Browser, (x, y): (f64, f64), click: bool) {
    let button = MOUSE_BUTTON_LEFT;
    let mut actions =
        MouseActions::new("mouse".to_owned()).then(PointerAction::MoveTo { duration: None, x, y });
    if click {
        actions = actions.then(PointerAction::Down { button }).then(PointerAction::Up { button });
    }
    browser.client().perform_actions(actions).await.expect("the pointer moves");
}

async fn seen(browser: &Browser) -> Value {
    browser.script("return window[Symbol.for('probe')].seen();", vec![]).await
}

/// Waits until network traffic has ended.
async fn settle(browser: &Browser, traffic: &mut Traffic) {
    let mut quiet = 0;
    while quiet < QUIET {
        sleep(LOOK).await;
        quiet = if traffic.hear(browser.network().await) { 0 } else { quiet + 1 };
    }
}

/// Returns the blocking time before `until` in milliseconds: the part of each long task beyond 50
/// ms.
fn blocked(seen: &Value, until: f64) -> f64 {
    timed(&seen["tasks"])
        .filter(|task| task.0 < until)
        .map(|task| task.1 - 50.0)
        .fold(0.0, |sum, blocked| sum + blocked)
}

/// Returns the sum of layout shifts between two times.
fn shifted(seen: &Value, from: f64, until: f64) -> f64 {
    timed(&seen["shifts"])
        .filter(|shift| (from..until).contains(&shift.0))
        .map(|shift| shift.1)
        .fold(0.0, |sum, shift| sum + shift)
}

/// Returns recorded entries as pairs of time and value.
fn timed(entries: &Value) -> impl Iterator<Item = (f64, f64)> {
    entries
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|entry| Some((entry[0].as_f64()?, entry[1].as_f64()?)))
}

/// Network traffic of the widget: all requests except the page itself.
#[derive(Default)]
struct Traffic {
    /// Offset in seconds from the network's clock to the wall clock, taken at the request for the
    /// page.
    page: Option<f64>,
    requests: BTreeMap<String, Request>,
}

#[derive(Default)]
struct Request {
    /// Pairs of time and number of bytes received.
    pieces: Vec<(f64, f64)>,
    /// Time of completion and total number of bytes.
    end: Option<(f64, f64)>,
}

impl Traffic {
    /// Records network events and returns whether any of them belongs to the widget's requests.
    fn hear(&mut self, events: Vec<Value>) -> bool {
        let mut heard = false;
        for event in events {
            let (method, what) = (event["method"].as_str().unwrap_or_default(), &event["params"]);
            let id = what["requestId"].as_str().unwrap_or_default().to_owned();
            let time = what["timestamp"].as_f64().unwrap_or_default();
            if method == "Network.requestWillBeSent" {
                let address = what["request"]["url"].as_str().unwrap_or_default();
                if self.page.is_none() && what["type"] == "Document" {
                    self.page = Some(what["wallTime"].as_f64().unwrap_or_default() - time);
                } else if address.starts_with("http") {
                    self.requests.entry(id.clone()).or_default();
                }
            }
            let Some(request) = self.requests.get_mut(&id) else { continue };
            heard = true;
            match method {
                "Network.responseReceived" => {
                    request.pieces.push((
                        time,
                        what["response"]["encodedDataLength"].as_f64().unwrap_or_default(),
                    ));
                }
                "Network.dataReceived" => request
                    .pieces
                    .push((time, what["encodedDataLength"].as_f64().unwrap_or_default())),
                "Network.loadingFinished" => {
                    request.end =
                        Some((time, what["encodedDataLength"].as_f64().unwrap_or_default()));
                }
                _ => {}
            }
        }
        heard
    }

    fn requests(&self) -> usize {
        self.requests.len()
    }

    /// Returns the number of bytes received by a time of the network's clock, headers included.
    fn bytes_until(&self, until: f64) -> f64 {
        let of = |request: &Request| match request.end {
            Some((time, bytes)) if time <= until => bytes,
            _ => request.pieces.iter().filter(|piece| piece.0 <= until).map(|piece| piece.1).sum(),
        };
        self.requests.values().map(of).fold(0.0, |sum, bytes| sum + bytes)
    }

    /// Converts a time of the page's clock in milliseconds to the network's clock in seconds.
    fn clock(&self, page: f64) -> f64 {
        let ahead = self.page.expect("the page was asked for");
        page / 1000.0 - ahead
    }
}
