//! Place of a participation: sent with it, shown to its author and to staff, and asked for by the
//! plain form where a service of the entity asks.

use domain::{
    intake::channel::Channel,
    slug::Slug,
    staff::Role,
    wire::{Acknowledgement, DirectoryEntity, Place, Submission},
};
use reqwest::{Method, StatusCode, header, multipart};
use serde_json::{Value, json};
use tests::{
    assertions,
    clerk::Clerk,
    client::{PARTICIPATIONS, Visitor},
    database::Database,
    fixtures::{self, complaint},
    html, server, words,
};

fn gate() -> Place {
    Place { latitude: Some(25.1972), longitude: Some(55.27438), address: Some("Gate 4".into()) }
}

/// Sends a complaint with this place and returns the response.
async fn send(visitor: &Visitor, place: &Value) -> reqwest::Response {
    let mut body = serde_json::to_value(complaint()).unwrap();
    body["place"] = place.clone();
    let request = visitor.request(Method::POST, PARTICIPATIONS).json(&body);
    request.header("Idempotency-Key", fixtures::key().as_str()).send().await.unwrap()
}

#[tokio::test]
async fn a_place_is_shown_to_its_author_and_to_staff_and_to_nobody_else() {
    let visitor = Visitor::new();
    let sent = json!({ "latitude": 25.197_197_3, "longitude": 55.274_376, "address": "Gate\n4 " });
    let answer = send(&visitor, &sent).await;
    assert_eq!(answer.status(), StatusCode::CREATED);
    let given: Acknowledgement = answer.json().await.unwrap();
    let content = visitor.content(&given).await;
    assert_eq!((content.place, content.channel), (Some(gate()), Channel::Web));
    let public = visitor.get(&format!("{PARTICIPATIONS}/{}", given.reference)).await;
    let public: Value = public.json().await.unwrap();
    assert!(public.get("place").is_none() && public.get("channel").is_none(), "{public}");
    let database = Database::in_state(&server::state());
    let clerk =
        Clerk::with(&[Role::Employee(Slug::parse("rta").unwrap())], &Visitor::new(), &database);
    let case = clerk.case(given.reference).await;
    assert_eq!((case.place, case.channel), (Some(gate()), Channel::Web));
}

#[tokio::test]
async fn coordinates_or_an_address_are_a_place_and_nothing_is_none() {
    let visitor = Visitor::new();
    for (sent, kept) in [
        (json!(null), None),
        (
            json!({ "address": "Gate 4" }),
            Some(Place { address: Some("Gate 4".into()), ..Place::default() }),
        ),
        (
            json!({ "latitude": -90, "longitude": 180, "address": " " }),
            Some(Place { latitude: Some(-90.0), longitude: Some(180.0), address: None }),
        ),
    ] {
        let answer = send(&visitor, &sent).await;
        assert_eq!(answer.status(), StatusCode::CREATED, "{sent}");
        assert_eq!(visitor.content(&answer.json().await.unwrap()).await.place, kept, "{sent}");
    }
    for (sent, pointers) in [
        (json!({}), &["/place"][..]),
        (json!({ "address": "\u{200e}" }), &["/place"]),
        (json!({ "latitude": 25.2 }), &["/place/longitude"]),
        (json!({ "longitude": 55.3, "address": "a" }), &["/place/latitude"]),
        (
            json!({ "latitude": 90.1, "longitude": -180.1 }),
            &["/place/latitude", "/place/longitude"],
        ),
        (json!({ "address": "x".repeat(301) }), &["/place/address"]),
    ] {
        assertions::invalid(send(&visitor, &sent).await, pointers).await;
    }
    for sent in [json!("Gate 4"), json!([25.2, 55.3]), json!({ "latitude": "25", "longitude": 1 })]
    {
        assertions::problem(send(&visitor, &sent).await, StatusCode::BAD_REQUEST).await;
    }
}

fn filled_in(place: &str) -> multipart::Form {
    multipart::Form::new()
        .text("kind", "observation")
        .text("text", "The lamp is broken.")
        .text("service", "roads")
        .text("place", place.to_owned())
        .text("language", "en")
        .text("key", fixtures::key().as_str().to_owned())
}

async fn post(visitor: &Visitor, place: &str) -> reqwest::Response {
    let request =
        visitor.request(Method::POST, "/f/rta?lang=en").header(header::ORIGIN, server::edge());
    request.multipart(filled_in(place)).send().await.unwrap()
}

#[tokio::test]
async fn the_plain_form_asks_for_a_place_where_a_service_does() {
    let visitor = Visitor::new();
    for language in words::languages() {
        let page = visitor.get(&format!("/f/rta?lang={language}")).await.text().await.unwrap();
        let title = words::of(&language, "place_title");
        assert!(page.contains(&title) && page.contains(r#"name="place""#), "{language}");
        assert!(page.contains("data-asks-place"), "{language}");
    }
    let page = visitor.get("/f/dc?lang=en").await.text().await.unwrap();
    assert!(!page.contains(r#"name="place""#), "no service of the courts asks");
    let rta: DirectoryEntity = visitor.get("/api/v1/entities/rta").await.json().await.unwrap();
    assert!(rta.service("roads").unwrap().asks_place);
    assert!(!rta.service("road-toll").unwrap().asks_place);
}

#[tokio::test]
async fn what_is_written_into_the_plain_form_arrives_and_comes_back_if_it_is_too_long() {
    let visitor = Visitor::new();
    let page = post(&visitor, "  Al Wasl Road,\tlamp 12 ").await.text().await.unwrap();
    let reference = html::reference_in(&page).unwrap();
    let database = Database::in_state(&server::state());
    let clerk =
        Clerk::with(&[Role::Employee(Slug::parse("rta").unwrap())], &Visitor::new(), &database);
    let place = clerk.case(reference).await.place.unwrap();
    assert_eq!(place.address.as_deref(), Some("Al Wasl Road, lamp 12"));
    let long = "x".repeat(301);
    let answer = post(&visitor, &long).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = answer.text().await.unwrap();
    assert!(page.contains(&words::of("en", "error_place")) && page.contains(&long), "{page}");
    let empty = post(&visitor, "  ").await;
    assert_eq!(empty.status(), StatusCode::CREATED, "the place is optional");
}

#[tokio::test]
async fn a_suggestion_that_comes_with_a_complaint_is_about_the_same_place() {
    let visitor = Visitor::new();
    let both = Submission {
        place: Some(gate()),
        suggestion: Some("Mend the gate.".into()),
        ..complaint()
    };
    let given = visitor.submit(&both).await;
    let paired = visitor.open(given.suggestion_reference.unwrap(), &given.tracking_key).await;
    let status: Value = paired.json().await.unwrap();
    assert_eq!(status["place"]["address"], "Gate 4");
}
