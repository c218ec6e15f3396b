//! Faults between webhook, queue, media store, database and delivery: each message that was
//! answered with 200 is handed to its conversation once, and a complaint is submitted once.

use std::time::Duration;

use futures_util::future::join_all;
use reqwest::StatusCode;
use serde_json::{Value, json};
use tests::{
    channel::{
        count, until,
        whatsapp::{
            File, Graph, Person, choice, deliver, delivery, edge, send, signature, webhook,
        },
    },
    fixtures,
    workerd::{INSTRUMENTED, Workerd},
};
use tokio::time::sleep;

use super::settle;

fn voice(graph: &Graph, person: &Person) -> Value {
    graph.add(&person.number, File::voice());
    person.voice(&person.number)
}

/// Delivers a webhook until it is answered with 200.
async fn insist(edge: &Workerd, body: &str) {
    super::insist(edge, |visitor| delivery(visitor, body, Some(&signature(body)))).await;
}

#[tokio::test]
async fn what_was_answered_is_there_once_though_the_edge_is_killed_after_each_webhook() {
    const ROUNDS: usize = 10;
    let (mut edge, graph) = edge(&[]).await;
    let people: Vec<Person> = (0..ROUNDS).map(|_| Person::new()).collect();
    for (round, person) in people.iter().enumerate() {
        let text = person.text("The machine at the corner kept my card.");
        let body = webhook(&[text, voice(&graph, person)]);
        insist(&edge, &body).await;
        // Later and later on its way: before the queue, while the file is fetched, before the
        // answer, after it.
        sleep(Duration::from_millis(40 * round as u64)).await;
        edge.kill();
        edge.resume().await;
        // The other side may repeat what was answered.
        if round % 3 == 0 {
            insist(&edge, &body).await;
        }
    }
    settle(&edge).await;
    assert_eq!(count(&edge, "taken_messages"), 2 * ROUNDS as u64);
    assert_eq!(count(&edge, "conversations"), ROUNDS as u64);
    let taken = graph.taken();
    for person in &people {
        // The conversation has the voice note and the text: it asks for nothing but the kind.
        let is_asked =
            |it: &Value| it["to"] == *person.number && choice(it, "kind:complaint").is_some();
        assert!(taken.iter().any(is_asked), "{}: {taken:#?}", person.number);
    }
    let sent = count(&edge, "replies WHERE status = 'sent'");
    assert!(taken.len() as u64 >= sent, "{} messages, {sent} rows", taken.len());
}

#[tokio::test]
async fn a_complaint_is_submitted_once_though_the_edge_is_killed_while_it_is() {
    const ROUNDS: u64 = 6;
    let (mut edge, graph) = edge(&[]).await;
    for round in 0..ROUNDS {
        let person = Person::new();
        let own = |taken: &[Value], end: &str| {
            let own = taken.iter().filter(|it| it["to"] == *person.number);
            own.rev().find_map(|it| choice(it, end))
        };
        send(&edge.visitor(), &[voice(&graph, &person)]).await;
        let taken = graph.until(|taken| own(taken, "kind:complaint").is_some()).await;
        send(&edge.visitor(), &[person.tap(&own(&taken, "kind:complaint").unwrap())]).await;
        let taken = graph.until(|taken| own(taken, ":send").is_some()).await;
        let body = webhook(&[person.tap(&own(&taken, ":send").unwrap())]);
        insist(&edge, &body).await;
        sleep(Duration::from_millis(50 * round)).await;
        edge.kill();
        edge.resume().await;
        insist(&edge, &body).await;
        settle(&edge).await;
        until(&edge, "addresses", round + 1).await;
    }
    assert_eq!(count(&edge, "participations"), ROUNDS);
    assert_eq!(count(&edge, "attachments"), ROUNDS);
    let (is_whole, report) = edge.verify_history();
    assert!(is_whole, "{report}");
}

#[tokio::test]
async fn a_tap_that_comes_ten_times_at_once_submits_once() {
    let (edge, graph) = edge(&[]).await;
    let visitor = edge.visitor();
    let person = Person::new();
    send(&visitor, &[voice(&graph, &person)]).await;
    let kind = graph.offered("kind:complaint").await;
    send(&visitor, &[person.tap(&kind)]).await;
    let tap = graph.offered(":send").await;
    let body = webhook(&[person.tap(&tap)]);
    let answers = join_all((0..10).map(|_| deliver(&visitor, &body))).await;
    assert!(answers.iter().all(|status| *status == StatusCode::OK), "{answers:?}");
    until(&edge, "inbox", 0).await;
    until(&edge, "participations", 1).await;
    sleep(Duration::from_secs(2)).await;
    assert_eq!((count(&edge, "participations"), count(&edge, "addresses")), (1, 1));
}

#[tokio::test]
async fn messages_of_one_person_at_once_all_reach_the_conversation() {
    let (edge, graph) = edge(&[]).await;
    let visitor = edge.visitor();
    let person = Person::new();
    let bodies: Vec<String> = (0..20)
        .map(|number| webhook(&[person.text(&format!("Part {number} of what happened."))]))
        .collect();
    let answers = join_all(bodies.iter().map(|body| deliver(&visitor, body))).await;
    assert!(answers.iter().all(|status| *status == StatusCode::OK), "{answers:?}");
    until(&edge, "taken_messages", 20).await;
    until(&edge, "inbox", 0).await;
    assert_eq!(count(&edge, "conversations"), 1);
    until(&edge, "replies WHERE due_at IS NOT NULL", 0).await;
    assert!(graph.taken().iter().all(|it| it["to"] == *person.number));
}

#[tokio::test]
async fn what_was_said_is_put_aside_after_a_day_and_gone_after_two() {
    const HOUR: i64 = 60 * 60 * 1_000;
    let (edge, graph) = edge(&[INSTRUMENTED]).await;
    let person = Person::new();
    let file = fixtures::key().as_str().to_owned();
    graph.add(&file, File::of(fixtures::picture(500), "image/png"));
    let image = json!({ "id": file, "mime_type": "image/png" });
    send(&edge.visitor(), &[person.message("image", image)]).await;
    graph.until(|taken| !taken.is_empty()).await;
    until(&edge, "replies WHERE due_at IS NOT NULL", 0).await;
    assert_eq!(edge.media(), 1);
    edge.instruments(25 * HOUR).await;
    edge.strike().await;
    assert_eq!(count(&edge, "conversations WHERE state IS NOT NULL"), 1);
    assert_eq!(edge.media(), 1);
    for hours in [52, 53, 54] {
        edge.instruments(hours * HOUR).await;
        edge.strike().await;
    }
    until(&edge, "conversations WHERE state IS NOT NULL", 0).await;
    until(&edge, "uploads", 0).await;
    assert_eq!(edge.media(), 0);
    edge.instruments(40 * 24 * HOUR).await;
    edge.strike().await;
    until(&edge, "conversations", 0).await;
    assert_eq!(count(&edge, "taken_messages"), 0);
}
