//! Views of those who oversee the work of others: activity, and the team.

use fantoccini::key::Key;
use reqwest::Method;
use rstest::rstest;
use serde_json::{Value, json};
use tests::{
    browser::{Browser, Engine, action, console},
    sign_in,
};

use super::{Findings, complaint, complaint_to};

#[tokio::test]
async fn an_auditor_finds_what_somebody_did_and_takes_it_out_in_both_languages() {
    const OTHER: &str = "header.bar button[lang]";
    let reference = complaint("The prayer room is locked: quince.").await;
    let mut colleague = sign_in::Browser::of("colleague.rta").await;
    let path = format!("/console/api/cases/{reference}");
    let case: Value = colleague.get(&path).await.json().await.expect("a case");
    let transfer = json!({ "head": case["head"], "deed": { "verb": "transfer", "to": "iacad" }, "words": "They keep the key." });
    let moved = colleague.call(Method::POST, &format!("{path}/deeds"), &transfer).await;
    assert!(moved.status().is_success(), "{}", moved.status());

    let browser = Browser::start(Engine::Chromium).await;
    console::sign_in(&browser, "auditor", "/console/security").await;
    console::shows(&browser, ".heading .ways a").await;
    console::press(&browser, ".heading .ways a").await;
    console::says(&browser, "h1", "Activity").await;
    console::choose(&browser, "[name='person']", "Omar Haddad").await;
    console::press(&browser, "form button.main").await;
    let number = reference.to_string();
    let entry = format!(".activity li:has(a[href$='{number}']):has(.reason)");
    console::shows(&browser, &entry).await;
    for part in ["Omar Haddad", "transferred it", "Roads and Transport", "They keep the key."] {
        console::says(&browser, &entry, part).await;
    }
    let address = browser.client().current_url().await.expect("an address");
    assert!(address.query().unwrap_or_default().starts_with("person="), "{address}");
    let seconds = "return /20\\d\\d.*\\d\\d:\\d\\d:\\d\\d/.test(document.querySelector('.activity time').innerText);";
    assert_eq!(browser.script(seconds, vec![]).await, Value::Bool(true));
    let mut found = Findings::default();
    found.look(&browser, "activity").await;

    console::press(&browser, "[data-export]").await;
    console::says(&browser, ".toast", "The file is saved").await;
    console::press(&browser, OTHER).await;
    console::says(&browser, "h1", "النشاط").await;
    console::shows(&browser, &entry).await;
    for part in ["أحال الطلب", "من هيئة الطرق والمواصلات", "السبب", "They keep the key."]
    {
        console::says(&browser, &entry, part).await;
    }
    found.look(&browser, "activity in Arabic").await;
    console::press(&browser, OTHER).await;
    console::says(&browser, "h1", "Activity").await;

    console::go(&browser, "/console/security").await;
    console::says(&browser, ".events", "took out what people have done and read").await;
    console::go(&browser, &format!("/console/cases/{reference}/history")).await;
    console::says(&browser, "ol.events", "They keep the key.").await;
    console::says(&browser, "ol.events", "from Roads and Transport Authority").await;
    found.look(&browser, "a history with a transfer").await;
    found.are_none();
}

/// Leaves one case of the form chosen, since those of other tests may stand beside it.
const ONLY: &str = "for (const label of document.querySelectorAll('.reassign .tick')) {
        const box = label.querySelector('input');
        if (box.checked !== label.innerText.includes(arguments[0])) box.click();
    }
    return document.querySelectorAll('.reassign .tick :checked').length;";

#[tokio::test]
async fn an_absence_is_set_and_ended_by_whoever_is_away() {
    let browser = Browser::start(Engine::Chromium).await;
    console::sign_in(&browser, "employee.rta", "/console/team").await;
    console::shows(&browser, "[data-absences] form").await;
    // In the far future, so that other tests' cases go to whom they are assigned.
    let fill = "const year = new Date().getFullYear() + 1;
        for (const [name, day] of [['first', '03-01'], ['last', '03-05']]) document.querySelector(`[data-absences] [name=${name}]`).value = `${year}-${day}`;";
    browser.script(fill, vec![]).await;
    console::choose(&browser, "[data-absences] [name=deputy]", "Omar Haddad").await;
    console::press(&browser, "[data-absences] button.main").await;
    console::says(&browser, "[data-absences] li", "Omar Haddad").await;
    let mut found = Findings::default();
    found.look(&browser, "absences").await;
    found.are_none();
    console::press(&browser, "[data-absences] li button").await;
    console::says(&browser, "[data-absences]", "Nobody is away.").await;
}

#[rstest]
#[tokio::test]
async fn a_supervisor_hands_a_case_of_one_colleague_to_another(
    #[values(
        ("rta", "Team", "Omar Haddad", "Maryam Al Falasi"),
        ("iacad", "الفريق", "يوسف المرزوقي", "عائشة المهيري")
    )]
    (entity, title, from, to): (&str, &str, &str, &str),
) {
    let reference = complaint_to(entity, "The ramp is too steep: marmoset.").await;
    let path = format!("/console/api/cases/{reference}");
    let mut colleague = sign_in::Browser::of(&format!("colleague.{entity}")).await;
    let case: Value = colleague.get(&path).await.json().await.expect("a case");
    let take = json!({ "head": case["head"], "deed": { "verb": "take" } });
    let taken = colleague.call(Method::POST, &format!("{path}/deeds"), &take).await;
    assert!(taken.status().is_success(), "{}", taken.status());

    let browser = Browser::start(Engine::Chromium).await;
    console::sign_in(&browser, &format!("supervisor.{entity}"), "/console/team").await;
    console::says(&browser, "h1", title).await;
    console::says(&browser, ".team tbody", from).await;
    let headed = "return [...document.querySelectorAll('.team')].every((table) =>
        table.caption && table.querySelectorAll('thead th[scope]').length === table.querySelectorAll('thead th').length
        && [...table.tBodies[0].rows].every((row) => row.cells[0].scope === 'row'));";
    assert_eq!(browser.script(headed, vec![]).await, Value::Bool(true));
    let mut found = Findings::default();
    found.look(&browser, "the team").await;
    // On a phone the tables scroll, and the page doesn't.
    let phone = json!({ "width": 360, "height": 740, "deviceScaleFactor": 1, "mobile": true });
    browser.devtools("Emulation.setDeviceMetricsOverride", phone).await;
    let width = "return document.documentElement.scrollWidth;";
    assert_eq!(browser.script(width, vec![]).await, 360);
    browser.devtools("Emulation.clearDeviceMetricsOverride", json!({})).await;

    // By keyboard: the row's button, the form, and back.
    let begin = "const row = [...document.querySelectorAll('.team tr')].find((row) => row.cells[0].innerText.startsWith(arguments[0]));
        row.querySelector('button').focus();";
    browser.script(begin, vec![json!(from)]).await;
    action::press(&browser, &[Key::Enter]).await;
    console::shows(&browser, "#reassign-title:focus").await;
    console::says(&browser, ".reassign fieldset", &reference.to_string()).await;
    let chosen = browser.script(ONLY, vec![json!(reference.to_string())]).await;
    assert_eq!(chosen, json!(1));
    found.look(&browser, "the form").await;
    console::choose(&browser, ".reassign select", to).await;
    console::press(&browser, ".reassign button.main").await;
    console::shows(&browser, ".toast button").await;
    console::shows(&browser, "h1:focus").await;
    let case: Value = colleague.get(&path).await.json().await.expect("a case");
    let owner = case["owner"].as_str().expect("an owner");
    assert_eq!(case["names"][owner], to);

    // The number of open cases leads to them.
    let row = format!("a[href*='queue=all'][href*='owner={owner}']");
    console::press(&browser, &row).await;
    console::says(&browser, "[data-row]", &reference.to_string()).await;
    found.are_none();
}

#[tokio::test]
async fn whoever_keeps_the_entities_finds_a_person_by_parts_of_the_name() {
    const SHOWN: &str = "return [...document.querySelectorAll('.person summary')]
        .filter((summary) => summary.checkVisibility()).map((summary) => summary.innerText);";
    let browser = Browser::start(Engine::Chromium).await;
    console::sign_in(&browser, "platform-administrator", "/console/people").await;
    console::says(&browser, ".person summary", "Omar Haddad").await;
    console::write(&browser, "[name='sought']", "haddad OMAR").await;
    browser
        .eventually("the person alone", async || {
            let shown = browser.script(SHOWN, vec![]).await;
            let shown: Vec<String> = serde_json::from_value(shown).ok()?;
            // The form for somebody new stays.
            (shown.len() == 2 && shown[0].contains("Omar Haddad")).then_some(())
        })
        .await;
    let mut found = Findings::default();
    found.look(&browser, "people who were searched for").await;
    console::clear(&browser, "[name='sought']").await;
    console::write(&browser, "[name='sought']", "السويدي").await;
    console::says(&browser, ".person:not([hidden]) summary", "خالد السويدي").await;
    found.are_none();
}
