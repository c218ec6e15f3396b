//! `/in/instagram`: handshake, signatures, webhooks of every shape, files, deleted messages, and
//! the story of a complaint by direct messages.

use std::time::Duration;

use domain::{case::action::Action, reference::Reference};
use reqwest::StatusCode;
use serde_json::{Value, json};
use tests::{
    assertions::problem,
    channel::{
        accounts::{
            Accounts, Taken, VERIFY_TOKEN, deliver, edge, id, instagram, instagram_message,
            instagram_webhook,
        },
        count, until,
        whatsapp::signature,
    },
    clerk::Clerk,
    fixtures::photograph,
    workerd::Workerd,
};
use tokio::time::sleep;

/// Sends a direct message.
async fn write(edge: &Workerd, sender: &str, text: &str) {
    let body = instagram_webhook(&[instagram_message(sender, text, &json!({}))], &[]);
    assert_eq!(instagram(&edge.visitor(), &body).await, StatusCode::OK);
}

/// Sends a direct message and waits for an answer.
async fn answered(edge: &Workerd, accounts: &Accounts, sender: &str, text: &str) -> Vec<Taken> {
    let of =
        |taken: &[Taken]| taken.iter().filter(|one| one.body["recipient"]["id"] == *sender).count();
    let before = of(&accounts.taken());
    write(edge, sender, text).await;
    accounts.until(|taken| of(taken) > before).await
}

#[tokio::test]
async fn the_handshake_answers_the_right_token_alone() {
    let (edge, _accounts) = edge(&[]).await;
    let visitor = edge.visitor();
    let ask = async |token: &str| {
        let query = format!("hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token={token}");
        visitor.get(&format!("/in/instagram?{query}")).await
    };
    let answer = ask(VERIFY_TOKEN).await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.text().await.unwrap(), "1158201444");
    problem(ask("wrong").await, StatusCode::FORBIDDEN).await;
    let health: Value = visitor.get("/healthz").await.json().await.unwrap();
    assert_eq!((&health["instagram"], &health["x"]), (&json!("on"), &json!("on")));
    assert_eq!((&health["whatsapp"], &health["sms"]), (&json!("off"), &json!("off")));
}

#[tokio::test]
async fn what_is_beyond_the_day_s_budget_waits() {
    let (edge, accounts) = edge(&["BUDGET_INSTAGRAM:1"]).await;
    answered(&edge, &accounts, &id(), "hello").await;
    let spent = "delivery_counts WHERE way = 'instagram' AND state = 'budget' AND count = 1";
    until(&edge, spent, 1).await;
    let other = id();
    write(&edge, &other, "hello").await;
    let waits =
        "replies WHERE failed_of = 'budget' AND not_before IS NOT NULL AND due_at IS NOT NULL";
    until(&edge, &format!("(SELECT 1 FROM {waits} LIMIT 1)"), 1).await;
    assert_eq!(accounts.taken().len(), 1, "{:?}", accounts.taken());
}

#[tokio::test]
async fn without_an_account_there_is_no_webhook() {
    let edge = Workerd::start(&[]).await;
    let visitor = edge.visitor();
    problem(visitor.get("/in/instagram").await, StatusCode::NOT_FOUND).await;
    let body = instagram_webhook(&[instagram_message(&id(), "hello", &json!({}))], &[]);
    assert_eq!(instagram(&visitor, &body).await, StatusCode::NOT_FOUND);
    let health: Value = visitor.get("/healthz").await.json().await.unwrap();
    assert_eq!(health["instagram"], "off");
}

#[tokio::test]
async fn only_what_is_signed_is_stored_and_a_repetition_changes_nothing() {
    let (edge, accounts) = edge(&[]).await;
    let visitor = edge.visitor();
    let body = instagram_webhook(&[instagram_message(&id(), "مرحبا", &json!({}))], &[]);
    let right = signature(&body);
    let wrong = [
        None,
        Some("sha256=".to_owned()),
        Some(right.to_uppercase()),
        Some(signature(&format!("{body} "))),
    ];
    for signature in wrong {
        let header = signature.as_deref().map(|value| ("x-hub-signature-256", value));
        let status = deliver(&visitor, "/in/instagram", &body, header).await;
        assert_eq!(status, StatusCode::FORBIDDEN);
    }
    // A signature over the escaped letters isn't one over the letters themselves.
    let escaped = body.replace('م', "\\u0645");
    let header = Some(("x-hub-signature-256", right.as_str()));
    let status = deliver(&visitor, "/in/instagram", &escaped, header).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert_eq!(count(&edge, "inbox") + count(&edge, "taken_messages"), 0);

    assert_eq!(instagram(&visitor, &body).await, StatusCode::OK);
    let first = accounts.until(|taken| !taken.is_empty()).await;
    until(&edge, "inbox", 0).await;
    for body in [&body, &escaped] {
        assert_eq!(instagram(&visitor, body).await, StatusCode::OK);
    }
    until(&edge, "inbox", 0).await;
    sleep(Duration::from_secs(1)).await;
    assert_eq!(count(&edge, "taken_messages"), 1);
    assert_eq!(accounts.taken().len(), first.len());
}

#[tokio::test]
async fn batches_are_taken_and_unknown_shapes_lose_nothing_beside_them() {
    let (edge, accounts) = edge(&[]).await;
    let visitor = edge.visitor();
    let people: Vec<String> = (0..100).map(|_| id()).collect();
    let mut messaging: Vec<Value> = people
        .iter()
        .map(|person| instagram_message(person, "hello", &json!({ "future": [1] })))
        .collect();
    messaging.extend([
        json!(7),
        json!({ "sender": { "id": "1" }, "timestamp": 1, "read": { "mid": "m" } }),
        instagram_message(&id(), "an echo", &json!({ "is_echo": true })),
    ]);
    let changes = [json!({ "field": "story_insights", "value": { "media_id": "1" } }), json!(null)];
    // The body may be a list too.
    let body = format!("[{}]", instagram_webhook(&messaging, &changes));
    assert_eq!(instagram(&visitor, &body).await, StatusCode::OK);
    until(&edge, "taken_messages", 100).await;
    let of = |taken: &[Taken], person: &str| {
        taken.iter().any(|one| one.body["recipient"]["id"] == *person)
    };
    accounts.until(|taken| people.iter().all(|person| of(taken, person))).await;
    // Another account of the app isn't ours.
    let other = json!({ "object": "instagram", "entry": [{ "id": "7",
        "messaging": [instagram_message(&id(), "hello", &json!({}))] }] });
    assert_eq!(instagram(&visitor, &other.to_string()).await, StatusCode::OK);
    for body in ["{", r#"{"object":"page","entry":[]}"#] {
        assert_eq!(instagram(&visitor, body).await, StatusCode::BAD_REQUEST, "{body}");
    }
    sleep(Duration::from_secs(1)).await;
    assert_eq!((count(&edge, "taken_messages"), count(&edge, "inbox")), (100, 0));
}

#[tokio::test]
async fn a_complaint_by_numbers_is_answered_in_the_chat_and_sealed() {
    let (edge, accounts) = edge(&[]).await;
    let visitor = edge.visitor();
    let person = id();
    let url = accounts.add("card", photograph(20_000));
    let files = json!({ "attachments": [{ "type": "image", "payload": { "url": url } }] });
    let story = instagram_message(&person, "The machine kept my card.", &files);
    assert_eq!(instagram(&visitor, &instagram_webhook(&[story], &[])).await, StatusCode::OK);
    accounts.until(|taken| taken.iter().any(|one| one.text().contains('3'))).await;
    until(&edge, "uploads WHERE media_type = 'image/jpeg' AND offset = length", 1).await;
    answered(&edge, &accounts, &person, "3").await;
    answered(&edge, &accounts, &person, "1").await;
    until(&edge, "participations WHERE channel = 'instagram'", 1).await;
    let rows = edge.database().run(&["SELECT reference, text FROM participations"]);
    assert_eq!(rows[0]["text"], "The machine kept my card.");
    let reference = Reference::parse(rows[0]["reference"].as_str().unwrap()).unwrap();
    let number = reference.to_string();
    accounts.until(|taken| taken.iter().any(|one| one.text().contains(&number))).await;
    let clerk = Clerk::of("rta", &visitor, &edge.database());
    assert_eq!(clerk.case(reference).await.attachments.len(), 1);

    // A notice goes back the way it came.
    clerk.does(reference, Action::Take, "").await;
    clerk.does(reference, Action::Answer { outcome: None }, "We have paid it back.").await;
    until(&edge, "deliveries WHERE way = 'instagram' AND state = 'sent'", 1).await;
    // Outside of the window there is no template, and no other way was left.
    edge.database().run(&["UPDATE conversations SET heard_at = '2026-01-01T00:00:00Z'"]);
    clerk.does(reference, Action::Reply, "It takes a day more.").await;
    until(&edge, "replies WHERE status = 'failed' AND failed_of = 'past_window'", 1).await;
    until(&edge, "outbox WHERE outcome = 'dead'", 1).await;

    for table in ["conversations", "addresses", "taken_messages", "replies"] {
        let rows = edge.database().run(&[&format!("SELECT * FROM {table}")]);
        assert!(!rows.is_empty(), "{table}");
        assert!(!format!("{rows:?}").contains(&person), "{table}");
    }
    assert!(!edge.log().contains(&person));
}

#[tokio::test]
async fn a_deleted_message_is_not_sent_whichever_comes_first() {
    let (edge, accounts) = edge(&[]).await;
    let visitor = edge.visitor();
    let person = id();
    let secret = instagram_message(&person, "My number is 050 123 4567.", &json!({}));
    let gone = |message: &Value| {
        let mut gone = message.clone();
        gone["message"] = json!({ "mid": message["message"]["mid"], "is_deleted": true });
        instagram_webhook(&[gone], &[])
    };
    let body = instagram_webhook(std::slice::from_ref(&secret), &[]);
    assert_eq!(instagram(&visitor, &body).await, StatusCode::OK);
    accounts.until(|taken| !taken.is_empty()).await;
    assert_eq!(instagram(&visitor, &gone(&secret)).await, StatusCode::OK);
    // The deletion of another one overtakes it.
    let late = instagram_message(&person, "I live in villa 7.", &json!({}));
    assert_eq!(instagram(&visitor, &gone(&late)).await, StatusCode::OK);
    until(&edge, "inbox", 0).await;
    let body = instagram_webhook(&[late], &[]);
    assert_eq!(instagram(&visitor, &body).await, StatusCode::OK);
    until(&edge, "inbox", 0).await;
    answered(&edge, &accounts, &person, "The bus was an hour late.").await;
    answered(&edge, &accounts, &person, "3").await;
    answered(&edge, &accounts, &person, "1").await;
    until(&edge, "participations", 1).await;
    let rows = edge.database().run(&["SELECT text FROM participations"]);
    assert_eq!(rows[0]["text"], "The bus was an hour late.");
}

#[tokio::test]
async fn each_error_has_its_reaction() {
    let (edge, accounts) = edge(&[]).await;
    let error = |code: u32, message: &str| json!({ "error": { "code": code, "message": message } });
    // A fault that passes.
    accounts.fail(500, error(2, ""));
    let person = id();
    write(&edge, &person, "hello").await;
    until(&edge, "replies WHERE failures = 1 AND status = 'sent'", 1).await;
    for (code, message, reason) in [
        (10, "This message is sent outside of allowed window.", "past_window"),
        (100, "", "refused"),
        (551, "", "unreachable"),
    ] {
        accounts.fail(400, error(code, message));
        write(&edge, &id(), "hello").await;
        until(&edge, &format!("replies WHERE failed_of = '{reason}'"), 1).await;
    }
    accounts.fail(400, error(190, ""));
    write(&edge, &id(), "hello").await;
    until(&edge, "stopped_channels WHERE channel = 'instagram' AND code = '190'", 1).await;
    let health: Value = edge.visitor().get("/healthz").await.json().await.unwrap();
    assert_eq!((&health["instagram"], &health["x"]), (&json!("failing"), &json!("on")));
}
