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

/// Returns the unread cases, and asserts that the count and the rows say the same.
async fn unread(reader: &Clerk) -> Vec<Reference> {
    let listed = reader.listed("queue=unread").await;
    let counts: Counts = reader.get(&format!("{CASES}/counts")).await;
    assert_eq!(counts.0[&Queue::Unread] as usize, listed.len());
    let all = reader.cases("queue=all").await.rows.into_iter();
    let marked: Vec<_> = all.filter(|row| row.unread).map(|row| row.reference).collect();
    assert_eq!(marked, listed);
    listed
}

#[tokio::test]
async fn a_customers_reply_is_unread_until_the_owner_reads_it() {
    let me = clerk("cda").await;
    let colleague = clerk("cda").await;
    let given = submit(&to("cda", "The map is wrong.")).await;
    assert_eq!(unread(&me).await, [], "new cases are in the queue of unassigned ones");
    me.does(given.reference, Action::Take, "").await;
    me.does(given.reference, Action::Ask, "Which one?").await;
    assert_eq!(unread(&me).await, [], "one's own words are read");
    customer_writes(&given, "The one at the station.").await;
    colleague.case(given.reference).await;
    assert_eq!(unread(&me).await, [given.reference], "a colleague's reading is not the owner's");
    assert_eq!(unread(&colleague).await, [], "it is another's to read");
    me.cases("queue=mine").await;
    assert_eq!(unread(&me).await, [given.reference], "an excerpt is not the case");
    me.case(given.reference).await;
    assert_eq!(unread(&me).await, []);
    customer_writes(&given, "And the one at the harbour.").await;
    assert_eq!(unread(&me).await, [given.reference]);
    me.case(given.reference).await;
    colleague.does(given.reference, Action::Note, "I know the place.").await;
    assert_eq!(unread(&me).await, [given.reference], "a colleague's note is news");
}

#[tokio::test]
async fn what_comes_back_is_unread_to_everybody_who_may_take_it() {
    let [me, colleague] = [clerk("diez").await, clerk("diez").await];
    let theirs = clerk("difc").await;
    let given = submit(&to("diez", "The market is loud.")).await;
    me.does(given.reference, Action::Transfer { to: slug("difc") }, "Theirs.").await;
    assert_eq!(unread(&theirs).await, [given.reference]);
    assert_eq!(unread(&me).await, []);
    theirs.does(given.reference, Action::Return, "Not ours.").await;
    assert_eq!(unread(&theirs).await, []);
    for reader in [&me, &colleague] {
        assert_eq!(unread(reader).await, [given.reference]);
    }
    me.case(given.reference).await;
    assert_eq!(unread(&me).await, []);
    assert_eq!(unread(&colleague).await, [given.reference], "each reads for themselves");
    me.does(given.reference, Action::Take, "").await;
    assert_eq!(unread(&colleague).await, [], "somebody does it");
}
