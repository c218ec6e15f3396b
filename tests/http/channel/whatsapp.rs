//! `/in/whatsapp`: handshake, signatures, webhooks of every shape, media, the window of free text,
//! errors of the other side, and the whole story of a complaint.

use std::time::Duration;

use domain::{case::action::Action, channel::whatsapp::inbound::State};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tests::{
    assertions::problem,
    channel::{
        count, until,
        whatsapp::{
            File, PHONE_ID, Person, VERIFY_TOKEN, change, choices, complain, deliver, delivery,
            edge, send, signature, status, text, webhook,
        },
    },
    clerk::Clerk,
    fixtures::{photograph, picture},
    workerd::Workerd,
};
use tokio::time::sleep;

#[tokio::test]
async fn the_handshake_answers_the_right_token_alone() {
    let (edge, _graph) = edge(&[]).await;
    let visitor = edge.visitor();
    let ask = async |token: &str| {
        let query = format!("hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token={token}");
        visitor.get(&format!("/in/whatsapp?{query}")).await
    };
    let answer = ask(VERIFY_TOKEN).await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert!(answer.headers()["content-type"].to_str().unwrap().starts_with("text/plain"));
    assert_eq!(answer.text().await.unwrap(), "1158201444");
    problem(ask("wrong").await, StatusCode::FORBIDDEN).await;
    let health: Value = visitor.get("/healthz").await.json().await.unwrap();
    assert_eq!(health["whatsapp"], "on");
}

#[tokio::test]
async fn without_a_number_there_is_no_webhook() {
    let edge = Workerd::start(&[]).await;
    let visitor = edge.visitor();
    problem(visitor.get("/in/whatsapp").await, StatusCode::NOT_FOUND).await;
    let body = webhook(&[Person::new().text("hello")]);
    assert_eq!(deliver(&visitor, &body).await, StatusCode::NOT_FOUND);
    let health: Value = visitor.get("/healthz").await.json().await.unwrap();
    assert_eq!(health["whatsapp"], "off");
}

#[tokio::test]
async fn only_what_is_signed_is_stored_and_a_repetition_changes_nothing() {
    let (edge, graph) = edge(&[]).await;
    let visitor = edge.visitor();
    let person = Person::new();
    let body = webhook(&[person.text("مرحبا")]);
    let right = signature(&body);
    let wrong = [
        None,
        Some("sha256=".to_owned()),
        Some(right.replace("sha256=", "sha1=")),
        Some(right.to_uppercase()),
        Some(signature(&format!("{body} "))),
    ];
    for signature in wrong {
        let answer = delivery(&visitor, &body, signature.as_deref()).send().await.unwrap();
        problem(answer, StatusCode::FORBIDDEN).await;
    }
    assert_eq!(count(&edge, "inbox") + count(&edge, "taken_messages"), 0);
    // A signature over the escaped letters isn't one over the letters themselves.
    let escaped = body.replace('م', "\\u0645");
    let answer = delivery(&visitor, &escaped, Some(&right)).send().await.unwrap();
    problem(answer, StatusCode::FORBIDDEN).await;

    assert_eq!(deliver(&visitor, &body).await, StatusCode::OK);
    let first = graph.until_taken(1).await;
    until(&edge, "inbox", 0).await;
    // Replayed, as it is and escaped anew.
    for body in [&body, &escaped] {
        assert_eq!(deliver(&visitor, body).await, StatusCode::OK);
    }
    until(&edge, "inbox", 0).await;
    sleep(Duration::from_secs(1)).await;
    assert_eq!(count(&edge, "taken_messages"), 1);
    assert_eq!(graph.taken().len(), first.len());
}

#[tokio::test]
async fn a_batch_of_a_hundred_and_three_megabytes_are_taken_and_more_is_not() {
    let (edge, graph) = edge(&[]).await;
    let visitor = edge.visitor();
    let people: Vec<Person> = (0..100).map(|_| Person::new()).collect();
    let messages: Vec<Value> = people.iter().map(|person| person.text("hello")).collect();
    assert_eq!(deliver(&visitor, &webhook(&messages)).await, StatusCode::OK);
    until(&edge, "taken_messages", 100).await;
    until(&edge, "conversations", 100).await;
    let taken = graph.until_taken(100).await;
    for person in &people {
        assert!(taken.iter().any(|message| message["to"] == *person.number), "{}", person.number);
    }
    // Members from the future are ignored, however long.
    let mut long = Person::new().text("hello");
    long["padding"] = "x".repeat(3 * 1024 * 1024 - webhook(&[long.clone()]).len() - 13).into();
    let body = webhook(&[long]);
    assert!(body.len() > 3 * 1024 * 1024 - 100 && body.len() <= 3 * 1024 * 1024, "{}", body.len());
    assert_eq!(deliver(&visitor, &body).await, StatusCode::OK);
    until(&edge, "taken_messages", 101).await;
    let answer = deliver(&visitor, &format!("{body}{}", " ".repeat(100))).await;
    assert_eq!(answer, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn unknown_shapes_are_answered_and_lose_nothing_beside_them() {
    let (edge, graph) = edge(&[]).await;
    let visitor = edge.visitor();
    for body in [
        r#"{"object":"page","entry":[{"id":"1"}]}"#,
        r#"{"object":"whatsapp_business_account"}"#,
        r#"{"object":"whatsapp_business_account","entry":[{"changes":[{"field":"future","value":7}]}]}"#,
        "[]",
    ] {
        assert_eq!(deliver(&visitor, body).await, StatusCode::OK, "{body}");
    }
    assert_eq!(deliver(&visitor, "{").await, StatusCode::BAD_REQUEST);
    let person = Person::new();
    let messages = [
        json!({ "id": "wamid.nobody", "type": "text" }),
        json!(7),
        person.message("hologram", json!({ "id": 1 })),
        person.message("reaction", json!({ "emoji": "👍" })),
        person.text("The machine kept my card."),
    ];
    assert_eq!(deliver(&visitor, &webhook(&messages)).await, StatusCode::OK);
    until(&edge, "taken_messages", 3).await;
    graph.until(|taken| taken.iter().any(|message| message["to"] == *person.number)).await;
    // A message to another number of the app isn't ours.
    let other = change(&json!({ "metadata": { "phone_number_id": "7" },
                                "messages": [Person::new().text("hello")] }));
    assert_eq!(deliver(&visitor, &other).await, StatusCode::OK);
    sleep(Duration::from_secs(1)).await;
    assert_eq!((count(&edge, "taken_messages"), count(&edge, "inbox")), (3, 0));
    assert_ne!(PHONE_ID, "7");
}

#[tokio::test]
async fn a_voice_note_and_two_taps_are_a_complaint_that_is_answered_and_rated() {
    let (edge, graph) = edge(&[]).await;
    let visitor = edge.visitor();
    let person = Person::new();
    let reference = complain(&edge, &graph, &person).await;
    let clerk = Clerk::of("rta", &visitor, &edge.database());
    let case = clerk.case(reference).await;
    assert_eq!(case.attachments.len(), 1);
    assert_eq!(case.attachments[0].file.media_type, "audio/ogg");

    // Its author is told, reads the answer, and rates it with one of three buttons.
    clerk.does(reference, Action::Take, "").await;
    clerk.does(reference, Action::Answer { outcome: None }, "We have paid it back.").await;
    let thread = graph.offered(":thread").await;
    send(&visitor, &[person.tap(&thread)]).await;
    graph.until(|taken| taken.iter().any(|it| text(it).contains("We have paid it back."))).await;
    send(&visitor, &[person.tap(&format!("p:{}:ask_rating", reference.digits()))]).await;
    let happy = graph.offered("rate:happy").await;
    let taken = graph.taken();
    let question = taken.iter().rev().find(|it| choices(it).contains(&happy)).unwrap();
    assert_eq!(choices(question).len(), 3);
    send(&visitor, &[person.tap(&happy)]).await;
    let rated = "participations WHERE rating = 'happy'";
    until(&edge, rated, 1).await;

    // The author writes back.
    send(&visitor, &[person.tap(&format!("p:{}:write", reference.digits()))]).await;
    sleep(Duration::from_secs(2)).await;
    send(&visitor, &[person.text("Thank you, it arrived.")]).await;
    until(&edge, "messages WHERE text = 'Thank you, it arrived.'", 1).await;

    // A stranger sees the public status and nothing else.
    let stranger = Person::new();
    send(&visitor, &[stranger.text(&reference.to_string())]).await;
    let taken = graph.until(|taken| taken.iter().any(|it| it["to"] == *stranger.number)).await;
    sleep(Duration::from_secs(1)).await;
    let told: Vec<&Value> = taken.iter().filter(|it| it["to"] == *stranger.number).collect();
    assert!(told.iter().any(|it| text(it).contains(&reference.to_string())), "{told:?}");
    send(&visitor, &[stranger.tap(&format!("p:{}:thread", reference.digits()))]).await;
    send(&visitor, &[stranger.tap(&format!("p:{}:withdraw", reference.digits()))]).await;
    sleep(Duration::from_secs(2)).await;
    let taken = graph.taken();
    let mut told = taken.iter().filter(|it| it["to"] == *stranger.number);
    assert!(told.all(|it| !text(it).contains("paid it back")));
    assert_eq!(count(&edge, "participations WHERE stage = 'withdrawn'"), 0);

    // Nothing that could tell the number lies open.
    for table in ["conversations", "addresses", "taken_messages", "replies", "deliveries"] {
        let rows = edge.database().run(&[&format!("SELECT * FROM {table}")]);
        assert!(!rows.is_empty(), "{table}");
        assert!(!format!("{rows:?}").contains(&person.number), "{table}");
    }
    assert!(!edge.log().contains(&person.number));
    assert_eq!(count(&edge, "addresses"), 1);

    assert_eq!(count(&edge, "replies WHERE notice IS NOT NULL"), 1);
}

#[tokio::test]
async fn media_are_taken_as_they_are_or_refused_with_words() {
    let (edge, graph) = edge(&[]).await;
    let visitor = edge.visitor();
    let said = async |person: &Person, message: Value| {
        let before = graph.taken().iter().filter(|it| it["to"] == *person.number).count();
        send(&visitor, &[message]).await;
        let own =
            |taken: &[Value]| taken.iter().filter(|it| it["to"] == *person.number).count() > before;
        graph.until(own).await;
    };
    let image = |person: &Person, id: &str| {
        person.message("image", json!({ "id": id, "mime_type": "image/jpeg", "caption": "gate 4" }))
    };
    // The address has expired twice: each time another one is asked for.
    let person = Person::new();
    graph.add("slow", File { expired: 2, ..File::of(photograph(20_000), "image/jpeg") });
    said(&person, image(&person, "slow")).await;
    let uploads = "uploads WHERE media_type = 'image/jpeg' AND offset = length";
    until(&edge, uploads, 1).await;

    // None of these is kept: too large, by what is told or by what comes; no picture at all; gone;
    // empty.
    let large = picture(5 * 1024 * 1024 + 1);
    let refused = [
        File { told_size: Some(200_000_000), ..File::of(photograph(1_000), "image/jpeg") },
        File { told_size: Some(1_000), ..File::of(large, "image/jpeg") },
        File::of(b"MZ\x90\0 this program cannot be run".repeat(100), "image/jpeg"),
        File { is_gone: true, ..File::of(photograph(1_000), "image/jpeg") },
        File::of(Vec::new(), "image/jpeg"),
    ];
    for (number, file) in refused.into_iter().enumerate() {
        let person = Person::new();
        let id = format!("refused-{number}");
        graph.add(&id, file);
        said(&person, image(&person, &id)).await;
    }
    until(&edge, "uploads", 1).await;
    // A file of another digest than was told isn't kept either, and the person is told at the end.
    let person = Person::new();
    let other = "00".repeat(32);
    graph
        .add("lie", File { told_digest: Some(other), ..File::of(photograph(1_000), "image/jpeg") });
    send(&visitor, &[image(&person, "lie")]).await;
    until(&edge, "inbox WHERE failures > 0", 1).await;
    assert_eq!(count(&edge, uploads), 1);
    edge.database().run(&["UPDATE inbox SET failures = 4"]);
    until(&edge, "inbox", 0).await;
    graph.until(|taken| taken.iter().any(|it| it["to"] == *person.number)).await;
    until(&edge, "uploads", 1).await;
}

#[tokio::test]
async fn outside_the_window_a_notice_is_a_template() {
    let (edge, graph) = edge(&[]).await;
    let visitor = edge.visitor();
    let person = Person::new();
    let reference = complain(&edge, &graph, &person).await;
    let clerk = Clerk::of("rta", &visitor, &edge.database());
    clerk.does(reference, Action::Take, "").await;
    edge.database().run(&["UPDATE conversations SET heard_at = '2026-01-01T00:00:00Z'"]);
    clerk.does(reference, Action::Reply, "We are looking into it.").await;
    let taken = graph.until(|taken| taken.iter().any(|it| it["type"] == "template")).await;
    let template = &taken.iter().find(|it| it["type"] == "template").unwrap()["template"];
    assert_eq!(template["name"], "sawtak_news");
    let parameters = &template["components"][0]["parameters"];
    assert_eq!(parameters[0]["text"], reference.to_string());
    assert!(parameters[1]["text"].as_str().unwrap().contains("/p/"), "{parameters}");

    // The other side says that the window is closed, though we think that it is open.
    edge.database().run(&["UPDATE conversations SET heard_at = '2099-01-01T00:00:00Z'"]);
    graph.fail(&[131_047]);
    clerk.does(reference, Action::Reply, "It takes a day more.").await;
    graph.until(|taken| taken.iter().filter(|it| it["type"] == "template").count() == 2).await;
}

#[tokio::test]
async fn statuses_are_recorded_and_a_notice_that_fails_is_taken_up_again() {
    let (edge, graph) = edge(&[]).await;
    let visitor = edge.visitor();
    let person = Person::new();
    let reference = complain(&edge, &graph, &person).await;
    let clerk = Clerk::of("rta", &visitor, &edge.database());
    clerk.does(reference, Action::Take, "").await;
    clerk.does(reference, Action::Reply, "We are looking into it.").await;
    until(&edge, "replies WHERE notice IS NOT NULL AND status = 'sent'", 1).await;
    let latest = || format!("wamid.out.{}", graph.taken().len() - 1);
    let report = async |id: &str, state: State, code: Option<u32>| {
        assert_eq!(deliver(&visitor, &status(id, state, code)).await, StatusCode::OK);
    };
    // Read without having been delivered; what comes late changes nothing.
    let id = latest();
    report(&id, State::Read, None).await;
    until(&edge, "replies WHERE notice IS NOT NULL AND status = 'read'", 1).await;
    until(&edge, "deliveries WHERE way = 'whatsapp' AND state = 'read'", 1).await;
    report(&id, State::Delivered, None).await;
    sleep(Duration::from_secs(1)).await;
    assert_eq!(count(&edge, "replies WHERE notice IS NOT NULL AND status = 'read'"), 1);
    // Another one is taken, and fails later: it has no other way, which operators see.
    clerk.does(reference, Action::Reply, "It takes a day more.").await;
    until(&edge, "replies WHERE notice IS NOT NULL AND status = 'sent'", 1).await;
    report(&latest(), State::Failed, Some(131_026)).await;
    let failed = "replies WHERE status = 'failed' AND failed_of = 'unreachable'";
    until(&edge, failed, 1).await;
    until(&edge, "outbox WHERE outcome = 'dead'", 1).await;
    until(&edge, "deliveries WHERE way = 'whatsapp' AND state = 'failed'", 1).await;
    // A status of an unknown message is dropped in the end.
    let unknown = status("wamid.unknown", State::Read, None);
    assert_eq!(deliver(&visitor, &unknown).await, StatusCode::OK);
    until(&edge, "inbox WHERE failures > 0", 1).await;
    edge.database().run(&["UPDATE inbox SET failures = 9"]);
    until(&edge, "inbox", 0).await;
}

#[tokio::test]
async fn each_error_has_its_reaction() {
    let (edge, graph) = edge(&[]).await;
    let visitor = edge.visitor();
    let hello = async |codes: &[u32]| {
        let person = Person::new();
        graph.fail(codes);
        send(&visitor, &[person.text("hello")]).await;
        person
    };
    let answered = async |person: &Person| {
        graph.until(|taken| taken.iter().any(|it| it["to"] == *person.number)).await;
    };
    // The pair limit backs off, and the message arrives. One that is behind it waits too.
    let person = hello(&[131_056]).await;
    until(&edge, "replies WHERE failed_of = '131056' AND failures = 1", 1).await;
    answered(&person).await;
    // A fault that passes.
    answered(&hello(&[131_000]).await).await;
    // Never again, each with its reason.
    for (code, reason) in [
        (100, "refused"),
        (131_008, "refused"),
        (131_026, "unreachable"),
        (131_047, "past_window"),
        (131_049, "withheld"),
    ] {
        let before = count(&edge, &format!("replies WHERE failed_of = '{reason}'"));
        hello(&[code]).await;
        until(&edge, &format!("replies WHERE failed_of = '{reason}'"), before + 1).await;
    }
    // Slower, all of it.
    hello(&[130_429]).await;
    until(&edge, "replies WHERE failed_of = '130429' AND due_at IS NOT NULL", 1).await;
    // A refused token stops the channel, and operators are told.
    graph.refuse_token(true);
    let person = hello(&[]).await;
    until(&edge, "stopped_channels WHERE code = '190'", 1).await;
    let health: Value = visitor.get("/healthz").await.json().await.unwrap();
    assert_eq!((&health["whatsapp"], &health["status"]), (&json!("failing"), &json!("warning")));
    let alerts = health["alerts"].as_array().unwrap();
    assert!(alerts.iter().any(|alert| alert["condition"] == "messenger"), "{alerts:?}");
    // Meanwhile nothing is lost, and once the token is renewed it goes on.
    graph.refuse_token(false);
    let now = "UPDATE replies SET not_before = NULL, due_at = '2020-01-01T00:00:00Z'
               WHERE due_at IS NOT NULL";
    edge.database().run(&[now]);
    edge.strike().await;
    answered(&person).await;
    until(&edge, "stopped_channels", 0).await;
}

#[tokio::test]
async fn silence_ends_a_conversation_and_rotated_keys_reseal_it() {
    let (mut edge, graph) = edge(&[]).await;
    let person = Person::new();
    send(&edge.visitor(), &[person.text("The machine at the corner kept my card.")]).await;
    graph.until(|taken| !taken.is_empty()).await;
    until(&edge, "replies WHERE due_at IS NOT NULL", 0).await;
    edge.kill();
    edge.add_key("CONTACT_KEYS", "2");
    edge.resume().await;
    edge.strike().await;
    until(&edge, "conversations WHERE address_key = '2.seal' AND state_key = '2.seal'", 1).await;
    // It is found under its new code, and goes on.
    send(&edge.visitor(), &[person.text("It was yesterday at noon.")]).await;
    until(&edge, "taken_messages", 2).await;
    assert_eq!(count(&edge, "conversations"), 1);
    until(&edge, "replies WHERE due_at IS NOT NULL", 0).await;
    // After thirty days without a conversation the row goes.
    edge.database().run(&[
        "UPDATE conversations SET state = NULL, state_key = NULL, wake_at = '2026-01-01T00:00:00Z'",
    ]);
    edge.strike().await;
    until(&edge, "conversations", 0).await;
    assert_eq!(count(&edge, "replies"), 0);
}

#[tokio::test]
async fn other_methods_are_not_answered() {
    let (edge, _graph) = edge(&[]).await;
    let answer = edge.visitor().request(Method::PUT, "/in/whatsapp").send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::METHOD_NOT_ALLOWED);
}
