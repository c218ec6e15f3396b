//! Polling of X for mentions: each post once, however many there are.

use serde_json::{Value, json};
use tests::{
    channel::{
        accounts::{Accounts, X, edge},
        count, until,
    },
    workerd::Workerd,
};

fn path() -> String {
    format!("users/{X}/mentions")
}

/// Returns an answer with these posts, the latest first. `is_last` says that no earlier one is
/// left.
fn answer(posts: &[u32], is_last: bool) -> Value {
    let post = |number: &u32| {
        json!({ "id": number.to_string(), "author_id": "5", "text": "@sawtak hello",
                "created_at": "2026-04-01T08:00:00Z" })
    };
    let id = |number: Option<&u32>| number.map(u32::to_string);
    let mut meta = json!({ "result_count": posts.len(), "newest_id": id(posts.first()),
                           "oldest_id": id(posts.last()) });
    if !is_last {
        meta["next_token"] = json!("next");
    }
    json!({ "data": posts.iter().map(post).collect::<Vec<_>>(),
            "includes": { "users": [{ "id": "5", "username": "salma" }] }, "meta": meta })
}

fn nothing() -> Value {
    json!({ "meta": { "result_count": 0 } })
}

/// Polls, and waits until what came is taken in. Returns the ends of the stretches that were asked
/// for: `since_id` and what follows.
async fn poll(edge: &Workerd, accounts: &Accounts) -> Vec<String> {
    let before = accounts.asked(&path()).len();
    edge.strike().await;
    until(edge, "inbox", 0).await;
    let asked = accounts.asked(&path()).split_off(before);
    let ends = |query: &String| query.split_once("&since_id=").map(|(_, ends)| ends.to_owned());
    asked.iter().map(|query| ends(query).unwrap_or_default()).collect()
}

#[tokio::test]
async fn what_a_second_polling_brings_again_is_known() {
    let (edge, accounts) = edge(&["X_POLL:on"]).await;
    // The other side doesn't mind which posts were taken.
    accounts.know(&path(), answer(&[12, 11], true));
    for expected in ["", "12"] {
        assert_eq!(poll(&edge, &accounts).await, [expected]);
        assert_eq!(count(&edge, "mentions WHERE state = 'open' AND entity = 'rta'"), 2);
        assert_eq!(count(&edge, "polled WHERE channel = 'x' AND newest = '12'"), 1);
    }
    accounts.know(&path(), nothing());
    assert_eq!(poll(&edge, &accounts).await, ["12"]);
    assert_eq!(count(&edge, "polled WHERE newest = '12'"), 1);
}

#[tokio::test]
async fn posts_beyond_the_answers_of_one_run_are_taken_by_the_next() {
    let (edge, accounts) = edge(&["X_POLL:on"]).await;
    accounts.know(&path(), answer(&[10], true));
    assert_eq!(poll(&edge, &accounts).await, [""]);
    // Seven posts, one in each answer.
    accounts.know(&path(), nothing());
    accounts.know(&format!("{}?since_id=10", path()), answer(&[17], false));
    for post in 11..17 {
        let part = format!("{}?since_id=10&until_id={}", path(), post + 1);
        accounts.know(&part, answer(&[post], post == 11));
    }
    let first = ["10", "10&until_id=17", "10&until_id=16", "10&until_id=15", "10&until_id=14"];
    assert_eq!(poll(&edge, &accounts).await, first);
    assert_eq!(count(&edge, "mentions"), 6);
    let gap = "polled WHERE newest = '17' AND gap_after = '10' AND gap_before = '13'";
    assert_eq!(count(&edge, gap), 1);
    // Newer ones come meanwhile, and wait until the gap is closed.
    accounts.know(&format!("{}?since_id=17", path()), answer(&[18], true));
    let second = ["10&until_id=13", "10&until_id=12", "17"];
    assert_eq!(poll(&edge, &accounts).await, second);
    assert_eq!(count(&edge, "mentions"), 9);
    assert_eq!(count(&edge, "polled WHERE newest = '18' AND gap_before IS NULL"), 1);
}
