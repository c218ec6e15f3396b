//! Alerts to operators: each condition is told once, its end too, and a failed request is repeated
//! under the same id.

use domain::{
    alert::{Condition, Level},
    crypto::signature::{Secret, sign_webhook},
    wire::{Contact, Submission},
};
use serde_json::Value;
use tests::{client::Visitor, fixtures::complaint, receiver::Receiver, workerd::Workerd};
use tokio::time::{Duration, sleep};

/// Statement that gives up all notices.
const GIVE_UP: &str = "UPDATE outbox SET outcome = 'dead', settled_at = created_at, due_at = NULL,
                       taken_until = NULL";

/// Statement that makes all notices delivered.
const DELIVER: &str = "UPDATE outbox SET outcome = 'delivered'";

async fn health(visitor: &Visitor) -> Value {
    visitor.get("/healthz").await.json().await.unwrap()
}

fn told(receiver: &Receiver) -> Vec<(String, Condition, Level)> {
    let alerts = receiver.alerts().into_iter();
    alerts.map(|alert| (alert.kind, alert.data.condition, alert.data.level)).collect()
}

#[tokio::test]
async fn a_condition_is_told_once_and_so_is_its_end() {
    let receiver = Receiver::listen().await;
    let edge = Workerd::start(&[&receiver.alert_variable()]).await;
    let visitor = edge.visitor();
    edge.strike().await;
    assert_eq!(told(&receiver), []);
    assert_eq!(health(&visitor).await["status"], "ok");

    let contact = Contact { email: Some("salma@example.org".into()), ..Contact::default() };
    visitor.submit(&Submission { contact: Some(contact), ..complaint() }).await;
    edge.database().run(&[GIVE_UP]);
    let ill = health(&visitor).await;
    assert_eq!(
        (&ill["status"], &ill["alerts"][0]["condition"]),
        (&"warning".into(), &"dead_letters".into())
    );
    edge.strike().await;
    edge.strike().await;
    let raised = ("alert.raised".to_owned(), Condition::DeadLetters, Level::Warning);
    assert_eq!(told(&receiver), std::slice::from_ref(&raised));
    let request = &receiver.heard()[0];
    let secret = Secret::new(edge.secret("ALERT_SECRET"));
    assert_eq!(
        sign_webhook(&secret, &request.id, request.timestamp, &request.body),
        request.signature
    );

    edge.database().run(&[DELIVER]);
    receiver.fail(1);
    edge.strike().await;
    assert_eq!(told(&receiver), std::slice::from_ref(&raised));
    edge.strike().await;
    edge.strike().await;
    let over = ("alert.over".to_owned(), Condition::DeadLetters, Level::Fine);
    assert_eq!(told(&receiver), [raised, over]);
    let attempts = receiver.heard();
    assert_eq!(attempts[1].id, attempts[2].id);
}

/// Waits until the clock's condition has been told.
async fn until_clock_is_told(receiver: &Receiver) {
    let clock = ("alert.raised".to_owned(), Condition::Clock, Level::Critical);
    for _ in 0..300 {
        if told(receiver).contains(&clock) {
            return;
        }
        sleep(Duration::from_millis(100)).await;
    }
    panic!("{:?}", told(receiver));
}

#[tokio::test]
async fn a_gap_in_the_runs_is_told_by_the_health_check_and_its_end_by_the_run_that_ends_it() {
    let receiver = Receiver::listen().await;
    let edge = Workerd::start(&[&receiver.alert_variable()]).await;
    edge.strike().await;
    edge.database().run(&["UPDATE runs SET latest_at = '2026-01-01T00:00:00Z'"]);
    let late = health(&edge.visitor()).await;
    assert_eq!(late["alerts"][0]["condition"], "clock");
    until_clock_is_told(&receiver).await;
    health(&edge.visitor()).await;
    edge.strike().await;
    edge.strike().await;
    let of = |level| (Condition::Clock, level);
    let all: Vec<_> = told(&receiver).into_iter().map(|(_, what, level)| (what, level)).collect();
    assert_eq!(all, [of(Level::Critical), of(Level::Fine)]);
}

#[tokio::test]
async fn a_clock_that_has_stopped_is_told_by_the_queue() {
    let receiver = Receiver::listen().await;
    let edge = Workerd::start(&[&receiver.alert_variable()]).await;
    edge.strike().await;
    edge.database().run(&["UPDATE runs SET latest_at = '2026-01-01T00:00:00Z'"]);
    let contact = Contact { email: Some("salma@example.org".into()), ..Contact::default() };
    edge.visitor().submit(&Submission { contact: Some(contact), ..complaint() }).await;
    until_clock_is_told(&receiver).await;
}

#[tokio::test]
async fn a_store_that_is_nearly_full_is_told_by_its_size() {
    let receiver = Receiver::listen().await;
    let edge = Workerd::start(&[&receiver.alert_variable(), "STORE_LIMIT_BYTES:1000"]).await;
    edge.strike().await;
    assert_eq!(told(&receiver)[0].1, Condition::Store);
    let health = health(&edge.visitor()).await;
    assert!(health["figures"]["store_percent"].as_u64().unwrap() > 95, "{health}");
}
