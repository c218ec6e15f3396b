//! Odd addresses: queries with a name twice or an unreadable value, and paths that nothing has. The
//! edge answers in its own words, and a form posted to such an address isn't lost.

use reqwest::{Method, Response, StatusCode, header, multipart};
use rstest::rstest;
use serde_json::json;
use tests::{
    assertions::{self, header_of},
    client::Visitor,
    fixtures::{self, complaint},
    html, server,
    sign_in::Browser,
};

/// Asserts a page in English and returns its text.
async fn english_page(response: Response, status: StatusCode) -> String {
    assert_eq!(header_of(&response, header::CONTENT_LANGUAGE), "en");
    assertions::page(response, status).await
}

#[rstest]
#[case::home("/")]
#[case::question("/ask")]
#[case::form("/f/rta")]
#[case::whole_form("/embed/rta")]
#[case::first_question("/embed/rta/first")]
#[case::look_up("/p")]
#[case::docs("/embed")]
#[case::preview("/preview")]
#[tokio::test]
async fn the_first_of_several_values_counts_on_a_page(#[case] path: &str) {
    let visitor = Visitor::new();
    for query in ["lang=en&lang=ar", "lang=en&easy=1&easy=1&q=%FF&q=a&mood=7&&=", "lang=en&%"] {
        english_page(visitor.get(&format!("{path}?{query}")).await, StatusCode::OK).await;
    }
}

#[tokio::test]
async fn the_status_page_takes_the_first_of_several_values() {
    let visitor = Visitor::new();
    let reference = visitor.submit(&complaint()).await.reference;
    let page = visitor.get(&format!("/p/{reference}?lang=en&lang=ar&said=link&said=x")).await;
    english_page(page, StatusCode::OK).await;
}

#[tokio::test]
async fn a_form_posted_to_an_odd_address_is_received() {
    let form = multipart::Form::new()
        .text("kind", "complaint")
        .text("text", "The machine at the corner kept my card.")
        .text("language", "en")
        .text("key", fixtures::key().as_str().to_owned());
    let request = Visitor::new()
        .request(Method::POST, "/f/rta?lang=en&lang=ar&service=a&service=b&mood=%FF")
        .header(header::ORIGIN, server::edge());
    let page = request.multipart(form).send().await.unwrap();
    let page = english_page(page, StatusCode::CREATED).await;
    assert!(html::reference_in(&page).is_some(), "{page}");
}

#[tokio::test]
async fn a_link_is_requested_by_an_odd_address_or_form() {
    let visitor = Visitor::new();
    let reference = visitor.submit(&complaint()).await.reference;
    let path = format!("/p/{reference}/link?lang=en&lang=ar");
    for body in ["contact=a&contact=b", "contact=%FF", "contact", "", "other=1"] {
        let request = visitor.request(Method::POST, &path).body(body);
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), StatusCode::SEE_OTHER, "{body}");
    }
    let request = visitor.request(Method::POST, &path).json(&json!({ "contact": "a" }));
    let response = request.send().await.unwrap();
    assertions::page(response, StatusCode::UNSUPPORTED_MEDIA_TYPE).await;
}

#[rstest]
#[case("/f/nobody", StatusCode::NOT_FOUND)]
#[case("/f/r%20a", StatusCode::NOT_FOUND)]
#[case("/f/%FF", StatusCode::BAD_REQUEST)]
#[case("/embed/nobody", StatusCode::NOT_FOUND)]
#[case("/embed/rta/last", StatusCode::NOT_FOUND)]
#[case("/p/%FF", StatusCode::BAD_REQUEST)]
#[case("/p/1", StatusCode::NOT_FOUND)]
#[tokio::test]
async fn a_page_that_is_not_there_is_a_page(#[case] path: &str, #[case] status: StatusCode) {
    assertions::page(Visitor::new().get(path).await, status).await;
}

#[rstest]
#[case("/f/RTA")]
#[case("/embed/RTA")]
#[case("/embed/Rta/first")]
#[case("/embed/RTA/rest")]
#[tokio::test]
async fn an_entity_is_found_in_capitals_too(#[case] path: &str) {
    let typed = Visitor::new().get(path).await;
    assert_eq!(typed.status(), StatusCode::OK);
    let written = Visitor::new().get(&path.to_lowercase()).await;
    let fields = |page: String| page.matches("<input").count();
    let fields = (fields(typed.text().await.unwrap()), fields(written.text().await.unwrap()));
    assert!(fields.0 > 0 && fields.0 == fields.1, "{fields:?}");
}

#[rstest]
#[case("/api/v1/entities/RTA", StatusCode::NOT_FOUND)]
#[case("/api/v1/entities/%FF", StatusCode::BAD_REQUEST)]
#[case("/api/v1/participations/%FF", StatusCode::BAD_REQUEST)]
#[case("/api/v1/participations/1", StatusCode::NOT_FOUND)]
#[case("/api/v1/attachments/1?expires=1&signature=a", StatusCode::NOT_FOUND)]
#[case(
    "/api/v1/attachments/00000000000000000000000000000000?expires=soon&signature=a",
    StatusCode::FORBIDDEN
)]
#[case("/api/v1/attachments/00000000000000000000000000000000", StatusCode::FORBIDDEN)]
#[tokio::test]
async fn a_call_to_an_odd_address_answers_a_problem(
    #[case] path: &str,
    #[case] status: StatusCode,
) {
    assertions::problem(Visitor::new().get(path).await, status).await;
}

#[tokio::test]
async fn the_console_refuses_a_filter_that_it_cannot_read() {
    let mut browser = Browser::of("supervisor.rta").await;
    let cases = "/console/api/cases";
    for query in ["queue=nothing", "entity=RTA", "kind=1"] {
        let response = browser.get(&format!("{cases}?{query}")).await;
        assertions::problem(response, StatusCode::BAD_REQUEST).await;
    }
    let response = browser.get(&format!("{cases}?queue=all&queue=nothing")).await;
    assert_eq!(response.status(), StatusCode::OK);
    let response = browser.get("/console/api/entities/rta/settings/nothing").await;
    assertions::problem(response, StatusCode::METHOD_NOT_ALLOWED).await;
}

#[tokio::test]
async fn a_sign_in_by_an_odd_address_begins_or_fails_on_a_page() {
    let visitor = Visitor::new();
    let start = visitor.get("/console/sign-in?to=/console&to=/console/cases").await;
    assert_eq!(start.status(), StatusCode::SEE_OTHER);
    let end = visitor.get("/console/signed-in?state=a&state=b&code=%FF").await;
    assertions::page(end, StatusCode::FORBIDDEN).await;
}
