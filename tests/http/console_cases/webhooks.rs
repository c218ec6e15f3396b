//! Webhooks of entities: who manages them, which addresses they may have, and what they are told.

use domain::{
    case::action::Action,
    staff::Role,
    webhook::event_type::EventType,
    wire::{
        Submission, WebhookData,
        console::{
            DeliveryState, NewWebhookSecret, QueuedDelivery, Webhook, WebhookDeliveries, Webhooks,
        },
    },
};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tests::{
    assertions,
    clerk::{Clerk, read},
    client::{PARTICIPATIONS, Visitor},
    delivery::webhook::{Endpoint, Message},
    fixtures,
};

use super::{ROOM, clerk, database, slug, submit, to};

/// Returns the names of all types. This suite brings them about; only time escalates.
fn types() -> [&'static str; 9] {
    EventType::ALL.map(EventType::as_str)
}

/// Creates somebody who manages an entity and handles its cases.
async fn manager(entity: &str) -> Clerk {
    let _alone = ROOM.write().await;
    let here = || slug(entity);
    let roles = [Role::Administrator(here()), Role::Supervisor(here())];
    Clerk::with(&roles, &Visitor::new(), &database())
}

fn path(entity: &str) -> String {
    format!("/console/api/entities/{entity}/webhooks")
}

async fn add(me: &Clerk, entity: &str, url: &str, types: &[&str]) -> NewWebhookSecret {
    let body = json!({ "url": url, "types": types });
    read(me.try_post(&path(entity), &body).await, StatusCode::CREATED).await
}

async fn log(me: &Clerk, entity: &str, id: &str) -> WebhookDeliveries {
    me.get(&format!("{}/{id}/deliveries", path(entity))).await
}

/// Waits until the log says that a message was taken, and returns the log.
async fn until_settled(me: &Clerk, entity: &str, id: &str) -> WebhookDeliveries {
    for _ in 0..300 {
        let log = log(me, entity, id).await;
        if log.deliveries.iter().all(|delivery| delivery.state != DeliveryState::Waiting) {
            return log;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("{:#?}", log(me, entity, id).await);
}

#[tokio::test]
async fn a_system_is_told_of_everything_that_matters_and_of_no_words() {
    let (me, endpoint) = (manager("dsce").await, Endpoint::listen().await);
    let NewWebhookSecret { id, secret, .. } = add(&me, "dsce", endpoint.url(), &types()).await;
    let contact = serde_json::from_value(json!({ "email": "salma@example.org" })).unwrap();
    let given = submit(&Submission { contact, ..to("dsce", "A yellow xylophone.") }).await;
    let reference = given.reference;
    let author = async |call: &str, body: &Value| {
        let path = format!("{PARTICIPATIONS}/{reference}/{call}");
        let request = Visitor::new().request(Method::POST, &path).bearer_auth(&given.tracking_key);
        let request = request.header("Idempotency-Key", fixtures::key().as_str()).json(body);
        assert!(request.send().await.unwrap().status().is_success(), "{call}");
    };
    let told = async |kind: &str| endpoint.until_told(reference, kind).await;
    let received = told("participation.received").await;
    me.does(reference, Action::Ask, "Which branch of ours?").await;
    told("participation.asked").await;
    author("messages", &json!({ "text": "The green giraffe." })).await;
    told("participation.replied").await;
    me.does(reference, Action::Answer { outcome: None }, "It is done.").await;
    told("participation.answered").await;
    me.does(reference, Action::Close, "").await;
    let closed = told("participation.closed").await;
    author("reopening", &json!({ "reason": "It isn't." })).await;
    told("participation.reopened").await;
    author("withdrawal", &json!({})).await;
    told("participation.withdrawn").await;

    let messages = endpoint.about(reference);
    assert!(messages.iter().all(|message| message.is_signed_by(&secret)), "{messages:?}");
    let ids: std::collections::BTreeSet<_> =
        messages.iter().map(|message| message.header("webhook-id")).collect();
    assert_eq!(ids.len(), messages.len(), "each event has an id of its own");
    for Message { body, .. } in &messages {
        for word in ["xylophone", "giraffe", "branch", "salma", &given.tracking_key] {
            assert!(!body.contains(word), "{body}");
        }
    }
    let event = received.event();
    assert_eq!(received.header("content-type"), "application/cloudevents+json; charset=utf-8");
    assert_eq!(
        (event.id.as_str(), event.specversion.as_str()),
        (received.header("webhook-id"), "1.0")
    );
    assert!(event.source.ends_with("/dsce") && event.time == given.received_at, "{event:?}");
    let WebhookData::Case(facts) = event.data else { panic!("{event:?}") };
    assert_eq!((facts.reference, facts.entity.as_str()), (reference, "dsce"));
    assert_eq!(Visitor::new().get(&facts.url).await.status(), StatusCode::OK);
    let read = closed.read_by_libraries(&secret);
    assert_eq!(read["type"], "participation.closed");
    assert_eq!(read["data"]["stage"], "closed");

    let log = until_settled(&me, "dsce", id.as_str()).await;
    let mine: Vec<_> =
        log.deliveries.iter().filter(|one| one.reference == Some(reference)).collect();
    assert_eq!(mine.len(), 7, "{mine:?}");
    assert!(mine.iter().all(|one| one.status == Some(204) && one.attempts == 1), "{mine:?}");
    let replayed = &mine[0].id;
    let replay =
        format!("{}/{}/deliveries/{}/replay", path("dsce"), id.as_str(), replayed.as_str());
    let _: QueuedDelivery =
        tests::clerk::read(me.try_post(&replay, &json!({})).await, StatusCode::ACCEPTED).await;
    let again = |messages: &[Message]| {
        messages.iter().filter(|one| one.header("webhook-id") == replayed.as_str()).count() == 2
    };
    let bodies = endpoint.until(again).await;
    let bodies: Vec<_> =
        bodies.iter().filter(|one| one.header("webhook-id") == replayed.as_str()).collect();
    assert_eq!(bodies[0].body, bodies[1].body, "it says the same again");
    let forgotten = me.delete(&format!("{}/{}", path("dsce"), id.as_str())).await;
    assert_eq!(forgotten.status(), StatusCode::NO_CONTENT);
    assert_eq!(me.get::<Webhooks>(&path("dsce")).await.webhooks, []);
}

#[tokio::test]
async fn both_entities_are_told_of_a_transfer_and_nobody_else() {
    let (from, to_whom, third) =
        (manager("dxbpp").await, manager("pcfc").await, manager("dmi").await);
    let endpoints = [Endpoint::listen().await, Endpoint::listen().await, Endpoint::listen().await];
    let mut secrets = Vec::new();
    let managers = [(&from, "dxbpp"), (&to_whom, "pcfc"), (&third, "dmi")];
    for ((me, entity), endpoint) in managers.iter().zip(&endpoints) {
        secrets.push(add(me, entity, endpoint.url(), &types()).await);
    }
    let reference = submit(&to("dxbpp", "Whose is it?")).await.reference;
    let test = submit(&Submission { test: true, ..to("dxbpp", "Nobody's.") }).await.reference;
    from.does(reference, Action::Transfer { to: slug("pcfc") }, "Theirs.").await;
    for endpoint in &endpoints[..2] {
        let told = endpoint.until_told(reference, "participation.transferred").await.event();
        let WebhookData::Case(facts) = told.data else { panic!("{told:?}") };
        assert_eq!((facts.entity.as_str(), facts.from), ("pcfc", Some(slug("dxbpp"))));
    }
    to_whom.does(reference, Action::Accept, "").await;
    to_whom.does(reference, Action::Answer { outcome: None }, "Done.").await;
    endpoints[1].until_told(reference, "participation.answered").await;
    assert_eq!(endpoints[0].about(reference).len(), 2, "what follows isn't theirs any more");
    assert_eq!(endpoints[1].about(reference).len(), 2, "what came before wasn't");
    assert_eq!(endpoints[2].about(reference).len(), 0);
    assert_eq!(endpoints[0].about(test).len(), 0, "a test reaches nobody");
    for ((me, entity), secret) in managers.iter().zip(secrets) {
        me.delete(&format!("{}/{}", path(entity), secret.id.as_str())).await;
    }
}

#[tokio::test]
async fn a_secret_is_changed_without_a_gap() {
    let (me, endpoint) = (manager("faa").await, Endpoint::listen().await);
    let first = add(&me, "faa", endpoint.url(), &["participation.received"]).await;
    let hook = format!("{}/{}", path("faa"), first.id.as_str());
    let second: NewWebhookSecret = me.post(&format!("{hook}/secret"), &json!({})).await;
    assert!(second.former_until.is_some() && second.secret != first.secret);
    let sent = me.try_post(&format!("{hook}/test"), &json!({})).await;
    let queued: QueuedDelivery = read(sent, StatusCode::ACCEPTED).await;
    let came = endpoint.until(|messages| !messages.is_empty()).await.remove(0);
    assert_eq!(came.header("webhook-id"), queued.id.as_str());
    assert_eq!(came.event().kind, "webhook.test");
    for secret in [&first.secret, &second.secret] {
        assert!(came.is_signed_by(secret));
        assert_eq!(came.read_by_libraries(secret)["data"]["test"], true);
    }
    let list: Value = me.get(&path("faa")).await;
    assert!(!list.to_string().contains("whsec_"), "it is shown once");
    let row = {
        let _alone = ROOM.write().await;
        database().run(&["SELECT * FROM webhooks WHERE entity = 'faa'"]).remove(0).to_string()
    };
    let digits = second.secret.trim_start_matches("whsec_");
    assert!(!row.contains(digits), "it lies sealed");

    // The endpoint says that it is gone for good.
    endpoint.answer(&[410]);
    me.try_post(&format!("{hook}/test"), &json!({})).await;
    endpoint.until(|messages| messages.len() == 2).await;
    let log = until_settled(&me, "faa", first.id.as_str()).await;
    assert_eq!(
        (log.deliveries[0].status, log.deliveries[0].state),
        (Some(410), DeliveryState::Failed)
    );
    let off = me.get::<Value>(&path("faa")).await["webhooks"][0]["off"].clone();
    assert_eq!(off, "gone");
    let unheard = submit(&to("faa", "Nobody hears this.")).await.reference;
    let on = json!({ "url": endpoint.url(), "types": ["participation.received"], "on": true });
    let on: Webhook = read(me.put(&hook, &on).await, StatusCode::OK).await;
    assert_eq!((on.off, on.failing_since), (None, None));
    let reference = submit(&to("faa", "This is heard again.")).await.reference;
    endpoint.until_told(reference, "participation.received").await;
    assert_eq!(endpoint.about(unheard).len(), 0, "what happened meanwhile isn't told");
    me.delete(&hook).await;
}

#[tokio::test]
async fn a_message_is_sent_by_hand_only_if_it_can_go() {
    let (me, endpoint) = (manager("dmi").await, Endpoint::listen().await);
    let added = add(&me, "dmi", endpoint.url(), &["participation.received"]).await;
    let hook = format!("{}/{}", path("dmi"), added.id.as_str());
    let test = async || me.try_post(&format!("{hook}/test"), &json!({})).await;
    let replay = async |delivery: &str| {
        let path = format!("{hook}/deliveries/{delivery}/replay");
        me.try_post(&path, &json!({})).await.status()
    };
    let taken: QueuedDelivery = read(test().await, StatusCode::ACCEPTED).await;
    until_settled(&me, "dmi", added.id.as_str()).await;
    assert_eq!(replay(taken.id.as_str()).await, StatusCode::ACCEPTED);
    until_settled(&me, "dmi", added.id.as_str()).await;
    endpoint.answer(&[503; 50]);
    let waiting: QueuedDelivery = read(test().await, StatusCode::ACCEPTED).await;
    endpoint.until(|messages| messages.len() >= 3).await;
    assert_eq!(replay(waiting.id.as_str()).await, StatusCode::CONFLICT, "it waits");
    assert_eq!(replay(&"0".repeat(32)).await, StatusCode::NOT_FOUND);
    let off = json!({ "url": endpoint.url(), "types": ["participation.received"], "on": false });
    let off: Webhook = read(me.put(&hook, &off).await, StatusCode::OK).await;
    assert!(off.off.is_some());
    assert_eq!(test().await.status(), StatusCode::CONFLICT);
    assert_eq!(replay(taken.id.as_str()).await, StatusCode::CONFLICT);
    let elsewhere = Endpoint::listen().await;
    let on = json!({ "url": elsewhere.url(), "types": ["participation.received"], "on": true });
    let on: Webhook = read(me.put(&hook, &on).await, StatusCode::OK).await;
    assert_eq!((on.off, on.failing_since), (None, None));
    me.delete(&hook).await;
}

#[tokio::test]
async fn only_an_address_of_the_public_internet_is_taken() {
    let me = manager("legal").await;
    for url in [
        "http://hooks.example.ae/",
        "https://localhost/",
        "https://127.0.0.1/",
        "https://10.1.2.3/",
        "https://169.254.169.254/",
        "https://[::1]/",
        "https://intranet/",
        "https://user:word@hooks.example.ae/",
        "ftp://hooks.example.ae/",
        "",
    ] {
        let body = json!({ "url": url, "types": ["participation.received"] });
        assertions::invalid(me.try_post(&path("legal"), &body).await, &["/url"]).await;
    }
    let own = json!({ "url": Visitor::new().origin(), "types": ["participation.received"] });
    assertions::invalid(me.try_post(&path("legal"), &own).await, &["/url"]).await;
    let types = json!({ "url": "https://hooks.example.ae/", "types": ["received"] });
    assertions::invalid(me.try_post(&path("legal"), &types).await, &["/types/0"]).await;
    let none = json!({ "url": "https://hooks.example.ae/", "types": [] });
    assertions::invalid(me.try_post(&path("legal"), &none).await, &["/types"]).await;
}

#[tokio::test]
async fn nobody_else_reaches_the_webhooks_of_an_entity() {
    let (me, employee, other) =
        (manager("legal").await, clerk("legal").await, manager("dmi").await);
    let added = add(&me, "legal", "https://hooks.example.ae/", &["participation.closed"]).await;
    let here = format!("{}/{}", path("legal"), added.id.as_str());
    for stranger in [&employee, &other] {
        for forbidden in [path("legal"), format!("{here}/deliveries")] {
            assert_eq!(stranger.ask(&forbidden).await.status(), StatusCode::FORBIDDEN);
        }
        for call in ["/secret", "/test"] {
            let answer = stranger.try_post(&format!("{here}{call}"), &json!({})).await;
            assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{call}");
        }
        assert_eq!(stranger.delete(&here).await.status(), StatusCode::FORBIDDEN);
    }
    // Its id says nothing at another entity.
    let there = format!("{}/{}", path("dmi"), added.id.as_str());
    assert_eq!(other.delete(&there).await.status(), StatusCode::NOT_FOUND);
    let test = other.try_post(&format!("{there}/test"), &json!({})).await;
    assert_eq!(test.status(), StatusCode::NOT_FOUND);
    let changes = {
        let _alone = ROOM.write().await;
        database().run(&[&format!(
            "SELECT cause, what FROM security_events
             WHERE what ->> 'kind' = 'webhook_changed' AND what LIKE '%{}%'",
            added.id.as_str()
        )])
    };
    assert_eq!(changes.len(), 1, "{changes:?}");
    assert_eq!(changes[0]["cause"], format!("staff:{}", me.id.as_str()));
    assert_eq!(me.delete(&here).await.status(), StatusCode::NO_CONTENT);
}
