//! Timers of unanswered cases: escalation if the cron job runs late or twice at once.

use std::time::Duration;

use domain::{case::stage::Stage, intake::kind::Kind, reference::Reference};
use tests::{fixtures::complaint, staff, workerd::Workerd};
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
            let deed = format!(r#"{{"verb":"escalate","clock":"{clock}","level":"{level}"}}"#);
            assert_eq!(
                escalated.iter().filter(|what| **what == deed).count(),
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
