//! Appearance of the widget: page styles, text direction, dark pages, print and small screens.

use serde_json::json;
use tests::{
    browser::{Browser, find},
    words,
};

use super::{
    Opens, box_is_there, form_goes_on, form_works, in_box, leaves_the_page_alone, open, start,
    visit,
};

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

/// Asserts that button and form have the same place and size as on an unstyled page, and lie on
/// top.
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
