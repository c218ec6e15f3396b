//! `/open` and `GET /api/v1/figures`: releases, which are files alone.

use domain::wire::Releases;
use reqwest::{StatusCode, header};
use tests::{
    assertions::{self, header_of},
    client::Visitor,
};

#[tokio::test]
async fn the_list_of_releases_is_there_before_the_first_one() {
    let response = Visitor::new().get("/open/releases.json").await;
    assert_eq!(response.status(), StatusCode::OK);
    assert!(!header_of(&response, header::ETAG).is_empty());
    let listed: Releases = response.json().await.unwrap();
    assert!(listed.releases.is_sorted_by(|one, next| one.id > next.id), "{listed:?}");
}

#[tokio::test]
async fn what_was_not_released_is_not_found() {
    let visitor = Visitor::new();
    for link in [
        "/open/1999-01/figures.csv",
        "/open/1999-01/figures.json",
        "/open/1999/figures.json",
        "/open/1999-01/other.json",
        "/open/1999-01/..%2Freleases.json",
        "/api/v1/figures?release=1999-01",
        "/api/v1/figures?release=nothing",
    ] {
        assertions::problem(visitor.get(link).await, StatusCode::NOT_FOUND).await;
    }
    for link in ["/api/v1/figures?kind=praise", "/api/v1/figures?by=weather"] {
        assertions::problem(visitor.get(link).await, StatusCode::BAD_REQUEST).await;
    }
}

#[tokio::test]
async fn the_page_of_open_figures_needs_no_release() {
    let visitor = Visitor::new();
    for (tag, title) in [("ar", "الأرقام المفتوحة"), ("en", "Open figures")] {
        let response = visitor.get(&format!("/open?lang={tag}")).await;
        let page = assertions::page(response, StatusCode::OK).await;
        assert!(page.contains(&format!("<h1>{title}</h1>")), "{page}");
        assert!(page.contains("href=\"/open/releases.json\""), "{page}");
    }
}
