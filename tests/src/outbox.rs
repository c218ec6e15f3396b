//! Messages that the demo site's outbox received in the place of customers.

use std::time::Duration;

use domain::{reference::Reference, wire::Notice};
use tokio::time::sleep;

use crate::{client, server};

/// Returns the notices about a participation, newest first.
pub async fn notices(reference: Reference) -> Vec<Notice> {
    let request = client::http()
        .get(format!("{}/outbox", server::demo()))
        .header("Accept", "application/json");
    let all: Vec<serde_json::Value> =
        request.send().await.expect("the demo site").json().await.expect("a list of notices");
    // Notices to staff have another shape.
    let notices = all.into_iter().filter_map(|one| serde_json::from_value::<Notice>(one).ok());
    notices.filter(|notice| notice.data.reference == reference).collect()
}

/// Waits for a notice of a kind, such as `participation.link`.
pub async fn notice(reference: Reference, kind: &str) -> Notice {
    for _ in 0..600 {
        if let Some(notice) = notices(reference).await.into_iter().find(|one| one.kind == kind) {
            return notice;
        }
        sleep(Duration::from_millis(100)).await;
    }
    panic!("no {kind} about {reference}")
}
