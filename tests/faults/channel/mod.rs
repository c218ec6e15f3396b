//! Messengers: what was answered with 200 is there once, whatever is killed, doubled or late.

mod notices;
mod stuck;
mod whatsapp;

use std::time::Duration;

use tests::{channel::whatsapp::Graph, workerd::Workerd};
use tokio::time::sleep;

/// Statements that make everything overdue, and free the locks of killed senders.
const OVERDUE: [&str; 3] = [
    "UPDATE inbox SET due_at = '2020-01-01T00:00:00Z'",
    "UPDATE replies SET due_at = '2020-01-01T00:00:00Z', not_before = NULL
     WHERE due_at IS NOT NULL",
    "UPDATE conversations SET sending_until = NULL",
];

/// Returns an edge whose number on `WhatsApp` is that of the RTA, and the other side.
async fn edge(more: &[&str]) -> (Workerd, Graph) {
    let graph = Graph::listen().await;
    let variables = graph.variables();
    let mut all: Vec<&str> = variables.iter().map(String::as_str).collect();
    all.push("WHATSAPP_ENTITY:rta");
    all.extend(more);
    (Workerd::start(&all).await, graph)
}

fn count(edge: &Workerd, rows: &str) -> u64 {
    edge.database().count(&format!("SELECT COUNT(*) AS n FROM {rows}"))
}

/// Waits until a table has so many rows.
async fn until(edge: &Workerd, rows: &str, expected: u64) {
    for _ in 0..600 {
        if count(edge, rows) == expected {
            return;
        }
        sleep(Duration::from_millis(100)).await;
    }
    panic!("{} rows of {rows}, not {expected}: {}", count(edge, rows), edge.log());
}
