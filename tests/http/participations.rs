//! `/api/v1/participations`: submission and status.

use std::collections::HashSet;

use domain::{
    case::{stage::Stage, timeline::coarse},
    intake::kind::{Kind, Mood},
    reference::Reference,
    text::TEXT_MAX,
    wire::{Acknowledgement, Contact, Submission},
};
use reqwest::{Method, RequestBuilder, Response, StatusCode, header};
use serde_json::{Value, json};
use tests::{
    assertions::{self, header_of},
    client::{self, PARTICIPATIONS, Visitor},
    fixtures::{self, complaint},
    server,
};
use tokio::task::JoinSet;

async fn send(request: RequestBuilder) -> Response {
    request.send().await.unwrap()
}

fn raw(visitor: &Visitor, body: impl Into<String>) -> RequestBuilder {
    visitor
        .request(Method::POST, PARTICIPATIONS)
        .header("Idempotency-Key", fixtures::key().as_str())
        .header(header::CONTENT_TYPE, "application/json")
        .body(body.into())
}

/// Returns the reference number in Arabic digits.
fn in_arabic_digits(reference: Reference) -> String {
    reference
        .digits()
        .chars()
        .map(|digit| char::from_u32(u32::from(digit) - u32::from('0') + u32::from('٠')).unwrap())
        .collect()
}

/// Returns the reference number with its last digit off by one.
fn mistyped(reference: Reference) -> String {
    let (rest, last) = reference.digits().split_at(11);
    format!("{rest}{}", (last.parse::<u8>().unwrap() + 1) % 10)
}

// Submission.

#[tokio::test]
async fn a_complaint_is_acknowledged_with_all_that_its_author_needs() {
    let visitor = Visitor::new();
    let response = visitor.try_to_submit(&complaint()).await;
    assert_eq!(response.status(), StatusCode::CREATED);
    let location = header_of(&response, header::LOCATION);
    let got: Acknowledgement = response.json().await.unwrap();
    let there = visitor.get(&location).await;
    assert_eq!(there.status(), StatusCode::OK);
    assert!(there.text().await.unwrap().contains(&got.reference.to_string()));
    assert_eq!(got.tracking_key.len(), 22);
    let (page, fragment) = got.tracking_url.split_once('#').unwrap();
    assert!(fragment.contains(&got.tracking_key));
    assert!(
        page.starts_with(&server::edge())
            && !page.contains(&got.tracking_key)
            && !page.contains('?'),
        "{page}"
    );
    assert!(
        got.received_at < got.first_response_due && got.first_response_due <= got.resolution_due
    );
    assert_eq!(got.suggestion_reference, None);
}

#[tokio::test]
async fn an_acknowledgement_is_kept_by_no_cache() {
    let response = Visitor::new().try_to_submit(&complaint()).await;
    assert!(header_of(&response, header::CACHE_CONTROL).contains("no-store"));
}

#[tokio::test]
async fn everything_that_was_said_comes_back_to_its_author() {
    let visitor = Visitor::new();
    let submission = Submission {
        kind: Kind::Complaint,
        entity: "iacad".into(),
        service: Some("mosques".into()),
        text: "المكيّف لا يعمل 🙏 <b>not bold</b>".into(),
        suggestion: Some("أرسلوا فنيًّا".into()),
        contact: Some(Contact {
            name: Some("سلمى".into()),
            email: Some("salma@example.org".into()),
            phone: Some("+971501234567".into()),
        }),
        language: "ar".into(),
        mood: Some(Mood::Unhappy),
        page: Some("https://iacad.example/mosques?session=secret#top".into()),
        elapsed_ms: Some(41_250),
        ..complaint()
    };
    let acknowledgement = visitor.submit(&submission).await;
    let content = visitor.content(&acknowledgement).await;
    assert_eq!((content.text, content.service), (submission.text, submission.service));
    assert_eq!((content.contact, content.language), (submission.contact, submission.language));
    assert_eq!((content.mood, content.elapsed_ms), (submission.mood, submission.elapsed_ms));
    assert_eq!(content.page.as_deref(), Some("https://iacad.example/mosques"));
    assert_eq!(content.suggestion, acknowledgement.suggestion_reference);
    assert!(
        content.suggestion.is_some()
            && content.attachments.is_empty()
            && content.messages.is_empty()
    );
}

#[tokio::test]
async fn each_kind_is_received() {
    let visitor = Visitor::new();
    for kind in Kind::ALL {
        let acknowledgement = visitor.submit(&Submission { kind, ..complaint() }).await;
        let status = visitor.status(acknowledgement.reference).await;
        assert_eq!((status.kind, status.stage), (kind, Stage::Received));
    }
}

#[tokio::test]
async fn a_suggestion_that_rides_on_a_complaint_has_a_number_and_a_status_of_its_own() {
    let visitor = Visitor::new();
    let both = Submission {
        suggestion: Some("Show the price before the card goes in.".into()),
        ..complaint()
    };
    let acknowledgement = visitor.submit(&both).await;
    let suggestion = acknowledgement.suggestion_reference.unwrap();
    assert_ne!(suggestion, acknowledgement.reference);
    assert_eq!(visitor.status(suggestion).await.kind, Kind::Suggestion);
    assert_eq!(visitor.status(acknowledgement.reference).await.kind, Kind::Complaint);
}

#[tokio::test]
async fn what_is_not_json_is_refused() {
    let visitor = Visitor::new();
    for media_type in
        ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]
    {
        let request = visitor.submission(&fixtures::key(), &complaint());
        let mut request = request.build().unwrap();
        request.headers_mut().insert(header::CONTENT_TYPE, media_type.parse().unwrap());
        let response = client::http().execute(request).await.unwrap();
        assertions::problem(response, StatusCode::UNSUPPORTED_MEDIA_TYPE).await;
    }
}

#[tokio::test]
async fn json_that_is_broken_or_something_else_is_refused() {
    let visitor = Visitor::new();
    for body in ["", "{", "[]", "null", "\"complaint\"", "{\"kind\":\"complaint\",", "\u{0}"] {
        assertions::problem(send(raw(&visitor, body)).await, StatusCode::BAD_REQUEST).await;
    }
}

#[tokio::test]
async fn json_with_a_member_missing_or_of_the_wrong_type_is_refused() {
    let visitor = Visitor::new();
    for body in [
        json!({ "entity": "rta", "text": "t", "language": "en" }),
        json!({ "kind": "praise", "entity": "rta", "text": "t", "language": "en" }),
        json!({ "kind": "complaint", "entity": 7, "text": "t", "language": "en" }),
        json!({ "kind": "complaint", "entity": "rta", "text": ["t"], "language": "en" }),
        json!({ "kind": "complaint", "entity": "rta", "text": "t", "language": "en", "elapsed_ms": -1 }),
    ] {
        let response = send(raw(&visitor, body.to_string())).await;
        let status = response.status();
        assert!(matches!(status.as_u16(), 400 | 422), "{status} for {body}");
        assertions::problem(response, status).await;
    }
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused() {
    let visitor = Visitor::new();
    let large = Submission { text: "x".repeat(70 * 1024), ..complaint() };
    assertions::problem(visitor.try_to_submit(&large).await, StatusCode::PAYLOAD_TOO_LARGE).await;
}

#[tokio::test]
async fn the_longest_text_is_taken_in_any_script_and_a_longer_one_is_not() {
    let visitor = Visitor::new();
    for letter in ["x", "ص", "🙏"] {
        let acknowledgement =
            visitor.submit(&Submission { text: letter.repeat(TEXT_MAX), ..complaint() }).await;
        assert_eq!(visitor.content(&acknowledgement).await.text, letter.repeat(TEXT_MAX));
    }
    let longer = Submission { text: "x".repeat(TEXT_MAX + 1), ..complaint() };
    assertions::invalid(visitor.try_to_submit(&longer).await, &["/text"]).await;
}

#[tokio::test]
async fn all_that_is_wrong_is_said_at_once_each_with_its_place() {
    let wrong = Submission {
        text: " \n".into(),
        contact: Some(Contact {
            name: None,
            email: Some("nobody".into()),
            phone: Some("12".into()),
        }),
        language: "english!".into(),
        page: Some("javascript:alert(1)".into()),
        ..complaint()
    };
    let pointers = ["/contact/email", "/contact/phone", "/language", "/page"];
    let response = Visitor::new().try_to_submit(&wrong).await;
    let problem = assertions::problem(response, StatusCode::UNPROCESSABLE_ENTITY).await;
    for pointer in pointers {
        assert!(
            problem.errors.iter().any(|error| error.pointer == pointer),
            "{pointer} in {:?}",
            problem.errors
        );
    }
}

#[tokio::test]
async fn nothing_said_at_all_is_refused() {
    let silent = Submission { text: " \n".into(), ..complaint() };
    assertions::invalid(Visitor::new().try_to_submit(&silent).await, &["/text"]).await;
}

#[tokio::test]
async fn an_entity_service_or_upload_that_does_not_exist_is_refused() {
    let visitor = Visitor::new();
    let entity = Submission { entity: "nobody".into(), ..complaint() };
    assertions::invalid(visitor.try_to_submit(&entity).await, &["/entity"]).await;
    let service = Submission { service: Some("mosques".into()), ..complaint() };
    assertions::invalid(visitor.try_to_submit(&service).await, &["/service"]).await;
    let upload = fixtures::complaint_with(&[&"0".repeat(32)]);
    assertions::invalid(visitor.try_to_submit(&upload).await, &["/attachments/0"]).await;
    let no_id = fixtures::complaint_with(&["../../secrets"]);
    assertions::invalid(visitor.try_to_submit(&no_id).await, &["/attachments/0"]).await;
}

#[tokio::test]
async fn a_suggestion_on_anything_but_a_complaint_is_refused() {
    let paired = Submission {
        kind: Kind::Observation,
        suggestion: Some("More shade.".into()),
        ..complaint()
    };
    assertions::invalid(Visitor::new().try_to_submit(&paired).await, &["/suggestion"]).await;
}

// Repeated submission.

#[tokio::test]
async fn a_submission_without_a_proper_key_is_refused() {
    let visitor = Visitor::new();
    let none = visitor.request(Method::POST, PARTICIPATIONS).json(&complaint());
    assertions::problem(send(none).await, StatusCode::BAD_REQUEST).await;
    for key in [
        "",
        "1",
        "not-a-uuid",
        "7f9c24e8-3b12-4fef-91e0-56a2d5a9c1b",
        "7f9c24e83b124fef91e056a2d5a9c1b7",
    ] {
        let request = visitor
            .request(Method::POST, PARTICIPATIONS)
            .header("Idempotency-Key", key)
            .json(&complaint());
        assertions::problem(send(request).await, StatusCode::BAD_REQUEST).await;
    }
}

#[tokio::test]
async fn sending_again_under_the_same_key_gives_the_same_acknowledgement() {
    let visitor = Visitor::new();
    let key = fixtures::key();
    let submission = Submission { suggestion: Some("A second machine.".into()), ..complaint() };
    let first: Acknowledgement =
        send(visitor.submission(&key, &submission)).await.json().await.unwrap();
    for _ in 0..2 {
        let response = send(visitor.submission(&key, &submission)).await;
        assert!(response.status().is_success());
        assert_eq!(response.json::<Acknowledgement>().await.unwrap(), first);
    }
    assert_eq!(visitor.status(first.reference).await.timeline.len(), 1);
}

#[tokio::test]
async fn a_key_means_the_same_quoted_bare_or_in_capitals() {
    let visitor = Visitor::new();
    let key = fixtures::key();
    let first: Acknowledgement =
        send(visitor.submission(&key, &complaint())).await.json().await.unwrap();
    for written in [format!("\"{}\"", key.as_str()), key.as_str().to_uppercase()] {
        let request = visitor
            .request(Method::POST, PARTICIPATIONS)
            .header("Idempotency-Key", written)
            .json(&complaint());
        assert_eq!(send(request).await.json::<Acknowledgement>().await.unwrap(), first);
    }
}

#[tokio::test]
async fn another_body_under_the_same_key_is_refused_and_changes_nothing() {
    let visitor = Visitor::new();
    let key = fixtures::key();
    let first: Acknowledgement =
        send(visitor.submission(&key, &complaint())).await.json().await.unwrap();
    let other = Submission { text: "Something else.".into(), ..complaint() };
    assertions::problem(
        send(visitor.submission(&key, &other)).await,
        StatusCode::UNPROCESSABLE_ENTITY,
    )
    .await;
    assert_eq!(visitor.content(&first).await.text, complaint().text);
}

#[tokio::test]
async fn a_key_is_still_free_after_a_refusal() {
    let visitor = Visitor::new();
    let key = fixtures::key();
    let wrong = Submission { entity: "nobody".into(), ..complaint() };
    assertions::invalid(send(visitor.submission(&key, &wrong)).await, &["/entity"]).await;
    assert_eq!(send(visitor.submission(&key, &complaint())).await.status(), StatusCode::CREATED);
}

#[tokio::test]
async fn fifty_at_once_under_one_key_store_one() {
    let visitor = Visitor::new();
    let key = fixtures::key();
    let submission = Submission { suggestion: Some("Once is enough.".into()), ..complaint() };
    let mut sending = JoinSet::new();
    for _ in 0..50 {
        let request = visitor.submission(&key, &submission);
        sending.spawn(async move {
            let response = request.send().await.unwrap();
            let status = response.status();
            (status, response.text().await.unwrap())
        });
    }
    let mut answers = sending.join_all().await;
    // Requests that came during the first one were refused with 409; a retry gets the
    // acknowledgement.
    answers.retain(|(status, _)| *status != StatusCode::CONFLICT);
    let late = send(visitor.submission(&key, &submission)).await;
    answers.push((late.status(), late.text().await.unwrap()));
    let mut acknowledgements = HashSet::new();
    for (status, body) in &answers {
        assert!(status.is_success(), "{status}: {body}");
        let got: Acknowledgement = serde_json::from_str(body).unwrap();
        acknowledgements.insert((
            got.reference,
            got.suggestion_reference,
            got.tracking_key,
            got.received_at,
        ));
    }
    assert_eq!(acknowledgements.len(), 1);
    let (reference, suggestion, ..) = acknowledgements.into_iter().next().unwrap();
    for reference in [reference, suggestion.unwrap()] {
        assert_eq!(visitor.status(reference).await.timeline.len(), 1);
    }
}

// Cross-origin requests.

#[tokio::test]
async fn a_page_of_an_entity_may_send_and_read_the_answer() {
    let request = Visitor::new()
        .submission(&fixtures::key(), &complaint())
        .header(header::ORIGIN, server::demo());
    let response = send(request).await;
    assert_eq!(response.status(), StatusCode::CREATED);
    assert_eq!(header_of(&response, header::ACCESS_CONTROL_ALLOW_ORIGIN), server::demo());
    assert!(header_of(&response, header::VARY).to_lowercase().contains("origin"));
}

#[tokio::test]
async fn the_platforms_own_pages_may_send() {
    let request = Visitor::new()
        .submission(&fixtures::key(), &complaint())
        .header(header::ORIGIN, server::edge());
    assert_eq!(send(request).await.status(), StatusCode::CREATED);
}

#[tokio::test]
async fn a_foreign_website_may_not_send() {
    let visitor = Visitor::new();
    let look_alike = server::demo().replace("127.0.0.1", "127.0.0.1.evil.example");
    for origin in ["https://evil.example", "null", look_alike.as_str()] {
        let response =
            send(visitor.submission(&fixtures::key(), &complaint()).header(header::ORIGIN, origin))
                .await;
        assert_eq!(header_of(&response, header::ACCESS_CONTROL_ALLOW_ORIGIN), "", "{origin}");
        assertions::problem(response, StatusCode::FORBIDDEN).await;
    }
}

#[tokio::test]
async fn a_browser_that_asks_first_is_told_what_it_may_send() {
    let visitor = Visitor::new();
    let ask = |origin: &str| {
        visitor
            .request(Method::OPTIONS, PARTICIPATIONS)
            .header(header::ORIGIN, origin)
            .header(header::ACCESS_CONTROL_REQUEST_METHOD, "POST")
            .header(header::ACCESS_CONTROL_REQUEST_HEADERS, "content-type,idempotency-key")
    };
    let answer = send(ask(&server::demo())).await;
    assert!(answer.status().is_success());
    assert_eq!(header_of(&answer, header::ACCESS_CONTROL_ALLOW_ORIGIN), server::demo());
    assert!(header_of(&answer, header::ACCESS_CONTROL_ALLOW_METHODS).contains("POST"));
    let allowed = header_of(&answer, header::ACCESS_CONTROL_ALLOW_HEADERS).to_lowercase();
    assert!(allowed.contains("content-type") && allowed.contains("idempotency-key"), "{allowed}");
    let refused = send(ask("https://evil.example")).await;
    assert_eq!(header_of(&refused, header::ACCESS_CONTROL_ALLOW_ORIGIN), "");
}

// Status.

#[tokio::test]
async fn anyone_with_the_number_sees_how_it_stands_and_nothing_that_was_said() {
    let visitor = Visitor::new();
    let contact = Contact { name: Some("Salma".into()), ..Contact::default() };
    let acknowledgement =
        visitor.submit(&Submission { contact: Some(contact), ..complaint() }).await;
    let response = visitor.get(&format!("{PARTICIPATIONS}/{}", acknowledgement.reference)).await;
    assert_eq!(response.status(), StatusCode::OK);
    let status: Value = response.json().await.unwrap();
    assert_eq!(status["entity"], "rta");
    assert_eq!(status["timeline"].as_array().unwrap().len(), 1);
    for private in [
        "text",
        "service",
        "suggestion",
        "language",
        "contact",
        "attachments",
        "messages",
        "tracking_key",
    ] {
        assert!(status.get(private).is_none(), "{private}");
    }
    assert!(!status.to_string().contains("Salma"));
    let public = visitor.status(acknowledgement.reference).await;
    assert_eq!(
        (public.received_at, public.resolution_due),
        (coarse(acknowledgement.received_at), acknowledgement.resolution_due)
    );
}

#[tokio::test]
async fn a_number_is_understood_however_it_is_typed() {
    let visitor = Visitor::new();
    let reference = visitor.submit(&complaint()).await.reference;
    let spaced = reference.to_string().replace('-', "%20");
    for typed in [reference.digits().to_owned(), in_arabic_digits(reference), spaced] {
        let response = visitor.get(&format!("{PARTICIPATIONS}/{typed}")).await;
        assert_eq!(response.status(), StatusCode::OK, "{typed}");
        assert_eq!(response.json::<Value>().await.unwrap()["reference"], json!(reference));
    }
}

#[tokio::test]
async fn a_number_that_is_mistyped_unknown_or_none_at_all_is_not_found() {
    let visitor = Visitor::new();
    let reference = visitor.submit(&complaint()).await.reference;
    // A valid number that is, with near certainty, unused.
    let unknown = Reference::draw([0xa5; 8]);
    for typed in [mistyped(reference), unknown.to_string(), "12".into(), "hello".into()] {
        assertions::problem(
            visitor.get(&format!("{PARTICIPATIONS}/{typed}")).await,
            StatusCode::NOT_FOUND,
        )
        .await;
    }
}

#[tokio::test]
async fn a_wrong_tracking_key_opens_nothing() {
    let visitor = Visitor::new();
    let mine = visitor.submit(&complaint()).await;
    let other = visitor.submit(&complaint()).await;
    for key in [other.tracking_key.as_str(), "", "short", "AAAAAAAAAAAAAAAAAAAAAA"] {
        assertions::problem(visitor.open(mine.reference, key).await, StatusCode::UNAUTHORIZED)
            .await;
    }
}

#[tokio::test]
async fn a_tracking_key_in_the_query_opens_nothing() {
    let visitor = Visitor::new();
    let mine = visitor.submit(&complaint()).await;
    let response = visitor
        .get(&format!("{PARTICIPATIONS}/{}?key={}", mine.reference, mine.tracking_key))
        .await;
    assert!(response.json::<Value>().await.unwrap().get("text").is_none());
}
