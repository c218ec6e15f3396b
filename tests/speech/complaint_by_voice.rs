//! Comparison of Orca's speech with `expected/`, for a complaint by keyboard and voice in Firefox.
//!
//! After an intended change, `UPDATE_EXPECT=1 cargo xtask test speech` updates the expected files.
//! Review them before you commit them.

use std::{cell::RefCell, fmt::Write as _, time::Duration};

use domain::intake::kind::Kind;
use expect_test::{ExpectFile, expect_file};
use fantoccini::key::Key;
use rstest::rstest;
use tests::{
    browser::{Browser, Engine, Visit, action, check, find},
    server, transcript,
};

/// Time limit for Orca to recognise a page on a slow machine.
const ORCA_STARTS: Duration = Duration::from_mins(2);

/// Actions and the speech that followed each.
struct Transcript<'a> {
    browser: &'a Browser,
    text: RefCell<String>,
}

impl Transcript<'_> {
    async fn hear(&self, done: &str) {
        let mut texts = self.browser.spoken().await;
        // Upload progress is announced at random points, so it is left out.
        texts.retain(|text| !text.ends_with("percent.") && !text.ends_with('%'));
        // A polite announcement comes before or after the focused element; here it is sorted last.
        let announcement = find::announcement(self.browser).await;
        let bare = |text: &str| text.replace(char::is_whitespace, "");
        texts.sort_by_key(|text| bare(text) == bare(&announcement));
        let lines = texts.iter().fold(String::new(), |all, text| all + "    " + text + "\n");
        writeln!(self.text.borrow_mut(), "{done}\n{lines}")
            .expect("a string takes what it is given");
    }

    async fn press(&self, name: &str, key: Key) {
        action::press(self.browser, &[key]).await;
        self.hear(name).await;
    }

    /// Presses Enter, waits for the step that has this part and records the speech.
    async fn go_on(&self, to: &str) {
        action::press(self.browser, &[Key::Enter]).await;
        check::arrives_at(self.browser, to).await;
        self.hear("Enter").await;
    }

    async fn tab_to(&self, part: &str) {
        while !find::focus(self.browser).await.has_part(part) {
            self.press("Tab", Key::Tab).await;
        }
    }
}

#[rstest]
#[case::english("en", "The lift is out of order.", expect_file!["../expected/speech.en.txt"])]
#[case::arabic("ar", "المصعد معطّل.", expect_file!["../expected/speech.ar.txt"])]
#[tokio::test]
async fn orca_says_what_is_expected(
    #[case] language: &str,
    #[case] text: &str,
    #[case] expected: ExpectFile,
) {
    let heard = told(language, text).await;
    // Of a heading and a polite announcement that come together, Orca now and then drops one.
    let heard = if heard == expected.data() { heard } else { told(language, text).await };
    expected.assert_eq(&heard);
}

/// Sends a complaint and returns what Orca said.
async fn told(language: &str, text: &str) -> String {
    let browser = Browser::start(Visit { screen_reader: true, ..Engine::Firefox.into() }).await;
    let heard = Transcript { browser: &browser, text: RefCell::default() };
    browser.visit(&format!("{}/rta/{language}", server::demo())).await;
    browser
        .eventually("the box's button", async || {
            (find::count(&browser, "open").await > 0).then_some(())
        })
        .await;
    action::tab_to(&browser, "open").await;
    let button = find::text(&browser, "open").await.expect("the button's name");
    // Orca needs time to recognise the page; after that it announces the focused element.
    let is_said = async || {
        browser.spoken().await.iter().any(|utterance| utterance.contains(&button)).then_some(())
    };
    browser
        .within(ORCA_STARTS, "Orca to say the button", async || match is_said().await {
            None => {
                action::press(&browser, &[Key::Tab]).await;
                action::tab_back_to(&browser, "open").await;
                None
            }
            utterance => utterance,
        })
        .await;

    heard.go_on("kind").await;
    heard.tab_to("kind").await;
    heard.press("Space", Key::Space).await;
    while find::focus(&browser).await.value != Kind::Complaint.as_str() {
        heard.press("Down", Key::Down).await;
    }
    heard.tab_to("next").await;
    heard.go_on("text").await;
    heard.tab_to("text").await;
    action::write(&browser, text).await;
    heard.hear(text).await;
    heard.tab_to("record").await;
    heard.press("Enter", Key::Enter).await;
    heard.press("Enter", Key::Enter).await;
    action::uploaded(&browser, language, 1).await;
    heard.tab_to("next").await;
    heard.go_on("send").await;
    heard.tab_to("send").await;
    heard.go_on("reference").await;
    let reference = check::reference(&browser).await;
    heard.tab_to("track").await;
    transcript::steady(&heard.text.take(), reference)
}
