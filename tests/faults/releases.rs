//! Closing of a month: the files of a release, once, whoever closes it how often.

use std::fs;

use domain::{
    Timestamp,
    figures::tally::Span,
    intake::kind::Kind,
    open_data::release::{COUNTED_ANEW, closable},
    sla::calendar::Calendar,
    slug::Slug,
    staff::Role,
    wire::{Figure, ReleasedFigures, Releases},
};
use reqwest::StatusCode;
use serde_json::Value;
use tests::{
    assertions::{self, readers},
    clerk::Clerk,
    known_year::{ENTITY, YEAR, file, import_all},
    workerd::Workerd,
};

/// Corrects a released month whose figures have changed. `sums` are the checksums of its files.
async fn corrected(edge: &Workerd, month: Span, sums: &str) {
    let visitor = edge.visitor();
    let list = async || visitor.get("/open/releases.json").await.json::<Releases>().await.unwrap();
    let reason = "The municipality's \"late\" cases were added.";
    let correct = async || {
        let (is_asked, output) = edge.operate(&["close", &month.to_string(), "--reason", reason]);
        assert!(is_asked, "{output}");
        tokio::join!(edge.strike(), edge.strike());
        edge.strike().await;
    };
    let before = list().await;
    correct().await;
    assert_eq!(list().await, before, "nothing has changed, so there is nothing to correct");
    let late = "UPDATE tallies SET received = received + 3 WHERE entity = 'rta'
                AND kind = 'complaint' AND dimension = ''";
    edge.database().run(&[late]);
    correct().await;
    let after = list().await;
    assert_eq!(after.releases.len(), before.releases.len() + 1, "{after:?}");
    let second = after.releases.iter().find(|release| release.replaces.is_some()).unwrap();
    assert_eq!(second.id, format!("{month}-r2"));
    assert_eq!(second.replaces, Some(month.to_string()));
    assert_eq!(second.reason.as_deref(), Some(reason));
    correct().await;
    assert_eq!(list().await, after, "it is corrected");

    let again = visitor.get(&format!("/open/{month}/SHA256SUMS")).await.text().await.unwrap();
    assert_eq!(again, sums, "a release that was corrected stays as it is");
    let table = visitor.get(&format!("/open/{month}-r2/figures.csv")).await.text().await.unwrap();
    assert!(table.contains(&format!("{month},,,complaint,,received,45,,45,,,[r]\r\n")), "{table}");
    validate(edge, &format!("{month}-r2")).await;
    let page = assertions::page(visitor.get("/open?lang=en").await, StatusCode::OK).await;
    assert!(
        page.contains("The municipality&#39;s") || page.contains("The municipality's"),
        "{page}"
    );
    assert!(page.contains("[r]"), "{page}");
    let chosen = visitor.get(&format!("/open?lang=en&release={month}")).await;
    let chosen = assertions::page(chosen, StatusCode::OK).await;
    assert!(chosen.contains("<td>42</td>") && !chosen.contains("<td>45 [r]</td>"), "{chosen}");
}

/// Counts released months anew: a correction follows for those that the public sees otherwise, all
/// in one run, and for no other. `moved` has figures that have changed, `other` hasn't.
async fn counted_anew(edge: &Workerd, [moved, other]: [Span; 2]) {
    let visitor = edge.visitor();
    let list = async || visitor.get("/open/releases.json").await.json::<Releases>().await.unwrap();
    let count_anew = async || {
        let ask = format!(
            "INSERT INTO closings (month, reason)
             VALUES ('{moved}', '{COUNTED_ANEW}'), ('{other}', '{COUNTED_ANEW}')"
        );
        edge.database().run(&[&ask]);
        tokio::join!(edge.strike(), edge.strike());
        assert_eq!(edge.database().count("SELECT COUNT(*) AS n FROM closings"), 0);
    };
    let before = list().await.releases;
    count_anew().await;
    let after = list().await.releases;
    assert_eq!(after.len(), before.len() + 1, "{after:?}");
    let corrected = after.iter().find(|release| !before.contains(release)).unwrap();
    assert_eq!(corrected.id, format!("{moved}-r3"));
    assert_eq!(corrected.reason.as_deref(), Some(COUNTED_ANEW));

    // Five complaints move from one entity to another: nothing that the public sees.
    let taken = format!(
        "UPDATE tallies SET received = received - 5 WHERE period = '{other}' AND entity = 'dm'"
    );
    let given = format!(
        "INSERT INTO tallies (dimension, period, entity, kind, member, received)
         VALUES ('', '{other}', 'rta', 'complaint', '', 5)"
    );
    edge.database().run(&[&taken, &given]);
    count_anew().await;
    assert_eq!(list().await.releases, after, "the public sees the same");
}

/// Checks the files of a release with Frictionless, which must also find a fault that is made on
/// purpose.
async fn validate(edge: &Workerd, id: &str) {
    let visitor = edge.visitor();
    let folder = tempfile::tempdir().unwrap();
    for name in ["datapackage.json", "figures.csv"] {
        let file = visitor.get(&format!("/open/{id}/{name}")).await.bytes().await.unwrap();
        fs::write(folder.path().join(name), &file).unwrap();
    }
    let package = folder.path().join("datapackage.json");
    let table = folder.path().join("figures.csv");
    let text = fs::read_to_string(&table).unwrap();
    let rows = text.lines().count() - 1;
    assert_eq!(readers::validated(&package), format!("1 [{rows}]"), "{id}");
    fs::write(&table, text.replacen("received,", "received,many,", 1)).unwrap();
    assert_ne!(readers::validated(&package), format!("1 [{rows}]"), "{id}");
}

/// Returns the counts of figures by kind, in the order of the kinds.
fn by_kind(figures: &[Figure]) -> Vec<(Kind, Option<u64>)> {
    let count = |figure: &Figure| (figure.kind.unwrap(), figure.numerator);
    let mut counts: Vec<_> = figures.iter().map(count).collect();
    counts.sort_unstable();
    counts
}

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
    validate(&edge, &month.to_string()).await;
    let package = visitor.get(&format!("{folder}/datapackage.json")).await;
    let package: Value = package.json().await.unwrap();
    assert_eq!(package["resources"][0]["path"], "figures.csv");

    let call = format!("/api/v1/figures?release={month}&by=kind&indicator=received");
    let answer: ReleasedFigures = visitor.get(&call).await.json().await.unwrap();
    let expected = [(Kind::Suggestion, Some(4)), (Kind::Complaint, Some(42))];
    assert_eq!(by_kind(&answer.figures), expected);
    corrected(&edge, month, &sums).await;
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
    let expected = [format!("{month}-r2"), month.to_string(), earlier.to_string()];
    assert_eq!(ids, expected, "the latest first");

    let page = assertions::page(visitor.get("/open?lang=en").await, StatusCode::OK).await;
    assert!(page.contains(&format!("href=\"/open/{month}/figures.csv\"")), "{page}");
    counted_anew(&edge, [month, earlier]).await;
}

/// The year that an entity has imported, as everybody reads it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_known_year_is_on_the_public_page() {
    let edge = Workerd::start(&[]).await;
    let visitor = edge.visitor();
    let role = Role::Administrator(Slug::parse(ENTITY).unwrap());
    let administrator = Clerk::with(&[role], &visitor, &edge.database());
    assert_eq!(import_all(&administrator, &file()).await, 3_882);
    let (is_sum, output) = edge.operate(&["verify-figures"]);
    assert!(is_sum, "{output}");
    let (is_asked, output) = edge.operate(&["close", "2025-12"]);
    assert!(is_asked, "{output}");
    edge.strike().await;
    edge.strike().await;
    let call = |by: &str| {
        format!("/api/v1/figures?release=2025-12&entity={ENTITY}&indicator=received{by}")
    };
    let of_year = async |call: &str| -> Vec<Figure> {
        let answer: ReleasedFigures = visitor.get(call).await.json().await.unwrap();
        answer.figures.into_iter().filter(|figure| figure.period == "2025").collect()
    };
    let whole = of_year(&call("")).await;
    let whole: Vec<_> = whole.iter().map(|figure| (figure.kind, figure.numerator)).collect();
    assert_eq!(whole, [(None, Some(3_882))]);
    let expected = YEAR.map(|(kind, count)| (kind, Some(count)));
    assert_eq!(by_kind(&of_year(&call("&by=kind")).await), expected);
    let table = visitor.get("/open/2025-12/figures.csv").await.text().await.unwrap();
    assert!(table.contains(&format!("2025,{ENTITY},,,,received,3882,,3882,,,")), "{table}");
    let page = visitor.get("/open?lang=en&release=2025-12").await;
    let page = assertions::page(page, StatusCode::OK).await;
    // The page shows the quarter, the file the year too.
    let quarter =
        YEAR.map(|(_, count)| (9..12).map(|month| (count + 11 - month) / 12).sum::<u64>());
    assert!(page.contains(&quarter.iter().sum::<u64>().to_string()), "{page}");
}
