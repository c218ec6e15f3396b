//! Load generator that repeats one call for some time.
//!
//! - `load <origin> submit|status|entities|first <seconds> <file of references>` calls the public
//!   API.
//! - `load <origin> queue|counts|search|case|head <seconds> <state folder>` calls the console's API
//!   as staff.
//! - `load <origin> figures <seconds> <state folder>` opens the figures of all entities as a
//!   decision maker.
//!
//! Eight callers send requests, each on a persistent connection; a number at the end says how many
//! others. It prints a line of JSON: number of requests, requests per second, the 50th and 99th
//! percentile of the response time in milliseconds, and the bytes of the last response as gzip.

#![allow(clippy::expect_used, reason = "a measurement that cannot be taken has nothing to say")]

use std::{
    fs,
    time::{Duration, Instant},
};

use domain::{
    staff::Role,
    wire::{Contact, Submission, console::CaseRow},
};
use reqwest::{RequestBuilder, StatusCode};
use serde_json::json;
use tests::{
    clerk::{CASES, Clerk},
    client::{PARTICIPATIONS, Visitor},
    database::Database,
    fixtures::{self, complaint},
};
use tokio::task::JoinSet;

/// Number of concurrent callers.
const CALLERS: usize = 8;

/// Usual length of a text, in letters.
const LETTERS: usize = 300;

#[derive(Clone)]
enum Call {
    Submit,
    Status(Vec<String>),
    Entities,
    First,
    /// Call of the console's API by a member of staff.
    Console(Clerk, Vec<Asked>),
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [origin, call, seconds, references, callers @ ..] = &words[..] else {
        panic!("load <origin> <call> <seconds> <references> [<callers>]")
    };
    let callers = callers.first().map_or(CALLERS, |number| number.parse().expect("a number"));
    let call = match call.as_str() {
        "submit" => Call::Submit,
        "entities" => Call::Entities,
        "first" => Call::First,
        "queue" | "counts" | "search" | "case" | "head" => {
            let clerk = Clerk::of(
                "rta",
                &Visitor::at(origin.clone()),
                &Database::in_state(references.as_ref()),
            );
            let calls = calls(call, &clerk).await;
            Call::Console(clerk, calls)
        }
        "figures" => {
            let database = Database::in_state(references.as_ref());
            let visitor = Visitor::at(origin.clone());
            let clerk = Clerk::with(&[Role::DecisionMaker], &visitor, &database);
            Call::Console(clerk, vec![Asked::Path("/console/figures?lang=en".to_owned())])
        }
        _ => Call::Status(
            fs::read_to_string(references)
                .expect("references")
                .lines()
                .map(str::to_owned)
                .collect(),
        ),
    };
    let visitor = Visitor::at(origin.clone());
    let begin = Instant::now();
    let end = begin + Duration::from_secs_f64(seconds.parse().expect("seconds"));
    let mut running = JoinSet::new();
    for _ in 0..callers {
        running.spawn(ask(visitor.clone(), call.clone(), end));
    }
    let (took, bytes): (Vec<_>, Vec<_>) = running.join_all().await.into_iter().unzip();
    let mut took: Vec<Duration> = took.concat();
    let bytes = bytes.into_iter().max().unwrap_or_default();
    let total = begin.elapsed();
    took.sort_unstable();
    let percentile = |percent: usize| {
        took[(took.len() * percent / 100).min(took.len() - 1)].as_secs_f64() * 1000.0
    };
    let count = f64::from(u32::try_from(took.len()).expect("a count"));
    let rate = count / total.as_secs_f64();
    println!(
        "{}",
        json!({
            "count": count, "rate": rate, "p50": percentile(50), "p99": percentile(99),
            "bytes": bytes,
        })
    );
}

/// Sends requests until `end` and returns the duration of each, and the length of the last response
/// as gzip.
async fn ask(visitor: Visitor, call: Call, end: Instant) -> (Vec<Duration>, usize) {
    let (mut took, mut last) = (Vec::new(), Vec::new());
    let submission = submission();
    while Instant::now() < end {
        let (request, expected) = match &call {
            Call::Submit => {
                (visitor.submission(&fixtures::key(), &submission), StatusCode::CREATED)
            }
            Call::Status(references) => {
                let reference = &references[fastrand::usize(..references.len())];
                (
                    visitor.request(reqwest::Method::GET, &format!("{PARTICIPATIONS}/{reference}")),
                    StatusCode::OK,
                )
            }
            Call::Console(clerk, calls) => {
                (calls[fastrand::usize(..calls.len())].request(clerk), StatusCode::OK)
            }
            Call::Entities => {
                (visitor.request(reqwest::Method::GET, "/api/v1/entities"), StatusCode::OK)
            }
            Call::First => {
                (visitor.request(reqwest::Method::GET, "/embed/rta/first"), StatusCode::OK)
            }
        };
        let since = Instant::now();
        let response = request.send().await.expect("an answer");
        let status = response.status();
        let body = response.bytes().await.expect("a body");
        took.push(since.elapsed());
        assert_eq!(status, expected, "{}", String::from_utf8_lossy(&body));
        last = body.to_vec();
    }
    // Deflate's stream has 18 bytes more as gzip.
    (took, miniz_oxide::deflate::compress_to_vec(&last, 6).len() + 18)
}

/// Call of the console's API.
#[derive(Clone)]
enum Asked {
    Path(String),
    /// Search for these words.
    Words(String),
}

impl Asked {
    fn request(&self, clerk: &Clerk) -> RequestBuilder {
        match self {
            Self::Path(path) => clerk.request(reqwest::Method::GET, path),
            Self::Words(words) => clerk
                .request(reqwest::Method::POST, &format!("{CASES}/search"))
                .json(&json!({ "q": words })),
        }
    }
}

/// Returns the calls to make.
async fn calls(call: &str, clerk: &Clerk) -> Vec<Asked> {
    let page = clerk.cases("").await;
    let of_row = |row: &CaseRow| match call {
        "queue" => Asked::Path(format!("{CASES}?queue=unassigned")),
        "counts" => Asked::Path(format!("{CASES}/counts")),
        "head" => Asked::Path(format!("{CASES}/{}/head", row.reference)),
        // Two words of the case's text: some are common, some are rare.
        "search" => {
            let words: Vec<_> = row.excerpt.text.split(' ').take(9).collect();
            let chosen = [words[fastrand::usize(..4)], words[fastrand::usize(4..8)]];
            Asked::Words(chosen.join(" "))
        }
        _ => Asked::Path(format!("{CASES}/{}", row.reference)),
    };
    let mut calls = Vec::new();
    for asked in page.rows.iter().map(of_row) {
        // Contacts of seeded cases are noise that no key opens, so these cases can't be shown.
        let answer = asked.request(clerk).send().await.expect("an answer");
        if answer.status() == StatusCode::OK {
            calls.push(asked);
        }
    }
    calls
}

/// Returns a complaint of the usual length with a name, which gets sealed, but without an address,
/// so that no notice is sent: notices are measured elsewhere.
fn submission() -> Submission {
    let contact = Contact { name: Some("Salma".into()), ..Contact::default() };
    Submission {
        text: "ب".repeat(LETTERS),
        contact: Some(contact),
        elapsed_ms: Some(41_250),
        ..complaint()
    }
}
