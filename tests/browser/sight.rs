//! Visual adaptations of the widget: zoom, text spacing, contrast, forced colours, reduced motion
//! and accent colours.

use rstest::rstest;
use serde_json::{Value, json};
use tests::browser::{Browser, Engine, action, checkers, find, sight, tour};

/// Script that applies the text spacing of WCAG 1.4.12.
const SPACED: &str = "const sheet = new CSSStyleSheet();
    sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-block-end: 2em !important }');
    const { shadowRoot } = document.querySelector('sawtak-feedback');
    if (!shadowRoot.spaced) shadowRoot.adoptedStyleSheets = [...shadowRoot.adoptedStyleSheets, (shadowRoot.spaced = sheet)];";

/// Accent colours: light, dark, saturated and dull ones, and some on which black and white have
/// about equal contrast.
const ACCENTS: [&str; 14] = [
    "#000",
    "#fff",
    "#0b6b5b",
    "#ffb35c",
    "#f00",
    "#00f",
    "#0f0",
    "#ff0",
    "#f0f",
    "#777",
    "#757575",
    "#767676",
    "rebeccapurple",
    "#8a6d3b",
];

async fn screen(browser: &Browser, width: u32, height: u32) {
    let screen =
        json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
    browser.devtools("Emulation.setDeviceMetricsOverride", screen).await;
}

async fn prefer(browser: &Browser, name: &str, value: &str) {
    browser
        .devtools(
            "Emulation.setEmulatedMedia",
            json!({ "features": [{ "name": name, "value": value }] }),
        )
        .await;
}

/// Takes the tour and asserts that no state has findings of these kinds, after running `prepare` in
/// it.
async fn nothing_is_found(browser: &Browser, language: &str, kinds: &[&str], prepare: &str) {
    let found = std::cell::RefCell::new(Vec::new());
    tour::through(browser, &format!("/rta/{language}"), language, async |state| {
        browser.script(prepare, vec![]).await;
        let findings = sight::findings(browser, kinds).await.into_iter();
        found.borrow_mut().extend(findings.map(|finding| format!("{state}: {finding}")));
    })
    .await;
    let found = found.take();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Tests a screen of 1280 by 1024 pixels at 400 % zoom.
#[rstest]
#[tokio::test]
async fn enlarged_four_times_all_can_be_read_and_pressed(#[values("en", "ar")] language: &str) {
    let browser = Browser::start(Engine::Chromium).await;
    screen(&browser, 320, 256).await;
    nothing_is_found(&browser, language, &["small", "misnamed", "cut"], "").await;
}

#[tokio::test]
async fn texts_that_are_spaced_out_are_not_cut_off() {
    let browser = Browser::start(Engine::Chromium).await;
    screen(&browser, 320, 640).await;
    nothing_is_found(&browser, "en", &["cut", "small"], SPACED).await;
}

#[rstest]
#[tokio::test]
async fn every_text_stands_out(#[values("light", "dark")] scheme: &str) {
    let browser = Browser::start(Engine::Chromium).await;
    checkers::prefer(&browser, scheme).await;
    nothing_is_found(&browser, "en", &["faint"], "").await;
}

#[tokio::test]
async fn nothing_moves_for_whoever_wants_no_motion() {
    let browser = Browser::start(Engine::Chromium).await;
    // So slow that a busy machine sees it move as well.
    browser.devtools("Animation.enable", json!({})).await;
    browser.devtools("Animation.setPlaybackRate", json!({ "playbackRate": 0.001 })).await;
    action::open_box(&browser, "/rta/en").await;
    let moving = sight::findings(&browser, &["moving"]).await;
    assert!(!moving.is_empty(), "nothing moves for anyone: the test sees nothing");
    prefer(&browser, "prefers-reduced-motion", "reduce").await;
    nothing_is_found(&browser, "en", &["moving"], "").await;
}

#[rstest]
#[tokio::test]
async fn whatever_the_accent_is_the_text_on_it_can_be_read(
    #[values("light", "dark")] scheme: &str,
) {
    let browser = Browser::start(Engine::Chromium).await;
    // Reduced motion, so that colours change without a transition.
    let still = json!({ "name": "prefers-reduced-motion", "value": "reduce" });
    browser.devtools("Emulation.setEmulatedMedia", json!({ "features": [still] })).await;
    // The box is as light or dark as the page.
    let dress = format!("document.documentElement.style.colorScheme = '{scheme}';");
    browser.before_each_page(&dress).await;
    action::open_box(&browser, "/rta/en").await;
    for accent in ACCENTS {
        let dress = "document.querySelector('sawtak-feedback').style.setProperty('--accent', arguments[0]);";
        browser.script(dress, vec![json!(accent)]).await;
        assert_eq!(sight::findings(&browser, &["faint"]).await, Vec::<String>::new(), "{accent}");
    }
}

/// Tests forced colours: the choice must be marked by more than colour, and buttons must have an
/// edge.
#[tokio::test]
async fn in_forced_colours_buttons_have_an_edge_and_the_choice_shows() {
    let browser = Browser::start(Engine::Chromium).await;
    prefer(&browser, "forced-colors", "active").await;
    action::open_box(&browser, "/rta/en").await;
    let edges = "const root = document.querySelector('sawtak-feedback').shadowRoot;
        return [...root.querySelectorAll('[part~=open], [part~=next]')].map((button) => {
            const { borderTopStyle, borderTopColor, backgroundColor } = getComputedStyle(button);
            return borderTopStyle === 'solid' && borderTopColor !== backgroundColor;
        });";
    assert_eq!(browser.script(edges, vec![]).await, json!([true, true]));
    let outlined = "const root = document.querySelector('sawtak-feedback').shadowRoot;
        return [...root.querySelectorAll('.choice')].map((choice) => getComputedStyle(choice).outlineStyle === 'solid');";
    action::tab_to(&browser, "kind").await;
    action::press(&browser, &[fantoccini::key::Key::Space]).await;
    action::tab_to(&browser, "next").await;
    assert_eq!(browser.script(outlined, vec![]).await, json!([true, false, false]));
}

#[tokio::test]
async fn the_forms_own_links_look_as_links() {
    let browser = Browser::start(Engine::Chromium).await;
    action::open_box(&browser, "/rta/en").await;
    let look =
        "const link = document.querySelector('sawtak-feedback').shadowRoot.querySelector('form a');
        return getComputedStyle(link).backgroundColor;";
    assert_eq!(browser.script(look, vec![]).await, "rgba(0, 0, 0, 0)");
}

#[tokio::test]
async fn the_link_that_stands_in_for_the_form_can_be_pressed() {
    let browser = Browser::start(Engine::Chromium).await;
    browser.devtools("Network.enable", json!({})).await;
    browser.devtools("Network.setBlockedURLs", json!({ "urls": ["*/embed/rta/*"] })).await;
    browser.visit(&format!("{}/any/plain", tests::server::demo())).await;
    browser
        .eventually("the box's button", async || {
            (find::count(&browser, "open").await > 0).then_some(())
        })
        .await;
    action::activate(&browser, "open").await;
    let link = "return document.querySelector('sawtak-feedback').shadowRoot.querySelector('dialog a')?.innerText ?? null;";
    browser
        .eventually("the link", async || {
            (browser.script(link, vec![]).await != Value::Null).then_some(())
        })
        .await;
    // The box comes in from the side: what is cut off then isn't when it has come.
    let is_still = async || sight::findings(&browser, &["moving"]).await.is_empty().then_some(());
    browser.eventually("the box to be at rest", is_still).await;
    assert_eq!(
        sight::findings(&browser, &["small", "misnamed", "cut", "faint"]).await,
        Vec::<String>::new()
    );
}
