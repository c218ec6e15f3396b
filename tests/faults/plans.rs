//! Query plans of the console's statements: each must use an index, in its order, regardless of the
//! amount of data.

use domain::{
    case::action::Action,
    intake::kind::Kind,
    slug::Slug,
    staff::Role,
    wire::{
        Submission,
        console::{Alike, MentionList, Mentions, Order, Queue},
    },
};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tests::{
    channel::{
        accounts::{
            X, deleted, edge, id, instagram, instagram_message, instagram_webhook, posted, x,
            x_message,
        },
        until,
    },
    clerk::{CASES, Clerk, read},
    client::Visitor,
    fixtures::{complaint, complaint_with, picture},
    workerd::{INSTRUMENTED, Workerd},
};

/// Plan steps that may scan: lists passed as arguments, a page of results, and the list of
/// entities.
const SHORT: [&str; 4] = ["VIRTUAL TABLE", "(subquery", "SCAN f", "SCAN entities"];

/// Choices of figures and of the cases behind them.
const CHOICES: [&str; 8] = [
    "",
    "?period=all",
    "?kind=complaint&channel=web",
    "?language=ar",
    "?period=2026&cases=received",
    "?period=2026&cases=returned",
    "?period=2031&cases=actions_on_time",
    "?cases=actions_overdue",
];

/// Statements that may sort: a page of results, one entity's services, the entities' settings, the
/// ratings of one entity in ninety days, a queue of open cases, or the cases that an entity has
/// passed on, in another order than its own, a page of each entity's mentions, the mentions that
/// wait for one author, and a group of cases that are alike.
const FEW: [&str; 9] = [
    "search MATCH",
    "FROM services WHERE entity = ?1",
    "FROM settings",
    "BY events_by_rating",
    "ORDER BY p.received_at",
    "ORDER BY p.updated_at",
    "CROSS JOIN mentions",
    "author_code IN",
    "value AS participation",
];

/// Adds a webhook, and reads the list and the log.
async fn reads_webhooks(administrator: &Clerk) {
    let path = "/console/api/entities/rta/webhooks";
    let hook = json!({ "url": "https://hooks.invalid/", "types": ["participation.closed"] });
    let hook: Value = read(administrator.try_post(path, &hook).await, StatusCode::CREATED).await;
    let _: Value = administrator.get(path).await;
    let hook = hook["id"].as_str().unwrap();
    let _: Value = administrator.get(&format!("{path}/{hook}/deliveries")).await;
}

/// Describes the system of an entity, and reads it and its cases.
async fn reads_system(administrator: &Clerk) {
    let path = "/console/api/entities/rta/system";
    let system = json!({
        "method": "POST", "url": "https://crm.invalid/", "body": "{}", "auth": { "by": "none" },
        "on": false
    });
    let _: Value = read(administrator.put(path, &system).await, StatusCode::OK).await;
    let _: Value = administrator.get(&format!("{path}/cases")).await;
}

/// Sends cases that are alike, and lists them in each order.
async fn reads_like_cases(visitor: &Visitor, boss: &Clerk) {
    for _ in 0..3 {
        let service = Some("parking".to_owned());
        visitor.submit(&Submission { service, ..complaint() }).await;
    }
    let alike: Alike = boss.get("/console/api/entities/rta/alike").await;
    let one = alike.groups[0].cases[0];
    for order in Order::ALL.map(Order::as_str) {
        let listed = boss.listed(&format!("queue=all&alike={one}&sort={order}")).await;
        assert!(listed.len() >= 3, "{order}");
    }
}

#[tokio::test]
async fn everything_that_the_console_asks_for_is_read_by_an_index_in_its_order() {
    let mut edge = Workerd::start(&[INSTRUMENTED]).await;
    let visitor = edge.visitor();
    edge.kill();
    let rta = Role::Supervisor(Slug::parse("rta").unwrap());
    let boss = Clerk::with(&[rta], &visitor, &edge.database());
    let auditor = Clerk::with(&[Role::Auditor], &visitor, &edge.database());
    let administrator = Role::Administrator(Slug::parse("rta").unwrap());
    let administrator = Clerk::with(&[administrator], &visitor, &edge.database());
    edge.resume().await;
    let upload = visitor.upload(&picture(2_000), "a.png", "image/png").await;
    let sent = visitor
        .submit(&Submission { suggestion: Some("Better so.".into()), ..complaint_with(&[&upload]) })
        .await;
    let second = visitor.submit(&complaint()).await.reference;
    for queue in Queue::ALL.map(Queue::as_str) {
        for filter in [
            "",
            "&kind=complaint",
            "&service=parking",
            "&stage=received",
            "&priority=urgent",
            "&priority=ordinary",
            "&language=ur",
            &format!("&owner={}", boss.id.as_str()),
            "&q=card",
        ] {
            boss.cases(&format!("queue={queue}{filter}")).await;
        }
    }
    for queue in Queue::ALL.map(Queue::as_str) {
        for order in Order::ALL.map(Order::as_str) {
            boss.cases(&format!("queue={queue}&sort={order}")).await;
            boss.cases(&format!("queue={queue}&sort={order}&q=card")).await;
        }
    }
    for queue in ["due_week", "overdue", "all"] {
        auditor.cases(&format!("queue={queue}")).await;
    }
    let _: Value = boss.get(&format!("{CASES}/counts")).await;
    let reference = sent.reference;
    boss.does(reference, Action::Assign { to: boss.id.clone() }, "").await;
    boss.does(reference, Action::Transfer { to: Slug::parse("dm").unwrap() }, "Theirs.").await;
    boss.does(reference, Action::Undo, "").await;
    let _: Value = boss.get(&format!("{CASES}/{second}/merge/{reference}")).await;
    boss.does(second, Action::Merge { into: reference }, "").await;
    boss.does(second, Action::Part, "").await;
    boss.does(second, Action::Merge { into: reference }, "").await;
    boss.does(reference, Action::Answer { outcome: None }, "It is done.").await;
    boss.does(reference, Action::Undo, "").await;
    boss.does(reference, Action::Answer { outcome: None }, "It is done.").await;
    boss.put(&format!("/console/api/attachments/{upload}/transcript"), &json!({ "text": "Said." }))
        .await;
    let _: Value = boss.get(&format!("{CASES}/{reference}/head")).await;
    let _: Value = boss.get(&format!("{CASES}/{reference}/history")).await;
    let _: Value = auditor.get(&format!("{CASES}/{reference}/readings")).await;
    let _: Value = auditor.get("/console/api/security-events").await;
    let _: Value = auditor.get("/console/api/activity").await;
    let _: Value = boss.get("/console/api/entities/rta/team").await;
    reads_like_cases(&visitor, &boss).await;
    let _: Value = boss.get("/console/api/entities/rta/absences").await;
    let _: Value = boss.get("/console/api/entities/rta/volumes").await;
    reads_webhooks(&administrator).await;
    reads_system(&administrator).await;
    let _: Value = auditor.get(&format!("/console/api/activity?person={}", boss.id.as_str())).await;
    let _: Value = auditor.get("/console/api/activity/people").await;
    for query in ["period=2026&by=entity", "by=service", "period=2026-Q4&by=month&entity=rta"] {
        let _: Value = auditor.get(&format!("/console/api/figures?{query}")).await;
    }
    let _: Value = auditor.get(&format!("{CASES}?kind={}", Kind::Complaint.as_str())).await;
    boss.cases(&format!("customer={reference}")).await;
    for place in ["", "/rta", "/rta/parking"] {
        for choice in CHOICES {
            let page = auditor.ask(&format!("/console/figures{place}{choice}")).await;
            assert_eq!(page.status(), 200, "{place}{choice}");
        }
    }
    for place in ["", "&entity=rta"] {
        let _: Value = auditor.get(&format!("/console/api/report?period=2026-10{place}")).await;
    }
    for (who, monthly) in [(&auditor, true), (&auditor, false)] {
        let path = format!("/console/reports?monthly={monthly}");
        let answer = who.request(Method::POST, &path).send().await.unwrap();
        assert_eq!(answer.status(), 303);
    }
    let plans: Vec<Value> = visitor.get("/instruments?plans").await.json().await.unwrap();
    assert!(plans.len() > 60, "{}", plans.len());
    let in_one = plans.iter().filter(|plan| {
        plan["sql"].as_str().unwrap().contains("participations_by_place_everywhere")
    });
    // One statement is for all cases, and one for the overdue ones.
    assert_eq!(in_one.count(), 2, "who sees it all asks one index");
    // Inserts look nothing up. Only for a new participation, SQLite looks for the idempotency key
    // that refers to it by a deferred foreign key, if such a check is outstanding.
    let queries = plans.iter().filter(|plan| !plan["sql"].as_str().unwrap().starts_with("INSERT"));
    let wrong: Vec<String> = queries.flat_map(faults).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test]
async fn mentions_are_read_by_an_index() {
    const CALL: &str = "/console/api/mentions";
    let (edge, accounts) = edge(&[INSTRUMENTED, "X_POLL:on"]).await;
    let visitor = edge.visitor();
    accounts.know(&format!("users/{X}/mentions"), json!({ "meta": { "result_count": 0 } }));
    let supervisor = |entity: &str| Role::Supervisor(Slug::parse(entity).unwrap());
    let roles = [supervisor("rta"), supervisor("dm")];
    let boss = Clerk::with(&roles, &visitor, &edge.database());
    let auditor = Clerk::with(&[Role::Auditor], &visitor, &edge.database());
    let author = id();
    let mut posts = Vec::new();
    for number in 0..3 {
        let (body, post) = posted(&author, "@sawtak the lights are out");
        assert_eq!(x(&visitor, &body).await, 200);
        posts.push(post);
        until(&edge, "mentions", number + 1).await;
    }
    for state in MentionList::ALL.map(MentionList::as_str) {
        for who in [&boss, &auditor] {
            let _: Mentions = who.get(&format!("{CALL}?state={state}")).await;
        }
    }
    let open: Mentions = boss.get(CALL).await;
    let of =
        |place: usize, verb: &str| format!("{CALL}/{}/{verb}", open.mentions[place].id.as_str());
    let wanted = json!({ "kind": "complaint", "entity": "rta", "service": null });
    assert_eq!(boss.try_post(&of(0, "participation"), &wanted).await.status(), 201);
    assert_eq!(boss.try_post(&of(1, "dismiss"), &json!({})).await.status(), 204);
    assert_eq!(boss.try_post(&of(1, "reopen"), &json!({})).await.status(), 204);
    until(&edge, "mentions WHERE answered_at IS NOT NULL", 1).await;
    // Its author takes it over, by webhooks of both accounts.
    assert_eq!(x(&visitor, &x_message(&author, "hello")).await, 200);
    until(&edge, "addresses", 1).await;
    let message = instagram_message(&author, "hello", &json!({}));
    assert_eq!(instagram(&visitor, &instagram_webhook(&[message], &[])).await, 200);
    for post in &posts {
        assert_eq!(x(&visitor, &deleted(post)).await, 200);
    }
    until(&edge, "inbox", 0).await;
    edge.strike().await;
    let plans: Vec<Value> = visitor.get("/instruments?plans").await.json().await.unwrap();
    let is_theirs = |plan: &&Value| {
        let sql = plan["sql"].as_str().unwrap();
        !sql.starts_with("INSERT") && (sql.contains("mentions") || sql.contains("polled"))
    };
    let theirs: Vec<&Value> = plans.iter().filter(is_theirs).collect();
    assert!(theirs.len() >= 10, "{theirs:#?}");
    let wrong: Vec<String> = theirs.into_iter().flat_map(faults).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Returns the steps of a statement whose cost grows with the amount of data.
fn faults(plan: &Value) -> Vec<String> {
    let sql = plan["sql"].as_str().unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
    let is_fault = |step: &&str| {
        // The list of entities, under the name that the figures' statements give it.
        let is_entities = *step == "SCAN e" || step.starts_with("SCAN e ");
        let is_short = is_entities || SHORT.iter().any(|short| step.contains(short));
        let is_scan = step.starts_with("SCAN") && !is_short;
        let is_sorted = step.contains("TEMP B-TREE")
            && !step.contains("LAST TERM")
            && !FEW.iter().any(|few| sql.contains(few));
        is_scan || is_sorted
    };
    let steps = plan["steps"].as_array().unwrap().iter().map(|step| step.as_str().unwrap());
    steps.filter(is_fault).map(|step| format!("{step}: {sql}")).collect()
}
