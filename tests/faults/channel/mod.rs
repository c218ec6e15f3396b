//! Messengers: what was answered with 200 is there once, whatever is killed, doubled or late.

mod mentions;
mod notices;
mod stuck;
mod whatsapp;

use std::time::Duration;

use reqwest::{RequestBuilder, StatusCode};
use tests::{channel::count, client::Visitor, workerd::Workerd};
use tokio::time::{sleep, timeout};

/// Statements that make everything overdue, and free the locks of killed senders.
const OVERDUE: [&str; 4] = [
    "UPDATE inbox SET due_at = '2020-01-01T00:00:00Z'",
    "UPDATE replies SET due_at = '2020-01-01T00:00:00Z', not_before = NULL
     WHERE due_at IS NOT NULL",
    "UPDATE conversations SET sending_until = NULL",
    "UPDATE mentions SET answer_due_at = '2020-01-01T00:00:00Z' WHERE answer_due_at IS NOT NULL",
];

/// Sends a request again until it is answered with 200, as the other side does.
async fn insist(edge: &Workerd, request: impl Fn(&Visitor) -> RequestBuilder) {
    for _ in 0..600 {
        let answer = timeout(Duration::from_secs(20), request(&edge.visitor()).send()).await;
        if let Ok(Ok(answer)) = answer
            && answer.status() == StatusCode::OK
        {
            return;
        }
        sleep(Duration::from_millis(50)).await;
    }
    panic!("never answered with 200: {}", edge.log());
}

/// Runs the cron jobs over all that waits, until nothing does.
async fn settle(edge: &Workerd) {
    let waiting = || {
        count(edge, "inbox")
            + count(edge, "replies WHERE due_at IS NOT NULL")
            + count(edge, "mentions WHERE answer_due_at IS NOT NULL")
    };
    for _ in 0..30 {
        if waiting() == 0 {
            return;
        }
        edge.database().run(&OVERDUE);
        edge.strike().await;
        sleep(Duration::from_secs(2)).await;
    }
    panic!("{} wait: {}", waiting(), edge.log());
}
