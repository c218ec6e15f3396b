//! Rows that can't be handled: they end, and hold nothing else back.

use std::time::Duration;

use tests::channel::{
    count, until,
    whatsapp::{Person, complain, edge, send},
};
use tokio::time::sleep;

use super::OVERDUE;

#[tokio::test]
async fn a_look_up_that_always_fails_is_told_and_blocks_nothing() {
    let (edge, graph) = edge(&[]).await;
    let reference = complain(&edge, &graph, &Person::new()).await;
    edge.database().run(&["UPDATE participations SET first_response_due = 'never'"]);
    let stranger = Person::new();
    send(&edge.visitor(), &[stranger.text(&reference.to_string())]).await;
    until(&edge, "replies WHERE is_work = 1 AND failures > 0 AND due_at IS NOT NULL", 1).await;
    edge.database().run(&["UPDATE replies SET failures = 9 WHERE due_at IS NOT NULL"]);
    edge.database().run(&OVERDUE);
    edge.strike().await;
    until(&edge, "replies WHERE due_at IS NOT NULL", 0).await;
    assert!(graph.taken().iter().any(|message| message["to"] == *stranger.number));
}

#[tokio::test]
async fn a_task_of_a_conversation_that_is_gone_ends() {
    let (edge, graph) = edge(&[]).await;
    graph.fail(&[130_429]);
    send(&edge.visitor(), &[Person::new().text("hello")]).await;
    // Its next attempt is in the queue when the row goes.
    until(&edge, "replies WHERE failed_of = '130429' AND due_at IS NOT NULL", 1).await;
    edge.database().run(&["DELETE FROM replies", "DELETE FROM conversations"]);
    let handled = || edge.log().matches("QUEUE sawtak-inbox").count();
    sleep(Duration::from_secs(10)).await;
    let before = handled();
    assert!(before > 0, "{}", edge.log());
    sleep(Duration::from_secs(10)).await;
    assert_eq!(handled(), before, "{}", edge.log());
}

#[tokio::test]
async fn rows_that_cannot_be_deleted_hold_back_no_others() {
    let (edge, _graph) = edge(&[]).await;
    let numbers = "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers
                   WHERE n < 250)";
    edge.database().run(&[
        // Each of the first 249 has an answer that is still to be sent.
        &format!(
            "INSERT INTO conversations (id, channel, address_code, address, address_key, wake_at)
             {numbers} SELECT 'old-' || n, 'whatsapp', 'code-' || n, '', '1.seal',
                              printf('2020-01-01T00:00:00.%03dZ', n) FROM numbers"
        ),
        &format!(
            "INSERT INTO replies (id, conversation, sequence, message, message_key, created_at,
                                  due_at)
             {numbers} SELECT 'reply-' || n, 'old-' || n, 1, '', '1.seal', '2026-01-01T00:00:00Z',
                              '2099-01-01T00:00:00Z' FROM numbers WHERE n < 250"
        ),
    ]);
    // The rows are put off, so that the next runs come to the others.
    for _ in 0..3 {
        edge.strike().await;
    }
    assert_eq!(count(&edge, "conversations WHERE id = 'old-250'"), 0, "{}", edge.log());
    assert_eq!(count(&edge, "conversations"), 249);
}
