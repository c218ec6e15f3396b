//! The box on awkward pages: it works there, and the page's people don't notice it until they want to.

use domain::intake::kind::Kind;
use fantoccini::{Locator, key::Key};
use serde_json::{Value, json};
use tests::{
    browser::{Browser, Visit, action, check, find},
    host, server, words,
};

/// What opens on a page.
#[derive(Clone, Copy, PartialEq)]
enum Opens {
    /// The form, in a dialog of the page.
    Form,
    /// The form in a frame of the edge's.
    Frame,
    /// A link to the form's own page.
    Link,
}

/// How a page stood, and what it heard, before the box was opened and after it was closed.
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

/// Goes to a page and waits for the box on it; where another page is framed in it, into the frame.
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

/// A script that knows the first box's shadow root and the parts that can be seen in it.
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

/// Opens the box as the page's own script does; where there are two, the first on the page.
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

/// Lives on a page; with Sawtak on it, opens and closes the box in between.
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
        // How the frame tells that it has come, which may be late.
        heard.retain(|event| event != "message window");
    }
    let mut after = host::state(browser).await;
    if let Some(opens) = opens {
        forgive(&mut after, opens);
    }
    Life { heard: [heard_before, heard_after], states: [before, after] }
}

/// Takes out of what went wrong how the browser tells that a page's policy forbids what was tried: there is no other way to find out.
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

/// The page is the same for its people with Sawtak and without: before the box was ever opened, and after.
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
        let said = browser.errors().await;
        assert!(said.is_empty(), "the console says {said:#?}");
    }
    assert_eq!(with.states[0]["kept"], 0);
    assert_eq!(with.states[0]["cookies"], "");
}

/// The form can be opened with the keyboard and answers: the second step comes.
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

/// On a page that is awkward only for the host's people: they are left alone, and there is one box, and it works.
async fn is_at_home_on(name: &str) {
    let browser = start().await;
    leaves_the_page_alone(&browser, name, Opens::Form).await;
    visit(&browser, name).await;
    assert_eq!(boxes(&browser).await, 1);
    form_works(&browser).await;
}

#[tokio::test]
async fn the_tag_may_stand_in_the_head() {
    is_at_home_on("plain").await;
}

#[tokio::test]
async fn the_tag_may_stand_in_the_body() {
    is_at_home_on("body").await;
}

#[tokio::test]
async fn the_tag_may_stand_there_twice() {
    is_at_home_on("twice").await;
}

#[tokio::test]
async fn a_tag_manager_may_add_the_tag_late() {
    is_at_home_on("late").await;
}

#[tokio::test]
async fn the_page_may_be_framed_in_another() {
    is_at_home_on("framed").await;
}

#[tokio::test]
async fn old_libraries_may_have_patched_prototypes_and_fetch() {
    let browser = start().await;
    leaves_the_page_alone(&browser, "patched", Opens::Form).await;
    visit(&browser, "patched").await;
    form_works(&browser).await;
    sends(&browser).await;
}

#[tokio::test]
async fn a_strict_policy_is_kept_to_the_end() {
    let browser = start().await;
    leaves_the_page_alone(&browser, "strict", Opens::Form).await;
    visit(&browser, "strict").await;
    form_works(&browser).await;
    sends(&browser).await;
    assert_eq!(host::state(&browser).await["wrong"], json!([]));
}

/// From the second step to the end.
async fn sends(browser: &Browser) {
    action::say(browser, "The lift is out of order.").await;
    action::go_on(browser, "send").await;
    action::send(browser).await;
    check::reference(browser).await;
}

#[tokio::test]
async fn what_a_page_forbids_is_not_tried_before_the_box_is_opened() {
    let browser = start().await;
    leaves_the_page_alone(&browser, "without-wasm", Opens::Frame).await;
    leaves_the_page_alone(&browser, "without-frames", Opens::Link).await;
}

#[tokio::test]
async fn where_wasm_is_forbidden_the_form_opens_in_a_frame_of_the_edge() {
    let browser = start().await;
    visit(&browser, "without-wasm").await;
    open(&browser, Opens::Frame).await;
    let host = browser.client().find(Locator::Css("sawtak-feedback")).await.unwrap();
    let frame = host.shadow_root().await.unwrap().find(Locator::Css("iframe")).await.unwrap();
    assert!(
        !frame.attr("title").await.unwrap().unwrap_or_default().is_empty(),
        "a frame without a name"
    );
    frame.enter_frame().await.unwrap();
    let deep = "const deep = (selector, root = document) => [...root.querySelectorAll('*')].flatMap((element) => [
            ...(element.matches(selector) && element.checkVisibility() ? [element] : []),
            ...(element.shadowRoot ? deep(selector, element.shadowRoot) : [])]);";
    let does = async |what: &str| browser.script(&format!("{deep} {what}"), vec![]).await;
    let origin = does("return location.origin;").await;
    assert_eq!(origin, server::edge());
    browser
        .eventually("the first step", async || {
            (does("return deep('[name=kind]').length;").await == 3).then_some(())
        })
        .await;
    assert_eq!(does("return document.featurePolicy.allowsFeature('microphone');").await, true);
    let wait = async |selector: &str| {
        let script = format!("return deep('{selector}').length > 0;");
        browser.eventually(selector, async || (does(&script).await == true).then_some(())).await;
    };
    does("deep('[name=kind][value=complaint]')[0].click();").await;
    // Until the Wasm has taken over, "next" may not be there.
    wait("[part~=next]").await;
    browser
        .eventually("the second step", async || {
            does("deep('[part~=next]')[0]?.click();").await;
            (does("return deep('textarea[part~=text]').length > 0;").await == true).then_some(())
        })
        .await;
    does("const text = deep('textarea[part~=text]')[0]; text.value = 'The lift.'; text.dispatchEvent(new Event('input', { bubbles: true }));").await;
    browser
        .eventually("the last step", async || {
            does("deep('[part~=next]')[0]?.click();").await;
            (does("return deep('[part~=send]').length > 0;").await == true).then_some(())
        })
        .await;
    does("deep('[part~=send]')[0].click();").await;
    wait("[part~=reference]").await;
}

#[tokio::test]
async fn where_frames_are_forbidden_too_a_link_leads_to_the_forms_own_page() {
    let browser = start().await;
    visit(&browser, "without-frames").await;
    open(&browser, Opens::Link).await;
    let link =
        in_box(&browser, "return root.querySelector(`a[href^='${arguments[0]}/f/rta']`).href;")
            .await;
    browser.visit(link.as_str().unwrap()).await;
    assert!(browser.client().find(Locator::Css("textarea[name=text]")).await.is_ok(), "{link}");
}

/// Errors that no script caught, also those that the browser keeps from the page since the script is from elsewhere.
async fn uncaught(browser: &Browser) -> Vec<String> {
    browser.errors().await.into_iter().filter(|error| error.contains("Uncaught")).collect()
}

#[tokio::test]
async fn where_the_edge_cannot_be_reached_a_link_stands_in_until_it_can() {
    let browser = start().await;
    browser.devtools("Network.enable", json!({})).await;
    browser.devtools("Network.setBlockedURLs", json!({ "urls": ["*/embed/*"] })).await;
    visit(&browser, "plain").await;
    open(&browser, Opens::Link).await;
    let mut state = host::state(&browser).await;
    forgive(&mut state, Opens::Link);
    assert_eq!(state["wrong"], json!([]), "the page hears of it");
    assert_eq!(uncaught(&browser).await, Vec::<String>::new());
    close(&browser).await;
    browser.devtools("Network.setBlockedURLs", json!({ "urls": [] })).await;
    open(&browser, Opens::Form).await;
}

#[tokio::test]
async fn a_browser_without_javascript_has_the_link_that_the_page_holds() {
    let browser = Browser::start(Visit { scripts: false, ..Visit::default() }).await;
    browser.visit(&address("marked")).await;
    let link = browser.client().find(Locator::Id("plain")).await.unwrap();
    assert!(link.is_displayed().await.unwrap());
    link.click().await.unwrap();
    let text = browser
        .eventually("the form's own page", async || {
            browser.client().find(Locator::Css("textarea[name=text]")).await.ok()
        })
        .await;
    assert!(text.is_displayed().await.unwrap());
}

#[tokio::test]
async fn a_place_of_its_own_hides_the_link_that_it_holds() {
    let browser = start().await;
    leaves_the_page_alone(&browser, "marked", Opens::Form).await;
    visit(&browser, "marked").await;
    assert!(
        !browser.client().find(Locator::Id("plain")).await.unwrap().is_displayed().await.unwrap()
    );
    let inside = in_box(&browser, "return document.getElementById('place').contains(box);").await;
    assert_eq!(inside, true);
    form_works(&browser).await;
}

#[tokio::test]
async fn styles_that_reset_and_shout_do_not_reach_the_box() {
    let browser = start().await;
    leaves_the_page_alone(&browser, "shouting", Opens::Form).await;
    looks_as_on_a_plain_page(&browser, "shouting").await;
}

#[tokio::test]
async fn a_page_in_quirks_mode_changes_nothing() {
    let browser = start().await;
    leaves_the_page_alone(&browser, "quirks", Opens::Form).await;
    visit(&browser, "quirks").await;
    assert_eq!(browser.script("return document.compatMode;", vec![]).await, "BackCompat");
    looks_as_on_a_plain_page(&browser, "quirks").await;
}

/// Button and form are where they are on a page without any style, as large, and on top.
async fn looks_as_on_a_plain_page(browser: &Browser, name: &str) {
    let look = "const look = (name) => {
            const element = part(name), { x, y, width, height } = element.getBoundingClientRect();
            const style = getComputedStyle(element);
            const at = root.elementFromPoint(x + width / 2, y + Math.min(height, innerHeight) / 2);
            return { name, x: Math.round(x), y: Math.round(y), width: Math.round(width), height: Math.round(height), font: style.font,
                colour: style.color, background: style.backgroundColor, onTop: element.contains(at) || !!at?.labels || at === element };
        };";
    let mut seen = Vec::new();
    for page in ["plain", name] {
        visit(browser, page).await;
        browser.script("scrollTo(0, 0);", vec![]).await;
        let button = in_box(browser, &format!("{look} return look('open');")).await;
        open(browser, Opens::Form).await;
        let form =
            in_box(browser, &format!("{look} return ['dialog', 'next', 'close'].map(look);")).await;
        seen.push(json!([button, form]));
    }
    assert_eq!(seen[1], seen[0], "it looks different on this page");
    assert_eq!(seen[1][0]["onTop"], true);
    form_goes_on(browser).await;
}

async fn form_goes_on(browser: &Browser) {
    action::choose(browser, Kind::Complaint).await;
}

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
async fn a_dialog_of_the_pages_own_keeps_the_focus_but_not_ours() {
    let browser = start().await;
    leaves_the_page_alone(&browser, "own-dialog", Opens::Form).await;
    visit(&browser, "own-dialog").await;
    host::click(&browser, "ask").await;
    browser
        .eventually("the first step", async || {
            (find::count(&browser, "kind").await == 3).then_some(())
        })
        .await;
    action::tab_to(&browser, "kind").await;
    action::press(&browser, &[Key::Escape]).await;
    closed(&browser).await;
    assert_eq!(browser.script("return document.getElementById('own').open;", vec![]).await, true);
    assert_eq!(find::focus(&browser).await.id, "ask");
    host::click(&browser, "ask").await;
    browser
        .eventually("the first step", async || {
            (find::count(&browser, "kind").await == 3).then_some(())
        })
        .await;
    form_goes_on(&browser).await;
}

#[tokio::test]
async fn two_boxes_speak_to_two_entities_with_one_engine() {
    let browser = start().await;
    leaves_the_page_alone(&browser, "two", Opens::Form).await;
    host::keep_count(&browser).await;
    visit(&browser, "two").await;
    assert_eq!(boxes(&browser).await, 2);
    let kinds = "return [...document.querySelectorAll('sawtak-feedback')].map((box) =>
        [...box.shadowRoot.querySelectorAll('[part~=kind]')].filter((kind) => kind.checkVisibility()).length).join();";
    for (entity, expected) in [("rta", "3,0"), ("iacad", "0,3")] {
        browser.script("window.sawtak.open({ entity: arguments[0] });", vec![json!(entity)]).await;
        browser
            .eventually(entity, async || {
                (browser.script(kinds, vec![]).await == expected).then_some(())
            })
            .await;
        let beside = "return document.querySelector(`sawtak-feedback[data-entity=${arguments[0]}]`).previousElementSibling.id;";
        let anchor = if entity == "rta" { "roads" } else { "charity" };
        assert_eq!(browser.script(beside, vec![json!(entity)]).await, anchor);
        browser.script("window.sawtak.close();", vec![]).await;
    }
    let engines = "return window[Symbol.for('kept')]().engines;";
    browser
        .eventually("one engine", async || {
            (browser.script(engines, vec![]).await == 1).then_some(())
        })
        .await;
}

#[tokio::test]
async fn keys_that_are_shortcuts_of_the_page_can_be_typed() {
    let browser = start().await;
    leaves_the_page_alone(&browser, "shortcuts", Opens::Form).await;
    visit(&browser, "shortcuts").await;
    form_works(&browser).await;
    action::say(&browser, "and/or").await;
    assert_eq!(find::focus(&browser).await.value, "and/or");
}

#[tokio::test]
async fn keys_that_are_shortcuts_can_be_pressed_before_the_widget_has_come() {
    let browser = start().await;
    // It never comes.
    browser
        .devtools("Fetch.enable", json!({ "patterns": [{ "urlPattern": "*/widget.js" }] }))
        .await;
    visit(&browser, "shortcuts").await;
    let listen = "for (const event of ['keydown', 'keypress', 'keyup'])
        addEventListener(event, ({ key }) => key === '/' && (window.pressed = (window.pressed ?? 0) + 1));";
    browser.script(listen, vec![]).await;
    let pressed = async || browser.script("return window.pressed ?? 0;", vec![]).await;
    action::activate(&browser, "open").await;
    browser
        .eventually("the first step", async || {
            (find::count(&browser, "kind").await == 3).then_some(())
        })
        .await;
    action::tab_to(&browser, "kind").await;
    action::write(&browser, "/").await;
    assert_eq!(pressed().await, 0, "the page has heard what was pressed in the box");
    close(&browser).await;
    action::write(&browser, "/").await;
    assert_ne!(pressed().await, 0, "the page hears nothing at all");
}

#[tokio::test]
async fn a_box_from_left_to_right_stands_in_the_corner_of_a_page_from_right_to_left() {
    runs("right-to-left", "ltr", "return box.getBoundingClientRect().right < innerWidth / 2;")
        .await;
}

#[tokio::test]
async fn a_box_from_right_to_left_stands_in_the_corner_of_a_page_from_left_to_right() {
    runs("left-to-right", "rtl", "return box.getBoundingClientRect().left > innerWidth / 2;").await;
}

async fn runs(name: &str, direction: &str, in_corner: &str) {
    let browser = start().await;
    leaves_the_page_alone(&browser, name, Opens::Form).await;
    visit(&browser, name).await;
    assert_eq!(
        in_box(&browser, in_corner).await,
        true,
        "not in the corner where the page's lines end"
    );
    let language = if direction == "rtl" { "ar" } else { "en" };
    assert_eq!(find::text(&browser, "open").await, Some(words::of(language, "open")));
    form_works(&browser).await;
    assert_eq!(find::direction(&browser, "dialog").await, direction);
    assert_eq!(find::direction(&browser, "next").await, direction);
}

#[tokio::test]
async fn the_box_is_dark_on_a_dark_page_and_can_be_read() {
    let browser = start().await;
    let light = json!({ "features": [{ "name": "prefers-color-scheme", "value": "light" }] });
    browser.devtools("Emulation.setEmulatedMedia", light).await;
    leaves_the_page_alone(&browser, "dark", Opens::Form).await;
    visit(&browser, "dark").await;
    let luminance = "const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
        const luminance = (colour) => {
            canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
            const [red, green, blue] = [...canvas.getImageData(0, 0, 1, 1).data].map((value) =>
                value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
            return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
        };
        const contrast = (name) => {
            const { color, backgroundColor } = getComputedStyle(part(name));
            const [dark, light] = [luminance(color), luminance(backgroundColor)].sort((a, b) => a - b);
            return (light + 0.05) / (dark + 0.05);
        };";
    let button = in_box(&browser, &format!("{luminance} return contrast('open');")).await.as_f64();
    assert!(button >= Some(4.5), "the button's contrast is {button:?}");
    open(&browser, Opens::Form).await;
    let dialog =
        in_box(&browser, &format!("{luminance} return contrast('dialog');")).await.as_f64();
    assert!(dialog >= Some(4.5), "the dialog's contrast is {dialog:?}");
    let background = in_box(
        &browser,
        &format!("{luminance} return luminance(getComputedStyle(part('dialog')).backgroundColor);"),
    )
    .await;
    assert!(background.as_f64() < Some(0.18), "the dialog is light: {background}");
}

#[tokio::test]
async fn the_box_is_not_printed() {
    let browser = start().await;
    for (page, opened) in [("plain", false), ("plain", true), ("shouting", false)] {
        visit(&browser, page).await;
        if opened {
            open(&browser, Opens::Form).await;
        }
        browser.devtools("Emulation.setEmulatedMedia", json!({ "media": "print" })).await;
        let seen = "return [box, ...root.querySelectorAll('*')].filter((element) => element.checkVisibility()).map((element) => element.localName);";
        assert_eq!(in_box(&browser, seen).await, json!([]), "{page}, opened: {opened}");
        let title = "return document.getElementById('title').checkVisibility();";
        assert_eq!(browser.script(title, vec![]).await, true, "the page itself is printed");
        browser.devtools("Emulation.setEmulatedMedia", json!({ "media": "" })).await;
        box_is_there(&browser).await;
    }
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

#[tokio::test]
async fn the_box_fits_on_a_small_screen() {
    let browser = start().await;
    let small = json!({ "width": 320, "height": 568, "deviceScaleFactor": 2, "mobile": false });
    browser.devtools("Emulation.setDeviceMetricsOverride", small).await;
    leaves_the_page_alone(&browser, "plain", Opens::Form).await;
    visit(&browser, "plain").await;
    let fits = "const outside = [...root.querySelectorAll('*')].filter((element) => element.checkVisibility()
            && !element.closest('.unseen') && element.getBoundingClientRect().width > 1).filter((element) => {
            const { left, right } = element.getBoundingClientRect(); return left < 0 || right > 320; });
        return outside.map((element) => element.outerHTML.slice(0, 80));";
    assert_eq!(in_box(&browser, fits).await, json!([]));
    form_works(&browser).await;
    assert_eq!(in_box(&browser, fits).await, json!([]));
    let scrolls = "return document.documentElement.scrollWidth > 320 || part('dialog').scrollWidth > part('dialog').clientWidth;";
    assert_eq!(in_box(&browser, scrolls).await, false, "it scrolls sideways");
}
