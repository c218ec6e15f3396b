//! Answering a case: the docked form, its keys, pasted pictures, blurred pictures.

use domain::wire::Submission;
use fantoccini::key::Key;
use rstest::rstest;
use serde_json::{Value, json};
use tests::{
    browser::{Browser, Engine, action, console},
    client::Visitor,
    database::Database,
    fixtures, server,
};

use super::{Findings, complaint, complaint_to};

/// Script that returns whether what was said is in sight, whole or in part, above or beside the
/// open form.
const IN_SIGHT: &str = "
    const said = document.querySelector('.said').getBoundingClientRect();
    const form = document.querySelector('#doing').getBoundingClientRect();
    const dock = document.querySelector('.commands').getBoundingClientRect();
    return [said.bottom > 0 && said.top < innerHeight, dock.top >= said.top + 20 || dock.left >= said.right || dock.right <= said.left,
        form.width <= innerWidth];";

#[tokio::test]
async fn what_was_said_stays_in_sight_while_it_is_answered() {
    let reference = complaint(&"The pavement is broken. ".repeat(40)).await;
    let browser = Browser::start(Engine::Chromium).await;
    console::sign_in(&browser, "employee.rta", &format!("/console/cases/{reference}")).await;
    for width in [360, 1280] {
        let size =
            json!({ "width": width, "height": 800, "deviceScaleFactor": 1, "mobile": false });
        browser.devtools("Emulation.setDeviceMetricsOverride", size).await;
        console::go(&browser, &format!("/console/cases/{reference}")).await;
        console::script_press(&browser, "[aria-keyshortcuts='r']").await;
        console::shows(&browser, "#words:focus").await;
        assert_eq!(browser.script(IN_SIGHT, vec![]).await, json!([true, true, true]), "{width}");
    }
}

#[rstest]
#[case::english("rta", "asks a supervisor for more time")]
#[case::arabic("iacad", "من المشرف وقتًا أطول")]
#[tokio::test]
async fn an_employee_asks_for_more_time_and_the_supervisor_grants_it(
    #[case] entity: &str,
    #[case] asked: &str,
) {
    let reference = complaint_to(entity, "Three offices know of the bridge.").await;
    let path = format!("/console/cases/{reference}");
    let browser = Browser::start(Engine::Chromium).await;
    console::sign_in(&browser, &format!("employee.{entity}"), &path).await;
    let command = "[...document.querySelectorAll('.commands .menu button')]
        .find((button) => ['Ask for more time', 'طلب وقت أطول'].includes(button.innerText.trim() || button.textContent.trim()))";
    console::shows(&browser, ".commands summary").await;
    browser.script(&format!("{command}.click();"), vec![]).await;
    console::shows(&browser, "#words:focus").await;
    action::write(&browser, "The municipality answers next week.").await;
    console::press(&browser, "#doing button.main").await;
    console::says(&browser, "[data-delay]", asked).await;
    let mut found = Findings::default();
    found.look(&browser, "a request").await;
    assert_eq!(console::find(&browser, "[data-grant]").await, "", "a supervisor decides");
    console::sign_out(&browser).await;

    console::sign_in(&browser, &format!("supervisor.{entity}"), "/console/cases?queue=actions_due")
        .await;
    console::press(&browser, &format!("[data-row='{reference}']")).await;
    console::says(&browser, ".thread", "The municipality answers next week.").await;
    console::press(&browser, "[data-grant]").await;
    let priority = "return document.querySelector('#doing [name=priority]')?.value ?? null;";
    browser
        .eventually("the chosen priority", async || {
            (browser.script(priority, vec![]).await == "complex").then_some(())
        })
        .await;
    found.look(&browser, "a grant").await;
    found.are_none();
    console::write(&browser, "#words", "Agreed.").await;
    console::press(&browser, "#doing button.main").await;
    console::shows(&browser, ".heading [data-priority='complex']").await;
    assert_eq!(console::find(&browser, "[data-delay]").await, "");
}

/// Opens all menus, and returns those that aren't wholly within the width of the page.
const CUT_MENUS: &str = "
    return [...document.querySelectorAll('details.menu')].flatMap((menu) => {
        menu.open = true;
        const { left, right } = menu.querySelector(':scope > div').getBoundingClientRect();
        return left >= 0 && right <= document.documentElement.clientWidth ? [] : [`${menu.innerText}: ${left} to ${right}`];
    });";

#[rstest]
#[case::english("employee.rta")]
#[case::arabic("employee.iacad")]
#[tokio::test]
async fn open_menus_stay_on_the_screen_however_their_line_wraps(#[case] account: &str) {
    let entity = account.split_once('.').map_or("rta", |(_, entity)| entity);
    let reference = complaint_to(entity, "The lamp at gate 2 is out.").await;
    let browser = Browser::start(Engine::Chromium).await;
    let case = format!("/console/cases/{reference}");
    console::sign_in(&browser, account, &case).await;
    for width in [320, 360, 780, 1100, 1280] {
        let size =
            json!({ "width": width, "height": 800, "deviceScaleFactor": 1, "mobile": false });
        browser.devtools("Emulation.setDeviceMetricsOverride", size).await;
        console::go(&browser, &case).await;
        console::shows(&browser, ".commands summary").await;
        assert_eq!(browser.script(CUT_MENUS, vec![]).await, json!([]), "{width}");
    }
}

#[tokio::test]
async fn keys_send_and_close_the_form_and_a_picture_is_pasted() {
    let reference = complaint("The clock at gate 7 is wrong.").await;
    let browser = Browser::start(Engine::Chromium).await;
    console::sign_in(&browser, "employee.rta", &format!("/console/cases/{reference}")).await;
    console::shows(&browser, "[aria-keyshortcuts='n']").await;
    action::write(&browser, "n").await;
    console::shows(&browser, "#words:focus").await;
    action::write(&browser, "Look at this").await;
    action::press(&browser, &[Key::Escape]).await;
    browser
        .eventually("the form to close", async || {
            let is_open = "return document.querySelector('#doing') !== null;";
            (browser.script(is_open, vec![]).await == Value::Bool(false)).then_some(())
        })
        .await;
    action::write(&browser, "n").await;
    console::says(&browser, "#words", "Look at this").await;
    let paste = "const data = new DataTransfer();
        const bytes = Uint8Array.from(atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII='), (byte) => byte.charCodeAt(0));
        data.items.add(new File([bytes], 'screen.png', { type: 'image/png' }));
        document.querySelector('#words').dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));";
    browser.script(paste, vec![]).await;
    console::says(&browser, ".uploads", "screen.png – attached").await;
    let send = "document.querySelector('#words').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true, cancelable: true }));";
    browser.script(send, vec![]).await;
    console::says(&browser, ".thread", "Look at this").await;
    console::shows(&browser, ".thread [download='screen.png']").await;
}

#[tokio::test]
async fn pictures_are_blurred_by_preference_until_somebody_clicks_them() {
    let visitor = Visitor::new();
    let upload = visitor.upload(&fixtures::picture(2_000), "gate.png", "image/png").await;
    let complaint = Submission { entity: "rta".into(), ..fixtures::complaint_with(&[&upload]) };
    let reference = visitor.submit(&complaint).await.reference;
    let path = format!("/console/cases/{reference}");
    let browser = Browser::start(Engine::Chromium).await;
    console::sign_in(&browser, "employee.rta", &path).await;
    console::script_press(&browser, ".bar .menu [type='checkbox']").await;
    console::go(&browser, &path).await;
    let open = ".files button.quiet";
    if browser
        .script("return document.querySelector(arguments[0]) !== null;", vec![json!(open)])
        .await
        == Value::Bool(true)
    {
        console::press(&browser, open).await;
    }
    console::shows(&browser, ".files .blurred").await;
    let blur = "return getComputedStyle(document.querySelector('.files img')).filter;";
    assert_eq!(browser.script(blur, vec![]).await, "blur(24px)");
    console::press(&browser, ".files .blurred").await;
    console::shows(&browser, ".files img[alt='gate.png']").await;
    assert_eq!(browser.script(blur, vec![]).await, "none");
    console::script_press(&browser, ".bar .menu [type='checkbox']").await;
}

#[tokio::test]
async fn a_machines_draft_is_marked_plays_from_its_times_and_fills_the_transcript() {
    let visitor = Visitor::new();
    let upload = visitor.upload(&fixtures::recording(80_000), "voice.wav", "audio/wav").await;
    let reference = visitor.submit(&fixtures::complaint_with(&[&upload])).await.reference;
    Database::in_state(&server::state()).run(&[&format!(
        "INSERT INTO machine_transcripts
             (attachment, state, text, starts, language, confidence, at)
         VALUES ('{upload}', 'heard', 'The lamp is out.' || char(10) || 'Since Monday.',
                 '[0,4000]', 'en', 81, '2026-11-30T08:00:00Z')"
    )]);
    let browser = Browser::start(Engine::Chromium).await;
    console::sign_in(&browser, "employee.rta", &format!("/console/cases/{reference}")).await;
    console::says(&browser, "[data-machine='heard'] > p", "81%").await;
    console::says(&browser, "[data-machine='heard'] li:nth-child(2)", "Since Monday.").await;
    let mut found = Findings::default();
    found.look(&browser, "a draft").await;
    found.are_none();
    console::script_press(&browser, "[data-machine] li:nth-child(2) button").await;
    let place = "return document.querySelector('.files audio').currentTime >= 4;";
    browser
        .eventually("the recording from its fifth second on", async || {
            (browser.script(place, vec![]).await == Value::Bool(true)).then_some(())
        })
        .await;
    console::script_press(&browser, "[data-machine] > p button").await;
    console::says(&browser, "[name='transcript']", "The lamp is out.\nSince Monday.").await;
    // Folded by hand, it unfolds again, and its box has the focus.
    let details =
        "const details = document.querySelector(\"[name='transcript']\").closest('details');";
    browser.script(&format!("{details} details.open = false;"), vec![]).await;
    console::script_press(&browser, "[data-machine] > p button").await;
    let typing =
        format!("{details} return details.open && document.activeElement.name === 'transcript';");
    browser
        .eventually("the unfolded transcript with the focus", async || {
            (browser.script(&typing, vec![]).await == Value::Bool(true)).then_some(())
        })
        .await;
}
