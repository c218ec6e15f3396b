//! Staff who work on one case at once: a change, and saves that are stale.

use domain::{
    case::{action::Action, stage::Stage},
    wire::console::{CaseView, Conflict, Head},
};
use reqwest::StatusCode;
use tests::clerk::{CASES, read, saying};

use super::{clerk, sent};

#[tokio::test]
async fn a_stale_save_is_refused_with_what_changed() {
    let (me, other) = (clerk("dha").await, clerk("dha").await);
    let reference = sent("dha", "The queue is long.").await;
    let seen = me.case(reference).await.head;
    other.does(reference, Action::Take, "").await;
    let response = me.try_to(reference, &saying(&seen, Action::Reply, "We look at it.")).await;
    let conflict: Conflict = read(response, StatusCode::CONFLICT).await;
    assert!(conflict.problem.kind.ends_with("/problems/stale"), "{}", conflict.problem.kind);
    let [happened] = &conflict.since[..] else { panic!("{:?}", conflict.since) };
    assert_eq!(
        (&happened.deed, happened.by.as_str()),
        (&Action::Take, format!("staff:{}", other.id.as_str()).as_str())
    );
    assert!(conflict.names.contains_key(&other.id));
    let view = read::<CaseView>(
        me.try_to(reference, &saying(&conflict.head, Action::Reply, "We look at it.")).await,
        StatusCode::OK,
    )
    .await;
    assert_eq!((view.stage, view.owner), (Stage::InReview, Some(other.id)));
}

#[tokio::test]
async fn a_change_is_seen_by_the_head_without_a_reading() {
    let (me, other, stranger) = (clerk("dghr").await, clerk("dghr").await, clerk("dm").await);
    let reference = sent("dghr", "A question.").await;
    let path = format!("{CASES}/{reference}/head");
    let before: Head = me.get(&path).await;
    assert_eq!(before.head, other.case(reference).await.head);
    let taken = other.does(reference, Action::Take, "").await;
    let after: Head = me.get(&path).await;
    assert_eq!(after.head, taken.head, "whoever asks hears that it has changed");
    assert_eq!(stranger.ask(&path).await.status(), StatusCode::NOT_FOUND);
}
