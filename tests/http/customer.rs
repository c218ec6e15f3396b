//! `/api/v1/participations/{reference}/…`: actions of a customer with the tracking key.

use domain::{
    case::{
        action::{Action, Ground},
        stage::Stage,
    },
    intake::kind::{Kind, Mood},
    text::TEXT_MAX,
    wire::{Acknowledgement, Contact, Status, Submission},
};
use reqwest::{Method, RequestBuilder, Response, StatusCode, header};
use rstest::rstest;
use serde_json::{Value, json};
use tests::{
    assertions,
    client::{PARTICIPATIONS, Visitor},
    database::Database,
    fixtures::{self, complaint, picture},
    server, staff,
};
use tokio::{sync::RwLock, task::JoinSet};

/// Lock for tests that act as staff: these write to the database file directly, which locks the
/// edge out for a moment.
static ROOM: RwLock<()> = RwLock::const_new(());

/// Visitor with an acknowledged participation.
struct Customer {
    visitor: Visitor,
    given: Acknowledgement,
}

impl Customer {
    async fn new() -> Self {
        Self::who_sent(&complaint()).await
    }

    async fn who_sent(submission: &Submission) -> Self {
        let visitor = Visitor::new();
        let given = visitor.submit(submission).await;
        Self { visitor, given }
    }

    fn call(&self, name: &str, body: &Value) -> RequestBuilder {
        let path = format!("{PARTICIPATIONS}/{}/{name}", self.given.reference);
        let request = self.visitor.request(Method::POST, &path).json(body);
        request.header(header::AUTHORIZATION, format!("Bearer {}", self.given.tracking_key))
    }

    async fn try_to(&self, name: &str, body: Value) -> Response {
        self.call(name, &body).send().await.unwrap()
    }

    async fn does(&self, name: &str, body: Value) -> Status {
        status(self.try_to(name, body).await, StatusCode::OK).await
    }

    async fn writes(&self, body: Value) -> Status {
        status(self.try_to("messages", body).await, StatusCode::CREATED).await
    }

    fn staff(&self, deed: Action) {
        staff::act(
            &Database::in_state(&server::state()),
            self.given.reference,
            Kind::Complaint,
            deed,
        );
    }
}

async fn status(response: Response, expected: StatusCode) -> Status {
    let found = response.status();
    let body = response.text().await.unwrap();
    assert_eq!(found, expected, "{body}");
    serde_json::from_str(&body).unwrap()
}

fn texts(status: Status) -> Vec<String> {
    status.content.unwrap().messages.into_iter().map(|message| message.text).collect()
}

#[tokio::test]
async fn a_message_joins_the_thread_with_what_is_attached_to_it() {
    let _beside_others = ROOM.read().await;
    let first = Visitor::new().upload(&picture(2_000), "first.png", "image/png").await;
    let customer = Customer::who_sent(&fixtures::complaint_with(&[&first])).await;
    let bytes = picture(3_000);
    let second = customer.visitor.upload(&bytes, "gate.png", "image/png").await;
    let status =
        customer.writes(json!({ "text": " It was at gate 4. ", "attachments": [second] })).await;
    let content = status.content.unwrap();
    assert_eq!(content.attachments.len(), 1, "what came with the complaint stays apart");
    let [message] = &content.messages[..] else { panic!("one message") };
    assert_eq!((message.text.as_str(), message.from.as_str()), ("It was at gate 4.", "customer"));
    let [attached] = &message.attachments[..] else { panic!("one attachment") };
    let there = customer.visitor.get(&attached.url).await.bytes().await.unwrap();
    assert_eq!(fixtures::digest(&there), fixtures::digest(&bytes));
    let public = customer.visitor.status(customer.given.reference).await;
    assert_eq!((public.timeline.len(), public.content), (2, None));
}

#[tokio::test]
async fn a_mistyped_contact_is_corrected_with_the_key() {
    let _beside_others = ROOM.read().await;
    let mistyped = Contact { email: Some("salma@exmaple.org".into()), ..Contact::default() };
    let customer = Customer::who_sent(&Submission { contact: Some(mistyped), ..complaint() }).await;
    let right = json!({ "name": "Salma", "email": "salma@example.org", "phone": "050 123 4567" });
    let status = customer.does("contact", right.clone()).await;
    let expected = Contact {
        name: Some("Salma".into()),
        email: Some("salma@example.org".into()),
        phone: Some("+971501234567".into()),
    };
    assert_eq!(status.content.unwrap().contact, Some(expected));
    assert_eq!(status.timeline.len(), 2, "the correction is an event");
    for (body, pointers) in [
        (json!({}), &["/email"][..]),
        (json!({ "name": "Salma" }), &["/email"]),
        (json!({ "email": "salma", "phone": "12" }), &["/email", "/phone"]),
    ] {
        assertions::invalid(customer.try_to("contact", body).await, pointers).await;
    }
    let path = format!("{PARTICIPATIONS}/{}/contact", customer.given.reference);
    let stranger = customer.visitor.request(Method::POST, &path).json(&right);
    assertions::problem(stranger.send().await.unwrap(), StatusCode::UNAUTHORIZED).await;
    customer.does("withdrawal", json!({})).await;
    assertions::problem(customer.try_to("contact", right).await, StatusCode::CONFLICT).await;
}

#[tokio::test]
async fn the_suggestion_that_came_with_a_complaint_is_corrected_with_it() {
    let _beside_others = ROOM.read().await;
    let paired = Submission { suggestion: Some("Mend it.".into()), ..complaint() };
    let customer = Customer::who_sent(&paired).await;
    customer.does("contact", json!({ "email": "salma@example.org" })).await;
    let suggestion = customer.given.suggestion_reference.unwrap();
    let opened = customer.visitor.open(suggestion, &customer.given.tracking_key).await;
    let status: Status = opened.json().await.unwrap();
    let contact = status.content.unwrap().contact.unwrap();
    assert_eq!(contact.email.as_deref(), Some("salma@example.org"));
}

#[tokio::test]
async fn a_contact_is_corrected_three_times_a_day() {
    let _beside_others = ROOM.read().await;
    let customer = Customer::new().await;
    for number in 1..=3 {
        customer.does("contact", json!({ "email": format!("{number}@example.org") })).await;
    }
    let more = customer.try_to("contact", json!({ "email": "4@example.org" })).await;
    assertions::problem(more, StatusCode::TOO_MANY_REQUESTS).await;
}

#[tokio::test]
async fn who_left_no_contact_may_leave_one_later() {
    let _beside_others = ROOM.read().await;
    let customer = Customer::new().await;
    let status = customer.does("contact", json!({ "phone": "+971 50 123 4567" })).await;
    let contact = status.content.unwrap().contact.unwrap();
    assert_eq!(contact.phone.as_deref(), Some("+971501234567"));
}

#[tokio::test]
async fn an_answer_to_a_question_lets_the_clocks_go_on() {
    let _alone = ROOM.write().await;
    let customer = Customer::new().await;
    let promised = customer.given.resolution_due;
    customer.staff(Action::Ask);
    assert_eq!(
        customer.visitor.status(customer.given.reference).await.stage,
        Stage::AwaitingCustomer
    );
    let status = customer.writes(json!({ "text": "Gate 4." })).await;
    assert_eq!(status.stage, Stage::InReview);
    assert!(status.resolution_due >= promised, "{} is before {promised}", status.resolution_due);
}

#[tokio::test]
async fn a_customer_withdraws_and_nothing_follows() {
    let _beside_others = ROOM.read().await;
    let customer = Customer::new().await;
    let status = customer.does("withdrawal", json!({ "reason": "It works again." })).await;
    assert_eq!(status.stage, Stage::Withdrawn);
    assert_eq!(texts(status), ["It works again."]);
    for (name, body) in [
        ("messages", json!({ "text": "More." })),
        ("withdrawal", json!({})),
        ("reopening", json!({ "reason": "No." })),
        ("rating", json!({ "rating": "happy" })),
    ] {
        let problem =
            assertions::problem(customer.try_to(name, body).await, StatusCode::CONFLICT).await;
        assert!(problem.detail.contains("withdrawn"), "{}", problem.detail);
    }
}

#[tokio::test]
async fn an_answer_is_rated_and_the_last_word_counts() {
    let _alone = ROOM.write().await;
    let customer = Customer::new().await;
    let early = customer.try_to("rating", json!({ "rating": "happy" })).await;
    assertions::problem(early, StatusCode::CONFLICT).await;
    customer.staff(Action::Answer { outcome: None });
    for (rating, mood) in [("unhappy", Mood::Unhappy), ("happy", Mood::Happy)] {
        let status =
            customer.does("rating", json!({ "rating": rating, "comment": "Quick." })).await;
        assert_eq!((status.stage, status.content.unwrap().rating), (Stage::Answered, Some(mood)));
    }
}

#[rstest]
#[case::answered(vec![Action::Answer { outcome: None }])]
#[case::closed(vec![Action::Answer { outcome: None }, Action::Close])]
#[case::declined(vec![Action::Decline { ground: Ground::OutOfScope }])]
#[tokio::test]
async fn what_has_ended_is_reopened_with_a_reason(#[case] deeds: Vec<Action>) {
    let _alone = ROOM.write().await;
    let customer = Customer::new().await;
    let early = customer.try_to("reopening", json!({ "reason": "Now!" })).await;
    assertions::problem(early, StatusCode::CONFLICT).await;
    for deed in deeds {
        customer.staff(deed);
    }
    assertions::invalid(customer.try_to("reopening", json!({ "reason": " " })).await, &["/reason"])
        .await;
    let status = customer.does("reopening", json!({ "reason": "It is broken again." })).await;
    assert_eq!(status.stage, Stage::Reopened);
    assert_eq!(texts(status), ["It is broken again."]);
}

#[tokio::test]
async fn only_the_tracking_key_opens_a_call() {
    let _beside_others = ROOM.read().await;
    let (customer, stranger) = (Customer::new().await, Customer::new().await);
    let path = |name: &str| format!("{PARTICIPATIONS}/{}/{name}", customer.given.reference);
    for (name, body) in [
        ("messages", json!({ "text": "t" })),
        ("withdrawal", json!({})),
        ("reopening", json!({ "reason": "r" })),
        ("rating", json!({ "rating": "happy" })),
    ] {
        let request = || stranger.visitor.request(Method::POST, &path(name)).json(&body);
        let none = request().send().await.unwrap();
        assertions::problem(none, StatusCode::UNAUTHORIZED).await;
        let foreign = request().bearer_auth(&stranger.given.tracking_key).send().await.unwrap();
        assertions::problem(foreign, StatusCode::UNAUTHORIZED).await;
        let nowhere = Customer {
            given: Acknowledgement { reference: unknown(), ..customer.given.clone() },
            visitor: Visitor::new(),
        };
        assertions::problem(nowhere.try_to(name, body.clone()).await, StatusCode::NOT_FOUND).await;
    }
    assert_eq!(customer.visitor.status(customer.given.reference).await.stage, Stage::Received);
}

fn unknown() -> domain::reference::Reference {
    domain::reference::Reference::draw(fastrand::u64(..).to_be_bytes())
}

#[tokio::test]
async fn what_cannot_be_accepted_is_said_with_its_place() {
    let _beside_others = ROOM.read().await;
    let customer = Customer::new().await;
    assertions::invalid(customer.try_to("messages", json!({ "text": " " })).await, &["/text"])
        .await;
    let long = json!({ "text": "x".repeat(TEXT_MAX + 1) });
    assertions::invalid(customer.try_to("messages", long).await, &["/text"]).await;
    let unknown = json!({ "text": "t", "attachments": ["0".repeat(32)] });
    assertions::invalid(customer.try_to("messages", unknown).await, &["/attachments/0"]).await;
    assertions::problem(
        customer.try_to("rating", json!({ "rating": "ecstatic" })).await,
        StatusCode::BAD_REQUEST,
    )
    .await;
    assertions::problem(customer.try_to("messages", json!([])).await, StatusCode::BAD_REQUEST)
        .await;
    let path = format!("{PARTICIPATIONS}/{}/messages", customer.given.reference);
    let plain = customer
        .visitor
        .request(Method::POST, &path)
        .bearer_auth(&customer.given.tracking_key)
        .body("t");
    let plain = plain.header(header::CONTENT_TYPE, "text/plain").send().await.unwrap();
    assertions::problem(plain, StatusCode::UNSUPPORTED_MEDIA_TYPE).await;
    assert!(
        texts(customer.does("withdrawal", json!({})).await).is_empty(),
        "nothing of it was kept"
    );
}

#[tokio::test]
async fn a_repeated_call_is_one_call() {
    let _beside_others = ROOM.read().await;
    let customer = Customer::new().await;
    let key = fixtures::key();
    let send = |text: &str| {
        customer
            .call("messages", &json!({ "text": text }))
            .header("Idempotency-Key", key.as_str())
            .send()
    };
    for _ in 0..2 {
        let status = status(send("Gate 4.").await.unwrap(), StatusCode::CREATED).await;
        assert_eq!(texts(status), ["Gate 4."]);
    }
    assertions::problem(send("Gate 5.").await.unwrap(), StatusCode::UNPROCESSABLE_ENTITY).await;
    let malformed = customer
        .call("messages", &json!({ "text": "t" }))
        .header("Idempotency-Key", "1")
        .send()
        .await
        .unwrap();
    assertions::problem(malformed, StatusCode::BAD_REQUEST).await;
}

#[tokio::test]
async fn without_the_tracking_key_nothing_else_of_a_call_is_judged() {
    let _beside_others = ROOM.read().await;
    let customer = Customer::new().await;
    for name in ["messages", "withdrawal", "reopening", "rating", "contact"] {
        let path = format!("{PARTICIPATIONS}/{}/{name}", customer.given.reference);
        for authorization in [None, Some("Bearer wrong")] {
            let request = customer.visitor.request(Method::POST, &path).body("no JSON");
            let request = request.header("Idempotency-Key", "1");
            let request = authorization
                .into_iter()
                .fold(request, |request, value| request.header(header::AUTHORIZATION, value));
            assertions::problem(request.send().await.unwrap(), StatusCode::UNAUTHORIZED).await;
        }
    }
}

#[tokio::test]
async fn messages_sent_at_once_all_arrive_and_the_history_holds() {
    let _beside_others = ROOM.read().await;
    let customer = Customer::new().await;
    let mut sends = JoinSet::new();
    for number in 0..4 {
        sends.spawn(customer.call("messages", &json!({ "text": format!("{number}") })).send());
    }
    for response in sends.join_all().await {
        assert_eq!(response.unwrap().status(), StatusCode::CREATED);
    }
    let status = customer.writes(json!({ "text": "4" })).await;
    assert_eq!(status.timeline.len(), 6);
    let mut texts = texts(status);
    texts.sort();
    assert_eq!(texts, ["0", "1", "2", "3", "4"]);
}

#[tokio::test]
async fn what_is_erased_takes_its_thread_along() {
    let _beside_others = ROOM.read().await;
    let customer = Customer::new().await;
    let upload = customer.visitor.upload(&picture(2_000), "gate.png", "image/png").await;
    customer.writes(json!({ "text": "At gate 4.", "attachments": [upload] })).await;
    let path = format!("{PARTICIPATIONS}/{}", customer.given.reference);
    let erased = customer
        .visitor
        .request(Method::DELETE, &path)
        .bearer_auth(&customer.given.tracking_key)
        .send()
        .await
        .unwrap();
    assert_eq!(erased.status(), StatusCode::NO_CONTENT);
    let content = customer.visitor.content(&customer.given).await;
    assert!(
        content.messages.is_empty() && content.attachments.is_empty() && content.text.is_empty()
    );
}

/// Requests a new link and returns the response's status and Location header.
async fn asks_for_a_link(
    visitor: &Visitor,
    given: &Acknowledgement,
    contact: &str,
) -> (StatusCode, String) {
    let request = visitor
        .request(Method::POST, &format!("/p/{}/link?lang=en", given.reference))
        .form(&[("contact", contact)]);
    let response = request.send().await.unwrap();
    (response.status(), response.headers()[header::LOCATION].to_str().unwrap().to_owned())
}

#[tokio::test]
async fn a_new_link_is_sent_three_times_a_day_and_who_asks_never_hears_whether() {
    let _beside_others = ROOM.read().await;
    let contact = Contact { email: Some("salma@example.org".into()), ..Contact::default() };
    let customer = Customer::who_sent(&Submission { contact: Some(contact), ..complaint() }).await;
    let (visitor, given) = (&customer.visitor, &customer.given);
    let stranger = asks_for_a_link(visitor, given, "other@example.org").await;
    assert_eq!(stranger.0, StatusCode::SEE_OTHER);
    for _ in 0..5 {
        assert_eq!(asks_for_a_link(visitor, given, " Salma@Example.org ").await, stranger);
    }
    let sent = || {
        let count = format!(
            "SELECT COUNT(*) AS n FROM outbox WHERE template = 'link' AND participation = '{}'",
            given.reference.digits()
        );
        Database::in_state(&server::state()).count(&count)
    };
    for _ in 0..100 {
        if sent() == 3 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    // Gives further messages, which must not come, time to arrive.
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    assert_eq!(sent(), 3);
}
