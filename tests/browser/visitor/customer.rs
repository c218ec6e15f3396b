//! Participation's page for its author: reading, answering, rating, reopening, withdrawing,
//! erasing, and recovering a lost link.

use std::time::Duration;

use domain::{
    case::{action::Action, stage::Stage},
    intake::kind::{Kind, Mood},
    wire::{Acknowledgement, Contact, Submission},
};
use serde_json::{Value, json};
use tests::{
    browser::{Browser, Engine, checkers, find},
    client::Visitor,
    database::Database,
    fixtures::{complaint, complaint_with, picture},
    outbox, server, staff, words,
};
use tokio::{sync::RwLock, time::sleep};

/// Lock for tests that act as staff: these write to the database file directly, which locks the
/// edge out for a moment.
static ROOM: RwLock<()> = RwLock::const_new(());

/// Script that clicks an element.
const PRESS: &str = "document.querySelector(arguments[0]).click();";

/// Selector of an attachment that the edge has.
const ARRIVED: &str = ".item[data-state=arrived]";

struct Customer {
    browser: Browser,
    visitor: Visitor,
    given: Acknowledgement,
}

impl Customer {
    async fn who_sent(submission: &Submission) -> Self {
        let visitor = Visitor::new();
        let given = visitor.submit(submission).await;
        Self { browser: Browser::start(Engine::Chromium).await, visitor, given }
    }

    fn staff(&self, deed: Action) {
        staff::act(
            &Database::in_state(&server::state()),
            self.given.reference,
            Kind::Complaint,
            deed,
        );
    }

    /// Loads the page anew, with or without the tracking key as `fragment`.
    async fn visit(&self, fragment: &str) {
        self.browser.visit("about:blank").await;
        self.browser
            .visit(&format!("{}/p/{}?lang=en{fragment}", server::edge(), self.given.reference))
            .await;
    }

    async fn opens_the_page(&self) {
        self.visit(&format!("#{}", self.given.tracking_key)).await;
        self.shows("form[data-call=\"erasure\"]").await;
    }

    async fn shows(&self, selector: &str) {
        let there = "return document.querySelector(arguments[0]) !== null;";
        let look = async || {
            (self.browser.script(there, vec![json!(selector)]).await == true).then_some(())
        };
        self.browser.eventually(selector, look).await;
    }

    async fn has(&self, selector: &str) -> bool {
        self.browser
            .script("return document.querySelector(arguments[0]) !== null;", vec![json!(selector)])
            .await
            == true
    }

    async fn says(&self, words: &str) {
        let text = "return document.querySelector('main').innerText;";
        let look = async || {
            self.browser.script(text, vec![]).await.as_str()?.contains(words).then_some(())
        };
        self.browser.eventually(words, look).await;
    }

    /// Types into a field of a form with the keyboard.
    async fn types(&self, call: &str, field: &str, text: &str) {
        tests::typed::note(text);
        let form = format!("form[data-call=\"{call}\"] [name=\"{field}\"]");
        let element = self.browser.client().find(fantoccini::Locator::Css(&form)).await.unwrap();
        element.send_keys(text).await.unwrap();
    }

    async fn presses(&self, selector: &str) {
        self.browser.script(PRESS, vec![json!(selector)]).await;
    }

    async fn sends(&self, call: &str) {
        self.presses(&format!("form[data-call=\"{call}\"] .page-button")).await;
    }

    /// Waits for the confirmation of an action, with the focus on it.
    async fn is_told(&self, key: &str) {
        self.says(&words::page("en", key)).await;
        let look = async || (find::focus(&self.browser).await.id == "said").then_some(());
        self.browser.eventually("the focus on what was said", look).await;
        self.shows("form[data-call=\"erasure\"]").await;
    }
}

#[tokio::test]
async fn a_question_is_answered_by_voice_alone() {
    let _alone = ROOM.write().await;
    let customer = Customer::who_sent(&complaint()).await;
    customer.staff(Action::Take);
    customer.staff(Action::Ask);
    customer.opens_the_page().await;
    // The recorders come when they are seen.
    let scroll = "document.querySelector('form[data-call=messages]').scrollIntoView();";
    customer.browser.script(scroll, vec![]).await;
    customer.shows("[part=record]").await;
    customer.presses("[part=record]").await;
    customer.shows("[data-medium=audio][data-phase=recording]").await;
    // A recording under way isn't left out silently.
    customer.sends("messages").await;
    customer.says(&words::of("en", "error_uploading")).await;
    sleep(Duration::from_secs(2)).await;
    customer.presses("[part=record]").await;
    customer.shows(ARRIVED).await;
    customer.sends("messages").await;
    customer.is_told("said_messages").await;
    let content = customer.visitor.content(&customer.given).await;
    let last = content.messages.last().unwrap();
    assert_eq!((last.text.as_str(), last.attachments.len()), ("", 1));
    assert!(last.attachments[0].media_type.starts_with("audio/"), "{last:?}");
    assert_eq!(customer.browser.errors().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_question_is_answered_with_a_file_and_the_answer_rated_and_reopened() {
    let _alone = ROOM.write().await;
    let customer = Customer::who_sent(&complaint()).await;
    customer.staff(Action::Take);
    customer.staff(Action::Ask);
    customer.opens_the_page().await;
    customer.says(&words::page("en", "answer")).await;

    // An empty message is not sent.
    customer.sends("messages").await;
    customer.says(&words::page("en", "write_empty")).await;

    customer.types("messages", "text", "It was at gate 4, on Monday.").await;
    let file = customer.browser.folder().join("gate.png");
    std::fs::write(&file, picture(6 * 1024 * 1024)).unwrap();
    let field = customer.browser.client().find(fantoccini::Locator::Css("#files")).await.unwrap();
    field.send_keys(file.to_str().unwrap()).await.unwrap();
    customer.shows(ARRIVED).await;
    customer.sends("messages").await;
    customer.is_told("said_messages").await;
    customer.says("gate.png").await;
    let content = customer.visitor.content(&customer.given).await;
    let last = content.messages.last().unwrap();
    assert_eq!(
        (last.text.as_str(), last.attachments[0].size),
        ("It was at gate 4, on Monday.", 6 * 1024 * 1024)
    );
    assert_eq!(customer.visitor.status(customer.given.reference).await.stage, Stage::InReview);

    customer.staff(Action::Answer { outcome: None });
    customer.opens_the_page().await;
    assert!(
        !customer.has("form[data-call=\"withdrawal\"]").await,
        "what was answered isn't withdrawn"
    );
    customer.sends("rating").await;
    customer.says(&words::page("en", "rate_empty")).await;
    // A good rating asks for no more; whoever isn't content finds how to reopen it.
    customer.presses("[name=rating][value=neutral]").await;
    customer.types("rating", "comment", "Slow, but kind.").await;
    customer.sends("rating").await;
    customer.is_told("said_rating").await;
    customer.says(&words::page("en", "rate_yours")).await;
    assert!(!customer.has("form[data-call=\"rating\"]").await);
    assert_eq!(customer.visitor.content(&customer.given).await.rating, Some(Mood::Neutral));

    customer.presses("details:has([data-call=reopening]) > summary").await;
    customer.types("reopening", "reason", "It is broken again.").await;
    customer.sends("reopening").await;
    customer.is_told("said_reopening").await;
    assert_eq!(customer.visitor.status(customer.given.reference).await.stage, Stage::Reopened);
    assert_eq!(customer.browser.errors().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_participation_is_taken_back_copied_and_erased() {
    let _beside_others = ROOM.read().await;
    let visitor = Visitor::new();
    let upload = visitor.upload(&picture(3_000), "corner.png", "image/png").await;
    let customer = Customer::who_sent(&complaint_with(&[&upload])).await;
    let keep = "const make = URL.createObjectURL; URL.createObjectURL = (blob) => make.call(URL, (window.kept = blob)); HTMLAnchorElement.prototype.click = function () { window.named = this.download; };";
    customer.browser.before_each_page(keep).await;
    customer.opens_the_page().await;
    customer.presses("details:has([data-call=withdrawal]) > summary").await;
    customer.sends("withdrawal").await;
    customer.is_told("said_withdrawal").await;
    assert_eq!(customer.visitor.status(customer.given.reference).await.stage, Stage::Withdrawn);
    customer.presses("[data-keep]").await;
    let copy = "return new Promise((resolve) => { const look = () => window.kept ? window.kept.text().then((text) => resolve([window.named, text])) : setTimeout(look, 50); look(); });";
    let copy = customer.browser.script(copy, vec![]).await;
    assert_eq!(copy[0], format!("{}.json", customer.given.reference));
    let content: Value = serde_json::from_str(copy[1].as_str().unwrap()).unwrap();
    assert_eq!(content["text"], complaint().text);
    customer.presses("details:has([data-call=erasure]) > summary").await;
    customer.sends("erasure").await;
    customer.is_told("said_erasure").await;
    let left = customer.visitor.content(&customer.given).await;
    assert!(left.text.is_empty() && left.attachments.is_empty());
}

#[tokio::test]
async fn what_was_typed_stays_when_it_cant_be_sent() {
    let _beside_others = ROOM.read().await;
    let customer = Customer::who_sent(&complaint()).await;
    customer.opens_the_page().await;
    customer.types("messages", "text", "One more thing.").await;
    customer
        .browser
        .script("window.fetch = () => Promise.reject(new TypeError('cut'));", vec![])
        .await;
    customer.sends("messages").await;
    customer.says(&words::page("en", "unsent")).await;
    let typed = "return document.querySelector('[data-call=messages] textarea').value;";
    assert_eq!(customer.browser.script(typed, vec![]).await, "One more thing.");
    assert!(customer.visitor.content(&customer.given).await.messages.is_empty());
}

#[tokio::test]
async fn whoever_lost_the_link_gets_a_new_one_where_they_can_be_reached_and_nowhere_else() {
    let _beside_others = ROOM.read().await;
    let contact =
        Contact { name: None, email: Some("Salama.Lost@example.org".into()), phone: None };
    let customer = Customer::who_sent(&Submission { contact: Some(contact), ..complaint() }).await;
    for (typed, comes) in [("stranger@example.org", false), ("salama.lost@example.org", true)] {
        customer.visit("").await;
        customer.presses(".page-lost > summary").await;
        let field = customer
            .browser
            .client()
            .find(fantoccini::Locator::Css("#lost-contact"))
            .await
            .unwrap();
        field.send_keys(typed).await.unwrap();
        customer.presses(".page-lost button").await;
        customer.says(&words::page("en", "lost_done")).await;
        let links = async || {
            let all = outbox::notices(customer.given.reference).await;
            all.into_iter().find(|notice| notice.kind == "participation.link")
        };
        if comes {
            let message =
                customer.browser.within(Duration::from_secs(40), "the new link", links).await;
            let contact = message.data.contact;
            assert_eq!(contact.email.as_deref(), Some("Salama.Lost@example.org"));
            customer.browser.visit("about:blank").await;
            customer.browser.visit(&message.data.status_url).await;
            customer.shows("[data-call=messages]").await;
        } else {
            assert!(links().await.is_none());
        }
    }
    // The earlier link still works.
    customer.opens_the_page().await;
}

#[tokio::test]
async fn only_the_device_that_sent_it_tells_where_the_new_link_goes() {
    let _beside_others = ROOM.read().await;
    let contact = Contact { email: Some("nadia@example.org".into()), ..Contact::default() };
    let customer = Customer::who_sent(&Submission { contact: Some(contact), ..complaint() }).await;
    let asks = async || {
        customer.visit("").await;
        customer.presses(".page-lost > summary").await;
        let field = fantoccini::Locator::Css("#lost-contact");
        let field = customer.browser.client().find(field).await.unwrap();
        field.send_keys("stranger@example.org").await.unwrap();
        customer.presses(".page-lost button").await;
        customer.says(&words::page("en", "lost_done")).await;
        let said = "return document.querySelector('#said').innerText;";
        customer.browser.script(said, vec![]).await.as_str().unwrap().to_owned()
    };
    let told = asks().await;
    assert!(!told.contains('…') && !told.contains("nadia"), "a stranger learns nothing: {told}");
    // A notice's link may be opened on anybody's device.
    customer.opens_the_page().await;
    let told = asks().await;
    assert!(!told.contains('…') && !told.contains("nadia"), "this device sent nothing: {told}");
    let kept = "return Object.keys(localStorage).filter((key) => key.startsWith('sawtak.left'));";
    assert_eq!(customer.browser.script(kept, vec![]).await, json!([]));
    // The link of the form.
    customer.visit(&format!("&mine=1#{}", customer.given.tracking_key)).await;
    customer.shows("form[data-call=\"erasure\"]").await;
    let address = "return location.search;";
    let address = customer.browser.script(address, vec![]).await;
    assert!(!address.as_str().unwrap().contains("mine"), "{address}");
    let told = asks().await;
    assert!(told.contains("n…@example.org") && !told.contains("nadia"), "{told}");
}

#[tokio::test]
async fn checkers_find_nothing_on_the_page_at_any_stage() {
    let _alone = ROOM.write().await;
    let customer = Customer::who_sent(&complaint()).await;
    let deeds = [Action::Take, Action::Ask, Action::Answer { outcome: None }];
    for deed in [None].into_iter().chain(deeds.into_iter().map(Some)) {
        if let Some(deed) = deed {
            customer.staff(deed);
        }
        for fragment in [String::new(), format!("#{}", customer.given.tracking_key)] {
            customer.visit(&fragment).await;
            customer
                .shows(if fragment.is_empty() { ".page-lost" } else { "[data-call=erasure]" })
                .await;
            customer.browser.script("for (const folded of document.querySelectorAll('details')) folded.open = true;", vec![]).await;
            for scheme in ["light", "dark"] {
                checkers::prefer(&customer.browser, scheme).await;
                assert_eq!(
                    checkers::findings(&customer.browser).await,
                    Vec::<String>::new(),
                    "{scheme} {fragment}"
                );
            }
        }
    }
}
