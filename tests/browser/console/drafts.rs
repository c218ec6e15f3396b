//! Drafts and forms: what was typed survives a reload and other tabs, shows in the queue, and isn't
//! left or overwritten without a question.

use domain::{
    case::action::Action, intake::kind::Kind, sla::calendar::Zone, slug::Slug, staff::Role,
    wire::Submission,
};
use fantoccini::{Locator, key::Key};
use serde_json::{Value, json};
use tests::{
    browser::{Browser, Engine, Network, action, console},
    clerk::Clerk,
    client::Visitor,
    database::Database,
    fixtures, server, sign_in, staff,
};

use super::complaint;

/// Returns the people of an entity as its administrator gets them.
async fn people(entity: &str) -> Vec<Value> {
    let mut keeper = sign_in::Browser::of(&format!("administrator.{entity}")).await;
    let people: Value = keeper
        .get(&format!("/console/api/entities/{entity}/people"))
        .await
        .json()
        .await
        .expect("people");
    let people = people["people"].as_array().cloned().unwrap_or_default();
    // Somebody may sign in for the first time meanwhile, which is told too.
    let entered = |person: Value| json!([person["id"], person["name"], person["email"]]);
    people.into_iter().map(entered).collect()
}

async fn add(browser: &Browser, name: &str, email: &str) {
    const FORM: &str = ".person:last-of-type";
    console::press(browser, &format!("{FORM} summary")).await;
    console::write(browser, &format!("{FORM} [name='name']"), name).await;
    console::write(browser, &format!("{FORM} [name='email']"), email).await;
    console::script_press(browser, &format!("{FORM} [name^='role0']")).await;
    console::press(browser, &format!("{FORM} button.main")).await;
    // Somebody new waits for a second person.
    console::says(browser, "main", name).await;
}

#[tokio::test]
async fn two_people_are_added_in_a_row_and_overwrite_nobody() {
    let browser = Browser::start(Engine::Chromium).await;
    console::sign_in(&browser, "administrator.rta", "/console/settings/rta/people").await;
    console::shows(&browser, ".person summary").await;
    let before = people("rta").await;
    add(&browser, "Aaliyah Qamar", "aaliyah@staff.example").await;
    let blank = async || {
        let name = console::find(&browser, ".person:last-of-type [name='name']").await;
        name.is_empty().then_some(())
    };
    browser.eventually("a blank form", blank).await;
    add(&browser, "Zubair Qamar", "zubair@staff.example").await;
    let after = people("rta").await;
    for person in &before {
        assert!(after.contains(person), "{person} is as before: {after:?}");
    }
    let shown = console::find(&browser, "main").await;
    for address in ["aaliyah@staff.example", "zubair@staff.example"] {
        assert!(shown.contains(address), "{shown}");
    }
}

#[tokio::test]
async fn another_address_is_asked_about_before_it_is_saved() {
    let mut keeper = sign_in::Browser::of("platform-administrator").await;
    let role = Role::Employee(Slug::parse("dcaa").expect("a slug"));
    let clerk = Clerk::with(&[role], &Visitor::new(), &Database::in_state(&server::state()));
    let people: Value = keeper.get("/console/api/people").await.json().await.expect("people");
    let people = people["people"].as_array().cloned().unwrap_or_default();
    let person = people.iter().find(|person| person["id"] == clerk.id.as_str()).expect("a person");
    let (name, old) = (person["name"].as_str().unwrap(), person["email"].as_str().unwrap());
    let browser = Browser::start(Engine::Chromium).await;
    console::sign_in(&browser, "platform-administrator", "/console/people").await;
    console::says(&browser, ".person summary", name).await;
    browser
        .script(
            "[...document.querySelectorAll('.person')].find((one) => one.innerText.includes(arguments[0])).id = 'chosen';
            document.querySelector('#chosen summary').click();",
            vec![json!(name)],
        )
        .await;
    console::clear(&browser, "#chosen [name='email']").await;
    console::write(&browser, "#chosen [name='email']", "karam@staff.example").await;
    console::press(&browser, "#chosen button.main").await;
    console::says(&browser, "#chosen .kept", "karam@staff.example").await;
    console::says(&browser, "#chosen .kept", old).await;
    let addresses = async || {
        let mut keeper = sign_in::Browser::of("platform-administrator").await;
        keeper.get("/console/api/people").await.text().await.expect("people")
    };
    assert!(!addresses().await.contains("karam@staff.example"), "nothing is saved yet");
    console::press(&browser, "#chosen button.main").await;
    browser
        .eventually("the address", async || {
            addresses().await.contains("karam@staff.example").then_some(())
        })
        .await;
}

#[tokio::test]
async fn drafts_show_in_the_queue_and_in_another_tab_with_all_their_fields() {
    let reference = complaint("The ramp at gate 7 is steep: sfumato.").await;
    let path = format!("/console/cases/{reference}");
    let browser = Browser::start(Engine::Chromium).await;
    console::sign_in(&browser, "supervisor.rta", &path).await;
    console::shows(&browser, "[aria-keyshortcuts='t']").await;
    console::press(&browser, "[aria-keyshortcuts='t']").await;
    console::says(&browser, ".stage", "In review").await;
    let act = "[...document.querySelectorAll('.commands .menu button')].find((one) => one.textContent.includes('action')).click();";
    browser.script(act, vec![]).await;
    console::shows(&browser, "#doing [name='why1']").await;
    console::script_press(&browser, "#doing [value='preventive']").await;
    console::write(&browser, "#doing [name='why1']", "It was built so.").await;
    console::write(&browser, "#doing [name='due']", "12/24/2030").await;
    console::says(&browser, "#doing select", "Omar Haddad").await;
    console::write(&browser, "#doing select", "Omar").await;
    console::write(&browser, "#words", "Build another one.").await;
    let kept =
        "const form = document.querySelector('#doing'); return [form.why1.value, form.due.value,
        form.nature.value, form.owner.selectedOptions[0]?.innerText, form.words.value];";
    let written = browser.script(kept, vec![]).await;

    // Another tab, from the queue.
    let tab = browser.client().new_window(true).await.expect("a tab");
    browser.client().switch_to_window(tab.handle).await.expect("the tab");
    console::go(&browser, "/console/cases?queue=all#q=sfumato").await;
    console::says(&browser, "tbody [data-draft]", "Draft").await;
    console::press(&browser, "[data-row]").await;
    console::script_press(&browser, ".commands .menu summary").await;
    console::shows(&browser, ".commands .menu [data-draft]").await;
    browser.script(act, vec![]).await;
    console::shows(&browser, "#doing [name='why1']").await;
    browser
        .eventually("the draft", async || {
            (browser.script(kept, vec![]).await == written).then_some(())
        })
        .await;
    assert_eq!(written[1], "2030-12-24");
    assert_eq!(written[3], "Omar Haddad");
}

#[tokio::test]
async fn a_template_replaces_nothing_for_good() {
    let mut keeper = sign_in::Browser::of("administrator.rta").await;
    let settings: Value =
        keeper.get("/console/api/entities/rta/settings").await.json().await.expect("settings");
    let template = json!({ "name": { "ar": "شكر", "en": "Thanks" }, "text": { "ar": "شكرًا.", "en": "Thank you." } });
    let request = json!({ "version": settings["templates"]["version"], "value": [template] });
    let path = "/console/api/entities/rta/settings/templates";
    let saved = keeper.call(reqwest::Method::PUT, path, &request).await;
    assert!(saved.status().is_success(), "{}", saved.status());
    let reference = complaint("The lift at gate 7 is slow.").await;
    let browser = Browser::start(Engine::Chromium).await;
    console::sign_in(&browser, "employee.rta", &format!("/console/cases/{reference}")).await;
    console::shows(&browser, "[aria-keyshortcuts='r']").await;
    console::press(&browser, "[aria-keyshortcuts='r']").await;
    console::write(&browser, "#words", "We shall look into it today.").await;
    console::says(&browser, "#doing .template", "Thanks").await;
    console::write(&browser, "#doing .template", "Thanks").await;
    action::press(&browser, &[Key::Tab]).await;
    browser
        .eventually("the template", async || {
            (!console::find(&browser, "#words").await.contains("today")).then_some(())
        })
        .await;
    // A second one replaces the first, not what was typed.
    console::write(&browser, "#doing .template", "Thanks").await;
    action::press(&browser, &[Key::Tab]).await;
    console::press(&browser, "[data-put-back]").await;
    console::says(&browser, "#words", "We shall look into it today.").await;
    // A template that was changed by hand is put back, and after it what it replaced.
    console::write(&browser, "#doing .template", "Thanks").await;
    action::press(&browser, &[Key::Tab]).await;
    console::says(&browser, "#words", "Thank you.").await;
    console::write(&browser, "#words", " Tomorrow.").await;
    console::write(&browser, "#doing .template", "Thanks").await;
    action::press(&browser, &[Key::Tab]).await;
    console::press(&browser, "[data-put-back]").await;
    console::says(&browser, "#words", "Tomorrow.").await;
    console::press(&browser, "[data-put-back]").await;
    console::says(&browser, "#words", "We shall look into it today.").await;
}

#[tokio::test]
async fn settings_are_not_left_unsaved_without_a_question() {
    let browser = Browser::start(Engine::Chromium).await;
    let path = "/console/settings/rta/retention";
    console::sign_in(&browser, "administrator.rta", path).await;
    console::shows(&browser, "[name='days']").await;
    let saved = console::find(&browser, "[name='days']").await;
    console::clear(&browser, "[name='days']").await;
    console::write(&browser, "[name='days']", "777").await;
    let leave = async || {
        let links = Locator::Css(".queues a:not([aria-current])");
        browser.client().find(links).await.expect("a link").click().await.expect("a click");
    };
    leave().await;
    browser.client().dismiss_alert().await.expect("a question");
    assert_eq!(console::find(&browser, "[name='days']").await, "777", "it is still there");
    leave().await;
    browser.client().accept_alert().await.expect("a question");
    console::says(&browser, "h1", "Services").await;
    browser.visit(&format!("{}{path}", server::edge())).await;
    console::shows(&browser, "[name='days']").await;
    assert_eq!(console::find(&browser, "[name='days']").await, saved);
}

#[tokio::test]
async fn an_answer_that_is_quicker_than_the_taking_of_its_case_is_sent() {
    let reference = complaint("The lamp at gate 9 is out.").await;
    let browser = Browser::start(Engine::Chromium).await;
    console::sign_in(&browser, "supervisor.rta", &format!("/console/cases/{reference}")).await;
    console::shows(&browser, "[aria-keyshortcuts='r']").await;
    browser.set_network(Network::Distant).await;
    action::write(&browser, "r").await;
    console::shows(&browser, "#words:focus").await;
    action::write(&browser, "We look at it.").await;
    console::press(&browser, "#doing button.main").await;
    console::says(&browser, ".thread", "We look at it.").await;
    assert_eq!(console::find(&browser, ".commands .trouble").await, "");
}

/// Implements a suggestion, and returns the address of its case.
async fn implemented(writer: &Clerk, other: &Clerk, entity: &str) -> String {
    let suggestion =
        Submission { kind: Kind::Suggestion, entity: entity.into(), ..fixtures::complaint() };
    let reference = Visitor::new().submit(&suggestion).await.reference;
    let criteria = serde_json::to_value(writer.case(reference).await.criteria).expect("criteria");
    let names = criteria["weights"].as_object().expect("weights").keys();
    let marks: serde_json::Map<_, _> = names.map(|name| (name.clone(), json!(4))).collect();
    let judge = json!({ "verb": "judge", "marks": marks });
    for clerk in [writer, other] {
        clerk.does(reference, serde_json::from_value(judge.clone()).expect("marks"), "").await;
    }
    writer.does(reference, Action::Decide { accepted: true }, "We will.").await;
    let today = Zone::dubai().local(staff::now()).date();
    let implement = json!({ "verb": "implement", "on": today });
    writer.does(reference, serde_json::from_value(implement).expect("a day"), "").await;
    format!("/console/cases/{reference}")
}

#[tokio::test]
async fn four_public_sentences_outlive_escape_and_a_reload() {
    let (visitor, database) = (Visitor::new(), Database::in_state(&server::state()));
    let role = [Role::Supervisor(Slug::parse("dma").expect("a slug"))];
    let [writer, other] = [(); 2].map(|()| Clerk::with(&role, &visitor, &database));
    let path = implemented(&writer, &other, "dma").await;
    let browser = console::browser_of(&writer, &server::edge()).await;
    console::go(&browser, &path).await;
    let propose = "[data-lesson] button:last-of-type";
    console::shows(&browser, propose).await;
    console::script_press(&browser, propose).await;
    console::shows(&browser, "#doing [name='said_ar']").await;
    for name in ["said_ar", "said_en", "did_ar", "did_en"] {
        console::write(&browser, &format!("#doing [name='{name}']"), &format!("A {name}.")).await;
    }
    action::press(&browser, &[Key::Escape]).await;
    let is_closed = "return document.querySelector('#doing') === null;";
    browser
        .eventually("the form to close", async || {
            (browser.script(is_closed, vec![]).await == Value::Bool(true)).then_some(())
        })
        .await;
    console::go(&browser, &path).await;
    console::script_press(&browser, propose).await;
    for name in ["said_ar", "said_en", "did_ar", "did_en"] {
        console::says(&browser, &format!("#doing [name='{name}']"), &format!("A {name}.")).await;
    }
}

#[tokio::test]
async fn a_paste_is_not_cut_off_and_what_is_too_much_is_counted() {
    let reference = complaint("The lamp at gate 12 is out.").await;
    let browser = Browser::start(Engine::Chromium).await;
    console::sign_in(&browser, "employee.rta", &format!("/console/cases/{reference}")).await;
    console::shows(&browser, "[aria-keyshortcuts='n']").await;
    console::press(&browser, "[aria-keyshortcuts='n']").await;
    console::shows(&browser, "#words").await;
    let paste = "const field = document.querySelector('#words'); field.focus();
        document.execCommand('insertText', false, 'a'.repeat(6000)); return field.value.length;";
    assert_eq!(browser.script(paste, vec![]).await, json!(6000));
    console::says(&browser, "#words-fault", "1000 characters too many").await;
    console::script_press(&browser, "#doing button.main").await;
    let message = "return document.querySelector('#words').validationMessage;";
    let message = browser.script(message, vec![]).await;
    assert!(message.as_str().is_some_and(|text| text.contains("1000")), "{message}");
    let sent = "return performance.getEntriesByType('resource')
        .filter(({ name }) => name.endsWith('/deeds')).length;";
    assert_eq!(browser.script(sent, vec![]).await, json!(0), "nothing is sent");
    console::clear(&browser, "#words").await;
    console::write(&browser, "#words", "Short.").await;
    console::press(&browser, "#doing button.main").await;
    console::says(&browser, ".thread", "Short.").await;
}
