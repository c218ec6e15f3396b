//! Notices to staff: of escalations, and of the working day that begins.

use std::{collections::BTreeSet, time::Duration};

use domain::{
    case::action::Action, intake::kind::Kind, sla::calendar::Zone, slug::Slug, staff::Role,
    wire::StaffNotice,
};
use tests::{
    clerk::Clerk,
    fixtures::complaint,
    receiver::Receiver,
    staff,
    workerd::{INSTRUMENTED, Workerd},
};
use tokio::time::sleep;

/// A week in seconds.
const WEEK: i64 = 7 * 24 * 60 * 60;

/// Switches off the notices of the staff that every database begins with.
const SILENCE: &str = "UPDATE staff SET told_late = 0, told_daily = 0";

fn rta() -> Slug {
    Slug::parse("rta").unwrap()
}

/// Returns kind and recipient of each notice.
fn told(notices: &[StaffNotice]) -> BTreeSet<(String, String)> {
    let told = |notice: &StaffNotice| {
        (notice.kind.clone(), notice.data.contact.email.clone().unwrap_or_default())
    };
    notices.iter().map(told).collect()
}

fn mail(clerk: &Clerk) -> String {
    format!("{}@example.org", clerk.id.as_str())
}

#[tokio::test]
async fn each_level_of_an_escalation_is_told_and_nobody_who_switched_it_off() {
    let receiver = Receiver::listen().await;
    let mut edge = Workerd::start(&[&receiver.variable()]).await;
    let visitor = edge.visitor();
    let reference = visitor.submit(&complaint()).await.reference;
    edge.kill();
    let database = edge.database();
    staff::age(&database, reference, Kind::Complaint, 60);
    database.run(&[SILENCE]);
    let owner = Clerk::of("rta", &visitor, &database);
    let [boss, quiet] =
        [(); 2].map(|()| Clerk::with(&[Role::Supervisor(rta())], &visitor, &database));
    let head = Clerk::with(&[Role::Administrator(rta())], &visitor, &database);
    let elsewhere = Slug::parse("dewa").unwrap();
    Clerk::with(&[Role::Supervisor(elsewhere)], &visitor, &database);
    database.run(&["UPDATE staff SET told_daily = 0"]);
    edge.resume().await;
    let wanted =
        serde_json::json!({ "language": "en", "notices": { "late": false, "daily": false } });
    assert!(quiet.put("/console/api/me", &wanted).await.status().is_success());
    owner.does(reference, Action::Take, "").await;
    edge.strike().await;
    edge.strike().await;
    // Both timers tell each level, the last one supervisors and administrators. What was due soon
    // is late by now.
    let notices = receiver.to_staff(8).await;
    let expected =
        [("staff.late", mail(&owner)), ("staff.late", mail(&boss)), ("staff.late", mail(&head))];
    assert_eq!(told(&notices), expected.map(|(kind, to)| (kind.to_owned(), to)).into());
    assert!(notices.iter().all(|notice| notice.data.reference == Some(reference)));
    for StaffNotice { data, .. } in &notices {
        assert!(data.message.subject.contains(&reference.to_string()));
        // Who administers an entity doesn't see its cases.
        let is_heads = data.contact.email.as_deref() == Some(&*mail(&head));
        let link =
            if is_heads { "/console".to_owned() } else { format!("/console/cases/{reference}") };
        assert!(data.console_url.ends_with(&link), "{}", data.console_url);
    }
    // What is late is news in the console too, for whoever gets no mail.
    assert!(owner.listed("queue=unread").await.contains(&reference));
    let rows = "SELECT COUNT(*) AS n FROM outbox WHERE staff IS NOT NULL";
    assert_eq!(edge.database().count(rows), u64::try_from(notices.len()).unwrap());
}

#[tokio::test]
async fn each_closed_months_report_is_sent_once_to_those_who_asked_for_it() {
    let receiver = Receiver::listen().await;
    let mut edge = Workerd::start(&[INSTRUMENTED, &receiver.variable()]).await;
    let visitor = edge.visitor();
    visitor.submit(&complaint()).await;
    edge.kill();
    let database = edge.database();
    database.run(&[SILENCE]);
    let [me, quiet, gone] =
        [(); 3].map(|()| Clerk::with(&[Role::Supervisor(rta())], &visitor, &database));
    let decider = Clerk::with(&[Role::DecisionMaker], &visitor, &database);
    edge.resume().await;
    for clerk in [&me, &gone, &decider] {
        let path = "/console/reports?monthly=true";
        let answer = clerk.request(reqwest::Method::POST, path).send().await.unwrap();
        assert_eq!(answer.status(), 303);
    }
    edge.strike().await;
    edge.kill();
    // What was closed before somebody asked isn't sent. Whoever sees no figures any more gets none.
    let database = edge.database();
    assert_eq!(database.count("SELECT COUNT(*) AS n FROM outbox WHERE template = 'report'"), 0);
    database.run(&[
        "UPDATE staff SET told_late = 0, told_daily = 0",
        &format!("DELETE FROM roles WHERE staff = '{}'", gone.id.as_str()),
    ]);
    edge.resume().await;
    // Late in the next month, that in which the complaint came is closed.
    let today = Zone::dubai().local(staff::now()).date();
    let days = today.days_in_month() - today.day() + 25;
    edge.instruments(i64::from(days) * 24 * 60 * 60 * 1000).await;
    tokio::join!(edge.strike(), edge.strike());
    edge.strike().await;
    let notices = receiver.to_staff(2).await;
    let expected =
        [me.clone(), decider.clone()].map(|clerk| ("staff.report".to_owned(), mail(&clerk)));
    assert_eq!(told(&notices), expected.into());
    for notice in &notices {
        let is_mine = notice.data.contact.email == Some(mail(&me));
        let place =
            if is_mine { "/console/reports/rta?period=" } else { "/console/reports?period=" };
        assert!(notice.data.console_url.contains(place), "{}", notice.data.console_url);
        assert!(notice.data.message.text.contains("Received: 1"), "{}", notice.data.message.text);
    }
    assert_ne!(mail(&quiet), mail(&me));
    edge.strike().await;
    sleep(Duration::from_secs(1)).await;
    assert_eq!(receiver.to_staff(2).await.len(), 2, "each once");
}

#[tokio::test]
async fn a_working_day_begins_with_one_message_to_each_for_whom_something_waits() {
    let receiver = Receiver::listen().await;
    let mut edge = Workerd::start(&[INSTRUMENTED, &receiver.variable()]).await;
    let visitor = edge.visitor();
    visitor.submit(&complaint()).await;
    edge.kill();
    let database = edge.database();
    database.run(&[SILENCE]);
    let [me, quiet] = [(); 2].map(|()| Clerk::of("rta", &visitor, &database));
    // Nothing waits there.
    Clerk::of("dewa", &visitor, &database);
    database.run(&[&format!("UPDATE staff SET told_daily = 0 WHERE id = '{}'", quiet.id.as_str())]);
    edge.resume().await;
    // The next Tuesday at 10:00 in Dubai. 1 December 2026 is one.
    let tuesday = 1_796_104_800;
    let now = staff::now().as_second();
    let next = now + (tuesday - now).rem_euclid(WEEK);
    edge.instruments((next - now) * 1000).await;
    edge.strike().await;
    edge.strike().await;
    let notices = receiver.to_staff(1).await;
    assert_eq!(told(&notices), [("staff.day".to_owned(), mail(&me))].into());
    let text = &notices[0].data.message.text;
    assert!(text.contains("Without an owner: 1"), "{text}");
    assert!(!text.contains("Yours"), "{text}");
    // The notice to whom nothing waits for is dropped when its turn comes.
    let left = "SELECT COUNT(*) AS n FROM outbox WHERE template = 'day'";
    for _ in 0..100 {
        if edge.database().count(left) == 1 {
            break;
        }
        sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(edge.database().count(left), 1);
}
