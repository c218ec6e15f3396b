//! Timers of unanswered cases: escalation if the cron job runs late or twice at once. The end of
//! tests, which go as a whole.

use std::time::Duration;

use domain::{case::stage::Stage, intake::kind::Kind, reference::Reference, wire::Submission};
use reqwest::StatusCode;
use tests::{
    fixtures::{complaint, complaint_with, picture},
    staff,
    workerd::Workerd,
};
use tokio::time::sleep;

/// Returns the actions of a case in order.
fn deeds(edge: &Workerd, reference: Reference) -> Vec<String> {
    let sql = format!(
        "SELECT what FROM events WHERE participation = '{}' ORDER BY sequence",
        reference.digits()
    );
    edge.database()
        .run(&[&sql])
        .iter()
        .map(|row| row["what"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn each_clock_tells_each_level_once_however_late_and_often_it_is_looked_at() {
    let mut edge = Workerd::start(&[]).await;
    let visitor = edge.visitor();
    let [old, new] = [
        visitor.submit(&complaint()).await.reference,
        visitor.submit(&complaint()).await.reference,
    ];
    edge.kill();
    staff::age(&edge.database(), old, Kind::Complaint, 60);
    edge.resume().await;
    tokio::join!(edge.strike(), edge.strike());
    edge.strike().await;
    let escalated = deeds(&edge, old);
    for clock in ["first_response", "resolution"] {
        for level in ["owner", "supervisor", "head"] {
            let deed = format!(r#"{{"verb":"escalate","clock":"{clock}","level":"{level}","#);
            assert_eq!(
                escalated.iter().filter(|what| what.starts_with(&deed)).count(),
                1,
                "{deed} in {escalated:?}"
            );
        }
    }
    assert_eq!((escalated.len(), deeds(&edge, new).len()), (7, 1));
    assert_eq!(edge.visitor().status(old).await.stage, Stage::Received);
    let waiting = "SELECT COUNT(*) AS n FROM participations WHERE wake_at IS NOT NULL";
    assert_eq!(edge.database().count(waiting), 1, "what is told is not looked at again");
    edge.kill();
    let (is_whole, output) = edge.verify_history();
    assert!(is_whole, "{output}");
}

#[tokio::test]
async fn one_run_sees_to_all_due_cases_however_many_there_are() {
    let mut edge = Workerd::start(&[]).await;
    let visitor = edge.visitor();
    let mut cases = Vec::new();
    for _ in 0..120 {
        cases.push(visitor.submit(&complaint()).await.reference);
    }
    edge.kill();
    for reference in &cases {
        staff::age(&edge.database(), *reference, Kind::Complaint, 60);
    }
    edge.resume().await;
    edge.strike().await;
    // The queue hands out what the run itself couldn't do.
    let untold = "SELECT COUNT(*) AS n FROM participations AS p
                  WHERE (SELECT COUNT(*) FROM events WHERE participation = p.reference) < 7";
    for _ in 0..60 {
        if edge.database().count(untold) == 0 {
            break;
        }
        sleep(Duration::from_secs(1)).await;
    }
    assert_eq!(edge.database().count(untold), 0);
    assert!(cases.iter().all(|reference| deeds(&edge, *reference).len() == 7));
}

#[tokio::test]
async fn a_case_that_cannot_be_told_keeps_no_other_from_being_looked_at() {
    let mut edge = Workerd::start(&[]).await;
    let visitor = edge.visitor();
    let [broken, sound] = [
        visitor.submit(&complaint()).await.reference,
        visitor.submit(&complaint()).await.reference,
    ];
    edge.kill();
    staff::age(&edge.database(), broken, Kind::Complaint, 70);
    staff::age(&edge.database(), sound, Kind::Complaint, 60);
    let spoil =
        format!("UPDATE events SET what = 'nonsense' WHERE participation = '{}'", broken.digits());
    edge.database().tamper(&[&spoil]);
    edge.resume().await;
    edge.strike().await;
    assert_eq!((deeds(&edge, broken).len(), deeds(&edge, sound).len()), (1, 7));
    assert!(edge.log_with(&broken.to_string()).await.contains("unreadable"));
}

#[tokio::test]
async fn a_test_goes_as_a_whole_after_a_day_and_nothing_else_does() {
    let mut edge = Workerd::start(&[]).await;
    let visitor = edge.visitor();
    let file = visitor.upload(&picture(3_000), "a.png", "image/png").await;
    let test = |submission: Submission| Submission {
        test: true,
        suggestion: Some("Mend it.".into()),
        ..submission
    };
    let old = visitor.submit(&test(complaint_with(&[&file]))).await;
    let new = visitor.submit(&test(complaint())).await;
    let real = visitor.submit(&complaint()).await;
    assert!(edge.media() > 0);
    let database = edge.database();
    let paired = old.suggestion_reference.expect("a suggestion beside it");
    let both = format!("('{}', '{}')", old.reference.digits(), paired.digits());
    database.run(&[&format!(
        "UPDATE participations SET received_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-25 hours')
         WHERE reference IN {both}"
    )]);
    let waiting = "SELECT COUNT(*) AS n FROM participations WHERE wake_at IS NOT NULL";
    assert_eq!(database.count(waiting), 1, "no timer runs for a test");
    tokio::join!(edge.strike(), edge.strike());
    edge.strike().await;
    for (table, column) in [
        ("participations", "reference"),
        ("events", "participation"),
        ("attachments", "participation"),
        ("idempotency_keys", "reference"),
    ] {
        let left = format!("SELECT COUNT(*) AS n FROM {table} WHERE {column} IN {both}");
        assert_eq!(database.count(&left), 0, "{table}");
    }
    assert_eq!(edge.media(), 0);
    database.assert_whole(2);
    let gone = visitor.open(old.reference, &old.tracking_key).await;
    assert_eq!(gone.status(), StatusCode::NOT_FOUND);
    assert!(visitor.status(new.reference).await.test);
    // What isn't a test can neither be deleted nor be made one.
    let of_real = format!("= '{}'", real.reference.digits());
    for refused in [
        format!("DELETE FROM events WHERE participation {of_real}"),
        format!("UPDATE participations SET is_test = 1 WHERE reference {of_real}"),
    ] {
        assert!(database.refuses(&refused), "{refused}");
    }
    edge.kill();
    let (is_whole, output) = edge.verify_history();
    assert!(is_whole, "{output}");
}
