//! Outbox of the widget: submissions wait on this device for a network, are sent exactly once, and
//! stay under their author's control.

use std::{fs, time::Duration};

use domain::intake::kind::Kind;
use serde_json::{Value, json};
use tests::{
    browser::{Browser, Network, Visit, action, check, find},
    database::Database,
    fixtures, server, words,
};
use tokio::time::sleep;

/// Opens the widget in Chromium with the script `trouble` in each page, and enters a unique text.
async fn say_in(trouble: &str) -> (Browser, String) {
    let browser = Browser::start(Visit::default()).await;
    browser.before_each_page(trouble).await;
    action::open_box(&browser, "/rta/en").await;
    action::choose(&browser, Kind::Complaint).await;
    // Short enough to be shown in full in the list.
    let text = fixtures::key().as_str().to_owned();
    action::say(&browser, &text).await;
    (browser, text)
}

/// Returns the number of participations with this text and the number of their attachments.
fn received(text: &str) -> (u64, u64) {
    let database = Database::in_state(&server::state());
    let participations = format!("SELECT count(*) AS n FROM participations WHERE text = '{text}'");
    let attachments = format!(
        "SELECT count(*) AS n FROM attachments JOIN participations ON participation = reference WHERE text = '{text}'"
    );
    (database.count(&participations), database.count(&attachments))
}

/// Returns what this device keeps of a sent submission, as JSON.
async fn kept(browser: &Browser, reference: &str) -> String {
    let script = "const [key, done] = arguments, request = indexedDB.open('sawtak');
        request.onsuccess = () => {
            const value = request.result.transaction('kept').objectStore('kept').get(key);
            value.onsuccess = () => { request.result.close(); done(JSON.stringify(value.result)); };
        };";
    let key = json!(format!("outbox/{reference}"));
    let kept = browser.client().execute_async(script, vec![key]).await.unwrap();
    kept.as_str().unwrap_or_else(|| panic!("nothing is kept of {reference}")).to_owned()
}

/// Blocks or unblocks submissions to the edge.
async fn block(browser: &Browser, is_blocked: bool) {
    let addresses = if is_blocked { json!(["*/api/v1/participations"]) } else { json!([]) };
    browser.devtools("Network.enable", json!({})).await;
    browser.devtools("Network.setBlockedURLs", json!({ "urls": addresses })).await;
}

async fn wait_aside(browser: &Browser) {
    block(browser, true).await;
    action::go_on(browser, "send").await;
    action::send(browser).await;
    check::says(browser, "en", "outbox_text").await;
}

/// Returns the text of the list of what waits and what was sent.
async fn listed(browser: &Browser) -> String {
    let list = "return document.querySelector('sawtak-feedback').shadowRoot.querySelector('#outbox')?.innerText;";
    browser.script(list, vec![]).await.as_str().unwrap_or_default().to_owned()
}

async fn arrived(browser: &Browser, text: &str, attachments: u64) {
    browser
        .eventually("it to be received", async || {
            (received(text) == (1, attachments)).then_some(())
        })
        .await;
    sleep(Duration::from_secs(3)).await;
    assert_eq!(received(text), (1, attachments), "exactly once");
}

fn picture(browser: &Browser) -> std::path::PathBuf {
    let path = browser.folder().join("lift.png");
    fs::write(&path, fixtures::picture(3_000)).unwrap();
    path
}

#[tokio::test]
async fn what_waits_is_sent_once_by_a_later_page_which_shows_its_number() {
    let (browser, text) = say_in("").await;
    action::attach(&browser, &picture(&browser)).await;
    action::uploaded(&browser, "en", 1).await;
    wait_aside(&browser).await;

    action::reopen_box(&browser, "/rta/en").await;
    browser
        .eventually("the entry", async || listed(&browser).await.contains(&text).then_some(()))
        .await;
    assert!(listed(&browser).await.contains(&words::of("en", "outbox_title")));
    assert_eq!(received(&text).0, 0);
    // The upload has expired at the edge, but its file is still on the device.
    Database::in_state(&server::state())
        .run(&["UPDATE uploads SET expires_at = '2020-01-01T00:00:00Z'"]);
    block(&browser, false).await;
    action::reopen_box(&browser, "/rta/en").await;
    arrived(&browser, &text, 1).await;
    shows_number(&browser, &text).await;
}

/// Waits until the list shows the reference number of what was sent, and nothing of its text.
async fn shows_number(browser: &Browser, text: &str) {
    let sent = words::of("en", "outbox_sent");
    browser
        .eventually("its number", async || listed(browser).await.contains(&sent).then_some(()))
        .await;
    assert!(!listed(browser).await.contains(text), "nothing of what was said");
}

#[tokio::test]
async fn the_number_of_what_was_sent_by_a_closed_box_is_there_on_return() {
    let (browser, text) = say_in("").await;
    wait_aside(&browser).await;
    block(&browser, false).await;
    browser.visit("about:blank").await;
    browser.visit(&format!("{}/rta/en", server::demo())).await;
    // A page sends what waits once the box is in view.
    let show = "document.getElementById('happiness-meter').scrollIntoView();";
    browser.script(show, vec![]).await;
    arrived(&browser, &text, 0).await;
    action::reopen_box(&browser, "/rta/en").await;
    shows_number(&browser, &text).await;
}

#[tokio::test]
async fn what_waits_can_be_taken_back() {
    let (browser, text) = say_in("").await;
    wait_aside(&browser).await;
    action::reopen_box(&browser, "/rta/en").await;
    browser
        .eventually("the entry", async || listed(&browser).await.contains(&text).then_some(()))
        .await;
    action::activate(&browser, "remove-entry").await;
    action::answer(&browser, "en", "sure_remove", false).await;
    assert!(listed(&browser).await.contains(&text));
    action::activate(&browser, "remove-entry").await;
    action::answer(&browser, "en", "sure_remove", true).await;
    browser
        .eventually("the list to be empty", async || {
            listed(&browser).await.is_empty().then_some(())
        })
        .await;
    block(&browser, false).await;
    action::reopen_box(&browser, "/rta/en").await;
    sleep(Duration::from_secs(3)).await;
    assert_eq!(received(&text).0, 0);
}

#[tokio::test]
async fn what_is_taken_back_while_it_is_sent_stays_gone() {
    let (browser, text) = say_in("").await;
    browser.set_network(Network::Cut).await;
    action::attach(&browser, &picture(&browser)).await;
    action::go_on(&browser, "send").await;
    action::send(&browser).await;
    check::says(&browser, "en", "outbox_text").await;
    // The upload of the picture is slow, so the author can still withdraw.
    browser.set_network(Network::Crawling).await;
    action::activate(&browser, "take-back").await;
    action::answer(&browser, "en", "sure_remove", true).await;
    browser.set_network(Network::Whole).await;
    action::reopen_box(&browser, "/rta/en").await;
    sleep(Duration::from_secs(5)).await;
    assert_eq!((received(&text).0, listed(&browser).await), (0, String::new()));
}

#[tokio::test]
async fn of_two_pages_one_sends() {
    let (browser, text) = say_in("").await;
    wait_aside(&browser).await;
    let first = browser.client().window().await.unwrap();
    let second = browser.client().new_window(true).await.unwrap();
    browser.client().switch_to_window(second.handle).await.unwrap();
    // The first page holds the lock and will receive the reference number.
    action::reopen_box(&browser, "/rta/en").await;
    browser
        .eventually("the entry", async || listed(&browser).await.contains(&text).then_some(()))
        .await;
    sleep(Duration::from_secs(3)).await;
    assert_eq!(received(&text).0, 0, "this page could send it, but it isn't its turn");
    browser.client().switch_to_window(first).await.unwrap();
    block(&browser, false).await;
    check::reference(&browser).await;
    arrived(&browser, &text, 0).await;
}

/// Script that makes the edge refuse submissions while `window.refuses` is not false.
const REFUSING: &str =
    "const { fetch } = window; window.fetch = (address, options) => address.endsWith('/participations') && window.refuses !== false
    ? Promise.resolve(new Response('{}', { status: 422 })) : fetch(address, options);";

#[tokio::test]
async fn what_the_edge_will_never_take_goes_back_into_the_form_with_all_that_is_attached() {
    let (browser, text) = say_in("").await;
    action::attach(&browser, &picture(&browser)).await;
    action::uploaded(&browser, "en", 1).await;
    wait_aside(&browser).await;
    browser.before_each_page(REFUSING).await;
    block(&browser, false).await;
    action::reopen_box(&browser, "/rta/en").await;
    let refused = words::of("en", "outbox_refused");
    browser
        .eventually("why", async || listed(&browser).await.contains(&refused).then_some(()))
        .await;
    // Another text has been entered, which is discarded only after confirmation.
    action::choose(&browser, Kind::Observation).await;
    action::say(&browser, "Something else.").await;
    action::activate(&browser, "put-back").await;
    action::answer(&browser, "en", "sure_forget", false).await;
    assert!(listed(&browser).await.contains(&text));
    action::activate(&browser, "put-back").await;
    action::answer(&browser, "en", "sure_forget", true).await;
    browser
        .eventually("the list to be empty", async || {
            listed(&browser).await.is_empty().then_some(())
        })
        .await;
    assert_eq!(find::property(&browser, "text", "value").await, json!(text));
    action::uploaded(&browser, "en", 1).await;
    browser.script("window.refuses = false;", vec![]).await;
    action::go_on(&browser, "send").await;
    action::send(&browser).await;
    check::reference(&browser).await;
    arrived(&browser, &text, 1).await;
}

#[tokio::test]
async fn what_is_refused_while_its_author_waits_is_theirs_again() {
    let (browser, text) = say_in(REFUSING).await;
    browser.script("window.refuses = false;", vec![]).await;
    wait_aside(&browser).await;
    browser.script("window.refuses = true; dispatchEvent(new Event('online'));", vec![]).await;
    check::says(&browser, "en", "error_refused").await;
    assert!(find::dialog_text(&browser).await.contains(&text));
    browser.script("window.refuses = false;", vec![]).await;
    block(&browser, false).await;
    action::send(&browser).await;
    check::reference(&browser).await;
    arrived(&browser, &text, 0).await;
}

/// Returns a script that answers the first submissions with these statuses, each with a
/// `Retry-After` of one second.
fn first_answers(statuses: &[u16]) -> String {
    format!(
        "const {{ fetch }} = window; window.answers = {statuses:?}; window.keys = [];
        window.fetch = (address, options) => {{
            if (!address.endsWith('/participations')) return fetch(address, options);
            window.keys.push(options.headers['Idempotency-Key']);
            const status = window.answers.shift();
            return status ? Promise.resolve(new Response('{{}}', {{ status, headers: {{ 'Retry-After': '1' }} }})) : fetch(address, options);
        }};"
    )
}

#[tokio::test]
async fn a_busy_edge_is_asked_again_unseen_under_the_same_key() {
    for statuses in [&[409][..], &[429], &[503], &[429, 503]] {
        let (browser, text) = say_in(&first_answers(statuses)).await;
        action::go_on(&browser, "send").await;
        action::send(&browser).await;
        check::reference(&browser).await;
        let keys = browser.script("return window.keys;", vec![]).await;
        let keys: Vec<&Value> = keys.as_array().unwrap().iter().collect();
        assert_eq!(keys.len(), statuses.len() + 1);
        assert!(keys.iter().all(|key| *key == keys[0]), "{keys:?}");
        assert_eq!(received(&text).0, 1);
    }
}

#[tokio::test]
async fn an_edge_that_stays_busy_or_silent_is_waited_for_on_this_device() {
    let stalled = "const { fetch } = window; window.stalls = true;
        const { timeout } = AbortSignal; AbortSignal.timeout = () => timeout.call(AbortSignal, 500);
        window.fetch = (address, options) => window.stalls && address.endsWith('/participations')
            ? new Promise((_, reject) => options.signal.addEventListener('abort', () => reject(options.signal.reason)))
            : fetch(address, options);";
    let (browser, text) = say_in(stalled).await;
    action::go_on(&browser, "send").await;
    action::send(&browser).await;
    check::says(&browser, "en", "outbox_text").await;
    browser.script("window.stalls = false; dispatchEvent(new Event('online'));", vec![]).await;
    check::reference(&browser).await;
    assert_eq!(received(&text).0, 1);
}

#[tokio::test]
async fn a_language_cannot_be_changed_without_a_connection_and_what_waits_goes_on_waiting() {
    let (browser, _) = say_in("").await;
    wait_aside(&browser).await;
    browser.set_network(Network::Cut).await;
    action::tick(&browser, "easy").await;
    check::says(&browser, "en", "error_language").await;
    assert_eq!(
        find::property(&browser, "easy", "checked").await,
        false,
        "it says what is, not what was wished for"
    );
    assert!(find::dialog_text(&browser).await.contains(&words::of("en", "outbox_text")));
}

#[tokio::test]
async fn a_number_is_there_the_next_time_except_on_a_device_that_is_someone_elses() {
    let (browser, text) = say_in("").await;
    action::go_on(&browser, "send").await;
    action::send(&browser).await;
    let reference = check::reference(&browser).await.to_string();
    check::says(&browser, "en", "mine_kept").await;
    action::reopen_box(&browser, "/rta/en").await;
    let has_number = async || listed(&browser).await.contains(&reference).then_some(());
    browser.eventually("the number", has_number).await;
    let shown = listed(&browser).await;
    for part in [words::of("en", "kind_complaint").as_str(), "Roads and Transport Authority"] {
        assert!(shown.contains(part), "{part} in {shown}");
    }
    assert!(!shown.contains(&text), "nothing of what was said");
    assert!(!kept(&browser, &reference).await.contains('#'), "the key isn't kept");
    action::activate(&browser, "remove-entry").await;
    action::answer(&browser, "en", "sure_remove", true).await;

    action::choose(&browser, Kind::Complaint).await;
    action::say(&browser, &text).await;
    action::tick(&browser, "shared").await;
    action::go_on(&browser, "send").await;
    action::send(&browser).await;
    check::reference(&browser).await;
    assert!(!find::dialog_text(&browser).await.contains(&words::of("en", "mine_kept")));
    action::reopen_box(&browser, "/rta/en").await;
    sleep(Duration::from_secs(2)).await;
    assert_eq!(listed(&browser).await, "");
}

#[tokio::test]
async fn a_kept_number_shows_in_the_first_step_alone() {
    let (browser, _) = say_in("").await;
    action::go_on(&browser, "send").await;
    action::send(&browser).await;
    let first = check::reference(&browser).await.to_string();
    action::reopen_box(&browser, "/rta/en").await;
    let has_first = async || listed(&browser).await.contains(&first).then_some(());
    browser.eventually("the number", &has_first).await;
    let removals = async |count| {
        let is_reached =
            async || (find::count(&browser, "remove-entry").await == count).then_some(());
        browser.eventually("the number of removals", is_reached).await;
    };
    removals(1).await;
    action::choose(&browser, Kind::Complaint).await;
    removals(0).await;
}

#[tokio::test]
async fn without_a_connection_a_file_waits_for_one_and_says_so() {
    let (browser, _) = say_in("").await;
    browser.set_network(Network::Cut).await;
    action::attach(&browser, &picture(&browser)).await;
    check::says(&browser, "en", "files_waiting").await;
    assert!(find::announcement(&browser).await.contains(&words::of("en", "files_waiting")));
    browser.set_network(Network::Whole).await;
    action::uploaded(&browser, "en", 1).await;
}

#[tokio::test]
async fn only_a_complaint_is_asked_for_its_remedy_which_gets_a_number_of_its_own() {
    let browser = Browser::start(Visit::default()).await;
    for kind in [Kind::Suggestion, Kind::Observation, Kind::Complaint] {
        action::open_box(&browser, "/rta/en").await;
        action::choose(&browser, kind).await;
        action::say(&browser, "The bus was late.").await;
        action::go_on(&browser, "send").await;
        let asked = find::count(&browser, "remedy").await;
        assert_eq!(asked, u64::from(kind == Kind::Complaint), "{kind:?}");
        browser.script("indexedDB.deleteDatabase('sawtak');", vec![]).await;
    }
    action::propose(&browser, "A second bus").await;
    action::send(&browser).await;
    let reference = check::reference(&browser).await.to_string();
    check::says(&browser, "en", "done_suggestion").await;
    let paired = "return document.querySelector('sawtak-feedback').shadowRoot.querySelector('#paired').innerText;";
    let paired = browser.script(paired, vec![]).await;
    assert!(
        paired
            .as_str()
            .is_some_and(|paired| paired.len() == reference.len() && paired != reference),
        "{paired}"
    );
}
