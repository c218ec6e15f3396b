//! Comparison of Orca's speech with `expected/`, for a chart of the figures and its table, by
//! keyboard in Firefox.

use std::{fmt::Write as _, time::Duration};

use expect_test::{ExpectFile, expect_file};
use fantoccini::key::Key;
use rstest::rstest;
use tests::{
    browser::{Browser, Engine, Visit, action, console},
    database::Database,
    server,
};

/// Time limit for Orca to recognise a page on a slow machine.
const ORCA_STARTS: Duration = Duration::from_mins(2);

/// Entity whose month long ago this file makes up, so that the chart stays the same.
const ENTITY: &str = "mbrhe";
const MONTH: &str = "2018-05";

fn made_up_month() {
    let time = |bucket: u32, cases: u32| {
        format!(
            "INSERT OR REPLACE INTO measured_times (measure, month, kind, entity, bucket, cases)
             VALUES ('full_answer', '{MONTH}', 'complaint', '{ENTITY}', {bucket}, {cases})"
        )
    };
    let tally = format!(
        "INSERT OR REPLACE INTO tallies (dimension, period, entity, kind, member, received)
         VALUES ('', '{MONTH}', '{ENTITY}', 'complaint', '', 50)"
    );
    Database::in_state(&server::state()).run(&[&tally, &time(100, 30), &time(180, 15)]);
}

#[rstest]
#[case::english("en", expect_file!["../expected/speech-chart.en.txt"])]
#[case::arabic("ar", expect_file!["../expected/speech-chart.ar.txt"])]
#[tokio::test]
async fn orca_reads_a_chart_and_its_table(#[case] language: &str, #[case] expected: ExpectFile) {
    made_up_month();
    let heard = told(language).await;
    // Now and then Orca drops one of two utterances that come together.
    let heard = if heard == expected.data() { heard } else { told(language).await };
    expected.assert_eq(&heard);
}

/// Reads the chart from its table's switch upwards, then opens the table and reads it downwards.
async fn told(language: &str) -> String {
    let browser = Browser::start(Visit { screen_reader: true, ..Engine::Firefox.into() }).await;
    let path = format!("/console/figures/{ENTITY}?period={MONTH}&lang={language}");
    browser.visit(&format!("{}{path}", server::edge())).await;
    console::shows(&browser, "button[value='decision-maker']").await;
    console::press(&browser, "button[value='decision-maker']").await;
    console::shows(&browser, "#times summary").await;
    let name = console::find(&browser, "#times summary").await;
    let focus = "const switched = document.querySelector('#times summary');
        switched.blur(); switched.focus();";
    browser
        .within(ORCA_STARTS, "Orca to say the table's switch", async || {
            browser.script(focus, vec![]).await;
            let said = browser.spoken().await;
            said.iter().any(|utterance| utterance.contains(name.trim())).then_some(())
        })
        .await;
    let mut text = String::new();
    let mut hear = async |done: &str| {
        let lines = browser.spoken().await;
        let lines = lines.iter().fold(String::new(), |all, line| all + "    " + line + "\n");
        writeln!(text, "{done}\n{lines}").expect("a string takes what it is given");
    };
    for _ in 0..4 {
        action::press(&browser, &[Key::Up]).await;
        hear("Up").await;
    }
    browser.script(focus, vec![]).await;
    hear("to the table's switch").await;
    action::press(&browser, &[Key::Enter]).await;
    hear("Enter").await;
    action::press(&browser, &[Key::Tab]).await;
    hear("Tab").await;
    for _ in 0..6 {
        action::press(&browser, &[Key::Down]).await;
        hear("Down").await;
    }
    text
}
