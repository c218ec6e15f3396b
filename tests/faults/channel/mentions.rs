//! Faults between webhook, queue, database and public answer: a mention that was answered with 200
//! is there once, a participation of it is made once, and its public answer goes out.

use std::time::Duration;

use domain::wire::console::{MentionView, Mentions};
use reqwest::{Method, StatusCode};
use serde_json::json;
use tests::{
    channel::{
        accounts::{
            Accounts, deleted, edge, id, instagram_delivery, instagram_webhook, posted, x,
            x_delivery,
        },
        count, until,
    },
    clerk::Clerk,
    workerd::Workerd,
};
use tokio::time::sleep;

use super::{insist, settle};

const CALL: &str = "/console/api/mentions";

fn clerk(edge: &Workerd) -> Clerk {
    Clerk::of("rta", &edge.visitor(), &edge.database())
}

async fn open(clerk: &Clerk) -> Vec<MentionView> {
    clerk.get::<Mentions>(&format!("{CALL}?state=open")).await.mentions
}

/// Returns the number of public answers to a post.
fn answers(accounts: &Accounts, post: &str) -> usize {
    let taken = accounts.taken().into_iter().filter(|one| one.path == "tweets");
    taken.filter(|one| one.body["reply"]["in_reply_to_tweet_id"] == post).count()
}

#[tokio::test]
async fn a_mention_that_was_answered_is_there_once_though_the_edge_is_killed_after_it() {
    const ROUNDS: u64 = 6;
    let (mut edge, accounts) = edge(&[]).await;
    let mut posts = Vec::new();
    for round in 0..ROUNDS {
        let (body, post) = posted(&id(), "@sawtak the lights are out");
        insist(&edge, |visitor| x_delivery(visitor, &body)).await;
        let (media, comment) = (id(), id());
        accounts.know(
            &comment,
            json!({ "mentioned_comment": { "id": comment, "text": "@sawtak hello",
                "username": "amal", "timestamp": "2026-04-01T08:00:00+0000",
                "media": { "id": media, "permalink": "https://www.instagram.com/p/1" } } }),
        );
        let value = json!({ "media_id": media, "comment_id": comment });
        let named = instagram_webhook(&[], &[json!({ "field": "mentions", "value": value })]);
        insist(&edge, |visitor| instagram_delivery(visitor, &named)).await;
        // Later and later on their way: before the queue, while a comment is read, after it.
        sleep(Duration::from_millis(40 * round)).await;
        edge.kill();
        edge.resume().await;
        // The other side may repeat what was answered.
        if round % 2 == 0 {
            insist(&edge, |visitor| x_delivery(visitor, &body)).await;
            insist(&edge, |visitor| instagram_delivery(visitor, &named)).await;
        }
        posts.push(post);
    }
    settle(&edge).await;
    assert_eq!(count(&edge, "mentions WHERE channel = 'x' AND state = 'open'"), ROUNDS);
    assert_eq!(count(&edge, "mentions WHERE channel = 'instagram' AND state = 'open'"), ROUNDS);
    // What is deleted is forgotten, though the edge is killed before it has done so.
    for (round, post) in (0..).zip(&posts) {
        insist(&edge, |visitor| x_delivery(visitor, &deleted(post))).await;
        sleep(Duration::from_millis(40 * round)).await;
        edge.kill();
        edge.resume().await;
    }
    settle(&edge).await;
    assert_eq!(count(&edge, "mentions WHERE state = 'deleted' AND content IS NULL"), ROUNDS);
    assert_eq!(count(&edge, "mentions WHERE channel = 'x'"), ROUNDS);
}

#[tokio::test]
async fn a_participation_is_made_once_and_answered_in_public_though_the_edge_is_killed() {
    const ROUNDS: u64 = 6;
    let (mut edge, accounts) = edge(&[]).await;
    let wanted = json!({ "kind": "complaint", "entity": "rta", "service": null });
    let mut posts = Vec::new();
    for round in 0..ROUNDS {
        let (body, post) = posted(&id(), "@sawtak the lights are out");
        assert_eq!(x(&edge.visitor(), &body).await, StatusCode::OK);
        until(&edge, "mentions WHERE state = 'open'", 1).await;
        let rta = clerk(&edge);
        let mention = open(&rta).await.remove(0);
        let path = format!("{CALL}/{}/participation", mention.id.as_str());
        // Later and later: before the batch, before the queue, before the answer, after it.
        let request = rta.request(Method::POST, &path).json(&wanted);
        let sending = tokio::spawn(request.send());
        sleep(Duration::from_millis(30 * round)).await;
        edge.kill();
        edge.resume().await;
        // The call may have been cut off, and the person tries again.
        let _ = sending.await;
        let status = rta.try_post(&path, &wanted).await.status();
        assert!([StatusCode::CREATED, StatusCode::CONFLICT].contains(&status), "{status}");
        posts.push(post);
    }
    settle(&edge).await;
    assert_eq!(count(&edge, "participations WHERE channel = 'x'"), ROUNDS);
    assert_eq!(count(&edge, "mentions WHERE state = 'taken' AND answered_at IS NOT NULL"), ROUNDS);
    let before: Vec<usize> = posts.iter().map(|post| answers(&accounts, post)).collect();
    // X has no key for repetitions, so an answer whose record a kill has cut off goes out again.
    assert!(before.iter().all(|count| *count >= 1), "{before:?}");
    // Where it's recorded that it went out, it doesn't again.
    for _ in 0..2 {
        edge.strike().await;
    }
    sleep(Duration::from_secs(2)).await;
    let after: Vec<usize> = posts.iter().map(|post| answers(&accounts, post)).collect();
    assert_eq!(before, after);
    let (is_whole, report) = edge.verify_history();
    assert!(is_whole, "{report}");
}
