//! News: unread cases of their owner and of everybody while there is none.

use domain::{
    case::action::Action,
    reference::Reference,
    wire::{
        Acknowledgement,
        console::{Counts, Queue},
    },
};
use reqwest::{Method, StatusCode, header};
use serde_json::json;
use tests::{
    clerk::{CASES, Clerk},
    client::Visitor,
};

use super::{ROOM, clerk, slug, submit, to};

/// Writes to the entity, as the author of the participation.
async fn customer_writes(given: &Acknowledgement, text: &str) {
    let _beside_others = ROOM.read().await;
    let path = format!("/api/v1/participations/{}/messages", given.reference);
    let request = Visitor::new().request(Method::POST, &path).json(&json!({ "text": text }));
    let key = format!("Bearer {}", given.tracking_key);
    let response = request.header(header::AUTHORIZATION, key).send().await.unwrap();
    assert_eq!(response.status(), StatusCode::CREATED);
}

/// Returns whether a case is unread, and asserts that queue, count and row say the same.
async fn is_unread(reader: &Clerk, reference: Reference) -> bool {
    let is_listed = reader.listed("queue=unread").await.contains(&reference);
    let counts: Counts = reader.get(&format!("{CASES}/counts")).await;
    assert!(!is_listed || counts.0[&Queue::Unread] > 0);
    let rows = reader.cases("queue=all").await.rows;
    let is_marked = rows.iter().any(|row| row.reference == reference && row.unread);
    assert_eq!(is_marked, is_listed);
    is_listed
}

#[tokio::test]
async fn a_customers_reply_is_unread_until_the_owner_reads_it() {
    let me = clerk("cda").await;
    let colleague = clerk("cda").await;
    let given = submit(&to("cda", "The map is wrong.")).await;
    let reference = given.reference;
    assert!(!is_unread(&me, reference).await, "new cases are in the queue of unassigned ones");
    me.does(reference, Action::Take, "").await;
    me.does(reference, Action::Ask, "Which one?").await;
    assert!(!is_unread(&me, reference).await, "one's own words are read");
    customer_writes(&given, "The one at the station.").await;
    colleague.case(reference).await;
    assert!(is_unread(&me, reference).await, "a colleague's reading is not the owner's");
    assert!(!is_unread(&colleague, reference).await, "it is another's to read");
    me.cases("queue=mine").await;
    assert!(is_unread(&me, reference).await, "an excerpt is not the case");
    me.case(reference).await;
    assert!(!is_unread(&me, reference).await);
    customer_writes(&given, "And the one at the harbour.").await;
    assert!(is_unread(&me, reference).await);
    me.case(reference).await;
    colleague.does(reference, Action::Note, "I know the place.").await;
    assert!(is_unread(&me, reference).await, "a colleague's note is news");
}

#[tokio::test]
async fn what_comes_back_is_unread_to_everybody_who_may_take_it() {
    let [me, colleague] = [clerk("diez").await, clerk("diez").await];
    let theirs = clerk("difc").await;
    let given = submit(&to("diez", "The market is loud.")).await;
    let reference = given.reference;
    me.does(reference, Action::Transfer { to: slug("difc") }, "Theirs.").await;
    assert!(is_unread(&theirs, reference).await);
    assert!(!is_unread(&me, reference).await);
    theirs.does(reference, Action::Return, "Not ours.").await;
    assert!(!is_unread(&theirs, reference).await);
    for reader in [&me, &colleague] {
        assert!(is_unread(reader, reference).await);
    }
    me.case(reference).await;
    assert!(!is_unread(&me, reference).await);
    assert!(is_unread(&colleague, reference).await, "each reads for themselves");
    me.does(reference, Action::Take, "").await;
    assert!(!is_unread(&colleague, reference).await, "somebody does it");
}
