//! Closing of a month: the files of a release, once, whoever closes it how often.

use domain::{
    Timestamp,
    figures::tally::Span,
    open_data::release::closable,
    sla::calendar::Calendar,
    wire::{ReleasedFigures, Releases},
};
use reqwest::StatusCode;
use serde_json::Value;
use tests::{assertions, workerd::Workerd};

/// Returns the month that the edge closes now.
fn month() -> Span {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    let now = Timestamp::from_second(i64::try_from(now.as_secs()).unwrap()).unwrap();
    closable(now, &Calendar::federal(2025..=2030)).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_month_is_closed_once_and_its_files_are_whole() {
    let edge = Workerd::start(&[]).await;
    let (visitor, month) = (edge.visitor(), month());
    let tally = |period: String, entity: &str, kind: &str, received: u32| {
        format!(
            "INSERT INTO tallies (dimension, period, entity, kind, member, received,
                                  first_judged, first_kept)
             VALUES ('', '{period}', '{entity}', '{kind}', '', {received}, {received}, 3)"
        )
    };
    let rows = [("rta", "complaint", 12), ("rta", "suggestion", 4), ("dm", "complaint", 30)];
    let mut statements = vec!["DELETE FROM tallies".to_owned()];
    for (entity, kind, received) in rows {
        for period in [month.to_string(), "all".to_owned()] {
            statements.push(tally(period, entity, kind, received));
        }
    }
    let statements: Vec<&str> = statements.iter().map(String::as_str).collect();
    edge.database().run(&statements);
    tokio::join!(edge.strike(), edge.strike());
    let list = async || visitor.get("/open/releases.json").await.json::<Releases>().await.unwrap();
    let first = list().await;
    assert_eq!(first.releases.len(), 1, "{first:?}");
    assert_eq!(first.releases[0].id, month.to_string());
    edge.strike().await;
    assert_eq!(list().await, first, "a release never changes");

    let folder = format!("/open/{month}");
    let sums = visitor.get(&format!("{folder}/SHA256SUMS")).await.text().await.unwrap();
    assert_eq!(sums.lines().count(), 5, "{sums}");
    for line in sums.lines() {
        let name = line.split_once("  ").unwrap().1;
        let response = visitor.get(&format!("{folder}/{name}")).await;
        assert_eq!(response.status(), StatusCode::OK, "{name}");
    }
    let table = visitor.get(&format!("{folder}/figures.csv")).await.text().await.unwrap();
    assert!(table.contains(&format!("{month},,,complaint,,received,42,,42,,,\r\n")), "{table}");
    assert!(!table.contains(",rta,"), "months of an entity are left out: {table}");
    let package = visitor.get(&format!("{folder}/datapackage.json")).await;
    let package: Value = package.json().await.unwrap();
    assert_eq!(package["resources"][0]["path"], "figures.csv");

    let call = format!("/api/v1/figures?release={month}&by=kind&indicator=received");
    let answer: ReleasedFigures = visitor.get(&call).await.json().await.unwrap();
    let received: Vec<_> = answer.figures.iter().map(|figure| figure.numerator).collect();
    assert_eq!(received.len(), 2, "{:?}", answer.figures);
    assert!(received.contains(&Some(42)) && received.contains(&Some(4)), "{received:?}");
    let earlier = month.months_before(1);
    let rows = format!(
        "UPDATE tallies SET period = '{earlier}' WHERE period = '{month}' AND entity = 'dm'"
    );
    edge.database().run(&[&rows]);
    let (is_asked, output) = edge.operate(&["close", &earlier.to_string()]);
    assert!(is_asked, "{output}");
    edge.strike().await;
    edge.strike().await;
    let ids: Vec<_> = list().await.releases.into_iter().map(|release| release.id).collect();
    assert_eq!(ids, [month.to_string(), earlier.to_string()], "the latest first");

    let page = assertions::page(visitor.get("/open?lang=en").await, StatusCode::OK).await;
    assert!(page.contains(&format!("href=\"/open/{month}/figures.csv\"")), "{page}");
}
