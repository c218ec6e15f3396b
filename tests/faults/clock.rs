//! Fault: the machine's clock goes back.

use std::time::Duration;

use domain::wire::Acknowledgement;
use reqwest::{Method, StatusCode, header};
use tests::{
    assertions::header_of,
    client::PARTICIPATIONS,
    fixtures::{self, complaint},
    workerd::{INSTRUMENTED, Workerd},
};
use tokio::time::sleep;

/// An hour in milliseconds.
const HOUR: i64 = 60 * 60 * 1000;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn when_the_clock_goes_back_an_hour_histories_stay_in_order_and_nothing_lasts_less_than_no_time()
 {
    let mut edge = Workerd::start(&[INSTRUMENTED]).await;
    let visitor = edge.visitor();
    let first = visitor.submit(&complaint()).await;
    // Moves the clock while a request is in progress.
    let mut holder = edge.database().hold(2_000);
    let sending = tokio::spawn(visitor.submission(&fixtures::key(), &complaint()).send());
    sleep(Duration::from_millis(500)).await;
    edge.instruments(-HOUR).await;
    let answer = sending.await.unwrap().unwrap();
    holder.wait().unwrap();
    let timing = header_of(&answer, "Server-Timing");
    assert!(timing.strip_prefix("edge;dur=").unwrap().parse::<u64>().is_ok(), "{timing}");
    let taken = usize::from(answer.status() == StatusCode::CREATED);
    assert!(
        taken == 1 || answer.status() == StatusCode::SERVICE_UNAVAILABLE,
        "{}",
        answer.status()
    );
    let second: Acknowledgement = visitor.submit(&complaint()).await;
    let back = first.received_at.duration_since(second.received_at);
    assert!((58..=60).contains(&back.as_mins()), "the edge's clock did not go back: {back}");
    let request = visitor.request(Method::DELETE, &format!("{PARTICIPATIONS}/{}", first.reference));
    let erased = request
        .header(header::AUTHORIZATION, format!("Bearer {}", first.tracking_key))
        .send()
        .await
        .unwrap();
    assert_eq!(erased.status(), StatusCode::NO_CONTENT);
    let status = visitor.status(first.reference).await;
    assert_eq!(status.timeline.len(), 2);
    assert!(status.timeline.is_sorted_by_key(|entry| entry.at), "{:?}", status.timeline);
    assert!(status.updated_at >= status.received_at);
    let log = edge.log_with(&header_of(&erased, "Request-Id")).await;
    assert!(log.contains("\"ms\":") && !log.contains("\"ms\":-"), "{log}");
    edge.kill();
    let (is_whole, output) = edge.verify_history();
    assert!(is_whole, "{output}");
    edge.database().assert_whole(2 + taken);
}
