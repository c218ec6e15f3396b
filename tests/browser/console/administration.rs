//! Administration in a browser: adding an entity, and the settings of one.

use serde_json::{Value, json};
use tests::{
    browser::{Browser, Engine, console},
    server,
};

use super::Findings;

#[tokio::test]
async fn an_entity_is_added_with_its_websites_and_its_first_administrator() {
    let id = format!("added-{:x}", fastrand::u64(..));
    let browser = Browser::start(Engine::Chromium).await;
    console::sign_in(&browser, "platform-administrator", "/console/people").await;
    console::shows(&browser, ".queues a[href='/console/entities/new']").await;
    console::press(&browser, ".queues a[href='/console/entities/new']").await;
    console::says(&browser, "h1", "Add an entity").await;
    let mut found = Findings::default();
    found.look(&browser, "a form for an entity").await;

    console::write(&browser, "[name='ar']", "هيئة الحدائق").await;
    console::write(&browser, "[name='en']", "Zoos and Quarries Authority").await;
    console::says(&browser, "[name='id']", "zqa").await;
    console::clear(&browser, "[name='id']").await;
    console::write(&browser, "[name='id']", "rta").await;
    console::says(&browser, "#id-fault", "Another entity").await;
    console::clear(&browser, "[name='id']").await;
    console::write(&browser, "[name='id']", &id).await;
    console::write(&browser, "[name='origins']", "zoos.example").await;
    console::write(&browser, "[name='name']", "Hessa").await;
    console::write(&browser, "[name='email']", &format!("{id}@staff.example")).await;
    console::press(&browser, "form.editor button.main").await;
    console::says(&browser, ".fault", "an origin looks like").await;
    found.look(&browser, "a fault beside its field").await;
    console::clear(&browser, "[name='origins']").await;
    console::write(&browser, "[name='origins']", &format!("https://{id}.example/ar")).await;
    console::press(&browser, "form.editor button.main").await;
    console::says(&browser, ".settings [role='status']", "Zoos and Quarries").await;
    console::says(&browser, ".settings .sheet", "once a second person").await;
    found.look(&browser, "an entity that was added").await;

    console::press(&browser, ".settings .sheet .tools a").await;
    console::says(&browser, "#waiting-title", "second person").await;
    let chosen = "return document.querySelector('.entity select').selectedOptions[0].innerText;";
    let chosen = browser.script(chosen, vec![]).await;
    assert_eq!(chosen, Value::from("Zoos and Quarries Authority"));
    found.are_none();
}

/// Chooses a file of a text, as a person does.
const CHOOSE: &str = "const field = document.querySelector(arguments[0]);
    const files = new DataTransfer();
    files.items.add(new File([arguments[1]], 'holidays.ics', { type: 'text/calendar' }));
    field.files = files.files;
    field.dispatchEvent(new Event('change', { bubbles: true }));";

const FILE: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\n\
    DTSTART;VALUE=DATE:20271202\r\nDTEND;VALUE=DATE:20271204\r\nSUMMARY:National Day\r\n\
    END:VEVENT\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20270718\r\nSUMMARY:Founding\r\n  day\r\n\
    END:VEVENT\r\nEND:VCALENDAR\r\n";

#[tokio::test]
async fn holidays_of_a_file_show_before_they_are_added_and_saved() {
    const CALENDAR: &str = "/console/settings/faa/calendar";
    let browser = Browser::start(Engine::Chromium).await;
    console::sign_in(&browser, "platform-administrator", CALENDAR).await;
    console::shows(&browser, "[accept*='ics']").await;
    let mut found = Findings::default();

    let weekly = FILE.replace("SUMMARY:Founding", "RRULE:FREQ=WEEKLY\r\nSUMMARY:Founding");
    browser.script(CHOOSE, vec![json!("[accept*='ics']"), json!(weekly)]).await;
    console::says(&browser, "#import-fault", "Line 10: a holiday is once").await;
    found.look(&browser, "a file with a rule that isn't known").await;

    browser.script(CHOOSE, vec![json!("[accept*='ics']"), json!(FILE)]).await;
    console::says(&browser, "[data-preview]", "Founding day").await;
    found.look(&browser, "the holidays of a file").await;
    console::script_press(&browser, "[data-preview] button").await;
    console::says(&browser, "form.editor [role='status']", "Save to keep them").await;

    // The public holidays, and Ramadan, each by one press.
    console::script_press(&browser, "[data-public]").await;
    console::script_press(&browser, "[data-ramadan] button").await;
    console::shows(&browser, "[data-rows='seasons'] [name='monday']").await;
    console::says(&browser, "[data-rows='seasons'] [name='monday']", "09:00-14:30").await;
    found.look(&browser, "a calendar with what was added").await;
    console::press(&browser, "form.editor button.main:not([type])").await;
    console::says(&browser, ".kept[data-wrong='false']", "Saved").await;

    console::go(&browser, CALENDAR).await;
    let names = console::find(&browser, "[data-rows='holidays'] [name='name']").await;
    for name in ["Founding day", "Eid al-Fitr", "Arafat Day", "Prophet's birthday"] {
        assert!(names.contains(name), "{name}: {names}");
    }
    let expected = "return document.querySelectorAll('[name^=expected]:checked').length;";
    assert!(browser.script(expected, vec![]).await.as_u64() >= Some(5));
    let zone = "return document.querySelector('[name=zone]').selectedOptions[0].innerText;";
    let zone = browser.script(zone, vec![]).await;
    assert!(zone.as_str().is_some_and(|zone| zone.contains("Dubai")), "{zone}");
    found.are_none();
}

#[tokio::test]
async fn services_are_kept_as_a_tree_by_their_names() {
    const SERVICES: &str = "/console/settings/dma/services";
    let browser = Browser::start(Engine::Chromium).await;
    console::sign_in(&browser, "platform-administrator", SERVICES).await;
    console::shows(&browser, "[data-rows='services'] legend").await;
    console::says(&browser, ".settings", "Messages come in by: ").await;
    let mut found = Findings::default();
    found.look(&browser, "services as a tree").await;
    // A main service with one below it, of an Arabic and an English name, and no short name.
    console::script_press(&browser, "[data-add]").await;
    let main = "[data-rows='services']:not([data-below]):has([name='id'][value=''])";
    console::write(&browser, &format!("{main} [name='ar']"), "تصاريح القوارب").await;
    console::write(&browser, &format!("{main} [name='en']"), "Boat permits").await;
    console::says(&browser, &format!("{main} legend"), "Boat permits").await;
    console::script_press(&browser, &format!("{main} [data-below-this]")).await;
    let below = "[data-rows='services'][data-below]:has([name='id'][value=''])";
    console::write(&browser, &format!("{below} [name='ar']"), "تجديد").await;
    console::write(&browser, &format!("{below} [name='en']"), "Renewal").await;
    let above = "return document.querySelector(arguments[0]).selectedOptions[0].innerText;";
    let select = format!("{below} [name='parent']");
    assert_eq!(browser.script(above, vec![json!(select)]).await, json!("Boat permits"));
    found.look(&browser, "a new service below a new one").await;
    console::press(&browser, "form.editor button.main").await;
    console::says(&browser, ".kept[data-wrong='false']", "Saved").await;

    console::go(&browser, SERVICES).await;
    let order = "const rows = [...document.querySelectorAll('[data-rows=services]')];
        const main = rows.find((row) => row.querySelector('[name=id]').value === 'boat-permits');
        const next = rows[rows.indexOf(main) + 1];
        return [next.querySelector('[name=id]').value, next.dataset.below];";
    assert_eq!(browser.script(order, vec![]).await, json!(["renewal", ""]));
    found.are_none();
}

#[tokio::test]
async fn a_known_problem_is_announced_and_visitors_see_it() {
    const PROBLEMS: &str = "/console/settings/dwe/announcements";
    let browser = Browser::start(Engine::Chromium).await;
    console::sign_in(&browser, "platform-administrator", PROBLEMS).await;
    console::says(&browser, "h1", "Known problems").await;
    console::shows(&browser, ".editor fieldset > p > button").await;
    let mut found = Findings::default();
    console::script_press(&browser, ".editor fieldset > p > button").await;
    console::write(&browser, "[name='text_ar']", "التبريد معطل: فرقد.").await;
    console::write(&browser, "[name='text_en']", "The cooling is down: farqad.").await;
    let tomorrow = "const field = document.querySelector('[name=until]');
        field.value = new Date(Date.now() + 86_400_000).toISOString().slice(0, 16);
        field.dispatchEvent(new Event('input', { bubbles: true }));";
    browser.script(tomorrow, vec![]).await;
    found.look(&browser, "an announcement").await;
    console::press(&browser, "form.editor button.main").await;
    console::says(&browser, ".kept[data-wrong='false']", "Saved").await;
    browser.visit(&format!("{}/f/dwe?lang=en", server::edge())).await;
    console::says(&browser, "[role='note']", "The cooling is down: farqad.").await;
    found.look(&browser, "a form with a known problem").await;
    // Taken back, so that other tests see the form without it.
    console::go(&browser, PROBLEMS).await;
    console::script_press(&browser, "[data-rows='announcements'] button.quiet").await;
    console::press(&browser, "form.editor button.main").await;
    console::says(&browser, ".kept[data-wrong='false']", "Saved").await;
    found.are_none();
}

#[tokio::test]
async fn what_only_the_edge_refuses_is_told_at_its_field_until_that_changes() {
    let browser = Browser::start(Engine::Chromium).await;
    let path = "/console/settings/dcaa/announcements";
    console::sign_in(&browser, "platform-administrator", path).await;
    console::shows(&browser, ".editor fieldset > p > button").await;
    console::script_press(&browser, ".editor fieldset > p > button").await;
    let row = "[data-rows='announcements']:last-of-type";
    console::write(&browser, &format!("{row} [name='text_ar']"), "توقف النظام.").await;
    console::write(&browser, &format!("{row} [name='text_en']"), "The system is down.").await;
    let until = format!("{row} [name='until']");
    let set = "const field = document.querySelector(arguments[0]);
        field.value = new Date(Date.now() + arguments[1] * 86_400_000).toISOString().slice(0, 16);
        for (const kind of ['input', 'change']) field.dispatchEvent(new Event(kind, { bubbles: true }));";
    browser.script(set, vec![json!(until), json!(400)]).await;
    console::press(&browser, "form.editor button.main").await;
    console::says(&browser, ".kept[data-wrong='true']", "ends within 90 days").await;
    let message = "return document.querySelector(arguments[0]).validationMessage;";
    browser
        .eventually("the refusal beside the field", async || {
            let told = browser.script(message, vec![json!(until)]).await;
            told.as_str()?.contains("ends within 90 days").then_some(())
        })
        .await;
    browser.script(set, vec![json!(until), json!(1)]).await;
    assert_eq!(browser.script(message, vec![json!(until)]).await, json!(""));
}

#[tokio::test]
async fn a_change_is_told_in_words_and_what_was_before_is_restored() {
    const RETENTION: &str = "/console/settings/pcfc/retention";
    const HISTORY: &str = "/console/settings/pcfc/history";
    let browser = Browser::start(Engine::Chromium).await;
    console::sign_in(&browser, "platform-administrator", RETENTION).await;
    console::shows(&browser, "[name='days']").await;
    let before = console::find(&browser, "[name='days']").await;
    let days = if before == "400" { "401" } else { "400" };
    console::clear(&browser, "[name='days']").await;
    console::write(&browser, "[name='days']", days).await;
    console::press(&browser, "form.editor button.main").await;
    console::says(&browser, ".kept[data-wrong='false']", "Saved").await;

    console::go(&browser, HISTORY).await;
    let told = format!("changed the retention from {before} to {days} days");
    console::says(&browser, "details.sheet [data-told]", &told).await;
    console::press(&browser, "details.sheet summary").await;
    let mut found = Findings::default();
    found.look(&browser, "a change in words").await;
    // The browser asks first.
    browser.script("window.confirm = () => true;", vec![]).await;
    console::press(&browser, "details.sheet[open] [data-restore]").await;
    let told = format!("changed the retention from {days} to {before} days");
    console::says(&browser, "details.sheet [data-told]", &told).await;
    console::go(&browser, RETENTION).await;
    assert_eq!(console::find(&browser, "[name='days']").await, before);
    found.are_none();
}
