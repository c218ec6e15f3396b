//! Query plans of the console's statements: each must use an index, in its order, regardless of the
//! amount of data.

use domain::{
    case::action::Action,
    intake::kind::Kind,
    slug::Slug,
    staff::Role,
    wire::{
        Submission,
        console::{Order, Queue},
    },
};
use reqwest::Method;
use serde_json::{Value, json};
use tests::{
    clerk::{CASES, Clerk},
    fixtures::{complaint, complaint_with, picture},
    workerd::{INSTRUMENTED, Workerd},
};

/// Plan steps that may scan: lists passed as arguments, a page of results, and the list of
/// entities.
const SHORT: [&str; 4] = ["VIRTUAL TABLE", "(subquery", "SCAN f", "SCAN entities"];

/// Choices of figures and of the cases behind them.
const CHOICES: [&str; 7] = [
    "",
    "?period=all",
    "?kind=complaint&channel=web",
    "?language=ar",
    "?period=2026&cases=received",
    "?period=2031&cases=actions_on_time",
    "?cases=actions_overdue",
];

/// Statements that may sort: a page of results, one entity's services, the entities' settings, the
/// ratings of one entity in ninety days, and a queue of open cases, or the cases that an entity has
/// passed on, in another order than its own.
const FEW: [&str; 6] = [
    "search MATCH",
    "FROM services WHERE entity = ?1",
    "FROM settings",
    "BY events_by_rating",
    "ORDER BY p.received_at",
    "ORDER BY p.updated_at",
];

#[tokio::test]
async fn everything_that_the_console_asks_for_is_read_by_an_index_in_its_order() {
    let mut edge = Workerd::start(&[INSTRUMENTED]).await;
    let visitor = edge.visitor();
    edge.kill();
    let rta = Role::Supervisor(Slug::parse("rta").unwrap());
    let boss = Clerk::with(&[rta], &visitor, &edge.database());
    let auditor = Clerk::with(&[Role::Auditor], &visitor, &edge.database());
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
    let _: Value = boss.get("/console/api/entities/rta/alike").await;
    let _: Value = boss.get("/console/api/entities/rta/absences").await;
    let _: Value = boss.get("/console/api/entities/rta/volumes").await;
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
