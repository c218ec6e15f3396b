//! Internal work of staff, which leaves no trace in the public status.

use domain::{case::action::Action, sla::priority::Priority, wire::Status};
use reqwest::{Method, StatusCode};
use tests::client::{PARTICIPATIONS, Visitor};

use super::{clerk, sent};

/// Returns the public status as it was answered, with its entity tag.
async fn public(reference: &domain::reference::Reference) -> (String, String) {
    let path = format!("{PARTICIPATIONS}/{reference}");
    let answer = Visitor::new().request(Method::GET, &path).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    let tag = answer.headers()["etag"].to_str().unwrap().to_owned();
    (tag, answer.text().await.unwrap())
}

#[tokio::test]
async fn a_note_and_what_else_is_internal_changes_nothing_for_the_public() {
    let me = clerk("dji").await;
    let reference = sent("dji", "The gate is locked.").await;
    me.does(reference, Action::Take, "").await;
    let before = public(&reference).await;
    me.does(reference, Action::Note, "Ask the guard.").await;
    assert_eq!(public(&reference).await, before);
    me.does(reference, Action::Prioritise { priority: Priority::Urgent }, "A child is inside.")
        .await;
    let status: Status = serde_json::from_str(&public(&reference).await.1).unwrap();
    let told: Status = serde_json::from_str(&before.1).unwrap();
    assert_eq!((status.timeline, status.updated_at), (told.timeline, told.updated_at));
    me.does(reference, Action::Reply, "It will be opened at six.").await;
    let status: Status = serde_json::from_str(&public(&reference).await.1).unwrap();
    assert_eq!(status.timeline.len(), 3);
    let to_the_minute =
        |entry: &domain::wire::TimelineEntry| entry.at.as_millisecond() % 60_000 == 0;
    assert!(status.timeline.iter().all(to_the_minute), "{:?}", status.timeline);
}
