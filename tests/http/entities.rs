//! `GET /api/v1/entities`: the directory of entities and services.

use std::collections::HashSet;

use domain::wire::{Directory, DirectoryEntity};
use reqwest::{Method, StatusCode, header};
use tests::{
    assertions::{self, header_of},
    client::Visitor,
};

const ENTITIES: &str = "/api/v1/entities";

#[tokio::test]
async fn the_directory_names_every_entity_in_both_languages() {
    let response = Visitor::new().get(ENTITIES).await;
    assert_eq!(response.status(), StatusCode::OK);
    let mut directory: Directory = response.json().await.unwrap();
    // Those that a test has added.
    directory.entities.retain(|entity| !entity.id.starts_with("added-"));
    assert_eq!(directory.entities.len(), 48);
    for entity in &directory.entities {
        assert!(entity.id.bytes().any(|byte| !byte.is_ascii_digit()), "{} is a number", entity.id);
        assert!(!entity.name.ar.is_empty() && !entity.name.en.is_empty(), "{}", entity.id);
        assert!(
            entity.name.ar.chars().any(|letter| ('\u{600}'..='\u{6ff}').contains(&letter)),
            "{}",
            entity.id
        );
    }
    let ids: HashSet<&str> = directory.entities.iter().map(|entity| entity.id.as_str()).collect();
    assert_eq!(ids.len(), 48);
}

#[tokio::test]
async fn one_entity_comes_with_its_services_and_those_under_them() {
    let response = Visitor::new().get("/api/v1/entities/iacad").await;
    assert_eq!(response.status(), StatusCode::OK);
    let entity: DirectoryEntity = response.json().await.unwrap();
    assert_eq!(entity.id, "iacad");
    let below: Vec<usize> = entity.services.iter().map(|main| main.services.len()).collect();
    assert_eq!((below.len(), below.iter().sum::<usize>()), (7, 48));
    let services =
        || entity.services.iter().flat_map(|main| std::iter::once(main).chain(&main.services));
    let ids: HashSet<&str> = services().map(|service| service.id.as_str()).collect();
    assert_eq!(ids.len(), 7 + 48, "each once");
    for service in services() {
        assert!(!service.name.ar.is_empty() && !service.name.en.is_empty(), "{}", service.id);
    }
}

#[tokio::test]
async fn one_entity_is_the_same_as_in_the_directory() {
    let visitor = Visitor::new();
    let directory: Directory = visitor.get(ENTITIES).await.json().await.unwrap();
    let one: DirectoryEntity = visitor.get("/api/v1/entities/rta").await.json().await.unwrap();
    assert_eq!(directory.entities.into_iter().find(|entity| entity.id == "rta"), Some(one));
}

#[tokio::test]
async fn whoever_has_the_directory_already_is_not_sent_it_again() {
    let visitor = Visitor::new();
    for link in [ENTITIES, "/api/v1/entities/rta"] {
        let tag = header_of(&visitor.get(link).await, header::ETAG);
        assert!(!tag.is_empty(), "{link}");
        let again = visitor
            .request(Method::GET, link)
            .header(header::IF_NONE_MATCH, &tag)
            .send()
            .await
            .unwrap();
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED, "{link}");
        assert_eq!(header_of(&again, header::ETAG), tag);
        assert_eq!(again.bytes().await.unwrap().len(), 0, "{link}");
        let other = visitor
            .request(Method::GET, link)
            .header(header::IF_NONE_MATCH, "\"another\"")
            .send()
            .await
            .unwrap();
        assert_eq!(other.status(), StatusCode::OK, "{link}");
        assert_eq!(header_of(&other, header::ETAG), tag);
        assert!(other.json::<serde_json::Value>().await.unwrap().is_object(), "{link}");
    }
}

#[tokio::test]
async fn any_website_may_read_the_directory() {
    let visitor = Visitor::new();
    for link in [ENTITIES, "/api/v1/entities/rta"] {
        let response = visitor
            .request(Method::GET, link)
            .header(header::ORIGIN, "https://elsewhere.example")
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(header_of(&response, header::ACCESS_CONTROL_ALLOW_ORIGIN), "*");
        assert_eq!(header_of(&response, header::CACHE_CONTROL), "public, max-age=240", "{link}");
    }
}

#[tokio::test]
async fn an_entity_that_does_not_exist_is_not_found() {
    let visitor = Visitor::new();
    for id in ["nobody", "RTA", "%00", "rta%20"] {
        let response = visitor.get(&format!("/api/v1/entities/{id}")).await;
        let problem = assertions::problem(response, StatusCode::NOT_FOUND).await;
        assert!(problem.kind.ends_with("/problems/not-found"), "{id}: {}", problem.kind);
    }
}
