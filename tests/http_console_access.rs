//! Every call of the console with every role: at the own entity, at another, and without a session.

use std::collections::BTreeSet;

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tests::sign_in::Browser;

/// What each call answers; `here` is the entity that the first three roles are for. Changes are sent as they can't be taken, so that whoever
/// may make them is told that and nothing comes of it: a version that nobody has seen, a person whom nobody knows.
const EXPECTED: &str = "
                                                             employee supervisor administrator decision_maker auditor platform_administrator nobody
    GET /console/api/me                            anywhere    200       200        200            200         200            200             401
    GET /console/api/people                        anywhere    403       403        403            403         403            200             401
    PUT /console/api/people/{staff}                anywhere    403       403        403            403         403            404             401
    GET /console/api/entities/{entity}/people          here    200       200        200            403         200            200             401
    GET /console/api/entities/{entity}/people     elsewhere    403       403        403            403         200            200             401
    PUT /console/api/entities/{entity}/people/{staff}  here    403       403        404            403         403            404             401
    PUT /console/api/entities/{entity}/people/{staff} elsewhere 403      403        403            403         403            404             401
    GET /console/api/entities/{entity}/settings        here    200       200        200            403         200            200             401
    GET /console/api/entities/{entity}/settings   elsewhere    403       403        403            403         200            200             401
    PUT /console/api/entities/{entity}/settings/{part} here    403       403        409            403         403            409             401
    PUT /console/api/entities/{entity}/settings/{part} elsewhere 403     403        403            403         403            409             401
    GET /console/api/entities/{entity}/settings/history here   200       200        200            403         200            200             401
    GET /console/api/entities/{entity}/settings/history elsewhere 403    403        403            403         200            200             401
";

const ROLES: [&str; 6] =
    ["employee.rta", "supervisor.rta", "administrator.rta", "decision-maker", "auditor", "platform-administrator"];

const ROUTER: &str = include_str!("../edge/src/router.rs");

struct Call {
    method: Method,
    route: &'static str,
    place: &'static str,
    statuses: Vec<StatusCode>,
}

fn calls() -> Vec<Call> {
    let lines = EXPECTED.lines().map(|line| line.split_whitespace().collect::<Vec<_>>()).filter(|words| words.len() == 10);
    let call = |words: Vec<&'static str>| Call {
        method: words[0].parse().unwrap(),
        route: words[1],
        place: words[2],
        statuses: words[3..].iter().map(|status| status.parse().unwrap()).collect(),
    };
    lines.map(call).collect()
}

impl Call {
    fn path(&self) -> String {
        let entity = if self.place == "elsewhere" { "iacad" } else { "rta" };
        let values = [("{entity}", entity), ("{staff}", "00000000000000000000000000000000"), ("{part}", "retention")];
        values.iter().fold(self.route.to_owned(), |path, (name, value)| path.replace(name, value))
    }

    fn body(&self) -> Value {
        if self.route.ends_with("{staff}") {
            json!({ "name": "Nobody", "email": "nobody@staff.example", "roles": [], "active": true, "version": 1 })
        } else {
            json!({ "version": 4_000, "value": 400 })
        }
    }

    async fn answers(&self, browser: &mut Browser) -> StatusCode {
        if self.method == Method::GET {
            browser.get(&self.path()).await.status()
        } else {
            browser.call(self.method.clone(), &self.path(), &self.body()).await.status()
        }
    }
}

#[tokio::test]
async fn every_call_answers_every_role_what_it_may_hear() {
    let mut browsers = Vec::new();
    for account in ROLES {
        browsers.push((account, Browser::of(account).await));
    }
    browsers.push(("nobody", Browser::default()));
    for call in calls() {
        for ((account, browser), expected) in browsers.iter_mut().zip(&call.statuses) {
            let found = call.answers(browser).await;
            assert_eq!(found, *expected, "{} {} as {account}", call.method, call.path());
        }
    }
}

#[test]
fn no_call_is_left_out() {
    let routed = ROUTER.lines().filter_map(|line| line.trim().strip_prefix(".route(\"")?.split_once("\", "));
    let methods = [("get(", Method::GET), ("put(", Method::PUT), ("post(", Method::POST), ("delete(", Method::DELETE)];
    let routed: BTreeSet<String> = routed
        .filter(|(path, _)| path.starts_with("/console/api/"))
        .flat_map(|(path, handlers)| {
            let answered = methods.iter().filter(move |(name, _)| handlers.contains(name));
            answered.map(move |(_, method)| format!("{method} {path}"))
        })
        .collect();
    let walked: BTreeSet<String> = calls().iter().map(|call| format!("{} {}", call.method, call.route)).collect();
    assert_eq!(routed, walked);
}
