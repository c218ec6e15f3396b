//! Fault: the edge is killed, or an entity's system is away or loses its answer, while a case is on
//! its way there. Each case is created, and once where the system takes ids from outside.

use domain::{
    case::action::Action,
    reference::Reference,
    slug::Slug,
    staff::Role,
    wire::{
        Submission,
        console::{DeliveryState, SystemCases, SystemSettings, ready_templates},
    },
};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tests::{
    clerk::{Clerk, read},
    client::PARTICIPATIONS,
    fixtures::{self, complaint},
    stand_ins::crm::Crm,
    workerd::Workerd,
};
use tokio::time::{Duration, sleep};

/// Variable that removes the pause between attempts. Its length is tested in the domain.
const AT_ONCE: &str = "DELIVERY_PAUSE:0";

/// Path of the system.
const SYSTEM: &str = "/console/api/entities/rta/system";

/// Statement that makes all waiting creations overdue, and ends the locks of attempts that a kill
/// has cut off.
const OVERDUE: &str = "UPDATE system_creations
                       SET due_at = '2020-01-01T00:00:00Z', next_at = '2020-01-01T00:00:00Z',
                           taken_until = NULL
                       WHERE outcome IS NULL";

/// Statement that ends the rests of systems that fail.
const AWAKE: &str = "UPDATE systems SET rests_until = NULL";

/// Statement that makes all changes of cases too old to be undone.
const PAST: &str = "UPDATE participations SET updated_at = '2020-01-01T00:00:00Z'";

/// Returns somebody who manages the entity and handles its cases, created while the edge is down.
async fn manager(edge: &mut Workerd) -> Clerk {
    edge.kill();
    let here = || Slug::parse("rta").unwrap();
    let roles = [Role::Administrator(here()), Role::Supervisor(here())];
    let manager = Clerk::with(&roles, &edge.visitor(), &edge.database());
    edge.resume().await;
    manager
}

async fn save(me: &Clerk, crm: &Crm, product: &str) {
    let _: SystemSettings = read(me.put(SYSTEM, &crm.body(product)).await, StatusCode::OK).await;
}

/// Waits until a statement counts so many.
async fn until(edge: &Workerd, count: &str, number: u64) {
    for _ in 0..600 {
        if edge.database().count(count) == number {
            return;
        }
        sleep(Duration::from_millis(100)).await;
    }
    panic!("{:?}\n{}", edge.database().run(&["SELECT * FROM system_creations"]), edge.log());
}

async fn until_settled(edge: &Workerd) {
    let open = "SELECT COUNT(*) AS n FROM system_creations WHERE outcome IS NULL";
    until(edge, open, 0).await;
}

#[tokio::test]
async fn a_case_is_created_once_although_the_edge_is_killed_at_any_moment() {
    for product in ["Dynamics 365", "Salesforce"] {
        let crm = Crm::listen().await;
        let mut edge = Workerd::start(&[AT_ONCE]).await;
        let me = manager(&mut edge).await;
        save(&me, &crm, product).await;
        let mut references = Vec::new();
        for _ in 0..5 {
            references.push(edge.visitor().submit(&complaint()).await.reference);
            edge.kill();
            edge.database().run(&[OVERDUE]);
            edge.resume().await;
        }
        // What was created, and killed before it was recorded, is asked for again.
        edge.kill();
        edge.database().run(&["UPDATE system_creations SET outcome = NULL", OVERDUE]);
        edge.resume().await;
        tokio::join!(edge.strike(), edge.strike());
        until_settled(&edge).await;
        assert_eq!(crm.until(references.len()).await.len(), references.len(), "{product}");
        for reference in references {
            assert!(me.case(reference).await.outside_id.is_some(), "{product}: {reference}");
        }
    }
}

#[tokio::test]
async fn cases_live_in_another_installation_by_open311() {
    let (mut edge, mut other) = (Workerd::start(&[AT_ONCE]).await, Workerd::start(&[]).await);
    let (me, they) = (manager(&mut edge).await, manager(&mut other).await);
    let key = json!({ "name": "Sawtak", "scopes": ["open311"] });
    let key = they.try_post("/console/api/entities/rta/keys", &key).await;
    let key: Value = read(key, StatusCode::CREATED).await;
    let path = "/open311/v2/services.json?jurisdiction_id=rta";
    let services: Value = other.visitor().get(path).await.json().await.unwrap();
    let ready = ready_templates().into_iter().find(|ready| ready.name == "Open311").unwrap();
    let mut body = json!(ready.template);
    body["url"] = json!(format!("{}/open311/v2/requests.json", other.origin()));
    let service = services[0]["service_code"].as_str().unwrap();
    let filled = ready.template.body.replace("JURISDICTION", "rta").replace("SERVICE", service);
    body["body"] = json!(filled);
    body["secret"] = key["key"].clone();
    body["on"] = json!(true);
    let _: SystemSettings = read(me.put(SYSTEM, &body).await, StatusCode::OK).await;
    // The longest text that anybody sends.
    let long = Submission { text: "ص".repeat(5_000), ..complaint() };
    let reference = edge.visitor().submit(&long).await.reference;
    until_settled(&edge).await;
    // What was created, and not recorded, is asked for again under the same key.
    edge.kill();
    edge.database().run(&["UPDATE system_creations SET outcome = NULL", OVERDUE]);
    edge.resume().await;
    edge.strike().await;
    until_settled(&edge).await;
    let there = me.case(reference).await.outside_id.expect("an id");
    let there = they.case(Reference::parse(&there).unwrap()).await;
    assert!(there.text.contains(&reference.to_string()), "{}", there.text);
    assert_eq!(they.listed("queue=all").await.len(), 1, "it is there once");
}

#[tokio::test]
async fn a_system_that_is_away_or_loses_its_answer_has_each_case_once_in_the_end() {
    let crm = Crm::listen().await;
    let mut edge = Workerd::start(&[AT_ONCE]).await;
    let me = manager(&mut edge).await;
    save(&me, &crm, "Salesforce").await;
    crm.change(&json!({ "away": 3, "lost": 2 })).await;
    let reference = edge.visitor().submit(&complaint()).await.reference;
    // It rests between attempts.
    let due = "UPDATE system_creations
               SET due_at = '2020-01-01T00:00:00Z', next_at = '2020-01-01T00:00:00Z'
               WHERE outcome IS NULL AND taken_until IS NULL";
    let open = "SELECT COUNT(*) AS n FROM system_creations WHERE outcome IS NULL";
    for _ in 0..120 {
        if edge.database().count(open) == 0 {
            break;
        }
        edge.database().run(&[due, AWAKE]);
        edge.strike().await;
        sleep(Duration::from_millis(500)).await;
    }
    until_settled(&edge).await;
    let cases = crm.cases().await;
    assert_eq!((cases.len(), &cases[0]["requests"]), (1, &json!(3)), "{cases:?}");
    let row = edge.database().run(&["SELECT * FROM system_creations"]).remove(0);
    assert_eq!((&row["attempts"], &row["outcome"]), (&6.into(), &"created".into()), "{row}");
    assert!(me.case(reference).await.outside_id.is_some());
    let settings: SystemSettings = me.get(SYSTEM).await;
    assert_eq!(settings.system.unwrap().failing_since, None);
}

#[tokio::test]
async fn what_was_given_up_is_listed_and_created_when_somebody_asks() {
    let crm = Crm::listen().await;
    let mut edge = Workerd::start(&["DELIVERY_PAUSE:3600"]).await;
    let me = manager(&mut edge).await;
    save(&me, &crm, "SAP C4C").await;
    crm.change(&json!({ "away": 1_000 })).await;
    let reference = edge.visitor().submit(&complaint()).await.reference;
    let tried = "SELECT COUNT(*) AS n FROM system_creations WHERE attempts = 1";
    until(&edge, tried, 1).await;
    // Five days later.
    edge.kill();
    let since = "UPDATE system_creations SET since = '2020-01-01T00:00:00Z'";
    edge.database().run(&[since, OVERDUE, AWAKE]);
    edge.resume().await;
    edge.strike().await;
    until_settled(&edge).await;
    let settings: SystemSettings = me.get(SYSTEM).await;
    let system = settings.system.unwrap();
    assert!(system.failing_since.is_some() && system.failed == 1, "{system:?}");
    let log: SystemCases = me.get(&format!("{SYSTEM}/cases")).await;
    let failed = &log.cases[0];
    assert_eq!((failed.reference, failed.state), (reference, DeliveryState::Failed));
    crm.change(&json!({ "away": 0 })).await;
    let replay = format!("{SYSTEM}/cases/{}/replay", failed.id.as_str());
    let status = async || me.try_post(&replay, &json!({})).await.status();
    assert_eq!(status().await, StatusCode::ACCEPTED);
    until_settled(&edge).await;
    assert_eq!(crm.cases().await.len(), 1);
    assert_eq!(status().await, StatusCode::CONFLICT, "it is there");
    let unknown = format!("{SYSTEM}/cases/{}/replay", "0".repeat(32));
    let unknown = me.try_post(&unknown, &json!({})).await.status();
    assert_eq!(unknown, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn cases_wait_while_the_system_is_off_and_those_that_went_on_are_not_created() {
    let crm = Crm::listen().await;
    let mut edge = Workerd::start(&[AT_ONCE]).await;
    let me = manager(&mut edge).await;
    let mut body = crm.body("Salesforce");
    body["on"] = json!(false);
    let _: SystemSettings = read(me.put(SYSTEM, &body).await, StatusCode::OK).await;
    let stays = edge.visitor().submit(&complaint()).await.reference;
    let moves = edge.visitor().submit(&complaint()).await.reference;
    let iacad = Slug::parse("iacad").unwrap();
    let due = "SELECT COUNT(*) AS n FROM system_creations WHERE due_at IS NOT NULL";
    assert_eq!(edge.database().count(due), 0, "no job reads what waits for a system that is off");
    me.does(moves, Action::Transfer { to: iacad }, "Yours.").await;
    edge.strike().await;
    // What was queued by mistake would be sent meanwhile.
    sleep(Duration::from_secs(2)).await;
    let attempts = "SELECT COALESCE(SUM(attempts), 0) AS n FROM system_creations";
    assert_eq!((crm.cases().await.len(), edge.database().count(attempts)), (0, 0));
    save(&me, &crm, "Salesforce").await;
    // The one that went on stays for a while, since an undo may bring it back.
    edge.kill();
    edge.database().run(&[OVERDUE]);
    edge.resume().await;
    edge.strike().await;
    let looked_at = "SELECT COUNT(*) AS n FROM system_creations
                     WHERE outcome = 'created' OR taken_until IS NOT NULL";
    until(&edge, looked_at, 2).await;
    edge.kill();
    edge.database().run(&[PAST, OVERDUE]);
    edge.resume().await;
    edge.strike().await;
    until_settled(&edge).await;
    let keys: Vec<_> = crm.cases().await.into_iter().map(|case| case["key"].clone()).collect();
    assert_eq!(keys, [stays.to_string()]);
}

#[tokio::test]
async fn a_case_that_is_withdrawn_or_merged_while_it_waits_is_not_created() {
    let crm = Crm::listen().await;
    let mut edge = Workerd::start(&[AT_ONCE]).await;
    let me = manager(&mut edge).await;
    let mut body = crm.body("Salesforce");
    body["on"] = json!(false);
    let _: SystemSettings = read(me.put(SYSTEM, &body).await, StatusCode::OK).await;
    let stays = edge.visitor().submit(&complaint()).await.reference;
    let merged = edge.visitor().submit(&complaint()).await.reference;
    let withdrawn = edge.visitor().submit(&complaint()).await;
    me.does(merged, Action::Merge { into: stays }, "").await;
    let path = format!("{PARTICIPATIONS}/{}/withdrawal", withdrawn.reference);
    let request = edge.visitor().request(Method::POST, &path).bearer_auth(&withdrawn.tracking_key);
    let request = request.header("Idempotency-Key", fixtures::key().as_str()).json(&json!({}));
    assert!(request.send().await.unwrap().status().is_success());
    save(&me, &crm, "Salesforce").await;
    edge.kill();
    edge.database().run(&[PAST, OVERDUE]);
    edge.resume().await;
    edge.strike().await;
    until_settled(&edge).await;
    let keys: Vec<_> = crm.cases().await.into_iter().map(|case| case["key"].clone()).collect();
    assert_eq!(keys, [stays.to_string()]);
}

#[tokio::test]
async fn a_case_that_is_created_while_its_system_is_removed_keeps_its_id() {
    let crm = Crm::listen().await;
    let mut edge = Workerd::start(&[AT_ONCE]).await;
    let me = manager(&mut edge).await;
    save(&me, &crm, "SAP C4C").await;
    crm.change(&json!({ "held": true })).await;
    let reference = edge.visitor().submit(&complaint()).await.reference;
    crm.until(1).await;
    assert_eq!(me.delete(SYSTEM).await.status(), StatusCode::NO_CONTENT);
    let locked = "SELECT COUNT(*) AS n FROM system_creations
                  WHERE outcome = 'failed' AND taken_until IS NOT NULL";
    assert_eq!(edge.database().count(locked), 1, "a replay waits for the attempt");
    crm.change(&json!({ "held": false })).await;
    until(&edge, "SELECT COUNT(*) AS n FROM system_creations WHERE outcome = 'created'", 1).await;
    assert!(me.case(reference).await.outside_id.is_some());
    save(&me, &crm, "SAP C4C").await;
    let log: SystemCases = me.get(&format!("{SYSTEM}/cases")).await;
    let replay = format!("{SYSTEM}/cases/{}/replay", log.cases[0].id.as_str());
    assert_eq!(me.try_post(&replay, &json!({})).await.status(), StatusCode::CONFLICT);
    assert_eq!(crm.cases().await.len(), 1);
}

#[tokio::test]
async fn a_case_that_comes_back_after_it_was_given_up_is_created() {
    let crm = Crm::listen().await;
    let mut edge = Workerd::start(&[AT_ONCE]).await;
    let me = manager(&mut edge).await;
    let mut body = crm.body("Salesforce");
    body["on"] = json!(false);
    let _: SystemSettings = read(me.put(SYSTEM, &body).await, StatusCode::OK).await;
    let reference = edge.visitor().submit(&complaint()).await.reference;
    assert_eq!(me.delete(SYSTEM).await.status(), StatusCode::NO_CONTENT);
    save(&me, &crm, "Salesforce").await;
    let there = Slug::parse("iacad").unwrap();
    edge.kill();
    let roles = [Role::Supervisor(there.clone())];
    let they = Clerk::with(&roles, &edge.visitor(), &edge.database());
    edge.resume().await;
    me.does(reference, Action::Transfer { to: there }, "Yours.").await;
    they.does(reference, Action::Accept, "").await;
    let rta = Slug::parse("rta").unwrap();
    they.does(reference, Action::Transfer { to: rta }, "No, yours.").await;
    edge.kill();
    edge.database().run(&[OVERDUE]);
    edge.resume().await;
    edge.strike().await;
    until_settled(&edge).await;
    let cases = crm.cases().await;
    assert_eq!((cases.len(), &cases[0]["key"]), (1, &json!(reference.to_string())));
}

#[tokio::test]
async fn an_answer_without_end_is_read_up_to_its_limit() {
    let crm = Crm::listen().await;
    let mut edge = Workerd::start(&[AT_ONCE]).await;
    let me = manager(&mut edge).await;
    save(&me, &crm, "Salesforce").await;
    crm.change(&json!({ "endless": 1 })).await;
    let reference = edge.visitor().submit(&complaint()).await.reference;
    until_settled(&edge).await;
    let row = edge.database().run(&["SELECT * FROM system_creations"]).remove(0);
    assert_eq!((&row["attempts"], &row["outcome"]), (&1.into(), &"created".into()), "{row}");
    assert!(me.case(reference).await.outside_id.is_some());
}

#[tokio::test]
async fn a_system_that_fails_rests_and_is_tried_by_one_case() {
    let crm = Crm::listen().await;
    let mut edge = Workerd::start(&["DELIVERY_PAUSE:3600"]).await;
    let me = manager(&mut edge).await;
    save(&me, &crm, "Salesforce").await;
    crm.change(&json!({ "away": 1_000 })).await;
    edge.visitor().submit(&complaint()).await;
    until(&edge, "SELECT COUNT(*) AS n FROM system_creations WHERE attempts = 1", 1).await;
    edge.visitor().submit(&complaint()).await;
    edge.visitor().submit(&complaint()).await;
    // Time for what must not happen.
    sleep(Duration::from_secs(2)).await;
    let attempts = "SELECT SUM(attempts) AS n FROM system_creations";
    assert_eq!(edge.database().count(attempts), 1, "it rests");
    edge.kill();
    edge.database().run(&[OVERDUE, AWAKE]);
    edge.set(&[AT_ONCE]);
    crm.change(&json!({ "away": 0 })).await;
    edge.resume().await;
    edge.strike().await;
    until_settled(&edge).await;
    assert_eq!(edge.database().count(attempts), 4);
    assert_eq!(crm.cases().await.len(), 3);
}

#[tokio::test]
async fn a_token_is_kept_and_replaced_once_when_it_ends_early() {
    let crm = Crm::listen().await;
    let mut edge = Workerd::start(&[AT_ONCE]).await;
    let me = manager(&mut edge).await;
    save(&me, &crm, "Dynamics 365").await;
    for _ in 0..2 {
        edge.visitor().submit(&complaint()).await;
        until_settled(&edge).await;
    }
    assert_eq!(crm.tokens().await, 1);
    crm.change(&json!({ "expire": true })).await;
    edge.visitor().submit(&complaint()).await;
    until_settled(&edge).await;
    assert_eq!(crm.tokens().await, 2);
    let attempts = "SELECT SUM(attempts) AS n FROM system_creations WHERE outcome = 'created'";
    assert_eq!(edge.database().count(attempts), 3, "each at once");
}
