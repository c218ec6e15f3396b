//! A year of an entity whose figures are known, as a file of past cases.

use domain::{
    intake::kind::Kind,
    wire::console::{ImportReport, RowReport, RowResult},
};
use serde_json::json;

use crate::clerk::Clerk;

/// Entity of the year.
pub const ENTITY: &str = "iacad";

/// Participations of the year, by kind: 3,882 in all.
pub const YEAR: [(Kind, u64); 3] =
    [(Kind::Suggestion, 614), (Kind::Observation, 1_802), (Kind::Complaint, 1_466)];

/// Returns the file of the year, a row for each case, spread over its days.
pub fn file() -> String {
    let mut rows = vec!["id,kind,received,ended,end,rating".to_owned()];
    for (kind, count) in YEAR {
        let end = if kind == Kind::Suggestion { "rejected" } else { "answered" };
        for number in 0..count {
            let (month, day) = (number % 12 + 1, number % 28 + 1);
            let rating = if number % 4 == 0 { "happy" } else { "" };
            let kind = kind.as_str();
            rows.push(format!(
                "{kind}-{number},{kind},2025-{month:02}-{day:02},2025-12-30,{end},{rating}"
            ));
        }
    }
    rows.join("\r\n")
}

/// Imports rows of a file from this one on.
pub async fn import(clerk: &Clerk, csv: &str, from: usize, dry_run: bool) -> ImportReport {
    let path = format!("/console/api/entities/{ENTITY}/past-cases");
    clerk.post(&path, &json!({ "csv": csv, "from": from, "dry_run": dry_run })).await
}

/// Imports a file in as many calls as it takes; returns how many cases were new.
pub async fn import_all(clerk: &Clerk, csv: &str) -> usize {
    let (mut from, mut new) = (0, 0);
    loop {
        let report = import(clerk, csv, from, false).await;
        let is_new = |row: &&RowReport| matches!(row.result, RowResult::New { .. });
        new += report.rows.iter().filter(is_new).count();
        match report.next {
            Some(next) => from = next,
            None => return new,
        }
    }
}
