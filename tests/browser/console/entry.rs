//! Entering what somebody says by telephone or at a counter: by keys alone, in both languages, on
//! the narrowest screen, and what is read aloud and printed afterwards.

use fantoccini::key::Key;
use rstest::rstest;
use serde_json::{Value, json};
use tests::browser::{Browser, Engine, action, checkers, console};

use super::Findings;

const ENTER: &str = "/console/enter";

/// Script that returns whether the page is wider than the screen.
const IS_WIDE: &str =
    "return document.documentElement.scrollWidth > document.documentElement.clientWidth;";

/// Script that returns the number that is shown to be read aloud.
const NUMBER: &str = "return document.querySelector('.aloud .number').innerText;";

async fn narrow(browser: &Browser, width: u32) {
    let size = json!({ "width": width, "height": 800, "deviceScaleFactor": 1, "mobile": false });
    browser.devtools("Emulation.setDeviceMetricsOverride", size).await;
}

#[tokio::test]
async fn a_call_is_entered_by_keys_alone_and_its_number_read_aloud() {
    let browser = Browser::start(Engine::Chromium).await;
    console::sign_in(&browser, "employee.rta", ENTER).await;
    console::says(&browser, "h1", "Enter what somebody says").await;
    let focus = "document.querySelector('[name=channel]').focus();";
    browser.script(focus, vec![]).await;
    // Phone; complaint, the third kind; no service; what is said.
    action::press(&browser, &[Key::Space, Key::Tab]).await;
    action::press(&browser, &[Key::Space, Key::Down, Key::Down, Key::Tab, Key::Tab]).await;
    action::write(&browser, "The lift at gate 9 stands still.").await;
    action::press(&browser, &[Key::Tab]).await;
    action::write(&browser, "Mend it.").await;
    let channel = "return [document.querySelector('[name=channel]:checked').value, document.querySelector('[name=kind]:checked').value];";
    assert_eq!(browser.script(channel, vec![]).await, json!(["phone", "complaint"]));
    action::press(&browser, &[Key::Enter]).await;
    console::write(&browser, "[name='phone']", "12").await;
    console::press(&browser, "form.editor button.main").await;
    console::says(&browser, "#phone-fault", "country code").await;
    console::clear(&browser, "[name='phone']").await;
    console::write(&browser, "[name='phone']", "+971501234567").await;
    // Twice: it is received once.
    let twice = "const button = document.querySelector('form.editor button.main'); button.click(); button.click();";
    browser.script(twice, vec![]).await;
    console::shows(&browser, "#received:focus").await;
    let number = browser.script(NUMBER, vec![]).await;
    assert_eq!(number.as_str().unwrap().len(), 14, "{number}");
    let address = "return document.querySelector('#print').href;";
    let address = browser.script(address, vec![]).await;
    let address = address.as_str().unwrap();
    assert!(address.contains("?lang=en&print=1#"), "{address}");
    console::script_press(&browser, ".receipt a[href*='/console/cases/']").await;
    console::says(&browser, ".said", "The lift at gate 9").await;
    console::says(&browser, ".facts", "Phone").await;
    let unfold = "document.querySelectorAll('details').forEach((one) => { one.open = true; });";
    browser.script(unfold, vec![]).await;
    console::says(&browser, ".events", "Maryam").await;
}

#[rstest]
#[tokio::test]
async fn checkers_find_nothing_in_the_form_and_the_receipt(
    #[values("employee.rta", "employee.iacad")] account: &str,
    #[values("light", "dark")] scheme: &str,
) {
    let browser = Browser::start(Engine::Chromium).await;
    checkers::prefer(&browser, scheme).await;
    console::sign_in(&browser, account, ENTER).await;
    let mut found = Findings::default();
    for width in [320, 360, 1280] {
        narrow(&browser, width).await;
        console::go(&browser, ENTER).await;
        console::shows(&browser, "#said").await;
        assert_eq!(browser.script(IS_WIDE, vec![]).await, Value::Bool(false), "{width}");
        found.look(&browser, "the form").await;
        console::press(&browser, "[name='channel'][value='counter']").await;
        console::press(&browser, "[name='kind'][value='complaint']").await;
        console::press(&browser, "form.editor button.main").await;
        console::shows(&browser, "#said-fault:not(:empty)").await;
        found.look(&browser, "a fault").await;
        console::write(&browser, "#said", "The lamp at gate 3 is out.").await;
        console::press(&browser, "form.editor button.main").await;
        console::shows(&browser, ".receipt").await;
        assert_eq!(browser.script(IS_WIDE, vec![]).await, Value::Bool(false), "{width}");
        found.look(&browser, "the receipt").await;
    }
    found.are_none();
}
