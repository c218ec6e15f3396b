//! Faults of notice delivery: temporary and permanent failures, a lost queue and duplicates. Each
//! notice must reach its recipient once.

use std::time::Duration;

use domain::{
    crypto::signature::{Secret, sign_webhook},
    wire::{Acknowledgement, Contact, Submission},
};
use reqwest::{Method, StatusCode, header};
use tests::{
    client::{PARTICIPATIONS, Visitor},
    fixtures::complaint,
    receiver::Receiver,
    workerd::Workerd,
};
use tokio::time::sleep;

/// Variable that removes the pause between attempts. Its length is tested in the domain.
const AT_ONCE: &str = "DELIVERY_PAUSE:0";

/// Statement that makes all pending notices overdue.
const OVERDUE: &str = "UPDATE outbox SET due_at = '2020-01-01T00:00:00Z' WHERE due_at IS NOT NULL";

/// Statements that reset delivered notices, as if their outcome had not been recorded.
const FORGOTTEN: [&str; 2] = [
    "UPDATE outbox SET outcome = NULL, settled_at = NULL, due_at = '2020-01-01T00:00:00Z' WHERE outcome = 'delivered'",
    "UPDATE deliveries SET state = 'sending'",
];

async fn reachable(visitor: &Visitor) -> Acknowledgement {
    let contact = Contact {
        name: Some("Salma".into()),
        email: Some("salma@example.org".into()),
        phone: None,
    };
    visitor
        .submit(&Submission {
            contact: Some(contact),
            suggestion: Some("Mend it.".into()),
            ..complaint()
        })
        .await
}

/// Counts notices to authors. In the morning of a working day there are digests for staff too.
fn with_outcome(edge: &Workerd, outcome: &str) -> u64 {
    edge.database().count(&format!(
        "SELECT COUNT(*) AS n FROM outbox
         WHERE staff IS NULL AND COALESCE(outcome, 'waiting') = '{outcome}'"
    ))
}

async fn until(edge: &Workerd, outcome: &str, count: u64) {
    for _ in 0..600 {
        if with_outcome(edge, outcome) >= count {
            return;
        }
        sleep(Duration::from_millis(100)).await;
    }
    panic!(
        "{count} {outcome}: {:?}\n{}",
        edge.database().run(&["SELECT * FROM outbox"]),
        edge.log()
    );
}

#[tokio::test]
async fn who_left_a_way_is_told_that_it_came_and_nobody_else() {
    let receiver = Receiver::listen().await;
    let edge = Workerd::start(&[&receiver.variable()]).await;
    let visitor = edge.visitor();
    visitor.submit(&complaint()).await;
    let named = Contact { name: Some("Salma".into()), ..Contact::default() };
    visitor.submit(&Submission { contact: Some(named), ..complaint() }).await;
    let acknowledgement = reachable(&visitor).await;
    receiver.until_sent(1).await;
    until(&edge, "delivered", 1).await;
    let notices: Vec<_> = receiver.sent().into_values().collect();
    let [notice] = &notices[..] else { panic!("{notices:?}") };
    assert_eq!(
        (notice.kind.as_str(), notice.timestamp),
        ("participation.received", acknowledgement.received_at)
    );
    assert_eq!(
        (notice.data.reference, notice.data.entity.as_str()),
        (acknowledgement.reference, "rta")
    );
    assert_eq!(notice.data.first_response_due, acknowledgement.first_response_due);
    assert_eq!(notice.data.contact.email.as_deref(), Some("salma@example.org"));
    assert!(!notice.data.status_url.contains(&acknowledgement.tracking_key));
    assert_eq!(visitor.get(&notice.data.status_url).await.status(), StatusCode::OK);
    let opened = visitor
        .request(Method::POST, &notice.data.status_url)
        .form::<[(&str, &str)]>(&[])
        .send()
        .await
        .unwrap();
    assert_eq!(opened.status(), StatusCode::SEE_OTHER);
    let heard = receiver.heard().remove(0);
    let secret = Secret::new(edge.secret("DELIVERY_SECRET"));
    assert_eq!(heard.signature, sign_webhook(&secret, &heard.id, heard.timestamp, &heard.body));
    let row = edge.database().run(&["SELECT * FROM outbox"]).remove(0).to_string();
    assert!(!row.contains("alma"), "{row}");
}

#[tokio::test]
async fn a_replaced_address_is_told_of_it_and_the_new_one_gets_what_follows() {
    let receiver = Receiver::listen().await;
    let edge = Workerd::start(&[&receiver.variable()]).await;
    let visitor = edge.visitor();
    let contact = Contact { email: Some("salma@example.org".into()), ..Contact::default() };
    let sent = Submission { contact: Some(contact), language: "ur".into(), ..complaint() };
    let acknowledgement = visitor.submit(&sent).await;
    until(&edge, "delivered", 1).await;
    let correct = async |email: &str, name: &str| {
        let path = format!("{PARTICIPATIONS}/{}/contact", acknowledgement.reference);
        let body =
            Contact { name: Some(name.into()), email: Some(email.into()), ..Contact::default() };
        let request = visitor.request(Method::POST, &path).json(&body);
        let key = format!("Bearer {}", acknowledgement.tracking_key);
        let response = request.header(header::AUTHORIZATION, key).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
    };
    correct("salama@example.org", "Salama").await;
    until(&edge, "delivered", 2).await;
    // The address stays the same: nobody is told.
    correct("salama@example.org", "Salma").await;
    correct("selma@example.org", "Salma").await;
    until(&edge, "delivered", 3).await;
    let mut told: Vec<_> = receiver.sent().into_values().collect();
    told.retain(|notice| notice.kind == "participation.corrected");
    let mut addresses: Vec<_> =
        told.iter().filter_map(|notice| notice.data.contact.email.clone()).collect();
    addresses.sort();
    assert_eq!(addresses, ["salama@example.org", "salma@example.org"]);
    assert!(told.iter().all(|notice| notice.data.language == "ur"));
    let kept =
        edge.database().count("SELECT COUNT(*) AS n FROM outbox WHERE to_contact IS NOT NULL");
    assert_eq!(kept, 0, "a delivered notice keeps no address");
}

#[tokio::test]
async fn what_fails_five_times_is_delivered_the_sixth() {
    let receiver = Receiver::listen().await;
    receiver.fail(5);
    let edge = Workerd::start(&[&receiver.variable(), AT_ONCE]).await;
    let acknowledgement = reachable(&edge.visitor()).await;
    receiver.until_sent(1).await;
    until(&edge, "delivered", 1).await;
    let heard = receiver.heard();
    assert_eq!(heard.len(), 6);
    assert!(heard.iter().all(|attempt| attempt.id == heard[0].id));
    assert_eq!(
        receiver.sent().into_values().next().unwrap().data.reference,
        acknowledgement.reference
    );
    let failures = edge.database().run(&["SELECT failures, failed_of FROM outbox"]).remove(0);
    assert_eq!(
        (failures["failures"].as_u64(), failures["failed_of"].as_str()),
        (Some(5), Some("status 502"))
    );
    edge.database().assert_whole(1);
}

#[tokio::test]
async fn what_always_fails_becomes_a_dead_letter_that_an_operator_sees_and_replays() {
    let receiver = Receiver::listen().await;
    receiver.fail(usize::MAX);
    let edge = Workerd::start(&[&receiver.variable(), AT_ONCE]).await;
    let acknowledgement = reachable(&edge.visitor()).await;
    until(&edge, "dead", 1).await;
    let attempts = receiver.heard().len();
    // The cron job doesn't retry dead letters.
    edge.strike().await;
    assert_eq!((receiver.heard().len(), with_outcome(&edge, "dead")), (attempts, 1));
    let id = receiver.heard().remove(0).id;
    let (well, list) = edge.operate(&["outbox", "list"]);
    assert!(
        well && list.contains(&id) && list.contains(acknowledgement.reference.digits()),
        "{list}"
    );
    assert!(list.contains("status 502") && !list.contains("salma"), "{list}");
    receiver.fail(0);
    let (well, output) = edge.operate(&["outbox", "replay", &id]);
    assert!(well && output.contains("1 put back"), "{output}");
    edge.strike().await;
    receiver.until_sent(1).await;
    until(&edge, "delivered", 1).await;
    assert_eq!(receiver.sent().keys().collect::<Vec<_>>(), [&id]);
    edge.database().assert_whole(1);
}

#[tokio::test]
async fn what_comes_twice_is_delivered_once_and_what_was_delivered_unnoted_is_known_by_its_id() {
    let receiver = Receiver::listen().await;
    // The first attempt fails and returns to the queue, where the cron job adds a duplicate.
    receiver.fail(1);
    let edge = Workerd::start(&[&receiver.variable(), AT_ONCE]).await;
    reachable(&edge.visitor()).await;
    edge.database().run(&[OVERDUE]);
    tokio::join!(edge.strike(), edge.strike());
    edge.database().run(&[OVERDUE]);
    edge.strike().await;
    until(&edge, "delivered", 1).await;
    // A further notice takes long enough to empty the queue of everything else.
    reachable(&edge.visitor()).await;
    receiver.until_sent(2).await;
    until(&edge, "delivered", 2).await;
    let attempts = receiver.heard();
    assert_eq!(attempts.len(), 3, "{attempts:?}");
    edge.database().run(&FORGOTTEN);
    edge.strike().await;
    until(&edge, "delivered", 2).await;
    assert_eq!((receiver.heard().len(), receiver.sent().len()), (5, 2));
    edge.database().assert_whole(2);
}

#[tokio::test]
async fn what_the_queue_forgets_the_clock_remembers() {
    let receiver = Receiver::listen().await;
    receiver.fail(usize::MAX);
    let mut edge = Workerd::start(&[&receiver.variable(), "DELIVERY_PAUSE:3600"]).await;
    reachable(&edge.visitor()).await;
    edge.kill();
    receiver.fail(0);
    // The local queue's content is lost with its process.
    edge.resume().await;
    edge.database().run(&[OVERDUE]);
    edge.strike().await;
    until(&edge, "delivered", 1).await;
    assert_eq!(receiver.sent().len(), 1);
    edge.database().assert_whole(1);
}

#[tokio::test]
async fn without_anywhere_to_deliver_to_it_is_held_and_what_was_erased_is_not_sent() {
    let receiver = Receiver::listen().await;
    let mut edge = Workerd::start(&[]).await;
    let visitor = edge.visitor();
    let (kept, erased) = (reachable(&visitor).await, reachable(&visitor).await);
    until(&edge, "held", 2).await;
    edge.kill();
    edge.set(&[&receiver.variable()]);
    edge.resume().await;
    let request =
        visitor.request(Method::DELETE, &format!("{PARTICIPATIONS}/{}", erased.reference));
    let bearer = format!("Bearer {}", erased.tracking_key);
    assert_eq!(
        request.header(header::AUTHORIZATION, bearer).send().await.unwrap().status(),
        StatusCode::NO_CONTENT
    );
    let (well, output) = edge.operate(&["outbox", "replay", "held"]);
    assert!(well && output.contains("1 put back"), "{output}");
    edge.strike().await;
    until(&edge, "delivered", 1).await;
    assert_eq!(
        receiver.sent().into_values().map(|notice| notice.data.reference).collect::<Vec<_>>(),
        [kept.reference]
    );
}
