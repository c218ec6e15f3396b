//! Tests of the widget on awkward pages: it works there, and does not affect the page's users.
//!
//! Each file tests one kind of page; their shared steps are here. The pages themselves are in
//! `demo-site/src/any`.

mod fallback;
mod hostile;
mod keyboard;
mod navigation;
mod policy;
mod style;
mod tag;

use domain::intake::kind::Kind;
use fantoccini::Locator;
use serde_json::{Value, json};
use tests::{
    browser::{Browser, Visit, action, check, find},
    host, server,
};

/// Content that opens with the widget on a page.
#[derive(Clone, Copy, PartialEq)]
enum Opens {
    /// The form in a dialog of the page.
    Form,
    /// The form in a frame of the edge.
    Frame,
    /// A link to the form's own page.
    Link,
}

/// Events and states of a page: before the widget was opened, and after it was closed.
struct Life {
    heard: [Value; 2],
    states: [Value; 2],
}

fn address(name: &str) -> String {
    format!("{}/any/{name}", server::demo())
}

async fn start() -> Browser {
    let browser = Browser::start(Visit::default()).await;
    host::watch(&browser).await;
    browser
}

async fn box_is_there(browser: &Browser) {
    browser
        .eventually("the box's button", async || {
            (find::count(browser, "open").await > 0).then_some(())
        })
        .await;
}

/// Goes to a page, enters the framed page if it has one, and waits for the widget.
async fn visit(browser: &Browser, name: &str) {
    browser.visit(&address(name)).await;
    enter_page(browser).await;
    box_is_there(browser).await;
}

async fn enter_page(browser: &Browser) {
    if let Ok(frame) = browser.client().find(Locator::Id("inner")).await {
        frame.enter_frame().await.unwrap_or_else(|error| panic!("the framed page: {error}"));
    }
}

/// Runs a script that can use the first widget's shadow root as `root` and find its visible parts.
async fn in_box(browser: &Browser, script: &str) -> Value {
    let known = "const box = document.querySelector('sawtak-feedback'), root = box.shadowRoot;
        const part = (name) => [...root.querySelectorAll(`[part~=\"${name}\"]`)].find((part) => part.checkVisibility());";
    browser.script(&format!("{known} {script}"), vec![json!(server::edge())]).await
}

async fn has_opened(browser: &Browser, opens: Opens) -> bool {
    let seen = "(selector) => [...root.querySelectorAll(selector)].some((element) => element.checkVisibility())";
    match opens {
        Opens::Form => find::count(browser, "kind").await == 3,
        Opens::Frame => {
            in_box(browser, &format!("return ({seen})(`iframe[src^='${{arguments[0]}}/']`);")).await
                == true
        }
        Opens::Link => {
            in_box(browser, &format!("return ({seen})(`a[href^='${{arguments[0]}}/f/rta']`);"))
                .await
                == true
        }
    }
}

/// Opens the widget through the page's script API; where a page has two, the first.
async fn open(browser: &Browser, opens: Opens) {
    browser.script("window.sawtak.open({ entity: 'rta' });", vec![]).await;
    browser
        .eventually("the box to open", async || has_opened(browser, opens).await.then_some(()))
        .await;
}

async fn close(browser: &Browser) {
    browser.script("window.sawtak.close();", vec![]).await;
    closed(browser).await;
}

async fn closed(browser: &Browser) {
    browser
        .eventually("the box to close", async || {
            (find::count(browser, "dialog").await == 0).then_some(())
        })
        .await;
}

/// Uses a page as its users do. With Sawtak on it, opens and closes the widget in between.
async fn life(browser: &Browser, opens: Option<Opens>) -> Life {
    host::heard(browser).await;
    let heard_before = host::live(browser).await;
    let before = host::state(browser).await;
    host::settle(browser).await;
    if let Some(opens) = opens {
        let mut settled = host::state(browser).await;
        forgive(&mut settled, opens);
        open(browser, opens).await;
        close(browser).await;
        let mut returned = host::state(browser).await;
        forgive(&mut returned, opens);
        let differences = host::differences(&returned, &settled);
        assert!(differences.is_empty(), "after the box was closed, {}", differences.join("\n"));
    }
    host::heard(browser).await;
    let mut heard_after = host::live(browser).await;
    if opens == Some(Opens::Frame)
        && let Some(heard) = heard_after.as_array_mut()
    {
        // Message by which the frame reports that it has loaded, which may arrive late.
        heard.retain(|event| event != "message window");
    }
    let mut after = host::state(browser).await;
    if let Some(opens) = opens {
        forgive(&mut after, opens);
    }
    Life { heard: [heard_before, heard_after], states: [before, after] }
}

/// Removes violations of the page's policy that are unavoidable, because trying is the only way to
/// find out that the policy forbids a feature.
fn forgive(state: &mut Value, opens: Opens) {
    let Some(wrong) = state["wrong"].as_array_mut() else { return };
    let frame = format!("policy: frame-src {}", server::edge());
    wrong.retain(|fault| {
        let fault = fault.as_str().unwrap_or_default();
        let expected = (opens != Opens::Form && fault == "policy: script-src wasm-eval")
            || (opens == Opens::Link && fault.starts_with(&frame));
        !expected
    });
}

/// Asserts that events and state of the page are the same with and without Sawtak: before the
/// widget was opened, and after it was closed.
async fn leaves_the_page_alone(browser: &Browser, name: &str, opens: Opens) {
    browser.visit(&format!("{}?without", address(name))).await;
    enter_page(browser).await;
    let without = life(browser, None).await;
    visit(browser, name).await;
    let with = life(browser, Some(opens)).await;
    for (moment, index) in [("before the box was opened", 0), ("after the box was closed", 1)] {
        assert_eq!(
            with.heard[index], without.heard[index],
            "{moment}, the page hears something else"
        );
        let differences = host::differences(&with.states[index], &without.states[index]);
        assert!(differences.is_empty(), "{moment}, {}", differences.join("\n"));
    }
    if opens == Opens::Form {
        let errors = browser.errors().await;
        assert!(errors.is_empty(), "the console says {errors:#?}");
    }
    assert_eq!(with.states[0]["kept"], 0);
    assert_eq!(with.states[0]["cookies"], "");
}

/// Opens the form with the keyboard and waits until it goes on to the second step.
async fn form_works(browser: &Browser) {
    action::activate(browser, "open").await;
    browser
        .eventually("the first step", async || {
            (find::count(browser, "kind").await == 3).then_some(())
        })
        .await;
    action::choose(browser, Kind::Complaint).await;
}

async fn boxes(browser: &Browser) -> Value {
    let script = "return [...document.querySelectorAll('sawtak-feedback')]
        .filter((box) => box.shadowRoot?.querySelector('[part~=open]')?.checkVisibility()).length;";
    browser.script(script, vec![]).await
}

/// Completes the form from the second step and sends it.
async fn sends(browser: &Browser) {
    action::say(browser, "The lift is out of order.").await;
    action::go_on(browser, "send").await;
    action::send(browser).await;
    check::reference(browser).await;
}

async fn form_goes_on(browser: &Browser) {
    action::choose(browser, Kind::Complaint).await;
}
