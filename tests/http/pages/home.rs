//! The home page, pages for unknown addresses, and the head that every page has.

use domain::wire::Directory;
use reqwest::{StatusCode, header};
use tests::{
    assertions::{self, header_of},
    client::Visitor,
    server, words,
};

#[tokio::test]
async fn a_page_that_does_not_exist_is_a_page_that_says_so() {
    let visitor = Visitor::new();
    let response = visitor.get("/nothing/here").await;
    let page = assertions::page(response, StatusCode::NOT_FOUND).await;
    for link in ["/?lang=ar", "/p?lang=ar"] {
        assert!(page.contains(&format!(" href=\"{link}\"")), "{link} in {page}");
        assertions::page(visitor.get(link).await, StatusCode::OK).await;
    }
}

#[tokio::test]
async fn the_home_page_lists_the_entities_and_finds_them_by_name_without_script() {
    let visitor = Visitor::new();
    let directory: Directory = visitor.get("/api/v1/entities").await.json().await.unwrap();
    let page = assertions::page(visitor.get("/?lang=en").await, StatusCode::OK).await;
    let link = |id: &str| format!(" href=\"/f/{id}?lang=en\"");
    for entity in &directory.entities {
        assert!(page.contains(&link(&entity.id)), "{}", entity.id);
        assert!(page.contains(&entity.name.ar) && page.contains(&entity.name.en), "{page}");
    }
    for typed in ["road", "%D8%A7%D9%84%D8%B7%D8%B1%D9%82"] {
        let found =
            assertions::page(visitor.get(&format!("/?q={typed}&lang=en")).await, StatusCode::OK)
                .await;
        assert!(found.contains(&link("rta")) && !found.contains(&link("iacad")), "{found}");
    }
    let none = assertions::page(visitor.get("/?q=xyz&lang=en").await, StatusCode::OK).await;
    assert!(none.contains(&words::page("en", "home_none")), "{none}");
}

#[tokio::test]
async fn every_page_has_a_name_a_description_an_icon_and_a_way_home() {
    let visitor = Visitor::new();
    for link in ["/", "/ask", "/f/rta", "/p", "/p/1", "/embed", "/nothing", "/api", "/api/ar"] {
        let page = visitor.get(link).await.text().await.unwrap();
        for part in [
            "<title>",
            "<meta name=\"description\"",
            "property=\"og:title\"",
            "property=\"og:description\"",
            "property=\"og:type\"",
            "property=\"og:locale\"",
            "href=\"/favicon.svg\"",
            "<a href=\"/?lang=",
        ] {
            assert!(page.contains(part), "{part} at {link}: {page}");
        }
        let is_static = link.starts_with("/api");
        let shared = format!("property=\"og:url\" content=\"{}/", server::edge());
        assert!(is_static || page.contains(&shared), "{shared} at {link}: {page}");
    }
    for (file, kind) in [("/favicon.svg", "image/svg+xml"), ("/page.css", "text/css")] {
        let response = visitor.get(file).await;
        assert_eq!(response.status(), StatusCode::OK, "{file}");
        assert!(header_of(&response, header::CONTENT_TYPE).starts_with(kind), "{file}");
    }
    for link in ["/api", "/api/ar"] {
        let response = visitor.get(link).await;
        let policy = header_of(&response, header::CONTENT_SECURITY_POLICY);
        assert!(policy.contains("style-src 'self'") && !policy.contains(','), "{policy}");
    }
}
