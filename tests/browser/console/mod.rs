//! Tests of the console in a browser, as employees, administrators and auditors, with a real
//! sign-in.

mod administration;
mod bulk;
mod colours;
mod desk;
mod drafts;
mod entry;
mod figures;
mod hold;
mod mentions;
mod merge;
mod news;
mod oversight;
mod proposals;
mod queues;
mod reports;

use std::time::Duration;

use domain::{reference::Reference, wire::Submission};
use fantoccini::key::Key;
use reqwest::Method;
use rstest::rstest;
use serde_json::{Value, json};
use tests::{
    browser::{Browser, Engine, action, checkers, console},
    client::Visitor,
    fixtures, server, sign_in,
};
use tokio::time::sleep;

/// Submits a complaint, which nobody has opened yet, and returns its reference number.
async fn complaint(text: &str) -> Reference {
    complaint_to("rta", text).await
}

async fn complaint_to(entity: &str, text: &str) -> Reference {
    let submission =
        Submission { entity: entity.to_owned(), text: text.to_owned(), ..fixtures::complaint() };
    Visitor::new().submit(&submission).await.reference
}

/// Takes the case as Omar Haddad, a colleague.
async fn colleague_takes(reference: Reference) {
    let mut colleague = sign_in::Browser::of("colleague.rta").await;
    let case: Value = colleague
        .get(&format!("/console/api/cases/{reference}"))
        .await
        .json()
        .await
        .expect("a case");
    let take = json!({ "head": case["head"], "deed": { "verb": "take" } });
    let taken =
        colleague.call(Method::POST, &format!("/console/api/cases/{reference}/deeds"), &take).await;
    assert!(taken.status().is_success(), "{}", taken.status());
}

#[tokio::test]
async fn whoever_has_to_sign_in_comes_back_to_where_they_were_going() {
    let browser = Browser::start(Engine::Chromium).await;
    console::sign_in(&browser, "employee.rta", "/console/cases?queue=overdue&kind=complaint").await;
    let address = browser.client().current_url().await.expect("an address");
    assert_eq!(
        (address.path(), address.query()),
        ("/console/cases", Some("queue=overdue&kind=complaint"))
    );
    console::says(&browser, "h1", "Overdue").await;
}

#[tokio::test]
async fn an_employee_takes_a_case_and_answers_it_by_keys_alone() {
    let reference = complaint("The lift at gate 4 stands still.").await;
    let browser = Browser::start(Engine::Chromium).await;
    console::sign_in(&browser, "employee.rta", &format!("/console/cases/{reference}")).await;
    console::says(&browser, ".said", "The lift at gate 4").await;
    action::write(&browser, "t").await;
    console::says(&browser, ".heading .flags", "Maryam").await;
    action::write(&browser, "w").await;
    console::shows(&browser, "#words:focus").await;
    // Shortcuts are off while someone types.
    action::write(&browser, "It moves again: t r w.").await;
    console::says(&browser, "#words", "It moves again: t r w.").await;
    // No outcome is chosen beforehand.
    let outcome = "return document.querySelector(\"#doing [name='outcome']\").value;";
    assert_eq!(browser.script(outcome, vec![]).await, "");
    action::press(&browser, &[Key::Tab, Key::Tab, Key::Down, Key::Tab, Key::Enter]).await;
    console::says(&browser, ".stage", "Answered").await;
    console::script_press(&browser, "details.sheet:has(.events) summary").await;
    console::says(&browser, ".events", "Upheld").await;
    console::says(&browser, ".thread", "It moves again: t r w.").await;
    let status = Visitor::new().status(reference).await;
    assert_eq!(status.stage, domain::case::stage::Stage::Answered);
}

#[tokio::test]
async fn what_was_written_outlives_a_reload_and_a_quicker_colleague() {
    let reference = complaint("The lamp at gate 4 is out.").await;
    let path = format!("/console/cases/{reference}");
    let browser = Browser::start(Engine::Chromium).await;
    console::sign_in(&browser, "employee.rta", &path).await;
    console::shows(&browser, "[aria-keyshortcuts='n']").await;
    console::press(&browser, "[aria-keyshortcuts='n']").await;
    console::write(&browser, "#words", "Ask the electricians.").await;
    console::go(&browser, &path).await;
    console::press(&browser, "[aria-keyshortcuts='n']").await;
    console::says(&browser, "#words", "Ask the electricians.").await;

    colleague_takes(reference).await;

    console::press(&browser, "#doing button.main").await;
    console::says(&browser, ".commands .trouble", "Omar Haddad").await;
    console::says(&browser, "#words", "Ask the electricians.").await;
    console::press(&browser, "#doing button.main").await;
    console::says(&browser, ".thread", "Ask the electricians.").await;
}

#[tokio::test]
async fn what_a_colleague_does_meanwhile_is_told_and_shows_when_asked_for() {
    let reference = complaint("The bin at gate 4 is full.").await;
    let browser = Browser::start(Engine::Chromium).await;
    console::sign_in(&browser, "employee.rta", &format!("/console/cases/{reference}")).await;
    console::shows(&browser, "[aria-keyshortcuts='n']").await;
    console::press(&browser, "[aria-keyshortcuts='n']").await;
    console::write(&browser, "#words", "Who empties it?").await;
    colleague_takes(reference).await;

    console::says(&browser, ".outdated [role='status']", "changed").await;
    assert!(
        !console::find(&browser, ".heading .flags").await.contains("Omar"),
        "nothing is read by itself"
    );
    console::press(&browser, ".outdated button").await;
    console::says(&browser, ".heading .flags", "Omar Haddad").await;
    console::says(&browser, "#words", "Who empties it?").await;
    assert_eq!(console::find(&browser, ".outdated").await, "");
}

#[tokio::test]
async fn what_was_done_to_several_at_once_is_taken_back_at_once() {
    const OWNERS: &str = "tbody td:nth-of-type(5)";
    for number in 1..=2 {
        complaint(&format!("Wagon {number} is muddy: quagmire.")).await;
    }
    let browser = Browser::start(Engine::Chromium).await;
    console::sign_in(&browser, "supervisor.rta", "/console/cases?queue=all#q=quagmire").await;
    console::says(&browser, OWNERS, "Nobody\nNobody").await;
    console::script_press(&browser, "thead .select input").await;
    console::press(&browser, "[data-task='Assign']").await;
    console::says(&browser, ".several select", "Omar Haddad").await;
    console::write(&browser, ".several select", "Omar").await;
    console::press(&browser, ".several form button.main").await;
    console::says(&browser, ".toast", "Assign: done to 2 cases").await;
    console::says(&browser, OWNERS, "Omar Haddad\nOmar Haddad").await;
    console::press(&browser, ".toast button").await;
    console::says(&browser, OWNERS, "Nobody\nNobody").await;
}

#[tokio::test]
async fn what_cannot_be_done_to_some_of_several_is_said_in_ones_own_language() {
    let [first, second] = [
        complaint_to("iacad", "Carpets: marasca.").await,
        complaint_to("iacad", "Carpets: marasca.").await,
    ];
    let browser = Browser::start(Engine::Chromium).await;
    browser.visit(&format!("{}/console", server::edge())).await;
    console::speak(&browser, "ar").await;
    console::sign_in(&browser, "supervisor.iacad", "/console/cases?queue=all#q=marasca").await;
    console::shows(&browser, ".select input").await;
    console::script_press(&browser, "thead .select input").await;
    // A colleague is quicker.
    let mut colleague = sign_in::Browser::of("employee.iacad").await;
    for reference in [first, second] {
        let path = format!("/console/api/cases/{reference}");
        let case: Value = colleague.get(&path).await.json().await.expect("a case");
        let decline = json!({ "head": case["head"], "deed": { "verb": "decline", "ground": "duplicate" }, "words": "Again." });
        let declined = colleague.call(Method::POST, &format!("{path}/deeds"), &decline).await;
        assert!(declined.status().is_success(), "{}", declined.status());
    }
    console::press(&browser, "[data-task='Take']").await;
    console::press(&browser, ".several form button.main").await;
    for reference in [first, second] {
        console::says(&browser, ".outcomes", &reference.to_string()).await;
    }
    console::says(&browser, ".outcomes", "لا يمكن ذلك في مرحلة «مرفوض»").await;
    let mut found = Findings::default();
    found.look(&browser, "not done").await;
    found.are_none();
}

#[tokio::test]
async fn documents_are_looked_into_in_the_case_without_being_saved() {
    let visitor = Visitor::new();
    let letter = visitor
        .upload(
            &fixtures::letter("The lamp at gate 4 &amp; the بوابة"),
            "letter.docx",
            fixtures::WORD,
        )
        .await;
    let plan = visitor.upload(b"%PDF-1.7\n%%EOF", "plan.pdf", "application/pdf").await;
    let complaint =
        Submission { entity: "rta".into(), ..fixtures::complaint_with(&[&letter, &plan]) };
    let reference = visitor.submit(&complaint).await.reference;
    let browser = Browser::start(Engine::Chromium).await;
    console::sign_in(&browser, "employee.rta", &format!("/console/cases/{reference}")).await;
    console::shows(&browser, ".look summary").await;
    assert_eq!(
        console::find(&browser, ".look pre, .look iframe").await,
        "",
        "nothing is looked into by itself"
    );
    browser.script("document.querySelector('.look summary').focus();", vec![]).await;
    action::press(&browser, &[Key::Enter]).await;
    console::says(&browser, ".look pre", "The lamp at gate 4 & the بوابة").await;
    let mut found = Findings::default();
    found.look(&browser, "a document's words").await;
    found.are_none();
    browser.script("document.querySelectorAll('.look summary')[1].click();", vec![]).await;
    console::shows(&browser, ".file:has([download='letter.docx']) [data-tells]").await;
    console::shows(&browser, &format!(".look iframe[src*='{plan}'][title='plan.pdf']")).await;
}

#[tokio::test]
async fn a_language_stays_with_whoever_chose_it() {
    const OTHER: &str = "header.bar button[lang]";
    let browser = Browser::start(Engine::Chromium).await;
    console::sign_in(&browser, "supervisor.iacad", "/console/cases?queue=mine").await;
    console::says(&browser, OTHER, "English").await;
    console::press(&browser, OTHER).await;
    console::says(&browser, "h1", "Mine").await;
    let mut elsewhere = sign_in::Browser::of("supervisor.iacad").await;
    let mut is_kept = async |language: &str| {
        while elsewhere.get("/console/api/me").await.json::<Value>().await.expect("someone")["language"]
            != language
        {
            sleep(Duration::from_millis(100)).await;
        }
    };
    is_kept("en").await;
    // Another device, whose last console language was Arabic.
    let browser = Browser::start(Engine::Chromium).await;
    browser.visit(&format!("{}/console", server::edge())).await;
    console::speak(&browser, "ar").await;
    console::sign_in(&browser, "supervisor.iacad", "/console/cases?queue=mine").await;
    console::says(&browser, "h1", "Mine").await;
    console::press(&browser, OTHER).await;
    console::says(&browser, "h1", "طلباتي").await;
    is_kept("ar").await;
}

#[tokio::test]
async fn whoever_keeps_the_entities_finds_the_people_of_all_of_them() {
    let browser = Browser::start(Engine::Chromium).await;
    console::sign_in(&browser, "platform-administrator", "/console/people").await;
    console::says(&browser, ".person summary", "Maryam Al Falasi").await;
    console::says(&browser, ".person summary", "خالد السويدي").await;
    browser
        .script(
            "const [choice] = document.querySelectorAll('.entity select'); choice.value = 'iacad';
        choice.dispatchEvent(new Event('change', { bubbles: true }));",
            vec![],
        )
        .await;
    browser
        .eventually("one entity's people", async || {
            (!console::find(&browser, ".person summary").await.contains("Maryam")).then_some(())
        })
        .await;
    let address = browser.client().current_url().await.expect("an address");
    console::go(&browser, &format!("{}?{}", address.path(), address.query().unwrap_or_default()))
        .await;
    console::says(&browser, ".person summary", "خالد السويدي").await;
    assert!(
        !console::find(&browser, ".person summary").await.contains("Maryam"),
        "the address says which"
    );
}

#[tokio::test]
async fn what_is_changed_about_the_people_of_all_entities_is_told_there() {
    let mut keeper = sign_in::Browser::of("platform-administrator").await;
    let newcomer = json!({ "name": "Salma Darwish", "email": "salma@staff.example", "roles": [{ "role": "decision_maker" }], "active": true, "version": 0 });
    let announced = keeper.call(Method::PUT, "/console/api/people/new", &newcomer).await;
    assert!(announced.status().is_success(), "{}", announced.status());
    let browser = Browser::start(Engine::Chromium).await;
    console::sign_in(&browser, "platform-administrator", "/console/people").await;
    console::shows(&browser, ".queues a:not([aria-current])").await;
    console::press(&browser, ".queues a:not([aria-current])").await;
    console::says(&browser, "h1", "Changes").await;
    console::shows(&browser, "details.sheet summary").await;
    console::press(&browser, "details.sheet summary").await;
    console::says(&browser, "details.sheet[open] pre", "Salma Darwish").await;
    let mut found = Findings::default();
    found.look(&browser, "changes about everyone").await;
    found.are_none();
}

#[tokio::test]
async fn a_view_whose_module_does_not_arrive_says_so_and_opens_once_it_does() {
    let browser = Browser::start(Engine::Chromium).await;
    browser.devtools("Network.enable", json!({})).await;
    browser.devtools("Network.setBlockedURLs", json!({ "urls": ["*split_settings.wasm"] })).await;
    console::sign_in(&browser, "administrator.iacad", "/console/settings/iacad/retention").await;
    console::says(&browser, "main .trouble", "لا يوجد اتصال").await;
    browser.devtools("Network.setBlockedURLs", json!({ "urls": [] })).await;
    console::press(&browser, "main .trouble button").await;
    console::shows(&browser, "[name='days']").await;
}

#[tokio::test]
async fn what_the_page_asked_for_early_is_asked_for_once() {
    let browser = Browser::start(Engine::Chromium).await;
    console::sign_in(&browser, "employee.rta", "/console/cases?queue=all").await;
    console::go(&browser, "/console/cases?queue=all").await;
    let calls = "return performance.getEntriesByType('resource')
        // Fifteen seconds later the live connection may have told of a case.
        .filter(({ startTime }) => startTime < 10_000)
        .map(({ name }) => new URL(name))
        .filter(({ pathname }) => pathname.startsWith('/console/api/'))
        .map(({ pathname, search }) => pathname + search).sort();";
    let calls = browser.script(calls, vec![]).await;
    let expected = ["/console/api/cases/counts", "/console/api/cases?queue=all", "/console/api/me"];
    assert_eq!(calls, json!(expected));
}

#[tokio::test]
async fn an_auditor_verifies_the_chain_and_sees_who_has_read() {
    let reference = complaint("The bench at gate 4 is broken.").await;
    colleague_takes(reference).await;
    let mut employee = sign_in::Browser::of("employee.rta").await;
    assert!(employee.get(&format!("/console/api/cases/{reference}")).await.status().is_success());
    let browser = Browser::start(Engine::Chromium).await;
    console::sign_in(&browser, "auditor", &format!("/console/cases/{reference}/history")).await;
    console::shows(&browser, ".verdict[data-state='sound']").await;
    console::says(&browser, "ol.events", "Omar Haddad").await;
    console::says(&browser, "section .events", "Maryam Al Falasi").await;
}

#[rstest]
#[tokio::test]
async fn checkers_find_nothing_in_what_an_employee_sees(
    #[values(("en", "rta"), ("ar", "iacad"))] (language, entity): (&str, &str),
    #[values("light", "dark")] scheme: &str,
) {
    let reference = complaint_to(entity, "The door at gate 4 is stuck.").await;
    let case = format!("/console/cases/{reference}");
    let browser = Browser::start(Engine::Chromium).await;
    checkers::prefer(&browser, scheme).await;
    browser.visit(&format!("{}/console", server::edge())).await;
    console::speak(&browser, language).await;
    console::go(&browser, "/console").await;
    let mut found = Findings::default();
    found.look(&browser, "signed out").await;
    console::sign_in(&browser, &format!("employee.{entity}"), "/console").await;
    for path in ["/console/cases?queue=all", "/console/cases?queue=all#q=nothing-like-it", &case] {
        console::go(&browser, path).await;
        found.look(&browser, path).await;
    }
    for command in ["r", "n", "f", "m", "d"] {
        console::script_press(&browser, &format!("[aria-keyshortcuts='{command}']")).await;
        console::shows(&browser, "#doing").await;
        found.look(&browser, command).await;
    }
    found.are_none();
}

#[rstest]
#[tokio::test]
async fn checkers_find_nothing_in_what_administrators_see(#[values("rta", "iacad")] entity: &str) {
    let browser = Browser::start(Engine::Chromium).await;
    let mut found = Findings::default();
    console::sign_in(&browser, &format!("administrator.{entity}"), "/console").await;
    for part in [
        "people",
        "services",
        "agreements",
        "calendar",
        "templates",
        "criteria",
        "origins",
        "retention",
        "announcements",
        "transcription",
        "history",
    ] {
        console::go(&browser, &format!("/console/settings/{entity}/{part}")).await;
        found.look(&browser, part).await;
    }
    found.are_none();
}

#[tokio::test]
async fn web_teams_get_the_tag_of_a_version_beside_the_one_that_is_renewed() {
    let browser = Browser::start(Engine::Chromium).await;
    console::sign_in(&browser, "administrator.iacad", "/console/settings/iacad/origins").await;
    console::says(&browser, "pre.code", "/embed.js\" data-entity=\"iacad\" async></script>").await;
    console::says(&browser, "pre.code", "integrity=\"sha384-").await;
    // The hash is that of the file: the browser loads it.
    let load = "const code = [...document.querySelectorAll('pre.code')].at(-1).innerText;
        const named = (name) => code.match(new RegExp(`${name}=\"([^\"]+)\"`))[1];
        return fetch(named('src'), { integrity: named('integrity') }).then((answer) => answer.ok);";
    assert_eq!(browser.script(load, vec![]).await, true);
}

#[tokio::test]
async fn checkers_find_nothing_in_what_is_for_all_entities() {
    let reference = complaint("The gate is locked.").await;
    let browser = Browser::start(Engine::Chromium).await;
    let mut found = Findings::default();
    console::sign_in(&browser, "auditor", &format!("/console/cases/{reference}/history")).await;
    console::settles(&browser).await;
    found.look(&browser, "the chain").await;
    console::sign_out(&browser).await;
    console::sign_in(&browser, "platform-administrator", "/console/people").await;
    console::settles(&browser).await;
    console::script_press(&browser, ".person summary").await;
    found.look(&browser, "everyone").await;
    found.are_none();
}

#[tokio::test]
async fn an_administrator_changes_what_their_entity_promises_and_it_is_told() {
    let browser = Browser::start(Engine::Chromium).await;
    console::sign_in(&browser, "administrator.iacad", "/console/settings/iacad/retention").await;
    console::shows(&browser, "[name='days']").await;
    let before = console::find(&browser, "[name='days']").await;
    let days = if before == "500" { "600" } else { "500" };
    console::clear(&browser, "[name='days']").await;
    console::write(&browser, "[name='days']", days).await;
    console::press(&browser, "form.editor button.main").await;
    console::says(&browser, ".kept[data-wrong='false']", "تم الحفظ").await;
    console::go(&browser, "/console/settings/iacad/retention").await;
    assert_eq!(console::find(&browser, "[name='days']").await, days);
    console::go(&browser, "/console/settings/iacad/history").await;
    console::press(&browser, "details.sheet summary").await;
    console::says(&browser, "details.sheet[open] summary", "نورة الشامسي").await;
    let shown = console::find(&browser, "details.sheet[open] pre").await;
    assert_eq!(shown.lines().collect::<Vec<_>>(), [&*before, days]);
}

/// Findings of the checkers with the states in which they were found.
#[derive(Default)]
struct Findings(Vec<String>);

impl Findings {
    async fn look(&mut self, browser: &Browser, state: &str) {
        let found = checkers::findings(browser).await;
        self.0.extend(found.into_iter().map(|finding| format!("{state}: {finding}")));
    }

    fn are_none(&self) {
        assert!(self.0.is_empty(), "{}", self.0.join("\n"));
    }
}
