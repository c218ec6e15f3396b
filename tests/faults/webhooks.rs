//! Fault: the edge is killed, or an endpoint fails, while an event is on its way to an entity's
//! webhook. Each event arrives at least once, always under the same id.

use domain::{
    case::action::Action,
    slug::Slug,
    staff::Role,
    wire::console::{NewWebhookSecret, Webhooks},
};
use reqwest::{Method, StatusCode};
use serde_json::json;
use tests::{
    clerk::{Clerk, read},
    client::PARTICIPATIONS,
    delivery::webhook::{Endpoint, Message},
    fixtures::{self, complaint},
    workerd::{INSTRUMENTED, Workerd},
};
use tokio::time::{Duration, sleep};

/// Variable that removes the pause between attempts. Its length is tested in the domain.
const AT_ONCE: &str = "DELIVERY_PAUSE:0";

/// Variable that lets messages to customers go at once.
const NO_HOLD: &str = "HOLD_SECONDS:0";

/// Path of the webhooks.
const WEBHOOKS: &str = "/console/api/entities/rta/webhooks";

/// Statement that makes all waiting messages overdue, and ends the locks of attempts that a kill
/// has cut off.
const OVERDUE: &str = "UPDATE webhook_deliveries
                       SET due_at = '2020-01-01T00:00:00Z', taken_until = NULL
                       WHERE outcome IS NULL";

/// Milliseconds of a day.
const DAY: i64 = 24 * 60 * 60 * 1_000;

/// Returns somebody who manages the entity and handles its cases, created while the edge is down.
async fn manager(edge: &mut Workerd) -> Clerk {
    edge.kill();
    let here = || Slug::parse("rta").unwrap();
    let roles = [Role::Administrator(here()), Role::Supervisor(here())];
    let manager = Clerk::with(&roles, &edge.visitor(), &edge.database());
    edge.resume().await;
    manager
}

/// Statement that lets messages that wait for their time go with the next run of the jobs.
const NO_LONGER_HELD: &str = "UPDATE webhook_deliveries
                              SET due_at = '2020-01-01T00:00:00Z', next_at = '2020-01-01T00:00:00Z'
                              WHERE outcome IS NULL";

async fn add(me: &Clerk, url: &str, types: &[&str]) -> NewWebhookSecret {
    let body = json!({ "url": url, "types": types });
    read(me.try_post(WEBHOOKS, &body).await, StatusCode::CREATED).await
}

async fn until_settled(edge: &Workerd) {
    for _ in 0..600 {
        let open = "SELECT COUNT(*) AS n FROM webhook_deliveries WHERE outcome IS NULL";
        if edge.database().count(open) == 0 {
            return;
        }
        sleep(Duration::from_millis(100)).await;
    }
    panic!("{:?}\n{}", edge.database().run(&["SELECT * FROM webhook_deliveries"]), edge.log());
}

#[tokio::test]
async fn an_event_arrives_although_the_edge_is_killed_at_any_moment() {
    let endpoint = Endpoint::listen().await;
    let mut edge = Workerd::start(&[AT_ONCE, NO_HOLD]).await;
    let me = manager(&mut edge).await;
    let added = add(&me, endpoint.url(), &["participation.received"]).await;
    let mut references = Vec::new();
    for _ in 0..5 {
        references.push(edge.visitor().submit(&complaint()).await.reference);
        edge.kill();
        edge.database().run(&[OVERDUE]);
        edge.resume().await;
    }
    // What was delivered, and killed before it was recorded, is delivered again.
    edge.kill();
    edge.database()
        .run(&["UPDATE webhook_deliveries SET outcome = NULL, settled_at = NULL", OVERDUE]);
    edge.resume().await;
    tokio::join!(edge.strike(), edge.strike());
    until_settled(&edge).await;
    for reference in references {
        let told = endpoint.about(reference);
        let first = told.first().expect("it arrives");
        let is_same = |message: &Message| {
            message.body == first.body && message.header("webhook-id") == first.header("webhook-id")
        };
        assert!(told.iter().all(is_same), "{told:?}");
        assert!(told.iter().all(|message| message.is_signed_by(&added.secret)), "{told:?}");
    }
}

#[tokio::test]
async fn an_endpoint_that_fails_gets_the_same_message_again() {
    let endpoint = Endpoint::listen().await;
    let mut edge = Workerd::start(&[AT_ONCE, NO_HOLD]).await;
    let me = manager(&mut edge).await;
    add(&me, endpoint.url(), &["participation.received"]).await;
    endpoint.answer(&[500, 302, 429]);
    let reference = edge.visitor().submit(&complaint()).await.reference;
    until_settled(&edge).await;
    let told = endpoint.about(reference);
    assert_eq!(told.len(), 4, "a redirect isn't followed: {told:?}");
    assert!(told.iter().all(|message| message.body == told[0].body));
    let row = edge.database().run(&["SELECT * FROM webhook_deliveries"]).remove(0);
    assert_eq!((&row["attempts"], &row["outcome"]), (&4.into(), &"delivered".into()));
    let webhooks: Webhooks = me.get(WEBHOOKS).await;
    assert_eq!(webhooks.webhooks[0].failing_since, None);
}

#[tokio::test]
async fn a_message_whose_secret_cannot_be_opened_is_an_attempt_that_failed() {
    let endpoint = Endpoint::listen().await;
    let mut edge = Workerd::start(&[NO_HOLD, "DELIVERY_PAUSE:3600"]).await;
    let me = manager(&mut edge).await;
    add(&me, endpoint.url(), &["participation.received"]).await;
    edge.database().run(&["UPDATE webhooks SET secret_key = 'lost'"]);
    edge.visitor().submit(&complaint()).await;
    let tried = "SELECT COUNT(*) AS n FROM webhook_deliveries WHERE attempts = 1 AND failures = 1";
    for _ in 0..300 {
        if edge.database().count(tried) == 1 {
            break;
        }
        sleep(Duration::from_millis(100)).await;
    }
    let row = edge.database().run(&["SELECT * FROM webhook_deliveries"]).remove(0);
    assert_eq!((&row["attempts"], &row["failures"]), (&1.into(), &1.into()), "{}", edge.log());
    assert_eq!(row["reason"], "the message can't be prepared");
    assert!(row["next_at"].is_string() && row["outcome"].is_null(), "{row}");
    assert!(endpoint.messages().is_empty());
    let webhooks: Webhooks = me.get(WEBHOOKS).await;
    assert!(webhooks.webhooks[0].failing_since.is_none(), "nobody asked the endpoint");
}

#[tokio::test]
async fn what_was_taken_back_is_not_told() {
    let endpoint = Endpoint::listen().await;
    let mut edge = Workerd::start(&[AT_ONCE, "HOLD_SECONDS:60"]).await;
    let me = manager(&mut edge).await;
    add(&me, endpoint.url(), &["participation.answered", "participation.withdrawn"]).await;
    let given = edge.visitor().submit(&complaint()).await;
    let reference = given.reference;
    me.does(reference, Action::Take, "").await;
    me.does(reference, Action::Answer { outcome: None }, "Too early.").await;
    let waiting = "SELECT COUNT(*) AS n FROM webhook_deliveries";
    assert_eq!(edge.database().count(waiting), 1);
    me.does(reference, Action::Undo, "").await;
    edge.database().run(&[NO_LONGER_HELD]);
    edge.strike().await;
    assert_eq!(edge.database().count(waiting), 0);
    let path = format!("{PARTICIPATIONS}/{reference}/withdrawal");
    let request = edge.visitor().request(Method::POST, &path).bearer_auth(&given.tracking_key);
    let request = request.header("Idempotency-Key", fixtures::key().as_str()).json(&json!({}));
    assert!(request.send().await.unwrap().status().is_success());
    endpoint.until_told(reference, "participation.withdrawn").await;
    assert_eq!(endpoint.messages().len(), 1);
}

#[tokio::test]
async fn escalations_are_told_and_days_of_failures_switch_an_endpoint_off() {
    let (good, bad) = (Endpoint::listen().await, Endpoint::listen().await);
    let mut edge = Workerd::start(&[INSTRUMENTED, NO_HOLD, "DELIVERY_PAUSE:3600"]).await;
    let me = manager(&mut edge).await;
    add(&me, good.url(), &["participation.escalated"]).await;
    let failing = add(&me, bad.url(), &["participation.received"]).await;
    bad.answer(&[503; 50]);
    let reference = edge.visitor().submit(&complaint()).await.reference;
    bad.until(|messages| !messages.is_empty()).await;
    edge.instruments(6 * DAY).await;
    edge.strike().await;
    good.until_told(reference, "participation.escalated").await;
    bad.until(|messages| messages.len() >= 2).await;
    until_settled(&edge).await;
    let off = "SELECT off FROM webhooks WHERE off IS NOT NULL";
    let rows = edge.database().run(&[off]);
    assert_eq!(rows.len(), 1, "{rows:?}");
    assert_eq!(rows[0]["off"], "failing");
    let logged = edge.database().count(&format!(
        "SELECT COUNT(*) AS n FROM security_events
         WHERE cause = 'system' AND what LIKE '%{}%'",
        failing.id.as_str()
    ));
    assert_eq!(logged, 1);
}
