//! System in which an entity works on its cases: who describes it, what is refused, and the story
//! of a case that is created there and answered from there.

use domain::{
    case::action::Action,
    intake::kind::Kind,
    reference::Reference,
    staff::Role,
    wire::{
        Submission,
        console::{DeliveryState, SystemCase, SystemCases, SystemSettings, SystemTest},
    },
};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tests::{
    assertions,
    clerk::{Clerk, read},
    client::Visitor,
    fixtures,
    stand_ins::crm::{Crm, SECRET},
};

use super::{ROOM, clerk, database, slug, submit, to};

/// Creates somebody who manages an entity and handles its cases.
async fn manager(entity: &str) -> Clerk {
    let _alone = ROOM.write().await;
    let here = || slug(entity);
    let roles = [Role::Administrator(here()), Role::Supervisor(here())];
    Clerk::with(&roles, &Visitor::new(), &database())
}

fn path(entity: &str) -> String {
    format!("/console/api/entities/{entity}/system")
}

async fn save(me: &Clerk, entity: &str, body: &Value) -> SystemSettings {
    read(me.put(&path(entity), body).await, StatusCode::OK).await
}

/// Waits until the creation of a case has an outcome.
async fn until_settled(me: &Clerk, entity: &str, reference: Reference) -> SystemCase {
    for _ in 0..1_200 {
        let log: SystemCases = me.get(&format!("{}/cases", path(entity))).await;
        let found = log.cases.into_iter().find(|case| case.reference == reference);
        if let Some(case) = found.filter(|case| case.state != DeliveryState::Waiting) {
            return case;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("{:#?}", me.get::<SystemCases>(&format!("{}/cases", path(entity))).await);
}

/// Returns the one case there that names a participation. Other tests send to the same entities.
async fn about(crm: &Crm, reference: Reference) -> Value {
    let mut cases = crm.cases().await;
    cases.retain(|case| case["body"].to_string().contains(&reference.to_string()));
    assert_eq!(cases.len(), 1, "{cases:#?}");
    cases.remove(0)
}

fn complaint(entity: &str, text: &str) -> Submission {
    Submission { kind: Kind::Complaint, service: None, ..to(entity, text) }
}

#[tokio::test]
async fn a_case_is_created_there_and_answered_from_there() {
    let (me, crm) = (manager("dwe").await, Crm::new());
    let saved = save(&me, "dwe", &crm.body("Salesforce")).await;
    let system = saved.system.unwrap();
    assert!(system.on && system.has_secret && system.failing_since.is_none());
    let text = "He said \"no\",\n}\\ and {{reference}} 🐪";
    let given = submit(&complaint("dwe", text)).await;
    let reference = given.reference;
    let case = until_settled(&me, "dwe", reference).await;
    assert_eq!(case.state, DeliveryState::Delivered);
    // Other tests send to the entity too.
    assert_eq!(me.delete(&path("dwe")).await.status(), StatusCode::NO_CONTENT);
    let there = about(&crm, reference).await;
    assert_eq!(there["key"], reference.to_string());
    let description = there["body"]["Description"].as_str().unwrap();
    assert!(description.starts_with(text), "{description}");
    assert!(description.ends_with(&format!("/console/cases/{reference}")), "{description}");
    assert_eq!(case.outside_id.as_deref(), there["id"].as_str());
    assert_eq!(me.case(reference).await.outside_id, case.outside_id);

    // Its people answer in their system, which answers here with its key.
    let key = json!({ "name": "CRM", "scopes": ["cases"] });
    let key = me.try_post("/console/api/entities/dwe/keys", &key).await;
    let key: Value = read(key, StatusCode::CREATED).await;
    let path = format!("/api/v1/entities/dwe/cases/{reference}");
    let request = Visitor::new().request(Method::PATCH, &path);
    let request = request.bearer_auth(key["key"].as_str().unwrap());
    let request = request.header("Idempotency-Key", fixtures::key().as_str());
    let answer = json!({ "action": "answer", "text": "The lamp shines.", "outcome": "upheld" });
    assert_eq!(request.json(&answer).send().await.unwrap().status(), StatusCode::OK);
    for _ in 0..600 {
        let page = Visitor::new().open(reference, &given.tracking_key).await.text().await.unwrap();
        if page.contains("The lamp shines.") {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("the customer reads no answer");
}

#[tokio::test]
async fn each_product_takes_a_case_and_a_test() {
    let (me, crm) = (manager("dghr").await, Crm::new());
    for (product, name) in
        [("Dynamics 365", "dynamics"), ("Salesforce", "salesforce"), ("SAP C4C", "sap")]
    {
        save(&me, "dghr", &crm.body(product)).await;
        let test: SystemTest =
            read(me.try_post(&format!("{}/test", path("dghr")), &json!({})).await, StatusCode::OK)
                .await;
        assert!(test.reason.is_none() && test.outside_id.is_some(), "{product}: {test:?}");
        // The longest text that anybody sends.
        let reference = submit(&complaint("dghr", &"ص".repeat(5_000))).await.reference;
        let case = until_settled(&me, "dghr", reference).await;
        assert_eq!(case.state, DeliveryState::Delivered, "{product}: {case:?}");
        let there = about(&crm, reference).await;
        assert_eq!(
            (&there["product"], there["id"].as_str()),
            (&json!(name), case.outside_id.as_deref())
        );
        let tried = crm.cases().await.into_iter().find(|case| case["id"] == json!(test.outside_id));
        assert_eq!(tried.unwrap()["product"], name);
    }
    let wrong: SystemTest = {
        let mut body = crm.body("SAP C4C");
        body["secret"] = json!("wrong");
        save(&me, "dghr", &body).await;
        read(me.try_post(&format!("{}/test", path("dghr")), &json!({})).await, StatusCode::OK).await
    };
    assert_eq!(wrong.status, Some(401));
    assert!(wrong.reason.unwrap().contains("CSRF"));
    let removed = me.delete(&path("dghr")).await;
    assert_eq!(removed.status(), StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn a_transferred_case_is_created_where_it_goes() {
    let (from, there) = (clerk("dc").await, manager("legal").await);
    let crm = Crm::new();
    save(&there, "legal", &crm.body("Salesforce")).await;
    let reference = submit(&complaint("dc", "It is about the museum.")).await.reference;
    let other = submit(&complaint("dc", "It stays.")).await.reference;
    from.does(reference, Action::Transfer { to: slug("legal") }, "Yours.").await;
    let case = until_settled(&there, "legal", reference).await;
    assert_eq!(case.state, DeliveryState::Delivered);
    assert_eq!(about(&crm, reference).await["key"], reference.to_string());
    let is_there = crm.cases().await.iter().any(|case| case["key"] == other.to_string());
    assert!(!is_there, "{other} stays where it is");
    assert!(from.case(reference).await.outside_id == case.outside_id);
    there.delete(&path("legal")).await;
}

#[tokio::test]
async fn what_cannot_be_filled_or_sent_is_refused_where_it_stands() {
    let (me, crm) = (manager("dhca").await, Crm::new());
    let body = crm.body("SAP C4C");
    for (member, value, pointer) in [
        ("method", "GET", "/method"),
        ("url", "https://10.0.0.1/{{reference}}", "/url"),
        ("url", "https://crm.example/{{text}}", "/url"),
        ("headers", "Authorization: Bearer x", "/headers"),
        ("headers", "X-API-Key: x", "/headers"),
        ("body", "{ \"a\": \"{{text:0}}\" }", "/body"),
        ("body", "{ \"a\": {{reference}} }", "/body"),
        ("body", "{ \"a\": \"{{name}}\" }", "/body"),
        ("id", "two words", "/id"),
        ("csrf", "https://localhost/", "/csrf"),
        ("secret", "a\tb", "/secret"),
    ] {
        let mut wrong = body.clone();
        wrong[member] = json!(value);
        assertions::invalid(me.put(&path("dhca"), &wrong).await, &[pointer]).await;
    }
    let mut without = body.clone();
    without["secret"] = Value::Null;
    assertions::invalid(me.put(&path("dhca"), &without).await, &["/secret"]).await;
    save(&me, "dhca", &body).await;
    // The stored secret stays with the addresses that it was entered for.
    save(&me, "dhca", &without).await;
    let mut elsewhere = without.clone();
    elsewhere["url"] = json!("https://thief.example/");
    assertions::invalid(me.put(&path("dhca"), &elsewhere).await, &["/secret"]).await;
    let row = {
        let _alone = ROOM.write().await;
        database().run(&["SELECT * FROM systems WHERE entity = 'dhca'"]).remove(0).to_string()
    };
    assert!(!row.contains(SECRET), "it lies sealed");
    me.delete(&path("dhca")).await;
}

#[tokio::test]
async fn nobody_else_reaches_the_system_of_an_entity() {
    let (employee, other) = (clerk("dof").await, manager("dwe").await);
    for stranger in [&employee, &other] {
        for forbidden in [path("dof"), format!("{}/cases", path("dof"))] {
            assert_eq!(stranger.ask(&forbidden).await.status(), StatusCode::FORBIDDEN);
        }
        let test = stranger.try_post(&format!("{}/test", path("dof")), &json!({})).await;
        assert_eq!(test.status(), StatusCode::FORBIDDEN);
        assert_eq!(stranger.delete(&path("dof")).await.status(), StatusCode::FORBIDDEN);
    }
}
