//! Reports: the page, CSV, the sheets of a spreadsheet and the call have the same numbers, cell by
//! cell; and the choice to get them by mail.

use std::collections::BTreeMap;

use domain::{
    figures::table::{self, Cell},
    intake::kind::Kind,
    slug::Slug,
    staff::Role,
    wire::{
        Figure, Figures,
        console::{Me, Workbook},
    },
};
use reqwest::{Method, StatusCode, header};
use tests::{
    assertions::{self, header_of},
    clerk::Clerk,
    client::Visitor,
    database::Database,
    server,
};

/// Entity whose month long ago this file makes up.
const ENTITY: &str = "mbrhe";
const MONTH: &str = "2019-05";

fn slug(name: &str) -> Slug {
    Slug::parse(name).unwrap()
}

fn clerk(role: Role) -> Clerk {
    Clerk::with(&[role], &Visitor::new(), &Database::in_state(&server::state()))
}

/// Makes up a month with many cases, with few, and with none, by indicator.
fn made_up_month() {
    let tally = |kind: &str, received: u32| {
        format!(
            "INSERT OR REPLACE INTO tallies
                 (dimension, period, entity, kind, member, received, first_judged, first_kept,
                  full_judged, full_kept, implemented, accepted, decided)
             VALUES ('', '{MONTH}', '{ENTITY}', '{kind}', '', {received}, {received}, {}, 5, 4, 2, 3, 9)",
            received - 1
        )
    };
    let time = |kind: &str, measure: &str, bucket: u32, cases: u32| {
        format!(
            "INSERT OR REPLACE INTO measured_times (measure, month, kind, entity, bucket, cases)
             VALUES ('{measure}', '{MONTH}', '{kind}', '{ENTITY}', {bucket}, {cases})"
        )
    };
    let statements = [
        tally("complaint", 1_240),
        tally("suggestion", 12),
        time("complaint", "full_answer", 140, 1_000),
        time("suggestion", "full_answer", 20, 4),
        time("complaint", "lived", 90, 1_100),
    ];
    let statements: Vec<&str> = statements.iter().map(String::as_str).collect();
    Database::in_state(&server::state()).run(&statements);
}

/// Returns the figures of the calls for the month: of all kinds together, and of each.
async fn figures(clerk: &Clerk) -> Vec<Figure> {
    let mut figures = Vec::new();
    for by in ["", "&by=kind"] {
        let query = format!("/console/api/figures?entity={ENTITY}&period={MONTH}{by}");
        figures.extend(clerk.get::<Figures>(&query).await.figures);
    }
    figures
}

fn cells(figure: &Figure) -> Vec<Cell> {
    table::cells(&figure.clone().read().unwrap()).into()
}

/// Returns a cell as a file has it, with the last digits of a number left out: JSON may change
/// them.
fn plain(cell: &Cell) -> String {
    match cell {
        Cell::Count(count) => number(&count.to_string()),
        Cell::Number(value) => number(&value.to_string()),
        Cell::Text(text) => text.clone(),
        Cell::Empty => String::new(),
    }
}

fn number(text: &str) -> String {
    text.parse::<f64>().map_or_else(|_| text.to_owned(), |number| format!("{number:.9}"))
}

/// Returns the cells of a line of CSV.
fn split(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut is_quoted = false;
    for letter in line.chars() {
        match letter {
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => cells.push(String::new()),
            letter => cells.last_mut().unwrap().push(letter),
        }
    }
    cells
}

/// Returns the numbers in a piece of a page that `<data>` elements have.
fn data(html: &str) -> Vec<String> {
    let values = html.split("<data value=\"").skip(1);
    values.map(|rest| number(rest.split('"').next().unwrap())).collect()
}

#[tokio::test]
async fn the_forms_of_a_report_have_the_same_numbers_cell_by_cell() {
    made_up_month();
    let decider = clerk(Role::DecisionMaker);
    let figures = figures(&decider).await;
    assert!(figures.len() > 60, "{}", figures.len());
    let query = format!("entity={ENTITY}&period={MONTH}&lang=en");

    let csv = decider.ask(&format!("/console/api/report.csv?{query}")).await;
    assert_eq!(header_of(&csv, header::CONTENT_TYPE), "text/csv; charset=utf-8");
    let csv = csv.text().await.unwrap();
    let lines: Vec<&str> = csv.trim_start_matches('\u{feff}').lines().collect();
    let book: Workbook = decider.get(&format!("/console/api/report?{query}")).await;
    let rows = &book.sheets[0].rows;
    assert_eq!((lines.len(), rows.len()), (figures.len() + 1, figures.len()));
    for ((figure, line), row) in figures.iter().zip(&lines[1..]).zip(rows) {
        let expected: Vec<String> = cells(figure).iter().map(plain).collect();
        let in_csv: Vec<String> = split(line).iter().map(|cell| number(cell)).collect();
        assert_eq!(in_csv[..12], expected, "{line}");
        let in_sheet: Vec<String> = row.iter().map(plain).collect();
        assert_eq!(in_sheet, in_csv);
    }

    let address = format!("/console/reports/{ENTITY}?period={MONTH}&lang=en");
    let page = assertions::page(decider.ask(&address).await, StatusCode::OK).await;
    let columns =
        [None, None, Some(Kind::Suggestion), Some(Kind::Observation), Some(Kind::Complaint)];
    let of: BTreeMap<(Option<Kind>, &str), &Figure> =
        figures.iter().map(|figure| ((figure.kind, &*figure.indicator), figure)).collect();
    let mut compared = 0;
    for row in page.split("<tr id=\"figure-").skip(1) {
        let row = row.split("</tr>").next().unwrap();
        let id = row.split('"').next().unwrap();
        let found: Vec<&str> = row.split("<td>").skip(1).collect();
        assert_eq!(found.len(), columns.len(), "{row}");
        for (place, (html, kind)) in found.iter().zip(columns).enumerate() {
            let Some(figure) = of.get(&(kind, id)) else {
                assert_eq!(data(html), Vec::<String>::new(), "{id}");
                continue;
            };
            let expected: Vec<String> =
                shown(figure, place == 1).iter().map(|it| format!("{it:.9}")).collect();
            let numbers = data(html);
            if numbers.is_empty() && place > 1 {
                continue; // Of one kind alone, it says nothing of others.
            }
            assert_eq!(numbers, expected, "{id}, column {place}: {html}");
            compared += numbers.len();
        }
    }
    assert!(compared > 60, "{compared}");
    for id in of.keys().map(|(_, id)| id) {
        assert_eq!(page.matches(&format!("id=\"figure-{id}\"")).count(), 1, "{id}");
    }
}

/// Returns the numbers that a page shows of a figure: a share of ten cases and more as a share and
/// its cases, or its interval; of fewer its cases alone; a time that was not reached as its least.
fn shown(figure: &Figure, is_interval: bool) -> Vec<f64> {
    let count = |count: Option<u64>| count.map(domain::statistics::float);
    let is_time = figure.indicator.ends_with("_median") || figure.indicator.ends_with("_p90");
    let is_many = figure.denominator.is_some_and(|denominator| denominator >= 10);
    let numbers = match (figure.denominator, is_interval) {
        (_, false) if is_time => vec![figure.value.or(figure.lower)],
        (None, false) => vec![figure.value],
        (Some(_), true) if is_many && !is_time => vec![figure.lower, figure.upper],
        (Some(_), false) if is_many => {
            vec![figure.value, count(figure.numerator), count(figure.denominator)]
        }
        (Some(1..), false) => vec![count(figure.numerator), count(figure.denominator)],
        _ => vec![],
    };
    numbers.into_iter().flatten().collect()
}

#[tokio::test]
async fn whoever_sees_figures_reads_their_reports_and_others_are_told() {
    let own = format!("/console/reports/{ENTITY}?lang=en");
    for (role, expected) in [
        (Role::DecisionMaker, [200, 200, 200]),
        (Role::Supervisor(slug(ENTITY)), [200, 200, 403]),
        (Role::Employee(slug(ENTITY)), [403, 403, 403]),
    ] {
        let name = role.name().to_owned();
        let clerk = clerk(role);
        for (path, status) in
            ["/console/reports", &own, "/console/reports/dfwac"].iter().zip(expected)
        {
            assert_eq!(clerk.ask(path).await.status().as_u16(), status, "{name} at {path}");
        }
    }
    let decider = clerk(Role::DecisionMaker);
    let odd = decider.ask("/console/api/report?period=2019-13").await;
    assert_eq!(odd.status(), StatusCode::BAD_REQUEST);
    let page = decider.ask("/console/reports?period=2019-13&lang=ar").await;
    assert!(assertions::page(page, StatusCode::OK).await.contains("dir=\"rtl\""));
    let signed_out = Visitor::new().get("/console/reports").await;
    assert!(
        signed_out.url().path().contains("sign-in") || signed_out.status() == StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn each_months_report_by_mail_is_asked_for_and_stopped_on_the_report() {
    let boss = clerk(Role::Supervisor(slug(ENTITY)));
    let wants = async || boss.get::<Me>("/console/api/me").await.notices.monthly;
    assert_eq!(wants().await, Some(false), "nobody gets it unasked");
    for wanted in [true, false] {
        let path = format!("/console/reports/{ENTITY}?period={MONTH}&lang=ar&monthly={wanted}");
        let answer = boss.request(Method::POST, &path).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        let back = header_of(&answer, header::LOCATION);
        assert_eq!(back, format!("/console/reports/{ENTITY}?period={MONTH}&lang=ar"));
        assert_eq!(wants().await, Some(wanted));
        let page = assertions::page(boss.ask(&back).await, StatusCode::OK).await;
        assert!(page.contains(&format!("monthly={}", !wanted)), "{page}");
    }
    let employee = clerk(Role::Employee(slug(ENTITY)));
    let path = format!("/console/reports/{ENTITY}?monthly=true");
    let refused = employee.request(Method::POST, &path).send().await.unwrap();
    assert_eq!(refused.status(), StatusCode::FORBIDDEN);
}
