//! `GET /console/api/figures`, and the import of past cases that they count.

use std::collections::BTreeMap;

use domain::{
    case::action::{Action, Outcome},
    figures::period::Month,
    intake::kind::Kind,
    sla::calendar::Zone,
    slug::Slug,
    staff::Role,
    wire::{
        Figure, Figures, Submission,
        console::{RowResult, Volumes},
    },
};
use reqwest::StatusCode;
use serde_json::json;
use tests::{
    assertions::{self, problem},
    clerk::Clerk,
    client::Visitor,
    database::Database,
    fixtures::complaint,
    known_year::{ENTITY, YEAR, file, import, import_all},
    server,
};

fn database() -> Database {
    Database::in_state(&server::state())
}

fn slug(name: &str) -> Slug {
    Slug::parse(name).unwrap()
}

fn clerk(role: Role) -> Clerk {
    Clerk::with(&[role], &Visitor::new(), &database())
}

async fn figures(clerk: &Clerk, query: &str) -> Vec<Figure> {
    clerk.get::<Figures>(&format!("/console/api/figures?{query}")).await.figures
}

/// Returns the counts of an indicator by kind.
fn by_kind(figures: &[Figure], indicator: &str) -> BTreeMap<Option<Kind>, u64> {
    let of = figures.iter().filter(|figure| figure.indicator == indicator);
    of.map(|figure| (figure.kind, figure.numerator.unwrap())).collect()
}

#[tokio::test]
async fn a_known_year_is_imported_once_and_counted_by_kind() {
    let administrator = clerk(Role::Administrator(slug(ENTITY)));
    let file = file();
    let tried = import(&administrator, &file, 0, true).await;
    assert!(tried.dry_run && tried.next == Some(300));
    assert!(tried.rows.iter().all(|row| matches!(row.result, RowResult::New { .. })));
    let query = format!("period=2025&entity={ENTITY}&by=kind");
    assert_eq!(figures(&administrator, &query).await, [], "a trial imports nothing");

    let total = usize::try_from(YEAR.iter().map(|(_, count)| count).sum::<u64>()).unwrap();
    assert_eq!((import_all(&administrator, &file).await, total), (total, 3_882));
    assert_eq!(import_all(&administrator, &file).await, 0, "it is there already");

    let counted = figures(&administrator, &query).await;
    let expected = YEAR.map(|(kind, count)| (Some(kind), count)).into();
    assert_eq!(by_kind(&counted, "received"), expected);
    let promised = counted.iter().filter(|figure| figure.indicator == "full_on_time");
    assert!(promised.clone().count() == 3 && promised.clone().all(|it| it.denominator == Some(0)));
    let whole = figures(&administrator, &format!("period=2025&entity={ENTITY}")).await;
    assert_eq!(by_kind(&whole, "received"), [(None, 3_882)].into());
    assert_eq!(by_kind(&whole, "open"), [(None, 0)].into());
    let quarter = figures(&administrator, &format!("period=2025-Q1&entity={ENTITY}")).await;
    // Months 1 to 3 of 12 that the rows go through in turn, rounded up: they ended in December.
    let expected: u64 = (0..3)
        .map(|month| YEAR.map(|(_, count)| (count + 11 - month) / 12).iter().sum::<u64>())
        .sum();
    assert_eq!(by_kind(&quarter, "open"), [(None, expected)].into());
    assert_eq!(by_kind(&quarter, "received"), [(None, expected)].into());
    let decider = clerk(Role::DecisionMaker);
    let seen = figures(&decider, "period=2025&by=entity&indicator=received").await;
    let of_entity = seen.iter().find(|figure| figure.entity == Some(slug(ENTITY))).unwrap();
    assert_eq!(of_entity.value, Some(3_882.0));

    // The dashboard and the file say the same.
    let query = "period=2025&lang=en";
    let page = decider.ask(&format!("/console/figures/{ENTITY}?{query}")).await;
    let page = assertions::page(page, StatusCode::OK).await;
    for count in ["3,882", "1,466", "1,802", "614"] {
        assert!(page.contains(count), "{count}: {page}");
    }
    let csv = decider.ask(&format!("/console/api/report.csv?entity={ENTITY}&{query}")).await;
    let csv = csv.text().await.unwrap();
    let rows: Vec<Vec<&str>> = csv.lines().map(|line| line.split(',').collect()).collect();
    let received = |kind: &str| {
        let row = rows
            .iter()
            .find(|row| row.len() > 8 && row[1..=5] == [ENTITY, "", kind, "", "received"]);
        row.map(|row| row[6])
    };
    assert_eq!(received(""), Some("3882"), "{csv}");
    for (kind, count) in YEAR {
        assert_eq!(received(kind.as_str()), Some(&*count.to_string()), "{csv}");
    }
}

#[tokio::test]
async fn a_row_that_cannot_be_read_keeps_no_other_out() {
    let administrator = clerk(Role::Administrator(slug(ENTITY)));
    let file = "id,kind,received,ended,end,service\n\
                odd-1,complaint,2024-02-30,2024-03-01,answered,\n\
                odd-2,observation,2024-02-01,2024-03-01,answered,no-such-service\n\
                odd-3,observation,2024-02-01,2024-03-01,answered,\n";
    let report = import(&administrator, file, 0, false).await;
    let columns = |names: &[&str]| RowResult::Invalid {
        columns: names.iter().map(|name| (*name).to_owned()).collect(),
    };
    assert_eq!(report.rows[0].result, columns(&["received"]));
    assert_eq!(report.rows[1].result, columns(&["service"]));
    assert!(matches!(report.rows[2].result, RowResult::New { .. }));
    let path = format!("/console/api/entities/{ENTITY}/past-cases");
    let employee = clerk(Role::Employee(slug(ENTITY)));
    let refused = employee.try_post(&path, &json!({ "csv": file })).await;
    problem(refused, StatusCode::FORBIDDEN).await;
}

#[tokio::test]
async fn an_answer_counts_at_once_with_its_outcome() {
    let entity = "dubaiculture";
    let visitor = Visitor::new();
    let me = Clerk::with(
        &[Role::Supervisor(slug(entity)), Role::Employee(slug(entity))],
        &visitor,
        &database(),
    );
    let sent = visitor.submit(&Submission { entity: entity.into(), ..complaint() }).await;
    let received = Zone::dubai().local(visitor.status(sent.reference).await.received_at);
    let query = format!("entity={entity}&period={}", received.year());
    let before = figures(&me, &query).await;
    me.does(sent.reference, Action::Answer { outcome: Some(Outcome::Upheld) }, "So it is.").await;
    let after = figures(&me, &query).await;
    let of = |figures: &[Figure], id: &str| {
        let figure = figures.iter().find(|figure| figure.indicator == id).unwrap().clone();
        [figure.numerator.unwrap_or(0), figure.denominator.unwrap_or(0)]
    };
    assert_eq!(of(&after, "upheld")[0], of(&before, "upheld")[0] + 1);
    assert_eq!(of(&after, "full_on_time")[1], of(&before, "full_on_time")[1] + 1);
    assert_eq!(of(&after, "open")[0] + 1, of(&before, "open")[0]);
    assert_eq!(of(&after, "full_time_median")[0], of(&before, "full_time_median")[0] + 1);
}

#[tokio::test]
async fn figures_are_shown_to_those_who_may_see_them_and_an_odd_question_is_refused() {
    let (entity, visitor) = ("det", Visitor::new());
    let supervisor = clerk(Role::Supervisor(slug(entity)));
    visitor.submit(&Submission { entity: entity.into(), ..complaint() }).await;
    for (query, status) in [
        ("entity=det", StatusCode::OK),
        ("", StatusCode::OK),
        ("entity=rta", StatusCode::FORBIDDEN),
        ("period=2026-13", StatusCode::BAD_REQUEST),
        ("period=2026-11-29", StatusCode::BAD_REQUEST),
        ("indicator=score", StatusCode::BAD_REQUEST),
        ("by=person", StatusCode::BAD_REQUEST),
    ] {
        let answer = supervisor.ask(&format!("/console/api/figures?{query}")).await;
        match status {
            StatusCode::OK => assert_eq!(answer.status(), status, "{query}"),
            refused => _ = problem(answer, refused).await,
        }
    }
    let seen = figures(&supervisor, "by=entity&indicator=received").await;
    let entities: Vec<_> = seen.iter().map(|figure| figure.entity.clone()).collect();
    assert_eq!(entities, [Some(slug(entity))], "of all entities, their own alone");
    let employee = clerk(Role::Employee(slug(entity)));
    let refused = employee.ask("/console/api/figures").await;
    problem(refused, StatusCode::FORBIDDEN).await;
}

#[tokio::test]
async fn complaints_are_compared_with_the_transactions_that_an_entity_enters() {
    let entity = "dsc";
    let administrator = clerk(Role::Administrator(slug(entity)));
    let path = format!("/console/api/entities/{entity}/volumes");
    let enter = async |csv: &str| administrator.put(&path, &json!({ "csv": csv })).await;
    let wrong = enter("2025-13,5\n2025-01,-1").await;
    assert_eq!(wrong.status(), StatusCode::BAD_REQUEST);
    let text = wrong.text().await.unwrap();
    assert!(text.contains("rows: 1, 2"), "{text}");
    // No other test sends complaints to this entity.
    let visitor = Visitor::new();
    for kind in [Kind::Complaint, Kind::Observation, Kind::Complaint] {
        let submission = Submission { entity: entity.into(), kind, ..complaint() };
        visitor.submit(&submission).await;
    }
    let sent = visitor.submit(&Submission { entity: entity.into(), ..complaint() }).await;
    let received = visitor.status(sent.reference).await.received_at;
    let month = Month::of(Zone::dubai().local(received).date());
    let entered = enter(&format!("month,transactions\n{month},10000")).await;
    assert_eq!(entered.status(), StatusCode::OK);
    assert_eq!(enter(&format!("{month},20000")).await.status(), StatusCode::OK);
    let query = format!("entity={entity}&period={month}&indicator=complaint_rate");
    let rate = figures(&administrator, &query).await.remove(0);
    // By ten thousand transactions; the observation isn't counted, and a month is replaced.
    assert_eq!((rate.numerator, rate.denominator), (Some(3), Some(20_000)));
    assert!((rate.value.unwrap() - 1.5).abs() < 1e-9, "{rate:?}");
    let listed: Volumes = administrator.get(&path).await;
    let rows: Vec<_> =
        listed.volumes.iter().map(|row| (row.transactions, row.complaints)).collect();
    assert_eq!(rows, [(20_000, 3)]);
    assert_eq!(enter(&format!("{month},0")).await.status(), StatusCode::OK);
    assert_eq!(figures(&administrator, &query).await, []);
}
