//! Notices by a messenger: an outcome that a crash has cut off from its record still counts.

use domain::{case::action::Action, channel::whatsapp::inbound::State, reference::Reference};
use reqwest::StatusCode;
use tests::{
    channel::{
        count, until,
        whatsapp::{Graph, Person, complain, deliver, edge, status},
    },
    clerk::Clerk,
    workerd::Workerd,
};

/// Delivers a reply of staff to the author of a new complaint, as the messenger's latest message.
async fn told(edge: &Workerd, graph: &Graph) -> Reference {
    let reference = complain(edge, graph, &Person::new()).await;
    let clerk = Clerk::of("rta", &edge.visitor(), &edge.database());
    clerk.does(reference, Action::Take, "").await;
    clerk.does(reference, Action::Reply, "We are looking into it.").await;
    until(edge, "replies WHERE notice IS NOT NULL AND status = 'sent'", 1).await;
    until(edge, "deliveries WHERE way = 'whatsapp' AND state = 'sent'", 1).await;
    reference
}

#[tokio::test]
async fn a_status_that_was_stored_before_the_kill_is_reported_when_it_comes_again() {
    let (edge, graph) = edge(&[]).await;
    told(&edge, &graph).await;
    // Killed after the status was stored, and before the notice was told of it.
    edge.database().run(&["UPDATE replies SET status = 'failed' WHERE notice IS NOT NULL"]);
    let latest = format!("wamid.out.{}", graph.taken().len() - 1);
    let report = status(&latest, State::Failed, Some(131_026));
    assert_eq!(deliver(&edge.visitor(), &report).await, StatusCode::OK);
    until(&edge, "deliveries WHERE way = 'whatsapp' AND state = 'failed'", 1).await;
    until(&edge, "outbox WHERE outcome = 'dead'", 1).await;
    until(&edge, "inbox", 0).await;
}

#[tokio::test]
async fn a_notice_that_the_messenger_lost_is_not_taken_for_delivered() {
    let (edge, graph) = edge(&[]).await;
    told(&edge, &graph).await;
    // Killed after the loss was reported, and before the message was given up.
    edge.database().run(&[
        "UPDATE deliveries SET state = 'failed', cause = 'other' WHERE way = 'whatsapp'",
        "UPDATE outbox SET outcome = NULL, settled_at = NULL, due_at = '2020-01-01T00:00:00Z'
         WHERE template = 'replied'",
    ]);
    edge.strike().await;
    until(&edge, "outbox WHERE outcome IS NULL", 0).await;
    // It has no other way, which operators see.
    assert_eq!(count(&edge, "outbox WHERE template = 'replied' AND outcome = 'dead'"), 1);
}

#[tokio::test]
async fn an_optional_notice_that_its_author_has_ended_is_recorded_as_withheld() {
    let (edge, graph) = edge(&[]).await;
    let reference = told(&edge, &graph).await;
    let messages = graph.taken().len();
    edge.database().run(&["INSERT INTO unsubscribed (participation, at)
                           SELECT reference, received_at FROM participations"]);
    let clerk = Clerk::of("rta", &edge.visitor(), &edge.database());
    clerk.does(reference, Action::Reply, "It takes a day more.").await;
    until(&edge, "deliveries WHERE way = 'none' AND cause = 'unsubscribed'", 1).await;
    until(&edge, "outbox WHERE outcome IS NULL", 0).await;
    assert_eq!(graph.taken().len(), messages);
}
