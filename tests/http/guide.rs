//! `/guide`: the unified guide as pages and as data, the promises of an entity, and the version
//! that a participation names.

use domain::wire::{Guide, Status};
use reqwest::{Method, StatusCode, header};
use tests::{
    assertions::{self, header_of},
    client::{PARTICIPATIONS, Visitor},
    fixtures::complaint,
    words,
};

#[tokio::test]
async fn the_guide_is_a_page_in_arabic_and_english() {
    let visitor = Visitor::new();
    for (tag, language, title) in [
        ("ar", "ar", "الدليل الموحد"),
        ("en", "en", "The unified guide"),
        ("ur", "en", "The unified guide"),
    ] {
        let response = visitor.get(&format!("/guide?lang={tag}")).await;
        assert_eq!(header_of(&response, header::CONTENT_LANGUAGE), language);
        let page = assertions::page(response, StatusCode::OK).await;
        assert!(page.contains(&format!("<h1>{title}</h1>")), "{page}");
        for part in
            ["id=\"promises\"", "id=\"what-changed\"", "href=\"/guide/1.json\"", "/guide/rta?"]
        {
            assert!(page.contains(part), "{part} in {page}");
        }
        let first =
            assertions::page(visitor.get(&format!("/guide/1?lang={tag}")).await, StatusCode::OK)
                .await;
        assert!(first.contains("id=\"promises\""), "{first}");
    }
}

#[tokio::test]
async fn a_version_is_data_too_and_is_not_sent_again_to_who_has_it() {
    let visitor = Visitor::new();
    let response = visitor.get("/guide/1.json").await;
    assert_eq!(response.status(), StatusCode::OK);
    let tag = header_of(&response, header::ETAG);
    let guide: Guide = response.json().await.unwrap();
    assert_eq!(guide.version, 1);
    let article = |id: &str| guide.articles.iter().find(|article| article.id == id).unwrap();
    assert_eq!(article("extension").constants["extension_max"], 10);
    assert!(article("promises").text.en.contains("5 working days"));
    assert!(guide.articles.iter().all(|article| !article.title.ar.is_empty()));
    let known = visitor.request(Method::GET, "/guide/1.json").header(header::IF_NONE_MATCH, &tag);
    assert_eq!(known.send().await.unwrap().status(), StatusCode::NOT_MODIFIED);
}

#[tokio::test]
async fn what_is_no_version_and_no_entity_is_not_found() {
    let visitor = Visitor::new();
    for link in ["/guide/0.json", "/guide/99.json", "/guide/rta.json", "/guide/99999.json"] {
        assertions::problem(visitor.get(link).await, StatusCode::NOT_FOUND).await;
    }
    for link in ["/guide/99", "/guide/nobody", "/guide/RTA", "/guide/99999", "/guide/1/2"] {
        assertions::page(visitor.get(link).await, StatusCode::NOT_FOUND).await;
    }
}

#[tokio::test]
async fn an_entity_shows_its_own_promises_beside_the_guide() {
    let visitor = Visitor::new();
    let page = assertions::page(visitor.get("/guide/dewa?lang=en").await, StatusCode::OK).await;
    assert!(page.contains("Promises of Dubai Electricity and Water Authority"), "{page}");
    assert!(page.contains("Complaint, ordinary") && page.contains("5 working days"), "{page}");
    assert!(page.contains("href=\"/guide?lang=en\""), "{page}");
}

#[tokio::test]
async fn proposals_go_to_the_platforms_own_team() {
    let visitor = Visitor::new();
    let guide = visitor.get("/guide?lang=en").await.text().await.unwrap();
    let link = "/f/sawtak?service=guide&amp;lang=en";
    assert!(guide.contains(&format!("href=\"{link}\"")), "{guide}");
    let form =
        assertions::page(visitor.get(&link.replace("&amp;", "&")).await, StatusCode::OK).await;
    assert!(form.contains("Sawtak Platform Team"), "{form}");
}

#[tokio::test]
async fn every_page_leads_to_the_guide_in_its_language() {
    let visitor = Visitor::new();
    for language in words::languages() {
        for path in ["/", "/ask", "/f/rta", "/p", "/privacy"] {
            let page = visitor.get(&format!("{path}?lang={language}")).await.text().await.unwrap();
            let link = format!("href=\"/guide?lang={language}\"");
            assert!(
                page.contains(&link) && page.contains(&words::page(&language, "guide")),
                "{page}"
            );
        }
    }
}

#[tokio::test]
async fn a_participation_names_the_version_by_which_it_was_received() {
    let visitor = Visitor::new();
    let reference = visitor.submit(&complaint()).await.reference;
    let status: Status =
        visitor.get(&format!("{PARTICIPATIONS}/{reference}")).await.json().await.unwrap();
    assert_eq!(status.guide, Some(1));
    let page = visitor.get(&format!("/p/{reference}?lang=en")).await.text().await.unwrap();
    assert!(page.contains("href=\"/guide/1?lang=en\""), "{page}");
}
