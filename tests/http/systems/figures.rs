//! `GET /api/v1/entities/{entity}/figures` and `…/figures.csv`: figures for an entity's own
//! systems.

use domain::{slug::Slug, wire::Figures};
use reqwest::{Method, Response, StatusCode, header};
use tests::{
    assertions::{self, header_of},
    client::Visitor,
    fixtures,
};

use super::open311::key_of;

async fn ask(key: &str, entity: &str, rest: &str) -> Response {
    let path = format!("/api/v1/entities/{entity}/figures{rest}");
    Visitor::new().request(Method::GET, &path).bearer_auth(key).send().await.unwrap()
}

#[tokio::test]
async fn a_system_reads_the_figures_of_its_entity() {
    let (key, _) = key_of("rta", &["figures"]).await;
    Visitor::new().submit(&fixtures::complaint()).await;
    let answer = ask(&key, "rta", "?indicator=received&by=kind").await;
    assert_eq!(answer.status(), StatusCode::OK);
    let Figures { figures } = answer.json().await.unwrap();
    assert!(!figures.is_empty());
    for figure in &figures {
        let entity = figure.entity.as_ref().map(Slug::as_str);
        assert_eq!((entity, figure.indicator.as_str()), (Some("rta"), "received"));
    }
    let sheet = ask(&key, "rta", ".csv?by=month").await;
    assert_eq!(sheet.status(), StatusCode::OK);
    assert_eq!(header_of(&sheet, header::CONTENT_TYPE), "text/csv; charset=utf-8");
    let sheet = sheet.text().await.unwrap();
    assert!(sheet.trim_start_matches('\u{feff}').starts_with("period,entity,"), "{sheet}");
    assert!(sheet.contains(",rta,"), "{sheet}");
}

#[tokio::test]
async fn nobody_else_reads_them_and_an_odd_question_is_refused() {
    let (key, _) = key_of("rta", &["figures"]).await;
    let (lacking, _) = key_of("rta", &["open311", "cases"]).await;
    for rest in ["", ".csv"] {
        let unknown = ask("swk_unknown", "rta", rest).await;
        assertions::problem(unknown, StatusCode::UNAUTHORIZED).await;
        for (key, entity) in [(&lacking, "rta"), (&key, "iacad")] {
            assertions::problem(ask(key, entity, rest).await, StatusCode::FORBIDDEN).await;
        }
        for query in ["?period=2026-11-30", "?indicator=luck", "?by=mood"] {
            let refused = ask(&key, "rta", &format!("{rest}{query}")).await;
            assertions::problem(refused, StatusCode::BAD_REQUEST).await;
        }
    }
}
