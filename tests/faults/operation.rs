//! Operational faults: a row that can't be processed, a failing store, missing settings.

use std::time::Duration;

use domain::wire::{Contact, Place, Problem, Submission};
use reqwest::{Response, StatusCode, header};
use serde_json::Value;
use tests::{assertions::header_of, fixtures::complaint, workerd::Workerd};
use tokio::time::sleep;

/// Returns the log lines of a cron job.
fn lines(log: &str, job: &str) -> Vec<Value> {
    let found = log.lines().filter_map(|line| {
        serde_json::from_str::<Value>(line.get(line.find('{')?..=line.rfind('}')?)?).ok()
    });
    found.filter(|line| line["job"] == job).collect()
}

#[tokio::test]
async fn a_place_is_sealed_and_sealed_anew_under_another_key() {
    let mut edge = Workerd::start(&[]).await;
    let visitor = edge.visitor();
    let place = Place {
        latitude: Some(25.1972),
        longitude: Some(55.27438),
        address: Some("Al Wasl Road, gate 4".into()),
    };
    let submission = Submission {
        place: Some(place.clone()),
        suggestion: Some("Mend it.".into()),
        ..complaint()
    };
    let (first, broken) = (visitor.submit(&submission).await, visitor.submit(&submission).await);
    let database = edge.database();
    let everything =
        "SELECT group_concat(location || coalesce(text, '') || coalesce(what, '')) AS all_of_it
                      FROM participations JOIN events ON participation = reference";
    let rows = database.run(&[everything])[0]["all_of_it"].to_string();
    assert!(!rows.contains("Wasl") && !rows.contains("25.19") && !rows.contains("55.27"), "{rows}");
    edge.kill();
    database.run(&[&format!(
        "UPDATE participations SET location = 'AAAA' WHERE reference = '{}'",
        broken.reference.digits()
    )]);
    edge.add_key("CONTACT_KEYS", "2");
    edge.resume().await;
    edge.strike().await;
    assert_eq!(
        database.count("SELECT COUNT(*) AS n FROM participations WHERE location_key = '2.seal'"),
        3
    );
    // What lies under the current key is left alone.
    let sealed = "SELECT group_concat(location) AS all_of_it FROM participations";
    let before = database.run(&[sealed]);
    edge.strike().await;
    assert_eq!(database.run(&[sealed]), before);
    assert_eq!(visitor.content(&first).await.place.as_ref(), Some(&place));
}

#[tokio::test]
async fn a_contact_that_no_key_opens_keeps_no_other_from_being_sealed_anew() {
    let mut edge = Workerd::start(&[]).await;
    let visitor = edge.visitor();
    let contact = Contact { phone: Some("+971501234567".into()), ..Contact::default() };
    let submission = Submission { contact: Some(contact.clone()), ..complaint() };
    let (first, broken, last) = (
        visitor.submit(&submission).await,
        visitor.submit(&submission).await,
        visitor.submit(&submission).await,
    );
    edge.kill();
    let database = edge.database();
    database.run(&[&format!(
        "UPDATE participations SET contact = 'AAAA' WHERE reference = '{}'",
        broken.reference.digits()
    )]);
    edge.add_key("CONTACT_KEYS", "2");
    edge.resume().await;
    edge.strike().await;
    assert_eq!(
        database.count("SELECT COUNT(*) AS n FROM participations WHERE contact_key = '2.seal'"),
        2
    );
    for sealed in [first, last] {
        assert_eq!(visitor.content(&sealed).await.contact.as_ref(), Some(&contact));
    }
    let log = edge.log_with("\"job\":\"contacts\",\"count\":2").await;
    let entries = lines(&log, "contacts");
    assert!(
        entries.iter().any(|line| line["error"].is_string())
            && entries.iter().any(|line| line["count"] == 2),
        "{entries:?}"
    );
}

#[tokio::test]
async fn a_participation_that_cannot_be_emptied_keeps_no_other_from_it() {
    let edge = Workerd::start(&[]).await;
    let visitor = edge.visitor();
    let mut all = Vec::new();
    for _ in 0..5 {
        all.push(visitor.submit(&complaint()).await);
    }
    let database = edge.database();
    let broken = all[2].reference.digits();
    // The first event is missing, so the next event would take the sequence number of an existing
    // one.
    database.tamper(&[
        "UPDATE participations SET stage = 'closed', updated_at = '2020-01-01T00:00:00Z'",
        &format!(
            "INSERT INTO events (participation, sequence, at, actor, what, stage, entity, content_digest, previous, hash)
             SELECT participation, 2, at, actor, what, stage, entity, content_digest, previous, hash FROM events
             WHERE participation = '{broken}'"
        ),
        &format!("DELETE FROM events WHERE participation = '{broken}' AND sequence = 1"),
    ]);
    edge.strike().await;
    assert_eq!(
        database.count(
            "SELECT COUNT(*) AS n FROM participations WHERE text IS NULL AND erased_at IS NOT NULL"
        ),
        4
    );
    let left = database.run(&["SELECT reference FROM participations WHERE text IS NOT NULL"]);
    assert_eq!(left[0]["reference"], broken);
    let entries = lines(&edge.log_with("\"job\":\"retention\",\"count\":4").await, "retention");
    assert!(entries.iter().any(|line| line["error"].is_string()), "{entries:?}");
}

#[tokio::test]
async fn what_has_ended_and_is_kept_costs_the_clock_nothing() {
    let edge = Workerd::start(&[]).await;
    edge.visitor().submit(&complaint()).await;
    let runs = |log: &str| -> Vec<u64> {
        let found = log.lines().filter_map(|line| {
            serde_json::from_str::<Value>(line.get(line.find('{')?..=line.rfind('}')?)?).ok()
        });
        found
            .filter(|line| line["cron"].is_string())
            .filter_map(|line| line["rows_read"].as_u64())
            .collect()
    };
    // Rising words are counted once a day, some entities a run: not while this counts rows.
    edge.database()
        .run(&["INSERT INTO rising_days (entity, day) SELECT id, '9999-12-31' FROM entities
                           WHERE true ON CONFLICT DO UPDATE SET day = excluded.day"]);
    // The first run does what the participation needs once, the second is what a run costs.
    edge.strike().await;
    edge.strike().await;
    edge.database().run(&["WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 1000)
         INSERT INTO participations (reference, kind, entity, turn, stage, language, received_at, updated_at, first_response_due, resolution_due,
                                     salt, tracking_key_hash, head)
         SELECT printf('%012d', n), kind, entity, entity, 'closed', language, received_at, updated_at, first_response_due, resolution_due, salt,
                tracking_key_hash, head FROM numbers, participations"]);
    edge.strike().await;
    let mut read = Vec::new();
    for _ in 0..50 {
        read = runs(&edge.log());
        if read.len() == 3 {
            break;
        }
        sleep(Duration::from_millis(100)).await;
    }
    assert!(read.len() == 3 && read[2] <= read[1] + 10, "{read:?}");
}

#[tokio::test]
async fn a_setting_that_cannot_be_read_stops_nobody() {
    let edge = Workerd::start(&[]).await;
    edge.database().run(&[
        "INSERT INTO settings (part, entity, version, value) VALUES ('calendar', 'dm', 1, '{}')",
        "INSERT INTO settings (part, entity, version, value) VALUES ('criteria', 'dm', 1, 'x')",
    ]);
    for entity in ["rta", "dm"] {
        let sent = Submission { entity: entity.into(), ..complaint() };
        edge.visitor().submit(&sent).await;
    }
}

#[tokio::test]
async fn a_store_that_does_not_answer_is_told_of() {
    let edge = Workerd::start(&[]).await;
    let visitor = edge.visitor();
    let health = || visitor.get("/healthz");
    assert_eq!(health().await.json::<Value>().await.unwrap()["database"], "ok");
    edge.database().run(&["ALTER TABLE entities RENAME TO elsewhere"]);
    let response = health().await;
    assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(!header_of(&response, header::RETRY_AFTER).is_empty());
    let report: Value = response.json().await.unwrap();
    assert_eq!(
        (&report["status"], &report["database"], &report["media"]),
        (&"failing".into(), &"failing".into(), &"ok".into())
    );
    edge.database().run(&["ALTER TABLE elsewhere RENAME TO entities"]);
    assert_eq!(health().await.status(), StatusCode::OK);
}

fn is_careful(response: &Response) {
    assert_eq!(header_of(response, header::X_CONTENT_TYPE_OPTIONS), "nosniff");
    assert!(header_of(response, header::CONTENT_SECURITY_POLICY).contains("default-src 'none'"));
    assert!(!header_of(response, "Request-Id").is_empty());
}

#[tokio::test]
async fn over_https_browsers_are_told_to_stay_there() {
    let edge = Workerd::start(&["BASE_URL:https://voice.example"]).await;
    for link in ["/healthz", "/f/rta", "/api/v1/entities", "/embed/rta", "/nothing", "/embed.js"] {
        let response = edge.visitor().get(link).await;
        let policy = header_of(&response, header::STRICT_TRANSPORT_SECURITY);
        assert_eq!(policy, "max-age=63072000; includeSubDomains", "{link}");
    }
}

#[tokio::test]
async fn without_its_settings_the_edge_still_answers_and_says_so_in_its_log() {
    let mut edge = Workerd::start(&[]).await;
    edge.kill();
    edge.set(&["BASE_URL:"]);
    edge.resume_with(StatusCode::INTERNAL_SERVER_ERROR).await;
    let response = edge.visitor().get("/api/v1/entities").await;
    is_careful(&response);
    let id = header_of(&response, "Request-Id");
    let problem: Problem = response.json().await.unwrap();
    assert_eq!((problem.status, problem.kind.ends_with("/problems/internal")), (500, true));
    let log = edge.log_with(&id).await;
    let line = log.lines().find(|line| line.contains(&id)).unwrap();
    assert!(line.contains("\"route\":\"/api/v1/entities\",\"status\":500"), "{line}");
}

#[tokio::test]
async fn what_was_indexed_by_older_rules_is_indexed_anew() {
    let mut edge = Workerd::start(&[]).await;
    let visitor = edge.visitor();
    let contact = Contact { phone: Some("+971501234567".into()), ..Contact::default() };
    let text = "我家门口的道路照明不好".to_owned();
    let sent =
        visitor.submit(&Submission { text, contact: Some(contact), ..complaint() }).await.reference;
    edge.kill();
    let database = edge.database();
    database.run(&["UPDATE search SET words = 'old', contact = 'old'"]);
    database.run(&["UPDATE participations SET search_version = 0"]);
    edge.resume().await;
    edge.strike().await;
    edge.log_with("\"job\":\"search\",\"count\":1").await;
    let found = format!(
        "SELECT COUNT(*) AS n FROM search WHERE search MATCH 'words : \"照明\"'
         AND participation = '{}' AND contact NOT IN ('', 'old')",
        sent.digits()
    );
    assert_eq!(database.count(&found), 1);
    edge.strike().await;
    let old = "SELECT COUNT(*) AS n FROM participations WHERE search_version = 0";
    assert_eq!(database.count(old), 0);
}
