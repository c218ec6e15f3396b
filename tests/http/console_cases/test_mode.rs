//! Tests of web teams: they are acknowledged, say what they are, and reach nobody.

use domain::{
    staff::Role,
    wire::{
        Acknowledgement, Contact, Submission,
        console::{Counts, Queue},
    },
};
use reqwest::{Method, StatusCode, header, multipart};
use serde_json::json;
use tests::{
    assertions::{self, problem},
    clerk::CASES,
    client::{PARTICIPATIONS, Visitor},
    fixtures, html, server, words,
};

use super::{ROOM, clerk, clerk_with, database, submit, to};

/// Returns a test with everything that would reach somebody.
fn test() -> Submission {
    let contact = Contact { email: Some("team@example.org".into()), ..Contact::default() };
    Submission {
        test: true,
        contact: Some(contact),
        suggestion: Some("Nor this xylograph.".into()),
        ..to("sawaid", "Nobody reads this xylograph.")
    }
}

#[tokio::test]
async fn a_test_comes_into_no_queue_no_search_and_no_connection() {
    let (me, auditor) = (clerk("sawaid").await, clerk_with(Role::Auditor).await);
    let mut told = me.live().await;
    let sent = submit(&test()).await;
    assert!(sent.test);
    for queue in Queue::ALL.map(Queue::as_str) {
        assert_eq!(me.listed(&format!("queue={queue}")).await, [], "{queue}");
    }
    let counts: Counts = me.get(&format!("{CASES}/counts")).await;
    assert!(counts.0.values().all(|count| *count == 0), "{counts:?}");
    for query in ["xylograph", sent.reference.digits()] {
        assert_eq!(me.listed(&format!("q={query}")).await, [], "{query}");
        assert_eq!(auditor.listed(&format!("q={query}")).await, [], "{query}");
    }
    for staff in [&me, &auditor] {
        for path in ["", "/head", "/history"] {
            let answer = staff.ask(&format!("{CASES}/{}{path}", sent.reference)).await;
            assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{path}");
        }
    }
    told.hears_nothing().await;
    let _alone = ROOM.write().await;
    let kept = |rows: &str| database().count(&format!("SELECT COUNT(*) AS n FROM {rows}"));
    let own = format!("participation = '{}'", sent.reference.digits());
    assert_eq!(kept(&format!("outbox WHERE {own}")), 0, "nobody is written to");
    assert_eq!(kept("limits WHERE client = 'sawaid'"), 0, "what strangers share isn't used up");
    assert_eq!(kept(&format!("events WHERE {own}")), 1);
}

#[tokio::test]
async fn a_test_is_called_one_wherever_its_author_looks() {
    let (visitor, key) = (Visitor::new(), fixtures::key());
    let sent = {
        let _beside_others = ROOM.read().await;
        let answer = visitor.submission(&key, &test()).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::CREATED);
        let sent: Acknowledgement = answer.json().await.unwrap();
        let again = visitor.submission(&key, &test()).send().await.unwrap();
        assert_eq!(again.json::<Acknowledgement>().await.unwrap(), sent);
        sent
    };
    let paired = sent.suggestion_reference.expect("a suggestion beside it");
    for reference in [sent.reference, paired] {
        let status = visitor.status(reference).await;
        assert!(status.test && status.offers(status.received_at).is_empty());
        let page = visitor.get(&format!("/p/{reference}?lang=ur")).await;
        let page = assertions::page(page, StatusCode::OK).await;
        assert!(page.contains(&words::of("ur", "test_notice")), "{page}");
    }
    let content = visitor.content(&sent).await;
    assert_eq!((content.text, content.contact), (test().text, None));
    let author = |method: Method, path: &str| {
        let request =
            visitor.request(method, &format!("{PARTICIPATIONS}/{}{path}", sent.reference));
        request.header(header::AUTHORIZATION, format!("Bearer {}", sent.tracking_key))
    };
    let _beside_others = ROOM.read().await;
    let written = author(Method::POST, "/messages")
        .header("Idempotency-Key", fixtures::key().as_str())
        .json(&json!({ "text": "Does anybody read this?", "attachments": [] }));
    problem(written.send().await.unwrap(), StatusCode::NOT_FOUND).await;
    let erased = author(Method::DELETE, "").send().await.unwrap();
    assert!(erased.status().is_success(), "{}", erased.status());
}

#[tokio::test]
async fn a_form_without_a_script_takes_a_test_too() {
    let visitor = Visitor::new();
    let address = "/f/sawaid?lang=en&test=1";
    let notice = words::of("en", "test_notice");
    let form = assertions::page(visitor.get(address).await, StatusCode::OK).await;
    assert!(form.contains(&notice) && form.contains("&amp;test=1"), "{form}");
    let usual = assertions::page(visitor.get("/f/sawaid?lang=en").await, StatusCode::OK).await;
    assert!(!usual.contains(&notice), "{usual}");
    let fields = multipart::Form::new()
        .text("kind", "observation")
        .text("text", "Only to see.")
        .text("language", "en")
        .text("key", fixtures::key().as_str().to_owned());
    let _beside_others = ROOM.read().await;
    let request = visitor.request(Method::POST, address).header(header::ORIGIN, server::edge());
    let answer = request.multipart(fields).send().await.unwrap();
    let page = assertions::page(answer, StatusCode::CREATED).await;
    assert!(page.contains(&notice), "{page}");
    let reference = html::reference_in(&page).expect("a reference number");
    assert!(visitor.status(reference).await.test);
}
