//! Reports in a browser: accessibility checkers, narrow windows, forced colours, two pages of
//! paper, and the spreadsheet, which another program opens.

use std::fs;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::{figures::table::Cell, wire::console::Workbook};
use rstest::rstest;
use serde_json::{Value, json};
use tests::{
    assertions::readers,
    browser::{Browser, Engine, checkers, console},
    database::Database,
    server,
};

use super::Findings;

/// Entity whose month long ago this file makes up.
const ENTITY: &str = "mbrhe";
const MONTH: &str = "2019-05";

fn made_up_month() {
    let row = |kind: &str, received: u32| {
        format!(
            "INSERT OR REPLACE INTO tallies
                 (dimension, period, entity, kind, member, received, first_judged, first_kept,
                  full_judged, full_kept, implemented, accepted, decided)
             VALUES ('', '{MONTH}', '{ENTITY}', '{kind}', '', {received}, {received}, {}, 5, 4, 2, 3, 9)",
            received - 1
        )
    };
    let rows = [row("complaint", 1_240), row("suggestion", 12)];
    Database::in_state(&server::state()).run(&[&rows[0], &rows[1]]);
}

async fn opened(language: &str) -> Browser {
    made_up_month();
    let browser = Browser::start(Engine::Chromium).await;
    let path = format!("/console/reports/{ENTITY}?period={MONTH}&lang={language}");
    browser.visit(&format!("{}{path}", server::edge())).await;
    console::shows(&browser, "button[value='decision-maker']").await;
    console::press(&browser, "button[value='decision-maker']").await;
    console::shows(&browser, "#workbook").await;
    browser
}

#[rstest]
#[tokio::test]
async fn checkers_find_nothing_on_a_report(#[values("en", "ar")] language: &str) {
    let browser = opened(language).await;
    let mut found = Findings::default();
    for scheme in ["dark", "light"] {
        checkers::prefer(&browser, scheme).await;
        found.look(&browser, scheme).await;
    }
    let forced = json!([
        { "name": "forced-colors", "value": "active" },
        { "name": "prefers-color-scheme", "value": "light" },
    ]);
    browser.devtools("Emulation.setEmulatedMedia", json!({ "features": forced })).await;
    found.look(&browser, "forced colours").await;
    found.are_none();
    let phone = json!({ "width": 320, "height": 640, "deviceScaleFactor": 1, "mobile": true });
    browser.devtools("Emulation.setDeviceMetricsOverride", phone).await;
    let width = browser.script("return document.documentElement.scrollWidth;", vec![]).await;
    assert_eq!(width, 320);
}

#[rstest]
#[tokio::test]
async fn a_report_is_two_pages_of_paper(#[values("en", "ar")] language: &str) {
    let browser = opened(language).await;
    let printed = browser.devtools("Page.printToPDF", json!({ "preferCSSPageSize": true })).await;
    let pdf = STANDARD.decode(printed["data"].as_str().unwrap()).unwrap();
    if let Ok(folder) = std::env::var("SAWTAK_TEST_PRINTS") {
        fs::write(format!("{folder}/report.{language}.pdf"), &pdf).unwrap();
    }
    let text = String::from_utf8_lossy(&pdf);
    let sizes = text.split("/MediaBox [0 0 ").skip(1).map(|rest| {
        let size = rest.split(']').next().unwrap().split(' ');
        let [width, height] = size.map(|it| it.parse::<f64>().unwrap()).collect::<Vec<_>>()[..]
        else {
            panic!("a size of paper")
        };
        (width.round(), height.round())
    });
    // A4 in points.
    assert_eq!(sizes.collect::<Vec<_>>(), [(595.0, 842.0); 2]);
}

/// Keeps what the page hands to the browser as a file.
const KEEP: &str = "const hand = URL.createObjectURL;
    URL.createObjectURL = (file) => {
        file.arrayBuffer().then((bytes) => {
            window.kept = btoa(Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join(''));
        });
        return hand.call(URL, file);
    };";

#[rstest]
#[tokio::test]
async fn the_spreadsheet_has_the_cells_of_the_call(#[values("en", "ar")] language: &str) {
    let browser = opened(language).await;
    browser.script(KEEP, vec![]).await;
    console::press(&browser, "#workbook").await;
    let kept = async || {
        let kept = browser.script("return window.kept ?? null;", vec![]).await;
        kept.as_str().map(str::to_owned)
    };
    let file = browser.eventually("a spreadsheet", kept).await;
    let path = browser.folder().join("report.xlsx");
    fs::write(&path, STANDARD.decode(file).unwrap()).unwrap();
    let call = "const { report } = document.getElementById('workbook').dataset;
        return fetch(report).then((answer) => answer.json());";
    let expected = browser.script(call, vec![]).await;
    let expected: Workbook = serde_json::from_value(expected).unwrap();
    assert_eq!(expected.right_to_left, language == "ar");
    let sheets = readers::opened(&path);
    assert_eq!(sheets.len(), expected.sheets.len());
    for (sheet, expected_sheet) in sheets.iter().zip(&expected.sheets) {
        assert_eq!((&sheet.name, sheet.right_to_left), (&expected_sheet.name, language == "ar"));
        assert!(!sheet.types.contains(&"f".to_owned()), "no cell is a formula");
        let heading: Vec<Value> =
            expected_sheet.header.iter().map(|name| Value::from(name.as_str())).collect();
        assert_eq!(sheet.rows[0], heading);
        assert_eq!(sheet.rows.len(), expected_sheet.rows.len() + 1);
        for (row, expected) in sheet.rows[1..].iter().zip(&expected_sheet.rows) {
            assert_eq!(row.len(), expected.len());
            for (cell, expected) in row.iter().zip(expected) {
                assert!(is_same(cell, expected), "{cell} is not {expected:?}");
            }
        }
    }
}

/// Returns whether openpyxl reads a cell as the call has it: numbers as numbers.
fn is_same(cell: &Value, expected: &Cell) -> bool {
    match expected {
        Cell::Empty => cell.is_null(),
        Cell::Text(text) => cell.as_str() == Some(text),
        Cell::Count(count) => cell.as_u64() == Some(*count),
        Cell::Number(number) => cell.as_f64().is_some_and(|cell| (cell - number).abs() < 1e-9),
    }
}
