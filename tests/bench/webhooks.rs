//! Webhooks of a messenger at a steady rate: `webhooks <events a second> <seconds>`.
//!
//! Each webhook carries one text. A hundred people write, each in turn. Requests begin at their
//! time whether or not earlier ones are answered, as those of the other side do. The edge of its
//! own and the messenger's API are started here, so it needs the variables of the fault tests.
//!
//! It prints a line of JSON: number of events, number answered otherwise than with 200,
//! percentiles of the response time in milliseconds, cost of a webhook in D1 at the median, seconds
//! until everything was handled after the last webhook, and rows stored for an event.

#![allow(clippy::expect_used, reason = "a measurement that cannot be taken has nothing to say")]

use std::time::Duration;

use reqwest::StatusCode;
use serde::Deserialize;
use serde_json::json;
use tests::{
    channel::whatsapp::{Graph, Person, delivery, send, signature, webhook},
    workerd::Workerd,
};
use tokio::{
    task::JoinSet,
    time::{Instant, interval, sleep},
};

const PEOPLE: usize = 100;

/// Longest time in which everything must be handled.
const HANDLED_WITHIN: Duration = Duration::from_mins(10);

/// Tables that an event leaves rows in.
const TABLES: [&str; 4] = ["inbox", "taken_messages", "conversations", "replies"];

/// Log line of a request.
#[derive(Deserialize)]
struct Line {
    route: String,
    trips: f64,
    rows_read: f64,
    rows_written: f64,
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [rate, seconds] = &words[..] else { panic!("webhooks <events a second> <seconds>") };
    let rate: u32 = rate.parse().expect("events a second");
    let seconds: u32 = seconds.parse().expect("seconds");
    let graph = Graph::listen().await;
    let variables = graph.variables();
    let mut variables: Vec<&str> = variables.iter().map(String::as_str).collect();
    variables.push("WHATSAPP_ENTITY:rta");
    let edge = Workerd::start(&variables).await;
    let count = |rows: &str| edge.database().count(&format!("SELECT COUNT(*) AS n FROM {rows}"));

    // The first webhook of an isolate reads the configuration and the directory.
    send(&edge.visitor(), &[Person::new().text("hello")]).await;
    until_handled(&count, 1).await;
    let (stored, logged) = (TABLES.map(&count), edge.log().len());

    let people: Vec<Person> = (0..PEOPLE).map(|_| Person::new()).collect();
    let visitor = edge.visitor();
    let mut requests = JoinSet::new();
    let mut ticks = interval(Duration::from_secs(1) / rate);
    let events = rate * seconds;
    for (event, person) in (0..events).zip(people.iter().cycle()) {
        ticks.tick().await;
        let body = webhook(&[person.text(&format!("Part {event} of what happened."))]);
        let request = delivery(&visitor, &body, Some(&signature(&body)));
        requests.spawn(async move {
            let since = Instant::now();
            let answer = request.send().await;
            let is_taken = answer.is_ok_and(|answer| answer.status() == StatusCode::OK);
            (is_taken, since.elapsed())
        });
    }
    let answers = requests.join_all().await;
    let last = Instant::now();
    let refused = answers.iter().filter(|(is_taken, _)| !is_taken).count();
    let taken = answers.len() - refused;
    until_handled(&count, 1 + taken as u64).await;
    let handled = last.elapsed();

    let mut took: Vec<f64> = answers.iter().map(|(_, took)| took.as_secs_f64() * 1_000.0).collect();
    let log = edge.log();
    let lines = log[logged..].lines().filter_map(|line| serde_json::from_str::<Line>(line).ok());
    let lines: Vec<Line> = lines.filter(|line| line.route == "/in/whatsapp").collect();
    let cost = |of: fn(&Line) -> f64| percentile(&mut lines.iter().map(of).collect::<Vec<_>>(), 50);
    let rows: Vec<f64> = TABLES
        .into_iter()
        .zip(stored)
        .map(|(table, before)| {
            let new = u32::try_from(count(table).saturating_sub(before)).expect("a count");
            f64::from(new) / f64::from(events)
        })
        .collect();
    println!(
        "{}",
        json!({
            "events": events, "refused": refused,
            "p50": percentile(&mut took, 50), "p95": percentile(&mut took, 95),
            "p99": percentile(&mut took, 99), "slowest": percentile(&mut took, 100),
            "trips": cost(|line| line.trips), "read": cost(|line| line.rows_read),
            "written": cost(|line| line.rows_written), "handled": handled.as_secs_f64(),
            "taken": rows[1], "conversations": rows[2], "replies": rows[3],
        })
    );
}

/// Waits until so many messages were taken, and nothing is left to do or to send.
async fn until_handled(count: &impl Fn(&str) -> u64, messages: u64) {
    let since = Instant::now();
    while since.elapsed() < HANDLED_WITHIN {
        let left = count("inbox") + count("replies WHERE due_at IS NOT NULL");
        if left == 0 && count("taken_messages") >= messages {
            return;
        }
        sleep(Duration::from_millis(500)).await;
    }
    panic!("{} parcels and {} replies are left", count("inbox"), count("replies"));
}

fn percentile(values: &mut [f64], percent: usize) -> f64 {
    values.sort_by(f64::total_cmp);
    let last = values.len().checked_sub(1).expect("something was measured");
    values[(values.len() * percent / 100).min(last)]
}
