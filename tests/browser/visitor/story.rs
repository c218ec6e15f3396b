//! End-to-end story in the browser with real sign-ins.
//!
//! A visitor complains by voice, two entities answer together, the customer rates, the supervisor
//! closes, and the auditor verifies. A second test covers escalation when nobody answers.

use domain::{
    Timestamp,
    case::stage::Stage,
    intake::kind::{Kind, Mood},
    reference::Reference,
};
use fantoccini::Locator;
use serde_json::{Value, json};
use tests::{
    browser::{Browser, Engine, Microphone, Visit, action, check, console},
    client::Visitor,
    database::Database,
    fixtures, server, sign_in, staff, words,
};
use tokio::sync::RwLock;

/// Lock for tests that write to the database file directly, which locks the edge out for a moment.
static ROOM: RwLock<()> = RwLock::const_new(());

const SPEECH: &str =
    "The parking machine at the corner took my money and gave no ticket. Please have a look at it.";
const TEXT: &str = "The machine at the corner kept my card.";
const REMEDY: &str = "Let people pay by phone as well.";

/// Reference number and link that the customer receives.
struct Given {
    reference: Reference,
    /// Address of the page with the tracking key in its fragment.
    page: String,
}

/// Sends a complaint with a voice message and a paired suggestion from a page of the first entity.
async fn complain() -> Given {
    let visit = Visit { microphone: Microphone::Hears("en", SPEECH), ..Engine::Chromium.into() };
    let browser = Browser::start(visit).await;
    action::open_box(&browser, "/rta/en").await;
    action::choose(&browser, Kind::Complaint).await;
    action::say(&browser, TEXT).await;
    action::record_speech(&browser, "en", 4).await;
    action::go_on(&browser, "send").await;
    action::propose(&browser, REMEDY).await;
    action::send(&browser).await;
    let reference = check::reference(&browser).await;
    action::follow_up(&browser).await;
    let page = browser.client().current_url().await.unwrap().to_string();
    assert!(page.contains('#'), "{page}");
    Given { reference, page }
}

fn case(reference: Reference) -> String {
    format!("/console/cases/{reference}")
}

/// Opens a case from a queue.
async fn open_from(browser: &Browser, queue: &str, reference: Reference) {
    console::go(browser, &format!("/console/cases?queue={queue}#q={reference}")).await;
    let link = format!("[data-row='{reference}']");
    console::shows(browser, &link).await;
    console::press(browser, &link).await;
    console::shows(browser, "article.case .said").await;
}

/// Begins an action by its shortcut, enters a message and sends it.
async fn does(browser: &Browser, key: &str, words: &str) {
    begins(browser, key).await;
    console::write(browser, "#words", words).await;
    sends(browser).await;
}

async fn begins(browser: &Browser, key: &str) {
    let button = format!("[aria-keyshortcuts='{key}']");
    // Less frequent actions are in a closed menu.
    let unfold =
        "for (const menu of document.querySelectorAll('.commands details')) menu.open = true;";
    browser.script(unfold, vec![]).await;
    console::shows(browser, &button).await;
    console::press(browser, &button).await;
}

async fn sends(browser: &Browser) {
    console::press(browser, "#doing button.main").await;
    browser
        .eventually("the form to be done", async || {
            (console::find(browser, "#doing").await.is_empty()).then_some(())
        })
        .await;
}

/// Chooses an option or fills in a field, by its name.
async fn enters(browser: &Browser, name: &str, value: &str) {
    let set = "const field = document.querySelector(`#doing [name='${arguments[0]}']`);
        if (field.type === 'radio') { document.querySelector(`#doing [name='${arguments[0]}'][value='${arguments[1]}']`).click(); return; }
        field.value = arguments[1];
        for (const type of ['input', 'change']) field.dispatchEvent(new Event(type, { bubbles: true }));";
    console::shows(browser, &format!("#doing [name='{name}']")).await;
    browser.script(set, vec![json!(name), json!(value)]).await;
}

async fn staff_browser(account: &str, path: &str) -> Browser {
    let browser = Browser::start(Engine::Chromium).await;
    console::sign_in(&browser, account, path).await;
    browser
}

/// Opens the customer's page and waits until its script has filled it in.
async fn customer(given: &Given) -> Browser {
    let browser = Browser::start(Engine::Chromium).await;
    browser.visit(&given.page).await;
    console::shows(&browser, "form[data-call='messages'], form[data-call='rating']").await;
    browser
}

async fn customer_sends(browser: &Browser, call: &str) {
    console::press(browser, &format!("form[data-call='{call}'] .page-button")).await;
    console::says(browser, "#said", &words::page("en", &format!("said_{call}"))).await;
}

/// Plays the recording and waits until playback has started.
async fn listens(browser: &Browser) {
    console::shows(browser, ".files audio").await;
    browser.script("const audio = document.querySelector('.files audio'); audio.muted = true; audio.play();", vec![]).await;
    let heard = "return document.querySelector('.files audio').currentTime;";
    browser
        .eventually("the recording", async || {
            (browser.script(heard, vec![]).await.as_f64()? > 0.5).then_some(())
        })
        .await;
}

/// Returns the date `ahead` days from now, in the format of a date field.
fn day(ahead: i64) -> String {
    Timestamp::from_second(staff::now().as_second() + 86_400 * ahead).unwrap().to_string()[..10]
        .to_owned()
}

async fn events(account: &str, reference: Reference) -> Vec<Value> {
    let mut browser = sign_in::Browser::of(account).await;
    let case: Value =
        browser.get(&format!("/console/api/cases/{reference}")).await.json().await.unwrap();
    case["events"].as_array().unwrap().clone()
}

fn verbs(events: &[Value]) -> Vec<&str> {
    events.iter().map(|event| event["deed"]["verb"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_complaint_is_answered_in_time_by_two_entities_rated_closed_and_verified() {
    let _beside_others = ROOM.read().await;
    let given = complain().await;
    let reference = given.reference;

    let there = staff_browser("employee.rta", "/console/cases?queue=unassigned").await;
    open_from(&there, "unassigned", reference).await;
    console::says(&there, "article.case", TEXT).await;
    console::says(&there, "article.case .companion", REMEDY).await;
    listens(&there).await;
    begins(&there, "f").await;
    enters(&there, "to", "iacad").await;
    console::write(&there, "#words", "The machine belongs to a charity's car park.").await;
    sends(&there).await;

    let here = staff_browser("employee.iacad", "/console/cases?queue=transferred").await;
    open_from(&here, "transferred", reference).await;
    begins(&here, "e").await;
    console::shows(&here, "[aria-keyshortcuts='q']").await;
    does(&here, "q", "At which entrance does the machine stand?").await;

    let answers = customer(&given).await;
    console::says(&answers, "main", "At which entrance").await;
    console::write(&answers, "form[data-call='messages'] textarea", "At the northern one.").await;
    customer_sends(&answers, "messages").await;

    console::go(&here, &case(reference)).await;
    console::says(&here, ".thread", "At the northern one.").await;
    begins_action(&here).await;
    begins(&here, "w").await;
    console::write(&here, "#words", "The machine is repaired, and your card is at the desk.").await;
    enters(&here, "outcome", "upheld").await;
    sends(&here).await;
    let status = Visitor::new().status(reference).await;
    assert_eq!(status.stage, Stage::Answered);
    assert!(status.updated_at < status.resolution_due, "before it was due");

    let rates = customer(&given).await;
    console::says(&rates, "main", "your card is at the desk").await;
    rates.script("document.querySelector('[name=rating][value=happy]').click();", vec![]).await;
    customer_sends(&rates, "rating").await;

    let closes = staff_browser("supervisor.iacad", &case(reference)).await;
    begins(&closes, "c").await;
    let is_over =
        async || (Visitor::new().status(reference).await.stage == Stage::Closed).then_some(());
    closes.eventually("the end", is_over).await;

    let verifies = staff_browser("auditor", &format!("{}/history", case(reference))).await;
    console::shows(&verifies, ".verdict[data-state='sound']").await;
    let events = events("auditor", reference).await;
    let expected =
        ["receive", "transfer", "accept", "ask", "write", "act", "answer", "rate", "close"];
    assert_eq!(verbs(&events), expected);
    assert_eq!(events[7]["deed"]["rating"], Mood::Happy.as_str());
    for browser in [&answers, &rates] {
        assert_eq!(browser.errors().await, Vec::<String>::new());
    }
}

/// Enters a corrective action.
async fn begins_action(browser: &Browser) {
    let act = words_of_console("ar", "do_act");
    let unfold =
        "for (const menu of document.querySelectorAll('.commands details')) menu.open = true;";
    browser.script(unfold, vec![]).await;
    let path = format!("//section[@class='commands']//button[normalize-space()='{act}']");
    let button = browser.client().find(Locator::XPath(&path)).await.unwrap();
    button.click().await.unwrap();
    enters(browser, "nature", "corrective").await;
    enters(browser, "why1", "Nobody looks at the machine on weekends.").await;
    let colleague =
        "return document.querySelector(\"#doing [name='owner'] option:nth-child(2)\")?.value;";
    let owner = browser
        .eventually("a colleague", async || {
            browser.script(colleague, vec![]).await.as_str().map(str::to_owned)
        })
        .await;
    enters(browser, "owner", &owner).await;
    enters(browser, "due", &day(10)).await;
    enters(browser, "check_from", &day(20)).await;
    console::write(browser, "#words", "The weekend shift checks the machines.").await;
    sends(browser).await;
}

/// Returns the console's words with this key in a language.
fn words_of_console(language: &str, key: &str) -> String {
    let path = format!("{}/../console/words/{language}.json", env!("CARGO_MANIFEST_DIR"));
    let words: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    words[key].as_str().unwrap_or_else(|| panic!("no {key}")).to_owned()
}

#[tokio::test]
async fn what_nobody_answers_is_escalated_once_to_each() {
    let given = Visitor::new().submit(&fixtures::complaint()).await;
    let _alone = ROOM.write().await;
    staff::age(&Database::in_state(&server::state()), given.reference, Kind::Complaint, 60);
    for _ in 0..2 {
        let struck = Visitor::new().get("/cdn-cgi/local/scheduled").await;
        assert!(struck.status().is_success(), "{}", struck.status());
    }
    let events = events("supervisor.rta", given.reference).await;
    let mut escalations: Vec<String> = events[1..]
        .iter()
        .map(|event| format!("{} {}", event["deed"]["clock"], event["deed"]["level"]))
        .collect();
    escalations.sort();
    let expected: Vec<String> = ["first_response", "resolution"]
        .iter()
        .flat_map(|clock| {
            ["head", "owner", "supervisor"].map(|level| format!("\"{clock}\" \"{level}\""))
        })
        .collect();
    assert_eq!(escalations, expected);
    let supervisor = staff_browser("supervisor.rta", "/console/cases?queue=overdue").await;
    open_from(&supervisor, "overdue", given.reference).await;
    console::says(&supervisor, "article.case", &words_of_console("en", "level_head")).await;
}
