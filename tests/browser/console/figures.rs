//! Pages of figures in a browser: accessibility checkers, narrow windows, forced colours, print.

use domain::{Timestamp, figures::period::Month, sla::calendar::Zone};
use rstest::rstest;
use serde_json::{Value, json};
use tests::{
    browser::{Browser, Engine, checkers, console},
    database::Database,
    server, staff,
};

use super::Findings;

/// Entity whose months this file makes up.
const ENTITY: &str = "dcas";

/// Signs in as the decision maker by an address of the figures, and waits for their page.
async fn sign_in(browser: &Browser, path: &str) {
    browser.visit(&format!("{}{path}", server::edge())).await;
    console::shows(browser, "button[value='decision-maker']").await;
    console::press(browser, "button[value='decision-maker']").await;
    console::shows(browser, ".page-figures h1").await;
}

async fn go(browser: &Browser, path: &str) {
    browser.visit(&format!("{}{path}", server::edge())).await;
    console::shows(browser, ".page-figures h1").await;
}

/// Makes up two years of an entity's months, one of which differs from the others.
fn made_up_months() {
    let now: Timestamp = staff::now();
    let present = Month::of(Zone::dubai().local(now).date());
    let months = present.earlier(24).until(present.earlier(1)).enumerate();
    let row = |(place, month): (usize, Month)| {
        let received = if place == 20 { 90 } else { 40 + place % 5 };
        format!(
            "('', '{month}', '{ENTITY}', 'complaint', '', {received}, {received}, {})",
            received - 4
        )
    };
    let rows: Vec<String> = months.map(row).collect();
    let year = format!("('', 'all', '{ENTITY}', 'complaint', '', 1010, 1010, 900)");
    Database::in_state(&server::state()).run(&[&format!(
        "INSERT OR REPLACE INTO tallies
             (dimension, period, entity, kind, member, received, full_judged, full_kept)
         VALUES {}, {year}",
        rows.join(", ")
    )]);
}

#[rstest]
#[tokio::test]
async fn checkers_find_nothing_on_the_pages_of_figures(
    #[values("en", "ar")] language: &str,
    #[values("light", "dark")] scheme: &str,
) {
    made_up_months();
    let browser = Browser::start(Engine::Chromium).await;
    let query = format!("period=all&lang={language}");
    sign_in(&browser, &format!("/console/figures?{query}")).await;
    checkers::prefer(&browser, scheme).await;
    let mut found = Findings::default();
    for path in ["/console/figures".to_owned(), format!("/console/figures/{ENTITY}")] {
        go(&browser, &format!("{path}?{query}")).await;
        found.look(&browser, &path).await;
        let open =
            "document.querySelectorAll('.page-chart-table').forEach((table) => table.open = true);";
        browser.script(open, vec![]).await;
        found.look(&browser, &format!("{path}, tables open")).await;
    }
    found.are_none();
    let mut refused = browser.errors().await;
    // The checkers' own scripts, and the provider's missing icon, are none of the page's.
    refused.retain(|error| error.contains("Content Security Policy"));
    assert_eq!(refused, Vec::<String>::new(), "the policy lets everything pass");
}

#[rstest]
#[tokio::test]
async fn figures_can_be_read_at_320_pixels_without_scrolling_sideways(
    #[values("en", "ar")] language: &str,
) {
    made_up_months();
    let browser = Browser::start(Engine::Chromium).await;
    let phone = json!({ "width": 320, "height": 640, "deviceScaleFactor": 1, "mobile": true });
    browser.devtools("Emulation.setDeviceMetricsOverride", phone).await;
    sign_in(&browser, &format!("/console/figures/{ENTITY}?period=all&lang={language}")).await;
    for path in ["/console/figures".to_owned(), format!("/console/figures/{ENTITY}")] {
        go(&browser, &format!("{path}?period=all&lang={language}")).await;
        let width = browser.script("return document.documentElement.scrollWidth;", vec![]).await;
        assert_eq!(width, 320, "{path}");
        let outside =
            "return [...document.querySelectorAll('.page-chart-plot text')].filter((text) => {
            const { left, right, width } = text.getBoundingClientRect();
            return width > 0 && (left < 0 || right > 320);
        }).map((text) => text.textContent);";
        assert_eq!(browser.script(outside, vec![]).await, json!([]), "{path}");
        let small =
            "return [...document.querySelectorAll('.page-chart-plot text')].filter((text) =>
            parseFloat(getComputedStyle(text).fontSize) < 12).length;";
        assert_eq!(browser.script(small, vec![]).await, 0, "{path}");
    }
}

#[tokio::test]
async fn in_forced_colours_marks_differ_from_the_background_and_by_shape() {
    made_up_months();
    let browser = Browser::start(Engine::Chromium).await;
    let forced = json!({ "name": "forced-colors", "value": "active" });
    browser.devtools("Emulation.setEmulatedMedia", json!({ "features": [forced] })).await;
    sign_in(&browser, &format!("/console/figures/{ENTITY}?period=all&lang=en")).await;
    let colours = "const ground = getComputedStyle(document.body).backgroundColor;
        return ['line', 'ring'].map((name) => {
            const mark = document.querySelector('#received-months .page-chart-' + name);
            return mark !== null && getComputedStyle(mark).stroke !== ground;
        });";
    assert_eq!(browser.script(colours, vec![]).await, json!([true, true]));
    console::says(&browser, "#received-months-summary", "higher than chance explains").await;
}

#[tokio::test]
async fn the_choice_works_without_a_script_and_the_table_is_reached_by_the_keyboard() {
    made_up_months();
    let browser = Browser::start(Engine::Chromium).await;
    sign_in(&browser, "/console/figures?lang=en").await;
    let choose = "document.querySelector('#period').value = 'all';
        document.querySelector('.page-figures-choice button').click();";
    browser.script(choose, vec![]).await;
    let address = async || {
        let address = browser.client().current_url().await.ok()?;
        address.query()?.contains("period=all").then_some(())
    };
    browser.eventually("the chosen period", address).await;
    console::shows(&browser, ".page-figures h1").await;
    console::says(&browser, ".page-lead", "All time").await;
    let reached = "const table = document.querySelector('.page-scroll');
        table.focus();
        return document.activeElement === table && table.getAttribute('aria-label') !== null;";
    assert_eq!(browser.script(reached, vec![]).await, Value::Bool(true));
    console::press(&browser, ".page-scroll tbody th a").await;
    console::says(&browser, "h1", "Figures: ").await;
}

#[tokio::test]
async fn tables_are_open_on_paper() {
    made_up_months();
    let browser = Browser::start(Engine::Chromium).await;
    sign_in(&browser, &format!("/console/figures/{ENTITY}?period=all&lang=en")).await;
    browser.devtools("Emulation.setEmulatedMedia", json!({ "media": "print" })).await;
    let shown = "const table = document.querySelector('#received-months table');
        return table.getBoundingClientRect().height > 0
            && getComputedStyle(document.querySelector('.page-figures-choice')).display === 'none';";
    assert_eq!(browser.script(shown, vec![]).await, Value::Bool(true));
}
