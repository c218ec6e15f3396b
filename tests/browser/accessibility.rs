//! Findings of accessibility checkers in all states of the widget, and on the edge's pages: none
//! are allowed.

use fantoccini::Locator;
use rstest::rstest;
use serde_json::json;
use tests::{
    browser::{Browser, Engine, Microphone, Visit, action, check, checkers, tour},
    server,
};

/// Collector of findings with the states in which they were found. Dropping it fails the test if
/// there are any.
#[derive(Default)]
struct Findings(std::cell::RefCell<Vec<String>>);

impl Findings {
    async fn look(&self, browser: &Browser, state: &str) {
        let found = checkers::findings(browser).await;
        self.0.borrow_mut().extend(found.into_iter().map(|finding| format!("{state}: {finding}")));
    }
}

impl Drop for Findings {
    fn drop(&mut self) {
        let found = self.0.take();
        assert!(found.is_empty() || std::thread::panicking(), "{}", found.join("\n"));
    }
}

#[rstest]
#[tokio::test]
async fn checkers_find_nothing_in_any_state(
    #[values("en", "ar")] language: &str,
    #[values("light", "dark")] scheme: &str,
) {
    let browser = Browser::start(Engine::Chromium).await;
    checkers::prefer(&browser, scheme).await;
    let findings = Findings::default();
    let reference = tour::through(&browser, &format!("/rta/{language}"), language, async |state| {
        findings.look(&browser, state).await;
    })
    .await;

    // A page for an unknown address is in the browser's language.
    let accepted = json!({ "headers": { "Accept-Language": language } });
    browser.devtools("Network.enable", json!({})).await;
    browser.devtools("Network.setExtraHTTPHeaders", accepted).await;
    for (page, path) in [
        ("The home page", format!("/?lang={language}")),
        ("The home page, no entity found", format!("/?q=xyz&lang={language}")),
        ("The question what happened", format!("/ask?lang={language}")),
        ("The hosted form", format!("/f/rta?lang={language}")),
        ("A participation", format!("/p/{reference}?lang={language}")),
        ("The search for a participation", format!("/p?lang={language}")),
        (
            "The page for web teams",
            format!("/embed?lang={language}&entity=rta&policy=default-src+*"),
        ),
        ("The open figures", format!("/open?lang={language}")),
        ("The unified guide", format!("/guide?lang={language}")),
        ("The promises of an entity", format!("/guide/rta?lang={language}")),
        ("The privacy page", format!("/privacy?lang={language}")),
        ("The ways into one's own file", format!("/me?lang={language}")),
        ("A sign-in that was cancelled", format!("/me?lang={language}&said=cancelled")),
        ("A page that does not exist", "/nothing/here".to_owned()),
    ] {
        browser.visit(&format!("{}{path}", server::edge())).await;
        let spoken = browser.script("return document.documentElement.lang;", vec![]).await;
        assert_eq!(spoken, language, "{page}");
        findings.look(&browser, page).await;
    }
    for (page, text) in [
        ("An answer with proposals", "the bus did not come for one hour, I was late for work"),
        ("An answer to an emergency", "help, the kitchen is on fire"),
        ("An answer to a question", "what happened to my complaint?"),
        ("An answer that is unclear", "👍👍"),
        ("The question without a text", ""),
    ] {
        browser.visit(&format!("{}/ask?lang={language}", server::edge())).await;
        let ask = "const [text] = arguments; document.querySelector('#text').value = text;
            document.documentElement.dataset.before = ''; document.querySelector('#form').submit();";
        browser.script(ask, vec![json!(text)]).await;
        let answered = Locator::Css("html:not([data-before]) #form");
        let client = browser.client();
        browser.eventually(page, async || client.find(answered).await.ok()).await;
        findings.look(&browser, page).await;
    }
    for path in ["/api", "/api/ar"] {
        browser.visit(&format!("{}{path}", server::edge())).await;
        findings.look(&browser, path).await;
    }
}

#[rstest]
#[case::refused(Microphone::Refused, "recorder_refused")]
#[case::missing(Microphone::Missing, "recorder_missing")]
#[tokio::test]
async fn checkers_find_nothing_when_nothing_can_be_recorded(
    #[case] microphone: Microphone,
    #[case] advice: &str,
    #[values("en", "ar")] language: &str,
    #[values("light", "dark")] scheme: &str,
) {
    let browser = Browser::start(Visit { microphone, ..Visit::default() }).await;
    checkers::prefer(&browser, scheme).await;
    action::open_box(&browser, &format!("/rta/{language}")).await;
    action::choose(&browser, domain::intake::kind::Kind::Complaint).await;
    action::activate(&browser, "record").await;
    check::says(&browser, language, advice).await;
    Findings::default().look(&browser, "Step 2, no microphone").await;
}

#[tokio::test]
async fn both_checkers_look_inside_the_box() {
    let browser = Browser::start(Engine::Chromium).await;
    action::open_box(&browser, "/rta/en").await;
    let plant = "document.querySelector('sawtak-feedback').shadowRoot.querySelector('[part~=dialog]').append(
        Object.assign(document.createElement('img'), { src: '/rta/logo.svg' }));";
    browser.script(plant, vec![]).await;
    let found = checkers::findings(&browser).await;
    assert!(found.iter().any(|finding| finding.starts_with("axe image-alt")), "{found:#?}");
    assert!(found.iter().any(|finding| finding.starts_with("IBM img_alt_valid")), "{found:#?}");
}
