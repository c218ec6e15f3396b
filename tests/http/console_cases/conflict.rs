//! Staff who work on one case at once: presence, and saves that are stale.

use domain::{
    case::{action::Action, stage::Stage},
    wire::console::{Attendance, CaseView, Conflict},
};
use reqwest::StatusCode;
use serde_json::json;
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
async fn two_on_one_case_see_each_other() {
    let (me, other, stranger) = (clerk("dghr").await, clerk("dghr").await, clerk("dm").await);
    let reference = sent("dghr", "A question.").await;
    let path = format!("{CASES}/{reference}/presence");
    let alone: Attendance =
        read(me.put(&path, &json!({ "is_writing": true })).await, StatusCode::OK).await;
    assert_eq!(alone.others, []);
    let there: Attendance = read(other.put(&path, &json!({})).await, StatusCode::OK).await;
    let [present] = &there.others[..] else { panic!("{there:?}") };
    assert_eq!((&present.person, present.is_writing), (&me.id, true));
    assert_eq!(stranger.put(&path, &json!({})).await.status(), StatusCode::NOT_FOUND);
    let taken = other.does(reference, Action::Take, "").await;
    assert_ne!(there.head, taken.head);
    let attendance: Attendance = read(me.put(&path, &json!({})).await, StatusCode::OK).await;
    assert_eq!(attendance.head, taken.head, "whoever is there hears that it has changed");
}
