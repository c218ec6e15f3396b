//! Faults of the ways by which notices go out: they refuse, break off, say nothing, or report that
//! a message came back.

mod mail;
mod reports;
mod settings;
mod text;

use std::time::Duration;

use domain::wire::{Acknowledgement, Contact, Submission};
use tests::{fixtures::complaint, staff, workerd::Workerd};
use tokio::time::sleep;

/// Statement that makes all pending notices overdue, and ends the locks of attempts that a kill has
/// cut off.
const OVERDUE: &str = "UPDATE outbox SET due_at = '2020-01-01T00:00:00Z', taken_until = NULL
                       WHERE outcome IS NULL";

/// Seconds of a day.
const DAY: i64 = 24 * 60 * 60;

fn variables<'a>(all: &'a [String], more: &[&'a str]) -> Vec<&'a str> {
    all.iter().map(String::as_str).chain(more.iter().copied()).collect()
}

fn contact(email: Option<&str>, phone: Option<&str>) -> Contact {
    Contact { name: None, email: email.map(str::to_owned), phone: phone.map(str::to_owned) }
}

/// Submits a complaint in Arabic, whose receipt is the first notice.
async fn submit(edge: &Workerd, contact: Contact) -> Acknowledgement {
    let submission = Submission { contact: Some(contact), language: "ar".into(), ..complaint() };
    edge.visitor().submit(&submission).await
}

/// Moves the clock of an instrumented edge to this hour of tomorrow in Dubai.
async fn tomorrow_at(edge: &Workerd, hour: i64) -> i64 {
    let now = staff::now().as_second();
    // Dubai is four hours ahead of UTC.
    let midnight = (now + 4 * 3_600).div_euclid(DAY) * DAY - 4 * 3_600;
    let then = midnight + DAY + hour * 3_600;
    edge.instruments((then - now) * 1_000).await;
    then
}

/// Waits until the latest delivery by a way is in this state.
async fn until_state(edge: &Workerd, way: &str, state: &str) {
    let sql =
        format!("SELECT COUNT(*) AS n FROM deliveries WHERE way = '{way}' AND state = '{state}'");
    for _ in 0..300 {
        if edge.database().count(&sql) > 0 {
            return;
        }
        sleep(Duration::from_millis(100)).await;
    }
    let rows = edge.database().run(&["SELECT * FROM deliveries"]);
    panic!("none is {state} by {way}: {rows:?}\n{}", edge.log());
}

/// Waits until the outbox has no notice that is still to be sent.
async fn until_settled(edge: &Workerd) {
    for _ in 0..300 {
        if edge.database().count("SELECT COUNT(*) AS n FROM outbox WHERE outcome IS NULL") == 0 {
            return;
        }
        sleep(Duration::from_millis(100)).await;
    }
    panic!("{:?}\n{}", edge.database().run(&["SELECT * FROM outbox"]), edge.log());
}
