//! Fault: the edge is killed while cases are acted on. The figures stay the sum over all histories.

use std::{sync::Arc, time::Duration};

use domain::{
    case::{
        action::{Action, Ground, Outcome},
        life_cycle::Words,
    },
    intake::kind::{Kind, Mood},
    slug::Slug,
    staff::Role,
    wire::{Acknowledgement, Submission},
};
use fastrand::Rng;
use reqwest::{Method, header};
use serde_json::json;
use tests::{
    clerk::{CASES, Clerk},
    client::{PARTICIPATIONS, Visitor},
    fixtures::complaint,
    workerd::Workerd,
};
use tokio::{task::JoinSet, time::sleep};

const CASES_OF_EACH: usize = 8;
const WORKERS: u64 = 3;
const KILLS: usize = 4;
const SEED: u64 = 29;

fn slug(name: &str) -> Slug {
    Slug::parse(name).unwrap()
}

/// Draws an action of staff. Most of them are possible at some stage of a case.
fn drawn(rng: &mut Rng, clerk: &Clerk) -> Action {
    let to = slug(if rng.bool() { "dm" } else { "rta" });
    match rng.u8(..12) {
        0 => Action::Take,
        1 => Action::Assign { to: clerk.id.clone() },
        2 => Action::Ask,
        3 => Action::Reply,
        4 => Action::Transfer { to },
        5 | 6 => Action::Accept,
        7 => Action::Return,
        8 => Action::Decline { ground: Ground::OutOfScope },
        9 => Action::Answer { outcome: Some(Outcome::Upheld) },
        10 => Action::Close,
        _ => Action::Undo,
    }
}

/// Does something to a case as staff, whatever becomes of it.
async fn staff(clerk: &Clerk, given: &Acknowledgement, rng: &mut Rng) {
    let path = format!("{CASES}/{}", given.reference);
    let Ok(view) = clerk.request(Method::GET, &path).send().await else { return };
    let Ok(view) = view.json::<serde_json::Value>().await else { return };
    let Some(head) = view["head"].as_str() else { return };
    let deed = drawn(rng, clerk);
    let words = match deed.verb().rule().words {
        Words::None => "",
        Words::May(_) | Words::Must(_) => "We look at it.",
    };
    let request = json!({ "head": head, "deed": deed, "words": words });
    let _ = clerk.request(Method::POST, &format!("{path}/deeds")).json(&request).send().await;
}

/// Does something to a case as its author, whatever becomes of it.
async fn author(visitor: &Visitor, given: &Acknowledgement, rng: &mut Rng) {
    let path = format!("{PARTICIPATIONS}/{}", given.reference);
    let (method, path, body) = match rng.u8(..8) {
        0..=2 => (Method::POST, format!("{path}/messages"), json!({ "text": "It goes on." })),
        3 | 4 => (Method::POST, format!("{path}/rating"), json!({ "rating": Mood::Happy })),
        5 => (Method::POST, format!("{path}/reopening"), json!({ "text": "Not at all." })),
        6 => (Method::POST, format!("{path}/withdrawal"), json!({ "text": "" })),
        _ => (Method::DELETE, path, json!({})),
    };
    let bearer = format!("Bearer {}", given.tracking_key);
    let request = visitor.request(method, &path).header(header::AUTHORIZATION, bearer);
    let _ = request.json(&body).send().await;
}

async fn work(clerk: Clerk, visitor: Visitor, sent: Arc<Vec<Acknowledgement>>, seed: u64) {
    let mut rng = Rng::with_seed(seed);
    loop {
        let given = &sent[rng.usize(..sent.len())];
        if rng.u8(..5) == 0 {
            author(&visitor, given, &mut rng).await;
        } else {
            staff(&clerk, given, &mut rng).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_figures_are_the_sum_over_the_histories_whatever_is_killed() {
    let mut edge = Workerd::start(&[]).await;
    let visitor = edge.visitor();
    edge.kill();
    let roles = ["rta", "dm"].map(|entity| Role::Supervisor(slug(entity)));
    let clerk = Clerk::with(&roles, &visitor, &edge.database());
    edge.resume().await;
    let mut sent = Vec::new();
    for kind in Kind::ALL {
        for _ in 0..CASES_OF_EACH {
            sent.push(visitor.submit(&Submission { kind, ..complaint() }).await);
        }
    }
    let sent = Arc::new(sent);
    let mut workers = JoinSet::new();
    for worker in 0..WORKERS {
        workers.spawn(work(clerk.clone(), visitor.clone(), sent.clone(), SEED + worker));
    }
    for _ in 0..KILLS {
        sleep(Duration::from_secs(6)).await;
        edge.kill();
        edge.resume().await;
    }
    sleep(Duration::from_secs(4)).await;
    workers.abort_all();
    while workers.join_next().await.is_some() {}
    edge.kill();
    let database = edge.database();
    assert!(database.count("SELECT COUNT(*) AS n FROM events") > 100);
    let (is_sum, output) = edge.operate(&["verify-figures"]);
    assert!(is_sum, "{output}");
    let known = "SELECT SUM(received) AS n FROM tallies WHERE dimension = '' AND period = 'all' AND entity <> ''";
    assert_eq!(database.count(known), u64::try_from(sent.len()).unwrap());

    database.run(&["UPDATE tallies SET first_judged = first_judged + 1
                    WHERE dimension = '' AND period = 'all' AND kind = 'complaint'
                          AND entity = 'rta'"]);
    let (is_sum, output) = edge.operate(&["verify-figures"]);
    assert!(!is_sum && output.contains("rta, complaint, all"), "{output}");
    let (is_written, output) = edge.operate(&["verify-figures", "--write"]);
    assert!(is_written, "{output}");
    let (is_sum, output) = edge.operate(&["verify-figures"]);
    assert!(is_sum, "{output}");
    backfilled(&edge);
}

/// Removes what a database lacked whose cases came before there were totals, and has the migration
/// fill it.
fn backfilled(edge: &Workerd) {
    let database = edge.database();
    database.run(&[
        "DELETE FROM tallies WHERE entity = ''",
        "DELETE FROM measured_times WHERE month NOT GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]'",
    ]);
    let (is_sum, output) = edge.operate(&["verify-figures"]);
    assert!(!is_sum && output.contains("all entities, "), "{output}");
    let migration = include_str!("../../edge/migrations/0037_totals.sql");
    let statements: Vec<&str> =
        migration.split(";\n").filter(|text| !text.trim().is_empty()).collect();
    assert_eq!(statements.len(), 2);
    for _ in 0..2 {
        database.run(&statements);
        let (is_sum, output) = edge.operate(&["verify-figures"]);
        assert!(is_sum, "{output}");
    }
}

/// Statements that fill the figures of 46 entities, as years of cases by all channels, in all
/// languages and of all lengths would.
const YEARS: [&str; 6] = [
    "CREATE TEMP TABLE periods AS
     WITH RECURSIVE ago (months) AS (SELECT 0 UNION ALL SELECT months + 1 FROM ago WHERE months < 30)
     SELECT strftime('%Y-%m', 'now', 'start of month', '-' || months || ' months') AS period FROM ago
     UNION ALL SELECT 'all' UNION ALL SELECT strftime('%Y', 'now')",
    "CREATE TEMP TABLE kinds AS
     SELECT value AS kind FROM json_each('[\"complaint\", \"observation\", \"suggestion\"]')",
    "INSERT INTO tallies (dimension, period, entity, kind, member, received)
     SELECT '', period, id, kind, '', 1 FROM periods, kinds, (SELECT id FROM entities UNION SELECT '')",
    "INSERT INTO tallies (dimension, period, entity, kind, member, received)
     SELECT 'priority', period, entities.id, kinds.kind, value, 1
     FROM periods, kinds, entities, json_each('[\"ordinary\", \"complex\", \"urgent\"]')",
    "INSERT INTO tallies (dimension, period, entity, kind, member, received)
     SELECT 'channel', period, '', kind, value, 1 FROM periods, kinds, json_each(
         '[\"web\", \"phone\", \"counter\", \"email\", \"whatsapp\", \"instagram\", \"x\", \"sms\", \"open311\"]')
     WHERE length(period) <> 4
     UNION ALL SELECT 'language', period, '', kind, value, 1 FROM periods, kinds,
         json_each('[\"ar\", \"bn\", \"en\", \"fil\", \"hi\", \"ml\", \"ru\", \"ur\", \"zh\"]')
     WHERE length(period) <> 4",
    "WITH RECURSIVE buckets (bucket) AS (SELECT 0 UNION ALL SELECT bucket + 1 FROM buckets WHERE bucket < 378)
     INSERT INTO measured_times (measure, month, kind, entity, bucket, cases)
     SELECT 'full_answer', period, kind, '', bucket, 1 FROM periods, kinds, buckets",
];

#[tokio::test]
async fn the_first_screen_of_all_entities_reads_six_thousand_rows_at_most() {
    let mut edge = Workerd::start(&[]).await;
    let visitor = edge.visitor();
    edge.kill();
    let maker = Clerk::with(&[Role::DecisionMaker], &visitor, &edge.database());
    edge.database().run(&YEARS);
    edge.resume().await;
    let page = maker.ask("/console/figures?lang=en").await;
    assert!(page.status().is_success());
    let route = "\"route\":\"/console/figures\"";
    let log = edge.log_with(route).await;
    let line = log.lines().find(|line| line.contains(route)).unwrap();
    let line: serde_json::Value = serde_json::from_str(&line[line.find('{').unwrap()..]).unwrap();
    let rows = line["rows_read"].as_u64().unwrap();
    assert!((3_000..=6_000).contains(&rows), "{line}");
}
