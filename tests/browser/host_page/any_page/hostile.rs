//! Pages that change what the browser gives them: classes, JSON, calls, names, events.

use rstest::rstest;
use serde_json::json;
use tests::browser::{Browser, action, find};

use super::{Opens, box_is_there, form_works, in_box, open, sends, start, visit};

#[rstest]
#[case::classes_of_its_own("own-classes")]
#[case::objects_that_write_themselves("to-json")]
#[case::json_of_its_own("own-json")]
#[case::headers_added_to_every_call("monitored")]
#[case::elements_called_as_our_object("namesakes")]
#[case::a_frame_of_another_origin_called_so("namesakes-elsewhere")]
#[case::a_variable_called_so("declared")]
#[tokio::test]
async fn the_form_works_and_sends(#[case] name: &str) {
    let browser = start().await;
    visit(&browser, name).await;
    form_works(&browser).await;
    sends(&browser).await;
}

#[tokio::test]
async fn where_files_and_recordings_cannot_work_the_form_is_elsewhere() {
    let browser = start().await;
    visit(&browser, "broken-classes").await;
    // This page allows no frames either.
    open(&browser, Opens::Link).await;
}

/// Dispatches an event at this part and returns whether anybody cancelled it.
async fn is_cancelled(browser: &Browser, part: &str, event: &str) -> bool {
    let script = format!(
        "const event = new Event('{event}', {{ bubbles: true, cancelable: true, composed: true }});
         return !part('{part}').dispatchEvent(event);"
    );
    in_box(browser, &script).await == true
}

#[rstest]
#[case::after_the_box_has_heard("cancelling")]
#[case::before_the_box_hears("capturing")]
#[tokio::test]
async fn what_the_page_cancels_is_not_cancelled_in_the_box(#[case] page: &str) {
    let browser = start().await;
    visit(&browser, page).await;
    // The focus lets the widget come. Until then a page may cancel the key that would open it.
    action::tab_to(&browser, "open").await;
    browser
        .eventually("the box keeps its keys", async || {
            (!is_cancelled(&browser, "open", "keydown").await).then_some(())
        })
        .await;
    form_works(&browser).await;
    // Keys at the button, before the widget came.
    browser.script("window.cancelled.length = 0;", vec![]).await;
    for event in ["paste", "cut", "copy", "contextmenu", "selectstart", "beforeinput", "keydown"] {
        assert!(!is_cancelled(&browser, "text", event).await, "{event}");
    }
    // The box's own place for files takes what is dropped.
    let takes =
        "const event = new Event('dragover', { bubbles: true, cancelable: true, composed: true });
        return !root.querySelector('#drop').dispatchEvent(event);";
    assert_eq!(in_box(&browser, takes).await, true);
    is_cancelled(&browser, "text", "drop").await;
    let heard = browser.script("return window.cancelled;", vec![]).await;
    assert_eq!(heard, json!([]), "the page hears of the box");
    action::say(&browser, "The lift is out of order.").await;
}

#[tokio::test]
async fn nobody_but_the_frame_announces_a_submission() {
    let browser = start().await;
    visit(&browser, "plain").await;
    let script = "window.announced = 0;
        addEventListener('sawtak:submitted', () => (window.announced += 1));
        const data = { reference: '2K4M9QX' };
        dispatchEvent(new MessageEvent('message', { data }));
        dispatchEvent(new MessageEvent('message', { data, origin: arguments[0] }));
        dispatchEvent(new MessageEvent('message', { data, origin: arguments[0], source: window }));
        return window.announced;";
    assert_eq!(in_box(&browser, script).await, 0);
    open(&browser, Opens::Form).await;
    assert_eq!(in_box(&browser, script).await, 0);
}

async fn language(browser: &Browser) -> serde_json::Value {
    in_box(
        browser,
        "return box.lang + ' ' + (part('language')?.value ?? root.querySelector('.sawtak')?.lang);",
    )
    .await
}

#[rstest]
#[case::another_tag("swap")]
#[case::another_language_alone("language")]
#[tokio::test]
async fn the_box_follows_a_single_page_site_to_another_language(#[case] button: &str) {
    let browser = start().await;
    visit(&browser, "two-languages").await;
    tests::host::click(&browser, button).await;
    box_is_there(&browser).await;
    open(&browser, Opens::Form).await;
    assert_eq!(language(&browser).await, "ar ar");
    if button == "swap" {
        let beside = in_box(&browser, "return box.previousElementSibling?.id;").await;
        assert_eq!(beside, "meter");
        action::choose(&browser, domain::intake::kind::Kind::Complaint).await;
        let service = in_box(&browser, "return root.querySelector('#service').value;").await;
        assert_eq!(service, "parking");
    }
}

#[tokio::test]
async fn a_form_that_was_begun_follows_too_and_keeps_what_was_said() {
    let browser = start().await;
    visit(&browser, "two-languages").await;
    form_works(&browser).await;
    action::say(&browser, "The lift is out of order.").await;
    browser.script("document.documentElement.lang = 'ar';", vec![]).await;
    browser
        .eventually("the other language", async || {
            (language(&browser).await == "ar ar").then_some(())
        })
        .await;
    assert_eq!(in_box(&browser, "return part('text').value;").await, "The lift is out of order.");
}

#[rstest]
#[case::a_locale("locale", "", "ar")]
#[case::no_selector("no-selector", "form:rating", "en")]
#[case::no_such_place("nowhere", "#nowhere", "en")]
#[case::a_module("module", "module", "en")]
#[tokio::test]
async fn a_tag_that_is_a_little_wrong_gives_a_working_box(
    #[case] name: &str,
    #[case] warning: &str,
    #[case] language: &str,
) {
    let browser = start().await;
    visit(&browser, name).await;
    assert_eq!(in_box(&browser, "return box.lang;").await, language);
    let said = browser.warnings().await;
    let is_ours = |line: &&String| line.contains("Sawtak");
    let ours: Vec<&String> = said.iter().filter(is_ours).collect();
    assert_eq!(ours.iter().any(|line| line.contains(warning)), !warning.is_empty(), "{said:#?}");
    if name == "no-selector" {
        let beside = in_box(&browser, "return box.previousElementSibling?.id;").await;
        assert_eq!(beside, "form:rating");
    }
    form_works(&browser).await;
    assert_eq!(find::count(&browser, "kind").await, 0, "it goes on to the next question");
}

#[tokio::test]
async fn a_tag_without_an_entity_leads_to_the_list_of_entities() {
    let browser = start().await;
    visit(&browser, "nameless").await;
    action::activate(&browser, "open").await;
    browser
        .eventually("the link", async || {
            (in_box(&browser, "return !!root.querySelector('a')?.checkVisibility();").await == true)
                .then_some(())
        })
        .await;
    let warnings = browser.warnings().await.concat();
    assert!(warnings.contains("data-entity"), "{warnings}");
    let link = in_box(&browser, "return root.querySelector('a').href;").await;
    browser.visit(link.as_str().unwrap()).await;
    let text = "return document.querySelector('main').textContent;";
    let text = browser.script(text, vec![]).await.to_string();
    assert!(text.contains("Roads and Transport Authority"), "{text}");
}
